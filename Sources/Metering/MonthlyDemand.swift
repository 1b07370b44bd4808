public import Quantities

/// What flowed in one block of time (需量时段); the demand is this energy over the length of the block.
public struct DemandBlock: Hashable, Sendable {
    /// The energy [J].
    public let energy: Int64
    /// When the block begins [s, Unix time].
    public let start: Int64

    /// Makes a block.
    public init(energy: Int64, start: Int64) {
        self.energy = energy
        self.start = start
    }
}

/// The maximum demand of a meter in one local calendar month (月最大需量): the highest mean power over a
/// quarter of an hour, on the fixed grid of blocks and sliding from reading to reading.
///
/// It is read off the readings themselves, before they become hours. A block counts only where readings
/// that are no estimates cover every second of it and begin and end with it: nothing is interpolated, and
/// what is missing is not zero. A block that reaches over the end of a month belongs to neither, as a
/// demand register that is set back at midnight has it. Of blocks with equal energy the first stands.
public struct MonthlyDemand: Hashable, Sendable {
    /// The length of a block [s].
    public static let blockSeconds: Int64 = 900
    /// Names the rules by which demand is found; another one makes what is kept of meters with demand stale.
    public static let edition = 1

    /// The number of the month in the site's calendar, counted from 1970-01.
    public let month: Int
    /// The highest block that begins on the grid of blocks in UTC, which is that of every local clock whose
    /// offset is whole quarters of an hour; nil where no such block is complete.
    public private(set) var fixed: DemandBlock?
    /// The highest block of any that begins and ends with a reading; nil where none is complete.
    public private(set) var sliding: DemandBlock?
    /// How many blocks on the grid are complete.
    public private(set) var blocks: Int64
    /// How many seconds lie in readings that are no longer than a block and no estimates.
    public private(set) var coveredSeconds: Int64

    /// Makes a record; a month of which nothing is known yet where only its number is given.
    public init(
        month: Int, fixed: DemandBlock? = nil, sliding: DemandBlock? = nil, blocks: Int64 = 0,
        coveredSeconds: Int64 = 0
    ) {
        self.month = month
        self.fixed = fixed
        self.sliding = sliding
        self.blocks = blocks
        self.coveredSeconds = coveredSeconds
    }

    /// The demand of what a meter counted.
    ///
    /// - Parameters:
    ///   - bookings: The amounts [J] in time order, none overlapping another; a flow the other way counts
    ///     zero, as it does for the meter's own direction of the ledger.
    ///   - calendar: The calendar of the site, whose months they are.
    ///   - blockSeconds: The length of a block [s].
    public static func months<Amounts: RandomAccessCollection>(
        of bookings: Amounts, in calendar: LocalCalendar,
        blockSeconds: Int64 = MonthlyDemand.blockSeconds
    ) -> [MonthlyDemand] where Amounts.Element == Booking, Amounts.Index == Int {
        var months = DemandMonths(in: calendar, blockSeconds: blockSeconds)
        var (first, end, sum) = (0, Int64.min, Int64(0))
        for (place, booking) in bookings.enumerated() {
            let (interval, amount) = (booking.interval, max(0, booking.amount))
            guard interval.seconds > 0, interval.seconds <= blockSeconds, booking.source >= 0,
                !booking.isEstimate
            else {
                end = .min
                continue
            }
            if interval.start != end { (first, sum) = (place, 0) }
            end = interval.end
            sum += amount
            while end - bookings[first].interval.start > blockSeconds {
                sum -= max(0, bookings[first].amount)
                first += 1
            }
            let isBlock = end - bookings[first].interval.start == blockSeconds
            months.take(
                from: interval.start, to: end, covering: interval.seconds,
                block: isBlock ? sum : nil)
        }
        return months.finished
    }

    // MARK: - More of it

    mutating func cover(_ seconds: Int64) { coveredSeconds += seconds }

    /// Holds a block that ends later than all before against the highest.
    mutating func take(_ energy: Int64, from start: Int64, isOnGrid: Bool) {
        if sliding.map({ energy > $0.energy }) ?? true {
            sliding = DemandBlock(energy: energy, start: start)
        }
        guard isOnGrid else { return }
        blocks += 1
        if fixed.map({ energy > $0.energy }) ?? true {
            fixed = DemandBlock(energy: energy, start: start)
        }
    }

    /// Adds what is known of a later part of the month.
    public mutating func add(_ later: MonthlyDemand) {
        fixed = Self.higher(fixed, later.fixed)
        sliding = Self.higher(sliding, later.sliding)
        blocks += later.blocks
        coveredSeconds += later.coveredSeconds
    }

    /// The higher of two blocks, the first where they are equal.
    public static func higher(_ one: DemandBlock?, _ later: DemandBlock?) -> DemandBlock? {
        guard let one, let later else { return one ?? later }
        return later.energy > one.energy ? later : one
    }
}

extension Meter {
    /// Tells whether the meter's maximum demand is kept: what the grid charges and limits (关口计量).
    public var hasDemand: Bool { account == .gridImport && unit.dimension == .energy }
}

