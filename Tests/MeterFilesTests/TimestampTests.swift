import MeterFiles
import TestSupport
import Testing

@Suite struct TimestampTests {
    @Test(
        "a stamp without an offset is a time on the wall clock",
        arguments: [
            ("2026-01-31 00:15", "2026-01-31 00:15"),
            ("2026-01-31T00:15:30", "2026-01-31 00:15:30"),
            ("2026-01-31  00:15", "2026-01-31 00:15"), ("2026-1-31 0:15", "2026-01-31 00:15"),
            ("2026/1/31 0:15", "2026-01-31 00:15"), ("2026/01/31 00:15:00", "2026-01-31 00:15"),
            ("2026.01.31 00:15", "2026-01-31 00:15"), ("2026年1月31日 00:15", "2026-01-31 00:15"),
            ("2026年01月31日", "2026-01-31"), ("31.01.2026 00:15", "2026-01-31 00:15"),
            ("31.01.2026", "2026-01-31"), ("2026-01-31", "2026-01-31"),
            ("2026/1/31", "2026-01-31"), ("2026-01-31 24:00", "2026-02-01"),
            ("2026-12-31 24:00:00", "2027-01-01"), ("20260131", "2026-01-31"),
            ("202601310015", "2026-01-31 00:15"), ("20260131001530", "2026-01-31 00:15:30"),
            ("20260131240000", "2026-02-01"), ("2024-02-29 12:00", "2024-02-29 12:00"),
            ("2026-01-31 00:15:00.000", "2026-01-31 00:15"),
        ])
    func naive(text: String, clock: String) throws {
        let stamp = try #require(Timestamp(text: text))
        #expect(stamp.seconds == .clock(clock))
        #expect(stamp.isLocal)
        #expect(!stamp.hadFraction)
    }

    @Test(
        "a stamp with an offset is an instant",
        arguments: [
            ("2026-01-31T00:15:00Z", "2026-01-31 00:15"), ("2026-01-31 00:15z", "2026-01-31 00:15"),
            ("2026-01-31T08:15+08:00", "2026-01-31 00:15"),
            ("2026-01-31T08:15:00+0800", "2026-01-31 00:15"),
            ("2026-01-31 08:15:00 +08", "2026-01-31 00:15"),
            ("2026-01-30T18:45:00-05:30", "2026-01-31 00:15"),
            ("2026-01-31T05:45+05:30", "2026-01-31 00:15"),
            ("2026-01-31T24:00+08:00", "2026-01-31 16:00"),
            ("1769818500", "2026-01-31 00:15"), ("1769818500000", "2026-01-31 00:15"),
        ])
    func instant(text: String, utc: String) throws {
        let stamp = try #require(Timestamp(text: text))
        #expect(stamp.seconds == .clock(utc))
        #expect(!stamp.isLocal)
    }

    @Test(
        "a fraction of a second is cut off and said",
        arguments: [
            ("2026-01-31 00:15:00.9", true), ("2026-01-31 00:15:00,250", true),
            ("2026-01-31T00:15:00.000Z", false), ("1769818500001", true), ("1769818500000", false),
        ])
    func fraction(text: String, hadFraction: Bool) throws {
        let stamp = try #require(Timestamp(text: text))
        #expect(stamp.seconds == .clock("2026-01-31 00:15"))
        #expect(stamp.hadFraction == hadFraction)
    }

    @Test(
        "day and month before the year are read only in a declared order",
        arguments: [
            ("31/01/2026 00:15", .dayMonthYear, "2026-01-31 00:15"),
            ("01/31/2026 00:15", .monthDayYear, "2026-01-31 00:15"),
            ("1-2-2026", .dayMonthYear, "2026-02-01"), ("1-2-2026", .monthDayYear, "2026-01-02"),
            ("31/01/2026", .monthDayYear, nil), ("31/01/2026", nil, nil), ("1/2/2026", nil, nil),
            // a year in front leaves nothing to declare
            ("2026/1/2", .monthDayYear, "2026-01-02"), ("2026/1/2", .dayMonthYear, "2026-01-02"),
        ] as [(String, Timestamp.DateOrder?, String?)])
    func order(text: String, order: Timestamp.DateOrder?, clock: String?) {
        #expect(Timestamp(text: text, order: order)?.seconds == clock.map { .clock($0) })
    }

    @Test(
        "anything else is no stamp",
        arguments: [
            "", "now", "2026", "2026-01", "26-01-31", "2026-02-29", "2026-13-01", "2026-01-32",
            "2026-01-31T", "2026-01-31 1", "2026-01-31 1:5", "2026-01-31 25:00",
            "2026-01-31 24:01", "2026-01-31 24:00:01", "2026-01-31 23:60",
            "2026-01-31 00:15 AM", "2026-01-31 00:15+8", "2026-01-31 00:15+19:00",
            "2026-01-31 00:15+08:60", "2026-01-31 00:15 Europe/Berlin", "2026-01/31 00:15",
            "31.01.26", "31-01.2026", "2026年1月31", "412.6", "-1769818500", "123456789",
            "12345678901", "99999999", "20261301", "202601312460", "9999999999999999999",
        ])
    func noStamp(text: String) {
        #expect(Timestamp(text: text) == nil)
        #expect(Timestamp(text: text, order: .dayMonthYear) == nil)
    }
}
