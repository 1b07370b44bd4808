import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// What travels with a figure: the doubt of a market, whose a lot is, the classes of meters, sold certificates.
@Suite struct TravellingDoubtsTests {
    private func inventory(
        _ site: SyntheticSite, _ period: String = "2025-01", lots: [Instrument] = [],
        markets: MarketMap = MarketMap(), classes: [MeterClass.Key: MeterClass] = [:],
        activities: [Activity] = [], hourly: Bool = false
    ) throws -> Inventory {
        let balances = try site.balances(period)
        let consumption = SiteConsumption(of: balances.closing)
        let allocation = match(lots, [consumption], markets: markets)
        let book = hourly ? [2025: allocation] : [:]
        return Inventory(
            of: balances, catalogue: try PublishedCatalogue.load(),
            settings: AccountingSettings(),
            inputs: AccountingInputs(
                allocations: lots.isEmpty ? [:] : [2025: allocation], hourlyAllocations: book,
                activities: activities, meters: site.meters, meterClasses: classes))
    }

    @Test(
        "a market of confidence C marks the figure of the lot; inside one country nothing is in doubt"
    )
    func market() throws {
        let map = try #require(
            MarketMap(lines: [
                ["kind": "go", "region": "DE", "market": "AIB", "confidence": "C"],
                ["kind": "go", "region": "FR", "market": "AIB", "confidence": "B"],
            ]))
        var site = SyntheticSite(region: "DE-HE")
        site.add(.gridImport, [("2025-01", .kWh(10_000))])
        let foreign = try inventory(site, lots: [.lot("go", .go, region: "FR")], markets: map)
        let entry = try #require(foreign.entries.first { $0.instrumentID == "go" })
        #expect(entry.factor.confidence == .c)
        #expect(!foreign.greenPower.confidence.mayCarryCertificate)
        let own = try inventory(site, lots: [.lot("go", .go, region: "DE")], markets: map)
        #expect(own.entries.first { $0.instrumentID == "go" }?.factor.confidence == .a)
        #expect(own.greenPower.confidence == .a)
    }

    @Test(
        "a lot of the tenants is theirs first, and of the rest they have what is left of their share"
    )
    func tenants() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-01", .MWh(1_000))])
        site.add(.tenantIT, [("2025-01", .MWh(400))])
        site.add(.it, [("2025-01", .MWh(300))])
        func operatorKilograms(_ lots: [Instrument]) throws -> Int64 {
            let inventory = try inventory(site, lots: lots)
            return try #require(inventory.tenants).operatorMarket.milligrams / 1_000_000
        }
        // The remainder costs 0.6096 kg/kWh. Without owner: a lot of 300 MWh leaves 700 MWh, of which tenants have
        // 400/1000: the operator 700,000 x 0.6 x 0.6096 = 256,032 kg.
        #expect(try operatorKilograms([.lot("w", kWh: 300_000)]) == 256_032)
        // Of the tenants: they still have 100 of 700 MWh: the operator 600,000 x 0.6096 = 365,760 kg.
        let own = Instrument.lot("w", kWh: 300_000, tenants: true)
        #expect(try operatorKilograms([own]) == 365_760)
        // A lot above their use: 600 MWh, of which 400 theirs; what is not covered is the operator's:
        // 400,000 x 0.6096 = 243,840 kg
        #expect(try operatorKilograms([.lot("w", kWh: 600_000, tenants: true)]) == 243_840)
        // By location nothing changes: 400/1000 of all.
        let whole = try inventory(site, lots: [own])
        let location = try #require(whole.scope2Location?.milligrams)
        #expect(whole.tenants?.location.milligrams == location * 4 / 10)
    }

    @Test("sold certificates take off their month's hours in proportion, not the whole site")
    func nullPower() throws {
        // One day: 24 hours of 100 kWh grid and 50 kWh solar; 300 of 1,200 kWh of solar are sold.
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-01-01/2025-01-02", .kWh(2_400))])
        site.add(.onsiteSolar, [("2025-01-01/2025-01-02", .kWh(1_200))])
        let sold = Instrument.lot(
            "sold", .selfUse, kWh: 300, site: "dc-1", technology: "solar", for: "someone else")
        let inventory = try inventory(site, "2025-01-01/2025-01-02", lots: [sold], hourly: true)
        let green = try #require(inventory.hourlyGreen)
        // 1,200 - 300 = 900 of 3,600 kWh
        #expect(green.matching.generation == 900 * 3_600_000)
        #expect(green.matching.share?.text(places: 2) == "0.25")
    }

    @Test("Scope 1 has the interval of its fuel meters; a bill leaves it without one, said so")
    func fuel() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-01", .kWh(1_000))])
        site.add(.fuel, medium: "diesel", unit: .kilogram, [("2025-01", 1_000_000)])
        let meter = try #require(site.meters.last)
        let key = MeterClass.Key(meterID: meter.id, validFrom: meter.validity.start)
        let half = try #require(MeterClass(meter: "0.5", transformer: nil))
        let metered = try inventory(site, classes: [key: half])
        // 1 t of diesel is 3,095.909637 kg; 0.5 % of it, rounded up to a milligram
        let mass = try #require(metered.scope1?.milligrams)
        #expect(metered.uncertainties[.scope1]?.worst == (mass * 5 + 999) / 1_000)
        #expect(metered.directUncertaintyReason == nil)
        #expect(try inventory(site).uncertainties[.scope1] == nil)
        #expect(try inventory(site).directUncertaintyReason?.english.contains(meter.id) == true)
        let top = Activity(
            id: "a-1", siteID: "dc-1",
            interval: try #require(Period("2025-01")).interval(in: .shanghai),
            kind: .refrigerantTopup, substance: "R-134a",
            amount: DecimalText(significand: 1, scale: 0), unit: "kg", ratePercent: nil,
            evidence: nil)
        let billed = try inventory(site, classes: [key: half], activities: [top])
        #expect(billed.uncertainties[.scope1] == nil)
        #expect(billed.directUncertaintyReason?.english.contains("a-1") == true)
    }
}
