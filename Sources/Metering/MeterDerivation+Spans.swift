import Provenance
import Quantities

/// From the counts of a register to spans of energy.
///
/// Rule, for two counts that follow each other: an event between them decides; else a declared
/// reset (`register_reset`); else a rise is energy, unless it is unbelievable and taken back within
/// 24 hours (`register-spike`: its rows are rejected); a fall is a dip, a roll-over or a reset, in
/// this order.
extension MeterDerivation {
    mutating func formSpans(_ counts: LongList<RegisterCount>) {
        let falls = RegisterFalls(
            counts, of: meter, epochs: epochs, events: events,
            greatest: Int128(meter.greatestAmount), on: shelf)
        reportUnmatchedEvents(counts)
        guard var previous = counts.first else { return }
        var watch = ResetWatch()
        var run = 0..<0
        var index = 1
        while index < counts.count {
            let next = counts[index]
            let between = falls.events(after: previous.at, upTo: next.at)
            if !between.isEmpty {
                settle(Array(between), from: previous, to: next, falls)
            } else if settleDeclaredReset(from: previous, to: next, at: index, falls, &watch) {
                // The register began again by itself.
            } else if next.amount >= previous.amount {
                if let end = falls.spikeEnd(above: previous, at: index) {
                    for high in index..<end {
                        rejectExcursion(counts[high], .registerSpike, beside: previous)
                    }
                    index = end
                    continue
                }
                rise(from: previous, to: next, by: next.amount - previous.amount)
            } else if let end = falls.dipEnd(below: previous, at: index, run: &run) {
                for low in index..<end {
                    rejectExcursion(counts[low], .registerDip, beside: previous)
                }
                index = end
                continue
            } else if let wrapped = falls.rollover(from: previous, to: next) {
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

    private mutating func rejectExcursion(
        _ count: RegisterCount, _ code: FindingCode, beside old: RegisterCount
    ) {
        withStatement(of: count.source) { $0.rowsRejected += 1 }
        report(
            code, source: count.source, line: count.line,
            arguments: ["old": text(of: old.amount), "new": text(of: count.amount)])
    }

    /// Books a span unless it is too large to be kept or means more power than is believable.
    private mutating func rise(
        from previous: RegisterCount, to next: RegisterCount, by amount: Int128
    ) {
        rise(from: previous, at: previous.at, to: next, by: amount)
    }

    /// Books a span that begins with a count or, without one, where the register began at zero; it is an estimate when
    /// either count is one.
    private mutating func rise(
        from previous: RegisterCount?, at start: Int64, to next: RegisterCount, by amount: Int128
    ) {
        let span = Interval(start: start, end: next.at)
        guard let amount = Int64(exactly: amount), takes(amount) else {
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
                isRegisterSpan: true,
                isEstimate: next.isEstimate || previous?.isEstimate ?? false))
    }

    private mutating func reportReset(from previous: RegisterCount, to next: RegisterCount) {
        report(
            .registerReset, source: next.source, line: next.line,
            arguments: ["old": text(of: previous.amount), "new": text(of: next.amount)],
            interval: Interval(start: previous.at, end: next.at))
    }

    private mutating func reportRollover(at next: RegisterCount) {
        report(
            .registerRollover, source: next.source, line: next.line,
            arguments: ["limit": epochs.registerMax(at: next.at)?.description ?? ""])
    }

    private mutating func reportSpread() {
        for booking in bookings.list where booking.end - booking.start > 3_600 {
            report(
                .registerSpread, source: booking.source, line: booking.line,
                interval: booking.interval)
        }
    }

    // MARK: - Events

    /// Events that no pair of readings has between it and that change nothing else either.
    private mutating func reportUnmatchedEvents(_ counts: LongList<RegisterCount>) {
        let first = counts.first?.at ?? Int64.max
        let last = counts.last?.at ?? Int64.min
        for event in events {
            let isOfCount = [.exchange, .reset, .multiplierChange, .rollover].contains(event.kind)
            guard isOfCount, !(event.at > first && event.at <= last) else { continue }
            // Before the first reading a new multiplier still holds for all that follow.
            let holds = event.multiplier != nil || event.registerMax != nil
            if event.at <= first, holds, !counts.isEmpty { continue }
            reportUnmatched(
                event,
                because: BilingualText(
                    "no readings of {meter} lie before and after it", zh: "{meter} 在其前后没有读数"))
        }
    }

    /// Events in `events.csv` explain the span: the final of the old, the first of the new.
    ///
    /// Without a final reading the old register is taken to have stood still; without a first
    /// reading the new one began at zero. A changed multiplier with neither leaves the span unknown.
    private mutating func settle(
        _ events: [MeterEvent], from previous: RegisterCount, to next: RegisterCount,
        _ falls: RegisterFalls
    ) {
        if events.count == 1, events[0].kind == .rollover,
            let wrapped = falls.wrapped(from: previous, to: next)
        {
            reportRollover(at: next)
            return rise(from: previous, to: next, by: wrapped)
        }
        var energy: Int128? = 0
        var current = previous.amount
        var isContradicted = false
        var silent: MeterEvent?
        for event in events {
            // A changed multiplier leaves the register itself as it is: one count is both.
            let isChange = event.kind == .multiplierChange
            let last = event.finalReading ?? (isChange ? event.firstReading : nil)
            let begin = event.firstReading ?? (isChange ? event.finalReading : nil)
            let final = last.map { count($0, at: event.at - 1) } ?? current
            let first = begin.map { count($0, at: event.at) } ?? 0
            let isUnknown = (isChange && last == nil) || event.kind == .rollover
            if let final, let first, final >= current, !isUnknown {
                energy = energy.map { $0 + final - current }
                current = first
            } else {
                if let final, final < current {
                    reportContradicted(
                        event, "final_reading", final, by: current, at: previous, from: previous,
                        to: next)
                    isContradicted = true
                } else if isUnknown {
                    silent = silent ?? event
                }
                energy = nil
            }
        }
        let isKnown = energy != nil
        guard let energy, next.amount >= current else {
            // What the events say is the cause then, and not that nothing was said.
            if isKnown, let last = events.last, last.firstReading != nil {
                reportContradicted(
                    last, "first_reading", current, by: next.amount, at: next, from: previous,
                    to: next)
            } else if let silent, !isContradicted {
                reportSilent(silent, from: previous, to: next)
            } else if !isContradicted {
                reportReset(from: previous, to: next)
            }
            return
        }
        // Without a final reading the energy up to the event is unknown and left out: a warning.
        let isWhole = events.allSatisfy { $0.finalReading != nil || $0.kind == .multiplierChange }
        report(
            .registerExchange, severity: isWhole ? nil : .warning, source: next.source,
            line: next.line)
        rise(from: previous, to: next, by: energy + next.amount - current)
    }

    /// An event that does not say what the register showed then, nor does a reading.
    private mutating func reportSilent(
        _ event: MeterEvent, from previous: RegisterCount, to next: RegisterCount
    ) {
        let at = text(at: event.at)
        let isRollover = event.kind == .rollover
        add(
            Finding(
                .eventWithoutReading, file: "events.csv", line: event.line,
                column: isRollover ? "register_max" : "final_reading", value: event.kind.rawValue,
                phrases: [
                    "reason": isRollover
                        ? BilingualText(
                            "the register rolled over at \(at), and at which count is not known",
                            zh: "\(at) 示数翻转，但量程未知")
                        : BilingualText(
                            "the multiplier changed at \(at), and what the register showed then is not known",
                            zh: "\(at) 倍率变更，但当时示数未知"),
                    "remedy": isRollover
                        ? BilingualText(
                            "Give `register_max` in meters.csv",
                            zh: "请在 meters.csv 中填写 `register_max`")
                        : BilingualText(
                            "Give `final_reading` of the event in events.csv, what it showed then",
                            zh: "请在 events.csv 中填写该事件的 `final_reading`，即当时示数"),
                ], meterID: meter.id, siteID: meter.siteID,
                interval: Interval(start: previous.at, end: next.at)))
    }

    /// A final reading below the count before it, or a first one above the count behind it, is that of another
    /// meter, another day or another digit.
    private mutating func reportContradicted(
        _ event: MeterEvent, _ column: String, _ reading: Int128, by count: Int128,
        at place: RegisterCount, from previous: RegisterCount, to next: RegisterCount
    ) {
        let (own, other) = (text(of: reading), text(of: count))
        let read = "\(name(of: place.source)):\(place.line), \(text(at: place.at))"
        let isFinal = column == "final_reading"
        add(
            Finding(
                .eventContradicted, file: "events.csv", line: event.line, column: column,
                value: own, arguments: ["key": column],
                phrases: [
                    "reason": isFinal
                        ? BilingualText(
                            "the final reading \(own) lies below \(other), the count before it (\(read))",
                            zh: "止码 \(own) 低于其之前的示数 \(other)（\(read)）")
                        : BilingualText(
                            "the first reading \(own) lies above \(other), the count behind it (\(read))",
                            zh: "起码 \(own) 高于其之后的示数 \(other)（\(read)）")
                ],
                meterID: meter.id, siteID: meter.siteID,
                interval: Interval(start: previous.at, end: next.at)))
    }

    // MARK: - Declared resets

    /// What is known of the declared resets while the counts are walked.
    private struct ResetWatch {
        /// The boundary at which the register was last seen to begin again.
        var taken: Int64?
        /// A boundary that was passed without a fall; the reset may still come within an hour.
        var awaited: Int64?
    }

    /// A register that is declared to begin again every day, month or year does so where it falls
    /// within an hour of the boundary, and also inside a gap that reaches over the boundary by more
    /// than an hour. What it counts from there is measured; what the old count gained between its
    /// last reading and the boundary is not known and stays missing.
    ///
    /// - Returns: Whether the span is settled.
    private mutating func settleDeclaredReset(
        from previous: RegisterCount, to next: RegisterCount, at index: Int,
        _ falls: RegisterFalls, _ watch: inout ResetWatch
    ) -> Bool {
        guard let reset = meter.registerReset else { return false }
        if next.amount < previous.amount {
            guard
                let boundary = RegisterFalls.boundary(
                    of: meter, between: previous.at, and: next.at), boundary != watch.taken
            else { return false }
            watch.taken = boundary
            if watch.awaited == boundary { watch.awaited = nil }
            // A count of zero behind the boundary was read as the register began again, however late its clock
            // was: what it had counted until then is not known.
            let beganLate = boundary < next.at && falls.beganAgain(at: index)
            beginAgain(at: beganLate ? next.at : boundary, from: previous, to: next)
            return true
        }
        if let awaited = watch.awaited, next.at > awaited + RegisterReset.tolerance {
            watch.awaited = nil
            report(
                .registerResetAbsent, source: next.source, line: next.line,
                arguments: ["at": text(at: awaited), "word": reset.rawValue])
        }
        let boundary = reset.boundary(notAfter: next.at, in: meter.calendar)
        guard boundary > previous.at, boundary != watch.taken else { return false }
        if falls.resetsAtBoundaries, next.at - boundary > RegisterReset.tolerance {
            watch.taken = boundary
            beginAgain(at: boundary, from: previous, to: next)
            return true
        }
        if previous.amount > 0 { watch.awaited = boundary }
        return false
    }

    private mutating func beginAgain(
        at boundary: Int64, from previous: RegisterCount, to next: RegisterCount
    ) {
        var start = max(boundary, previous.at)
        if start >= next.at {
            // A count at the boundary itself was gained before it: the reset came early.
            start = next.amount > 0 ? previous.at : next.at
        }
        let lost = Interval(start: previous.at, end: start)
        report(
            .registerPeriodicReset, severity: lost.seconds > 0 ? .warning : nil,
            source: next.source, line: next.line,
            phrases: [
                "lost": lost.seconds == 0
                    ? BilingualText("nothing is missing", zh: "无缺失")
                    : BilingualText(
                        "what it counted from \(text(at: previous.at)) to \(text(at: start)) is missing",
                        zh: "\(text(at: previous.at)) 至 \(text(at: start)) 的电量缺失")
            ],
            interval: lost.seconds > 0 ? lost : Interval(start: previous.at, end: next.at))
        if start < next.at { rise(from: nil, at: start, to: next, by: next.amount) }
    }
}
