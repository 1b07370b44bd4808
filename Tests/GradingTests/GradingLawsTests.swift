import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// What holds of every rulebook and every site.
@Suite struct GradingLawsTests {
    /// The quantities that are worked out elsewhere or metered, with the way that is better.
    private static let moved: [(id: IndicatorID, wantsLess: Bool, range: ClosedRange<Int>)] = [
        (.pue, true, 1_000...2_200), (.pueHeatPumpExcluded, true, 1_000...2_200),
        (.pueFivePoint, true, 1_000...2_200), (.wue, true, 0...4_000), (.wueFresh, true, 0...2_000),
        (.wuePotable, true, 0...1_000), (.greenShare, false, 0...1_000),
        (.greenPowerQuality, false, 0...15_000), (.hourlyMatch, false, 0...1_000),
        (.erf, false, 0...400),
        (.cer, false, 0...20_000), (.rackOccupancy, false, 0...1_000),
        (.itLoadUse, false, 0...1_000),
        (.directSelfUse, false, 0...1_000), (.directSelfUseOfLoad, false, 0...1_000),
        (.directSold, true, 0...1_000), (.carbonPerEnergy, true, 0...600),
        (.baseStationGain, false, 0...500), (.demandResponseShare, false, 0...100),
    ]

    private func base(_ kind: Site.Kind, _ region: String) throws -> GradedSite {
        var site = SyntheticSite(
            region: region, kind: kind, racks: 3_600, itDesignKilowatts: DecimalText("900"),
            hub: region == "CN-GD" ? "yangtze_delta" : nil, commissioned: "2024-08-01",
            racksDesign: 4_000, racksOccupied: 2_500, rackNominalKilowatts: DecimalText("0.05"))
        site.add(.gridImport, [("2026", .MWh(1_250))])
        site.add(.it, at: .upsOutput, [("2026", .MWh(1_000))])
        let facts = try [
            "legal_person", "independent_boundary", "one_year_of_operation",
            "server_energy_saving_level", "clean_record_3_years", "renewable_plan",
            "metering_gb17167", "energy_management_system", "carbon_verification",
            "third_party_statement", "rebuilt_core_room", "water_stressed_area", "in_shenzhen",
        ].map { try Fact.of($0, "true") }
        let numbers = try [
            ("gbt44989_level", "2"), ("caict_grade", "AAAA"), ("connection_kw", "400"),
            ("climate_class", "cool"), ("green_activity_points", "5"),
            ("design_pue_at_25_percent", "1.4"), ("design_pue_at_full_load", "1.2"),
            ("sg_green_mark", "platinum"), ("clean_energy_share", "0.95"),
            ("product_energy_level", "1"), ("solid_waste_use", "0.9"), ("waste_heat_use", "0.6"),
            ("water_reuse", "0.9"),
        ].map { try Fact.of($0.0, $0.1) }
        return try GradedSite(site, "2026", facts: facts + numbers)
            .with(.coalEquivalentEqual, "250000")
    }

    /// The place of a level, the best 0; beyond the last where there is none.
    private func place(_ grade: Grade, _ rulebook: Rulebook) -> Int {
        grade.level.flatMap { level in rulebook.levels.firstIndex { $0.level == level } }
            ?? rulebook.levels.count
    }

