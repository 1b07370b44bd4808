import Provenance
import Quantities

/// Interval and power readings: each belongs to `[start, end)`.
extension MeterDerivation {
    mutating func deriveIntervals(_ files: [ReadingRows], strays: Strays) {
        // What would stand if nothing else were said of its time, in the order of evidence: file, then row.
        let candidates = Bookings(on: shelf)
        let list = candidates.list
        var drifts: [Int: ClockDrift] = [:]
        // Whether months are named by their last days is told by all files: one may hold a single month.
        let step = meter.calendarStep.flatMap { [.month, .year].contains($0) ? $0 : nil }
        var held: [ReadingRows] = []
        for rows in files {
            meet(rows)
            if step != nil, !rows.hasEnds {
                held.append(rows)
            } else {
                readCandidates(of: rows, strays: strays, into: list, &drifts)
                rows.rest()
            }
        }
        let calendar = meter.calendar
        let isByLastDays =
            step?.isNamedByLastDays(locals: held.lazy.flatMap { $0.locals(in: calendar) }) ?? false
        for rows in held {
            readCandidates(
                of: rows, strays: strays, lastDaysOf: isByLastDays ? step : nil, into: list,
                &drifts)
            rows.rest()
        }
        settleDuplicates(list)
        joinSeams(list, &drifts)
        if strays.reporting { report(drifts) }
        settleOverlaps(list)
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
        of rows: ReadingRows, strays: Strays, lastDaysOf step: CalendarStep? = nil,
        into candidates: LongList<Bookings.Held>, _ drifts: inout [Int: ClockDrift]
    ) {
        let source = rows.source
        var resolution = resolution(of: rows, reporting: strays.reporting)
        if strays.reporting { withStatement(of: source) { $0.rows += Int64(rows.count) } }
        if resolution.hasEnds {
            drifts[source, default: ClockDrift()].hasStatedEnds = true
        } else if meter.calendarStep == nil {
            let drift = resolution.settleDrift(every: meter.intervalSeconds)
            if drift.count > 0 {
                drifts[source, default: ClockDrift()].take(drift.most, count: drift.count)
            }
        }
        let named = step ?? stepByLastDays(of: resolution, in: rows, strays: strays)
        var lengths =
            named == nil ? lengths(of: resolution, in: rows, strays: strays) : StampLengths.none
        let (namesStart, hasEnds) = (meter.label == .start, resolution.hasEnds)
        var scale = AmountScale(of: meter)
        var taken: Int64?
        for index in 0..<rows.count {
            let row = rows[index]
            guard let stamp = resolution.start(index, saying: row.stamp) else {
                if strays.reporting { withStatement(of: source) { $0.rowsRejected += 1 } }
                continue
            }
            let interval: Interval
            if hasEnds {
                guard let end = resolution.end(index), end > stamp else {
                    if strays.reporting {
                        withStatement(of: source) { $0.rowsRejected += 1 }
                        if let end = resolution.end(index) {
                            report(
                                .timestampUnreadable, source: source,
                                line: row.line, value: text(at: end))
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
                    withStatement(of: source) { $0.rowsRejected += 1 }
                    report(
                        .intervalUnknown, source: source, line: row.line,
                        value: text(at: stamp))
                }
                continue
            }
            consider(
                row, of: rows, interval: interval, strays: strays, &scale, taken: &taken,
                into: candidates)
        }
        if let taken { state(taken, of: source, in: \.energyIn) }
    }

    /// Months or years that stamps without a declared interval name by their last days, which is said.
    private mutating func stepByLastDays(
        of resolution: TimeResolution, in rows: ReadingRows, strays: Strays
    ) -> CalendarStep? {
        guard !resolution.hasEnds, meter.intervalSeconds == nil, meter.calendarStep == nil else {
            return nil
        }
        // Most files hold other days as well, and need no closer look.
        let calendar = meter.calendar
        guard
            (0..<rows.count).allSatisfy({ row in
                resolution.start(row).map {
                    CalendarStep.isLastDay(local: $0 + calendar.offset(at: $0))
                } ?? true
            })
        else { return nil }
        var stamps: [Int64] = []
        for stamp in resolution.ascending() where stamp != stamps.last {
            stamps.append(stamp)
            if stamps.count > Self.mostLastDays { return nil }
        }
        guard stamps.count >= 2 else { return nil }
        let locals = stamps.map { $0 + calendar.offset(at: $0) }
        let steps: [CalendarStep] = [.month, .year]
        let found = steps.first {
            $0.isNamedByLastDays(locals: locals) && $0.joinsMost(locals: locals)
        }
        if let found, strays.reporting {
            report(
                .intervalFromData, source: rows.source,
                phrases: [
                    "found": BilingualText(
                        "\(found.rawValue), named by its last day,",
                        zh: "\(found.rawValue)（以最后一日标记）")
                ])
        }
        return found
    }

    /// No file has more stamps of which most lie a month apart: so many are the months of all years that have four
    /// digits, and as many that stand twice.
    private static let mostLastDays = 2 * 12 * 10_000

    /// The interval length [s] of each stamp; declared, or found from the steps and said so.
    private mutating func lengths(
        of resolution: TimeResolution, in rows: ReadingRows, strays: Strays
    ) -> StampLengths {
        guard !resolution.hasEnds else { return .none }
        if let declared = meter.intervalSeconds { return .same(declared) }
        guard meter.calendarStep == nil,
            let found = StampLengths(
                ascending: resolution.ascending(), namesStart: meter.label == .start,
                in: meter.calendar, on: shelf)
        else { return .none }
        if strays.reporting {
            report(
                .intervalFromData, source: rows.source,
                arguments: ["found": found.words.joined(separator: ", ")])
        }
        return found
    }

    /// Takes a row, unless it is rejected aloud or is another line's.
    ///
    /// - Parameter taken: The energy of all rows that count, which is stated once for all of them.
    private mutating func consider(
        _ row: ReadingRows.Row, of rows: ReadingRows, interval: Interval, strays: Strays,
        _ scale: inout AmountScale, taken: inout Int64?, into candidates: LongList<Bookings.Held>
    ) {
        let (source, line, value) = (rows.source, row.line, rows.value(of: row))
        let isOwn = meter.validity.contains(interval)
        guard isOwn || (strays.reporting && strays.belongNowhere(interval)) else { return }
        let multiplier = epochs.multiplier(at: interval.start)
        guard
            let amount = scale.amount(
                of: value, times: multiplier, seconds: interval.seconds),
            takes(amount)
        else {
            withStatement(of: source) { $0.rowsRejected += 1 }
            report(
                .valueTooLarge, source: source, line: line,
                value: "\(value) \(meter.unit.rawValue)")
            return
        }
        taken = (taken ?? 0) + Int64(amount.magnitude)
        func reject(
            _ self: inout MeterDerivation, _ code: FindingCode, _ arguments: [String: String] = [:]
        ) {
            self.withStatement(of: source) { $0.rowsRejected += 1 }
            self.state(amount, of: source, in: \.rejected)
            self.report(
                code, source: source, line: line, value: value.description,
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
            Bookings.Held(
                Booking(
                    interval: interval, amount: amount, source: source, line: line,
                    isEstimate: row.isEstimate)))
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
    private mutating func settleDuplicates(_ candidates: LongList<Bookings.Held>) {
        // Most files are in order and say nothing twice.
        if candidates.isSorted(by: { ($0.start, $0.end) <= ($1.start, $1.end) }) { return }
        // Those of one interval stay in the order of evidence.
        candidates.sort { ($0.start, $0.end) < ($1.start, $1.end) }
        candidates.mergeRuns {
            ($0.start, $0.end) == ($1.start, $1.end)
        } into: {
            settleOne($0, of: candidates)
        }
    }

    private mutating func settleOne(
        _ group: Range<Int>, of candidates: LongList<Bookings.Held>
    ) -> Bookings.Held {
        let last = candidates[group.upperBound - 1]
        let winner = group.first { candidates[$0].amount == last.amount } ?? group.lowerBound
        // A value that any row gives as read is read, whichever of them came first.
        var isEstimate = true
        for index in group {
            let loser = candidates[index]
            if loser.amount == last.amount, !loser.isEstimate { isEstimate = false }
            if index == winner { continue }
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
        let measured = group.last {
            !candidates[$0].isEstimate && candidates[$0].amount != last.amount
        }
        if isEstimate, let measured {
            report(
                .estimateOverMeasured, source: last.source, line: last.line,
                arguments: [
                    "measured": text(of: candidates[measured].amount),
                    "estimate": text(of: last.amount),
                ],
                interval: last.interval)
        }
        let stands = candidates[winner]
        return Bookings.Held(
            Booking(
                interval: stands.interval, amount: stands.amount, source: stands.source,
                line: stands.line, isEstimate: isEstimate))
    }

    /// Joins intervals of alike lengths that almost meet.
    private func joinSeams(
        _ candidates: LongList<Bookings.Held>, _ drifts: inout [Int: ClockDrift]
    ) {
        guard var last = candidates.first else { return }
        let namesStart = meter.label == .start
        for (index, candidate) in candidates.enumerated().dropFirst() {
            var next = candidate
            defer { last = next }
            guard last.end != next.start else { continue }
            let areStated = [last, next].contains { drifts[$0.source]?.hasStatedEnds ?? false }
            guard
                let joined = ClockDrift.joined(
                    last.interval, next.interval, namesStart: namesStart, areStated: areStated)
            else { continue }
            next = next.moved(to: joined.next)
            candidates[index - 1] = last.moved(to: joined.one)
            candidates[index] = next
            drifts[next.source, default: ClockDrift()].take(joined.by)
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
    private mutating func settleOverlaps(_ candidates: LongList<Bookings.Held>) {
        var reach = Int64.min
        var isOverlapping = false
        for candidate in candidates {
            if candidate.start < reach {
                isOverlapping = true
                break
            }
            reach = candidate.end
        }
        guard isOverlapping else { return }
        // What covers a longer interval must itself stand: each round leaves out what the round
        // before rejected, until nothing more is rejected.
        while true {
            let fates = LongList<OverlapFate>(on: shelf)
            var (end, hasRefused, hasSuperseded) = (Int64.min, false, false)
            for index in 0..<candidates.count {
                let candidate = candidates[index]
                if isCoveredByShorter(index, in: candidates) {
                    hasSuperseded = true
                    fates.append(.superseded)
                } else if candidate.start < end {
                    hasRefused = true
                    fates.append(.refused)
                    rejectOverlap(candidate)
                } else {
                    end = candidate.end
                    fates.append(.stands)
                }
            }
            if hasRefused, hasSuperseded {
                candidates.remove { fates[$0] == .refused }
                continue
            }
            for index in 0..<candidates.count where fates[index] == .superseded {
                let candidate = candidates[index]
                state(candidate.amount, of: candidate.source, in: \.superseded)
                report(
                    .overlapSuperseded, source: candidate.source, line: candidate.line,
                    interval: candidate.interval)
            }
            candidates.remove { fates[$0] != .stands }
            return
        }
    }

    /// What becomes of an interval among others of its time.
    private enum OverlapFate: BitwiseCopyable {
        case stands
        case superseded
        case refused
    }

    private mutating func rejectOverlap(_ candidate: Bookings.Held) {
        withStatement(of: candidate.source) { $0.rowsRejected += 1 }
        state(candidate.amount, of: candidate.source, in: \.rejected)
        report(
            .overlapPartial, source: candidate.source, line: candidate.line,
            arguments: [
                "from": text(at: candidate.start),
                "to": text(at: candidate.end),
            ],
            interval: candidate.interval)
    }

    /// Walks the sorted neighbours that start inside or just before an interval.
    private func isCoveredByShorter(
        _ index: Int, in candidates: LongList<Bookings.Held>
    ) -> Bool {
        let whole = candidates[index].interval
        // A strictly shorter interval that reaches into this one starts less than a length before.
        // Those that reach in stand close by; a bound keeps hostile files from costing their square.
        var first = index
        while first > max(0, index - 4_096),
            candidates[first - 1].start > whole.start - whole.seconds
        {
            first -= 1
        }
        var covered = whole.start
        var next = first
        while next < candidates.count, covered < whole.end {
            let other = candidates[next]
            if other.start > covered { break }
            if other.end - other.start < whole.seconds { covered = max(covered, other.end) }
            next += 1
        }
        return covered >= whole.end
    }

    /// Tells where readings are missing between the first and the last.
    mutating func reportGaps() {
        var end = Int64.max
        for later in bookings.list {
            if later.start > end {
                let gap = Interval(start: end, end: later.start)
                report(
                    .intervalGap, source: later.source, line: later.line,
                    arguments: ["from": text(at: gap.start), "to": text(at: gap.end)],
                    interval: gap)
            }
            end = later.end
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
