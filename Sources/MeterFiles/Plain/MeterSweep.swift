/// One reading of every meter at one stamp after the other, in the same order and on the same step (轮抄), as
/// most exports by time are: what all meters have in common, and where each stands. It outlives the block of
/// bytes in which it began.
final class MeterSweep {
    /// Where one meter stands: all that its row touches, in one line of a processor's cache.
    struct Entry {
        /// Its name as it stands in a row, see `PlainCursor`.
        let key: StampText.Half
        let keyMask: StampText.Half
        let keyLength: Int32
        /// The index of its cursor.
        let cursor: Int32
        /// How its last number was written with what ended its row.
        var form: UnsafePointer<CellForm>
        /// The digits of the greatest number so far, see `CellForm.bound`.
        var bound: UInt64
        /// The digits of its numbers of late, added place by place: what they mean is asked once for several.
        var digits: UInt64 = 0

        /// What differs from its name.
        @inline(__always)
        func difference(_ name: UnsafeRawPointer) -> StampText.Half {
            (StampText.half(name) ^ key) & keyMask
        }
    }

    /// What else is known of one meter.
    struct Place {
        /// The unit of a number that is written as the last one was.
        var unit: Int64
        /// The greatest amount so far.
        var greatest: UInt64
        /// Where the sums of its slots go; nowhere where it only passes or its readings stand one by one.
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
    /// How many sweeps' digits the entries hold.
    private var summed: Int32 = 0
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
        for index in 0..<count { raise(index, to: places[index].greatest) }
    }

    deinit {
        entries.deallocate()
        places.deallocate()
        held.deallocate()
    }

    /// What the slot at hand holds of each meter; of one whose readings stand one by one, the last of them.
    var sums: UnsafeMutablePointer<Int64> { held + slots * count }

    /// Ends a sweep.
    func endSweep() {
        position = 0
        stamp += step
        left -= 1
        summed += 1
        if left == 0 || summed == CellForm.mostSummed { settle() }
    }

    /// Adds to its sum what a meter's digits mean.
    func settle(_ index: Int) {
        let entry = entries + index
        sums[index] &+=
            entry.pointee.form.pointee.value(ofSummed: entry.pointee.digits) &* places[index].unit
        entry.pointee.digits = 0
    }

    /// The same of all meters.
    func settle() {
        for index in 0..<count { settle(index) }
        summed = 0
    }

    /// Lets a meter's numbers be written otherwise from now on.
    func turn(_ index: Int, to form: UnsafePointer<CellForm>, unit: Int64) {
        settle(index)
        entries[index].form = form
        places[index].unit = unit
        raise(index, to: places[index].greatest)
    }

    /// Takes note of the greatest amount of a meter.
    func raise(_ index: Int, to amount: UInt64) {
        places[index].greatest = amount
        let unit = UInt64(places[index].unit)
        entries[index].bound =
            unit == 0 ? .max : entries[index].form.pointee.bound(amount / unit)
    }

    /// Ends the slot at hand; true when no other one can be held.
    func endSlot() -> Bool {
        left = perSlot
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
