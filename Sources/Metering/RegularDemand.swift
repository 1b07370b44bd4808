public import Quantities

/// The maximum demand of readings on one step while they pass in time order (规则读数的需量): what
/// `MonthlyDemand.months` gives for them, without holding more of them than one block.
public struct RegularDemand: Sendable {
    /// What one file says, to be joined with what others say.
    public final class Part: Sendable {
        /// From the beginning of the first to the end of the last reading.
        let interval: Interval
        /// The amounts of the first stretch, one less than a block has at most.
        let head: [Int64]
        /// The last amounts of the last stretch, at most as many.
        let tail: [Int64]
        /// Tells that `head` is all there is.
        let isWhole: Bool
        let months: [MonthlyDemand]

        init(
            interval: Interval, head: [Int64], tail: [Int64], isWhole: Bool,
            months: [MonthlyDemand]
        ) {
            self.interval = interval
            self.head = head
            self.tail = tail
            self.isWhole = isWhole
            self.months = months
        }
    }

    private let step: Int64
    /// How many readings a block has.
    private let width: Int
    private var months: DemandMonths
    /// Between calls the last amounts without a gap, fewer than a block has, and their sum.
    private var recent: [Int64] = []
    private var sum: Int64 = 0
    private var start: Int64?
    private var end = Int64.min
    private var head: [Int64] = []
    private var count = 0
    private var isHeadOpen = true

    /// Begins; nil where no number of readings makes a block.
    public init?(
        step: Int64, in calendar: LocalCalendar, blockSeconds: Int64 = MonthlyDemand.blockSeconds
    ) {
        guard step > 0, blockSeconds % step == 0 else { return nil }
        self.step = step
        width = Int(blockSeconds / step)
        months = DemandMonths(in: calendar, blockSeconds: blockSeconds)
    }

    /// Takes amounts [J] that follow each other, the first of which begins at an instant not before the end
    /// of those before.
    public mutating func add(_ amounts: UnsafeBufferPointer<Int64>, at first: Int64) {
        guard !amounts.isEmpty else { return }
        if start == nil { start = first } else if first != end { isHeadOpen = false }
        if isHeadOpen {
            head += amounts.prefix(width - 1 - head.count)
            isHeadOpen = head.count < width - 1
        }
        count += amounts.count
        slide(amounts, at: first, covering: step)
    }

    private mutating func slide(
        _ amounts: UnsafeBufferPointer<Int64>, at first: Int64, covering seconds: Int64
    ) {
        if first != end {
            recent.removeAll(keepingCapacity: true)
            sum = 0
        }
        end = first + Int64(amounts.count) * step
        let before = recent.count
        recent.append(contentsOf: amounts)
        if months.holdsBlocks(from: first + step, to: end) {
            sum = recent.withUnsafeBufferPointer {
                months.slide($0, width: width, after: before, holding: sum, at: first, step: step)
            }
            months.cover(seconds * Int64(amounts.count))
        } else {
            var at = first
            for place in before..<recent.count {
                sum += recent[place]
                if place >= width { sum -= recent[place - width] }
                months.take(
                    from: at, to: at + step, covering: seconds,
                    block: place >= width - 1 ? sum : nil)
                at += step
            }
        }
        guard recent.count >= width else { return }
        sum -= recent[recent.count - width]
        recent.removeFirst(recent.count - width + 1)
    }

    /// What was taken, as one part.
    public var part: Part {
        Part(
            interval: Interval(start: start ?? 0, end: start == nil ? 0 : end), head: head,
            tail: recent, isWhole: count == head.count, months: months.all)
    }

    /// Joins a part that lies after all before; blocks that begin before it and end in it are found here.
    public mutating func join(_ part: Part) {
        guard part.interval.seconds > 0 else { return }
        part.head.withUnsafeBufferPointer { slide($0, at: part.interval.start, covering: 0) }
        months.add(part.months)
        end = part.interval.end
        guard !part.isWhole else { return }
        recent = part.tail
        sum = recent.reduce(0, +)
    }

    /// The months in which any block is complete, in time order.
    public var demands: [MonthlyDemand] { months.finished }
}
