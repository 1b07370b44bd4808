public import Quantities

/// The readings of one meter in one file, in time order on one step: sums of slots, and where
/// readings are missing.
public struct RegularReadings: Sendable {
    /// A stretch without readings, and the line of the reading after it.
    public struct Gap: Sendable {
        /// From the end of one reading to the beginning of the next.
        public let interval: Interval
        /// The line of the next reading.
        public let line: Int32

        /// Makes a gap.
        public init(interval: Interval, line: Int32) {
            self.interval = interval
            self.line = line
        }
    }

    /// The file in the order of evidence.
    public let source: Int
    /// Its name, for findings.
    public let file: String
    /// From the beginning of the first to the end of the last amount; of a register with one
    /// reading it is empty.
    public let interval: Interval
    /// The step between readings [s].
    public let step: Int64
    /// Tells that the step was found in the stamps, not declared.
    public let isStepFound: Bool
    /// How many readings there are.
    public let rows: Int64
    /// The line of the first reading.
    public let firstLine: Int32
    /// The greatest single amount.
    public let greatest: Int64
    /// Where readings are missing, in time order.
    public let gaps: [Gap]
    /// The beginning of the first slot.
    public let firstSlot: Int64
    /// The sums of the slots.
    public let sums: SlotSums
    /// The sum of them all.
    let total: Int128
    /// Their maximum demand; nil for meters without one, and where no number of readings makes a block.
    public let demand: RegularDemand.Part?

    /// Makes the readings of parts that belong together.
    public init(
        source: Int, file: String, interval: Interval, step: Int64, isStepFound: Bool, rows: Int64,
        firstLine: Int32, greatest: Int64, gaps: [Gap], firstSlot: Int64, sums: SlotSums,
        demand: RegularDemand.Part? = nil
    ) {
        self.source = source
        self.file = file
        self.interval = interval
        self.step = step
        self.isStepFound = isStepFound
        self.rows = rows
        self.firstLine = firstLine
        self.greatest = greatest
        self.gaps = gaps
        self.firstSlot = firstSlot
        self.sums = sums
        total = sums.total
        self.demand = demand
    }

    /// How many amounts there are.
    var amounts: Int64 {
        interval.seconds / step - gaps.reduce(0) { $0 + $1.interval.seconds / step }
    }

    /// Tells that readings cover every second of an interval, without a look at each slot; false where gaps would
    /// have to be looked at.
    func certainlyCovers(_ whole: Interval) -> Bool {
        gaps.isEmpty && interval.start <= whole.start && whole.end <= interval.end
    }

    /// How many seconds of each slot readings cover.
    func coverage(slotSeconds: Int64) -> [UInt16] {
        var covered = [UInt16](repeating: UInt16(slotSeconds), count: sums.count)
        func uncover(_ from: Int64, _ to: Int64) {
            var at = from
            while at < to {
                let index = Int((at - firstSlot) / slotSeconds)
                guard index < covered.count else { return }
                let next = min(to, firstSlot + Int64(index + 1) * slotSeconds)
                covered[index] -= UInt16(next - at)
                at = next
            }
        }
        uncover(firstSlot, interval.start)
        for gap in gaps { uncover(gap.interval.start, gap.interval.end) }
        uncover(interval.end, firstSlot + Int64(sums.count) * slotSeconds)
        return covered
    }
}
