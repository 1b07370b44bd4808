/// A stretch of whole local days for which figures are asked (统计期): a year, a quarter, a
/// month or any half-open pair of dates, each in the site's own calendar.
public struct Period: Hashable, Sendable {
    /// The first day.
    public let start: CivilDate
    /// The first day after it.
    public let end: CivilDate
    /// How it was asked for: `2026`, `2026Q3`, `2026-09`, `2026-07-01/2026-10-01`.
    public let label: String

    /// Reads a period; nil when the text is none of the four forms or is empty of days.
    public init?(_ text: String) {
        guard let (start, end) = Self.bounds(text), start < end else { return nil }
        self.start = start
        self.end = end
        self.label = text
    }

    /// Makes a period of two dates, the second exclusive; nil when it has no day.
    public init?(from start: CivilDate, to end: CivilDate, label: String? = nil) {
        guard start < end else { return nil }
        self.start = start
        self.end = end
        self.label = label ?? "\(start)/\(end)"
    }

    /// Makes a period of dates of which the second is known to be later.
    init(spanning start: CivilDate, _ end: CivilDate) {
        self.start = start
        self.end = end
        label = "\(start)/\(end)"
    }

    /// The instants of the period where a calendar holds.
    public func interval(in calendar: LocalCalendar) -> Interval {
        calendar.interval(from: start, to: end)
    }

    /// Tells whether the period is twelve whole months.
    public var isTwelveMonths: Bool {
        start.components.day == 1 && start.firstOfMonth(adding: 12) == end
    }

    /// The calendar year that the period is, however it was written; nil for any other period.
    public var calendarYear: Int? {
        isTwelveMonths && start.components.month == 1 ? start.components.year : nil
    }

    /// How many calendar months the period touches.
    public var monthCount: Int {
        let (first, last) = (start.components, end.adding(days: -1).components)
        return (last.year - first.year) * 12 + last.month - first.month + 1
    }

    /// The calendar years that the period touches.
    public var years: ClosedRange<Int> {
        start.components.year...end.adding(days: -1).components.year
    }

    /// The calendar months that the period touches, each clipped to it.
    public var months: [Period] {
        var months: [Period] = []
        var first = start.firstOfMonth()
        while first < end {
            let next = first.firstOfMonth(adding: 1)
            let label = String("\(first)".prefix(7))
            if let month = Period(from: max(first, start), to: min(next, end), label: label) {
                months.append(month)
            }
            first = next
        }
        return months
    }

    private static func bounds(_ text: String) -> (CivilDate, CivilDate)? {
        let sides = text.split(separator: "/", omittingEmptySubsequences: false)
        if sides.count == 2 {
            guard let start = CivilDate(iso: sides[0]), let end = CivilDate(iso: sides[1])
            else { return nil }
            return (start, end)
        }
        let isPlain = text.utf8.allSatisfy {
            $0 >= 0x30 && $0 <= 0x39 || $0 == UInt8(ascii: "Q") || $0 == UInt8(ascii: "-")
        }
        guard sides.count == 1, text.count >= 4, isPlain, let year = Int(text.prefix(4)),
            let january = CivilDate(year: year, month: 1, day: 1)
        else { return nil }
        let rest = text.dropFirst(4)
        if rest.isEmpty { return (january, january.firstOfMonth(adding: 12)) }
        if rest.first == "Q", rest.count == 2, let quarter = Int(rest.dropFirst()),
            (1...4).contains(quarter)
        {
            let first = january.firstOfMonth(adding: (quarter - 1) * 3)
            return (first, first.firstOfMonth(adding: 3))
        }
        guard rest.first == "-", rest.count == 3, let month = Int(rest.dropFirst()),
            let first = CivilDate(year: year, month: month, day: 1)
        else { return nil }
        return (first, first.firstOfMonth(adding: 1))
    }
}
