import Provenance
import Quantities

/// Interval and power readings: each belongs to `[start, end)`.
extension MeterDerivation {
    mutating func deriveIntervals(
        _ reading: (_ take: (ReadingBatch) -> Void) throws -> Void, strays: Strays
    ) rethrows {
        // What would stand if nothing else were said of its time, in the order of evidence: file, then row.
        var candidates: [Booking] = []
        var drifts: [Int: ClockDrift] = [:]
        // Whether months are named by their last days is told by all files: one may hold a single month.
        let step = meter.calendarStep.flatMap { [.month, .year].contains($0) ? $0 : nil }
        var held: [ReadingBatch] = []
        try reading { batch in
            meet(batch)
            if step != nil, batch.ends.isEmpty {
                held.append(batch)
            } else {
                readCandidates(of: batch, strays: strays, into: &candidates, &drifts)
            }
        }
        let isByLastDays =
            step?.isNamedByLastDays(locals: held.flatMap { $0.locals(in: meter.calendar) }) ?? false
        for batch in held {
            readCandidates(
                of: batch, strays: strays, lastDaysOf: isByLastDays ? step : nil,
                into: &candidates, &drifts)
        }
        settleDuplicates(&candidates)
        joinSeams(&candidates, &drifts)
        if strays.reporting { report(drifts) }
        settleOverlaps(&candidates)
        book(all: candidates)
        // A meter without a count has none that could fall; a multiplier holds for it all the same.
        let ofCounts: [MeterEvent.Kind] = [.exchange, .reset, .rollover]
        for event in events where ofCounts.contains(event.kind) && event.multiplier == nil {
            reportUnmatched(
                event,
                because: BilingualText(
                    "{meter} gives amounts of intervals, it has no count",
                    zh: "{meter} 给出时段电量，没有累计示数"))
        }
    }

    // MARK: - From rows to candidates

    private mutating func readCandidates(
        of batch: ReadingBatch, strays: Strays, lastDaysOf step: CalendarStep? = nil,
        into candidates: inout [Booking], _ drifts: inout [Int: ClockDrift]
    ) {
        var resolution = TimeResolution(batch, in: meter.calendar)
        if strays.reporting {
            report(contentsOf: resolution.findings)
            withStatement(of: batch.source) { $0.rows += Int64(batch.count) }
        }
        if resolution.hasEnds {
            drifts[batch.source, default: ClockDrift()].hasStatedEnds = true
        } else if meter.calendarStep == nil {
            let drift = resolution.settleDrift(every: meter.intervalSeconds)
            if drift.count > 0 {
                drifts[batch.source, default: ClockDrift()].take(drift.most, count: drift.count)
            }
        }
        let named = step ?? stepByLastDays(of: resolution, in: batch, strays: strays)
        var lengths =
            named == nil ? lengths(of: resolution, in: batch, strays: strays) : StampLengths.none
        // With many files it grows by itself: to ask for a little more each time would copy it each time.
        if candidates.isEmpty { candidates.reserveCapacity(batch.count) }
        let (namesStart, hasEnds) = (meter.label == .start, resolution.hasEnds)
        var scale = AmountScale(of: meter)
        var taken: Int64?
        for row in 0..<batch.count {
            guard let stamp = resolution.start(row) else {
                if strays.reporting { withStatement(of: batch.source) { $0.rowsRejected += 1 } }
                continue
            }
            let interval: Interval
            if hasEnds {
                guard let end = resolution.end(row), end > stamp else {
                    if strays.reporting {
                        withStatement(of: batch.source) { $0.rowsRejected += 1 }
                        if let end = resolution.end(row) {
                            report(
                                .timestampUnreadable, source: batch.source,
                                line: batch.lines[row], value: text(at: end))
                        }
                    }
                    continue
                }
                interval = Interval(start: stamp, end: end)
            } else if let named {
                interval = named.interval(
                    namedByLastDay: stamp, namesStart: namesStart, in: meter.calendar)
            } else if let step = meter.calendarStep {
                interval =
                    namesStart
                    ? Interval(start: stamp, end: step.end(of: stamp, in: meter.calendar))
                    : Interval(start: step.start(of: stamp, in: meter.calendar), end: stamp)
            } else if let length = lengths.length(at: stamp) {
                interval =
                    namesStart
                    ? Interval(start: stamp, end: stamp + length)
                    : Interval(start: stamp - length, end: stamp)
            } else {
                if strays.reporting {
                    withStatement(of: batch.source) { $0.rowsRejected += 1 }
                    report(
                        .intervalUnknown, source: batch.source, line: batch.lines[row],
                        value: text(at: stamp))
                }
                continue
            }
            consider(
                batch, row: row, interval: interval, strays: strays, &scale, taken: &taken,
                into: &candidates)
        }
        if let taken { state(taken, of: batch.source, in: \.energyIn) }
    }

