import Quantities

/// How the slots of a site's matching year lie in UTC hours and in local months (小时与时段的对应).
struct SlotFrame: Hashable, Sendable {
    /// The start of the first slot [s, Unix time].
    let firstSlot: Int64
    /// The length of a slot [s]; a part of an hour.
    let slotSeconds: Int64
    /// The first slot of each month, and the end of the last.
    let monthBounds: [Int]

    var monthCount: Int { monthBounds.count - 1 }

    /// The slots of some time, counted from the first; they may lie outside the year.
    func slots(during interval: Interval) -> Range<Int> {
        let first = Int((interval.start - firstSlot) / slotSeconds)
        return first..<max(first, Int((interval.end - firstSlot) / slotSeconds))
    }

    /// The slots that begin in some hours, with the number of the hour of each.
    func run(ofHours first: Int64, count: Int, slots: Int) -> Run {
        func place(_ hour: Int64) -> Int {
            let slot = LocalCalendar.floor(
                hour * 3_600 - firstSlot + slotSeconds - 1, by: slotSeconds)
            return Int(max(0, min(slot, Int64(slots))))
        }
        let (from, end) = (place(first), place(first + Int64(count)))
        let start = firstSlot + Int64(from) * slotSeconds
        let hour = LocalCalendar.floor(start, by: 3_600)
        return Run(
            slots: from..<max(from, end), firstHour: Int(hour - first),
            leftOfFirst: Int(((hour + 1) * 3_600 - start + slotSeconds - 1) / slotSeconds),
            slotsOfHour: Int(3_600 / slotSeconds))
    }

    /// Slots in a row.
    struct Run {
        let slots: Range<Int>
        fileprivate let firstHour: Int
        fileprivate let leftOfFirst: Int
        fileprivate let slotsOfHour: Int

        /// Walks the slots with the number of the hour of each, counted from the first hour asked for.
        func forEach(_ body: (_ slot: Int, _ hour: Int) -> Void) {
            var (hour, left) = (firstHour, leftOfFirst)
            for slot in slots {
                body(slot, hour)
                left -= 1
                if left == 0 { (hour, left) = (hour + 1, slotsOfHour) }
            }
        }
    }

    /// The months of slots that are asked for in order.
    func months(from slot: Int) -> Months { Months(bounds: monthBounds, at: slot) }

    /// A place in the months that only moves on.
    struct Months {
        private let bounds: [Int]
        private var number = 0

        fileprivate init(bounds: [Int], at slot: Int) { self.bounds = bounds }

        /// The month of a slot that is not before the one asked for last.
        mutating func month(of slot: Int) -> Int {
            while number + 2 < bounds.count, bounds[number + 1] <= slot { number += 1 }
            return number
        }
    }
}
