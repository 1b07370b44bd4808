import Provenance
import Quantities

/// Whether the days that a column of ends names belong to the intervals (止日是否含当日): `01.01.` to `31.01.` is a month
/// where the next one begins on `01.02.`, and a day short of it where that begins on `31.01.`.
struct EndEvidence {
    /// What follows from the rows.
    enum Verdict: Hashable {
        /// Every end is the begin of what comes after it.
        case exclusive
        /// Every end is the last day of its interval.
        case inclusive(NumberEvidence.Witness)
        /// A row whose end may be either.
        case open(NumberEvidence.Witness)
    }

    private struct Day: Hashable {
        let meter: String
        let day: Int64
    }

    /// Begins of larger files are not remembered; files of days and months are small.
    private static let mostRows = 1_000_000

    private var begins: Set<Day> = []
    private var ends: [(day: Day, witness: NumberEvidence.Witness)] = []
    /// A row that begins and ends on one day.
    private var equal: (count: Int, first: NumberEvidence.Witness)?
    private var (wholeMonths, fromFirstToFirst, rows) = (0, 0, 0)
    private var namesTimes = false
    /// Tells that times of day other than midnight stand in the columns, so that they name moments.
    private(set) var namesMoments = false

    /// Takes a row.
    ///
    /// - Parameters:
    ///   - offset: The offset at which its stamps were placed [s].
    ///   - text: The end as it stands.
    mutating func see(
        _ begin: Timestamp, _ end: Timestamp, offset: Int64, meter: String, line: Int, text: String
    ) {
        let locals = [begin, end].map { $0.isLocal ? $0.seconds : $0.seconds + offset }
        guard locals.allSatisfy({ $0 % 86_400 == 0 }) else {
            namesMoments = true
            return
        }
        guard rows < Self.mostRows, locals[0] <= locals[1] else { return }
        rows += 1
        if begin.hasTime || end.hasTime { namesTimes = true }
        let (first, last) = (locals[0] / 86_400, locals[1] / 86_400)
        let witness = NumberEvidence.Witness(line: line, text: text)
        begins.insert(Day(meter: meter, day: first))
        if first == last {
            equal = ((equal?.count ?? 0) + 1, equal?.first ?? witness)
            return
        }
        ends.append((Day(meter: meter, day: last), witness))
        let (one, other) = (CivilDate(dayNumber: first), CivilDate(dayNumber: last))
        guard one.components.day == 1 else { return }
        if other.adding(days: 1).components.day == 1 { wholeMonths += 1 }
        if other.components.day == 1 { fromFirstToFirst += 1 }
    }

    /// What the rows settle: intervals that meet where ends are taken so speak for it, and those that would overlap
    /// against it; without neighbours, months of the calendar do.
    var verdict: Verdict? {
        guard !namesMoments, rows > 0 else { return nil }
        let meeting = ends.count { begins.contains($0.day) }
        let before = ends.filter {
            begins.contains(Day(meter: $0.day.meter, day: $0.day.day + 1))
        }
        let forInclusive = before.count + (equal?.count ?? 0)
        if forInclusive > meeting, let witness = before.first?.witness ?? equal?.first {
            return .inclusive(witness)
        }
        if meeting > forInclusive { return .exclusive }
        guard let first = ends.first?.witness else { return nil }
        if meeting == 0 {
            if wholeMonths == ends.count { return .inclusive(first) }
            if fromFirstToFirst == ends.count { return .exclusive }
            // Midnights are moments; days are not.
            if namesTimes { return .exclusive }
        }
        return .open(first)
    }
}

extension FormEvidence {
    /// Tells whether both columns of times hold days, so that an end may be the last of them.
    static func leavesEndsOpen(_ plan: FilePlan, _ shape: FileShape, _ layout: Layout?) -> Bool {
        let reading = plan.interpretation
        guard let end = plan.end, end != plan.timestamp, layout?.endIsInclusive == nil,
            reading.clock == nil, reading.times.periods == nil, shape.special == nil
        else { return false }
        var evidence = EndEvidence()
        for row in shape.sample[shape.firstData...] {
            guard row.cells.count > max(end, plan.timestamp),
                let first = reading.times.stamp(text: row.cells[plan.timestamp]),
                let last = reading.times.stamp(text: row.cells[end])
            else { continue }
            evidence.see(
                first, last, offset: reading.times.offset ?? 0, meter: "", line: row.line,
                text: row.cells[end])
        }
        return !evidence.namesMoments
    }

    /// Reads all of a file for what its ends are.
    func ends(of plan: FilePlan) throws -> EndEvidence.Verdict? {
        guard let end = plan.end else { return nil }
        let (times, headerLine) = (plan.interpretation.times, plan.headerLine ?? 0)
        var names = plan.interpretation.nameColumns + plan.interpretation.only.keys.sorted()
        switch plan.columns {
        case .long(let meter, _), .registers(let meter, _), .dayRow(let meter?, _):
            names.append(meter)
        case .wide, .single, .dayRow, .monthGrid, .timesAcross, .nem12: break
        }
        var evidence = EndEvidence()
        try forEachRecord(of: plan) { record in
            guard record.line > headerLine, record.count > max(end, plan.timestamp) else {
                return true
            }
            let cells = [plan.timestamp, end].map { FileShape.cell($0, of: record) }
            guard let first = times.stamp(text: cells[0]), let last = times.stamp(text: cells[1])
            else { return true }
            let meter = names.map { $0 < record.count ? FileShape.cell($0, of: record) : "" }
            evidence.see(
                first, last, offset: times.offset ?? 0, meter: meter.joined(separator: "\u{1F}"),
                line: record.line, text: cells[1])
            return !evidence.namesMoments
        }
        return evidence.verdict
    }
}
