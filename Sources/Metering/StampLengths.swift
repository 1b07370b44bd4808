import Quantities

/// How long the interval of each stamp is: the same for all, or found from the steps between them.
struct StampLengths {
    private let declared: Int64?
    /// The distinct stamps, ascending; none where all have one length.
    private let stamps: LongList<Int64>
    /// The length of each of them [s].
    private let lengths: LongList<Int64>
    /// What was found, in words.
    let words: [String]
    /// The stamp that is asked for next, when the rows are in order.
    private var next = 0

    /// No stamp has a length.
    static var none: StampLengths { StampLengths(declared: nil) }

    /// All have the declared length [s].
    static func same(_ declared: Int64) -> StampLengths { StampLengths(declared: declared) }

    private init(
        declared: Int64?, stamps: LongList<Int64> = LongList(on: nil),
        lengths: LongList<Int64> = LongList(on: nil), words: [String] = []
    ) {
        self.declared = declared
        self.stamps = stamps
        self.lengths = lengths
        self.words = words
    }

    /// The lengths that occur, in words.
    private static func words(of lengths: LongList<Int64>) -> [String] {
        var found = Set<Int64>()
        var last: Int64?
        for length in lengths where length != last {
            found.insert(length)
            last = length
        }
        return found.sorted().map { "\($0) s" }
    }

    /// Finds the lengths; nil when there are fewer than two distinct stamps.
    ///
    /// Stamps that show the same time of day lie days apart, however long those are, and months apart where
    /// they show the same day of the month as well.
    ///
    /// - Parameters:
    ///   - stamps: All stamps, ascending.
    ///   - namesStart: Whether a stamp names the begin of its interval.
    ///   - calendar: The clock of the meter.
    init?(
        ascending stamps: LongList<Int64>, namesStart: Bool, in calendar: LocalCalendar = .utc,
        on shelf: Shelf? = nil
    ) {
        let distinct = Self.distinct(stamps, on: shelf)
        guard distinct.count >= 2 else { return nil }
        // Where all steps are equal there is nothing to be found.
        let step = distinct[1] - distinct[0]
        if step % 86_400 != 0,
            (1..<distinct.count).allSatisfy({ distinct[$0] - distinct[$0 - 1] == step })
        {
            self.init(declared: step, words: ["\(step) s"])
            return
        }
        // No day is shorter than 22 hours.
        if step >= 79_200, Self.areDaysApart(distinct, calendar),
            let found = Self.byCalendar(distinct, namesStart: namesStart, calendar, shelf)
        {
            self = found
            return
        }
        let lengths = Self.lengths(distinct, namesStart: namesStart, shelf) { $0 }
        self.init(
            declared: nil, stamps: distinct, lengths: lengths, words: Self.words(of: lengths))
    }

    private static func distinct(
        _ stamps: LongList<Int64>, on shelf: Shelf?
    ) -> LongList<Int64> {
        if (1..<max(1, stamps.count)).allSatisfy({ stamps[$0 - 1] < stamps[$0] }) { return stamps }
        let distinct = LongList<Int64>(on: shelf)
        for stamp in stamps where distinct.last != stamp { distinct.append(stamp) }
        return distinct
    }

    private static func areDaysApart(_ stamps: LongList<Int64>, _ calendar: LocalCalendar) -> Bool {
        CalendarStep.areDaysApart(stamps.lazy.map { $0 + calendar.offset(at: $0) })
    }

    /// The lengths of the intervals of stamps that are seen on some clock.
    private static func lengths(
        _ stamps: LongList<Int64>, namesStart: Bool, _ shelf: Shelf?,
        on clock: @escaping (Int64) -> Int64
    ) -> LongList<Int64> {
        let (lengths, last) = (LongList<Int64>(on: shelf), stamps.count - 1)
        // A stamp that names the end is a start when time is read backwards.
        var steps = IntervalSteps(count: stamps.count, on: shelf) {
            namesStart ? clock(stamps[$0]) : -clock(stamps[last - $0])
        }
        for index in 0...last {
            lengths.append(steps?.length(at: namesStart ? index : last - index) ?? 0)
        }
        return lengths
    }

    /// Months and years where the stamps show them, else days as long as they were.
    private static func byCalendar(
        _ stamps: LongList<Int64>, namesStart: Bool, _ calendar: LocalCalendar, _ shelf: Shelf?
    ) -> StampLengths? {
        // Days apart, they are no more than there are days.
        let step = CalendarStep.joining(locals: stamps.map { $0 + calendar.offset(at: $0) })
        if let step, step == .month || step == .year {
            let lengths = stamps.lazy.map { stamp in
                namesStart
                    ? step.end(of: stamp, in: calendar) - stamp
                    : stamp - step.start(of: stamp, in: calendar)
            }
            return StampLengths(
                declared: nil, stamps: stamps, lengths: LongList(lengths, on: shelf),
                words: [step.rawValue])
        }
        let days = Self.lengths(stamps, namesStart: namesStart, shelf) {
            $0 + calendar.offset(at: $0)
        }.map { $0 / 86_400 }
        let lengths = LongList(
            zip(stamps, days).lazy.map { stamp, days in
                let other = calendar.instant(movedFrom: stamp) {
                    $0.adding(days: namesStart ? days : -days)
                }
                return abs(other - stamp)
            }, on: shelf)
        let areUsual = zip(lengths, days).allSatisfy { $0 == $1 * 86_400 }
        return StampLengths(
            declared: nil, stamps: stamps, lengths: lengths,
            words: areUsual
                ? Self.words(of: lengths)
                : Set(days).sorted().map { $0 == 7 ? "P1W" : "P\($0)D" })
    }

    /// The length of a stamp's interval [s]; nil when it is not known.
    mutating func length(at stamp: Int64) -> Int64? {
        if let declared { return declared }
        if next < stamps.count, stamps[next] == stamp {
            next += 1
            return lengths[next - 1]
        }
        let place = stamps.bisected { $0 >= stamp }
        guard place < stamps.count, stamps[place] == stamp else { return nil }
        next = place + 1
        return lengths[place]
    }
}
