import Provenance
import Quantities

/// Registers: energy is the difference of rounded readings over the time between them.
extension MeterDerivation {
    /// A reading of the register, rounded to the ledger's unit.
    private struct Count {
        let at: Int64
        let amount: Int64
        let source: Int
        let line: Int32
        let order: Int
    }

    mutating func deriveRegister(_ batches: [ReadingBatch], strays: Strays) {
        var counts: [Count] = []
        for batch in batches { readCounts(of: batch, strays: strays, into: &counts) }
        let distinct = settleRepeated(counts)
        formSpans(distinct)
    }

    // MARK: - From rows to counts

    private mutating func readCounts(
        of batch: ReadingBatch, strays: Strays, into counts: inout [Count]
    ) {
        let resolution = TimeResolution(batch, in: meter.calendar)
        if strays.reporting {
            report(contentsOf: resolution.findings)
            withStatement(of: batch.source) { $0.rows += Int64(batch.count) }
        }
        for row in 0..<batch.count {
            let line = batch.lines[row]
            guard let stamp = resolution.starts[row] else {
                if strays.reporting { withStatement(of: batch.source) { $0.rowsRejected += 1 } }
                continue
            }
            // A register is read at an instant; the end of validity still belongs to it.
            let instant = resolution.ends.isEmpty ? stamp : (resolution.ends[row] ?? stamp)
            let isOwn = meter.validity.start <= instant && instant <= meter.validity.end
            guard isOwn else {
                let nowhere = !strays.validities.contains {
                    $0.start <= instant && instant <= $0.end
                }
                if strays.reporting, nowhere {
                    withStatement(of: batch.source) { $0.rowsRejected += 1 }
                    report(.outsideValidity, source: batch.source, line: line)
                }
                continue
            }
            guard let amount = rounded(batch.values[row], at: instant) else {
                withStatement(of: batch.source) { $0.rowsRejected += 1 }
                report(
                    .valueTooLarge, source: batch.source, line: line,
                    value: "\(batch.values[row]) \(meter.unit.rawValue)")
                continue
            }
            guard amount >= 0 || meter.account == .check else {
                withStatement(of: batch.source) { $0.rowsRejected += 1 }
                report(
                    .negativeValue, source: batch.source, line: line,
                    value: batch.values[row].description,
                    arguments: ["account": meter.account.rawValue])
                continue
            }
            counts.append(
                Count(
                    at: instant, amount: amount, source: batch.source, line: line,
                    order: counts.count))
        }
    }

    private func rounded(_ value: DecimalText, at instant: Int64) -> Int64? {
        value.rounded(times: epochs.multiplier(at: instant), times: meter.unit.scale)
    }

    /// Of readings at the same instant the last value stands; repeated ones carry no energy.
    private mutating func settleRepeated(_ counts: [Count]) -> [Count] {
        let sorted = counts.sorted { ($0.at, $0.order) < ($1.at, $1.order) }
        var kept: [Count] = []
        kept.reserveCapacity(sorted.count)
        var index = 0
        while index < sorted.count {
            var next = index + 1
            while next < sorted.count, sorted[next].at == sorted[index].at { next += 1 }
            let group = sorted[index..<next]
            let last = sorted[next - 1]
            let winner = group.first { $0.amount == last.amount } ?? last
            for loser in group where loser.order != winner.order {
                if loser.amount == winner.amount {
                    report(.duplicateRow, source: loser.source, line: loser.line)
                } else {
                    report(
                        loser.source == last.source ? .duplicateConflict : .superseded,
                        source: last.source, line: last.line,
                        arguments: ["old": text(of: loser.amount), "new": text(of: last.amount)])
                }
            }
            kept.append(winner)
            index = next
        }
        return kept
    }

    // MARK: - From counts to spans

    private mutating func formSpans(_ counts: [Count]) {
        reportUnmatchedEvents(counts)
        guard var previous = counts.first else { return }
        var index = 1
        while index < counts.count {
            let next = counts[index]
            let events = events(after: previous.at, upTo: next.at)
            if !events.isEmpty {
                settle(events, from: previous, to: next)
            } else if next.amount >= previous.amount {
                rise(from: previous, to: next, by: Self.difference(next.amount, previous.amount))
            } else if let recovery = recovery(of: previous, at: index, in: counts) {
                for low in counts[index..<recovery] {
                    withStatement(of: low.source) { $0.rowsRejected += 1 }
                    report(
                        .registerDip, source: low.source, line: low.line,
                        arguments: [
                            "old": text(of: previous.amount), "new": text(of: low.amount),
                        ])
                }
                index = recovery
                continue
            } else if let wrapped = rollover(from: previous, to: next) {
                reportRollover(at: next)
                rise(from: previous, to: next, by: wrapped)
            } else {
                reportReset(from: previous, to: next)
            }
            previous = next
            index += 1
        }
        reportSpread()
    }

    /// The difference of two counts; nil on overflow.
    private static func difference(_ later: Int64, _ earlier: Int64) -> Int64? {
        let (difference, overflow) = later.subtractingReportingOverflow(earlier)
        return overflow ? nil : difference
    }

