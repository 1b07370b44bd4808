import Provenance
import Quantities

/// What is kept but suspected aloud: spikes, and long runs of exact zero.
extension MeterDerivation {
    /// With no `max_power_kw`, a value over ten times the 99th percentile (nearest rank; of fewer than 100
    /// the highest but one, see `UsualRank`) of the meter's non-zero values is kept and suspected, unless
    /// an event inside its interval confirms it. Values are compared as mean power, so that intervals of
    /// unlike length are alike.
    ///
    /// Whoever wrote an event for that time looked at the meter then, so every kind confirms;
    /// `confirm` says nothing else.
    ///
    /// Of fewer than 200 values one alone may lie above the percentile, and two spikes hide each other: what is over ten
    /// times the 90th percentile is said then (`spikes-among-few`), and weighs on no certificate.
    mutating func suspectSpikes(_ confirmed: inout Set<Int>) {
        guard meter.maxPowerKilowatts == nil else { return }
        let list = bookings.list
        var (highest, count) = (Bookings.Held?.none, 0)
        for booking in list where Self.isMoving(booking) {
            count += 1
            if highest.map({ Self.exceeds(booking, $0) }) ?? true { highest = booking }
        }
        guard let highest, let rank = UsualRank.rank(of: count) else { return }
        let rankAmongFew = UsualRank.rankAmongFew(of: count)
        // The percentile is so low when so many values are: mostly they are not, and none need be looked for.
        let low = list.count(where: {
            Self.isMoving($0) && Self.exceeds(highest, $0, times: 10)
        })
        guard low >= rankAmongFew ?? rank,
            let percentile = UsualRank.value(
                of: list.lazy.filter(Self.isMoving), isLess: { Self.exceeds($1, $0) })
        else { return }
        let ofFew = rankAmongFew.map {
            list.filter(Self.isMoving).sorted { Self.exceeds($1, $0) }[$0 - 1]
        }
        for held in list where held.end > held.start {
            let isSpike = Self.exceeds(held, percentile, times: 10)
            guard isSpike || ofFew.map({ Self.exceeds(held, $0, times: 10) }) ?? false else {
                continue
            }
            let booking = held.booking
            if confirm(booking.interval, by: nil, &confirmed) { continue }
            if isSpike { keepSuspect(booking) }
            report(
                isSpike ? .suspectSpike : .spikesAmongFew, source: booking.source,
                line: booking.line, value: text(of: booking.amount), interval: booking.interval)
        }
    }

    private static func isMoving(_ booking: Bookings.Held) -> Bool {
        booking.amount != 0 && booking.end > booking.start
    }

    /// Tells whether one mean power is more than some times another; nothing is divided.
    private static func exceeds(
        _ one: Bookings.Held, _ other: Bookings.Held, times factor: UInt64 = 1
    ) -> Bool {
        let (seconds, otherSeconds) = (one.end - one.start, other.end - other.start)
        // Amounts are at most 10^15, so that ten times one of them fits 64 bits.
        if seconds == otherSeconds {
            return one.amount.magnitude > factor * other.amount.magnitude
        }
        return UInt128(one.amount.magnitude) * UInt128(otherSeconds)
            > UInt128(factor * other.amount.magnitude) * UInt128(seconds)
    }

    /// A run of exact zero that is as long as an account of this kind rests at most is a stuck counter, a cut wire or
    /// no load at all: it stays measured, and it is said. A gap ends a run; an event `confirm` in it
    /// settles the question.
    mutating func suspectStandstill(_ confirmed: inout Set<Int>) {
        guard let limit = meter.account.longestRest else { return }
        var first: Bookings.Held?
        var end: Int64 = 0
        var suspected: [(first: Bookings.Held, interval: Interval)] = []
        func close() {
            if let first, end - first.start >= limit {
                suspected.append((first, Interval(start: first.start, end: end)))
            }
            first = nil
        }
        for booking in bookings.list {
            if booking.amount != 0 || booking.source < 0 {
                close()
                continue
            }
            if first == nil || booking.start != end {
                close()
                first = booking
            }
            end = booking.end
        }
        close()
        for (first, interval) in suspected
        where !confirm(interval, by: .confirm, &confirmed) {
            report(
                .longZero, source: first.source, line: first.line,
                arguments: ["from": text(at: interval.start), "to": text(at: interval.end)],
                interval: interval)
        }
    }

    /// Tells whether an event lies in an interval, its ends included, so that a stamp copied from
    /// the file is enough; events that confirm are noted.
    private func confirm(
        _ interval: Interval, by kind: MeterEvent.Kind?, _ confirmed: inout Set<Int>
    ) -> Bool {
        let inside = events.filter {
            interval.start <= $0.at && $0.at <= interval.end && (kind == nil || $0.kind == kind)
        }
        confirmed.formUnion(inside.map(\.line))
        return !inside.isEmpty
    }
}