/// The demand of months while readings pass in time order.
struct DemandMonths {
    private let calendar: LocalCalendar
    private let blockSeconds: Int64
    private var done: [MonthlyDemand] = []
    /// The month at hand, and its bounds; none before the first reading.
    private var month = MonthlyDemand(month: .min)
    private var start: Int64 = 0
    private var end: Int64 = 0
    /// The next instant of the grid of blocks at which a block may end.
    private var edge = Int64.min

    init(in calendar: LocalCalendar, blockSeconds: Int64) {
        self.calendar = calendar
        self.blockSeconds = blockSeconds
    }

    /// All months so far in which nothing is left out, in time order.
    var all: [MonthlyDemand] { done + (month.month == .min ? [] : [month]) }

    /// The months in which any block is complete.
    var finished: [MonthlyDemand] { all.filter { $0.sliding != nil } }

    /// Takes a reading, with the energy of the block that ends with it where that is complete.
    ///
    /// - Parameter covering: How many of its seconds are still to be counted.
    mutating func take(
        from readingStart: Int64, to readingEnd: Int64, covering seconds: Int64, block: Int64?
    ) {
        if readingEnd > end || readingStart < start {
            guard turns(to: readingStart, readingEnd) else { return }
        }
        month.cover(seconds)
        guard let block, readingEnd - blockSeconds >= start else { return }
        if readingEnd > edge {
            edge =
                LocalCalendar.floor(readingEnd + blockSeconds - 1, by: blockSeconds) * blockSeconds
        }
        month.take(block, from: readingEnd - blockSeconds, isOnGrid: readingEnd == edge)
    }

    /// Tells that every block which ends in a stretch of time lies wholly in the month at hand.
    func holdsBlocks(from first: Int64, to last: Int64) -> Bool {
        first - blockSeconds >= start && last <= end
    }

    /// Counts seconds of readings in the month at hand.
    mutating func cover(_ seconds: Int64) { month.cover(seconds) }

    /// Slides over amounts on one step, all of whose blocks lie in the month at hand: what `take` does with each,
    /// in a few instructions.
    ///
    /// - Parameters:
    ///   - width: How many amounts make a block.
    ///   - known: How many of them were taken before, fewer than a block has, whose sum is held.
    ///   - first: When the next one begins.
    /// - Returns: The sum of the last block, or of all amounts where they are fewer.
    mutating func slide(
        _ amounts: UnsafeBufferPointer<Int64>, width: Int, after known: Int, holding sum: Int64,
        at first: Int64, step: Int64
    ) -> Int64 {
        var sum = sum
        // The blocks of the page alone: the month takes its highest at the end.
        var (sliding, slidingEnd, fixed, fixedEnd) = (Int64(-1), Int64(0), Int64(-1), Int64(0))
        var (blocks, at) = (Int64(0), first)
        var edge =
            LocalCalendar.floor(first + step + blockSeconds - 1, by: blockSeconds) * blockSeconds
        for place in known..<amounts.count {
            at &+= step
            sum &+= amounts[place]
            if place >= width { sum &-= amounts[place &- width] }
            if at > edge { edge &+= blockSeconds }
            guard place >= width &- 1 else { continue }
            if sum > sliding { (sliding, slidingEnd) = (sum, at) }
            guard at == edge else { continue }
            blocks &+= 1
            if sum > fixed { (fixed, fixedEnd) = (sum, at) }
        }
        guard sliding >= 0 else { return sum }
        func block(_ energy: Int64, _ end: Int64) -> DemandBlock? {
            energy < 0 ? nil : DemandBlock(energy: energy, start: end - blockSeconds)
        }
        month.add(
            MonthlyDemand(
                month: month.month, fixed: block(fixed, fixedEnd),
                sliding: block(sliding, slidingEnd), blocks: blocks))
        return sum
    }

    /// Goes to the month of a reading; false where it does not lie wholly inside.
    private mutating func turns(to readingStart: Int64, _ readingEnd: Int64) -> Bool {
        let first = calendar.date(at: readingStart).firstOfMonth()
        let parts = first.components
        turn(to: (parts.year - 1970) * 12 + parts.month - 1)
        return readingStart >= start && readingEnd <= end
    }

    private mutating func turn(to number: Int) {
        guard number != month.month else { return }
        done = all
        month = MonthlyDemand(month: number)
        let epoch = CivilDate(dayNumber: 0)
        let bounds = calendar.interval(
            from: epoch.firstOfMonth(adding: number), to: epoch.firstOfMonth(adding: number + 1))
        (start, end) = (bounds.start, bounds.end)
    }

    /// Adds what is known of readings whose blocks come after all so far.
    mutating func add(_ later: [MonthlyDemand]) {
        for one in later {
            if let place = done.lastIndex(where: { $0.month == one.month }) {
                done[place].add(one)
            } else {
                turn(to: one.month)
                month.add(one)
            }
        }
    }
}
