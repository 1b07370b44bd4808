import Grading
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

@Suite struct IndicatorsTests {
    private static let months = (1...12).map { $0 < 10 ? "2025-0\($0)" : "2025-\($0)" }
    // T2: twelve months of IT and of all energy [MWh x 10].
    private static let it: [Int64] = [
        8_000, 7_800, 7_600, 7_400, 7_000, 6_500, 6_000, 6_200, 7_000, 7_600, 7_900, 8_100,
    ]
    private static let total: [Int64] = [
        10_000, 9_750, 9_728, 9_768, 10_150, 10_400, 10_500, 10_540, 10_150, 10_032, 10_033, 10_125,
    ]

    private func monthly(without missing: String? = nil) -> SyntheticSite {
        var site = SyntheticSite()
        func amounts(_ values: [Int64]) -> [(period: String, amount: Int64)] {
            zip(Self.months, values).map { ($0, $1 * .kWh(100)) }
        }
        site.add(.gridImport, amounts(Self.total))
        site.add(.it, at: .upsOutput, amounts(Self.it).filter { $0.period != missing })
        return site
    }

    @Test("T1: a year is a ratio of sums, never a mean of ratios")
    func ratioOfSums() throws {
        // (1080 + 775) / (900 + 500) = 1855 / 1400 = 1.325; the mean 1.375 would be class D
        var site = SyntheticSite(region: "DE")
        site.add(
            .gridImport,
            [("2025-01-01/2025-07-01", .MWh(1_080)), ("2025-07-01/2026-01-01", .MWh(775))])
        site.add(
            .it, at: .upsOutput,
            [("2025-01-01/2025-07-01", .MWh(900)), ("2025-07-01/2026-01-01", .MWh(500))])
        let graded = try GradedSite(site)
        #expect(graded.indicators.pue.figure.value?.text() == "1.325000")
        #expect(try graded.grade("eu-2026-pue").level == "C")
    }

    @Test("T2: twelve unlike months give one PUE")
    func twelveMonths() throws {
        // 12117.6 / 8710 = 1.391228...
        let graded = try GradedSite(monthly())
        #expect(graded.indicators.pue.numerator == Energy(joules: .kWh(12_117_600)))
        #expect(graded.indicators.pue.denominator == Energy(joules: .MWh(8_710)))
        #expect(graded.indicators.pue.figure.value?.text() == "1.391228")
        #expect(graded.indicators.pue.designation == .annual)
        #expect(try graded.grade("eu-2026-pue").level == "D")
    }

    @Test("T3: a month without IT data leaves both parts, and the rest is only interim")
    func missingMonth() throws {
        // July out of both: 11067.6 / 8110 = 1.364686; left in the total: 12117.6 / 8110 = 1.494155
        let graded = try GradedSite(monthly(without: "2025-07"))
        let pue = graded.indicators.pue
        #expect(pue.figure.value?.text() == "1.364686")
        // 334 of 365 days
        #expect(pue.figure.coverage?.text() == "0.915068")
        #expect(pue.designation == .interim)
        #expect(graded.indicators.findings.contains { $0.code == .coverageLow })
        let grade = try graded.grade("eu-2026-pue")
        #expect(grade.level == nil)
        #expect(grade.indicativeLevel == "D")
        #expect(grade.reason != nil)
        #expect(grade.criteria.allSatisfy { $0.verdict == .notEvaluated })
    }

    @Test(
        "T4: the same site measured nearer to the IT has a higher PUE and another category",
        arguments: [
            (Meter.MeasurementPoint.upsOutput, 1_000, "1.500000", 1, "D"),
            (.rectifierOutput, 1_000, "1.500000", 1, "D"),
            (.pduOutput, 970, "1.546392", 2, "E"), (.itInput, 970, "1.546392", 3, "E"),
        ])
    func categories(
        point: Meter.MeasurementPoint, it: Int64, value: String, category: Int, level: String
    ) throws {
        let graded = try GradedSite(facility: .MWh(1_500), it: .MWh(it), region: "DE", at: point)
        #expect(graded.indicators.pue.figure.value?.text() == value)
        #expect(graded.indicators.pue.category == category)
        let grade = try graded.grade("eu-2026-pue")
        #expect(grade.level == level)
        #expect(grade.isInformative == (category != 1))
    }

