import Provenance
import Quantities

/// Registers: energy is the difference of rounded readings over the time between them.
extension MeterDerivation {
    /// A count [J, mL, g] may not be larger than this; what is larger is no count of any register.
    private static let greatestCount = Rounding.powerOfTen(30)

    mutating func deriveRegister(
        _ reading: (_ take: (ReadingBatch) -> Void) throws -> Void, strays: Strays
    ) rethrows {
        // In the order of evidence: file, then row.
        var counts: [RegisterCount] = []
        try reading { batch in
            meet(batch)
            readCounts(of: batch, strays: strays, into: &counts)
        }
        settleRepeated(&counts)
        if counts.count == 1 {
            report(.registerSingleReading, source: counts[0].source, line: counts[0].line)
        }
        formSpans(counts)
        reportTurns(counts, strays.validities)
    }

    /// What a register counted from its last reading under one line of `meters.csv` to the first under the next belongs
    /// to neither: the two may multiply it otherwise. A reading at the very change ends the one and begins the other.
    private mutating func reportTurns(_ counts: [RegisterCount], _ validities: [Interval]) {
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
        of batch: ReadingBatch, strays: Strays, into counts: inout [RegisterCount]
    ) {
        let resolution = TimeResolution(batch, in: meter.calendar)
        if strays.reporting {
            report(contentsOf: resolution.findings)
            withStatement(of: batch.source) { $0.rows += Int64(batch.count) }
        }
        for row in 0..<batch.count {
            let line = batch.lines[row]
            guard let stamp = resolution.start(row) else {
                if strays.reporting { withStatement(of: batch.source) { $0.rowsRejected += 1 } }
                continue
            }
            // A register is read at an instant; the end of validity still belongs to it.
            let instant = resolution.hasEnds ? (resolution.end(row) ?? stamp) : stamp
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
            guard let amount = count(batch.values[row], at: instant) else {
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
                RegisterCount(
                    at: instant, amount: amount, source: batch.source, line: line,
                    isEstimate: batch.isEstimate(row)))
        }
    }

    /// What a register shows, as an exact whole amount; nil when it is too large.
    func count(_ value: DecimalText, at instant: Int64) -> Int128? {
        value.roundedWide(times: epochs.multiplier(at: instant), times: meter.unit.scale)
            .flatMap { $0.magnitude <= Self.greatestCount.magnitude ? $0 : nil }
    }

    /// Of readings at the same instant the last value stands; repeated ones carry no energy.
    private mutating func settleRepeated(_ counts: inout [RegisterCount]) {
        // Those of one instant stay in the order of evidence.
        counts.sort { $0.at < $1.at }
        counts.mergeRuns {
            $0.at == $1.at
        } into: {
            settleOne($0)
        }
    }

    private mutating func settleOne(_ group: ArraySlice<RegisterCount>) -> RegisterCount {
        let last = group[group.endIndex - 1]
        let alike = group.indices.filter { group[$0].amount == last.amount }
        let winner = alike.first ?? group.endIndex - 1
        for index in group.indices where index != winner {
            let loser = group[index]
            if loser.amount == last.amount {
                report(.duplicateRow, source: loser.source, line: loser.line)
            } else {
                report(
                    loser.source == last.source ? .duplicateConflict : .superseded,
                    source: last.source, line: last.line,
                    arguments: ["old": text(of: loser.amount), "new": text(of: last.amount)])
            }
        }
        var stands = group[winner]
        // A count that any row gives as read is read.
        stands.isEstimate = alike.allSatisfy { group[$0].isEstimate }
        if stands.isEstimate,
            let lost = group.last(where: { !$0.isEstimate && $0.amount != last.amount })
        {
            report(
                .estimateOverMeasured, source: last.source, line: last.line,
                arguments: ["measured": text(of: lost.amount), "estimate": text(of: last.amount)])
        }
        return stands
    }
}
