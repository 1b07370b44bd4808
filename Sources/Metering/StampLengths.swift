import Quantities

/// How long the interval of each stamp is: the same for all, or found from the steps between them.
struct StampLengths {
    private let declared: Int64?
    /// The distinct stamps, ascending; none where all have one length.
    private let stamps: [Int64]
    /// The length of each of them [s], or the one that was found.
    private let lengths: [Int64]
    /// What was found, where it is by the calendar.
    private let named: [String]
    /// The stamp that is asked for next, when the rows are in order.
    private var next = 0

    /// No stamp has a length.
    static let none = StampLengths(declared: nil)

    /// All have the declared length [s].
    static func same(_ declared: Int64) -> StampLengths { StampLengths(declared: declared) }

    private init(
        declared: Int64?, stamps: [Int64] = [], lengths: [Int64] = [], words: [String] = []
    ) {
        self.declared = declared
        named = words
        self.stamps = stamps
        self.lengths = lengths
    }

    /// The lengths that occur, ascending [s].
    var distinctLengths: [Int64] {
        var found = Set<Int64>()
        var last: Int64?
        for length in lengths where length != last {
            found.insert(length)
            last = length
        }
        return found.sorted()
    }

    /// Finds the lengths; nil when there are fewer than two distinct stamps.
    ///
    /// Stamps that show the same time of day lie days apart, however long those are, and months apart where
    /// they show the same day of the month as well.
    ///
    /// - Parameters:
    ///   - namesStart: Whether a stamp names the begin of its interval.
    ///   - calendar: The clock of the meter.
    init?(stamps: [Int64], namesStart: Bool, in calendar: LocalCalendar = .utc) {
        var distinct = stamps
        if !zip(stamps, stamps.dropFirst()).allSatisfy(<) {
            distinct.sort()
            var last: Int64?
            distinct.removeAll { stamp in
                defer { last = stamp }
                return stamp == last
            }
        }
        // Where all steps are equal there is nothing to be found.
        if distinct.count >= 2 {
            let step = distinct[1] - distinct[0]
            if step % 86_400 != 0,
                zip(distinct.dropFirst(), distinct).allSatisfy({ $0 - $1 == step })
            {
                self.init(declared: step, lengths: [step])
                return
            }
        }
        // No day is shorter than 22 hours.
        if distinct.count >= 2, distinct[1] - distinct[0] >= 79_200 {
            let locals = distinct.map { $0 + calendar.offset(at: $0) }
            if CalendarStep.areDaysApart(locals),
                let found = Self.byCalendar(distinct, locals, namesStart: namesStart, calendar)
            {
                self = found
                return
            }
        }
        // A stamp that names the end is a start when time is read backwards.
        let starts = namesStart ? distinct : distinct.reversed().map { -$0 }
        guard let steps = IntervalSteps(starts: starts) else { return nil }
        self.init(
            declared: nil, stamps: distinct,
            lengths: namesStart ? steps.lengths : steps.lengths.reversed())
    }

    /// Months and years where the stamps show them, else days as long as they were.
    private static func byCalendar(
        _ stamps: [Int64], _ locals: [Int64], namesStart: Bool, _ calendar: LocalCalendar
    ) -> StampLengths? {
        let step = CalendarStep.joining(locals: locals)
        if let step, step == .month || step == .year {
            let lengths = stamps.map { stamp in
                namesStart
                    ? step.end(of: stamp, in: calendar) - stamp
                    : stamp - step.start(of: stamp, in: calendar)
            }
            return StampLengths(
                declared: nil, stamps: stamps, lengths: lengths, words: [step.rawValue])
        }
        let starts = namesStart ? locals : locals.reversed().map { -$0 }
        guard let steps = IntervalSteps(starts: starts) else { return nil }
        let days = (namesStart ? steps.lengths : steps.lengths.reversed()).map { $0 / 86_400 }
        let lengths = zip(stamps, days).map { stamp, days in
            let other = calendar.instant(movedFrom: stamp) {
                $0.adding(days: namesStart ? days : -days)
            }
            return abs(other - stamp)
        }
        let areUsual = zip(lengths, days).allSatisfy { $0 == $1 * 86_400 }
        return StampLengths(
            declared: nil, stamps: stamps, lengths: lengths,
            words: areUsual ? [] : Set(days).sorted().map { $0 == 7 ? "P1W" : "P\($0)D" })
    }

    /// What was found, in words.
    var words: [String] { named.isEmpty ? distinctLengths.map { "\($0) s" } : named }

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
