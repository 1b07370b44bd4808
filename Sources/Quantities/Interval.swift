/// A half-open stretch of time, `[start, end)`, in whole seconds of Unix time (UTC).
public struct Interval: Hashable, Sendable {
    /// The first second that belongs to it.
    public let start: Int64
    /// The first second after it; never before `start`.
    public let end: Int64

    /// Makes an interval; `end` must not lie before `start`.
    public init(start: Int64, end: Int64) {
        precondition(start <= end, "an interval does not end before it starts")
        self.start = start
        self.end = end
    }

    /// Its length [s].
    public var seconds: Int64 { end - start }

    /// Tells whether another interval lies wholly inside.
    public func contains(_ other: Interval) -> Bool { start <= other.start && other.end <= end }

    /// The part that both share; nil when they share nothing.
    public func intersection(_ other: Interval) -> Interval? {
        let (from, to) = (max(start, other.start), min(end, other.end))
        return from < to ? Interval(start: from, end: to) : nil
    }
}
