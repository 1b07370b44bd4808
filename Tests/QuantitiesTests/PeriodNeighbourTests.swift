import Quantities
import Testing

/// The periods that a report speaks of beside its own.
@Suite struct PeriodNeighbourTests {
    @Test(
        "the period before has the same length and a label that names it",
        arguments: [
            ("2026Q3", "2026Q2"), ("2026Q1", "2025Q4"), ("2026", "2025"), ("2026-03", "2026-02"),
            // Two months before two months; 31 days before 31 days.
            ("2026-03-01/2026-05-01", "2026-01-01/2026-03-01"),
            ("2026-03-10/2026-04-10", "2026-02-07/2026-03-10"),
        ])
    func before(text: String, expected: String) throws {
        #expect(try #require(Period(text)).before == Period(expected))
    }

    @Test(
        "a year before are the same days",
        arguments: [
            ("2026Q3", "2025Q3"), ("2024", "2023"), ("2024-02", "2023-02"),
            // The leap day has no day a year before; the 28th stands for it.
            ("2024-02-29/2024-03-02", "2023-02-28/2023-03-02"),
        ])
    func yearBefore(text: String, expected: String) throws {
        #expect(try #require(Period(text)).yearBefore == Period(expected))
    }

    @Test("the twelve months end with the period, the year to date begins with its year")
    func spans() throws {
        let quarter = try #require(Period("2026Q3"))
        #expect(quarter.twelveMonths == Period("2025-10-01/2026-10-01"))
        #expect(quarter.yearToDate == Period("2026-01-01/2026-10-01"))
        let last = try #require(Period("2026Q4"))
        #expect(last.twelveMonths == Period("2026"))
        #expect(last.yearToDate == Period("2026"))
        #expect(try #require(Period("2026Q1")).yearToDate == Period("2026Q1"))
    }

    @Test(
        "a relative period is the last one that is over",
        arguments: [
            ("last-quarter", "2026-10-01", "2026Q3"), ("last-quarter", "2026-12-31", "2026Q3"),
            ("last-quarter", "2026-09-30", "2026Q2"), ("last-quarter", "2026-01-01", "2025Q4"),
            ("last-month", "2026-03-01", "2026-02"), ("last-month", "2026-01-31", "2025-12"),
            ("last-year", "2026-01-01", "2025"), ("last-year", "2026-12-31", "2025"),
        ])
    func relative(words: String, today: String, expected: String) throws {
        let day = try #require(CivilDate(iso: today))
        #expect(Period(relative: words, on: day) == Period(expected))
    }

    @Test("other words are no period")
    func unknown() throws {
        let day = try #require(CivilDate(iso: "2026-10-01"))
        #expect(Period(relative: "next-quarter", on: day) == nil)
    }
}