    @Test("mixed measurement points allow only the weakest category")
    func mixedPoints() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(1_500))])
        site.add(.it, at: .pduOutput, [("2025", .MWh(500))])
        site.add(.tenantIT, at: .upsOutput, [("2025", .MWh(500))])
        let indicators = try GradedSite(site).indicators
        #expect(indicators.pue.category == 1)
        let finding = try #require(indicators.findings.first { $0.code == .mixedMeasurementPoints })
        #expect(finding.arguments["found"] == "pdu_output, ups_output")
    }

    @Test("a measurement point that is not stated leaves no category")
    func unstatedPoint() throws {
        let graded = try GradedSite(facility: .MWh(1_500), it: .MWh(1_000), region: "DE", at: nil)
        #expect(graded.indicators.pue.category == nil)
        #expect(graded.indicators.pue.categoryReason != nil)
        let grade = try graded.grade("eu-2026-pue")
        #expect(grade.level == "D" && grade.isInformative)
    }

    @Test("T7: a PUE below one disqualifies and has no level")
    func belowOne() throws {
        let graded = try GradedSite(facility: .MWh(900), it: .MWh(1_000))
        let finding = try #require(graded.indicators.findings.first { $0.code == .pueBelowOne })
        #expect(finding.severity == .disqualifies)
        for rulebook in ["gb-40879-2021", "eu-2026-pue"] {
            let grade = try graded.grade(rulebook)
            #expect(grade.level == nil && grade.indicativeLevel == nil && grade.gapToNext == nil)
            #expect(grade.criteria.allSatisfy { $0.verdict == .notEvaluated })
        }
    }

    @Test("T9: energy that lifts waste heat stays in the PUE")
    func heatPump() throws {
        // 12.6 GWh with 0.6 GWh of heat pump / 10 GWh = 1.26: class C
        var site = SyntheticSite(region: "DE")
        site.add(.gridImport, [("2025", .MWh(12_600))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(10_000))])
        site.add(.heatPumpUpgrade, [("2025", .MWh(600))])
        let graded = try GradedSite(site)
        #expect(graded.indicators.pue.figure.value?.text() == "1.260000")
        #expect(try graded.grade("eu-2026-pue").level == "C")
    }

    @Test("T10: reuse of heat lowers ERE and never PUE")
    func reuse() throws {
        // 1,250,000 / 820,000; 210,000 / 1,250,000; (1,250,000 - 210,000) / 820,000
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(1_250_000))])
        site.add(.it, at: .upsOutput, [("2025", .kWh(820_000))])
        site.add(.heatExport, [("2025", .kWh(210_000))])
        let indicators = try GradedSite(site).indicators
        #expect(indicators.pue.figure.value?.text() == "1.524390")
        #expect(indicators.figure(.erf).value?.text() == "0.168000")
        #expect(indicators.figure(.ere).value?.text() == "1.268293")
    }

    @Test("T11: water and reused heat of a published example")
    func publishedExample() throws {
        // 10 / 8 GWh; 12,000 m3 / 8 GWh = 1.5 L/kWh; 1.5 / 10 GWh
        var site = SyntheticSite(region: "DE")
        site.add(.gridImport, [("2025", .MWh(10_000))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(8_000))])
        site.add(.waterFresh, [("2025", 12_000 * 1_000_000)])
        site.add(.heatExport, [("2025", .MWh(1_500))])
        let graded = try GradedSite(site)
        #expect(graded.indicators.figure(.erf).value?.text() == "0.150000")
        #expect(graded.indicators.wueFresh.figure.value?.text() == "1.500000")
        #expect(graded.indicators.wue.figure.value == nil)
        #expect(try graded.grade("eu-2026-pue").level == "B")
        #expect(try graded.grade("eu-2026-wue").level == "G")
    }

    @Test(
        "T29: bought heat adds to E_DC at site energy: 12 GWh and 500 MMBTU over 9 GWh",
        arguments: [
            // 293 kWh and 293.071 kWh for each MMBTU
            (Int64(146_500_000), "1.349611"), (146_535_500, "1.349615"),
        ])
    func boughtHeat(wattHours: Int64, expected: String) throws {
        // (12,000,000 + 146,500) / 9,000,000 = 1.3496111...; with 146,535.5 it is 1.3496150...
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(12_000))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(9_000))])
        site.add(.heatImport, medium: "heat", [("2025", wattHours * 3_600)])
        #expect(try GradedSite(site).indicators.pue.figure.value?.text() == expected)
    }

    @Test("T26: 95 of heat removed over 44 of cooling is a CER of 2.159")
    func coolingEfficiency() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(1_250))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        site.add(.cooling, [("2025", .kWh(44))])
        site.add(.heatRemoved, medium: "heat", [("2025", .kWh(95))])
        // 95 / 44 = 2.159090...
        #expect(try GradedSite(site).indicators.figure(.cer).value?.text(places: 3) == "2.159")
        // Fans that are metered by themselves belong to the system: 95 / (44 + 6) = 1.9
        site.add(.ventilation, [("2025", .kWh(6))])
        #expect(try GradedSite(site).indicators.figure(.cer).value?.text() == "1.900000")
        // A month without the heat meter leaves both parts.
        var partly = SyntheticSite()
        partly.add(.gridImport, [("2025", .MWh(1_250))])
        partly.add(.cooling, [("2025-01", .kWh(20)), ("2025-02", .kWh(24))])
        partly.add(.heatRemoved, medium: "heat", [("2025-02", .kWh(60))])
        let figure = try GradedSite(partly, "2025-01-01/2025-03-01").indicators.figure(.cer)
        #expect(figure.value?.text() == "2.500000")
        #expect(figure.coverage?.text() == "0.474576")  // 28 of 59 days
        // What makes bought cooling is not known.
        site.add(.coolingImport, medium: "cooling", [("2025", .kWh(10))])
        let bought = try GradedSite(site).indicators.figure(.cer)
        #expect(bought.value == nil && bought.reason?.english.contains("bought") == true)
    }

    @Test("what the ledger does not hold is not evaluated, never zero")
    func notEvaluated() throws {
        let indicators = try GradedSite(facility: .MWh(1_250), it: .MWh(1_000)).indicators
        for id in [IndicatorID.ref, .cer, .erf, .ere, .wue, .wueFresh] {
            #expect(indicators.figure(id).value == nil)
            #expect(indicators.figure(id).reason?.english.isEmpty == false)
        }
    }

    @Test("with one factor CUE is factor times PUE, also beside an office outside the boundary")
    func carbonUsage() throws {
        // E_DC = 1300 - 50 office; PUE 1.25; 0.5 x 1.25 = 0.625 kg/kWh
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(1_300))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        site.add(.office, [("2025", .MWh(50))])
        let indicators = try GradedSite(site).indicators
        #expect(indicators.pue.figure.value?.text() == "1.250000")
        #expect(indicators.figure(.cueLocation).value?.text(places: 9) == "0.625000000")
        #expect(indicators.figure(.cueMarket).value?.text(places: 9) == "0.625000000")
    }

    @Test("CUE is absent where Scope 2 is, with its reason")
    func carbonUsageAbsent() throws {
        let indicators = try GradedSite(facility: .MWh(1_250), it: .MWh(1_000), region: "CN-XZ")
            .indicators
        #expect(indicators.figure(.cueLocation).value == nil)
        #expect(indicators.figure(.cueLocation).reason != nil)
    }

    @Test(
        "the edition is the one that held when the period ended",
        arguments: [
            ("2025", "ISO/IEC 30134-2:2016"), ("2025-07-01/2026-02-12", "ISO/IEC 30134-2:2016"),
            ("2025-07-01/2026-02-13", "ISO/IEC 30134-2:2026"), ("2026", "ISO/IEC 30134-2:2026"),
        ])
    func editions(period: String, edition: String) throws {
        var site = SyntheticSite()
        site.add(.gridImport, [(period, .MWh(1_250))])
        site.add(.it, at: .upsOutput, [(period, .MWh(1_000))])
        #expect(try GradedSite(site, period).indicators.pue.edition == edition)
    }

    @Test("without a supply meter whatever needs E_DC is absent")
    func noSupply() throws {
        var site = SyntheticSite()
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        let graded = try GradedSite(site)
        #expect(graded.indicators.pue.figure.value == nil)
        #expect(graded.indicators.figure(.cueLocation).value == nil)
        let grade = try graded.grade("gb-40879-2021")
        #expect(grade.level == nil && grade.notEvaluated.count == 3)
    }
}
