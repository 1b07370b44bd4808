import Metering
import Provenance
import Quantities

/// Cells as stamps, numbers and text; nothing is interpreted beyond that.
extension ReadingDecoder {
    /// The value of a cell in its meter's unit; nil once it was rejected aloud.
    mutating func value(
        in record: borrowing CSVRecord, _ column: Int, batch: Int
    ) -> DecimalText? {
        let meterID = batches[batch].meterID
        guard record.count > column else {
            reject(record, .valueMissing, column: column, meterID: meterID)
            return nil
        }
        guard let value = number(in: record, column) else {
            if let (value, unit) = measure(in: record, column) {
                return turned(value, from: unit, in: record, column, batch: batch)
            }
            guard let text = text(record, column) else {
                reject(record, .malformedRow, column: column, meterID: meterID)
                return nil
            }
            let isMissing = FileShape.isBlank(CellText.cleanedText(text))
            reject(
                record, isMissing ? .valueMissing : .valueUnreadable, column: column,
                meterID: meterID)
            return nil
        }
        let reading = plan.interpretation
        guard reading.unitColumn != nil || !reading.unitOfColumn.isEmpty else { return value }
        return turned(value, in: record, column, batch: batch)
    }

    /// A number with its unit behind it, `12.5 kW`; nil where the cell holds anything else.
    private func measure(
        in record: borrowing CSVRecord, _ column: Int
    ) -> (value: DecimalText, unit: MeterUnit)? {
        let form = plan.interpretation.numbers(in: column)
        guard let parts = CellText.numberAndUnit(record.withCell(column, CellText.cleaned)),
            let value = form.number(parts.number)
        else { return nil }
        return (value, parts.unit)
    }

    private mutating func number(in record: borrowing CSVRecord, _ column: Int) -> DecimalText? {
        let form =
            plan.interpretation.numbersOfColumn.isEmpty
            ? numbers : plan.interpretation.numbers(in: column)
        if form == .plain, let value = record.withCell(column, { DecimalText(utf8: $0) }) {
            return value
        }
        let cleaned = record.withCell(column, CellText.cleaned)
        if let value = form.number(cleaned) { return value }
        if form == .plain,
            NumberForm.point.number(cleaned) != nil || NumberForm.comma.number(cleaned) != nil
        {
            sawMarkedNumber = true
        }
        return nil
    }

    /// Turns a value from the unit of its row or column into the meter's.
    private mutating func turned(
        _ value: DecimalText, in record: borrowing CSVRecord, _ column: Int, batch: Int
    ) -> DecimalText? {
        let meterID = batches[batch].meterID
        var unit = plan.interpretation.unitOfColumn[column]
        if let unitColumn = plan.interpretation.unitColumn {
            let word = CellText.cleanedText(text(record, unitColumn) ?? "")
            if !word.isEmpty {
                guard let named = MeterUnit(word: word) else {
                    reject(
                        record, .unitUnusable, column: unitColumn, value: word, meterID: meterID)
                    return nil
                }
                unit = named
            }
        }
        guard let unit else { return value }
        return turned(value, from: unit, in: record, column, batch: batch)
    }

    private mutating func turned(
        _ value: DecimalText, from unit: MeterUnit, in record: borrowing CSVRecord, _ column: Int,
        batch: Int
    ) -> DecimalText? {
        let meterID = batches[batch].meterID
        if firstUnits[batch] == nil { firstUnits[batch] = meters[meterID]?.unit ?? unit }
        let target = meters[meterID]?.unit ?? firstUnits[batch] ?? unit
        guard unit != target else { return value }
        guard let turned = value.turned(from: unit, to: target) else {
            reject(
                record, .unitUnusable, column: column, value: unit.rawValue, meterID: meterID,
                arguments: ["unit": target.rawValue])
            return nil
        }
        return turned
    }

