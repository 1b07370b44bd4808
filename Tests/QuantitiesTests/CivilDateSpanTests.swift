import Quantities
import Testing

/// Days that are known in part, and whole years between days.
@Suite struct CivilDateSpanTests {
    @Test(
        "a day, a month or a year is read as the days that it can be",
        arguments: [
            ("2014-06-01", "2014-06-01", "2014-06-01"), ("2014-06", "2014-06-01", "2014-06-30"),
            ("2012-02", "2012-02-01", "2012-02-29"), ("2014-12", "2014-12-01", "2014-12-31"),
            ("2014", "2014-01-01", "2014-12-31"),
        ])
    func read(text: String, first: String, last: String) throws {
        let span = try #require(CivilDateSpan(iso: text))
        #expect("\(span.first) \(span.last)" == "\(first) \(last)")
        #expect("\(span)" == text)
    }

    @Test(
        "anything else is none",
        arguments: [
            "", "-", "14", "2014-", "2014-6", "2014-13", "2014-02-30", "2014-06-01-", "2014/06",
            "20140601", "２０１４", "2014-06-01T00:00", "+014", " 2014", "0000",
        ])
    func refused(text: String) { #expect(CivilDateSpan(iso: text) == nil) }

    @Test(
        "a year is whole on its day, not before",
        arguments: [
            ("2015-06-01", "2025-05-31", 9), ("2015-06-01", "2025-06-01", 10),
            ("2016-02-29", "2025-02-28", 8), ("2016-02-29", "2025-03-01", 9),
            ("2016-02-29", "2024-02-29", 8), ("2025-12-31", "2025-12-31", 0),
            ("2026-01-01", "2025-12-31", -1),
        ])
    func wholeYears(began: String, day: String, years: Int) throws {
        let began = try #require(CivilDate(iso: began))
        let day = try #require(CivilDate(iso: day))
        #expect(began.wholeYears(until: day) == years)
        // The day on which they are whole is the first on which they are.
        let reached = began.adding(years: max(1, years))
        #expect(began.wholeYears(until: reached) == max(1, years))
        #expect(began.wholeYears(until: reached.adding(days: -1)) == max(1, years) - 1)
    }
}
