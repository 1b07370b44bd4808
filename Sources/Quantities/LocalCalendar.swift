/// The civil time of one place: an IANA zone as a table of its changes of offset.
///
/// The table is data that the shell reads from the system's time zone files; the street only
/// looks things up in it, so that the same table gives the same figures anywhere.
public struct LocalCalendar: Hashable, Sendable {
    /// The IANA name, such as `Asia/Shanghai`.
    public let identifier: String
    /// The instants [s, Unix time] at which an offset begins to hold, ascending.
    private let changes: [Int64]
    /// The offset [s east of Greenwich] before the first change, then after each of them.
    private let offsets: [Int64]

    /// Makes a calendar of a table: `offsets` has one element more than `changes`.
    public init(identifier: String, changes: [Int64], offsets: [Int64]) {
        precondition(offsets.count == changes.count + 1, "one offset before, one after each change")
        self.identifier = identifier
        self.changes = changes
        self.offsets = offsets
    }

    /// Coordinated universal time.
    public static let utc = LocalCalendar(identifier: "UTC", changes: [], offsets: [0])

    /// The offset [s east of Greenwich] at an instant.
    public func offset(at instant: Int64) -> Int64 {
        // Of the last change that is not after the instant.
        offsets[changes.bisected { $0 > instant }]
    }

    /// Tells whether its clock and another's always show the same: two names of one zone.
    public func isAlways(_ other: LocalCalendar) -> Bool {
        changes == other.changes && offsets == other.offsets
    }

    /// The stretch of time around an instant in which its offset holds.
    public func steadyInterval(around instant: Int64) -> Interval {
        let next = changes.bisected { $0 > instant }
        return Interval(
            start: next > 0 ? changes[next - 1] : Int64.min / 2,
            end: next < changes.count ? changes[next] : Int64.max / 2)
    }

    /// What a reading of the wall clock can mean.
    public enum Resolution: Hashable, Sendable {
        /// It occurs once.
        case once(Int64)
        /// It occurs twice, as when clocks are set back.
        case twice(earlier: Int64, later: Int64)
        /// It does not occur, as when clocks are set forward.
        case never
    }

    /// The instants at which the wall clock shows a local time, given as the seconds since
    /// 1970-01-01T00:00 on that clock.
    public func instants(ofLocal local: Int64) -> Resolution {
        let before = offset(at: local - 86_400)
        let after = offset(at: local + 86_400)
        var found: [Int64] = []
        for candidate in Set([before, after]).map({ local - $0 }).sorted()
        where offset(at: candidate) == local - candidate {
            found.append(candidate)
        }
        switch found.count {
        case 0: return .never
        case 1: return .once(found[0])
        default: return .twice(earlier: found[0], later: found[1])
        }
    }

    /// The first instant of a local day; where midnight is skipped, the first that exists.
    public func start(of date: CivilDate) -> Int64 {
        let local = date.dayNumber * 86_400
        switch instants(ofLocal: local) {
        case .once(let instant): return instant
        case .twice(let earlier, _): return earlier
        case .never:
            // The change lies in the day before or after; the day starts with it.
            return changes.first { $0 + offset(at: $0) >= local && $0 > local - 172_800 }
                ?? local - offset(at: local)
        }
    }

    /// The local day to which an instant belongs.
    public func date(at instant: Int64) -> CivilDate {
        CivilDate(dayNumber: Self.floor(instant + offset(at: instant), by: 86_400))
    }

    /// The half-open instants between the starts of two local days.
    public func interval(from start: CivilDate, to end: CivilDate) -> Interval {
        Interval(start: self.start(of: start), end: self.start(of: end))
    }

    /// The length [s] of the grid on which local days begin: an hour, or the half or quarter
    /// hour of zones whose offset is not whole hours. Offsets before 1973 do not count.
    public var slotSeconds: Int64 {
        let recent = zip(offsets, changes + [Int64.max]).filter { $0.1 > 94_694_400 }.map(\.0)
        if recent.allSatisfy({ $0 % 3_600 == 0 }) { return 3_600 }
        return recent.allSatisfy { $0 % 1_800 == 0 } ? 1_800 : 900
    }

    /// Tells whether the local days of a stretch of time, and two days around it, begin on a grid.
    public func keepsGrid(_ slotSeconds: Int64, over interval: Interval) -> Bool {
        let (from, to) = (interval.start - 172_800, interval.end + 172_800)
        guard offset(at: from) % slotSeconds == 0 else { return false }
        return zip(changes, offsets.dropFirst()).allSatisfy { change, offset in
            change < from || change > to
                || (change % slotSeconds == 0 && offset % slotSeconds == 0)
        }
    }

    /// An instant as local text with its offset: `2026-07-01T00:15:00+08:00`.
    public func text(at instant: Int64) -> String {
        let offset = offset(at: instant)
        let sign = offset < 0 ? "-" : "+"
        let minutes = abs(offset) / 60
        return Self.text(local: instant + offset)
            + sign + Self.padded(minutes / 60) + ":" + Self.padded(minutes % 60)
    }

    /// An instant as `2026-07-01T00:15:00Z`.
    public static func utcText(at instant: Int64) -> String { text(local: instant) + "Z" }

    private static func text(local: Int64) -> String {
        let day = floor(local, by: 86_400)
        let second = local - day * 86_400
        return "\(CivilDate(dayNumber: day))T"
            + [second / 3_600, second / 60 % 60, second % 60].map(padded).joined(separator: ":")
    }

    private static func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

    /// Division that rounds towards the past.
    public static func floor(_ value: Int64, by step: Int64) -> Int64 {
        value >= 0 ? value / step : -((step - 1 - value) / step)
    }
}