    /// What a row says of itself that is not that it was measured: the finding, its column and its word. A word that
    /// says neither counts as an estimate, aloud: whoever marks what was measured did not mark this.
    mutating func estimateMark(_ record: borrowing CSVRecord) -> EstimateMark? {
        for column in plan.interpretation.qualityColumns where column < record.count {
            let word = CellText.cleanedText(text(record, column) ?? "")
            let quality = ReadingQuality(word: word)
            guard !word.isEmpty, quality != .measured else { continue }
            return EstimateMark(
                code: quality == nil ? .qualityUnknown : .substitutedValue, column: column,
                word: word)
        }
        return nil
    }

    /// When a row's reading was.
    struct Moment {
        var stamp: Timestamp
        /// The length of the interval [s], where a range of times gives it.
        var length: Int64?
        /// The midnight of the date as the clock shows it [s], where the time of day stands in another column.
        var day: Int64 = 0
    }

    /// A stamp of one column, or of a date and a time of day in two.
    func readStamp(_ record: borrowing CSVRecord) -> Moment? {
        let reading = plan.interpretation
        guard let clock = reading.clock else {
            guard let form = reading.times.periods else {
                return readStamp(record, plan.timestamp).map { Moment(stamp: $0) }
            }
            if form == .range {
                guard record.count > plan.timestamp else { return nil }
                let range = StampRange(record.withCell(plan.timestamp, CellText.cleaned))
                return range?.moment(reading.times).map { begin, seconds in
                    let end = Self.wholeEnd(begin.seconds + seconds, after: begin.seconds)
                    return Moment(stamp: begin, length: end - begin.seconds)
                }
            }
            // A moment among periods has no length and is none of them.
            return period(record, plan.timestamp, form).map { period in
                let first = Timestamp(
                    seconds: period.first.dayNumber * 86_400, isLocal: true, hasTime: false)
                return Moment(stamp: placed(first), length: period.seconds)
            }
        }
        guard record.count > clock else { return nil }
        let text = record.withCell(clock, CellText.cleaned)
        if reading.clockIsRange {
            let date: Timestamp?
            let range: ClockRange?
            if clock == plan.timestamp {
                let parts = FileShape.dateAndClock(text)
                date = parts.flatMap { parts in
                    parts.date.withUnsafeBufferPointer { reading.times.stamp($0) }
                }
                range = parts.flatMap { ClockRange($0.clock) }
            } else {
                date = readStamp(record, plan.timestamp)
                range = ClockRange(text)
            }
            guard let date, let range else { return nil }
            let stamp = Timestamp(seconds: day(of: date) + range.start, isLocal: true)
            return Moment(stamp: placed(stamp), length: range.end - range.start)
        }
        guard let date = readStamp(record, plan.timestamp),
            let time = ClockText(text, period: reading.clockPeriod),
            let minutes = minutes(record, reading.minutes)
        else { return nil }
        let stamp = Timestamp(
            seconds: day(of: date) + time.seconds + minutes * 60 - (time.offset ?? 0),
            isLocal: time.offset == nil,
            hadFraction: time.hadFraction, hasTime: true, isLeapSecond: time.isLeapSecond)
        return Moment(stamp: placed(stamp), day: day(of: date))
    }

    /// The month, quarter or week that a cell names; nil where it names none.
    func period(
        _ record: borrowing CSVRecord, _ column: Int, _ form: TimeForm.Periods
    ) -> PeriodText? {
        guard record.count > column else { return nil }
        if column == plan.timestamp, let month = plan.interpretation.month {
            guard record.count > month else { return nil }
            let parts = [column, month].map {
                String(decoding: record.withCell($0, CellText.cleaned), as: UTF8.self)
            }
            return PeriodText(FileShape.joined(parts[0], parts[1]).utf8, form)
        }
        return PeriodText(record.withCell(column, CellText.cleaned), form)
    }

    /// A time of day in a cell; nil where it is none.
    func clockText(_ record: borrowing CSVRecord, _ column: Int) -> ClockText? {
        guard record.count > column else { return nil }
        return ClockText(record.withCell(column, CellText.cleaned), period: nil)
    }

