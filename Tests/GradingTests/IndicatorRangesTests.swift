import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Quantities
import TestSupport
import Testing

/// How far indicators may be off: the arithmetic is shown, as an auditor would do it by hand.
@Suite struct IndicatorRangesTests {
    private func indicators(
        _ site: SyntheticSite, classes: [Account: String] = [:], lots: [Instrument] = []
    ) throws -> Indicators {
        let balances = try site.balances("2025")
        let sites = [SiteConsumption(of: balances.closing)]
        let checker = LotChecker(
            organisation: "org", sites: sites, markets: MarketMap(), rules: InstrumentRules(),
            profile: .cnMarketGEC, spent: [])
        let allocation = Allocation(of: lots, year: 2025, sites: sites, checker: checker)
        let inventory = Inventory(
            of: balances, catalogue: try GradedSite.catalogue(), settings: AccountingSettings(),
            inputs: AccountingInputs(allocations: lots.isEmpty ? [:] : [2025: allocation]))
        let stated = site.meters.compactMap { meter -> (MeterClass.Key, MeterClass)? in
            guard let text = classes[meter.account],
                let meterClass = MeterClass(meter: text, transformer: nil)
            else { return nil }
            let key = MeterClass.Key(meterID: meter.id, validFrom: meter.validity.start)
            return (key, meterClass)
        }
        return Indicators(
            of: balances, inventory: inventory, meters: site.meters,
            meterClasses: Dictionary(stated) { first, _ in first })
    }

    private func isAt(_ ends: IndicatorRanges.Ends, _ best: Int128, _ worst: Int128) -> Bool {
        ends.best == ExactRatio(best, to: 1_000_000_000)
            && ends.worst == ExactRatio(worst, to: 1_000_000_000)
    }

    private func center() -> SyntheticSite {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(1_250))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        site.add(.waterIn, [("2025", 1_800_000_000)])
        return site
    }

    @Test("meters that are off by their classes move PUE, WUE and CUE to both sides")
    func classes() throws {
        let indicators = try indicators(
            center(), classes: [.gridImport: "0.5", .it: "0.2", .waterIn: "1"])
        let ranges = try #require(indicators.ranges)
        #expect(ranges.countsMeters)
        // PUE 1.25: at best 1.25 x 0.995 / 1.002 = 1.241267465..., down to a billionth;
        // at worst 1.25 x 1.005 / 0.998 = 1.258767535..., up, with a billionth for each of the two roundings.
        #expect(isAt(try #require(ranges.ends[.pue]), 1_241_267_465, 1_258_767_537))
        // CUE 0.5 x 1.25 = 0.625 moves with PUE: 0.625 x 1.241267465 / 1.25 = 0.6206337325,
        // 0.625 x 1.258767537 / 1.25 = 0.6293837685
        #expect(isAt(try #require(ranges.ends[.cueLocation]), 620_633_732, 629_383_771))
        // WUE 1,800 m3 / 1,000 MWh = 1.8 L/kWh: 1.8 x 0.99 / 1.002 = 1.778443113..., 1.8 x 1.01 / 0.998 = 1.821643286...
        let water = try #require(ranges.ends[.wue])
        #expect(water.best.text(places: 6) == "1.778443")
        #expect(water.worst.text(places: 6) == "1.821643")
    }

    @Test("without classes and without missing hours both ends are the value itself")
    func point() throws {
        let ranges = try #require(try indicators(center()).ranges)
        #expect(!ranges.countsMeters)
        for (id, text) in [
            (IndicatorID.pue, "1.250000000"), (.wue, "1.800000000"), (.cueLocation, "0.625000000"),
        ] {
            let ends = try #require(ranges.ends[id])
            #expect(ends.best == ends.worst)
            #expect(ends.best.text(places: 9) == text, "\(id.rawValue)")
        }
    }

    @Test("a class that is not stated for one meter of the ratio counts for none")
    func partial() throws {
        let ranges = try #require(try indicators(center(), classes: [.gridImport: "0.5"]).ranges)
        #expect(!ranges.countsMeters)
        let ends = try #require(ranges.ends[.pue])
        #expect(ends.best == ends.worst)
    }

    @Test("missing hours are as in the best and in the worst month")
    func missingHours() throws {
        // January 1200 / 1000 MWh = 1.2, from February to 30 December 11796 / 9000 MWh = 1.310667; 31 December
        // is missing: 24 of 8,760 hours.
        var site = SyntheticSite()
        site.add(
            .gridImport, [("2025-01", .MWh(1_200)), ("2025-02-01/2025-12-31", .MWh(11_796))])
        site.add(
            .it, at: .upsOutput, [("2025-01", .MWh(1_000)), ("2025-02-01/2025-12-31", .MWh(9_000))])
        let ranges = try #require(try indicators(site).ranges)
        let ends = try #require(ranges.ends[.pue])
        // The missing day takes 10,000 x 24 / 8,736 = 27.472527 MWh of IT.
        // As January: (12,996 + 27.472527 x 1.2) / 10,027.472527 = 1.299327123...
        // As the rest: (12,996 + 27.472527 x 1.310666...) / 10,027.472527 = 1.299630319...
        #expect(ends.best.text(places: 6) == "1.299327")
        #expect(ends.worst.text(places: 6) == "1.299630")
        #expect(ends.best.isBelow(try #require(DecimalText("1.2996"))))
    }

    @Test("REF moves with the meters of supply")
    func renewable() throws {
        // 250 of 1,250 MWh from the roof: 0.2. Errors of different meters add in quadrature: 0.4 % of 1,000 MWh are
        // 4 MWh, 1.2 % of 250 MWh are 3 MWh, together 5 MWh, that is 0.4 % of 1,250 MWh.
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(1_000))])
        site.add(.onsiteSolar, [("2025", .MWh(250))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        let kept = Instrument(
            id: "sun", kind: .selfUse, siteID: "dc-1", quantity: .kilowattHours(250_000),
            generationStart: try #require(CivilDate(iso: "2025-01-01")),
            generationEnd: try #require(CivilDate(iso: "2026-01-01")), technology: "solar",
            region: "CN-GD", cancelledOn: CivilDate(iso: "2026-01-10"), cancelledFor: "org",
            evidence: "e")
        let ranges = try #require(
            try indicators(
                site, classes: [.gridImport: "0.4", .onsiteSolar: "1.2", .it: "0.2"], lots: [kept]
            ).ranges)
        // 0.2 / 1.004 = 0.199203187..., down; 0.2 / 0.996 = 0.200803212..., and a billionth
        let ends = try #require(ranges.ends[.ref])
        #expect(ends.worst == ExactRatio(199_203_187, to: 1_000_000_000))
        #expect(ends.best == ExactRatio(200_803_213, to: 1_000_000_000))
    }
}
