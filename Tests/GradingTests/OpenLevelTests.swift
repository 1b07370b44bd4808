import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// `carbongrade-open-2026`: points, levels, and what may not be gamed.
@Suite struct OpenLevelTests {
    private static let scheme = "carbongrade-open-2026"

    /// The indicators of the level in the order of the rulebook.
    private static let measured: [IndicatorID] = [
        .pue, .greenShare, .greenPowerQuality, .hourlyMatch, .wue, .erf, .rackOccupancy, .itLoadUse,
    ]

    private func site(
        _ facts: [Fact] = [], installed: Int = 360, _ more: (inout SyntheticSite) -> Void = { _ in }
    ) throws -> GradedSite {
        var site = SyntheticSite(racks: installed, racksDesign: 600)
        site.add(.gridImport, [("2025", .MWh(1_250))])
        site.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
        more(&site)
        return try GradedSite(site, facts: facts)
    }

    /// Facts by which racks are no longer only declared.
    private func counted() throws -> [Fact] {
        try ["racks_installed", "racks_occupied", "rack_nominal_kw"].map {
            try Fact.of($0, "400")
        }
    }

    private func points(_ grade: Grade, _ id: String) -> DecimalText? {
        grade.criteria.first { $0.id == id && $0.limit == nil }?.points
    }

    /// Values in thousandths, then points in millionths, from `scripts/open-level-sensitivity
    /// --vectors`, which works them out with fractions.
    @Test(
        "points agree with an independent computation",
        arguments: [
            "1537 457 3477 10 2295 74 810 386 8890000 8140000 2000000 40000 1410000 2220000 6000000 2860000",
            "1714 946 7894 683 2035 0 900 268 3720000 17190000 4000000 3464000 1930000 0 6000000 1786666",
            "1409 1000 14620 869 1074 184 661 706 15460000 18000000 6000000 4952000 2926000 4680000 5073333 6000000",
            "1454 404 4888 147 521 75 547 165 12760000 7080000 2000000 588000 5395000 2250000 2940000 1100000",
            "1185 374 12235 325 1111 99 631 284 32200000 6480000 6000000 1300000 2889000 2970000 4620000 1893333",
            "1333 870 8329 486 436 0 884 505 21360000 16050000 4000000 1944000 5820000 0 6000000 4100000",
            "1503 0 0 0 1870 143 838 671 9910000 0 0 0 2130000 3860000 6000000 6000000",
            "1249 594 3419 128 56 162 838 731 28060000 10880000 2000000 512000 8000000 4240000 6000000 6000000",
            "1510 379 7029 241 105 87 759 383 9700000 6580000 4000000 964000 7950000 2610000 5726666 2830000",
            "1241 0 0 0 2562 0 864 236 28540000 0 0 0 876000 0 6000000 1573333",
            "1613 78 10965 54 1731 137 611 227 6610000 1448000 6000000 216000 2269000 3740000 4220000 1513333",
            "1603 0 0 0 79 0 696 508 6910000 0 0 0 8000000 0 5306666 4160000",
        ])
    func vectors(row: String) throws {
        let numbers = row.split(separator: " ").compactMap { Int64($0) }
        try #require(numbers.count == 16)
        var graded = try site(counted())
        for (id, value) in zip(Self.measured, numbers) {
            graded = try graded.with(id, Int128(value), over: 1_000)
        }
        let scored = try graded.grade(Self.scheme).criteria.filter { $0.limit == nil }.prefix(8)
        let expected = numbers.dropFirst(8).map {
            DecimalText(significand: Int128($0), scale: 6)
        }
        #expect(scored.map(\.points) == expected.map(Optional.some))
    }

    @Test(
        "points run straight between the anchors and stay beyond them",
        arguments: [
            ("1.0", "35"), ("1.15", "35"), ("1.175", "33"), ("1.20", "31"), ("1.225", "29.5"),
            ("1.25", "28"), ("1.30", "24"), ("1.325", "22"), ("1.35", "20"), ("1.40", "16"),
            ("1.45", "13"), ("1.50", "10"), ("1.70", "4"), ("1.80", "2"), ("1.90", "0"),
            ("2.5", "0"),
            // 31 - 3 x 1/3: floored to a millionth, never up
            ("1.216666", "30.00004"), ("1.2166665", "30.00001"),
        ])
    func anchors(pue: String, expected: String) throws {
        let grade = try site().with(.pue, pue).grade(Self.scheme)
        #expect(points(grade, "energy.pue") == DecimalText(expected))
    }

    @Test(
        "a value of so many digits that its points cannot be worked out has none, and stops nothing"
    )
    func tooManyDigits() throws {
        // 1.3 as a fraction of 38 digits; times a hundred it no longer fits.
        let tens = Rounding.powerOfTen(36)
        let graded = try site().with(.pue, 13 * tens, over: 10 * tens)
        let grade = try graded.grade(Self.scheme)
        #expect(points(grade, "energy.pue") == nil)
        for scheme in Rulebook.publishedIDs { _ = try graded.grade(scheme) }
    }

