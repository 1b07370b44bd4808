import EnergyLedger
import Grading
import Provenance
import Quantities
import TestSupport
import Testing

@testable import Retrofit

/// Whether what a measure replaces is old enough: yes, no, or not to be told.
@Suite struct AgeTests {
    private func site(_ id: String = "a", commissioned: String? = nil) -> Site {
        SyntheticSite(id: id, commissioned: commissioned).site
    }

    private func ages(_ stated: [String: String], of plant: Plant = .ups, on day: String)
        throws -> StatedPlant
    {
        StatedPlant(
            on: try #require(CivilDate(iso: day)),
            stated.compactMapValues { text in CivilDateSpan(iso: text).map { [plant: $0] } })
    }

    private func measure(_ years: Int?, _ plant: Plant? = .ups, id: String = "m") -> Measure {
        .example(id, replaces: plant, minimumAgeYears: years)
    }

    private func option(
        _ measure: Measure, _ terms: MeasureTerms? = nil, at site: Site, _ ages: StatedPlant
    ) -> RetrofitOption {
        RetrofitOption(
            measure, at: site, .office, terms: terms ?? .example(measure.id), hasTariff: true,
            plant: ages)
    }

    @Test(
        "an age that is just reached is met, a day less is not, and what is not told is not guessed",
        arguments: [
            // Ten years on the last day of 2025: 2015-12-31 is the youngest that is met.
            ("2015-12-31", "2025-12-31", Verdict.met, 10...10),
            ("2016-01-01", "2025-12-31", .notMet, 9...9),
            // Any day of 2015 is ten years back on the last day of 2025, any of 2016 nine.
            ("2015", "2025-12-31", .met, 10...10), ("2016", "2025-12-31", .notMet, 9...9),
            // On the last day of June 2025 what began in 2015 is nine or ten years old.
            ("2015", "2025-06-30", .notEvaluated, 9...10),
            ("2015-06", "2025-06-30", .met, 10...10),
            ("2015-06", "2025-06-29", .notEvaluated, 9...10),
            ("2015-07", "2025-06-30", .notMet, 9...9),
            // What begins after the day has no age.
            ("2030", "2025-12-31", .notMet, 0...0),
        ] as [(String, String, Verdict, ClosedRange<Int>)])
    func edges(
        commissioned: String, day: String, outcome: Verdict, years: ClosedRange<Int>
    ) throws {
        let option = option(measure(10), at: site(), try ages(["a": commissioned], on: day))
        let age = try #require(option.age)
        #expect(age.outcome == outcome)
        #expect(age.years == years)
        #expect(
            option.hindrance
                == (outcome == .met
                    ? nil : outcome == .notMet ? .youngerThanMinimumAge : .ageNotKnown))
    }

    @Test("what is too young names both years and the day; what is missing names fact and file")
    func words() throws {
        let young = option(
            measure(10), at: site(), try ages(["a": "2018-03-15"], on: "2025-12-31"))
        // Seven years on the day; ten on 2028-03-15.
        let text = young.text(of: .youngerThanMinimumAge)
        for part in ["2018-03-15", "7 years on 2025-12-31", "at least 10", "2028-03-15"] {
            #expect(text.english.contains(part), "\(text.english)")
        }
        for part in ["2018-03-15", "满 7 年", "至少 10 年", "2028-03-15"] {
            #expect(text.chinese.contains(part), "\(text.chinese)")
        }
        // Another reason says nothing of age.
        #expect(young.text(of: .noPrice) == Reason.noPrice.text)
        for plant in Plant.allCases {
            let unknown = option(measure(10, plant), at: site(), .none)
            #expect(unknown.hindrance == .ageNotKnown)
            let text = unknown.text(of: .ageNotKnown)
            let place = plant.place
            for words in [text.english, text.chinese] {
                #expect(words.contains(place.name) && words.contains(place.file))
            }
        }
    }

    @Test("the site's own day stands in sites.csv, that of its plant nowhere else than in its fact")
    func ownDay() throws {
        let old = site(commissioned: "2010-01-01")
        #expect(option(measure(10, .site), at: old, .none).hindrance == nil)
        #expect(option(measure(20, .site), at: old, .none).hindrance == .youngerThanMinimumAge)
        // An old site does not make its plant old, nor a fact of other plant.
        #expect(option(measure(10), at: old, .none).hindrance == .ageNotKnown)
        let other = try ages(["a": "2001"], of: .rectifier, on: "2025-12-31")
        #expect(option(measure(10), at: old, other).hindrance == .ageNotKnown)
    }

    @Test("the portfolio's word comes before the published one, and nought asks for nothing")
    func terms() throws {
        let ages = try ages(["a": "2018"], on: "2025-12-31")
        func own(_ years: Int?, _ plant: Plant? = nil) -> MeasureTerms {
            MeasureTerms(
                measureID: "m", siteID: nil, capex: .one, lifeYears: 10, replaces: plant,
                minimumAgeYears: years)
        }
        for (published, terms, expected) in [
            (measure(10), own(nil), .youngerThanMinimumAge), (measure(10), own(7), nil),
            (measure(10), own(0), nil), (measure(nil), own(8), .youngerThanMinimumAge),
            (measure(nil, nil), own(7, .ups), nil),
            (measure(7), own(nil, .rectifier), .ageNotKnown), (measure(nil), own(nil), nil),
        ] as [(Measure, MeasureTerms, Reason?)] {
            #expect(option(published, terms, at: site(), ages).hindrance == expected)
        }
        // What is done is done, whatever its age.
        let done = MeasureTerms(
            measureID: "m", siteID: nil, capex: .one, lifeYears: 10, minimumAgeYears: 50,
            status: .done)
        #expect(option(measure(10), done, at: site(), ages).isDone)
    }

    @Test("sites of one archetype that differ in age are told apart, whoever comes first")
    func shelf() throws {
        let ages = try ages(
            ["old": "2001-05-05", "older": "1999", "new": "2024"], on: "2025-12-31")
        let sites = ["old", "older", "new", "unknown"].map { site($0) }
        for sites in [sites, sites.reversed()] {
            let shelf = OptionShelf(
                measures: [measure(12), measure(nil, id: "free")],
                terms: [.example("m"), .example("free")], hasTariff: { _ in true },
                isCalendarYear: true,
                plant: ages)
            var seen: [String: RetrofitOption] = [:]
            for site in sites {
                let options = shelf.options(of: site, .office)
                #expect(options.map(\.id) == ["free", "m"])
                #expect(options[0].hindrance == nil && options[0].age == nil)
                seen[site.id] = options[1]
            }
            #expect(
                seen.mapValues(\.hindrance) == [
                    "old": nil, "older": nil, "new": .youngerThanMinimumAge,
                    "unknown": .ageNotKnown,
                ])
            #expect(seen["older"]?.age?.commissioned?.description == "1999")
            #expect(seen["old"]?.age?.commissioned?.description == "2001-05-05")
            // Old and older are one archetype, new and unknown one each.
            #expect(shelf.archetypeCount == 3)
        }
    }

    @Test(
        "law: a higher least age never adds a measure and never betters a plan", arguments: 1...20)
    func law(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let names = ["a", "b", "c", "d", "e"]
        let plants = Plant.allCases.filter { $0 != .site }
        let stated = Dictionary(
            uniqueKeysWithValues: plants.filter { _ in Bool.random(using: &numbers) }.map {
                ($0, CivilDateSpan(iso: "\(Int.random(in: 1_995...2_026, using: &numbers))"))
            }
        ).compactMapValues { $0 }
        let ages = StatedPlant(on: .lastDay, ["a": stated])
        let measures = names.enumerated().map { index, name in
            Measure.example(
                name, replaces: plants.randomElement(using: &numbers),
                on: EndUse.allCases.randomElement(using: &numbers),
                low: "0.\(Int.random(in: 1...4, using: &numbers))",
                dependsOn: index > 0 && Bool.random(using: &numbers) ? [[names[index - 1]]] : [],
                conflictsWith: index > 2 && Bool.random(using: &numbers) ? [names[0]] : [])
        }
        var years = names.map { _ in Int.random(in: 0...15, using: &numbers) }
        func planned() -> (usable: Set<String>, worth: Money) {
            let options = zip(measures, years).map { measure, years in
                option(
                    measure,
                    MeasureTerms(
                        measureID: measure.id, siteID: nil, capex: DecimalText("900"),
                        lifeYears: 9, minimumAgeYears: years), at: site(), ages)
            }
            let known = SiteCase(
                siteID: "a", chain: .office, options: options, carbon: CarbonWeights(months: []))
            let plan = RetrofitPlan(
                [known], settings: PlanningSettings(tariff: Tariff(flat: DecimalText("0.6"))),
                request: PlanRequest())
            return (
                Set(known.options.filter { $0.hindrance == nil }.map(\.id)), plan.netPresentValue
            )
        }
        var before = planned()
        for _ in 0..<25 {
            years[Int.random(in: 0..<5, using: &numbers)] += Int.random(in: 1...6, using: &numbers)
            let after = planned()
            #expect(after.usable.isSubset(of: before.usable))
            #expect(after.worth <= before.worth)
            before = after
        }
    }
}
