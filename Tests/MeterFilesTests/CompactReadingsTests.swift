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
            let batch = try kept.batch(
                of: lists[meter], source: 3, file: "a.csv", meterID: "m\(meter)")
            #expect(batch.stamps == expected[meter].stamps)
            #expect(batch.ends == expected[meter].ends)
            #expect(batch.isLocal == expected[meter].isLocal)
            #expect(batch.lines == expected[meter].lines)
            #expect(batch.values.map(\.significand) == expected[meter].values.map(\.significand))
            #expect(batch.values.map(\.scale) == expected[meter].values.map(\.scale))
        }
    }
}
