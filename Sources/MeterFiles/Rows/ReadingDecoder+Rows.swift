import Metering
import Provenance
import Quantities

/// Rows that hold a day, a month or many times of one meter. Their parts have a begin and an end by themselves, so
/// that no empty cell moves another and no day of 23 or 25 hours is bent.
extension ReadingDecoder {
    /// Whose row it is, and what is known of it.
    private struct Owner {
        let batch: Int
        let meterID: String
        let meter: Meter?

        var calendar: LocalCalendar? { meter?.calendar }
        var isRegister: Bool { meter?.quantity == .register }
    }

    private mutating func owner(
        of record: borrowing CSVRecord, in column: Int?
    ) -> Owner? {
        let found: (batch: Int?, name: String)
        if let column {
            guard let meter = meter(of: record, in: column) else {
                rejectWithoutMeter(record, column: column)
                return nil
            }
            found = meter
        } else {
            found = (batchIndex(of: plan.stem), plan.stem)
        }
        guard let batch = found.batch else {
            rejectUnknown(
                found.name, line: record.line, column: column ?? 0, readings: readings(in: record))
            return nil
        }
        return Owner(batch: batch, meterID: found.name, meter: meters[found.name])
    }

    private mutating func append(
        _ value: DecimalText, from start: Int64, to end: Int64, isLocal: Bool, _ owner: Owner,
        line: Int
    ) {
        append(
            to: owner.batch, stamp: start, end: owner.isRegister ? nil : end, isLocal: isLocal,
            value: value,
            line: line)
    }

    /// The cleaned text of a cell; empty where the row has none.
    func cellText(_ record: borrowing CSVRecord, _ column: Int) -> String {
        column < record.count ? CellText.cleanedText(record.text(column) ?? "") : ""
    }

    private func holdsSomething(_ record: borrowing CSVRecord, _ column: Int) -> Bool {
        column < record.count && record.withCell(column) { !$0.isEmpty }
    }

    // MARK: - A day

    mutating func takeDay(
        _ record: borrowing CSVRecord, _ stamp: Timestamp, meterColumn: Int?, _ slots: DaySlots
    ) {
        guard let owner = owner(of: record, in: meterColumn) else { return }
        let offset = rowZone?.offset ?? plan.interpretation.times.offset
        if let zone = unusableZone(of: owner.meterID, at: stamp) {
            let lost = readings(in: record)
            strays.rows += lost
            strays.rowsRejected += lost
            return report(zone, record.line, meterID: owner.meterID)
        }
        let local = stamp.isLocal ? stamp.seconds : stamp.seconds + (offset ?? 0)
        let day = LocalCalendar.floor(local, by: 86_400)
        let date = CivilDate(dayNumber: day)
        let calendar = offset == nil ? owner.calendar : nil
        let start = offset.map { day * 86_400 - $0 } ?? calendar?.start(of: date) ?? day * 86_400
        let isLocal = offset == nil && calendar == nil
        let length =
            calendar.map { $0.start(of: CivilDate(dayNumber: day + 1)) - start } ?? 86_400
        var extent = 0
        for (index, slot) in slots.slots.enumerated() where slot.column < record.count {
            if holdsSomething(record, slot.column) { extent = index + 1 }
        }
        let counted = countsElapsed(slots, extent: extent, length: length)
        for (index, slot) in slots.slots.enumerated() where holdsSomething(record, slot.column) {
            // A label may name the end of its part; a meter's own label holds where it begins days.
            let namesEnd =
                slots.naming == .ends || (slots.naming == .starts && owner.meter?.label == .end)
            let begin: Int64?
            if counted {
                begin = Int64(index) * slots.step < length ? start + Int64(index) * slots.step : nil
            } else {
                let second = namesEnd ? slot.second - slots.step : slot.second
                begin = instant(
                    day * 86_400 + second, pass: slot.pass, in: calendar,
                    else: isLocal ? 0 : day * 86_400 - start, isBeyond: second >= 86_400)
            }
            guard let begin else {
                reject(
                    record, .timeNonexistent, column: slot.column,
                    value: Self.clock(date, slot.second), meterID: owner.meterID,
                    arguments: ["zone": calendar?.identifier ?? ""])
                continue
            }
            guard let value = value(in: record, slot.column, batch: owner.batch) else { continue }
            // A register is read at the moment that its label names.
            let moment = owner.isRegister && namesEnd ? begin + slots.step : begin
            append(
                value, from: moment, to: begin + slots.step, isLocal: isLocal, owner,
                line: record.line)
        }
    }

    /// Tells whether the columns count time that passed, not times of the clock: on a day of 23 or 25
    /// hours a row that ends with the day's own number of parts does.
    private func countsElapsed(_ slots: DaySlots, extent: Int, length: Int64) -> Bool {
        guard length != 86_400 else { return false }
        let parts = Int(length / slots.step)
        // Where a label says a second time which part it is, the labels say it.
        if length > 86_400, slots.slots.contains(where: { $0.pass > 0 }) { return false }
        if length < 86_400, slots.naming != .numbered { return false }
        let usual = slots.usualCount
        let proven = DayCount.proven(greatest: extent, isWhole: true, usual: usual, parts: parts)
        return (proven ?? DayCount.likely(usual: usual, parts: parts)) == .elapsed
    }

