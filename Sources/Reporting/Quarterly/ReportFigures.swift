public import Provenance
public import Quantities

/// The emission figures of a report (排放范围).
public enum ReportScope: String, Hashable, Sendable, CaseIterable {
    /// Direct emissions (范围一).
    case scope1
    /// Bought electricity, heat and cooling, location-based (范围二，位置法).
    case scope2Location = "scope2_location"
    /// Bought electricity, heat and cooling, market-based (范围二，市场法).
    case scope2Market = "scope2_market"
    /// The rest of the chain (范围三).
    case scope3

    /// Its name for people.
    public var label: BilingualText {
        switch self {
        case .scope1: BilingualText("Scope 1", zh: "范围一")
        case .scope2Location: BilingualText("Scope 2, location-based", zh: "范围二（位置法）")
        case .scope2Market: BilingualText("Scope 2, market-based", zh: "范围二（市场法）")
        case .scope3: BilingualText("Scope 3", zh: "范围三")
        }
    }
}

/// What is booked to one account over the sites of a group (账户合计).
public struct ReportLine<Quantity: ExtensiveQuantity>: Hashable, Sendable {
    /// The account's name in all files: `grid_import`.
    public let name: String
    /// Its name for people.
    public let label: BilingualText
    /// The amount over the sites that have the account.
    public let amount: Quantity
    /// How many sites have it; a site without the account lacks nothing.
    public let sites: Int

    /// Makes a line.
    public init(name: String, label: BilingualText, amount: Quantity, sites: Int) {
        self.name = name
        self.label = label
        self.amount = amount
        self.sites = sites
    }

    /// The lines of several groups as one list, each account once, in the order of `names`.
    static func sum(_ parts: [[ReportLine]], inOrderOf names: [String]) -> [ReportLine] {
        var sums: [String: ReportLine] = [:]
        for line in parts.joined() {
            let before = sums[line.name]
            sums[line.name] = ReportLine(
                name: line.name, label: line.label,
                amount: Quantity(whole: (before?.amount.whole ?? 0) + line.amount.whole),
                sites: (before?.sites ?? 0) + line.sites)
        }
        return names.compactMap { sums[$0] }
    }
}

/// The figures of a group of sites in one period (分组指标): sums, and ratios of sums.
///
/// Groups are sums of their sites' figures and of nothing else, so that a portfolio is to the joule
/// what its sites are.
public struct ReportFigures: Hashable, Sendable {
    /// How many sites the group has.
    public let sites: Int
    /// Electricity by account, supply first, then uses, then `unallocated`.
    public let supply: [ReportLine<Energy>]
    /// Uses of electricity, with what is handed out.
    public let uses: [ReportLine<Energy>]
    /// Supply that no use meter explains; may be negative; nil where no site has supply.
    public let unallocated: Energy?
    /// Heat and cooling bought and handed out.
    public let heat: [ReportLine<Energy>]
    /// Water by account; fresh and potable water are parts of all water.
    public let waterLines: [ReportLine<Volume>]
    /// Energy that enters the boundary, `E_DC`.
    public let facilityEnergy: ReportTotal<Energy>
    /// Energy of the IT equipment, `E_IT`.
    public let itEnergy: ReportTotal<Energy>
    /// `E_DC / E_IT` over the hours that both have.
    public let pue: ReportRatio
    /// `PUE` for twelve whole months with enough hours, else `iPUE`.
    public let pueDesignation: String
    /// The weakest category of its sites; nil where a site's is not stated.
    public let pueCategory: Int?
    /// The edition of the standard: `ISO/IEC 30134-2:2026`.
    public let pueEdition: String
    /// Hours that all supply and IT meters have over all hours [1].
    public let coverage: ReportRatio
    /// Of those the hours that no longer interval was spread over [1].
    public let resolvedShare: ReportRatio
    /// Estimated energy over all energy of the supply and IT accounts [1].
    public let estimatedShare: ReportRatio
    /// Sites of which every hour is measured or estimated; sums of others are of the covered hours.
    public let wholeSites: Int
    /// The emission of each scope; every scope has an entry.
    public let emissions: [ReportScope: ReportTotal<EmissionMass>]
    /// The gases of each scope: `CO2`, `CO2e (AR5)`.
    public let gases: [ReportScope: String]
    /// Renewable energy that lots and kept on-site generation cover.
    public let greenEnergy: ReportTotal<Energy>
    /// Green share of consumption (绿电消费比例) [1].
    public let greenShare: ReportRatio
    /// All water, `water_in`.
    public let water: ReportTotal<Volume>
    /// All water for each unit of IT energy [L/kWh], over the hours that both have.
    public let wue: ReportRatio
    /// Fresh water for each unit of IT energy [L/kWh].
    public let wueFresh: ReportRatio

    /// Makes figures of checked parts.
    public init(
        sites: Int, supply: [ReportLine<Energy>], uses: [ReportLine<Energy>],
        unallocated: Energy?, heat: [ReportLine<Energy>], waterLines: [ReportLine<Volume>],
        facilityEnergy: ReportTotal<Energy>, itEnergy: ReportTotal<Energy>, pue: ReportRatio,
        pueDesignation: String, pueCategory: Int?, pueEdition: String, coverage: ReportRatio,
        resolvedShare: ReportRatio, estimatedShare: ReportRatio, wholeSites: Int,
        emissions: [ReportScope: ReportTotal<EmissionMass>], gases: [ReportScope: String],
        greenEnergy: ReportTotal<Energy>, greenShare: ReportRatio, water: ReportTotal<Volume>,
        wue: ReportRatio, wueFresh: ReportRatio
    ) {
        self.sites = sites
        self.supply = supply
        self.uses = uses
        self.unallocated = unallocated
        self.heat = heat
        self.waterLines = waterLines
        self.facilityEnergy = facilityEnergy
        self.itEnergy = itEnergy
        self.pue = pue
        self.pueDesignation = pueDesignation
        self.pueCategory = pueCategory
        self.pueEdition = pueEdition
        self.coverage = coverage
        self.resolvedShare = resolvedShare
        self.estimatedShare = estimatedShare
        self.wholeSites = wholeSites
        self.emissions = emissions
        self.gases = gases
        self.greenEnergy = greenEnergy
        self.greenShare = greenShare
        self.water = water
        self.wue = wue
        self.wueFresh = wueFresh
    }

    /// The emission of a scope.
    public func emission(_ scope: ReportScope) -> ReportTotal<EmissionMass> {
        emissions[scope] ?? ReportTotal(sum: .zero, sites: 0, missing: sites)
    }
}
