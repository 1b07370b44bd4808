import Quantities
import TestSupport
import Testing

@Suite struct LocalCalendarTests {
    @Test(
        "an offset holds from the second of its change",
        arguments: [
            ("2025-03-30 00:59", 3_600), ("2025-03-30 01:00", 7_200), ("2025-10-26 00:59", 7_200),
            ("2025-10-26 01:00", 3_600), ("1960-01-01 00:00", 3_600), ("2030-07-01 00:00", 3_600),
        ] as [(String, Int64)])
    func offset(utc: String, offset: Int64) {
        #expect(LocalCalendar.berlin.offset(at: .clock(utc)) == offset)
    }

    @Test(
        "a wall clock shows a time once, twice or never",
        arguments: [
            ("2025-07-01 12:00", .once(.clock("2025-07-01 10:00"))),
            ("2025-03-30 01:59", .once(.clock("2025-03-30 00:59"))),
            ("2025-03-30 02:00", .never), ("2025-03-30 02:59", .never),
            ("2025-03-30 03:00", .once(.clock("2025-03-30 01:00"))),
            ("2025-10-26 01:59", .once(.clock("2025-10-25 23:59"))),
            (
                "2025-10-26 02:00",
                .twice(earlier: .clock("2025-10-26 00:00"), later: .clock("2025-10-26 01:00"))
            ),
            (
                "2025-10-26 02:59",
                .twice(earlier: .clock("2025-10-26 00:59"), later: .clock("2025-10-26 01:59"))
            ),
            ("2025-10-26 03:00", .once(.clock("2025-10-26 02:00"))),
        ] as [(String, LocalCalendar.Resolution)])
    func instants(local: String, expected: LocalCalendar.Resolution) {
        #expect(LocalCalendar.berlin.instants(ofLocal: .clock(local)) == expected)
    }

    @Test(
        "a day has 24 hours, 23 when clocks go forward, 25 when they go back",
        arguments: [
            ("2025-03-29", 24), ("2025-03-30", 23), ("2025-10-25", 24), ("2025-10-26", 25),
            ("2026-03-29", 23), ("2026-10-25", 25),
        ] as [(String, Int64)])
    func dayLength(text: String, hours: Int64) throws {
        let date = try #require(CivilDate(iso: text))
        let day = LocalCalendar.berlin.interval(from: date, to: date.adding(days: 1))
        #expect(day.seconds == hours * 3_600)
        #expect(LocalCalendar.berlin.date(at: day.start) == date)
        #expect(LocalCalendar.berlin.date(at: day.end - 1) == date)
        #expect(LocalCalendar.berlin.date(at: day.end) == date.adding(days: 1))
    }

    @Test("a day whose midnight is skipped begins with the first second that exists")
    func skippedMidnight() throws {
        let date = try #require(CivilDate(iso: "2025-09-07"))
        let calendar = LocalCalendar.santiago
        // 2025-09-06 24:00 at -4 is 04:00 UTC, when the clock already shows 01:00 at -3
        #expect(calendar.instants(ofLocal: .clock("2025-09-07 00:30")) == .never)
        #expect(calendar.start(of: date) == .clock("2025-09-07 04:00"))
        let day = calendar.interval(from: date, to: date.adding(days: 1))
        #expect(day.seconds == 23 * 3_600)
        // In April midnight at -3 is set back to 23:00 at -4: the day before has 25 hours.
        let april = try #require(CivilDate(iso: "2025-04-05"))
        let long = calendar.interval(from: april, to: april.adding(days: 1))
        #expect(long.seconds == 25 * 3_600)
        #expect(long.end == .clock("2025-04-06 04:00"))
    }

    @Test("a midnight that occurs twice begins the day at its earlier pass")
    func repeatedMidnight() throws {
        // At 01:00 the clock goes back to 00:00, as in Havana.
        let calendar = LocalCalendar(
            identifier: "America/Havana", changes: [.clock("2025-11-02 05:00")],
            offsets: [-14_400, -18_000])
        let date = try #require(CivilDate(iso: "2025-11-02"))
        let day = calendar.interval(from: date, to: date.adding(days: 1))
        #expect(day.start == .clock("2025-11-02 04:00"))
        #expect(day.seconds == 25 * 3_600)
    }