    /// The instant of a time on the clock; nil when no clock showed it on that day.
    private func instant(
        _ local: Int64, pass: Int, in calendar: LocalCalendar?, else offset: Int64, isBeyond: Bool
    ) -> Int64? {
        guard let calendar else { return pass == 0 && !isBeyond ? local - offset : nil }
        guard !isBeyond else { return nil }
        switch calendar.instants(ofLocal: local) {
        case .once(let instant): return pass == 0 ? instant : nil
        case .twice(let earlier, let later): return pass == 0 ? earlier : later
        case .never: return nil
        }
    }

    private static func clock(_ date: CivilDate, _ second: Int64) -> String {
        let minute = second / 60 % 60
        return "\(date) \(second / 3_600):" + (minute < 10 ? "0" : "") + "\(minute)"
    }

    // MARK: - A month

    mutating func takeMonth(_ record: borrowing CSVRecord, _ grid: MonthGrid) {
        let cells = record.count
        let filled = (0..<cells).contains { holdsSomething(record, $0) }
        guard filled else { return }
        let begin = (0..<min(3, cells)).map { cellText(record, $0) }
        if let first = begin.first(where: HeaderWords.isTotal) {
            return reject(record, .totalsRow, column: 0, value: first)
        }
        let days = grid.days.filter { holdsSomething(record, $0.column) }
        guard !days.isEmpty else {
            return report(.notAReading, record.line, nil, record.text(0))
        }
        guard let (year, month) = month(of: record, grid) else {
            return reject(record, .timestampUnreadable, column: monthColumn(of: grid))
        }
        guard let owner = owner(of: record, in: grid.meter) else { return }
        for (column, number) in days {
            guard let date = CivilDate(year: year, month: month, day: number) else {
                reject(
                    record, .timestampUnreadable, column: column,
                    value: "\(year)-\(month)-\(number)", meterID: owner.meterID)
                continue
            }
            guard let value = value(in: record, column, batch: owner.batch) else { continue }
            let next = CivilDate(dayNumber: date.dayNumber + 1)
            append(
                value, from: owner.calendar?.start(of: date) ?? date.dayNumber * 86_400,
                to: owner.calendar?.start(of: next) ?? next.dayNumber * 86_400,
                isLocal: owner.calendar == nil, owner, line: record.line)
        }
    }

    private func monthColumn(of grid: MonthGrid) -> Int {
        switch grid.month {
        case .columns(_, let month), .column(let month): month
        case .fixed: 0
        }
    }

    private func month(
        of record: borrowing CSVRecord, _ grid: MonthGrid
    ) -> (year: Int, month: Int)? {
        switch grid.month {
        case .fixed(let year, let month): return (year, month)
        case .column(let column): return MonthGrid.yearAndMonth(cellText(record, column))
        case .columns(let year, let month):
            let (yearText, monthText) = (cellText(record, year), cellText(record, month))
            guard MonthGrid.isYear(yearText), MonthGrid.isMonth(monthText),
                let year = Int(yearText), let month = Int(monthText)
            else { return nil }
            return (year, month)
        }
    }

    // MARK: - Many times

    mutating func takeTimes(_ record: borrowing CSVRecord, _ table: TimesAcross) {
        let filled = table.columns.filter { holdsSomething(record, $0) }
        let begin = (0..<min(3, record.count)).map { cellText(record, $0) }
        guard !filled.isEmpty else {
            if let text = begin.first(where: { !$0.isEmpty }) {
                report(.notAReading, record.line, nil, text)
            }
            return
        }
        // A header that comes again.
        if filled.prefix(2).allSatisfy({ cellText(record, $0) == plan.header[$0] }) {
            return report(.notAReading, record.line, nil, begin.first)
        }
        let isMeter = table.meter.map { meterIDs?.contains(cellText(record, $0)) ?? false } ?? false
        if !isMeter, let total = begin.first(where: HeaderWords.isTotal) {
            return reject(record, .totalsRow, column: 0, value: total)
        }
        guard let labels = labels(of: record, table) else { return }
        guard let owner = owner(of: record, in: table.meter) else { return }
        for label in labels.labels where holdsSomething(record, label.column) {
            if owner.isRegister, labels.period != nil {
                reject(
                    record, .periodOfRegister, column: label.column, meterID: owner.meterID)
                continue
            }
            // A register is read at the moment that its column names.
            let end = owner.isRegister ? nil : label.length.map { label.stamp.seconds + $0 }
            takeCell(
                record, label.stamp, end, column: label.column, batch: owner.batch,
                meterID: owner.meterID)
        }
    }

    /// The times of a row's columns; nil once its year was rejected aloud.
    private mutating func labels(
        of record: borrowing CSVRecord, _ table: TimesAcross
    ) -> TimeLabels? {
        switch table.times {
        case .labels(let labels): return labels
        case .months(let column, let months, let form):
            guard let year = TimesAcross.year(cellText(record, column)) else {
                reject(record, .timestampUnreadable, column: column)
                return nil
            }
            return TimeLabels(months: months.map { ($0.column, $0.month, year) }, form)
        }
    }
}
