import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Examples that publishers worked out themselves, walked through the whole inventory.
///
/// The synthetic site keeps Chinese time; the Australian and Korean examples speak of yearly sums.
@Suite struct WorkedExampleTests {
    private let catalogue: FactorCatalogue

    init() throws { catalogue = try PublishedCatalogue.load() }

    private func inventory(
        _ site: SyntheticSite, _ period: String, lots: [Instrument] = [],
        activities: [Activity] = [], gwpSet: GWPSet = .ar5
    ) throws -> Inventory {
        let balances = try site.balances(period)
        let months = try #require(Period(period)).months
        let consumption = SiteConsumption(of: balances.journal, months: months)
        let year = months[0].start.components.year
        let allocation = match(lots, [consumption], year: year)
        return Inventory(
            of: balances, catalogue: catalogue, settings: AccountingSettings(gwpSet: gwpSet),
            inputs: AccountingInputs(
                allocations: lots.isEmpty ? [:] : [year: allocation], activities: activities,
                meters: site.meters))
    }

    private func activity(
        _ kind: Activity.Kind, _ substance: String, _ amount: String, _ unit: String,
        rate: String? = nil, year: String = "2025"
    ) throws -> Activity {
        let interval = try #require(Period(year)).interval(in: .shanghai)
        return Activity(
            id: "a-1", siteID: "dc-1", interval: interval, kind: kind, substance: substance,
            amount: try #require(DecimalText(amount)), unit: unit,
            ratePercent: rate.flatMap { DecimalText($0) }, evidence: nil)
    }

    @Test(
        "W1: two Australian sites by location, Scope 2 and Scope 3",
        arguments: [
            // 11,300,000 x 0.64 = 7,232,000 kg; x 0.03 = 339,000 kg; printed total 7,571 t
            ("AU-NSW", 11_300_000, "7232000.000000", "339000.000000"),
            // 14,600,000 x 0.78 = 11,388,000 kg; x 0.09 = 1,314,000 kg; printed total 12,702 t
            ("AU-VIC", 14_600_000, "11388000.000000", "1314000.000000"),
        ])
    func location(region: String, kWh: Int64, scope2: String, scope3: String) throws {
        var site = SyntheticSite(region: region)
        site.add(.gridImport, [("2025-07", .kWh(kWh))])
        let inventory = try inventory(site, "2025-07")
        #expect(inventory.scope2Location?.kilogramsText == scope2)
        #expect(inventory.scope3?.kilogramsText == scope3)
        #expect(inventory.gases(of: .scope2Location).hasPrefix("CO2e"))
    }

    @Test(
        "W2: the Australian market-based form: renewable share and surrendered certificates as lots"
    )
    func market() throws {
        var site = SyntheticSite(region: "AU-NSW")
        site.add(.gridImport, [("2025-07", .kWh(11_300_000))])
        // 11,300,000 x 0.18195 = 2,056,035 kWh by law; 1,300 - 500 MWh of certificates beyond own ones
        func lot(_ id: String, _ kind: Instrument.Kind, _ kWh: Int64) -> Instrument {
            .lot(
                id, kind, kWh: kWh, from: "2025-07-01", to: "2025-08-01", region: "AU-NSW",
                factor: kind == .supplierRate ? "0" : nil, cancelled: "2025-08-20",
                contract: "mandatory share")
        }
        let inventory = try inventory(
            site, "2025-07",
            lots: [lot("law", .supplierRate, 2_056_035), lot("rec", .rec, 800_000)])
        // 8,443,965 kWh x 0.81 = 6,839,611.65 kg
        #expect(inventory.scope2Market?.kilogramsText == "6839611.650000")
        let rest = inventory.entries.filter { $0.scope == .scope2Market && $0.instrumentID == nil }
        #expect(rest.map(\.energy) == [.kilowattHours(8_443_965)])
    }

