import Quantities
import Testing

@Suite struct CivilDateTests {
    @Test("every day from 1900 to 2100 has the number that counting gives it")
    func counting() throws {
        // 1970-01-01 is day 0; 70 years with 17 leap days (1904 to 1968) lie before it.
        var number: Int64 = -(70 * 365 + 17)
        for year in 1900...2100 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (month, length) in zip(1..., lengths) {
                for day in 1...length {
                    let date = try #require(CivilDate(year: year, month: month, day: day))
                    let parts = CivilDate(dayNumber: number).components
                    guard date.dayNumber == number, parts == (year, month, day) else {
                        Issue.record("\(year)-\(month)-\(day) is day \(number)")
                        return
                    }
                    number += 1
                }
                #expect(CivilDate(year: year, month: month, day: length + 1) == nil)
            }
        }
    }

    @Test(
        "a date is read and printed in its one form",
        arguments: [
            ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2026-07-01", 20_635),
            ("0001-01-01", -719_162),
        ] as [(String, Int64)])
    func iso(text: String, number: Int64) throws {
        let date = try #require(CivilDate(iso: text))
        #expect(date.dayNumber == number)
        #expect(date.description == text)
    }

    @Test(
        "what is no such day is no date",
        arguments: [
            "", "2026", "2026-7-1", "2026-07-01T00:00", "2026-02-29", "1900-02-29", "2026-13-01",
            "2026-00-01", "2026-01-00", "2026-04-31", "0000-01-01", "26-07-01", "2026/07/01",
            "2026--7-01", "２０２６-07-01",
        ])
    func noDate(text: String) {
        #expect(CivilDate(iso: text) == nil)
    }

    @Test("a sign is no digit of a date", arguments: ["2026-+7-01", "2026-07-+1", "+026-07-01"])
    func sign(text: String) {
        #expect(CivilDate(iso: text) == nil)
    }

    @Test(
        "months are counted over the ends of years",
        arguments: [
            ("2026-07-15", 0, "2026-07-01"), ("2026-07-15", 1, "2026-08-01"),
            ("2026-12-31", 1, "2027-01-01"), ("2026-01-31", -1, "2025-12-01"),
            ("2026-01-31", -12, "2025-01-01"), ("2024-02-29", 12, "2025-02-01"),
            ("1970-01-01", 672, "2026-01-01"), ("9999-11-05", 1, "9999-12-01"),
        ])
    func months(text: String, count: Int, expected: String) throws {
        let date = try #require(CivilDate(iso: text))
        #expect(date.firstOfMonth(adding: count).description == expected)
    }

    @Test("a month later is never the same day or an earlier one")
    func lastMonth() throws {
        let date = try #require(CivilDate(iso: "9999-12-05"))
        #expect(date.firstOfMonth(adding: 1) > date)
    }
}

@Suite struct PeriodTests {
    @Test(
        "a period is a year, a quarter, a month or two dates, the second exclusive",
        arguments: [
            ("2026", "2026-01-01", "2027-01-01", 12, true),
            ("2026Q1", "2026-01-01", "2026-04-01", 3, false),
            ("2026Q4", "2026-10-01", "2027-01-01", 3, false),
            ("2026-09", "2026-09-01", "2026-10-01", 1, false),
            ("2026-12", "2026-12-01", "2027-01-01", 1, false),
            ("2026-07-01/2026-10-01", "2026-07-01", "2026-10-01", 3, false),
            ("2025-07-01/2026-07-01", "2025-07-01", "2026-07-01", 12, true),
            ("2025-07-02/2026-07-02", "2025-07-02", "2026-07-02", 13, false),
            ("2026-01-31/2026-02-01", "2026-01-31", "2026-02-01", 1, false),
        ])
    func forms(text: String, start: String, end: String, months: Int, isYear: Bool) throws {
        let period = try #require(Period(text))
        #expect(period.start.description == start)
        #expect(period.end.description == end)
        #expect(period.label == text)
        #expect(period.months.count == months)
        #expect(period.isTwelveMonths == isYear)
    }

    @Test(
        "anything else is no period",
        arguments: [
            "", "26", "2026Q0", "2026Q5", "2026q1", "2026Q11", "2026-13", "2026-1", "2026-00",
            "2026-07-01/2026-07-01", "2026-07-02/2026-07-01", "2026-07-01/", "/2026-07-01",
            "2026-07-01/2026-08-01/2026-09-01", "2026-07-01", "0000", "year",
        ])
    func noPeriod(text: String) {
        #expect(Period(text) == nil)
    }

    @Test("a sign is no digit of a period", arguments: ["2026-+7", "+026", "+026Q1"])
    func sign(text: String) {
        #expect(Period(text) == nil)
    }

    @Test("the months of a period are clipped to it and join without a gap")
    func clipped() throws {
        let period = try #require(Period("2025-11-20/2026-02-10"))
        let months = period.months
        #expect(months.map(\.label) == ["2025-11", "2025-12", "2026-01", "2026-02"])
        #expect(
            months.map { "\($0.start)/\($0.end)" } == [
                "2025-11-20/2025-12-01", "2025-12-01/2026-01-01", "2026-01-01/2026-02-01",
                "2026-02-01/2026-02-10",
            ])
    }
}
