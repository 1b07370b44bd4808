import EnergyLedger
import Metering
import Quantities

/// The time of which meters of one account and medium speak (计量时段), summed from the first slot of a period on, so
/// that every bill is asked about in one step.
struct MeteredTime {
    private let start: Int64
    private let slotSeconds: Int64
    private let whole: Interval
    /// How many slots up to each have a reading of any of them.
    private var read: [Int32] = [0]
    /// How many slots up to each are read or owed by any of them.
    private var known: [Int32] = [0]

    init(_ columns: [Journal.Column], of journal: Journal) {
        whole = journal.interval
        start = journal.interval.start
        slotSeconds = journal.slotSeconds
        read.reserveCapacity(journal.slotCount + 1)
        known.reserveCapacity(journal.slotCount + 1)
        for slot in 0..<journal.slotCount {
            let states = columns.reduce(UInt8(0)) { $0 | $1.states[slot] }
            let isRead = states & LoadProfile.present != 0
            let isKnown = states & (LoadProfile.present | Journal.Column.owed) != 0
            read.append(read[slot] + (isRead ? 1 : 0))
            known.append(known[slot] + (isKnown ? 1 : 0))
        }
    }

    /// Tells whether any of a stretch of time inside the period is read.
    func meets(_ interval: Interval) -> Bool {
        slots(of: interval).map { read[$0.lowerBound] < read[$0.upperBound] } ?? false
    }

    /// Tells whether some meter has, or owes, all of a stretch of time inside the period.
    func covers(_ interval: Interval) -> Bool {
        slots(of: interval).map {
            known[$0.upperBound] - known[$0.lowerBound] == Int32($0.count)
        } ?? true
    }

    /// The slots that a stretch of time touches; nil where it lies outside the period.
    private func slots(of interval: Interval) -> Range<Int>? {
        guard let shared = interval.intersection(whole) else { return nil }
        let first = Int((shared.start - start) / slotSeconds)
        let end = Int((shared.end - start + slotSeconds - 1) / slotSeconds)
        return first..<min(end, read.count - 1)
    }
}