    /// A site with `pue` and everything else at its best but for what is given.
    private func good(_ pue: String, share: String, quality: String) throws -> GradedSite {
        var graded = try site(counted())
        for (id, value) in zip(
            Self.measured, [pue, share, quality, "1", "0.1", "0.2", "0.8", "0.6"])
        {
            graded = try graded.with(id, value)
        }
        return graded
    }

    @Test(
        "gates refuse a level that points would give",
        arguments: [
            // points: 35 + 18 + 6 + 6 + 8 + 5 + 6 + 6 = 90 at PUE 1.15, no knowing
            ("1.15", "1", "14", "5"), ("1.15", "1", "5", "4"),  // 绿 needs more than 5
            ("1.2500", "1", "14", "4"),  // 83 points
            ("1.30", "0.30", "14", "3"),  // 24 + 5 + 6 + 31 = 66
            ("1.3001", "1", "14", "3"),  // 78.99 points, but above 1.30
            ("1.15", "0.2999", "14", "3"),  // 70.9 points, but below 30 %
            ("1.15", "0.0499", "14", "2"), ("1.5001", "1", "14", "2"), ("1.7001", "1", "14", "1"),
        ])
    func gates(pue: String, share: String, quality: String, level: String) throws {
        let grade = try good(pue, share: share, quality: quality).grade(Self.scheme)
        #expect(grade.level == level)
        #expect(!grade.isInformative && grade.confidence == .b)
    }

    @Test("more than 30 points not evaluated: no level, the points stand")
    func tooFew() throws {
        // open: green 18 + 6, water 8, heat 5, occupancy 6, load 6, statement 4; no contract covers any
        // hour, so the hours are evaluated: 0 of 6
        let grade = try site().grade(Self.scheme)
        #expect(grade.level == nil && grade.gapToNext == nil)
        #expect(grade.reason?.english.contains("30") == true)
        #expect(grade.points != nil && grade.pointsNotEvaluated == DecimalText("53"))
    }

    @Test("a meter without data gets the lowest band, not the benefit of the doubt")
    func hidden() throws {
        // Water is metered, but only for half of the year.
        let graded = try site { $0.add(.waterIn, [("2025-01-01/2025-07-01", 1_000)]) }
        let result = try graded.grade(Self.scheme).criteria.first { $0.id == "water.wue" }
        #expect(result?.points == DecimalText("0") && result?.verdict == .notMet)
        let none = try site().grade(Self.scheme).criteria.first { $0.id == "water.wue" }
        #expect(none?.points == nil && none?.verdict == .notEvaluated)
    }

