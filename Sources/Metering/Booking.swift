public import Quantities

/// An amount that a meter counted between two instants, and the row that says so.
public struct Booking: Hashable, Sendable {
    /// When it flowed.
    public let interval: Interval
    /// How much [J, mL or g]; negative where the flow was the other way.
    public let amount: Int64
    /// The file in the order of evidence.
    public let source: Int
    /// The physical line in that file.
    public let line: Int32
    /// Tells whether the amount is the difference of two register readings.
    public let isRegisterSpan: Bool
    /// Tells that the file itself calls the amount an estimate or a substitute.
    public let isEstimate: Bool

    /// Makes a booking.
    public init(
        interval: Interval, amount: Int64, source: Int, line: Int32, isRegisterSpan: Bool = false,
        isEstimate: Bool = false
    ) {
        self.interval = interval
        self.amount = amount
        self.source = source
        self.line = line
        self.isRegisterSpan = isRegisterSpan
        self.isEstimate = isEstimate
    }

    /// The same amount over another interval.
    func moved(to interval: Interval) -> Booking {
        Booking(
            interval: interval, amount: amount, source: source, line: line,
            isRegisterSpan: isRegisterSpan, isEstimate: isEstimate)
    }

    /// The parts of the amount on a grid of slots: in proportion to time, each part floored,
    /// the units left over one each to the earliest parts, so that their sum is the amount.
    public func forEachPart(
        slotSeconds: Int64, _ body: (_ slotStart: Int64, _ seconds: Int64, _ amount: Int64) -> Void
    ) {
        let first = LocalCalendar.floor(interval.start, by: slotSeconds) * slotSeconds
        if interval.end <= first + slotSeconds {
            body(first, interval.seconds, amount)
            return
        }
        let length = UInt128(interval.seconds)
        let whole = UInt128(amount.magnitude)
        func part(_ seconds: Int64) -> Int64 { Int64(whole * UInt128(seconds) / length) }
        var given: Int64 = 0
        forEachSlot(from: first, slotSeconds) { _, seconds in given += part(seconds) }
        var left = Int64(whole) - given
        forEachSlot(from: first, slotSeconds) { slot, seconds in
            var share = part(seconds)
            if left > 0 {
                share += 1
                left -= 1
            }
            body(slot, seconds, amount < 0 ? -share : share)
        }
    }

    private func forEachSlot(
        from first: Int64, _ slotSeconds: Int64, _ body: (_ slot: Int64, _ seconds: Int64) -> Void
    ) {
        var slot = first
        while slot < interval.end {
            body(slot, min(slot + slotSeconds, interval.end) - max(slot, interval.start))
            slot += slotSeconds
        }
    }
}
