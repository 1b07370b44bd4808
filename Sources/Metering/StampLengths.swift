import Quantities

/// How long the interval of each stamp is: the same for all, or found from the steps between them.
struct StampLengths {
    private let declared: Int64?
    /// The distinct stamps, ascending; none where all have one length.
    private let stamps: [Int64]
    /// The length of each of them [s], or the one that was found.
    private let lengths: [Int64]
    /// The stamp that is asked for next, when the rows are in order.
    private var next = 0

    /// No stamp has a length.
    static let none = StampLengths(declared: nil)

    /// All have the declared length [s].
    static func same(_ declared: Int64) -> StampLengths { StampLengths(declared: declared) }

    private init(declared: Int64?, stamps: [Int64] = [], lengths: [Int64] = []) {
        self.declared = declared
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
    /// - Parameter namesStart: Whether a stamp names the begin of its interval.
    init?(stamps: [Int64], namesStart: Bool) {
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
            if zip(distinct.dropFirst(), distinct).allSatisfy({ $0 - $1 == step }) {
                self.init(declared: step, lengths: [step])
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
