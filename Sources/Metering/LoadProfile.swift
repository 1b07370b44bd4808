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

        /// Makes a month of columns of one length.
        public init(
            amounts: [Int64], coveredSeconds: [UInt16], flags: [UInt8], sources: [Int32]
        ) {
            precondition(
                amounts.count == coveredSeconds.count && amounts.count == flags.count
                    && amounts.count == sources.count, "the columns hold the same slots")
            self.amounts = amounts
            self.coveredSeconds = coveredSeconds
            self.flags = flags
            self.sources = sources
        }

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
    /// The amount in a slot was estimated: by a named method, or the file itself calls some of it so.
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
    public init(
        _ bookings: some Sequence<Booking>, slotSeconds: Int64, of account: Account,
        wantsMirror: Bool
    ) {
        self.init(slotSeconds: slotSeconds)
        let hasMirror = account.mirror != nil
        if wantsMirror, !hasMirror { return }
        var filling = Filling(slotSeconds: slotSeconds)
        for booking in bookings {
            let isMirror = booking.amount < 0 && hasMirror
            if wantsMirror, !isMirror { continue }
            var flags = Self.present
            if booking.interval.seconds > 3_600, booking.source >= 0 {
                flags |= Self.spread | (booking.isRegisterSpan ? Self.registerSpread : 0)
            }
            let source = Int32(booking.source)
            booking.forEachPart(slotSeconds: slotSeconds) { slot, seconds, amount in
                if slot != filling.slot { filling.turn(to: slot) }
                filling.seconds += seconds
                // A flow the other way covers the time of this direction but books nothing to it; an estimated one
                // covers it as an estimate.
                if booking.isEstimate { filling.flags |= Self.estimated }
                guard isMirror == wantsMirror else { return }
                filling.amount += wantsMirror ? -amount : amount
                filling.flags |= flags
                filling.source = max(filling.source, source)
            }
        }
        months = filling.finished()
    }

    /// The slot at hand while bookings are laid on the grid, and its month.
    private struct Filling {
        let slotSeconds: Int64
        private(set) var slot = Int64.min
        var seconds: Int64 = 0
        var amount: Int64 = 0
        var flags: UInt8 = 0
        var source: Int32 = -1

        private var months: [Int: Month] = [:]
        private var number = Int.min
        private var month = Month(slots: 0)
        private var start: Int64 = 0
        private var end = Int64.min

        init(slotSeconds: Int64) { self.slotSeconds = slotSeconds }

        /// Puts the slot at hand into its month, and begins another.
        mutating func turn(to next: Int64) {
            if slot != Int64.min { put() }
            (slot, seconds, amount, flags, source) = (next, 0, 0, 0, -1)
        }

        private mutating func put() {
            if slot < start || slot >= end { turnMonth() }
            let index = Int((slot - start) / slotSeconds)
            month.coveredSeconds[index] += UInt16(seconds)
            month.amounts[index] += amount
            month.flags[index] |= flags
            month.sources[index] = max(month.sources[index], source)
        }

        private mutating func turnMonth() {
            if number != Int.min { months[number] = month }
            number = LoadProfile.monthNumber(at: slot)
            let bounds = LoadProfile.interval(ofMonth: number)
            (start, end) = (bounds.start, bounds.end)
            month =
                months.removeValue(forKey: number)
                ?? Month(slots: Int(bounds.seconds / slotSeconds))
        }

        consuming func finished() -> [Int: Month] {
            turn(to: Int64.min)
            if number != Int.min { months[number] = month }
            return months
        }
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
