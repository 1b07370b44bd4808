import Provenance
import Quantities

/// Registers: energy is the difference of rounded readings over the time between them.
extension MeterDerivation {
    /// A count [J, mL, g] may not be larger than this; what is larger is no count of any register.
    private static let greatestCount = Rounding.powerOfTen(30)

    mutating func deriveRegister(_ files: [ReadingRows], strays: Strays) {
        // In the order of evidence: file, then row.
        let counts = LongList<RegisterCount>(on: shelf)
        for rows in files {
            meet(rows)
            readCounts(of: rows, strays: strays, into: counts)
            rows.rest()
        }
        settleRepeated(counts)
        if counts.count == 1 {
            report(.registerSingleReading, source: counts[0].source, line: counts[0].line)
        }
        formSpans(counts)
        reportTurns(counts, strays.validities)
    }

    /// What a register counted from its last reading under one line of `meters.csv` to the first under the next belongs
    /// to neither: the two may multiply it otherwise. A reading at the very change ends the one and begins the other.
    private mutating func reportTurns(
        _ counts: LongList<RegisterCount>, _ validities: [Interval]
    ) {
        guard let first = counts.first, let last = counts.last else { return }
        func report(_ from: Int64, _ to: Int64, at count: RegisterCount) {
            guard from < to else { return }
            self.report(
                .intervalGap, source: count.source, line: count.line,
                arguments: ["from": text(at: from), "to": text(at: to)],
                interval: Interval(start: from, end: to))
        }
        let validity = meter.validity
        if validities.contains(where: { $0.end == validity.start }) {
            report(validity.start, first.at, at: first)
        }
        if validities.contains(where: { $0.start == validity.end }) {
            report(last.at, validity.end, at: last)
        }
    }

    // MARK: - From rows to counts

    private mutating func readCounts(
        of rows: ReadingRows, strays: Strays, into counts: LongList<RegisterCount>
    ) {
        let source = rows.source
        let resolution = resolution(of: rows, reporting: strays.reporting)
        if strays.reporting { withStatement(of: source) { $0.rows += Int64(rows.count) } }
        for index in 0..<rows.count {
            guard let stamp = resolution.start(index) else {
                if strays.reporting { withStatement(of: source) { $0.rowsRejected += 1 } }
                continue
            }
            let row = rows[index]
            let (line, value) = (row.line, rows.value(of: row))
            // A register is read at an instant; the end of validity still belongs to it.
            let instant = resolution.hasEnds ? (resolution.end(index) ?? stamp) : stamp
            let isOwn = meter.validity.start <= instant && instant <= meter.validity.end
            guard isOwn else {
                let nowhere = !strays.validities.contains {
                    $0.start <= instant && instant <= $0.end
                }
                if strays.reporting, nowhere {
                    withStatement(of: source) { $0.rowsRejected += 1 }
                    report(.outsideValidity, source: source, line: line)
                }
                continue
            }
            guard let amount = count(value, at: instant) else {
                withStatement(of: source) { $0.rowsRejected += 1 }
                report(
                    .valueTooLarge, source: source, line: line,
                    value: "\(value) \(meter.unit.rawValue)")
                continue
            }
            guard amount >= 0 || meter.account == .check else {
                withStatement(of: source) { $0.rowsRejected += 1 }
                report(
                    .negativeValue, source: source, line: line, value: value.description,
                    arguments: ["account": meter.account.rawValue])
                continue
            }
            counts.append(
                RegisterCount(
                    at: instant, amount: amount, source: source, line: line,
                    isEstimate: row.isEstimate))
        }
    }

    /// What a register shows, as an exact whole amount; nil when it is too large.
    func count(_ value: DecimalText, at instant: Int64) -> Int128? {
        value.roundedWide(times: epochs.multiplier(at: instant), times: meter.unit.scale)
            .flatMap { $0.magnitude <= Self.greatestCount.magnitude ? $0 : nil }
    }

    /// Of readings at the same instant the last value stands; repeated ones carry no energy.
    private mutating func settleRepeated(_ counts: LongList<RegisterCount>) {
        // Those of one instant stay in the order of evidence.
        counts.sort { $0.at < $1.at }
        counts.mergeRuns {
            $0.at == $1.at
        } into: {
            settleOne($0, of: counts)
        }
    }

    private mutating func settleOne(
        _ group: Range<Int>, of counts: LongList<RegisterCount>
    ) -> RegisterCount {
        let last = counts[group.upperBound - 1]
        let winner = group.first { counts[$0].amount == last.amount } ?? group.lowerBound
        // A count that any row gives as read is read.
        var isEstimate = true
        for index in group {
            let loser = counts[index]
            if loser.amount == last.amount, !loser.isEstimate { isEstimate = false }
            if index == winner { continue }
            if loser.amount == last.amount {
                report(.duplicateRow, source: loser.source, line: loser.line)
            } else {
                report(
                    loser.source == last.source ? .duplicateConflict : .superseded,
                    source: last.source, line: last.line,
                    arguments: ["old": text(of: loser.amount), "new": text(of: last.amount)])
            }
        }
        let measured = group.last {
            !counts[$0].isEstimate && counts[$0].amount != last.amount
        }
        if isEstimate, let measured {
            report(
                .estimateOverMeasured, source: last.source, line: last.line,
                arguments: [
                    "measured": text(of: counts[measured].amount),
                    "estimate": text(of: last.amount),
                ])
        }
        var stands = counts[winner]
        stands.isEstimate = isEstimate
        return stands
    }
}
