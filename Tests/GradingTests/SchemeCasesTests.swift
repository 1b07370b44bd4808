import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Every scheme at its edges, with the cases of the research notes.
@Suite struct SchemeCasesTests {
    private func site(
        _ facility: Int64 = .MWh(1_250), _ it: Int64 = .MWh(1_000), region: String = "CN-GD",
        kind: Site.Kind = .dataCenter, period: String = "2025", commissioned: String? = nil,
        hub: String? = nil, racks: Int? = 3_600, itDesignKilowatts: String? = nil,
        facts: [Fact] = [], _ more: (inout SyntheticSite) -> Void = { _ in }
    ) throws -> GradedSite {
        var site = SyntheticSite(
            region: region, kind: kind, racks: racks,
            itDesignKilowatts: itDesignKilowatts.flatMap { DecimalText($0) }, hub: hub,
            commissioned: commissioned, racksDesign: 4_000, racksOccupied: 2_600,
            rackNominalKilowatts: DecimalText("0.05"))
        site.add(.gridImport, [(period, facility)])
        site.add(.it, at: .upsOutput, [(period, it)])
        more(&site)
        return try GradedSite(site, period, facts: facts)
    }

    private func verdict(_ id: String, _ grade: Grade) -> Verdict? {
        (grade.gates + grade.criteria).first { $0.id == id }?.verdict
    }

    @Test("GB 40879 by five conditions: 1261.5 / 1000 kW, grade 2; shares must sum to one")
    func fivePoint() throws {
        // 0.05 x 1400 + 0.25 x 1320 + 0.30 x 1250 + 0.25 x 1220 + 0.15 x 1210 = 1261.5
        let points = [
            ("a", "0.05", "1400"), ("b", "0.25", "1320"), ("c", "0.30", "1250"),
            ("d", "0.25", "1220"), ("e", "0.15", "1210"),
        ]
        func facts(lastShare: String) throws -> [Fact] {
            try points.flatMap { point, share, power in
                try [
                    Fact.of(
                        "five_point_share_" + point, point == "e" ? lastShare : share, .declared),
                    Fact.of("five_point_total_kw_" + point, power, .declared),
                    Fact.of("five_point_it_kw_" + point, "1000", .declared),
                ]
            }
        }
        let graded = try site(facts: facts(lastShare: "0.15"))
        #expect(graded.indicators.figure(.pueFivePoint).value?.text() == "1.261500")
        #expect(try graded.grade("gb-40879-2021-five-point").level == "2")
        let short = try site(facts: facts(lastShare: "0.14"))
        #expect(short.indicators.figure(.pueFivePoint).value == nil)
        #expect(try short.grade("gb-40879-2021-five-point").level == nil)
    }

    @Test(
        "the procurement ladder: the limit of the last day of the period",
        arguments: [
            ("2023", "1.40", "0.05", true), ("2023", "1.4001", "0.05", false),
            ("2024", "1.40", "0.05", true), ("2024", "1.40", "0.0499", false),
            ("2025", "1.30", "0.30", true), ("2025", "1.3001", "0.30", false),
            ("2026", "1.30", "0.2999", false), ("2027", "1.30", "0.50", true),
            ("2030", "1.30", "0.75", true), ("2031", "1.30", "0.7499", false),
            ("2032", "1.30", "1.0", true), ("2032", "1.30", "0.999", false),
        ])
    func procurement(year: String, pue: String, share: String, passes: Bool) throws {
        let facts = try [Fact.of("metering_gb17167", "true")]
        let graded = try site(period: year, facts: facts) {
            $0.add(.waterIn, [(year, 2_500_000_000)])
        }
        .with(.pue, pue).with(.greenShare, share).with(.coalEquivalentEqual, "999")
        let grade = try graded.grade("cn-procurement-2023")
        #expect((grade.level == "pass") == passes)
        #expect(verdict("gpd.WUE", grade) == .met)
        let big = try graded.with(.coalEquivalentEqual, "1000").grade("cn-procurement-2023")
        #expect(big.level == nil)
        #expect(verdict("gpd.EMS", big) == .notEvaluated || !passes)
    }