    @Test("declared facts alone carry at most eight points")
    func declared() throws {
        func total(_ facts: [Fact]) throws -> DecimalText? {
            try site(facts).with(.rackOccupancy, "0.8").with(.itLoadUse, "0.6")
                .with(.pue, "1.9").grade(Self.scheme).points
        }
        // occupancy 6 + load 6 = 12, of which 8 count; confirmed by a third party all 12
        #expect(try total([]) == DecimalText("8"))
        #expect(try total(counted()) == DecimalText("12"))
        // 12 + a statement that is only declared, 4 = 16, still 8
        #expect(
            try total([Fact.of("third_party_statement", "true", .declared)]) == DecimalText("8"))
        #expect(try total([Fact.of("third_party_statement", "true")]) == DecimalText("12"))
    }

    @Test("occupancy counts nothing while fewer than half of the racks are installed")
    func halfInstalled() throws {
        let few = try site(installed: 299).with(.rackOccupancy, "0.8").grade(Self.scheme)
        #expect(points(few, "use.occupancy") == DecimalText("0"))
        let half = try site(installed: 300).with(.rackOccupancy, "0.8").grade(Self.scheme)
        #expect(points(half, "use.occupancy") == DecimalText("6"))
    }

    @Test("measuring nearer to the IT never takes a level: control meters count as knowing")
    func nearer() throws {
        let graded = try site { $0.add(.check, at: .itInput, [("2025", .MWh(950))]) }
        #expect(graded.indicators.pue.category == 1 && graded.indicators.pue.finestCategory == 3)
        #expect(points(try graded.grade(Self.scheme), "knowing.meter") == DecimalText("3"))
        #expect(points(try site().grade(Self.scheme), "knowing.meter") == DecimalText("0"))
    }

    @Test("the cheapest way to the next level, where prices are known")
    func cheapest() throws {
        // Level 4 needs 30 % green share and 70 points: two limits are open at once.
        func gap(_ prices: [Fact]) throws -> GapToNext? {
            var graded = try site(counted() + prices)
            let values = ["1.32", "0.2", "14", "0.1", "0.1", "0.2", "0.8", "0.6"]
            for (id, value) in zip(Self.measured, values) { graded = try graded.with(id, value) }
            // whole energies, so that units are joules and certificates
            graded = try graded.with(.pue, Int128(Int64.MWh(1_320)), over: Int128(Int64.MWh(1_000)))
                .with(.greenShare, Int128(Int64.MWh(264)), over: Int128(Int64.MWh(1_320)))
            let grade = try graded.grade(Self.scheme)
            #expect(grade.level == "3")
            return grade.gapToNext
        }
        let dear = try gap([
            Fact.of("cost_per_kwh_saved", "9"), Fact.of("cost_per_green_mwh", "1"),
            Fact.of("cost_per_kwh_heat", "9"), Fact.of("cost_per_m3_saved", "9"),
        ])
        let cheap = try gap([
            Fact.of("cost_per_kwh_saved", "0.0001"), Fact.of("cost_per_green_mwh", "900"),
            Fact.of("cost_per_kwh_heat", "9"), Fact.of("cost_per_m3_saved", "9"),
        ])
        func amount(_ gap: GapToNext?, _ lever: GapToNext.Lever) -> GapToNext.Amount? {
            gap?.combination.first { $0.lever == lever }?.amount
        }
        // Both must save 20 MWh for 1.30 and buy 132 certificates for 30 %.
        #expect(amount(dear, .facilityEnergy) == .energy(Energy(joules: .MWh(20))))
        #expect(amount(cheap, .greenPower) == .certificates(132))
        // The rest of the points comes from the cheaper one.
        guard case .certificates(let bought)? = amount(dear, .greenPower),
            case .energy(let saved)? = amount(cheap, .facilityEnergy)
        else {
            Issue.record("no combination")
            return
        }
        #expect(bought > 132 && saved.joules > .MWh(20))
        #expect(dear?.combination.allSatisfy { $0.costHundredths != nil } == true)
    }

    @Test("rooms are ranked among thirty like sites, ties take the better class, never a level")
    func ranks() throws {
        let rulebook = try Rulebook.published("carbongrade-open-sites-2026")
        let rule = try #require(rulebook.rank)
        func fleet(_ count: Int) throws -> [(site: Site, indicators: Indicators)] {
            try (0..<count).map { index in
                var site = SyntheticSite(kind: .telecomRoom, id: "r\(100 + index)")
                // The best four are alike.
                let facility = Int64.MWh(1_200 + 10 * Int64(max(3, index)))
                site.add(.gridImport, [("2025", facility)])
                site.add(.it, at: .rectifierOutput, [("2025", .MWh(1_000))])
                let graded = try GradedSite(site)
                return (graded.site, graded.indicators)
            }
        }
        let small = RankResult.all(rule, try fleet(29))
        #expect(small.values.allSatisfy { $0.mark == nil && $0.reason != nil })
        let ranks = RankResult.all(rule, try fleet(30))
        // 10 % of 30 are 3; the four alike stand first, so all have class I
        #expect((0..<4).map { ranks["r\(100 + $0)"]?.mark } == ["I", "I", "I", "I"])
        #expect(ranks["r104"]?.mark == "II" && ranks["r104"]?.better == 4)
        // 30 % are 9, 60 % are 18, 85 % are 25.5
        #expect(ranks["r108"]?.mark == "II" && ranks["r109"]?.mark == "III")
        #expect(ranks["r117"]?.mark == "III" && ranks["r118"]?.mark == "IV")
        #expect(ranks["r124"]?.mark == "IV" && ranks["r125"]?.mark == "V")
    }

    @Test("the level says that it is the project's own, and cites or owns every number")
    func ownName() throws {
        let rulebook = try Rulebook.published(Self.scheme)
        #expect(rulebook.remarks.first?.english.contains("no official label") == true)
        let possible = rulebook.criteria.compactMap(\.points?.possible).map(\.significand)
        #expect(possible.reduce(0, +) == 100)
        #expect(rulebook.criteria.flatMap(\.citations).allSatisfy { $0.confidence <= .b })
    }

    @Test("the worst month for the missing hours may cost the level")
    func robustness() throws {
        // 364 days: January at 1.20 x 31 days, the rest at 1.2917...; one day of December is missing.
        var site = SyntheticSite()
        site.add(
            .gridImport, [("2025-01", .MWh(1_200)), ("2025-02-01/2025-12-31", .MWh(11_796))])
        site.add(
            .it, at: .upsOutput, [("2025-01", .MWh(1_000)), ("2025-02-01/2025-12-31", .MWh(9_000))])
        let graded = try GradedSite(site)
        let range = try #require(graded.indicators.pueRange)
        // 12996 / 10000 = 1.2996; with a day as in the worst month it is a little more
        #expect(graded.indicators.pue.figure.value?.text() == "1.299600")
        #expect(
            range.best.isBelow(DecimalText("1.2996") ?? .one)
                && !range.worst.isAtMost(DecimalText("1.2996") ?? .one))
        let grade = try graded.grade("gb-40879-2021")
        #expect(grade.level == "2")
        #expect(grade.robustness?.best == "2")
    }
}
