import Quantities

/// What the counts of one register tell about each other: which fall is a dip, a roll-over or the
/// reset of a day, which rise is taken back.
///
/// Every question costs the same however long the register is, so that no file can make it slow.
struct RegisterFalls {
    /// A low or a high that is longer than this is none.
    static let longestExcursion: Int64 = 86_400
    /// A high in which the count falls more often than this is none.
    private static let mostFallsOfSpike = 64

    let counts: LongList<RegisterCount>
    let meter: Meter
    let epochs: MeterEpochs
    /// The events that change a count, in time order.
    let events: [MeterEvent]
    /// The largest amount that a reading may mean.
    let greatest: Int128
    /// The indices of counts that lie below the one before.
    private let falls: LongList<Int>
    /// The rise that 99 of 100 do not exceed as mean power; nil where `max_power_kw` decides.
    private let usual: (amount: Int128, seconds: Int64)?
    /// Tells that the register was seen to begin again at a declared boundary.
    let resetsAtBoundaries: Bool
    /// The instants at which a reading is the last of the old register, though the exchange is dated to it.
    private let lastOfOld: Set<Int64>

    init(
        _ counts: LongList<RegisterCount>, of meter: Meter, epochs: MeterEpochs,
        events: [MeterEvent], greatest: Int128, on shelf: Shelf? = nil
    ) {
        self.counts = counts
        self.meter = meter
        self.epochs = epochs
        self.events = events.filter {
            [.exchange, .reset, .multiplierChange, .rollover].contains($0.kind)
        }
        self.greatest = greatest
        lastOfOld = Set(
            self.events.lazy.filter { Self.isOfDay($0, counts, meter, epochs) }.map(\.at))
        falls = LongList(
            counts.indices.dropFirst().lazy.filter {
                counts[$0].amount < counts[$0 - 1].amount
            }, on: shelf)
        usual =
            !falls.isEmpty && meter.maxPowerKilowatts == nil ? Self.usual(counts, greatest) : nil
        resetsAtBoundaries = falls.contains {
            Self.boundary(of: meter, between: counts[$0 - 1].at, and: counts[$0].at) != nil
        }
    }

    /// The 99th percentile (nearest rank, see `UsualRank`) of the rises that are not zero, by mean power.
    private static func usual(
        _ counts: LongList<RegisterCount>, _ greatest: Int128
    ) -> (amount: Int128, seconds: Int64)? {
        let rises = counts.indices.dropFirst().lazy
            .map { (counts[$0].amount - counts[$0 - 1].amount, counts[$0].at - counts[$0 - 1].at) }
            .filter { 0 < $0.0 && $0.0 <= greatest }
        return UsualRank.value(of: rises) { left, right in
            left.0 * Int128(right.1) < right.0 * Int128(left.1)
        }.map { ($0.0, $0.1) }
    }

    /// The events in a span; one at the instant of a reading lies before it, unless the reading is the old register's.
    func events(after start: Int64, upTo end: Int64) -> ArraySlice<MeterEvent> {
        func place(_ instant: Int64) -> Int {
            let isLastOfOld = lastOfOld.contains(instant)
            return events.bisected { isLastOfOld ? $0.at >= instant : $0.at > instant }
        }
        return events[place(start)..<place(end)]
    }

    /// Tells that an exchange or a reset, dated to the instant of a reading as one of which only the day is known is to
    /// midnight, happened after it: at that very instant the new register shows nothing but its first reading, and what
    /// was read goes on from the old one, up to its final reading; where none is given, a fall follows, or it lies below
    /// the first reading of the new one.
    private static func isOfDay(
        _ event: MeterEvent, _ counts: LongList<RegisterCount>, _ meter: Meter,
        _ epochs: MeterEpochs
    ) -> Bool {
        guard event.kind == .exchange || event.kind == .reset, event.multiplier == nil else {
            return false
        }
        let place = counts.bisected { $0.at >= event.at }
        guard place > 0, place + 1 < counts.count, counts[place].at == event.at else {
            return false
        }
        func count(_ value: DecimalText?) -> Int128? {
            value?.roundedWide(times: epochs.multiplier(at: event.at), times: meter.unit.scale)
        }
        let (before, here) = (counts[place - 1].amount, counts[place].amount)
        let first = count(event.firstReading) ?? 0
        guard here >= before, here != first else { return false }
        guard let final = count(event.finalReading) else {
            return counts[place + 1].amount < here || here < first
        }
        return here <= final
    }

    // MARK: - Excursions

