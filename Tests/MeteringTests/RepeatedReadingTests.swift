import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Readings of the same or of overlapping intervals. Stamps are hours, values kWh.
@Suite struct RepeatedReadingTests {
    private let kWh: Int64 = 3_600_000

    private func derive(_ files: [(hour: Int64, value: Int64)]...) -> MeterDerivation {
        MeterDerivation(
            .example(every: 3_600),
            from: files.enumerated().map { ReadingBatch(hours: $1, source: $0 + 1) })
    }

    /// What stands, in kWh, with the file that it comes from.
    private func standing(_ derivation: MeterDerivation) -> [String] {
        derivation.bookings.map { "\($0.amount / kWh) of \($0.source):\($0.line)" }
    }

    @Test("the same reading twice in a file is kept once and counted as duplicate")
    func duplicate() {
        let derivation = derive([(0, 5), (1, 6), (0, 5), (0, 5)])
        #expect(standing(derivation) == ["5 of 1:2", "6 of 1:3"])
        #expect(derivation.codes == ["duplicate-row", "duplicate-row"])
        #expect(derivation.total.energyIn == 21 * kWh)
        #expect(derivation.total.booked == 11 * kWh)
        #expect(derivation.total.duplicate == 10 * kWh)
        #expect(derivation.total.rowsRejected == 0)
    }

    @Test("of different values inside a file the later row wins, with a finding")
    func conflict() {
        let derivation = derive([(0, 5), (0, 7), (1, 6)])
        #expect(standing(derivation) == ["7 of 1:3", "6 of 1:4"])
        #expect(derivation.codes == ["duplicate-conflict"])
        #expect(derivation.total.superseded == 5 * kWh)
        #expect(derivation.total.balance == 0)
        #expect(derivation.unfilledMessages.isEmpty)
    }

    @Test("across files the later file supersedes, and each file's statement says so")
    func correction() {
        let derivation = derive([(0, 5), (1, 6)], [(0, 7), (2, 1)])
        #expect(standing(derivation) == ["7 of 2:2", "6 of 1:3", "1 of 2:3"])
        #expect(derivation.codes == ["superseded"])
        #expect(derivation.statements[1]?.superseded == 5 * kWh)
        #expect(derivation.statements[1]?.booked == 6 * kWh)
        #expect(derivation.statements[2]?.booked == 8 * kWh)
        #expect(derivation.statements.values.allSatisfy { $0.balance == 0 })
    }

    @Test("taking the correction back brings the earlier value back")
    func undo() {
        #expect(standing(derive([(0, 5), (1, 6)])) == ["5 of 1:2", "6 of 1:3"])
    }

    @Test("a value that was corrected and corrected back stands as it first stood")
    func correctedBack() {
        let derivation = derive([(0, 5)], [(0, 7)], [(0, 5)])
        #expect(standing(derivation) == ["5 of 1:2"])
        #expect(derivation.statements[2]?.superseded == 7 * kWh)
        #expect(derivation.statements[3]?.duplicate == 5 * kWh)
        #expect(derivation.statements.values.allSatisfy { $0.balance == 0 })
    }

    @Test(
        "shorter intervals win where they cover a longer one completely; else the later is rejected",
        arguments: [
            // start-end of the rows in minutes; what stands; superseded and rejected rows
            (
                ["0-60", "0-15", "15-30", "30-45", "45-60"], ["0-15", "15-30", "30-45", "45-60"], 1,
                0
            ),
            (["0-60", "0-30", "30-60"], ["0-30", "30-60"], 1, 0),
            // three quarters do not cover the hour: the hour starts as early and is longer
            (["0-60", "0-15", "15-30", "30-45"], ["0-15", "15-30", "30-45"], 0, 1),
            (["0-60", "15-30", "30-45", "45-60"], ["0-60"], 0, 3),
            // alike in length, one begins inside the other
            (["0-60", "30-90", "90-150"], ["0-60", "90-150"], 0, 1),
            // shorter ones that reach over its edges cover it too
            (["10-70", "0-40", "40-80"], ["0-40", "40-80"], 1, 0),
            // days, hours and quarters of one day: each level gives way to the next
            (["0-120", "0-60", "60-120", "0-30", "30-60"], ["0-30", "30-60", "60-120"], 2, 0),
            // equal parts of a longer one that is covered twice
            (
                ["0-60", "0-20", "20-40", "40-60", "60-120", "60-90", "90-120"],
                ["0-20", "20-40", "40-60", "60-90", "90-120"], 2, 0
            ),
        ] as [([String], [String], Int64, Int64)])
    func overlaps(rows: [String], stands: [String], superseded: Int64, rejected: Int64) {
        let readings = rows.map { row in
            let ends = row.split(separator: "-").compactMap { Int64($0) }
            return ReadingRow(ends[0] * 60, .one, end: ends[1] * 60)
        }
        for file in [readings, readings.reversed()] {
            let derivation = MeterDerivation(.example(), from: [ReadingBatch(file)])
            #expect(derivation.amounts.map { "\($0.start / 60)-\($0.end / 60)" } == stands)
            #expect(derivation.total.superseded == superseded * kWh)
            #expect(derivation.total.rejected == rejected * kWh)
            #expect(derivation.total.rowsRejected == rejected)
            #expect(derivation.total.balance == 0)
        }
    }

