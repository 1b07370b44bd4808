import Metering
import Quantities
import TestSupport
import Testing

@testable import MeterFiles

/// Rows kept in 16 bytes each come back as they were, from memory and from the disk.
@Suite struct CompactReadingsTests {
    @Test("rows come back as they were", arguments: [1 << 16, 1 << 28], [false, true])
    func roundTrip(memory: Int, hasEnds: Bool) throws {
        var numbers = SeededNumbers(seed: 7)
        let kept = CompactReadings(greatestMemory: memory)
        var lists = [CompactReadings.List](repeating: .init(), count: 5)
        var expected = (0..<5).map { ReadingBatch(source: 3, file: "a.csv", meterID: "m\($0)") }
        for row in 0..<20_000 {
            let meter = Int(numbers.next() % 5)
            // Digits that fit the compact form, and now and then some that do not.
            let digits = Int128(Int64(bitPattern: numbers.next()) >> (row % 40 == 0 ? 1 : 20))
            let value = DecimalText(
                significand: row % 997 == 0 ? digits * 1_000_000 : digits, scale: row % 37)
            let stamp = Int64(bitPattern: numbers.next()) >> 25
            let end = hasEnds ? stamp + 900 : nil
            let line = row * 107_000
            try kept.append(
                to: &lists[meter], stamp: stamp, end: end, isLocal: row % 3 == 0, value: value,
                line: line)
            expected[meter].append(
                stamp: stamp, end: end, isLocal: row % 3 == 0, value: value, line: line)
        }
        for meter in 0..<5 {
            let shelf = MeterFileReader.newShelf()
            let rows = kept.rows(
                of: lists[meter], source: 3, file: "a.csv", meterID: "m\(meter)",
                telling: shelf)
            let batch = expected[meter]
            #expect(rows.count == batch.count)
            #expect(rows.hasEnds == hasEnds)
            #expect(rows.map(\.stamp) == batch.stamps)
            if hasEnds { #expect(rows.map(\.end) == batch.ends) }
            #expect(rows.map(\.isLocal) == batch.isLocal)
            #expect(rows.map(\.line) == batch.lines)
            let values = rows.map { rows.value(of: $0) }
            #expect(values.map(\.significand) == batch.values.map(\.significand))
            #expect(values.map(\.scale) == batch.values.map(\.scale))
            // Out of turn as well, and after they were let go of.
            rows.rest()
            for row in rows.indices.shuffled(using: &numbers).prefix(2_000) {
                #expect(rows[row].stamp == batch.stamps[row])
                #expect(rows[row].line == batch.lines[row])
            }
            try shelf.confirm()
        }
    }

    @Test("estimates and values beside the rows are found with their own rows")
    func estimates() throws {
        let kept = CompactReadings(greatestMemory: 1 << 16)
        var list = CompactReadings.List()
        for row in 0..<30_000 {
            try kept.append(
                to: &list, stamp: Int64(row), end: nil, isLocal: false,
                value: DecimalText(significand: Int128(row) << (row % 7 == 0 ? 70 : 0), scale: 2),
                line: row, isEstimate: row % 3 == 0)
        }
        let shelf = MeterFileReader.newShelf()
        let rows = kept.rows(of: list, source: 1, file: "a.csv", meterID: "m", telling: shelf)
        #expect(rows.allSatisfy { $0.isEstimate == ($0.line % 3 == 0) })
        #expect(
            rows.allSatisfy {
                rows.value(of: $0).significand == Int128($0.line) << ($0.line % 7 == 0 ? 70 : 0)
            })
        try shelf.confirm()
    }

    @Test("rows that were let go of are gone, those of others stay", arguments: [1 << 16, 1 << 28])
    func gone(memory: Int) throws {
        let kept = CompactReadings(greatestMemory: memory)
        var lists = [CompactReadings.List](repeating: .init(), count: 3)
        func append(_ stamps: Range<Int>, to meter: Int) throws {
            for stamp in stamps {
                try kept.append(
                    to: &lists[meter], stamp: Int64(stamp), end: nil, isLocal: false,
                    value: DecimalText(significand: Int128(stamp), scale: 0), line: stamp)
            }
        }
        func stamps(of meter: Int) throws -> [Int64] {
            let shelf = MeterFileReader.newShelf()
            let rows = kept.rows(
                of: lists[meter], source: 1, file: "a.csv", meterID: "m", telling: shelf)
            let stamps = rows.map(\.stamp)
            try shelf.confirm()
            return stamps
        }
        for start in stride(from: 0, to: 9_000, by: 50) {
            for meter in 0..<3 { try append(start..<start + 50, to: meter) }
        }
        kept.letGo(of: lists[1])
        #expect(throws: SpillFailure.self) { try stamps(of: 1) }
        // What comes later takes no place of theirs.
        try append(9_000..<20_000, to: 0)
        #expect(try stamps(of: 0) == (0..<20_000).map(Int64.init))
        #expect(try stamps(of: 2) == (0..<9_000).map(Int64.init))
    }
}
