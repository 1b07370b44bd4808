import Quantities

/// Clocks that run a few seconds early or late (时钟偏差).
///
/// A stamp close to the grid of its interval is one on it: a reading of five minutes that came at 00:05:02 is that of 00:05.
/// What lies further off stands where its stamp says. Intervals that almost meet, do: no reading overlaps the next
/// by seconds, and seconds between two are no gap.
struct ClockDrift {
    /// Tells that the file gives both ends of its intervals: they stand as they are, but for an end that names the last
    /// second, `00:14:59`.
    var hasStatedEnds = false
    /// How many stamps were moved or intervals joined.
    private(set) var count = 0
    /// By how much at most [s].
    private(set) var most: Int64 = 0

    /// So far beside the grid of its interval a stamp is one on it [s].
    static func tolerance(of length: Int64) -> Int64 { min(length / 30, 10) }

    /// Intervals of alike lengths that lie so close meet [s].
    static func seam(of length: Int64) -> Int64 { min(length / 10, 60) }

    mutating func take(_ seconds: Int64, count more: Int = 1) {
        count += more
        most = max(most, seconds)
    }

    /// The length of the intervals, a part of a day in whole minutes, that most steps between stamps come close to;
    /// nil where there is none.
    ///
    /// - Parameter stamps: All stamps, ascending.
    static func length(of stamps: LongList<Int64>, on shelf: Shelf? = nil) -> Int64? {
        let steps = LongList<Int64>(on: shelf)
        for index in 1..<max(1, stamps.count) where stamps[index] > stamps[index - 1] {
            steps.append(stamps[index] - stamps[index - 1])
        }
        guard !steps.isEmpty else { return nil }
        steps.sort(by: <)
        let usual = steps[steps.count / 2]
        let minutes = (usual + 30) / 60
        guard minutes > 0, 1_440 % minutes == 0,
            abs(usual - minutes * 60) <= tolerance(of: minutes * 60)
        else { return nil }
        return minutes * 60
    }

    /// The time on the grid that a stamp is close to, on the clock of the meter; itself where it is close to none.
    static func onGrid(_ stamp: Int64, every length: Int64, in calendar: LocalCalendar) -> Int64 {
        // Every offset is whole quarters of an hour.
        let offset = length > 900 ? calendar.offset(at: stamp) : 0
        let late = stamp + offset - LocalCalendar.floor(stamp + offset, by: length) * length
        if late <= tolerance(of: length) { return stamp - late }
        return length - late <= tolerance(of: length) ? stamp + length - late : stamp
    }

    /// The interval of a reading whose neighbour almost meets it; nil where they meet, or lie too far apart to.
    ///
    /// - Parameters:
    ///   - namesStart: Whether a stamp names the begin of its interval, and so stays where it is.
    ///   - areStated: Whether the file gives both ends of its intervals.
    /// - Returns: The two intervals that meet, and by how much one was moved [s].
    static func joined(
        _ one: Interval, _ next: Interval, namesStart: Bool, areStated: Bool
    ) -> (one: Interval, next: Interval, by: Int64)? {
        let apart = abs(next.start - one.end)
        guard apart > 0 else { return nil }
        if areStated, next.start - one.end != 1 || next.start % 60 != 0 { return nil }
        let seam = seam(of: max(one.seconds, next.seconds))
        guard apart <= seam, abs(one.seconds - next.seconds) <= seam else { return nil }
        return namesStart || areStated
            ? (Interval(start: one.start, end: next.start), next, apart)
            : (one, Interval(start: one.end, end: next.end), apart)
    }
}
