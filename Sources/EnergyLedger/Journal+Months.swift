public import Metering
public import Quantities

extension Journal {
    /// The slots of a part of the period.
    public func slots(of part: Period) -> Range<Int> {
        let bounds = part.interval(in: site.calendar)
        let first = Int((bounds.start - interval.start) / slotSeconds)
        let end = Int((bounds.end - interval.start) / slotSeconds)
        return max(0, first)..<max(0, min(end, slotCount))
    }

    /// The amount of one line in a part of the period [J, mL or g].
    public func sum(of column: Column, over part: Period) -> Int64 {
        column.amounts[slots(of: part)].reduce(0, +)
    }

    /// The amount booked to an account in a part of the period, over the slots that a mask keeps.
    public func sum(of account: Account, over part: Period, where mask: [Bool]) -> Int64 {
        var sum: Int64 = 0
        for column in columns(of: [account]) {
            for slot in slots(of: part) where mask[slot] { sum += column.amounts[slot] }
        }
        return sum
    }

    /// The amounts booked to some accounts, slot by slot.
    public func amounts(of accounts: Set<Account>) -> [Int64] {
        var amounts = [Int64](repeating: 0, count: slotCount)
        for column in columns(of: accounts) {
            for slot in amounts.indices { amounts[slot] += column.amounts[slot] }
        }
        return amounts
    }
}
