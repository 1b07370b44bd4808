public import EnergyLedger
import Metering
public import Provenance
public import Quantities

/// The figures of an inventory; each is a mass or is absent with a reason.
public enum EmissionScope: String, NumberedCase, Codable {
    /// Direct emissions (范围一): fuel, refrigerants.
    case scope1
    /// Bought electricity, heat and cooling by the grid where it is used (范围二，位置法).
    case scope2Location = "scope2_location"
    /// Bought electricity, heat and cooling by contract (范围二，市场法).
    case scope2Market = "scope2_market"
    /// Everything else in the chain (范围三).
    case scope3
}

/// The emissions of one site in one period (排放清单), valued from the balances of its journal, its
/// activities, and the lots that were matched for it.
///
/// Electricity is valued month by month, each month with the newest factor of its own year; totals are
/// sums of entries. Exports reduce nothing. Generation on the site that is used there is zero in both
/// methods unless its certificates were sold. Each scope carries its gases. A scope of which a part
/// cannot be valued is absent and never zero.
///
/// A reference, because ten thousand sites are held at once and handed on from stop to stop.
public final class Inventory: Sendable {
    /// The site.
    public let siteID: String
    /// The period that was asked for.
    public let period: Period
    /// The rules it was made by.
    public let settings: AccountingSettings
    /// Every valuation: Scope 2 by location, by market, then heat and cooling, Scope 1, Scope 3.
    public let entries: [EmissionEntry]
    /// Why a figure is absent.
    public let reasons: [EmissionScope: BilingualText]
    /// Figures in which bills, or what stands in the place of a line, speak of a part of the period only
    /// (`billed-in-part`, `double-source`).
    public let partlyStated: Set<EmissionScope>
    /// What was found.
    public let findings: [Finding]
    /// Substances that the Montreal Protocol governs, outside the scopes [mg], by name.
    public let outsideScopes: [String: Int64]
    /// The location-based figure by the hour, where the portfolio brings an intensity.
    public let hourlyLocation: HourlyLocation?
    /// Green power that covers consumption of the site.
    public let greenPower: GreenPower
    /// Consumption held against green power hour by hour; nil without a supply meter.
    public let hourlyGreen: HourlyGreen?
    /// The intervals around the figures of Scope 1 and 2, from the classes of the meters.
    public let uncertainties: [EmissionScope: Uncertainty]
    /// Why Scope 1 has no interval, where it has a figure.
    public let directUncertaintyReason: BilingualText?
    /// Why Scope 2 has no interval.
    public let uncertaintyReason: BilingualText?
    /// The tenants' part; nil without tenants' equipment.
    public let tenants: TenantAccount?

    private let masses: CaseTable<EmissionScope, EmissionMass>
    private let gasesOfScopes: CaseTable<EmissionScope, [String]>

    /// Values a site.
    public init(
        of balances: Balances, catalogue: FactorCatalogue, settings: AccountingSettings,
        inputs: AccountingInputs = AccountingInputs()
    ) {
        let site = balances.site
        siteID = site.id
        period = balances.period
        self.settings = settings
        var valuation = Valuation(
            of: balances, catalogue: catalogue, settings: settings, inputs: inputs)
        valuation.valueEverything()
        entries = valuation.entries
        reasons = valuation.reasons
        outsideScopes = valuation.outsideScopes
        partlyStated = valuation.partlyStated
        let intensity =
            inputs.intensity
            ?? [site.grid, site.region, FactorCatalogue.nation(of: site.region)].lazy
            .compactMap { $0.flatMap(catalogue.profile) }.first
        hourlyLocation = intensity.map { HourlyLocation(of: balances, by: $0) }
        greenPower = GreenPower(of: balances, allocations: inputs.greenAllocations)
        hourlyGreen = HourlyGreen(
            of: balances, allocations: inputs.hourlyAllocations, grid: inputs.carbonFreeGrid)
        findings = valuation.findings + (hourlyLocation?.findings(of: balances) ?? [])
        let isTenants = settings.sources.tenantBoundary == .tenant
        let sums = Self.sums(of: valuation.entries, isTenants: isTenants)
        masses = EmissionScope.allCases.reduce(into: CaseTable()) { masses, scope in
            guard valuation.reasons[scope] == nil else { return }
            masses[scope] = sums[scope] ?? .zero
        }
        gasesOfScopes = Self.gases(of: valuation.entries)
        let intervals = ElectricityUncertainty(
            of: balances, entries: entries, inputs: inputs,
            boundary: settings.sources.tenantBoundary
        ) { year, method in
            // Asked for what would be valued so; what is found on the way is no finding of this inventory.
            var other = valuation
            return other.choice(forYear: year, by: method)?.choice.factor.intensity
        }
        let direct = DirectUncertainty(of: balances, entries: entries, inputs: inputs)
        var known = intervals.uncertainties
        known[.scope1] = direct.uncertainty
        uncertainties = known.filter { [reasons] in reasons[$0.key] == nil }
        directUncertaintyReason = direct.reason
        uncertaintyReason = intervals.reason
        tenants =
            balances.energy[.tenantIT] == nil
            ? nil
            : TenantAccount(
                of: balances, entries: entries, boundary: settings.sources.tenantBoundary,
                reasons: reasons, hasDirect: valuation.hasDirectSources)
    }