    /// The index of the reading that ends a dip: lower readings that do not rise among themselves,
    /// then one not below the old count, within 24 hours and without an event between.
    ///
    /// - Parameter run: Where the readings stop falling, kept from one question to the next.
    func dipEnd(below old: RegisterCount, at index: Int, run: inout Range<Int>) -> Int? {
        if !run.contains(index) {
            var end = index + 1
            while end < counts.count, counts[end].amount <= counts[end - 1].amount { end += 1 }
            run = index..<end
        }
        guard run.upperBound < counts.count else { return nil }
        let count = counts[run.upperBound]
        guard count.amount >= old.amount, count.at <= old.at + Self.longestExcursion,
            events(after: old.at, upTo: count.at).isEmpty
        else { return nil }
        return run.upperBound
    }

    /// The index of the reading that takes an unbelievable rise back: the first within 24 hours that
    /// lies below everything since the rise, not below the count before it, and is a believable rise
    /// from that count; with no reading below that count and no event between.
    func spikeEnd(above old: RegisterCount, at index: Int) -> Int? {
        guard !falls.isEmpty, isUnbelievable(from: old, to: counts[index]) else { return nil }
        var lowest = counts[index].amount
        // Only a count that fell can lie below everything since the rise.
        for later in falls[firstFall(after: index)...].prefix(Self.mostFallsOfSpike) {
            let count = counts[later]
            guard count.amount >= old.amount, count.at <= old.at + Self.longestExcursion,
                events(after: old.at, upTo: count.at).isEmpty
            else { return nil }
            if count.amount < lowest, !isUnbelievable(from: old, to: count) { return later }
            lowest = min(lowest, count.amount)
        }
        return nil
    }

    private func firstFall(after index: Int) -> Int {
        falls.bisected { $0 > index }
    }

    /// More than can be kept, more than `max_power_kw`, or without one more than ten times what
    /// 99 of 100 rises show.
    private func isUnbelievable(from old: RegisterCount, to new: RegisterCount) -> Bool {
        let (rise, seconds) = (new.amount - old.amount, new.at - old.at)
        guard rise > 0 else { return false }
        guard rise <= greatest, let amount = Int64(exactly: rise) else { return true }
        if meter.maxPowerKilowatts != nil {
            return meter.isAboveMaxPower(amount, seconds: seconds)
        }
        guard let usual else { return false }
        return rise * Int128(usual.seconds) > 10 * usual.amount * Int128(seconds)
    }

    // MARK: - Roll-over

    /// The difference through the end of the register; nil when its size is not known or such a
    /// register cannot have shown the older count.
    func wrapped(from previous: RegisterCount, to next: RegisterCount) -> Int128? {
        guard let modulus = modulus(at: next.at) else { return nil }
        let wrapped = next.amount - previous.amount + modulus
        return wrapped >= 0 ? wrapped : nil
    }

    /// The wrapped difference, when it is plausible: its mean power is at most `max_power_kw`,
    /// or where none is declared it is at most half of the register.
    func rollover(from previous: RegisterCount, to next: RegisterCount) -> Int128? {
        guard let wrapped = wrapped(from: previous, to: next),
            let modulus = modulus(at: next.at)
        else { return nil }
        guard meter.maxPowerKilowatts != nil else {
            return wrapped * 2 <= modulus ? wrapped : nil
        }
        guard let amount = Int64(exactly: wrapped) else { return nil }
        return meter.isAboveMaxPower(amount, seconds: next.at - previous.at) ? nil : wrapped
    }

    private func modulus(at instant: Int64) -> Int128? {
        epochs.registerMax(at: instant)?.roundedWide(
            times: epochs.multiplier(at: instant), times: meter.unit.scale)
    }

    // MARK: - Declared resets

    /// Tells that a count of zero is that of a register which just began again, and not of one that counted nothing since
    /// an earlier moment: it counts before and after, as far as is known.
    func beganAgain(at index: Int) -> Bool {
        guard counts[index].amount == 0 else { return false }
        let countsAfter = index + 1 == counts.count || counts[index + 1].amount > 0
        let stoodStill = index >= 2 && counts[index - 1].amount == counts[index - 2].amount
        return countsAfter && !stoodStill
    }

    /// The boundary of a declared reset that a fall is near enough to.
    static func boundary(of meter: Meter, between start: Int64, and end: Int64) -> Int64? {
        guard let reset = meter.registerReset else { return nil }
        let boundary = reset.boundary(
            notAfter: end + RegisterReset.tolerance, in: meter.calendar)
        return boundary >= start - RegisterReset.tolerance ? boundary : nil
    }
}