    @Test(
        "W3, W4, W5: stationary fuel of the Australian factors",
        arguments: [
            // 100,000 GJ x (51.4 + 0.1 + 0.03) = 5,153 t; upstream 13.1: 1,310 t
            ("natural_gas", "100000", "GJ", "5153000.000000", "1310000.000000"),
            // 700 kL x 38.6 x (69.9 + 0.1 + 0.2) = 1,896.804 t; x 17.3 = 467.446 t
            ("diesel", "700", "kL", "1896804.000000", "467446.000000"),
        ])
    func fuel(
        name: String, amount: String, unit: String, direct: String, upstream: String
    ) throws {
        var site = SyntheticSite(region: "AU-NSW")
        site.add(.gridImport, [("2025", 0)])
        let inventory = try inventory(
            site, "2025", activities: [try activity(.stationaryFuel, name, amount, unit)])
        let sum = { (scope: EmissionScope) in
            inventory.entries.filter { $0.scope == scope && $0.activityID != nil }
                .reduce(Int64(0)) { $0 + $1.mass.milligrams }
        }
        // Twelve months by their seconds, each rounded to a milligram: at most six from the whole.
        func milligrams(_ text: String) -> Int64? {
            DecimalText(text)?.rounded(times: .one, times: 1_000_000)
        }
        let expected = [try #require(milligrams(direct)), try #require(milligrams(upstream))]
        #expect(abs(sum(.scope1) - expected[0]) <= 6)
        #expect(abs(sum(.scope3) - expected[1]) <= 6)
        #expect(inventory.gases(of: .scope1).hasPrefix("CO2e"))
    }

    @Test("W6: refrigerant by screening: 3 kg of R-410A, 3.5 % a year")
    func screening() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(1))])
        let inventory = try inventory(
            site, "2025",
            activities: [try activity(.refrigerantScreening, "R-410A", "3", "kg", rate: "3.5")])
        // 0.105 kg x 1,923.5 (0.5 x 677 + 0.5 x 3,170) = 201.9675 kg; the example rounds the potential
        // to 1,924: 0.20202 t, printed 0.2020 t
        let mass = try #require(inventory.scope1?.milligrams)
        #expect(abs(mass - 201_967_500) <= 6)
        let isEstimate = inventory.entries.filter { $0.scope == .scope1 }.allSatisfy {
            $0.isEstimated
        }
        #expect(isEstimate)
        #expect(inventory.gases(of: .scope1) == "CO2e (AR5)")
        let sixth = try self.inventory(
            site, "2025",
            activities: [try activity(.refrigerantScreening, "R-410A", "3", "kg", rate: "3.5")],
            gwpSet: .ar6)
        // 0.105 kg x 2,255.5
        #expect(abs((sixth.scope1?.milligrams ?? 0) - 236_827_500) <= 6)
    }

    @Test(
        "W8 and W9: one factor, one amount",
        arguments: [
            // 400 MWh x 0.4 t/MWh = 160 t; 1,000 kWh x 0.42 kg/kWh = 420 kg
            (Int64(400_000), "0.4", "160000.000000"), (1_000, "0.42", "420.000000"),
        ])
    func plain(kWh: Int64, factor: String, kilograms: String) throws {
        let intensity = EmissionIntensity(
            kilogramsPerKilowattHour: try #require(DecimalText(factor)))
        #expect(intensity.emission(of: .kilowattHours(kWh))?.kilogramsText == kilograms)
    }

    @Test(
        "W16: 60 MWh of an agreement leave 40 MWh of 100 to the remainder, whichever lot covers them"
    )
    func agreement() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-01", .MWh(100))])
        let deal = Instrument.lot("deal", .ppa, kWh: 60_000, contract: "c", settlement: "s")
        let inventory = try inventory(site, "2025-01", lots: [deal])
        // 40,000 kWh x 0.6096
        #expect(inventory.scope2Market?.kilogramsText == "24384.000000")
        #expect(inventory.scope2Location?.kilogramsText == "44190.000000")
    }

    @Test("a market page's example: 600 MWh of certificates, the rest at the residual mix")
    func page() throws {
        // 1,000,000 x 0.2 = 200 t; 400,000 x 0.45 + 600,000 x 0 = 180 t
        let energy = Energy.kilowattHours(400_000)
        let rate = EmissionIntensity(
            kilogramsPerKilowattHour: DecimalText(significand: 45, scale: 2))
        #expect(rate.emission(of: energy)?.kilogramsText == "180000.000000")
    }
}
