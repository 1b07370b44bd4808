import Metering
import Provenance
import Quantities

/// What a record holds: one reading, or one in each of several cells.
extension ReadingDecoder {
    /// Takes a record.
    mutating func take(_ record: borrowing CSVRecord) {
        if let header = plan.headerLine, record.line <= header { return }
        if let column = plan.rejectedFile, rejectedFiles.count < Self.mostOriginals,
            case let name = cellText(record, column), !name.isEmpty
        {
            rejectedFiles.insert(name)
        }
        if case .nem12 = plan.columns { return takeNEM12(record) }
        if !plan.interpretation.only.isEmpty, let other = excluded(record) {
            return report(.notAReading, record.line, nil, other)
        }
        if let surplus = surplusCells(of: record) {
            let lost = readings(in: record)
            strays.rows += lost
            strays.rowsRejected += lost
            findings.add(
                Finding(
                    .rowLength, file: file, line: record.line, value: surplus,
                    arguments: [
                        "found": String(record.count),
                        "expected": String(firstUnnamed ?? plan.headerCount ?? 0),
                    ]))
            return
        }
        (mark, isMarkTold) = (estimateMark(record), false)
        if case .monthGrid(let grid) = plan.columns { return takeMonth(record, grid) }
        if case .timesAcross(let table) = plan.columns { return takeTimes(record, table) }
        if plan.interpretation.times.order != nil, plan.timestamp < record.count {
            let line = record.line
            record.withCell(plan.timestamp) { cell in
                plan.interpretation.times.withDate(of: cell) { dateStyle.see($0, line: line) }
            }
        }
        guard var moment = readStamp(record), moment.stamp.hasTime || !plan.needsTime
        else { return takeWithoutStamp(record) }
        rowZone = moment.stamp.isLocal ? zone(of: record) : nil
        if let offset = rowZone?.offset { moment.stamp = moment.stamp.placed(at: offset) }
        self.moment = moment
        let stamp = moment.stamp
        var end = (moment.length ?? plan.interpretation.interval).map { stamp.seconds + $0 }
        if let column = plan.end {
            guard var last = readStamp(record, column) else {
                return reject(record, .timestampUnreadable, column: column)
            }
            if let clock = plan.interpretation.endClock {
                guard let time = clockText(record, clock) else {
                    return reject(record, .timestampUnreadable, column: clock)
                }
                last = last.adding(time.seconds)
            }
            if plan.interpretation.endIsInclusive, isMidnight(last) { last = last.adding(86_400) }
            if let form = plan.interpretation.times.periods,
                let period = period(record, column, form)
            {
                last = last.adding(period.seconds)
            }
            if last.isLocal, let offset = rowZone?.offset { last = last.placed(at: offset) }
            end = Self.wholeEnd(last.seconds, after: stamp.seconds)
        }
        if stamp.hadFraction {
            report(.subSecondTime, record.line, plan.timestamp, text(record, plan.timestamp))
        }
        if stamp.isLeapSecond {
            report(.leapSecond, record.line, plan.timestamp, text(record, plan.timestamp))
        }
        switch plan.columns {
        case .long(let meterColumn, let value):
            takeLong(record, stamp, end, meterColumn: meterColumn, value: value)
        case .single(let meterID, let value):
            takeCell(
                record, stamp, end, column: value, batch: batchIndex(of: meterID), meterID: meterID)
        case .wide:
            takeWide(record, stamp, end, wide)
        case .registers(let meterColumn, let values):
            takeRegisters(record, stamp, end, meterColumn: meterColumn, values: values)
        case .dayRow(let meterColumn, let slots):
            takeDay(record, stamp, meterColumn: meterColumn, slots)
        case .monthGrid, .timesAcross, .nem12: break
        }
    }

    /// The end of an interval; one that is a minute short of a part of the day, or of days, is the last minute of what the
    /// interval holds: `00:00` to `00:14`, where both stand on five minutes then; `00:01` to `00:00` of the next day is what
    /// it says. The last second is no matter of reading but of a clock off by seconds.
    static func wholeEnd(_ end: Int64, after start: Int64) -> Int64 {
        func isWhole(_ length: Int64) -> Bool {
            length < 86_400 ? length > 0 && 86_400 % length == 0 : length % 86_400 == 0
        }
        let last = end + 60
        return end > start && start % 300 == 0 && last % 300 == 0 && !isWhole(end - start)
            && isWhole(last - start) ? last : end
    }

    /// Tells whether a stamp stands for a day: it names no time, or midnight.
    private func isMidnight(_ stamp: Timestamp) -> Bool {
        let offset = stamp.isLocal ? 0 : plan.interpretation.times.offset ?? 0
        return !stamp.hasTime || (stamp.seconds + offset) % 86_400 == 0
    }

