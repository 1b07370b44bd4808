import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Reporting

extension ReportFigures {
    /// What the street gave for one site, in the values of a report; nothing is reckoned anew.
    init(_ result: Run.SiteResult) {
        let (balances, inventory) = (result.balances, result.inventory)
        let indicators = result.indicators
        let (pue, wue, fresh) = (indicators.pue, indicators.wue, indicators.wueFresh)
        let seconds = Int128(balances.closing.slotSeconds)
        func lines<Quantity: ExtensiveQuantity>(
            _ amounts: [Account: Quantity], where isKept: (Account) -> Bool = { _ in true }
        ) -> [ReportLine<Quantity>] {
            Account.allCases.filter(isKept).compactMap { account in
                amounts[account].map {
                    ReportLine(
                        name: account.rawValue, label: Labels.account(account), amount: $0, sites: 1
                    )
                }
            }
        }
        func hours(_ share: ExactRatio?) -> ReportRatio {
            share.map {
                ReportRatio(.time, $0.numerator * seconds, over: $0.denominator * seconds)
            } ?? .missing(.time, Self.noMeters)
        }
        func water(_ one: WaterUsageEffectiveness) -> ReportRatio {
            guard one.figure.value != nil, let volume = one.numerator, let it = one.denominator
            else { return .missing(.water, one.figure.reason) }
            return ReportRatio(.water, Int128(volume.millilitres), over: Int128(it.joules))
        }
        var power = ReportRatio.missing(.energy, pue.figure.reason)
        if pue.figure.value != nil, let facility = pue.numerator, let it = pue.denominator {
            power = ReportRatio(.energy, Int128(facility.joules), over: Int128(it.joules))
        }
        let green = indicators.greenShare.figure
        self.init(
            sites: 1, supply: lines(balances.energy) { $0.side == .supply },
            uses: lines(balances.energy) { $0.side == .use },
            unallocated: balances.energy[.unallocated], heat: lines(balances.heat),
            waterLines: lines(balances.water),
            facilityEnergy: ReportTotal(of: balances.facilityEnergy, reason: Self.noSupply),
            itEnergy: ReportTotal(of: balances.itEnergy, reason: Self.noIT), pue: power,
            pueDesignation: pue.designation.rawValue, pueCategory: pue.category,
            pueEdition: pue.edition, coverage: hours(balances.coverage),
            resolvedShare: hours(balances.resolvedShare),
            estimatedShare: balances.estimatedShare.map {
                ReportRatio(.energy, $0.numerator, over: $0.denominator)
            } ?? .missing(.energy, Self.noMeters), wholeSites: balances.isWhole ? 1 : 0,
            emissions: Dictionary(
                uniqueKeysWithValues: ReportScope.allCases.map { scope in
                    let place = scope.emissionScope
                    return (
                        scope,
                        ReportTotal(
                            of: inventory.mass(of: place), reason: inventory.reasons[place])
                    )
                }),
            gases: Dictionary(
                uniqueKeysWithValues: ReportScope.allCases.map { scope in
                    let place = scope.emissionScope
                    return (
                        scope,
                        inventory.mass(of: place) == nil ? "" : inventory.gases(of: place)
                    )
                }),
            greenEnergy: ReportTotal(
                of: green.value == nil ? nil : inventory.greenPower.renewable,
                reason: green.reason),
            greenShare: green.value.map {
                ReportRatio(.energy, $0.numerator, over: $0.denominator)
            } ?? .missing(.energy, green.reason),
            water: ReportTotal(of: balances.water[.waterIn], reason: Self.noWater),
            wue: water(wue), wueFresh: water(fresh))
    }

    private static let noSupply = BilingualText(
        "no supply meter has a reading in the period", zh: "统计期内没有进线计量读数")
    private static let noIT = BilingualText(
        "no IT meter has a reading in the period", zh: "统计期内没有 IT 计量读数")
    private static let noWater = BilingualText(
        "no meter of all water has a reading in the period", zh: "统计期内没有用水总量计量读数")
    private static let noMeters = BilingualText(
        "no supply or IT meter has a reading in the period", zh: "统计期内没有进线或 IT 计量读数")
}

extension ReportScope {
    /// The same figure of an inventory.
    var emissionScope: EmissionScope {
        switch self {
        case .scope1: .scope1
        case .scope2Location: .scope2Location
        case .scope2Market: .scope2Market
        case .scope3: .scope3
        }
    }
}

extension ReportMonth {
    /// The months of a site's period.
    static func months(of result: Run.SiteResult) -> [ReportMonth] {
        let inventory = result.inventory
        let isTenants = inventory.settings.sources.tenantBoundary == .tenant
        var masses: [Period: [ReportScope: Int64]] = [:]
        for entry in inventory.entries {
            guard let scope = ReportScope(rawValue: entry.scope.rawValue) else { continue }
            let tenants = isTenants ? entry.tenantMass.milligrams : 0
            masses[entry.month, default: [:]][scope, default: 0] +=
                entry.mass.milligrams - tenants
            if scope == .scope2Location {
                masses[entry.month, default: [:]][.scope3, default: 0] += tenants
            }
        }
        return result.balances.monthly.map { balance in
            let own = masses[balance.month] ?? [:]
            func mass(_ scope: ReportScope) -> EmissionMass? {
                guard inventory.mass(of: scope.emissionScope) != nil else { return nil }
                if let mass = own[scope] { return EmissionMass(milligrams: mass) }
                // Nothing emitted is zero only where something was read.
                return balance.facilityEnergy == nil ? nil : .zero
            }
            return ReportMonth(
                label: String("\(balance.month.start)".prefix(7)),
                facilityEnergy: ReportTotal(of: balance.facilityEnergy, reason: noReading),
                itEnergy: ReportTotal(of: balance.itEnergy, reason: noReading),
                pue: balance.facilityToIT.flatMap { parts in
                    parts.denominator > 0
                        ? ReportRatio(
                            .energy, Int128(parts.numerator), over: Int128(parts.denominator))
                        : nil
                } ?? .missing(.energy, noReading),
                water: ReportTotal(of: balance.water, reason: noReading),
                emissions: Dictionary(
                    uniqueKeysWithValues: ReportScope.allCases.map { scope in
                        (
                            scope,
                            ReportTotal(
                                of: mass(scope),
                                reason: inventory.reasons[scope.emissionScope] ?? noReading)
                        )
                    }))
        }
    }

    private static let noReading = BilingualText("not read in this month", zh: "本月没有读数")
}
