/// One reading of every meter at one stamp after the other, in the same order and on the same step (轮抄), as
/// most exports by time are: what all meters have in common, and where each stands. It outlives the block of
/// bytes in which it began.
final class MeterSweep {
    /// Where one meter stands: all that its row touches but the sum, in one line of a processor's cache.
    struct Entry {
        /// Its name as it stands in a row, see `PlainCursor`.
        let key: StampText.Half
        let keyMask: StampText.Half
        let keyLength: Int32
        /// The index of its cursor.
        let cursor: Int32
        /// How its last number was written with what ended its row, and the unit of a number written so.
        var form: UnsafePointer<CellForm>
        var unit: Int64
        /// The greatest amount so far.
        var greatest: UInt64
    }

    /// Where the sums of a meter's slots go; nowhere for those that only pass and whose readings stand one by one.
    struct Place {
        var cell: UnsafeMutablePointer<Int64>?
        var end: UnsafeMutablePointer<Int64>?
    }

    /// How many slots are held before each meter's are written, which lie far apart: as many as fill a line of a cache.
    private static let rows = 8

    let count: Int
    let entries: UnsafeMutablePointer<Entry>
    let places: UnsafeMutablePointer<Place>
    private let held: UnsafeMutablePointer<Int64>
    /// How many whole slots are held; what the slot at hand holds so far stands behind them.
    private(set) var slots = 0
    let step: Int64
    /// How many readings make a slot, and how many are still to come into the one at hand.
    let perSlot: Int32
    var left: Int32
    /// The stamp at hand.
    var stamp: Int64
    /// How many meters had their row of it.
    var position = 0
    /// The meters whose readings stand one by one, see `DemandPage`.
    let single: [Int]

    init(
        _ all: [(entry: Entry, place: Place, sum: Int64)], single: [Int], step: Int64,
        perSlot: Int32, left: Int32, stamp: Int64
    ) {
        count = all.count
        entries = .allocate(capacity: count)
        places = .allocate(capacity: count)
        held = .allocate(capacity: count * Self.rows)
        held.initialize(repeating: 0, count: count * Self.rows)
        for (index, meter) in all.enumerated() {
            (entries + index).initialize(to: meter.entry)
            (places + index).initialize(to: meter.place)
            held[index] = meter.sum
        }
        self.single = single
        self.step = step
        self.perSlot = perSlot
        self.left = left
        self.stamp = stamp
    }

    deinit {
        entries.deallocate()
        places.deallocate()
        held.deallocate()
    }

    /// What the slot at hand holds of each meter; of one whose readings stand one by one, the last of them.
    var sums: UnsafeMutablePointer<Int64> { held + slots * count }

    /// Ends the slot at hand; true when no other one can be held.
    func endSlot() -> Bool {
        slots += 1
        return slots == Self.rows
    }

    /// Writes as many of the whole slots of each meter as stand on its page; gives those meters that need another
    /// one, to go on with the slot `written`.
    func put(then goOn: (_ index: Int, _ written: Int) -> Void) {
        let (count, slots, held) = (count, slots, held)
        for index in 0..<count {
            guard let cell = places[index].cell, let end = places[index].end else { continue }
            var from = held + index
            let fitting = min(slots, end - cell)
            for slot in 0..<fitting {
                cell[slot] = from.pointee
                from += count
            }
            places[index].cell = cell + fitting
            if cell + fitting == end { goOn(index, fitting) }
        }
    }

    /// What a whole slot holds of a meter.
    func slot(_ slot: Int, of index: Int) -> Int64 { held[slot * count + index] }

    /// Forgets the whole slots, all of which were handed over.
    func clear() {
        held.update(repeating: 0, count: count * Self.rows)
        slots = 0
    }
}