    private mutating func takeWide(
        _ record: borrowing CSVRecord, _ stamp: Timestamp, _ end: Int64?,
        _ columns: [(column: Int, meterID: String, batch: Int?)]
    ) {
        for (column, meterID, batch) in columns {
            guard column < record.count else { break }
            guard record.withCell(column, { !$0.isEmpty }) else { continue }
            if batch == nil {
                strays.rows += 1
                strays.rowsRejected += 1
                var finding =
                    unknownColumns[column]
                    ?? unknownMeter(meterID, line: record.line, column: column)
                unknownColumns[column] = finding
                finding.line = record.line
                findings.add(finding)
            } else {
                takeCell(record, stamp, end, column: column, batch: batch, meterID: meterID)
            }
        }
    }

    /// Whose row it is: the batch, and the name as it stands; nil when the row has no such cell.
    mutating func meter(of record: borrowing CSVRecord, in column: Int) -> (
        batch: Int?, name: String
    )? {
        guard record.count > column else { return nil }
        if plan.interpretation.nameColumns.count > 1 {
            let parts = plan.interpretation.nameColumns.map {
                CellText.cleanedText(text(record, $0) ?? "")
            }
            let name = parts.joined(separator: "/")
            return (batchIndex(of: name), name)
        }
        let isLast = record.withCell(column) { cell in
            lastMeter.map { $0.id.elementsEqual(cell) } ?? false
        }
        if isLast, let lastMeter { return (lastMeter.batch, lastMeter.name) }
        // A name in another encoding is said aloud in its first row.
        let isForeign = record.text(column) == nil
        let bytes = record.withCell(column) { Array($0) }
        if isForeign, let known = foreignNames[bytes] { return known }
        guard let written = text(record, column) else { return nil }
        // A name that no meter bears as it stands may be wrapped in what no eye sees.
        let cleaned = CellText.cleanedText(written)
        let isKnown = meterIDs?.contains(written) ?? (cleaned == written)
        let name = isKnown ? written : cleaned
        // An unknown file's sum of its meters is none of them.
        let isMeter = meterIDs != nil || !HeaderWords.isSum(name)
        let batch = isMeter ? batchIndex(of: name) : nil
        if isForeign {
            if foreignNames.count < 4_096 { foreignNames[bytes] = (batch, name) }
        } else {
            lastMeter = (bytes, batch, name)
        }
        return (batch, name)
    }

    private mutating func takeLong(
        _ record: borrowing CSVRecord, _ stamp: Timestamp, _ end: Int64?, meterColumn: Int,
        value: Int
    ) {
        guard let meter = meter(of: record, in: meterColumn) else {
            return rejectWithoutMeter(record, column: meterColumn)
        }
        guard let batch = meter.batch else {
            return rejectUnknown(meter.name, line: record.line, column: meterColumn)
        }
        takeCell(record, stamp, end, column: value, batch: batch, meterID: meter.name)
    }

    private mutating func takeRegisters(
        _ record: borrowing CSVRecord, _ stamp: Timestamp, _ end: Int64?, meterColumn: Int,
        values: [(column: Int, name: String)]
    ) {
        guard let meter = meter(of: record, in: meterColumn) else {
            return rejectWithoutMeter(record, column: meterColumn)
        }
        let isMeter = meterIDs != nil || !HeaderWords.isSum(meter.name)
        if isMeter, registers[meter.name] == nil, registers.count < Self.mostMeters {
            registers[meter.name] = values.map { value in
                let name = value.name.replacing("{meter}", with: meter.name)
                return (value.column, name, batchIndex(of: name))
            }.sorted { $0.column < $1.column }
        }
        let columns = registers[meter.name] ?? []
        if columns.allSatisfy({ $0.batch == nil }) {
            return rejectUnknown(
                meter.name, line: record.line, column: meterColumn, readings: readings(in: record))
        }
        takeWide(record, stamp, end, columns)
    }

    mutating func takeCell(
        _ record: borrowing CSVRecord, _ stamp: Timestamp, _ end: Int64?, column: Int, batch: Int?,
        meterID: String
    ) {
        guard let batch else {
            strays.rows += 1
            strays.rowsRejected += 1
            return findings.add(unknownMeter(meterID, line: record.line, column: column))
        }
        if let zone = unusableZone(of: meterID, at: stamp) {
            strays.rows += 1
            strays.rowsRejected += 1
            return report(zone, record.line, meterID: meterID)
        }
        guard let value = value(in: record, column, batch: batch) else { return }
        if plan.interpretation.times.periods != nil, meters[meterID]?.quantity == .register {
            return reject(
                record, .periodOfRegister, column: plan.timestamp, meterID: meterID)
        }
        if let period = plan.interpretation.clockPeriod, plan.end == nil, let moment {
            return takeNumbered(
                value, moment, of: period, in: record, column: column, batch: batch)
        }
        append(
            to: batch, stamp: stamp.seconds, end: end, isLocal: stamp.isLocal, value: value,
            line: record.line)
    }

    /// What a row that is left out by `only` holds instead.
    private func excluded(_ record: borrowing CSVRecord) -> String? {
        for (column, word) in plan.interpretation.only {
            let cell = column < record.count ? CellText.cleanedText(record.text(column) ?? "") : ""
            if cell != word { return plan.header[column] + "=" + cell }
        }
        return nil
    }
}
