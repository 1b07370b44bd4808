public import Quantities

/// What the ledger keeps of the bookings.
extension MeterDerivation {
    /// What is booked, on a grid of slots; see `LoadProfile`.
    public func profile(slotSeconds: Int64, wantsMirror: Bool = false) -> LoadProfile {
        LoadProfile(
            bookings, slotSeconds: slotSeconds, of: account, wantsMirror: wantsMirror)
    }

    /// The maximum demand of the months of a calendar; nil for a meter of which it is not kept.
    public func demands(in calendar: LocalCalendar) -> [MonthlyDemand]? {
        hasDemand ? MonthlyDemand.months(of: bookings, in: calendar) : nil
    }

    /// The bookings that reach over the beginning of the local day in which they end.
    public func midnightSpans(in calendar: LocalCalendar) -> [Booking] {
        var day = Interval(start: 0, end: 0)
        var spans: [Booking] = []
        for booking in bookings.list {
            let last = booking.end - 1
            if last < day.start || last >= day.end { day = Self.day(of: last, in: calendar) }
            if booking.start < day.start, day.start < booking.end { spans.append(booking.booking) }
        }
        return spans
    }

    /// A local day, as far as all of its instants certainly belong to it: near a change of the clock
    /// it begins anew with each question.
    private static func day(of instant: Int64, in calendar: LocalCalendar) -> Interval {
        let date = calendar.date(at: instant)
        let start = calendar.start(of: date)
        let steady = calendar.steadyInterval(around: instant)
        let isPlain = steady.start < start - 86_400 && start + 2 * 86_400 < steady.end
        return Interval(start: start, end: isPlain ? start + 86_400 : start)
    }
}