    /// The minutes that stand in a column of their own; nil where they are none.
    private func minutes(_ record: borrowing CSVRecord, _ column: Int?) -> Int64? {
        guard let column else { return 0 }
        guard record.count > column else { return nil }
        let text = record.withCell(column, CellText.cleaned)
        guard let number = text.withUnsafeBufferPointer(DecimalText.init(utf8:)),
            number.scale == 0, (0..<60).contains(number.significand)
        else { return nil }
        return Int64(number.significand)
    }

    /// What the file says of the zone of a row: in a column of its own, or for all of them.
    func zone(of record: borrowing CSVRecord) -> RowZone? {
        if let name = plan.interpretation.zone {
            return RowZone(name: name, column: plan.timestamp)
        }
        guard let column = plan.interpretation.zoneColumn else { return nil }
        let text =
            column < record.count
            ? String(decoding: record.withCell(column, CellText.cleaned), as: UTF8.self) : ""
        switch FileShape.rowZone(text, every: plan.interpretation.zoneStep) {
        case .offset(let offset)?: return RowZone(offset: offset, column: column)
        case .named(let name)?: return RowZone(name: name, column: column)
        case .open, nil: return RowZone(name: text, column: column)
        }
    }

    /// What the file says of the row's zone, where a time without an offset is then none of the meter's clock: it is no
    /// offset and not the meter's zone.
    mutating func unusableZone(of meterID: String, at stamp: Timestamp) -> RowZone? {
        guard stamp.isLocal, let rowZone, rowZone.offset == nil else { return nil }
        // Of an unknown file no meter is known; what has the form of a zone's name is taken for one.
        let own = meters[meterID]?.calendar
        if own?.identifier == rowZone.name { return nil }
        guard case .named(let name)? = ZoneWord(rowZone.name) else { return rowZone }
        guard let own else { return nil }
        // Another name of the zone, or one whose clock shows the same then.
        return calendar(named: name)?.instants(ofLocal: stamp.seconds)
            == own.instants(ofLocal: stamp.seconds) ? nil : rowZone
    }

    private mutating func calendar(named name: String) -> LocalCalendar? {
        if let known = zoneOfName[name] { return known }
        guard zoneOfName.count < 1_024 else { return nil }
        let found = zones(name)
        zoneOfName[name] = .some(found)
        return found
    }

    mutating func report(_ zone: RowZone, _ line: Int, meterID: String) {
        report(
            .zoneUnusable, line, zone.column, zone.name, meterID: meterID,
            arguments: ["zone": meters[meterID]?.calendar.identifier ?? "-"])
    }

    /// The midnight of a date on its own clock [s].
    private func day(of date: Timestamp) -> Int64 {
        let offset = plan.interpretation.times.offset ?? 0
        let local = date.isLocal ? date.seconds : date.seconds + offset
        return LocalCalendar.floor(local, by: 86_400) * 86_400
    }

    private func placed(_ stamp: Timestamp) -> Timestamp {
        guard let offset = plan.interpretation.times.offset, stamp.isLocal else { return stamp }
        return stamp.placed(at: offset)
    }

    func readStamp(_ record: borrowing CSVRecord, _ column: Int) -> Timestamp? {
        guard record.count > column else { return nil }
        let times = plan.interpretation.times
        if let stamp = record.withCell(column, { times.stamp($0) }) { return stamp }
        let cleaned = record.withCell(column, CellText.cleaned)
        return cleaned.withUnsafeBufferPointer { times.stamp($0) }
    }

    /// A cell as text; bytes that are not UTF-8 are read as GB18030 and said aloud.
    mutating func text(_ record: borrowing CSVRecord, _ column: Int) -> String? {
        guard column < record.count else { return nil }
        if let text = record.text(column) { return text }
        sawForeignText = true
        let bytes = record.withCell(column) { Array($0) }
        guard let text = Transcoder.text(bytes, as: .gb18030) else { return nil }
        report(.encodingMixed, record.line, column, text)
        return text
    }

    func canRead(_ record: borrowing CSVRecord) -> Bool {
        (0..<record.count).allSatisfy { column in
            record.text(column) != nil
                || Transcoder.text(record.withCell(column) { Array($0) }, as: .gb18030) != nil
        }
    }
}
