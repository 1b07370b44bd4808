import TestSupport
import Testing

@testable import Metering

/// A list that lays its pages aside is the list that holds them all.
@Suite struct LongListTests {
    private struct Record: BitwiseCopyable {
        let key: Int32
        let number: Int32
    }

    /// 40,000 records of 8 bytes in 128 kB: four pages of ten.
    private static func small() -> Shelf { Shelf(memory: 1 << 17) { MemoryPages() } }

    @Test("what is written anywhere is read again", arguments: 1...4 as ClosedRange<UInt64>)
    func anywhere(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let shelf = Self.small()
        let list = LongList<Int64>(on: shelf)
        var plain: [Int64] = []
        for step in 0..<200_000 {
            if plain.count < 40_000 || step % 50 > 0 {
                let value = Int64(bitPattern: numbers.next())
                if step % 3 > 0 || plain.isEmpty {
                    list.append(value)
                    plain.append(value)
                } else {
                    let place = Int(numbers.next() % UInt64(plain.count))
                    list[place] = value
                    plain[place] = value
                }
            } else {
                let count = plain.count - Int(numbers.next() % 5_000)
                list.truncate(to: count)
                plain.removeLast(plain.count - count)
            }
        }
        #expect(list.elementsEqual(plain))
        list.reverse()
        #expect(list.elementsEqual(plain.reversed()))
        try shelf.confirm()
    }

    @Test(
        "sorting keeps the order of those that are alike",
        arguments: [1, 2, 40, 4_097, 40_000, 700_000], [1, 7, 1 << 20] as [UInt64])
    func sorting(count: Int, keys: UInt64) throws {
        var numbers = SeededNumbers(seed: UInt64(count))
        let records = (0..<count).map {
            Record(key: Int32(numbers.next() % keys), number: Int32($0))
        }
        let shelf = Self.small()
        let list = LongList(records, on: shelf)
        list.sort { $0.key < $1.key }
        let sorted = records.sorted { ($0.key, $0.number) < ($1.key, $1.number) }
        #expect(list.elementsEqual(sorted) { ($0.key, $0.number) == ($1.key, $1.number) })
        try shelf.confirm()
    }

    @Test("runs become one record, and places are taken out")
    func thinning() {
        // 0 0 0 1 1 1 ...: of each run the first place stands for it.
        let list = LongList((0..<90_000).map { $0 / 3 }, on: Self.small())
        list.mergeRuns(where: ==) { group in group.lowerBound }
        #expect(list.elementsEqual(stride(from: 0, to: 90_000, by: 3)))
        list.remove { $0 % 2 == 0 }
        #expect(list.elementsEqual(stride(from: 3, to: 90_000, by: 6)))
    }

    @Test("a disk that is full loses nothing, and is told")
    func full() {
        let shelf = Shelf(memory: 1 << 17) { MemoryPages(room: 1 << 16) }
        let list = LongList(0..<100_000, on: shelf)
        #expect(list.elementsEqual(0..<100_000))
        #expect(throws: MemoryPages.Full.self) { try shelf.confirm() }
        let closed = Shelf(memory: 1 << 17) { throw MemoryPages.Full() }
        #expect(LongList(0..<100_000, on: closed).elementsEqual(0..<100_000))
        #expect(throws: MemoryPages.Full.self) { try closed.confirm() }
    }

    @Test("the usual one is that of the sorted values", arguments: 1...20 as ClosedRange<UInt64>)
    func usual(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        for count in [0, 23, 24, 99, 100, 101, 199, 200, 201, Int(numbers.next() % 3_000)] {
            let values = (0..<count).map { _ in Int(numbers.next() % 500) }
            let expected = UsualRank.rank(of: count).map { values.sorted()[$0 - 1] }
            #expect(UsualRank.value(of: values, isLess: <) == expected)
        }
    }
}