    /// Months or years that stamps without a declared interval name by their last days, which is said.
    private mutating func stepByLastDays(
        of resolution: TimeResolution, in batch: ReadingBatch, strays: Strays
    ) -> CalendarStep? {
        guard !resolution.hasEnds, meter.intervalSeconds == nil, meter.calendarStep == nil else {
            return nil
        }
        // Most files hold other days as well, and need no closer look.
        let calendar = meter.calendar
        guard
            (0..<batch.count).allSatisfy({ row in
                resolution.start(row).map {
                    CalendarStep.isLastDay(local: $0 + calendar.offset(at: $0))
                } ?? true
            })
        else { return nil }
        let stamps = Set(resolution.stamps).sorted()
        guard stamps.count >= 2 else { return nil }
        let locals = stamps.map { $0 + calendar.offset(at: $0) }
        let steps: [CalendarStep] = [.month, .year]
        let found = steps.first {
            $0.isNamedByLastDays(locals: locals) && $0.joinsMost(locals: locals)
        }
        if let found, strays.reporting {
            report(
                .intervalFromData, source: batch.source,
                phrases: [
                    "found": BilingualText(
                        "\(found.rawValue), named by its last day,",
                        zh: "\(found.rawValue)（以最后一日标记）")
                ])
        }
        return found
    }

    /// The interval length [s] of each stamp; declared, or found from the steps and said so.
    private mutating func lengths(
        of resolution: TimeResolution, in batch: ReadingBatch, strays: Strays
    ) -> StampLengths {
        guard !resolution.hasEnds else { return .none }
        if let declared = meter.intervalSeconds { return .same(declared) }
        guard meter.calendarStep == nil,
            let found = StampLengths(
                stamps: resolution.stamps, namesStart: meter.label == .start,
                in: meter.calendar)
        else { return .none }
        if strays.reporting {
            report(
                .intervalFromData, source: batch.source,
                arguments: ["found": found.words.joined(separator: ", ")])
        }
        return found
    }

    /// Takes a row, unless it is rejected aloud or is another line's.
    ///
    /// - Parameter taken: The energy of all rows that count, which is stated once for all of them.
    private mutating func consider(
        _ batch: ReadingBatch, row: Int, interval: Interval, strays: Strays,
        _ scale: inout AmountScale, taken: inout Int64?, into candidates: inout [Booking]
    ) {
        let (source, line) = (batch.source, batch.lines[row])
        let isOwn = meter.validity.contains(interval)
        guard isOwn || (strays.reporting && strays.belongNowhere(interval)) else { return }
        let multiplier = epochs.multiplier(at: interval.start)
        guard
            let amount = scale.amount(
                of: batch.values[row], times: multiplier, seconds: interval.seconds),
            takes(amount)
        else {
            withStatement(of: source) { $0.rowsRejected += 1 }
            report(
                .valueTooLarge, source: source, line: line,
                value: "\(batch.values[row]) \(meter.unit.rawValue)")
            return
        }
        taken = (taken ?? 0) + Int64(amount.magnitude)
        func reject(
            _ self: inout MeterDerivation, _ code: FindingCode, _ arguments: [String: String] = [:]
        ) {
            self.withStatement(of: source) { $0.rowsRejected += 1 }
            self.state(amount, of: source, in: \.rejected)
            self.report(
                code, source: source, line: line, value: batch.values[row].description,
                arguments: arguments, interval: interval)
        }
        guard isOwn else { return reject(&self, .outsideValidity) }
        if amount < 0, meter.account.mirror == nil, meter.account != .check {
            return reject(&self, .negativeValue, ["account": meter.account.rawValue])
        }
        if scale.isLimited, meter.isAboveMaxPower(amount, seconds: interval.seconds) {
            return reject(&self, .aboveMaxPower, powerArguments(amount, interval.seconds))
        }
        if amount < 0, let mirror = meter.account.mirror {
            report(.signSplit, source: source, line: line, arguments: ["account": mirror.rawValue])
        }
        candidates.append(
            Booking(
                interval: interval, amount: amount, source: source, line: line,
                isEstimate: batch.isEstimate(row)))
    }

