import CarbonAccounting
import Provenance
import Quantities
import TestSupport
import Testing

extension CivilDate {
    /// A date of a test; a text that is none is a mistake of the test.
    static func day(_ text: String) -> CivilDate {
        guard let date = CivilDate(iso: text) else { preconditionFailure("\(text) is no date") }
        return date
    }
}

extension Instrument {
    /// A wind certificate of January 2025 for the organisation `org`, cancelled in time.
    static func lot(
        _ id: String = "lot", _ kind: Kind = .gec, kWh: Int64 = 1_000, site: String? = nil,
        from: String = "2025-01-01", to: String = "2025-02-01", technology: String? = "wind",
        region: String? = "CN-GD", market: String? = nil, factor: String? = nil,
        cancelled: String? = "2025-06-01", for beneficiary: String? = "org",
        contract: String? = nil, settlement: String? = nil, year: Int? = 2025,
        serials: (String, String)? = nil, tradable: Bool? = nil, ccer: Bool? = nil,
        profile: String? = nil, tenants: Bool = false
    ) -> Instrument {
        Instrument(
            id: id, kind: kind, siteID: site, quantity: .kilowattHours(kWh),
            generationStart: .day(from), generationEnd: .day(to), technology: technology,
            region: region, market: market,
            factor: factor.flatMap { DecimalText($0) }.map(
                EmissionIntensity.init(kilogramsPerKilowattHour:)),
            cancelledOn: cancelled.map(CivilDate.day), cancelledFor: beneficiary,
            contract: contract, settlement: settlement, claimYear: year,
            serials: serials.flatMap { SerialRange(from: $0.0, to: $0.1) }, isTradable: tradable,
            hasCCER: ccer, profileFile: profile, isForTenants: tenants, evidence: "statement")
    }
}

extension SiteConsumption {
    /// A site in Guangdong that uses these kilowatt-hours in each month of 2025, or fewer months.
    static func site(
        _ id: String = "dc-1", region: String = "CN-GD", organisation: String? = nil,
        year: Int = 2025, grid: [Int64], line: [Int64]? = nil, solar: [Int64]? = nil
    ) throws -> SiteConsumption {
        let months = try #require(Period(String(year))).months.prefix(grid.count)
        let none = grid.map { _ in Int64(0) }
        func joules(_ kWh: [Int64]?) -> [Int64] { (kWh ?? none).map { Int64.kWh($0) } }
        return SiteConsumption(
            siteID: id, region: region, organisation: organisation, months: Array(months),
            energy: [joules(grid), joules(line), joules(solar), none, none])
    }
}

/// A year's matching of lots for the organisation `org`.
func match(
    _ lots: [Instrument], _ sites: [SiteConsumption], year: Int = 2025,
    profile: AccountingProfile = .ghgProtocol2015, rules: InstrumentRules = InstrumentRules(),
    markets: MarketMap = MarketMap(), spent: [LotChecker.SpentClaim] = [], hours: HourlyBook? = nil,
    table: [Instrument]? = nil
) -> Allocation {
    Allocation(
        of: lots, year: year, sites: sites,
        checker: LotChecker(
            organisation: "org", sites: sites, markets: markets, rules: rules, profile: profile,
            spent: spent, table: table), hours: hours)
}

extension Allocation {
    /// Kilowatt-hours drawn from a lot.
    func drawn(_ id: String) -> Int64 { (lot(id)?.allocated.joules ?? 0) / 3_600_000 }

    /// The criteria on which a lot failed.
    func failed(_ id: String) -> [Int] {
        lot(id)?.assessment.refusals.compactMap { $0.criterion?.rawValue } ?? []
    }
}
