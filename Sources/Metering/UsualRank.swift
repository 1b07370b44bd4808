/// What is usual among the values of a meter (常见值): the 99th percentile by nearest rank, but never the highest of all,
/// which is the one that is judged.
///
/// Of 100 to 199 values that is the highest but one, and so it is of fewer. Fewer than a day of hours tell nothing.
enum UsualRank {
    /// Fewer values than this tell nothing of what is usual.
    static let fewest = 24

    /// Of fewer values than this only one may lie above the usual one, so that two high ones would hide each other.
    static let few = 200

    /// The place of the nine tenths by nearest rank, for fewer than `few` values: so many as a tenth may lie above it.
    static func rankAmongFew(of count: Int) -> Int? {
        (fewest..<few).contains(count) ? (count * 9 + 9) / 10 : nil
    }

    /// So many values may lie above the one by which the others are judged: a tenth of few, a hundredth of many. Where
    /// more do, none is suspected.
    static func mostAbove(of count: Int64) -> Int64 { count < few ? count / 10 : count / 100 }

    /// The place of the usual one, counted from 1, among so many values in ascending order; nil where they are too few.
    static func rank(of count: Int) -> Int? {
        count < fewest ? nil : min((count * 99 + 99) / 100, count - 1)
    }

    /// The usual one; nil where the values are too few. No more of them are held than the hundredth part.
    ///
    /// - Parameter isLess: Whether a value is the lower of two.
    static func value<Value>(
        of values: some Sequence<Value>, isLess: (Value, Value) -> Bool
    ) -> Value? {
        var count = 0
        for _ in values { count += 1 }
        guard let rank = rank(of: count) else { return nil }
        // The highest values so far, as a heap whose top is the lowest of them.
        let room = count - rank + 1
        var highest: [Value] = []
        highest.reserveCapacity(room)
        for value in values {
            if highest.count < room {
                highest.append(value)
                if highest.count == room { highest.heapify(by: isLess) }
            } else if isLess(highest[0], value) {
                highest[0] = value
                highest.sink(from: 0, by: isLess)
            }
        }
        return highest.first
    }
}
