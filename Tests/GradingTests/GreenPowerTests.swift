import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Quantities
import TestSupport
import Testing

/// Green share, hourly match, direct supply and the points of green power.
@Suite struct GreenPowerTests {
    private static let scale = GreenPowerScale(
        lines: [
            ("traceability", "measured_and_certified", "4.75"),
            ("traceability", "cross_checked", "4.00"), ("traceability", "certificate_only", "2.50"),
            ("contribution", "own_generation", "5"), ("contribution", "dedicated_line", "4"),
            ("contribution", "multi_year_purchase", "4"), ("contribution", "retailer", "2"),
            ("contribution", "certificate", "1"), ("time_matching", "hourly", "5"),
            ("time_matching", "year", "2"),
        ].map { ["dimension": $0.0, "class": $0.1, "points": $0.2, "confidence": "B"] })

    private func indicators(_ lots: [Instrument], hub: String? = nil) throws -> Indicators {
        var site = SyntheticSite(hub: hub)
        site.add(.gridImport, [("2025", .MWh(800))])
        site.add(.onsiteSolar, [("2025", .MWh(300))])
        site.add(.gridExport, [("2025", .MWh(100))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(700))])
        let balances = try site.balances("2025")
        let months = try #require(Period("2025")).months
        let sites = [SiteConsumption(of: balances.journal, months: months)]
        let checker = LotChecker(
            organisation: "org", sites: sites, markets: MarketMap(), rules: InstrumentRules(),
            profile: .cnMarketGEC, spent: [])
        let allocation = Allocation(of: lots, year: 2025, sites: sites, checker: checker)
        let inventory = Inventory(
            of: balances,
            catalogue: try GradedSite.catalogue(), settings: AccountingSettings(),
            inputs: AccountingInputs(allocations: lots.isEmpty ? [:] : [2025: allocation]))
        return Indicators(
            of: balances, inventory: inventory, meters: site.meters, scale: Self.scale,
            hub: HubTarget(lines: [["share": "0.80", "confidence": "A"]]))
    }

    private func lot(
        _ id: String, _ kind: Instrument.Kind, kWh: Int64, site: String? = nil,
        technology: String = "wind"
    ) throws -> Instrument {
        Instrument(
            id: id, kind: kind, siteID: site, quantity: .kilowattHours(kWh),
            generationStart: try #require(CivilDate(iso: "2025-01-01")),
            generationEnd: try #require(CivilDate(iso: "2025-02-01")), technology: technology,
            region: "CN-GD", cancelledOn: CivilDate(iso: "2025-06-01"), cancelledFor: "org",
            contract: "c", settlement: "s", evidence: "e")
    }

    @Test("certificates and own use over all consumption; nuclear power is not renewable")
    func share() throws {
        // consumption = 800 + 300 - 100 = 1,000 MWh; 600 + 200 of it green
        let lots = [
            try lot("g", .gec, kWh: 600_000),
            try lot("sun", .selfUse, kWh: 300_000, site: "dc-1", technology: "solar"),
        ]
        let indicators = try indicators(lots, hub: "south")
        #expect(indicators.greenShare.figure.value?.text() == "0.800000")
        #expect(indicators.greenShare.isAboveHubTarget == false)
        #expect(indicators.greenShare.isAtLeastHubTarget == true)
        // E_DC is 1,000 MWh as well.
        #expect(indicators.figure(.ref).value?.text() == "0.800000")
        let nuclear = try self.indicators([try lot("n", .irec, kWh: 600_000, technology: "nuclear")]
        )
        #expect(nuclear.greenShare.figure.value?.text() == "0.000000")
        #expect(nuclear.greenShare.isAboveHubTarget == nil)
        #expect(try self.indicators([]).greenShare.figure.value == nil)
    }

    @Test("direct supply: own use of generation and of load, what was sold")
    func direct() throws {
        // 300 generated, 100 sold: 200/300, 200/1,000, 100/300
        let indicators = try indicators([])
        #expect(indicators.figure(.directSelfUse).value?.text() == "0.666667")
        #expect(indicators.figure(.directSelfUseOfLoad).value?.text() == "0.200000")
        #expect(indicators.figure(.directSold).value?.text() == "0.333333")
    }

    @Test("points of green power, averaged by energy")
    func quality() throws {
        // certificates by the year: 2.5 + 1 + 2 = 5.5; own use: 4.75 + 5 + 5 = 14.75
        let certificates = try lot("g", .gec, kWh: 600_000)
        let own = try lot("sun", .selfUse, kWh: 200_000, site: "dc-1", technology: "solar")
        #expect(
            try indicators([certificates]).figure(.greenPowerQuality).value?.text() == "5.500000")
        #expect(try indicators([own]).figure(.greenPowerQuality).value?.text() == "14.750000")
        // (600 x 5.5 + 200 x 14.75) / 800 = 7.8125
        #expect(
            try indicators([certificates, own]).figure(.greenPowerQuality).value?.text()
                == "7.812500")
    }

    @Test("own generation is matched in its hour; certificates of a year are not")
    func hourly() throws {
        // Even over the year: 200 of 1,000 MWh in every hour.
        let indicators = try indicators([try lot("g", .gec, kWh: 600_000)])
        #expect(indicators.figure(.hourlyMatch).value?.text() == "0.200000")
        #expect(indicators.figure(.cfeHourly).value == nil)
        #expect(indicators.figure(.cfeHourly).reason != nil)
    }
}
