public import EnergyLedger
import Metering
public import Provenance
public import Quantities

/// The figures of an inventory; each is a mass or is absent with a reason.
public enum EmissionScope: String, Hashable, Sendable, CaseIterable, Codable {
    /// Direct emissions (范围一): fuel, refrigerants.
    case scope1
    /// Bought electricity, heat and cooling by the grid where it is used (范围二，位置法).
    case scope2Location = "scope2_location"
    /// Bought electricity, heat and cooling by contract (范围二，市场法).
    case scope2Market = "scope2_market"
    /// Everything else in the chain (范围三).
    case scope3
}

/// The emissions of one site in one period (排放清单), valued from the balances of its journal.
///
/// Electricity of `grid_import` and `direct_line` is valued month by month, each month with the
/// newest factor of its own year; totals are sums of entries. Exports reduce nothing. Generation
/// on the site that is used there is zero in both methods, with a finding while no evidence is
/// read. Gases: CO2 only, as the factors print it. Scope 1, Scope 3 and bought heat and cooling
/// are not evaluated in this release, so they are absent and never zero.
public struct Inventory: Sendable {
    /// The site.
    public let siteID: String
    /// The period that was asked for.
    public let period: Period
    /// The rules it was made by.
    public let settings: AccountingSettings
    /// Every valuation: location before market, then by account and month.
    public let entries: [EmissionEntry]
    /// Why a figure is absent.
    public let reasons: [EmissionScope: BilingualText]
    /// What was found.
    public let findings: [Finding]

    private let masses: [EmissionScope: EmissionMass]

    /// Values the bought electricity of a site.
    public init(
        of balances: Balances, catalogue: FactorCatalogue, settings: AccountingSettings
    ) {
        let site = balances.journal.site
        siteID = site.id
        period = balances.period
        self.settings = settings
        var valuation = Valuation(of: balances, catalogue: catalogue, settings: settings)
        valuation.valueEverything()
        entries = valuation.entries
        var reasons = valuation.reasons
        reasons[.scope1] = BilingualText(
            "fuel, refrigerants and fire suppression are not evaluated in this release",
            zh: "本版本未评价燃料、制冷剂和灭火剂")
        reasons[.scope3] = BilingualText(
            "upstream and embodied emissions are not evaluated in this release",
            zh: "本版本未评价上游和隐含排放")
        self.reasons = reasons
        findings = valuation.findings
        masses = AccountingMethod.allCases.reduce(into: [:]) { masses, method in
            guard reasons[method.scope] == nil else { return }
            masses[method.scope] = valuation.entries.filter { $0.method == method }
                .reduce(.zero) { $0 + $1.mass }
        }
    }

    /// A figure [mg]; nil when it is absent, and then `reasons` says why.
    public func mass(of scope: EmissionScope) -> EmissionMass? { masses[scope] }

    /// Direct emissions; absent in this release.
    public var scope1: EmissionMass? { masses[.scope1] }

    /// Scope 2, location-based, CO2 only; nil when any factor that it needs is missing.
    public var scope2Location: EmissionMass? { masses[.scope2Location] }

    /// Scope 2, market-based, CO2 only; nil when any factor that it needs is missing.
    public var scope2Market: EmissionMass? { masses[.scope2Market] }

    /// The rest of the chain; absent in this release.
    public var scope3: EmissionMass? { masses[.scope3] }

    /// The factors that entries use, each once, in the order of the entries.
    public var factors: [FactorUse] {
        var order: [FactorChoice] = []
        var methods: [FactorChoice: [AccountingMethod]] = [:]
        for entry in entries {
            if methods[entry.choice] == nil { order.append(entry.choice) }
            if methods[entry.choice]?.contains(entry.method) != true {
                methods[entry.choice, default: []].append(entry.method)
            }
        }
        return order.map { FactorUse(choice: $0, methods: methods[$0] ?? []) }
    }

    /// The sum of a figure over sites; nil when it is absent for any of them, or there is none.
    public static func total(_ scope: EmissionScope, of inventories: [Inventory]) -> EmissionMass? {
        let masses = inventories.compactMap { $0.mass(of: scope) }
        guard masses.count == inventories.count, let first = masses.first else { return nil }
        return masses.dropFirst().reduce(first, +)
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