    /// The operator's part of each scope; what tenants use is a category of Scope 3 where the boundary
    /// leaves it to them, location-based.
    private static func sums(
        of entries: [EmissionEntry], isTenants: Bool
    ) -> CaseTable<EmissionScope, EmissionMass> {
        var sums = CaseTable<EmissionScope, EmissionMass>()
        for place in entries.indices {
            let scope = entries[place].scope
            var mass = entries[place].mass
            if isTenants {
                let tenants = entries[place].tenantMass
                mass = EmissionMass(milligrams: mass.milligrams - tenants.milligrams)
                if scope == .scope2Location { sums[.scope3] = (sums[.scope3] ?? .zero) + tenants }
            }
            sums[scope] = (sums[scope] ?? .zero) + mass
        }
        return sums
    }

    /// The gases that the factors of each scope count, each once; there are few.
    private static func gases(
        of entries: [EmissionEntry]
    ) -> CaseTable<EmissionScope, [String]> {
        var all = CaseTable<EmissionScope, [String]>()
        // Month after month uses the same factor.
        var (lastFactor, lastScope): (AppliedFactor?, EmissionScope?) = (nil, nil)
        for place in entries.indices {
            let (scope, factor) = (entries[place].scope, entries[place].factor)
            if scope == lastScope, factor === lastFactor { continue }
            (lastScope, lastFactor) = (scope, factor)
            let known = all[scope] ?? []
            if !known.contains(factor.gases) { all[scope] = known + [factor.gases] }
        }
        return all
    }

    /// A figure [mg]; nil when it is absent, and then `reasons` says why.
    public func mass(of scope: EmissionScope) -> EmissionMass? { masses[scope] }

    /// What operator and tenants emit together [mg], whoever of them the boundary lets account for it; nil when it is
    /// absent.
    public func siteMass(of method: AccountingMethod) -> EmissionMass? {
        guard let mass = masses[method.scope] else { return nil }
        guard settings.sources.tenantBoundary == .tenant, let tenants else { return mass }
        return mass + (method == .location ? tenants.location : tenants.market)
    }

    /// The least that a figure of Scope 2 can be, however far its meters err [mg]: what no meter of bought electricity
    /// multiplies by the factor of the remainder; nil when it is absent.
    public func leastMass(of scope: EmissionScope) -> EmissionMass? {
        guard let mass = masses[scope] else { return nil }
        if scope == .scope1 { return .zero }
        let isTenants = settings.sources.tenantBoundary == .tenant
        return entries.reduce(mass) { least, entry in
            guard entry.scope == scope, entry.category == .electricity, entry.instrumentID == nil
            else { return least }
            let tenants = isTenants ? entry.tenantMass.milligrams : 0
            return EmissionMass(
                milligrams: least.milligrams - max(0, entry.mass.milligrams - tenants))
        }
    }

    /// Direct emissions; nil when no source is stated or one cannot be valued.
    public var scope1: EmissionMass? { masses[.scope1] }

    /// Scope 2, location-based; nil when any factor that it needs is missing.
    public var scope2Location: EmissionMass? { masses[.scope2Location] }

