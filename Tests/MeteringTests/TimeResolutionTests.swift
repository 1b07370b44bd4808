import Metering
import Quantities
import TestSupport
import Testing

/// Naive local stamps of a meter in Berlin, read every half hour or hour; a row's value is its
/// number, so that the bookings tell which row became which instant.
@Suite struct TimeResolutionTests {
    private func derive(_ stamps: [String], every seconds: Int64 = 1_800) -> MeterDerivation {
        let rows = stamps.enumerated().map { ReadingRow($1, Int64($0 + 1)) }
        return MeterDerivation(
            .example(every: seconds, in: .berlin), from: [ReadingBatch(rows, isLocal: true)])
    }

    /// The numbers of the rows and the instants that they became, in the order of time.
    private func settled(_ derivation: MeterDerivation) -> [String] {
        derivation.amounts.map {
            "\($0.amount / 3_600_000) at \(LocalCalendar.utcText(at: $0.start).prefix(16))"
        }
    }

    @Test(
        "a repeated hour is its earlier, then its later pass, whichever way the file runs",
        arguments: [
            // oldest first, both passes one after the other
            (
                ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"], 1_800,
                [
                    "1 at 25T23:30", "2 at 26T00:00", "3 at 26T00:30", "4 at 26T01:00",
                    "5 at 26T01:30", "6 at 26T02:00",
                ]
            ),
            // newest first
            (
                ["03:00", "02:30", "02:00", "02:30", "02:00", "01:30"], 1_800,
                [
                    "6 at 25T23:30", "5 at 26T00:00", "4 at 26T00:30", "3 at 26T01:00",
                    "2 at 26T01:30", "1 at 26T02:00",
                ]
            ),
            // hourly: the same stamp twice
            (
                ["01:00", "02:00", "02:00", "03:00"], 3_600,
                ["1 at 25T23:00", "2 at 26T00:00", "3 at 26T01:00", "4 at 26T02:00"]
            ),
            (
                ["03:00", "02:00", "02:00", "01:00"], 3_600,
                ["4 at 25T23:00", "3 at 26T00:00", "2 at 26T01:00", "1 at 26T02:00"]
            ),
            // both passes of each half hour side by side
            (
                ["01:30", "02:00", "02:00", "02:30", "02:30", "03:00"], 1_800,
                [
                    "1 at 25T23:30", "2 at 26T00:00", "4 at 26T00:30", "3 at 26T01:00",
                    "5 at 26T01:30", "6 at 26T02:00",
                ]
            ),
            // the second pass began late
            (
                ["02:00", "02:30", "02:30", "03:00"], 1_800,
                ["1 at 26T00:00", "2 at 26T00:30", "3 at 26T01:30", "4 at 26T02:00"]
            ),
        ] as [([String], Int64, [String])])
    func passes(clock: [String], seconds: Int64, expected: [String]) {
        let derivation = derive(clock.map { "2025-10-26 " + $0 }, every: seconds)
        #expect(settled(derivation) == expected.map { $0.replacing("at ", with: "at 2025-10-") })
        #expect(!derivation.codes.contains { $0.hasPrefix("time-") })
    }

    @Test("a single pass through a repeated hour is daylight time, with a note")
    func singlePass() {
        let derivation = derive(
            ["01:30", "02:00", "02:30", "03:00"].map { "2025-10-26 " + $0 })
        #expect(
            settled(derivation) == [
                "1 at 2025-10-25T23:30", "2 at 2025-10-26T00:00", "3 at 2025-10-26T00:30",
                "4 at 2025-10-26T02:00",
            ])
        #expect(
            derivation.codes == ["interval-gap", "time-repeated-hour", "time-repeated-hour"])
        #expect(derivation.total.rowsRejected == 0)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test("rows in no order lose their repeated hour and nothing else")
    func noOrder() {
        let derivation = derive(
            ["05:00", "01:30", "02:30", "02:00", "03:00"].map { "2025-10-26 " + $0 })
        #expect(
            settled(derivation) == [
                "2 at 2025-10-25T23:30", "5 at 2025-10-26T02:00", "1 at 2025-10-26T04:00",
            ])
        #expect(derivation.codes.filter { $0 == "time-ambiguous" }.count == 2)
        #expect(derivation.total.rows == 5)
        #expect(derivation.total.rowsRejected == 2)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test("a time that does not exist rejects its row")
    func nonexistent() {
        let derivation = derive(
            ["01:30", "02:00", "02:30", "03:00"].map { "2025-03-30 " + $0 })
        #expect(
            settled(derivation) == ["1 at 2025-03-30T00:30", "4 at 2025-03-30T01:00"])
        #expect(derivation.codes == ["time-nonexistent", "time-nonexistent"])
        #expect(derivation.total.rowsRejected == 2)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test("each autumn of a long file has its two passes")
    func twoAutumns() {
        let stamps = ["2025-10-26", "2026-10-25"].flatMap { day in
            ["02:00", "02:30", "02:00", "02:30"].map { day + " " + $0 }
        }
        #expect(
            settled(derive(stamps)) == [
                "1 at 2025-10-26T00:00", "2 at 2025-10-26T00:30", "3 at 2025-10-26T01:00",
                "4 at 2025-10-26T01:30", "5 at 2026-10-25T00:00", "6 at 2026-10-25T00:30",
                "7 at 2026-10-25T01:00", "8 at 2026-10-25T01:30",
            ])
    }

    @Test("a stamp with an offset is never ambiguous, in whatever order")
    func offsets() {
        let rows = ["01:30", "00:30", "01:00", "00:00"].map { ReadingRow("2025-10-26 " + $0, 1) }
        let derivation = MeterDerivation(
            .example(every: 1_800, in: .berlin), from: [ReadingBatch(rows)])
        #expect(derivation.amounts.map(\.start) == rows.map(\.stamp).sorted())
        #expect(derivation.codes.isEmpty)
    }

    @Test("where a file gives both ends, both are settled")
    func bothEnds() {
        // 01:00-02:00, 02:00-02:00 over the change, 02:00-03:00 after it, as the wall clock shows
        let clock = [
            ("01:00", "02:00"), ("02:00", "02:00"), ("02:00", "03:00"), ("03:00", "04:00"),
        ]
        let rows = clock.map {
            ReadingRow(.clock("2025-10-26 " + $0), .one, end: .clock("2025-10-26 " + $1))
        }
        let derivation = MeterDerivation(
            .example(in: .berlin), from: [ReadingBatch(rows, isLocal: true)])
        let first = Int64.clock("2025-10-25 23:00")
        #expect(
            derivation.amounts
                == (0..<4).map { Amount(first + $0 * 3_600, first + ($0 + 1) * 3_600, 3_600_000) })
    }

    @Test("law: naive stamps of a whole year give every hour of it once")
    func wholeYear() {
        let calendar = LocalCalendar.berlin
        let first = Int64.clock("2024-12-31 23:00")
        let instants = (0..<8_760).map { first + $0 * 3_600 }
        let rows = instants.map { ReadingRow($0 + calendar.offset(at: $0), .one) }
        for file in [rows, rows.reversed()] {
            let derivation = MeterDerivation(
                .example(every: 3_600, in: calendar), from: [ReadingBatch(file, isLocal: true)])
            #expect(derivation.amounts.map(\.start) == instants)
            #expect(derivation.codes.isEmpty)
        }
    }
}