    @Test("what shorter intervals supersede is covered by those that stand")
    func coveredByWhatStands() {
        // 20-60 overlaps 0-40 in part and is rejected, so 40 to 60 has nothing but the hour
        let rows = [(0, 60), (0, 40), (20, 60)].map {
            ReadingRow($0 * 60, .one, end: $1 * 60)
        }
        let derivation = MeterDerivation(.example(), from: [ReadingBatch(rows)])
        let covered = derivation.amounts.reduce(0) { $0 + $1.end - $1.start }
        #expect(derivation.total.superseded == 0 || covered == 3_600)
    }

    @Test("overlaps are settled over all files, whichever came first")
    func overlapsAcrossFiles() {
        let hour = ReadingBatch([ReadingRow(0, .one, end: 3_600)], source: 1)
        let quarters = ReadingBatch(
            (0..<4).map { ReadingRow($0 * 900, .one, end: ($0 + 1) * 900) }, source: 2)
        let derivation = MeterDerivation(.example(), from: [hour, quarters])
        #expect(derivation.bookings.map(\.source) == [2, 2, 2, 2])
        #expect(derivation.statements[1]?.superseded == kWh)
        #expect(derivation.codes == ["overlap-superseded"])
        #expect(derivation.unfilledMessages.isEmpty)
    }
}

/// Between `out_of_service` and `back_in_service` a meter owes nothing and counts zero.
@Suite struct OutOfServiceTests {
    private func event(_ kind: MeterEvent.Kind, hour: Int64) -> MeterEvent {
        MeterEvent(
            meterID: "m", at: hour * 3_600, kind: kind, finalReading: nil, firstReading: nil,
            multiplier: nil, registerMax: nil, line: 2)
    }

    private func derive(_ hours: [Int64]) -> MeterDerivation {
        MeterDerivation(
            .example(every: 3_600), from: [ReadingBatch(hours: hours.map { ($0, 1) })],
            events: [event(.outOfService, hour: 2), event(.backInService, hour: 5)])
    }

    @Test("its hours are covered and zero")
    func zero() {
        let amounts = derive([0, 1, 5, 6]).amounts
        #expect(amounts.map { $0.start / 3_600 } == [0, 1, 2, 5, 6])
        #expect(amounts[2] == Amount(2 * 3_600, 5 * 3_600, 0))
    }

    @Test("a reading that it gave all the same stands, and only the rest is filled")
    func readingInside() {
        let amounts = derive([0, 1, 3, 5]).amounts
        #expect(amounts.map { $0.start / 3_600 } == [0, 1, 2, 3, 4, 5])
        #expect(amounts.map { $0.amount / 3_600_000 } == [1, 1, 0, 1, 0, 1])
    }

    @Test("what is filled is in no file's statement")
    func statement() {
        let derivation = derive([0, 1, 5])
        #expect(derivation.statements.keys.sorted() == [1])
        #expect(derivation.total.rows == 3)
        #expect(derivation.total.balance == 0)
    }

    @Test("it owes no reading then, so none is missing")
    func noGap() {
        #expect(derive([0, 1, 5, 6]).codes == [])
    }

    @Test("a gap beyond the hours out of service is still told")
    func gapBeyond() {
        let derivation = derive([0, 6])
        #expect(derivation.codes.contains("interval-gap"))
        #expect(derivation.amounts.map { $0.start / 3_600 } == [0, 2, 6])
    }
}
