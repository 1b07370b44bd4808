import TestSupport
import Testing

@testable import MeterFiles
@testable import Metering

/// The sums of slots as they grow against a dictionary of them.
@Suite struct SlotColumnTests {
    @Test(
        "what was put into slots stands there, near or far, in four bytes or in eight",
        arguments: 0..<200)
    func slots(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        // 4,294,967,295 is the most that four bytes hold.
        let most: Int64 = seed % 2 == 0 ? 4_294_967_295 : 4_294_967_296
        var (column, known, slot) = (SlotColumn(), [Int: Int64](), 0)
        for _ in 0..<Int.random(in: 1...400, using: &numbers) {
            let (cell, end) = column.stand(at: slot)
            #expect(cell.pointee == known[slot] ?? 0)
            for place in 0..<Int.random(in: 1...(end - cell), using: &numbers) {
                let sum =
                    numbers.next() % 50 == 0 ? most : Int64.random(in: 0...most, using: &numbers)
                cell[place] = sum
                known[slot + place] = sum
            }
            switch numbers.next() % 8 {
            case 0: slot += Int.random(in: 0...3_000, using: &numbers)
            case 1: slot = max(0, slot - Int.random(in: 0...300, using: &numbers))
            default: slot = column.end
            }
        }
        let count = (known.keys.max() ?? 0) + 1 + Int(seed % 3) * 500
        let sums = column.take(count)
        let expected = (0..<count).map { known[$0] ?? 0 }
        #expect(sums.amounts(0..<count) == expected)
        if case .narrow = sums { #expect(expected.allSatisfy { $0 <= 4_294_967_295 }) }
        #expect(column.take(0).count == 0)
    }

    @Test(
        "sums are counted and added up as one by one, in four bytes or in eight", arguments: 0..<40)
    func sums(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let most: Int64 = [1, 3, 4_294_967_295][Int(seed % 3)]
        let all = (0..<Int(seed * 37)).map { _ in Int64.random(in: 0...most, using: &numbers) }
        let (narrow, wide) = (SlotSums.narrow(all.map { UInt32($0) }), SlotSums.wide(all))
        for sums in [narrow, wide] {
            #expect(sums.total == all.reduce(Int128(0)) { $0 + Int128($1) })
            #expect(all.indices.allSatisfy { sums[$0] == all[$0] })
            for bound in [-1, 0, 1, 2, most - 1, most, most + 1, .max] {
                #expect(sums.count(atLeast: bound) == all.count { $0 >= bound })
            }
        }
        let high = SlotSums.wide([.max, .max, 1])
        #expect(high.total == 2 * Int128(Int64.max) + 1)
    }
}
