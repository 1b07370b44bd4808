import Provenance
import Quantities

/// Registers: energy is the difference of rounded readings over the time between them.
extension MeterDerivation {
    /// A count [J, mL, g] may not be larger than this; what is larger is no count of any register.
    private static let greatestCount = Rounding.powerOfTen(30)

    mutating func deriveRegister(_ batches: [ReadingBatch], strays: Strays) {
        var counts: [RegisterCount] = []
        for batch in batches { readCounts(of: batch, strays: strays, into: &counts) }
        let distinct = settleRepeated(counts)
        if distinct.count == 1 {
            report(.registerSingleReading, source: distinct[0].source, line: distinct[0].line)
        }
        formSpans(distinct)
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
                    order: counts.count, isEstimate: batch.isEstimate(row)))
        }
    }

    /// What a register shows, as an exact whole amount; nil when it is too large.
    func count(_ value: DecimalText, at instant: Int64) -> Int128? {
        value.roundedWide(times: epochs.multiplier(at: instant), times: meter.unit.scale)
            .flatMap { $0.magnitude <= Self.greatestCount.magnitude ? $0 : nil }
    }

    /// Of readings at the same instant the last value stands; repeated ones carry no energy.
    private mutating func settleRepeated(_ counts: [RegisterCount]) -> [RegisterCount] {
        let sorted = counts.sorted { ($0.at, $0.order) < ($1.at, $1.order) }
        var kept: [RegisterCount] = []
        kept.reserveCapacity(sorted.count)
        var index = 0
        while index < sorted.count {
            var next = index + 1
            while next < sorted.count, sorted[next].at == sorted[index].at { next += 1 }
            let group = sorted[index..<next]
            let last = sorted[next - 1]
            let alike = group.filter { $0.amount == last.amount }
            var winner = alike.first ?? last
            // A count that any row gives as read is read.
            winner.isEstimate = alike.allSatisfy(\.isEstimate)
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
}