    @Test("a day that a place left out has no second")
    func skippedDay() throws {
        // Samoa went from 2011-12-29 24:00 at -10 to 2011-12-31 00:00 at +14.
        let calendar = LocalCalendar(
            identifier: "Pacific/Apia", changes: [.clock("2011-12-30 10:00")],
            offsets: [-36_000, 50_400])
        let date = try #require(CivilDate(iso: "2011-12-30"))
        #expect(calendar.interval(from: date, to: date.adding(days: 1)).seconds == 0)
        #expect(calendar.start(of: date) == .clock("2011-12-30 10:00"))
    }

    @Test(
        "law: the days of a year join without a gap",
        arguments: [LocalCalendar.berlin, .santiago, .kolkata])
    func joined(calendar: LocalCalendar) throws {
        var date = try #require(CivilDate(iso: "2025-01-01"))
        var end = calendar.start(of: date)
        for _ in 0..<365 {
            let day = calendar.interval(from: date, to: date.adding(days: 1))
            #expect(day.start == end)
            #expect([23, 24, 25].contains(day.seconds / 3_600))
            #expect(calendar.date(at: day.start) == date)
            #expect(calendar.date(at: day.start - 1) == date.adding(days: -1))
            (date, end) = (date.adding(days: 1), day.end)
        }
    }

    @Test(
        "slots are as long as the place's offsets allow",
        arguments: [
            ([28_800], [], 3_600), ([3_600, 7_200], ["2025-03-30 01:00"], 3_600),
            ([19_800], [], 1_800), ([20_700], [], 900), ([-12_600], [], 1_800),
            // half an hour of summer time
            ([37_800, 39_600], ["2025-10-04 15:30"], 1_800),
            // an odd offset that ended before 1973 does not count, one that held on does
            ([29_143, 28_800], ["1901-01-01 00:00"], 3_600),
            ([-2_670, 0], ["1972-05-01 00:44"], 3_600),
            ([27_000, 28_800], ["1982-01-01 00:00"], 1_800),
        ] as [([Int64], [String], Int64)])
    func slots(offsets: [Int64], changes: [String], seconds: Int64) {
        let calendar = LocalCalendar(
            identifier: "Test/Zone", changes: changes.map { .clock($0) }, offsets: offsets)
        #expect(calendar.slotSeconds == seconds)
    }

    @Test("an instant is printed with the offset that holds then")
    func text() {
        #expect(
            LocalCalendar.berlin.text(at: .clock("2025-10-26 00:30")) == "2025-10-26T02:30:00+02:00"
        )
        #expect(
            LocalCalendar.berlin.text(at: .clock("2025-10-26 01:30")) == "2025-10-26T02:30:00+01:00"
        )
        #expect(LocalCalendar.kolkata.text(at: 0) == "1970-01-01T05:30:00+05:30")
        #expect(
            LocalCalendar.santiago.text(at: .clock("2025-06-01 00:00"))
                == "2025-05-31T20:00:00-04:00")
        #expect(LocalCalendar.utcText(at: -1) == "1969-12-31T23:59:59Z")
    }

    @Test("division rounds towards the past")
    func floor() {
        let cases: [(Int64, Int64)] = [(-11, -2), (-10, -1), (-1, -1), (0, 0), (9, 0), (10, 1)]
        for (value, expected) in cases { #expect(LocalCalendar.floor(value, by: 10) == expected) }
    }

    @Test("an interval is half-open")
    func intervals() {
        let hour = Interval(start: 0, end: 3_600)
        #expect(hour.intersection(Interval(start: 3_600, end: 7_200)) == nil)
        #expect(hour.intersection(Interval(start: 1_800, end: 7_200))?.seconds == 1_800)
        #expect(hour.contains(Interval(start: 0, end: 3_600)))
        #expect(!hour.contains(Interval(start: 0, end: 3_601)))
    }
}
