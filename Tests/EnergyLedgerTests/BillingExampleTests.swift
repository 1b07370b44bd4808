import Foundation
import Metering
import Quantities
import TestSupport
import Testing

/// A published example of spreading bills over time (eemeter): 27 lines, the last without a value.
@Suite struct BillingExampleTests {
    /// `2015-11-22T00:00:00-06:00` in Unix time.
    private static func instant(_ text: Substring) -> Int64 {
        .clock(text.prefix(10) + " " + text.dropFirst(11).prefix(5)) + 6 * 3_600
    }

    @Test(
        "26 bills over 790 days keep their sum, by the hour and by the day",
        .enabled(if: ReferenceTables.folder != nil, Comment(rawValue: ReferenceTables.notice)))
    func bills() throws {
        let text = String(
            decoding: try ReferenceTables.data("data/uk-half-hourly/billing_periods.csv"),
            as: UTF8.self)
        let rows = text.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",")
        }
        #expect(rows.count == 27)
        var bookings: [Booking] = []
        for (row, next) in zip(rows, rows.dropFirst()) {
            let kWh = try #require(DecimalText(row[1]))
            bookings.append(
                Booking(
                    interval: Interval(
                        start: Self.instant(row[0]), end: Self.instant(next[0])),
                    amount: try #require(kWh.rounded(times: .one, times: 3_600_000)), source: 0,
                    line: 0))
        }
        let profile = LoadProfile(
            bookings, slotSeconds: 3_600, of: .gridImport, wantsMirror: false)
        let months = profile.months.values
        let joules = months.reduce(Int64(0)) { $0 + $1.amounts.reduce(0, +) }
        // printed 21290.2 kWh to one decimal
        #expect(Rounding.text(Int128(joules), over: 3_600_000, places: 1) == "21290.2")
        #expect(joules == bookings.reduce(0) { $0 + $1.amount })
        // 790 days of 24 hours; the printed 18,961 points hold the closing one
        let slots = months.reduce(0) { $0 + $1.coveredSeconds.count { $0 == 3_600 } }
        #expect(slots == 18_960)
        // They begin at 06:00 UTC and so touch 791 days; the printed 792 points hold the closing one
        let first = Self.instant(rows[0][0]) / 86_400
        let last = (Self.instant(rows[26][0]) - 1) / 86_400
        #expect(last - first + 1 == 791)
    }
}
