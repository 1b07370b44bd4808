import EnergyLedger
import Quantities
import TestSupport
import Testing

@testable import Retrofit

/// What a site is offered, and what stands against it.
@Suite struct OptionTests {
    private func shelf(_ terms: [MeasureTerms], _ measures: [Measure]) -> OptionShelf {
        OptionShelf(measures: measures, terms: terms, hasTariff: true, isCalendarYear: true)
    }

    private func site(_ id: String, design: DecimalText) -> Site {
        SyntheticSite(itDesignKilowatts: design, id: id).site
    }

    @Test(
        "a price that overflows at one site of an archetype is no price there, whoever comes first")
    func overflow() throws {
        // 9,000,000,000,000,000 for each kW: 1 kW fits into an Int64 of hundredths, 11 kW do not.
        let terms = MeasureTerms(
            measureID: "fans", siteID: nil, capex: DecimalText("9000000000000000"),
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

    @Test("green power of a year that is none of the calendar is said, not paid for")
    func calendarYear() {
        for effect in [Measure.Effect.greenTrade, .greenCertificates] {
            for isCalendarYear in [true, false] {
                let option = RetrofitOption(
                    .example("green", effect, on: nil, low: nil), at: SyntheticSite().site, .office,
                    terms: .example("green", quantity: "100"), hasTariff: true,
                    isCalendarYear: isCalendarYear)
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
                hasTariff: true)
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