    func powerArguments(_ joules: Int64, _ seconds: Int64) -> [String: String] {
        [
            "power": Rounding.text(Int128(joules), over: 1_000 * Int128(seconds), places: 3),
            "limit": meter.maxPowerKilowatts?.description ?? "",
        ]
    }

    // MARK: - Repeated, corrected and overlapping readings

    /// Of readings of the same interval one stands. The value of the last one wins; of those
    /// that say the same the first is kept, the others are duplicates; the rest are superseded.
    private mutating func settleDuplicates(_ candidates: inout [Booking]) {
        // Most files are in order and say nothing twice.
        let isSettled = zip(candidates, candidates.dropFirst()).allSatisfy { one, next in
            (one.interval.start, one.interval.end) < (next.interval.start, next.interval.end)
        }
        if isSettled { return }
        // Those of one interval stay in the order of evidence.
        candidates.sort {
            ($0.interval.start, $0.interval.end) < ($1.interval.start, $1.interval.end)
        }
        candidates.mergeRuns {
            $0.interval == $1.interval
        } into: {
            settleOne($0)
        }
    }

    private mutating func settleOne(_ group: ArraySlice<Booking>) -> Booking {
        let last = group[group.endIndex - 1]
        let alike = group.indices.filter { group[$0].amount == last.amount }
        let winner = alike.first ?? group.endIndex - 1
        for index in group.indices where index != winner {
            let loser = group[index]
            if loser.amount == last.amount {
                state(loser.amount, of: loser.source, in: \.duplicate)
                report(
                    .duplicateRow, source: loser.source, line: loser.line, interval: loser.interval)
            } else {
                state(loser.amount, of: loser.source, in: \.superseded)
                let code: FindingCode =
                    loser.source == last.source ? .duplicateConflict : .superseded
                report(
                    code, source: last.source, line: last.line,
                    arguments: ["old": text(of: loser.amount), "new": text(of: last.amount)],
                    interval: loser.interval)
            }
        }
        // A value that any row gives as read is read, whichever of them came first.
        let isEstimate = alike.allSatisfy { group[$0].isEstimate }
        let stands = group[winner]
        if isEstimate, let lost = group.last(where: { !$0.isEstimate && $0.amount != last.amount })
        {
            report(
                .estimateOverMeasured, source: last.source, line: last.line,
                arguments: ["measured": text(of: lost.amount), "estimate": text(of: last.amount)],
                interval: last.interval)
        }
        return Booking(
            interval: stands.interval, amount: stands.amount, source: stands.source,
            line: stands.line, isEstimate: isEstimate)
    }

    /// Joins intervals of alike lengths that almost meet.
    private func joinSeams(_ candidates: inout [Booking], _ drifts: inout [Int: ClockDrift]) {
        let namesStart = meter.label == .start
        for index in candidates.indices.dropFirst()
        where candidates[index - 1].interval.end != candidates[index].interval.start {
            let areStated = [candidates[index - 1], candidates[index]].contains {
                drifts[$0.source]?.hasStatedEnds ?? false
            }
            guard
                let joined = ClockDrift.joined(
                    candidates[index - 1].interval, candidates[index].interval,
                    namesStart: namesStart, areStated: areStated)
            else { continue }
            candidates[index - 1] = candidates[index - 1].moved(to: joined.one)
            candidates[index] = candidates[index].moved(to: joined.next)
            drifts[candidates[index].source, default: ClockDrift()].take(joined.by)
        }
    }