    /// Books a span unless it is too large to be kept or means more power than is believable.
    private mutating func rise(from previous: Count, to next: Count, by amount: Int64?) {
        let span = Interval(start: previous.at, end: next.at)
        guard let amount, takes(amount) else {
            report(
                .valueTooLarge, source: next.source, line: next.line, value: text(of: next.amount),
                interval: span)
            return
        }
        state(amount, of: next.source, in: \.energyIn)
        guard !meter.isAboveMaxPower(amount, seconds: span.seconds) else {
            state(amount, of: next.source, in: \.rejected)
            report(
                .aboveMaxPower, source: next.source, line: next.line,
                arguments: powerArguments(amount, span.seconds), interval: span)
            return
        }
        book(
            Booking(
                interval: span, amount: amount, source: next.source, line: next.line,
                isRegisterSpan: true))
    }

    /// Events that no pair of readings has between it.
    private mutating func reportUnmatchedEvents(_ counts: [Count]) {
        let effects: [MeterEvent.Kind] = [.exchange, .reset, .multiplierChange, .rollover]
        let first = counts.first?.at ?? Int64.max
        let last = counts.last?.at ?? Int64.min
        for event in events
        where effects.contains(event.kind) && !(event.at > first && event.at <= last) {
            reportUnmatched(event)
        }
    }

    private func events(after start: Int64, upTo end: Int64) -> [MeterEvent] {
        events.filter {
            $0.at > start && $0.at <= end
                && [.exchange, .reset, .multiplierChange, .rollover].contains($0.kind)
        }
    }

    /// Events in `events.csv` explain the span: the final of the old, the first of the new.
    ///
    /// Without a final reading the old register is taken to have stood still; without a first
    /// reading the new one began at zero. A changed multiplier with neither leaves the span unknown.
    private mutating func settle(_ events: [MeterEvent], from previous: Count, to next: Count) {
        if events.count == 1, events[0].kind == .rollover,
            let wrapped = wrapped(from: previous, to: next)
        {
            reportRollover(at: next)
            return rise(from: previous, to: next, by: wrapped)
        }
        var energy: Int128? = 0
        var count = previous.amount
        for event in events {
            // A changed multiplier leaves the register itself as it is: one count is both.
            let isChange = event.kind == .multiplierChange
            let last = event.finalReading ?? (isChange ? event.firstReading : nil)
            let next = event.firstReading ?? (isChange ? event.finalReading : nil)
            let final = last.map { rounded($0, at: event.at - 1) } ?? count
            let first = next.map { rounded($0, at: event.at) } ?? 0
            let isUnknown = (isChange && last == nil) || event.kind == .rollover
            if let final, let first, final >= count, !isUnknown {
                energy = energy.map { $0 + Int128(final) - Int128(count) }
                count = first
            } else {
                energy = nil
            }
        }
        guard let energy, next.amount >= count else {
            reportReset(from: previous, to: next)
            return
        }
        // Without a final reading the energy up to the event is unknown and left out: a warning.
        let isWhole = events.allSatisfy { $0.finalReading != nil || $0.kind == .multiplierChange }
        report(
            .registerExchange, severity: isWhole ? nil : .warning, source: next.source,
            line: next.line)
        rise(
            from: previous, to: next,
            by: Int64(exactly: energy + Int128(next.amount) - Int128(count)))
    }

    private mutating func reportReset(from previous: Count, to next: Count) {
        report(
            .registerReset, source: next.source, line: next.line,
            arguments: ["old": text(of: previous.amount), "new": text(of: next.amount)],
            interval: Interval(start: previous.at, end: next.at))
    }

    private mutating func reportRollover(at next: Count) {
        report(
            .registerRollover, source: next.source, line: next.line,
            arguments: ["limit": epochs.registerMax(at: next.at)?.description ?? ""])
    }

    /// The index of the reading that ends a dip: lower readings that do not rise among
    /// themselves, then one not below the old count, within 24 hours.
    private func recovery(of old: Count, at index: Int, in counts: [Count]) -> Int? {
        var lowest = old.amount
        for later in index..<counts.count {
            let count = counts[later]
            guard count.at <= old.at + 86_400, events(after: old.at, upTo: count.at).isEmpty
            else { return nil }
            if count.amount >= old.amount { return later > index ? later : nil }
            guard count.amount <= lowest else { return nil }
            lowest = count.amount
        }
        return nil
    }

    private func wrapped(from previous: Count, to next: Count) -> Int64? {
        guard let registerMax = epochs.registerMax(at: next.at),
            let modulus = rounded(registerMax, at: next.at)
        else { return nil }
        let wrapped = Int128(next.amount) - Int128(previous.amount) + Int128(modulus)
        return wrapped >= 0 ? Int64(exactly: wrapped) : nil
    }

    /// The wrapped difference, when it is plausible: its mean power is at most `max_power_kw`,
    /// or where none is declared it is at most half of the register.
    private func rollover(from previous: Count, to next: Count) -> Int64? {
        guard let wrapped = wrapped(from: previous, to: next),
            let registerMax = epochs.registerMax(at: next.at),
            let modulus = rounded(registerMax, at: next.at)
        else { return nil }
        if meter.maxPowerKilowatts != nil {
            return meter.isAboveMaxPower(wrapped, seconds: next.at - previous.at) ? nil : wrapped
        }
        return Int128(wrapped) * 2 <= Int128(modulus) ? wrapped : nil
    }

    private mutating func reportSpread() {
        for booking in bookings where booking.interval.seconds > 3_600 {
            report(
                .registerSpread, source: booking.source, line: booking.line,
                interval: booking.interval)
        }
    }
}