    /// Scope 2, market-based; nil when any factor that it needs is missing.
    public var scope2Market: EmissionMass? { masses[.scope2Market] }

    /// The rest of the chain; nil when upstream of anything is not published.
    public var scope3: EmissionMass? { masses[.scope3] }

    /// The gases of a scope: `CO2`, `CO2e (AR5)`, or that it mixes carbon dioxide alone with equivalents.
    public func gases(of scope: EmissionScope) -> String {
        Self.gases(Set(gasesOfScopes[scope] ?? []))
    }

    /// The gases that the factors of a scope count, or those of all scopes.
    public func gasNames(of scope: EmissionScope? = nil) -> Set<String> {
        let scopes = scope.map { [$0] } ?? EmissionScope.allCases
        return Set(scopes.flatMap { gasesOfScopes[$0] ?? [] })
    }

    /// The label of a total over some gases.
    public static func gases(_ all: Set<String>) -> String {
        let equivalents = all.filter { $0 != "CO2" }.sorted()
        if equivalents.isEmpty { return "CO2" }
        if !all.contains("CO2"), equivalents.count == 1 { return equivalents[0] }
        // Methods of Scope 2 mostly count CO2 alone; the sum may not hide that.
        let sets = equivalents.map {
            $0.replacing("CO2e", with: "").replacing(" (", with: "").replacing(")", with: "")
        }.filter { !$0.isEmpty }
        let basis = sets.isEmpty ? "" : " (\(sets.joined(separator: ", ")))"
        return all.contains("CO2") ? "CO2e\(basis)\(mixed)" : "CO2e\(basis)"
    }

    /// How a label says that parts count carbon dioxide alone.
    private static let mixed = ", parts CO2 only"

    /// A label of gases, or several, as people read it.
    public static func text(ofGases label: String) -> BilingualText {
        BilingualText(label, zh: label.replacing(mixed, with: "，部分仅含 CO2"))
    }

    /// The masses of a scope by category, which sum to its figure; tenants' electricity is where the boundary puts
    /// it.
    public func categories(of scope: EmissionScope) -> [(
        category: EmissionCategory, mass: EmissionMass
    )] {
        var sums: [EmissionCategory: EmissionMass] = [:]
        let isTenants = settings.sources.tenantBoundary == .tenant
        for place in entries.indices where entries[place].scope == scope {
            let entry = entries[place]
            let tenants = isTenants ? entry.tenantMass.milligrams : 0
            sums[entry.category, default: .zero] += EmissionMass(
                milligrams: entry.mass.milligrams - tenants)
        }
        if scope == .scope3, isTenants, let tenants {
            sums[.downstreamLeasedAssets] = tenants.location
        }
        return EmissionCategory.allCases.compactMap { category in
            sums[category].map { (category, $0) }
        }
    }

    /// The factors that entries use, each once, in the order of the entries.
    public var factors: [FactorUse] {
        var uses: [(factor: AppliedFactor, scopes: [EmissionScope])] = []
        var places: [AppliedFactor: Int] = [:]
        for number in entries.indices {
            let (factor, scope) = (entries[number].factor, entries[number].scope)
            guard let place = places[factor] else {
                places[factor] = uses.count
                uses.append((factor, [scope]))
                continue
            }
            if !uses[place].scopes.contains(scope) { uses[place].scopes.append(scope) }
        }
        return uses.map { FactorUse(factor: $0.factor, scopes: $0.scopes) }
    }

    /// The sum of a figure over sites; nil when it is absent for any of them, does not fit, or there is none.
    public static func total(_ scope: EmissionScope, of inventories: [Inventory]) -> EmissionMass? {
        let masses = inventories.compactMap { $0.mass(of: scope)?.milligrams }
        guard masses.count == inventories.count, !masses.isEmpty else { return nil }
        return Int64(exactly: masses.reduce(Int128(0)) { $0 + Int128($1) })
            .map(EmissionMass.init(milligrams:))
    }
}

extension AccountingMethod {
    /// The figure that a method gives.
    public var scope: EmissionScope {
        switch self {
        case .location: .scope2Location
        case .market: .scope2Market
        }
    }
}

extension EmissionScope {
    /// By number; the text of the case takes ten times as long.
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
