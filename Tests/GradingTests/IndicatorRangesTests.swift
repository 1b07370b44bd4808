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

    /// 250 of 1,250 MWh from the roof.
    private func sunny(_ period: String) -> SyntheticSite {
        var site = SyntheticSite()
        site.add(.gridImport, [(period, .MWh(1_000))])
        site.add(.onsiteSolar, [(period, .MWh(250))])
        site.add(.it, at: .upsOutput, [(period, .MWh(1_000))])
        return site
    }

    /// The certificates of the roof, kept.
    private func kept() throws -> Instrument {
        Instrument(
            id: "sun", kind: .selfUse, siteID: "dc-1", quantity: .kilowattHours(250_000),
            generationStart: try #require(CivilDate(iso: "2025-01-01")),
            generationEnd: try #require(CivilDate(iso: "2026-01-01")), technology: "solar",
            region: "CN-GD", cancelledOn: CivilDate(iso: "2026-01-10"), cancelledFor: "org",
            evidence: "e")
    }

    @Test("meters that are off by their classes move PUE, WUE and CUE to both sides")
    func classes() throws {
        let indicators = try indicators(
            center(), classes: [.gridImport: "0.5", .it: "0.2", .waterIn: "1"])
        let ranges = indicators.ranges
        // PUE 1.25: at best 1.25 x 0.995 / 1.002 = 1.241267465..., down to a billionth;
        // at worst 1.25 x 1.005 / 0.998 = 1.258767535..., up.
        #expect(isAt(try #require(ranges.ends[.pue]), 1_241_267_465, 1_258_767_536))
        // CUE 0.5 x 1.25 = 0.625, and 2 mg of the months' rounding, moves with PUE: down from
        // 0.625 x 1.241267465 / 1.25 = 0.6206337325, up from 0.625000001 x 1.258767536 / 1.25 = 0.629383769007
        #expect(isAt(try #require(ranges.ends[.cueLocation]), 620_633_732, 629_383_770))
        // WUE 1,800 m3 / 1,000 MWh = 1.8 L/kWh: 1.8 x 0.99 / 1.002 = 1.778443113..., 1.8 x 1.01 / 0.998 = 1.821643286...
        let water = try #require(ranges.ends[.wue])
        #expect(water.best.text(places: 6) == "1.778443")
        #expect(water.worst.text(places: 6) == "1.821643")
        #expect(ranges.ends.values.allSatisfy { $0.countsMeters })
    }

    @Test("without classes and without missing hours both ends are the value itself")
    func point() throws {
        let ranges = try indicators(center()).ranges
        #expect(!ranges.ends.values.contains { $0.countsMeters })
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
        let ranges = try indicators(center(), classes: [.gridImport: "0.5"]).ranges
        let ends = try #require(ranges.ends[.pue])
        #expect(ends.best == ends.worst && !ends.countsMeters)
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
        let ends = try #require(try indicators(site).ranges.ends[.pue])
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
        let site = sunny("2025")
        let ranges = try indicators(
            site, classes: [.gridImport: "0.4", .onsiteSolar: "1.2", .it: "0.2"], lots: [try kept()]
        ).ranges
        // 0.2 / 1.004 = 0.199203187..., down; 0.2 / 0.996 = 0.200803212..., and a billionth
        let ends = try #require(ranges.ends[.ref])
        #expect(ends.worst == ExactRatio(199_203_187, to: 1_000_000_000))
        #expect(ends.best == ExactRatio(200_803_213, to: 1_000_000_000))
    }

    @Test("REF counts the errors of meters once, beside the energy of missing hours")
    func renewableOnce() throws {
        // 364 of 365 days, every month at PUE 1.25: 0.2 x 364/365 / 1.004 = 0.198657425...; at best 0.2 / 0.996.
        let ranges = try indicators(
            sunny("2025-01-01/2025-12-31"),
            classes: [.gridImport: "0.4", .onsiteSolar: "1.2", .it: "0.2"], lots: [kept()]
        ).ranges
        let ends = try #require(ranges.ends[.ref])
        #expect(ends.worst.text(places: 6) == "0.198657")
        #expect(ends.best.text(places: 6) == "0.200803")
        // Without classes the missing day alone: 0.2 x 364/365 = 0.199452054...
        let plain = try indicators(sunny("2025-01-01/2025-12-31"), lots: [kept()]).ranges
        let ref = try #require(plain.ends[.ref])
        #expect(ref.worst.text(places: 6) == "0.199452")
        #expect(ref.best.text(places: 6) == "0.200000")
    }

    /// 364 days: 1 L/kWh in January and 1.11 in the other months, or as given [m3].
    private func thirsty(january: Int64 = 1_000, rest: Int64 = 9_990) -> SyntheticSite {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-01-01/2025-12-31", .MWh(12_000))])
        site.add(
            .it, at: .upsOutput, [("2025-01", .MWh(1_000)), ("2025-02-01/2025-12-31", .MWh(9_000))])
        site.add(
            .waterIn,
            [
                ("2025-01", january * 1_000_000), ("2025-02-01/2025-12-31", rest * 1_000_000),
            ])
        return site
    }

    @Test("both ends of WUE are rounded outwards to a billionth")
    func waterOutwards() throws {
        // 10,990 m3 / 10,000 MWh = 1.099 L/kWh over 364 days, and one day as January or as the rest:
        // (1.099 x 364 + 1) / 365 = 1.0987287671..., (1.099 x 364 + 1.11) / 365 = 1.0990301369...
        let ends = try #require(try indicators(thirsty()).ranges.ends[.wue])
        #expect(isAt(ends, 1_098_728_767, 1_099_030_137))
    }

    @Test("a month that takes no water is the best month for the missing hours")
    func dryMonth() throws {
        // 9,990 m3 / 10,000 MWh over 364 days, and one day without: 0.999 x 364/365 = 0.9962630136...
        let ends = try #require(
            try indicators(thirsty(january: 0)).ranges.ends[.wue])
        #expect(ends.best == ExactRatio(996_263_013, to: 1_000_000_000))
    }

    @Test("WUE counts the classes of its own meters and of no others")
    func waterClass() throws {
        let unstated = try indicators(center(), classes: [.gridImport: "0.5", .it: "0.2"]).ranges
        let water = try #require(unstated.ends[.wue])
        #expect(water.best == water.worst && !water.countsMeters)
        #expect(unstated.ends[.pue]?.countsMeters == true)
        let stated = try indicators(center(), classes: [.it: "0.2", .waterIn: "1"]).ranges
        let other = try #require(stated.ends[.wue])
        #expect(other.worst.text(places: 6) == "1.821643" && other.countsMeters)
        #expect(stated.ends[.pue]?.countsMeters == false)
    }

    private func extreme(grid: Int64, it: Int64) throws -> IndicatorRanges {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", grid)])
        site.add(.it, at: .upsOutput, [("2025", it)])
        return try indicators(site, classes: [.gridImport: "0.5", .it: "0.2"]).ranges
    }

    @Test("a PUE of less than a billionth moves no CUE")
    func tinyPUE() throws {
        let ranges = try extreme(grid: 5, it: .MWh(10_000))
        #expect(ranges.ends[.pue]?.best == ExactRatio(0, to: 1_000_000_000))
        #expect(ranges.ends[.cueLocation] == nil)
    }

    @Test("a PUE of ten million millions moves CUE exactly")
    func hugePUE() throws {
        // PUE 10^17 J / 8,760 J; CUE is half of it, and so are its ends. 0.2 % of 8,760 J is 18 J, rounded up, that
        // is 2,055 millionths: 10^17 / 8,760 x 1.005 / 0.997945.
        let ranges = try extreme(grid: 100_000_000_000_000_000, it: 8_760)
        let pue = try #require(ranges.ends[.pue])
        let cue = try #require(ranges.ends[.cueLocation])
        #expect(pue.worst.text(places: 0) == "11496227487212")
        #expect(cue.worst.text(places: 0) == "5748113743606")
    }

    @Test("a class of a hundred percent on IT bounds nothing and is not counted")
    func unbounded() throws {
        let ranges = try indicators(center(), classes: [.gridImport: "0.5", .it: "100"]).ranges
        let ends = try #require(ranges.ends[.pue])
        #expect(ends.best == ends.worst && !ends.countsMeters)
    }
}