    @Test(
        "improving an indicator never lowers a level or takes points",
        arguments: Rulebook.publishedIDs)
    func monotone(id: String) throws {
        let rulebook = try Rulebook.published(id)
        let grader = Grader(by: rulebook)
        var random = SeededNumbers(seed: 2_026)
        let region = rulebook.regions.first.map { $0 == "CN" ? "CN-GD" : $0 } ?? "CN-GD"
        let base = try base(rulebook.appliesTo[0], region)
        for _ in 0..<10 {
            var graded = base
            for (id, _, range) in Self.moved {
                graded = try graded.with(
                    id, Int128(Int.random(in: range, using: &random)), over: 1_000)
            }
            let before = grader.grade(graded.site, graded.indicators)
            for (id, wantsLess, range) in Self.moved {
                let now = try #require(graded.indicators.figure(id).value).numerator
                let better =
                    wantsLess
                    ? Int.random(in: range.lowerBound...Int(now), using: &random)
                    : Int.random(in: Int(now)...range.upperBound, using: &random)
                let improved = try graded.with(id, Int128(better), over: 1_000)
                let after = grader.grade(improved.site, improved.indicators)
                #expect(place(after, rulebook) <= place(before, rulebook), "\(id.rawValue)")
                if let a = before.points, let b = after.points { #expect(a <= b, "\(id.rawValue)") }
            }
        }
    }

    @Test(
        "what the gap asks for reaches the next level, one unit less does not",
        arguments: Rulebook.publishedIDs)
    func gapIsExact(id: String) throws {
        let rulebook = try Rulebook.published(id)
        let grader = Grader(by: rulebook)
        let region = rulebook.regions.first.map { $0 == "CN" ? "CN-GD" : $0 } ?? "CN-GD"
        let base = try base(rulebook.appliesTo[0], region)
        var random = SeededNumbers(seed: 7)
        for _ in 0..<10 {
            // Joules, so that one unit is one unit.
            let it = Int128(Int64.random(in: .MWh(900)...Int64.MWh(90_000), using: &random))
            func part(_ range: ClosedRange<Int128>) -> Int128 {
                it * Int128.random(in: range, using: &random) / 1_000
            }
            let facility = it + part(0...700)
            var graded = try base.with(.pue, facility, over: it)
                .with(.pueHeatPumpExcluded, facility, over: it)
                .with(
                    .greenShare, facility * Int128.random(in: 0...990, using: &random) / 1_000,
                    over: facility
                )
                .with(
                    .wue, 3_600 * (it / 3_600_000 * Int128.random(in: 0...2_400, using: &random)),
                    over: it
                )
                .with(
                    .wueFresh,
                    3_600 * (it / 3_600_000 * Int128.random(in: 0...1_400, using: &random)),
                    over: it
                )
                .with(
                    .erf, facility * Int128.random(in: 0...150, using: &random) / 1_000,
                    over: facility)
            for (id, _, range) in Self.moved
            where [.greenPowerQuality, .hourlyMatch, .cer, .itLoadUse].contains(id) {
                graded = try graded.with(
                    id, Int128(Int.random(in: range, using: &random)), over: 1_000)
            }
            let gap = grader.grade(graded.site, graded.indicators).gapToNext
            for change in gap?.changes ?? [] where change.isReachable {
                let enough = try moved(graded, [change], by: 0)
                let short = try moved(graded, [change], by: -1)
                let reached = grader.grade(enough.site, enough.indicators)
                #expect(
                    place(reached, rulebook)
                        <= (rulebook.levels.firstIndex { $0.level == gap?.level } ?? -1))
                let missed = grader.grade(short.site, short.indicators)
                #expect(place(missed, rulebook) > place(reached, rulebook), "\(change.lever)")
            }
            if let combination = gap?.combination, !combination.isEmpty, gap?.blockedBy == [] {
                let enough = try moved(graded, combination, by: 0)
                let reached = grader.grade(enough.site, enough.indicators)
                #expect(
                    place(reached, rulebook)
                        <= (rulebook.levels.firstIndex { $0.level == gap?.level } ?? -1))
            }
        }
    }

    /// The site after some changes, each a unit more or less.
    private func moved(
        _ graded: GradedSite, _ changes: [GapToNext.Change], by units: Int128
    ) throws -> GradedSite {
        var result = graded
        for change in changes {
            let (ids, step): ([IndicatorID], Int128) =
                switch change.amount {
                case .energy(let energy):
                    ([.pue, .pueHeatPumpExcluded], -(Int128(energy.joules) + units))
                case .water(let water):
                    (
                        [change.lever == .freshWater ? .wueFresh : .wue],
                        -3_600 * (Int128(water.millilitres) + units)
                    )
                case .certificates(let count):
                    ([.greenShare], 3_600_000_000 * (Int128(count) + units))
                case .heat(let heat): ([.erf], Int128(heat.joules) + units)
                case .racks(let count): ([.rackOccupancy], Int128(count) + units)
                case .emission(let mass): ([.cueLocation], -36 * (Int128(mass.milligrams) + units))
                }
            for id in ids {
                guard let value = result.indicators.figure(id).value else { continue }
                result = try result.with(id, value.numerator + step, over: value.denominator)
            }
        }
        return result
    }

    @Test(
        "no number of a rulebook without a document and a confidence",
        arguments: Rulebook.publishedIDs)
    func sourced(id: String) throws {
        let rulebook = try Rulebook.published(id)
        for criterion in rulebook.criteria {
            for citation in criterion.citations {
                let source = try #require(rulebook.source(citation.source))
                #expect(!source.title.english.isEmpty && !source.locator.isEmpty)
            }
        }
        for tier in rulebook.surcharge?.tiers ?? [] { #expect(rulebook.source(tier.source) != nil) }
        for source in rulebook.sources {
            #expect(!source.title.english.contains("memory") || source.id == "memory")
        }
    }

    @Test(
        "a level that carries a certificate never rests on C or M", arguments: Rulebook.publishedIDs
    )
    func carried(id: String) throws {
        let rulebook = try Rulebook.published(id)
        let grader = Grader(by: rulebook)
        let region = rulebook.regions.first.map { $0 == "CN" ? "CN-GD" : $0 } ?? "CN-GD"
        let base = try base(rulebook.appliesTo[0], region)
        var random = SeededNumbers(seed: 11)
        for _ in 0..<10 {
            var graded = base
            for (id, _, range) in Self.moved {
                graded = try graded.with(
                    id, Int128(Int.random(in: range, using: &random)), over: 1_000)
            }
            let grade = grader.grade(graded.site, graded.indicators)
            guard grade.level != nil, !grade.isInformative else { continue }
            #expect(grade.confidence?.mayCarryCertificate == true)
            for result in grade.gates where result.decides && result.verdict == .met {
                #expect(result.confidence?.mayCarryCertificate == true)
            }
        }
    }

    @Test(
        "not evaluated never counts as met: without values no scheme gives a level",
        arguments: Rulebook.publishedIDs)
    func nothingFromNothing(id: String) throws {
        let rulebook = try Rulebook.published(id)
        let region = rulebook.regions.first.map { $0 == "CN" ? "CN-GD" : $0 } ?? "CN-GD"
        var site = SyntheticSite(
            region: region, kind: rulebook.appliesTo[0], racks: nil, cooling: nil)
        site.add(.lighting, [("2025", .MWh(1))])
        let graded = try GradedSite(site)
        let grade = Grader(by: rulebook).grade(graded.site, graded.indicators)
        #expect(grade.level == nil && grade.reason != nil)
        #expect(
            (grade.gates + grade.criteria).allSatisfy {
                $0.verdict != .met || !$0.decides || $0.id == "p2"
            })
    }
}
