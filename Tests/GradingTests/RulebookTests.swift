import Foundation
import Grading
import Metering
import Quantities
import TestSupport
import Testing

/// A published rulebook with some of its text changed.
struct EditedRulebook {
    let text: String

    init(_ id: String) throws {
        text = String(decoding: try Project.data("Rulebooks/\(id).json"), as: UTF8.self)
    }

    func replacing(_ old: String, with new: String) throws -> Rulebook {
        try #require(text.contains(old))
        let edited = text.replacing(old, with: new)
        return try JSONDecoder().decode(Rulebook.self, from: Data(edited.utf8))
    }
}

@Suite struct RulebookTests {
    @Test("a rulebook bears the name of its file", arguments: Rulebook.publishedIDs)
    func names(id: String) throws {
        #expect(try Rulebook.published(id).id == id)
    }

    @Test(
        "what is not in the form is refused",
        arguments: [
            ("\"remarks\"", "\"remark\""),  // an unknown key, and a missing one
            ("\"at_most\": \"1.20\"", "\"at_most\": 1.20"),  // a number instead of a decimal
            ("\"at_most\": \"1.20\"", "\"at_most\": \"1.40\""),  // the best level is the loosest
            ("\"at_most\": \"1.20\"", "\"at_most\": \"1.30\""),  // two levels, one limit
            ("\"at_most\": \"1.50\"", "\"at_mots\": \"1.50\""),  // an unknown key in a limit
            ("\"at_most\": \"1.20\"", "\"at_most\": \"1.20\", \"below\": \"1.2\""),
            ("\"at_most\": \"1.20\"", "\"at_least\": \"1.20\""),  // limits that look two ways
            ("\"quantity\": \"pue\"", "\"quantity\": \"PUE\""),
            ("\"quantity\": \"pue\"", "\"quantity\": \"fact:no_such_fact\""),
            ("\"source\": \"limits\"", "\"source\": \"limit\""),  // no such source
            ("carbongrade-rulebook/2", "carbongrade-rulebook/3"),
            ("\"level\": \"2\"", "\"level\": \"1\""),
            ("\"of\": \"cooling\"", "\"of\": \"coolness\""),
            ("\"in\": [\n          \"air\"", "\"in\": [\n          \"wind\""),
        ])
    func refusals(old: String, new: String) throws {
        let rulebook = try EditedRulebook("gb-40879-2021")
        #expect(throws: DecodingError.self) { try rulebook.replacing(old, with: new) }
    }

    @Test("a scheme that looks at CUE gets its gap in milligrams, although the fraction is reduced")
    func carbonGap() throws {
        // No published scheme limits CUE; the European classes lend their numbers.
        let rulebook = try EditedRulebook("eu-2026-pue")
            .replacing("\"quantity\": \"pue\"", with: "\"quantity\": \"cue_location\"")
        var site = SyntheticSite(region: "CN-GD")
        site.add(.gridImport, [("2025", .kWh(2_663_131))])
        site.add(.it, at: .upsOutput, [("2025", .kWh(1_000_003))])
        site.add(.office, [("2025", .kWh(50_000))])
        let graded = try GradedSite(site)
        // 0.5 kg/kWh x (2,663,131 - 50,000) kWh / 1,000,003 kWh = 1.3065616... kg/kWh: class C; B takes 1.25
        let value = try #require(graded.indicators.figure(.cueLocation).value)
        let exact = try #require(ExactRational(value.numerator, over: value.denominator))
        #expect(exact.denominator == value.denominator, "the fraction stands in lowest terms")
        let grade = Grader(by: rulebook).grade(graded.site, graded.indicators)
        #expect(grade.level == "C")
        guard case .emission(let saving)? = grade.gapToNext?.changes.first?.amount else {
            Issue.record("no emission to save")
            return
        }
        // One milligram is 36 / (10 E_IT): the fewest are (CUE - 1.25) x 10 E_IT / 36, rounded up.
        let it = Int128(1_000_003) * 3_600_000
        let (limit, perUnit) = (
            try #require(ExactRational(-5, over: 4)), try #require(ExactRational(10 * it, over: 36))
        )
        let fewest = try #require(exact.adding(limit)?.multiplied(by: perUnit))
        let rounded = (fewest.numerator + fewest.denominator - 1) / fewest.denominator
        #expect(Int128(saving.milligrams) == rounded)
        // 1,306,565.5 - 1.25 x 1,000,003 = 56,561.75 kg, but for the rounding of twelve months
        #expect(abs(saving.milligrams - 56_561_750_000) <= 12)
    }

    @Test("saving the gap reaches the next level, one joule less does not")
    func gapSuffices() throws {
        var random = SeededGenerator(state: 2_026)
        for _ in 0..<6 {
            let it = Int64.random(in: 1_000_000...9_000_000_000, using: &random)
            let facility = it + Int64.random(in: (it / 2)...it, using: &random)
            let before = try GradedSite(facility: facility, it: it, region: "DE")
            let gap = try #require(try before.grade("eu-2026-pue").gapToNext)
            guard case .energy(let saving)? = gap.changes.first?.amount else {
                Issue.record("no energy to save")
                return
            }
            func level(saving joules: Int64) throws -> String? {
                try GradedSite(facility: facility - joules, it: it, region: "DE")
                    .grade("eu-2026-pue").level
            }
            #expect(try level(saving: saving.joules) == gap.level)
            #expect(try level(saving: saving.joules - 1) != gap.level)
        }
    }
}

/// A 64-bit linear congruential generator, so that a law fails twice in the same place.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}
