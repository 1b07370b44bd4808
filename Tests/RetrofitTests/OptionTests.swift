import EnergyLedger
import Quantities
import TestSupport
import Testing

@testable import Retrofit

/// What a site is offered, and what stands against it.
@Suite struct OptionTests {
    private func shelf(_ terms: [MeasureTerms], _ measures: [Measure]) -> OptionShelf {
        OptionShelf(
            measures: measures, terms: terms, hasTariff: { _ in true }, isCalendarYear: true,
            plant: .none)
    }

    private func site(_ id: String, design: DecimalText) -> Site {
        SyntheticSite(itDesignKilowatts: design, id: id).site
    }

    @Test(
        "a price that overflows at one site of an archetype is no price there, whoever comes first")
    func overflow() throws {
        // Nine trillion for each kW: ten trillion is the most that one measure at one site may cost.
        let terms = MeasureTerms(
            measureID: "fans", siteID: nil, capex: DecimalText("9000000000000"),
            basis: .itKilowatt, lifeYears: 10)
        let (small, large) = (site("a", design: .one), site("b", design: DecimalText("11")))
        for sites in [[small, large], [large, small]] {
            let shelf = shelf([terms], [.example("fans", on: .fan)])
            for site in sites {
                let option = try #require(shelf.options(of: site, .office).first)
                #expect(option.siteID == site.id)
                #expect((option.capex == nil) == (site.id == "b"))
                #expect(option.hindrance == (site.id == "b" ? .noPrice : nil))
            }
        }
    }

    @Test("what is priced beyond all measure is not planned, and breaks nothing")
    func beyond() {
        let measures = (0..<12).map { number in
            let id = "m\(number)"
            // 9.99 trillion each, once and every year.
            return (
                Measure.example(id, low: "0.01"),
                MeasureTerms(
                    measureID: id, siteID: nil, capex: DecimalText("9990000000000"),
                    annualCost: DecimalText("9990000000000"),
                    annualWater: DecimalText("-990000000"), lifeYears: 60)
            )
        }
        let site = SyntheticSite().site
        let options = measures.map {
            RetrofitOption(
                $0.0, at: site, .office, terms: $0.1, hasTariff: true,
                waterPrice: DecimalText("10000"), plant: .none)
        }
        #expect(options.allSatisfy { $0.hindrance == nil && $0.annualWaterCost != nil })
        let plan = RetrofitPlan(
            [
                SiteCase(
                    siteID: "a", chain: .office, options: options,
                    carbon: CarbonWeights(months: [ExactRatio(1, to: 7_200)]))
            ], settings: .example, request: PlanRequest(mustDo: ["a": 4_095]))
        #expect(plan.sites[0].chosen == 4_095)
        for (capex, water) in [
            (DecimalText("10000000000001"), DecimalText("0")), (.one, DecimalText("1000000001")),
        ] {
            let terms = MeasureTerms(
                measureID: "m", siteID: nil, capex: capex,
                annualWater: water, lifeYears: 9)
            let option = RetrofitOption(
                .example("m"), at: site, .office, terms: terms, hasTariff: true,
                plant: .none)
            #expect(option.hindrance == .noPrice)
        }
    }

    @Test("green power of a year that is none of the calendar is said, not paid for")
    func calendarYear() {
        for effect in [Measure.Effect.greenTrade, .greenCertificates] {
            for isCalendarYear in [true, false] {
                let option = RetrofitOption(
                    .example("green", effect, on: nil, low: nil), at: SyntheticSite().site, .office,
                    terms: .example("green", quantity: "100"), hasTariff: true,
                    isCalendarYear: isCalendarYear, plant: .none)
                #expect(option.hindrance == (isCalendarYear ? nil : .needsCalendarYear))
            }
        }
        for (text, year) in [
            ("2025", 2025), ("2025-01-01/2026-01-01", 2025), ("2025-04-01/2026-04-01", nil),
            ("2025Q1", nil),
        ] as [(String, Int?)] {
            #expect(Period(text)?.calendarYear == year)
        }
    }

    @Test("what was proven is a share of the whole link; what is stated, of the part it reaches")
    func reach() {
        func saved(isProven: Bool) -> Int64 {
            let terms = MeasureTerms(
                measureID: "rows", siteID: nil, capex: .one, lifeYears: 10,
                low: DecimalText("0.2"), high: DecimalText("0.2"), quantity: DecimalText("0.5"),
                isProven: isProven)
            let option = RetrofitOption(
                .example("rows", low: "0.3"), at: SyntheticSite().site, .office, terms: terms,
                hasTariff: true, plant: .none)
            return PowerChain.office.savings(option.actions).total(of: .cooling)
        }
        // 300 MWh of cooling: a fifth of half of it, and a fifth of it.
        #expect(saved(isProven: false) == .MWh(30))
        #expect(saved(isProven: true) == .MWh(60))
    }

    @Test("a store below a tenth of efficiency is refused, at a tenth it is one")
    func efficiency() {
        for (text, isFine) in [
            (DecimalText("0.000000001"), false), (DecimalText("0.0999"), false),
            (DecimalText("0.1"), true), (.one, true), (DecimalText("1.01"), false),
        ] {
            let problem = MeasureTable.rangeProblem(.storage, nil, text, nil)
            #expect((problem == nil) == isFine)
        }
    }
}