    @Test("what falls due later is listed with how today's value stands to it")
    func obligations() throws {
        let graded = try site(period: "2025").with(.greenShare, "0.6")
        let due = try graded.grade("cn-procurement-2023").obligations
        #expect(
            due.map { "\($0.due) \($0.limit.threshold) \($0.verdict.rawValue)" } == [
                "2027-01-01 0.5 met", "2030-01-01 0.75 not_met", "2032-01-01 1.0 not_met",
            ])
    }

    @Test(
        "T9, EnEfG: old sites by date, new sites two years after their start, without heat pumps",
        arguments: [
            ("2027", "2020-01-01", 15_000, "pass"), ("2027", "2020-01-01", 15_001, nil),
            ("2030", "2020-01-01", 13_000, "pass"), ("2030", "2020-01-01", 13_001, nil),
            // (12.6 - 0.6 of the heat pump) / 10 = 1.20
            ("2029", "2026-07-01", 12_600, "pass"), ("2029", "2026-07-01", 12_601, nil),
        ])
    func enefg(year: String, start: String, facility: Int64, level: String?) throws {
        let heat: Int64 = start < "2026" ? 0 : 600
        let facts = try [Fact.of("connection_kw", "300")]
        let graded = try site(
            .MWh(facility), .MWh(10_000), region: "DE", period: year, commissioned: start,
            facts: facts
        ) {
            if heat > 0 { $0.add(.heatPumpUpgrade, [(year, .MWh(heat))]) }
            $0.add(.heatExport, [(year, .MWh(1_300))])
        }
        #expect(try graded.grade("de-enefg-11").level == level)
    }

    @Test("EnEfG: limits to come are obligations; below 300 kW nothing binds")
    func enefgDue() throws {
        let old = try site(region: "DE", commissioned: "2020-01-01")
        let grade = try old.grade("de-enefg-11")
        #expect(grade.level == nil)
        #expect(
            grade.obligations.map { "\($0.due) \($0.limit.threshold)" } == [
                "2027-07-01 1.5", "2030-07-01 1.3",
            ])
        let small = try site(
            region: "DE", commissioned: "2020-01-01",
            facts: [Fact.of("connection_kw", "299.9")])
        #expect(try small.grade("de-enefg-11").reason?.english.contains("300 kW") == true)
        #expect(try small.grade("de-enefg-11").obligations.isEmpty)
    }

    @Test(
        "T23, Korea 2012: steps of ten points and activities",
        arguments: [
            ("1.8", "10", "60", "certified"), ("1.7", "0", "60", "certified"),
            ("1.75", "0", "50", nil), ("1.5", "0", "80", "certified"),
            ("1.45", "0", "80", "certified"),
            ("1.4", "0", "80", "certified"), ("1.3999", "0", "90", "certified"),
            ("1.81", "10", "10", nil),
        ])
    func korea(pue: String, activities: String, points: String, level: String?) throws {
        let graded = try site(region: "KR", facts: [Fact.of("green_activity_points", activities)])
            .with(.pue, pue)
        let grade = try graded.grade("kr-green-dc-2012")
        #expect(grade.points == DecimalText(points))
        #expect(grade.level == level)
        #expect(grade.isInformative == (level != nil))  // confidence C
    }

    @Test("T22, Japan: an operator is the ratio of sums over its sites")
    func japan() throws {
        // (5000 + 14000 + 2600) / (3000 + 11000 + 2000) = 21600 / 16000 = 1.35; the mean is 1.413
        let sites = try [(5_000, 3_000), (14_000, 11_000), (2_600, 2_000)].map {
            try site(.MWh($0.0), .MWh($0.1), region: "JP-13")
        }
        let grader = Grader(by: try Rulebook.published("jp-benchmark-2022"))
        let grade = try #require(
            grader.grade(operatorNamed: "Nihon", sites.map { ($0.site, $0.indicators) }))
        #expect(grade.siteID == "Nihon" && grade.level == "target")
        #expect(grade.criteria.first?.value?.text() == "1.350000")
        // How far the sums may move is not worked out, and the range of one site is not theirs.
        #expect(grade.robustness == nil)
        #expect(grader.grade(operatorNamed: "none", []) == nil)
    }

    @Test("T4, EDGE: a meter at the UPS output counts 0.97 of it, at the PDU all")
    func edge() throws {
        let value = try GradedSite(facility: .MWh(1_500), it: .MWh(1_000)).grade("ifc-edge-v3")
            .gates.first
        #expect(value?.value?.text() == "1.546392")
        #expect(value?.note != nil && value?.verdict == .notEvaluated)
        let pdu = try GradedSite(facility: .MWh(1_500), it: .MWh(970), at: .pduOutput)
            .grade("ifc-edge-v3").gates.first
        #expect(pdu?.value?.text() == "1.546392" && pdu?.note == nil)
    }

    @Test("Beijing: 16 GWh over 10 GWh of IT pays 2.5 GWh x 0.2 CNY, from 2026, from 5 GWh")
    func beijing() throws {
        let scheme = "cn-bj-existing-2024"
        let graded = try site(.MWh(16_000), .MWh(10_000), region: "CN-BJ", period: "2026")
        let money = try #require(try graded.grade(scheme).moneyAtStake)
        #expect(money.hundredths == 50_000_000 && money.currency == "CNY")
        #expect(money.excess == Energy(joules: .MWh(2_500)))
        let before = try site(.MWh(16_000), .MWh(10_000), region: "CN-BJ", period: "2025")
        #expect(try before.grade(scheme).moneyAtStake == nil)
        #expect(try before.grade(scheme).level == nil)
        // 27 / 10 = 2.7 = twice the limit is still the first class; above it all counts 0.5.
        let twice = try site(.MWh(27_000), .MWh(10_000), region: "CN-BJ", period: "2026")
        #expect(try twice.grade(scheme).moneyAtStake?.price == DecimalText("0.2"))
        let more = try site(.MWh(27_001), .MWh(10_000), region: "CN-BJ", period: "2026")
        #expect(try more.grade(scheme).moneyAtStake?.price == DecimalText("0.5"))
        let small = try site(.MWh(4_999), .MWh(3_000), region: "CN-BJ", period: "2026")
        #expect(try small.grade(scheme).moneyAtStake == nil)
    }

    @Test(
        "Beijing, new sites: the tier follows the coal equivalent; remembered tiers only inform",
        arguments: [
            ("9999", "1.30", "pass", false), ("9999", "1.3001", nil, false),
            ("10000", "1.25", "pass", false), ("10000", "1.30", nil, false),
            ("20000", "1.20", "pass", true), ("30000", "1.15", "pass", true),
            ("999", "1.1", nil, false),
        ])
    func beijingNew(coal: String, pue: String, level: String?, informs: Bool) throws {
        let graded = try site(region: "CN-BJ", commissioned: "2022-01-01").with(.pue, pue)
            .with(.coalEquivalentEqual, coal)
        let grade = try graded.grade("cn-bj-new-2021")
        #expect(grade.level == level)
        #expect(grade.isInformative == informs)
    }

    @Test(
        "Guangdong, Shanghai and the plans at their edges",
        arguments: [
            ("cn-gd-2021", "CN-GD", "1.25", "preferred"),
            ("cn-gd-2021", "CN-GD", "1.3", "supported"),
            ("cn-gd-2021", "CN-GD", "1.5", "restricted"),
            ("cn-gd-2021", "CN-GD", "1.5001", "forbidden"),
            ("cn-sh-2022", "CN-SH", "1.25", "pass"), ("cn-sh-2022", "CN-SH", "1.2501", nil),
            ("cn-ndrc-2024-970", "CN-GD", "1.25", "pass"),
            ("cn-ndrc-2024-970", "CN-GD", "1.2501", nil),
            ("cn-ndrc-2021-1742", "CN-GD", "1.2999", "pass"),
            ("cn-ndrc-2021-1742", "CN-GD", "1.3", nil),
            ("cn-miit-2022-103", "CN-GD", "1.3", nil),
            ("cn-miit-2022-103", "CN-GD", "1.2999", "pass"),
        ])
    func plans(scheme: String, region: String, pue: String, level: String?) throws {
        let facts = try [
            Fact.of("server_energy_saving_level", "true"), Fact.of("renewable_plan", "true"),
        ]
        let graded = try site(region: region, commissioned: "2024-08-01", facts: facts)
            .with(.pue, pue)
        #expect(try graded.grade(scheme).level == level)
    }

    @Test("970号 wants more than 80 % in hubs, the notice on weights at least 80 %")
    func hubShare() throws {
        let facts = try [
            Fact.of("server_energy_saving_level", "true"), Fact.of("renewable_plan", "true"),
        ]
        let graded = try site(
            .MWh(1_200), region: "CN-CQ", commissioned: "2025-01-01", hub: "成渝", facts: facts
        ).with(.greenShare, "0.8")
        #expect(verdict("t970.green_hub", try graded.grade("cn-ndrc-2024-970")) == .notMet)
        let weights = try graded.grade("cn-rps-weights")
        #expect(verdict("rps2025.green_hub", weights) == .met && weights.level == "pass")
        let above = try graded.with(.greenShare, "0.8001").grade("cn-ndrc-2024-970")
        #expect(above.level == "pass")
    }

    @Test(
        "the weight of the province and the year, and none where it is not at hand",
        arguments: [
            ("CN-GD", "2023", "0.296", Verdict.met), ("CN-GD", "2023", "0.2959", .notMet),
            ("CN-QH", "2025", "0.7", .met), ("CN-QH", "2025", "0.6999", .notMet),
            ("CN-CQ", "2025", "0.342", .met), ("CN-GD", "2025", "1", .notEvaluated),
            ("CN-QH", "2024", "1", .notEvaluated),
        ])
    func weights(region: String, year: String, share: String, expected: Verdict) throws {
        let graded = try site(region: region, period: year).with(.greenShare, share)
        #expect(verdict("rps.total", try graded.grade("cn-rps-weights")) == expected)
    }

    @Test("the national round of 2025: all gates, each of which refuses")
    func national() throws {
        let papers = [
            "legal_person", "independent_boundary", "one_year_of_operation",
            "server_energy_saving_level", "clean_record_3_years",
        ]
        var facts = try papers.map { try Fact.of($0, "true") }
        facts.append(try Fact.of("gbt44989_level", "2"))
        let graded = try site(
            .MWh(1_300), region: "CN-QH", commissioned: "2015-01-01", facts: facts
        ).with(.greenShare, "0.7")
        #expect(try graded.grade("cn-green-dc-2025").level == "gates_met")
        #expect(try graded.with(.pue, "1.3001").grade("cn-green-dc-2025").level == nil)
        #expect(try graded.with(.rackOccupancy, "0.5999").grade("cn-green-dc-2025").level == nil)
        for missing in papers + ["gbt44989_level"] {
            let without = facts.filter { $0.name.rawValue != missing }
            let grade = try site(
                .MWh(1_300), region: "CN-QH", commissioned: "2015-01-01", facts: without
            )
            .with(.greenShare, "0.7").grade("cn-green-dc-2025")
            #expect(grade.level == nil && grade.reason != nil, "\(missing)")
        }
        let third =
            facts.filter { $0.name.rawValue != "gbt44989_level" }
            + [try Fact.of("gbt44989_level", "3")]
        let low = try site(.MWh(1_300), region: "CN-QH", commissioned: "2015-01-01", facts: third)
            .with(.greenShare, "0.7")
        #expect(try low.grade("cn-green-dc-2025").level == nil)
        // 2999 racks are too few unless the exemption is claimed.
        let small = try site(
            .MWh(1_300), region: "CN-QH", commissioned: "2015-01-01", racks: 2_999, facts: facts
        )
        .with(.greenShare, "0.7")
        #expect(try small.grade("cn-green-dc-2025").level == nil)
        let exempt = facts + [try Fact.of("public_institution_or_finance", "true")]
        let public_ = try site(
            .MWh(1_300), region: "CN-QH", commissioned: "2015-01-01", racks: 2_999, facts: exempt
        )
        .with(.greenShare, "0.7")
        #expect(try public_.grade("cn-green-dc-2025").level == "gates_met")
    }

    @Test(
        "the table of 2020: 80 - 20 x PUE, at most 60",
        arguments: [
            ("1.0", "60"), ("1.2", "56"), ("1.3", "54"), ("1.5", "50"), ("2.0", "40"), ("4.0", "0"),
            ("5.0", "0"),
        ])
    func formula(pue: String, points: String) throws {
        let grade = try site().with(.pue, pue).grade("cn-green-dc-2020")
        #expect(grade.criteria.first { $0.id == "gdc20.1" }?.points == DecimalText(points))
        #expect(grade.level == nil)
    }

    @Test(
        "the steps of IT load use in 2020",
        arguments: [("0.7", "3"), ("0.6999", "2"), ("0.5", "2"), ("0.3", "1"), ("0.2999", "0")])
    func steps(use: String, points: String) throws {
        let grade = try site().with(.itLoadUse, use).grade("cn-green-dc-2020")
        #expect(grade.criteria.first { $0.id == "gdc20.3" }?.points == DecimalText(points))
    }

    @Test(
        "T/CEPPC 43: above 10, above 5, above 0, and 20 % at least",
        arguments: [
            ("14.75", "0.2", "深绿"), ("10", "0.2", "绿"), ("10.01", "0.2", "深绿"), ("5", "0.2", "浅绿"),
            ("4.5", "1", "浅绿"), ("0", "1", nil), ("14.75", "0.1999", nil),
        ])
    func quality(score: String, share: String, level: String?) throws {
        let graded = try site().with(.greenPowerQuality, score).with(.greenShare, share)
        #expect(try graded.grade("cn-ceppc-43-2024").level == level)
    }

    @Test(
        "direct supply: 60 % of generation, 30 % of the load, 35 % from 2030",
        arguments: [
            ("2025", "0.6", "0.3", "pass"), ("2025", "0.5999", "0.3", nil),
            ("2025", "0.6", "0.2999", nil), ("2030", "0.6", "0.35", "pass"),
            ("2030", "0.6", "0.3499", nil),
        ])
    func direct(year: String, own: String, load: String, level: String?) throws {
        let graded = try site(period: year).with(.directSelfUse, own).with(
            .directSelfUseOfLoad, load
        )
        .with(.directSold, "0.9")
        // The province sets the limit of exports, so it decides nothing.
        #expect(try graded.grade("cn-direct-supply-2025").level == level)
    }

    @Test(
        "a zero-carbon park: the veto by size, then the rest",
        arguments: [
            ("200000", "0.2", "0.9", "pass"), ("200000", "0.2001", "0.9", nil),
            ("999999", "0.3", "0.9", nil), ("1000000", "0.3", "0.9", "pass"),
            ("1000000", "0.3", "0.8999", nil), ("199999", "0.1", "0.9", nil),
        ])
    func park(coal: String, carbon: String, clean: String, level: String?) throws {
        let facts = try [
            Fact.of("clean_energy_share", clean), Fact.of("product_energy_level", "2"),
            Fact.of("solid_waste_use", "0.8"), Fact.of("waste_heat_use", "0.5"),
            Fact.of("water_reuse", "0.8"),
        ]
        let graded = try site(kind: .other, facts: facts).with(.coalEquivalentEqual, coal)
            .with(.carbonPerEnergy, carbon)
        #expect(try graded.grade("cn-zero-carbon-park-2025").level == level)
    }

    @Test(
        "the pact and the Blue Angel by climate and year of start",
        arguments: [
            ("cndcp-2021", "cool", "2025-01-01", "2026", "1.3", "pass"),
            ("cndcp-2021", "cool", "2025-01-01", "2026", "1.3001", nil),
            ("cndcp-2021", "warm", "2025-01-01", "2026", "1.4", "pass"),
            ("cndcp-2021", "warm", "2020-01-01", "2031", "1.4001", nil),
            ("blue-angel-228", "cool", "2014-12-31", "2025", "1.6", "pass"),
            ("blue-angel-228", "cool", "2015-01-01", "2025", "1.6", nil),
            ("blue-angel-228", "cool", "2018-12-31", "2025", "1.5", "pass"),
            ("blue-angel-228", "cool", "2019-01-01", "2025", "1.3", "pass"),
            ("blue-angel-228", "cool", "2023-06-01", "2025", "1.2", nil),
        ])
    func pact(
        scheme: String, climate: String, start: String, year: String, pue: String, level: String?
    ) throws {
        let facts = try [
            Fact.of("climate_class", climate), Fact.of("water_stressed_area", "false"),
        ]
        let graded = try site(
            region: "DE", period: year, commissioned: start, itDesignKilowatts: "51", facts: facts
        ).with(.pue, pue).with(.greenShare, "1")
        let grade = try graded.grade(scheme)
        #expect(grade.level == level)
        #expect(level == nil || (grade.confidence == .c && grade.isInformative))
    }

    @Test(
        "Singapore: tiers of design PUE, points of water",
        arguments: [
            ("1.39", "2.0", "Platinum", "1"), ("1.46", "2.2", "GoldPLUS", "0.5"),
            ("1.4601", "2.2001", nil, "0"),
        ])
    func singapore(pue: String, wue: String, level: String?, points: String) throws {
        let graded = try site(region: "SG", facts: [Fact.of("design_pue_at_25_percent", pue)])
            .with(.wue, wue)
        let grade = try graded.grade("sg-gmdc-2024")
        #expect(grade.level == level && grade.points == DecimalText(points))
    }

    @Test("a level whose table is not at hand is an input with evidence, never an output")
    func slots() throws {
        let graded = try site(
            .MWh(1_050), facts: [Fact.of("caict_grade", "AAAAA"), Fact.of("gbt44989_level", "1")])
        for (scheme, level) in [("cn-caict-green-low-carbon", "AAAAA"), ("cn-gbt-44989-2024", "1")]
        {
            let grade = try graded.grade(scheme)
            #expect(grade.level == nil && grade.reason != nil && grade.gapToNext == nil)
            #expect(grade.declared?.level == level)
            #expect(grade.declared?.evidence == "evidence.pdf")
        }
        for id in Rulebook.publishedIDs {
            let rulebook = try Rulebook.published(id)
            guard rulebook.slot != nil else { continue }
            #expect(rulebook.levels.isEmpty && rulebook.criteria.isEmpty)
            #expect(try graded.grade(id).level == nil)
        }
    }

    @Test("T30: the classes of cloud regions by their published PUE and WUE")
    func cloudRegions() throws {
        let regions = [
            ("1.10", "0.02", "A", "A"), ("1.35", "0.01", "C", "A"), ("1.32", "1.68", "C", "G"),
            ("1.40", "2.75", "D", "G"), ("1.42", "0.18", "D", "B"), ("1.25", "0.18", "B", "B"),
        ]
        for (pue, wue, energy, water) in regions {
            let graded = try site(region: "DE").with(.pue, pue).with(.wueFresh, wue)
            #expect(try graded.grade("eu-2026-pue").level == energy)
            #expect(try graded.grade("eu-2026-wue").level == water)
        }
    }

    @Test("aggregates of few sites are left out, and the one that would follow from them too")
    func aggregates() throws {
        let rule = try #require(try Rulebook.published("eu-2024-1364").publication)
        let sizes = ["200", "300", "400", "600", "700", "800", "900", "1500", "1600"]
        let sites = try sizes.map {
            try site(.MWh(1_300), region: "DE", itDesignKilowatts: $0)
        }
        let cells = PublishedAggregate.cells(rule, sites.map { ($0.site, $0.indicators) })
        #expect(cells.map(\.cell) == ["all", "100-500", "500-1000", "1000-2000"])
        #expect(cells.map(\.sites) == [9, nil, 4, nil])
        #expect(cells[2].pue?.text() == "1.300000")
        #expect(cells[0].facilityEnergy == Energy(joules: .MWh(11_700)))
    }
}
