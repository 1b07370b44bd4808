public import Quantities

/// The load of one meter on a grid of slots (负荷曲线), month by month: sorted, on one grid,
/// with every second that was measured accounted for.
public struct LoadProfile: Hashable, Sendable {
    /// One calendar month in UTC: a column for each thing a slot knows.
    public struct Month: Hashable, Sendable {
        /// The amounts [J, mL or g].
        public var amounts: [Int64]
        /// How many seconds of each slot a reading covers.
        public var coveredSeconds: [UInt16]
        /// Flags of each slot.
        public var flags: [UInt8]
        /// The file that last gave to each slot, in the order of evidence; -1 for none.
        public var sources: [Int32]

        /// Makes a month without readings.
        public init(slots: Int) {
            amounts = Array(repeating: 0, count: slots)
            coveredSeconds = Array(repeating: 0, count: slots)
            flags = Array(repeating: 0, count: slots)
            sources = Array(repeating: -1, count: slots)
        }
    }

    /// The amount in a slot was spread over it from an interval longer than an hour.
    public static let spread: UInt8 = 1
    /// The spread interval was a span between register readings.
    public static let registerSpread: UInt8 = 2
    /// The amount in a slot was estimated by a named method.
    public static let estimated: UInt8 = 4
    /// A booking touches the slot, even if it covers no second or counts nothing.
    public static let present: UInt8 = 8

    /// The length of a slot [s]: 3600, or 1800 or 900 where offsets are not whole hours.
    public let slotSeconds: Int64
    /// The months, by their number since 1970-01 (UTC).
    public var months: [Int: Month] = [:]

    /// Makes an empty profile.
    public init(slotSeconds: Int64) { self.slotSeconds = slotSeconds }

    /// Lays bookings on the grid.
    ///
    /// - Parameter wantsMirror: false takes the amounts of the meter's own direction and covers
    ///   the time of all bookings; true takes the opposite ones as positive amounts.
    public init(_ bookings: [Booking], slotSeconds: Int64, of account: Account, wantsMirror: Bool) {
        self.init(slotSeconds: slotSeconds)
        var (number, month) = (Int.min, Month(slots: 0))
        var monthStart: Int64 = 0
        var monthEnd: Int64 = Int64.min
        for booking in bookings {
            let isMirror = booking.amount < 0 && account.mirror != nil
            if wantsMirror, !isMirror { continue }
            var flags = Self.present
            if booking.interval.seconds > 3_600, booking.source >= 0 {
                flags |= Self.spread | (booking.isRegisterSpan ? Self.registerSpread : 0)
            }
            booking.forEachPart(slotSeconds: slotSeconds) { slot, seconds, amount in
                if slot < monthStart || slot >= monthEnd {
                    if number != Int.min { months[number] = month }
                    number = Self.monthNumber(at: slot)
                    let bounds = Self.interval(ofMonth: number)
                    (monthStart, monthEnd) = (bounds.start, bounds.end)
                    month =
                        months[number] ?? Month(slots: Int(bounds.seconds / slotSeconds))
                    months[number] = nil
                }
                let index = Int((slot - monthStart) / slotSeconds)
                // A flow the other way covers the time of this direction but books nothing to it.
                month.coveredSeconds[index] += UInt16(seconds)
                guard isMirror == wantsMirror else { return }
                month.amounts[index] += wantsMirror ? -amount : amount
                month.flags[index] |= flags
                month.sources[index] = max(month.sources[index], Int32(booking.source))
            }
        }
        if number != Int.min { months[number] = month }
    }

    /// Tells whether a reading covers any part of an interval.
    public func covers(anyOf interval: Interval) -> Bool {
        months.contains { number, month in
            let bounds = Self.interval(ofMonth: number)
            guard let shared = bounds.intersection(interval) else { return false }
            let first = Int((shared.start - bounds.start) / slotSeconds)
            let end = Int((shared.end - bounds.start + slotSeconds - 1) / slotSeconds)
            return month.coveredSeconds[first..<end].contains { $0 > 0 }
        }
    }

    /// How many seconds of the slot that begins at an instant are covered.
    public func coveredSeconds(at slot: Int64) -> Int64 {
        at(slot) { Int64($0.coveredSeconds[$1]) } ?? 0
    }

    /// The amount of the slot that begins at an instant [J, mL or g].
    public func amount(at slot: Int64) -> Int64 { at(slot) { $0.amounts[$1] } ?? 0 }

    /// Tells that a slot is covered but no file gave to it: the meter was out of service.
    public func isOutOfService(at slot: Int64) -> Bool {
        at(slot) { $0.coveredSeconds[$1] > 0 && $0.sources[$1] < 0 } ?? false
    }

    private func at<Value>(_ slot: Int64, _ value: (Month, Int) -> Value) -> Value? {
        let number = Self.monthNumber(at: slot)
        guard let month = months[number] else { return nil }
        return value(month, Int((slot - Self.interval(ofMonth: number).start) / slotSeconds))
    }

    /// The number of the UTC month of an instant, counted from 1970-01.
    public static func monthNumber(at instant: Int64) -> Int {
        let date = CivilDate(dayNumber: LocalCalendar.floor(instant, by: 86_400)).components
        return (date.year - 1970) * 12 + date.month - 1
    }

    /// The instants of a numbered UTC month.
    public static func interval(ofMonth number: Int) -> Interval {
        let epoch = CivilDate(dayNumber: 0)
        return Interval(
            start: epoch.firstOfMonth(adding: number).dayNumber * 86_400,
            end: epoch.firstOfMonth(adding: number + 1).dayNumber * 86_400)
    }
}
