import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

@Suite struct GraderTests {
    @Test(
        "T21: a European limit that is touched is met, the next joule is not",
        arguments: [
            ("1.15", "A"), ("1.1500001", "B"), ("1.25", "B"), ("1.5", "D"), ("1.7", "E"),
            ("1.9", "F"), ("1.9001", "G"),
        ])
    func europeanEdges(value: String, level: String) throws {
        // E_IT = 10^13 J, so that seven places are whole joules
        let ratio = try #require(DecimalText(value))
        let facility = try #require(ratio.rounded(times: .one, times: 10_000_000_000_000))
        let graded = try GradedSite(facility: facility, it: 10_000_000_000_000, region: "DE")
        #expect(try graded.grade("eu-2026-pue").level == level)
    }

    @Test(
        "T21: a European limit of water is met when it is touched",
        arguments: [
            ("0.1", "A"), ("0.2", "B"), ("0.4", "C"), ("0.6001", "E"), ("0.8", "E"), ("1.0", "F"),
            ("1.5", "G"),
        ])
    func waterEdges(value: String, level: String) throws {
        // 1 GWh of IT: x L/kWh = x x 10^6 L = x x 10^9 mL
        let ratio = try #require(DecimalText(value))
        let water = try #require(ratio.rounded(times: .one, times: 1_000_000_000))
        var site = SyntheticSite(region: "DE")
        site.add(.gridImport, [("2025", .MWh(1_200))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        site.add(.waterFresh, [("2025", water)])
        #expect(try GradedSite(site).grade("eu-2026-wue").level == level)
    }

    @Test(
        "GB 40879: grades 1 to 3 with their limits inside, above grade 3 no level",
        arguments: [
            (1_200_000, "1"), (1_200_001, "2"), (1_300_000, "2"), (1_300_001, "3"),
            (1_500_000, "3"), (1_500_001, nil),
        ])
    func chineseEdges(facility: Int64, level: String?) throws {
        let graded = try GradedSite(facility: facility * 1_000, it: 1_000_000_000)
        let grade = try graded.grade("gb-40879-2021")
        #expect(grade.level == level)
        #expect((grade.reason == nil) == (level != nil))
        #expect(!grade.isInformative)
        #expect(grade.confidence == (level == nil ? nil : .b))
        #expect(grade.indicativeLevel == nil)
        let met = grade.criteria.count { $0.verdict == .met }
        #expect(met == (level.flatMap { Int($0) }.map { 4 - $0 } ?? 0))
    }

    @Test("the gap to the next grade is the energy above the limit at constant E_IT")
    func gap() throws {
        // 1391 MWh - 1.30 x 1000 MWh = 91 MWh to grade 2
        let graded = try GradedSite(facility: .MWh(1_391), it: .MWh(1_000))
        let gap = try #require(try graded.grade("gb-40879-2021").gapToNext)
        #expect(gap.level == "2")
        let change = try #require(gap.changes.first)
        #expect(gap.changes.count == 1)
        #expect(change.lever == .facilityEnergy)
        #expect(change.amount == .energy(Energy(joules: .MWh(91))))
        #expect(change.isReachable && change.reason == nil)
    }

    @Test("the target of the gap is floored to a whole joule")
    func gapFloor() throws {
        // 1.3 x 1,000,000,001 J = 1,300,000,001.3 J: the target is 1,300,000,001 J
        let graded = try GradedSite(facility: 1_400_000_000, it: 1_000_000_001)
        let change = try #require(try graded.grade("gb-40879-2021").gapToNext?.changes.first)
        #expect(change.amount == .energy(Energy(joules: 99_999_999)))
    }

    @Test("above the last limit the gap leads to the last grade")
    func gapAboveLast() throws {
        // 1600 MWh - 1.5 x 1000 MWh
        let graded = try GradedSite(facility: .MWh(1_600), it: .MWh(1_000))
        let gap = try #require(try graded.grade("gb-40879-2021").gapToNext)
        #expect(gap.level == "3")
        #expect(gap.changes.first?.amount == .energy(Energy(joules: .MWh(100))))
    }

    @Test("at the best level nothing is missing")
    func best() throws {
        let graded = try GradedSite(facility: .MWh(1_100), it: .MWh(1_000), region: "DE")
        #expect(try graded.grade("gb-40879-2021").gapToNext == nil)
        #expect(try graded.grade("eu-2026-pue").gapToNext == nil)
    }

    @Test("the gap of water is counted in whole millilitres")
    func waterGap() throws {
        // 0.549598 L/kWh x 1 GWh = 549,598,000 mL; class C: 0.4 x 10^9 = 400,000,000 mL
        var site = SyntheticSite(region: "DE")
        site.add(.gridImport, [("2025", .MWh(1_200))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        site.add(.waterFresh, [("2025", 549_598_000)])
        let gap = try #require(try GradedSite(site).grade("eu-2026-wue").gapToNext)
        #expect(gap.level == "C")
        #expect(gap.changes.first?.lever == .freshWater)
        #expect(gap.changes.first?.amount == .water(Volume(millilitres: 149_598_000)))
    }

    @Test("a target below the IT energy is not reachable by saving facility energy")
    func unreachable() throws {
        let rulebook = try EditedRulebook("gb-40879-2021").replacing("\"1.20\"", with: "\"0.90\"")
        let graded = try GradedSite(facility: .MWh(1_250), it: .MWh(1_000))
        let change = Grader(by: rulebook).grade(graded.site, graded.indicators).gapToNext?.changes
            .first
        #expect(change?.isReachable == false)
        #expect(change?.reason?.english.contains("not reachable by this lever") == true)
    }

    @Test("a strict limit asks for one joule more, and touching it is not enough")
    func strict() throws {
        let rulebook = try EditedRulebook("gb-40879-2021").replacing(
            "\"at_most\": \"1.20\"", with: "\"below\": \"1.20\"")
        let graded = try GradedSite(facility: 1_200_000_000, it: 1_000_000_000)
        let grade = Grader(by: rulebook).grade(graded.site, graded.indicators)
        #expect(grade.level == "2")
        #expect(grade.gapToNext?.changes.first?.amount == .energy(Energy(joules: 1)))
    }

    @Test("a quarter has no level but an indicative mark")
    func quarter() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025Q3", .MWh(1_250))])
        site.add(.it, at: .upsOutput, [("2025Q3", .MWh(1_000))])
        let graded = try GradedSite(site, "2025Q3")
        #expect(graded.indicators.pue.designation == .interim)
        #expect(!graded.indicators.findings.contains { $0.code == .coverageLow })
        let grade = try graded.grade("gb-40879-2021")
        #expect(grade.level == nil)
        #expect(grade.indicativeLevel == "2")
        #expect(grade.reason?.english.contains("twelve months") == true)
        #expect(grade.gapToNext == nil)
    }

    @Test("100 racks or fewer are outside GB 40879, 101 are inside, none stated is assumed")
    func racks() throws {
        func grade(_ racks: Int?) throws -> Grade {
            var site = SyntheticSite(racks: racks)
            site.add(.gridImport, [("2025", .MWh(1_250))])
            site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
            return try GradedSite(site).grade("gb-40879-2021")
        }
        #expect(try grade(100).level == nil)
        #expect(try grade(100).reason?.english.contains("100 racks") == true)
        #expect(try grade(100).indicativeLevel == nil)
        #expect(try grade(101).level == "2")
        #expect(try grade(nil).level == "2")
        #expect(try grade(nil).assumed.map(\.id) == ["racks", "own_power_distribution"])
    }

    @Test(
        "cooling other than air is graded by analogy, none stated is assumed",
        arguments: [(Site.Cooling.air, 2, 1), (.liquid, 3, 1), (.district, 3, 1), (nil, 2, 2)])
    func cooling(cooling: Site.Cooling?, remarks: Int, assumed: Int) throws {
        var site = SyntheticSite(cooling: cooling)
        site.add(.gridImport, [("2025", .MWh(1_250))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        let grade = try GradedSite(site).grade("gb-40879-2021")
        #expect(grade.level == "2")
        #expect(grade.remarks.count == remarks)
        #expect(grade.assumed.count == assumed)
        #expect(grade.remarks.contains { $0.english.hasPrefix("by analogy") } == (remarks == 3))
    }

    @Test("rooms and stations have no grade of GB 40879")
    func kinds() throws {
        for kind in [Site.Kind.telecomRoom, .baseStation, .edgeDataCenter] {
            var site = SyntheticSite(kind: kind)
            site.add(.gridImport, [("2025", .MWh(1_250))])
            site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
            #expect(try !Rulebook.published("gb-40879-2021").applies(to: kind))
            #expect(try GradedSite(site).grade("gb-40879-2021").level == nil)
        }
    }

    @Test(
        "another jurisdiction's level only informs",
        arguments: [
            ("CN-GD", false, true), ("DE", true, false), ("FR-75", true, false),
            ("CN-HK", true, true), ("GB", true, true),
        ])
    func jurisdictions(region: String, chinese: Bool, european: Bool) throws {
        let graded = try GradedSite(facility: .MWh(1_250), it: .MWh(1_000), region: region)
        #expect(try graded.grade("gb-40879-2021").isInformative == chinese)
        #expect(try graded.grade("eu-2026-pue").isInformative == european)
    }

    @Test("the status of the European classes is printed with every grade")
    func status() throws {
        let graded = try GradedSite(facility: .MWh(1_250), it: .MWh(1_000), region: "DE")
        let remarks = try graded.grade("eu-2026-pue").remarks.map(\.english)
        #expect(remarks.contains("adopted, entry into force not verified"))
    }

    @Test("below 500 kW the European rating is voluntary and still gives a class")
    func voluntary() throws {
        var site = SyntheticSite(region: "DE", itDesignKilowatts: DecimalText("499.9"))
        site.add(.gridImport, [("2025", .MWh(1_250))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        let grade = try GradedSite(site).grade("eu-2026-pue")
        #expect(grade.level == "B")
        #expect(grade.assumed.isEmpty)
        #expect(grade.remarks.contains { $0.english.contains("voluntary") })
    }

    @Test("a limit of confidence C or M makes the level informative")
    func confidence() throws {
        let rulebook = try EditedRulebook("gb-40879-2021").replacing(
            "\"confidence\": \"B\"", with: "\"confidence\": \"C\"")
        let graded = try GradedSite(facility: .MWh(1_250), it: .MWh(1_000))
        let grade = Grader(by: rulebook).grade(graded.site, graded.indicators)
        #expect(grade.level == "2")
        #expect(grade.confidence == .c)
        #expect(grade.isInformative)
    }
}
