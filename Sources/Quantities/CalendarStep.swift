/// A length of time by the calendar of a place (日历时长): a day has 23, 24 or 25 hours where clocks change, a month
/// 28 to 31 days.
///
/// The words are those of ISO 8601 durations; `PT24H` is another thing, always 86,400 seconds.
public enum CalendarStep: String, Hashable, Sendable, CaseIterable {
    case day = "P1D"
    case week = "P1W"
    case month = "P1M"
    case year = "P1Y"

    /// The instant a step after another, at the same time of day on the clock.
    public func end(of start: Int64, in calendar: LocalCalendar) -> Int64 {
        calendar.instant(movedFrom: start) { moved($0, by: 1) }
    }

    /// The instant a step before another.
    public func start(of end: Int64, in calendar: LocalCalendar) -> Int64 {
        calendar.instant(movedFrom: end) { moved($0, by: -1) }
    }

    /// The same day of another month; the last one where the month has no such day.
    private func moved(_ date: CivilDate, by count: Int) -> CivilDate {
        let months: Int
        switch self {
        case .day: return date.adding(days: Int64(count))
        case .week: return date.adding(days: Int64(7 * count))
        case .month: months = count
        case .year: months = 12 * count
        }
        let first = date.firstOfMonth(adding: months)
        let (year, month, _) = first.components
        let last = CivilDate.days(inMonth: month, of: year)
        return first.adding(days: Int64(min(date.components.day, last) - 1))
    }

    /// The step that joins most of some local stamps, if they all show the same time of day: days, weeks, or months
    /// where they show the same day of the month as well.
    ///
    /// - Parameter locals: Distinct stamps, ascending, as seconds on the wall clock.
    public static func joining(locals: [Int64]) -> CalendarStep? {
        guard locals.count >= 2 else { return nil }
        let days = locals.map { LocalCalendar.floor($0, by: 86_400) }
        guard areDaysApart(locals) else { return nil }
        let steps = zip(days.dropFirst(), days).map { $0 - $1 }
        func isMost(_ count: Int) -> Bool { count * 2 > steps.count }
        if isMost(steps.count { $0 == 1 }) { return .day }
        if isMost(steps.count { $0 == 7 }) { return .week }
        guard steps.allSatisfy({ $0 >= 28 }) else { return nil }
        let dates = days.map { CivilDate(dayNumber: $0).components }
        guard dates.allSatisfy({ $0.day == dates[0].day }) else { return nil }
        let months = zip(dates.dropFirst(), dates).map {
            ($0.year - $1.year) * 12 + $0.month - $1.month
        }
        if isMost(months.count { $0 == 1 }) { return .month }
        return isMost(months.count { $0 == 12 }) ? .year : nil
    }

    /// Tells whether local stamps name months, or years, by their last days: 31 January, 28 February.
    ///
    /// Months of one length alone may as well be read on that day of each month, but for the 31st.
    public func isNamedByLastDays(locals: some Sequence<Int64>) -> Bool {
        var days = Set<Int>()
        for local in locals {
            let date = CivilDate(dayNumber: LocalCalendar.floor(local, by: 86_400))
            let (year, month, day) = date.components
            switch self {
            case .month where day == CivilDate.days(inMonth: month, of: year): days.insert(day)
            case .year where (month, day) == (12, 31): days.insert(day)
            default: return false
            }
        }
        return days.count > 1 || days == [31]
    }

    /// Tells whether a local stamp lies on the last day of its month.
    public static func isLastDay(local: Int64) -> Bool {
        let date = CivilDate(dayNumber: LocalCalendar.floor(local, by: 86_400))
        return date.adding(days: 1).components.day == 1
    }

    /// Tells whether most of some ascending stamps that are named by last days lie one step apart.
    public func joinsMost(locals: [Int64]) -> Bool {
        let months = locals.map { local in
            let (year, month, _) = CivilDate(dayNumber: LocalCalendar.floor(local, by: 86_400))
                .components
            return year * 12 + month
        }
        let length = self == .year ? 12 : 1
        let joined = zip(months.dropFirst(), months).count { $0 - $1 == length }
        return joined * 2 > months.count - 1
    }

    /// The month, or the year, that a stamp names by its last day.
    ///
    /// A date alone and the last hour of the day stand for its end, so that it is the calendar's own; at any other time
    /// it reaches from the last day of one to the last day of the next.
    ///
    /// - Parameter namesStart: Whether a stamp at such a time names the begin of its interval.
    public func interval(
        namedByLastDay stamp: Int64, namesStart: Bool, in calendar: LocalCalendar
    ) -> Interval {
        let months = self == .year ? 12 : 1
        let local = stamp + calendar.offset(at: stamp)
        let date = CivilDate(dayNumber: LocalCalendar.floor(local, by: 86_400))
        let clock = local - date.dayNumber * 86_400
        if clock == 0 || clock >= 82_800 {
            return Interval(
                start: calendar.start(of: date.firstOfMonth(adding: 1 - months)),
                end: calendar.start(of: date.firstOfMonth(adding: 1)))
        }
        func lastDay(adding count: Int) -> Int64 {
            calendar.instant(movedFrom: stamp) {
                $0.firstOfMonth(adding: count + 1).adding(days: -1)
            }
        }
        return namesStart
            ? Interval(start: stamp, end: lastDay(adding: months))
            : Interval(start: lastDay(adding: -months), end: stamp)
    }

    /// Tells whether all stamps show the same time of day.
    public static func areDaysApart(_ locals: some Collection<Int64>) -> Bool {
        guard let first = locals.first else { return false }
        return locals.allSatisfy { ($0 - first) % 86_400 == 0 }
    }
}

extension LocalCalendar {
    /// The instant on another day at the time of day that the clock shows at an instant: where it is not
    /// shown, the one at which the clock is set forward; where it is shown twice, the earlier.
    public func instant(
        movedFrom instant: Int64, to target: (CivilDate) -> CivilDate
    ) -> Int64 {
        let local = instant + offset(at: instant)
        let date = CivilDate(dayNumber: Self.floor(local, by: 86_400))
        let clock = local - date.dayNumber * 86_400
        guard clock != 0 else { return start(of: target(date)) }
        let there = target(date).dayNumber * 86_400 + clock
        switch instants(ofLocal: there) {
        case .once(let instant), .twice(let instant, _): return instant
        case .never:
            return steadyInterval(around: there - 86_400 - offset(at: there - 86_400)).end
        }
    }
}