    private mutating func report(_ drifts: [Int: ClockDrift]) {
        for (source, drift) in drifts.sorted(by: { $0.key < $1.key }) where drift.count > 0 {
            report(
                .clockDrift, source: source,
                arguments: ["count": String(drift.count), "seconds": String(drift.most)])
        }
    }

    /// An interval that strictly shorter ones cover completely is superseded by them; of what
    /// remains, one that begins before the one before it ends overlaps in part and is rejected.
    private mutating func settleOverlaps(_ candidates: inout [Booking]) {
        var reach = Int64.min
        let overlapping = candidates.contains { candidate in
            defer { reach = max(reach, candidate.interval.end) }
            return candidate.interval.start < reach
        }
        guard overlapping else { return }
        // What covers a longer interval must itself stand: each round leaves out what the round
        // before rejected, until nothing more is rejected.
        while true {
            let superseded = candidates.indices.map { isCoveredByShorter($0, in: candidates) }
            var refused: [Int] = []
            var end = Int64.min
            for index in candidates.indices where !superseded[index] {
                if candidates[index].interval.start < end {
                    refused.append(index)
                } else {
                    end = candidates[index].interval.end
                }
            }
            for index in refused { rejectOverlap(candidates[index]) }
            if !refused.isEmpty, superseded.contains(true) {
                candidates.remove(at: refused)
                continue
            }
            for index in candidates.indices where superseded[index] {
                let candidate = candidates[index]
                state(candidate.amount, of: candidate.source, in: \.superseded)
                report(
                    .overlapSuperseded, source: candidate.source, line: candidate.line,
                    interval: candidate.interval)
            }
            let gone = refused + candidates.indices.filter { superseded[$0] }
            candidates.remove(at: gone.sorted())
            return
        }
    }

    private mutating func rejectOverlap(_ candidate: Booking) {
        withStatement(of: candidate.source) { $0.rowsRejected += 1 }
        state(candidate.amount, of: candidate.source, in: \.rejected)
        report(
            .overlapPartial, source: candidate.source, line: candidate.line,
            arguments: [
                "from": text(at: candidate.interval.start),
                "to": text(at: candidate.interval.end),
            ],
            interval: candidate.interval)
    }

    /// Walks the sorted neighbours that start inside or just before an interval.
    private func isCoveredByShorter(_ index: Int, in candidates: [Booking]) -> Bool {
        let whole = candidates[index].interval
        // A strictly shorter interval that reaches into this one starts less than a length before.
        // Those that reach in stand close by; a bound keeps hostile files from costing their square.
        var first = index
        while first > max(0, index - 4_096),
            candidates[first - 1].interval.start > whole.start - whole.seconds
        {
            first -= 1
        }
        var covered = whole.start
        var next = first
        while next < candidates.count, covered < whole.end {
            let other = candidates[next].interval
            if other.start > covered { break }
            if other.seconds < whole.seconds { covered = max(covered, other.end) }
            next += 1
        }
        return covered >= whole.end
    }

    /// Tells where readings are missing between the first and the last.
    mutating func reportGaps() {
        for (earlier, later) in zip(bookings, bookings.dropFirst())
        where later.interval.start > earlier.interval.end {
            let gap = Interval(start: earlier.interval.end, end: later.interval.start)
            report(
                .intervalGap, source: later.source, line: later.line,
                arguments: ["from": text(at: gap.start), "to": text(at: gap.end)], interval: gap)
        }
    }
}

extension Int64 {
    /// The product; nil on overflow.
    func multipliedExactly(by other: Int64) -> Int64? {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? nil : product
    }
}
