import Metering
import Provenance
import Quantities

/// A day of interval data that waits for the quality of its parts (澳大利亚 NEM12).
///
/// Records: 100 header, 200 stream, 300 a day, 400 quality of parts of the day before, 500 a
/// business-to-business detail, 900 end. Times are UTC+10 throughout the year.
struct NEM12Reader {
    /// A stream of one register, from a 200 record.
    struct Stream {
        let meterID: String
        let batch: Int?
        let unit: MeterUnit?
        let unitText: String
        let step: Int64
    }

    /// A day from a 300 record.
    struct Day {
        let line: Int
        let start: Int64
        let step: Int64
        let stream: Stream
        /// The cells as they stand.
        var cells: [[UInt8]]
        /// The quality of each part: `A` actual, `E` estimated, `F` and `S` substituted, `N` none.
        var qualities: [String]
    }

    var stream: Stream?
    var day: Day?
    /// The market's time [s east of Greenwich].
    static let offset: Int64 = 36_000
}

extension ReadingDecoder {
    /// How many cells with reasons stand before each record, where rows were handed back for mending.
    private var skipped: Int { plan.header.count }

    private func field(_ record: borrowing CSVRecord, _ number: Int) -> String {
        cellText(record, skipped + number)
    }

    mutating func takeNEM12(_ record: borrowing CSVRecord) {
        let kind = field(record, 0)
        if kind != "400" { finishNEM12() }
        switch kind {
        case "100", "900": return
        case "200": takeStream(record)
        case "300": takeNEM12Day(record)
        case "400": takeQuality(record)
        default: report(.notAReading, record.line, nil, kind)
        }
    }

    private mutating func takeStream(_ record: borrowing CSVRecord) {
        let name = field(record, 1)
        // Some exports leave the register's column empty and name the stream behind it.
        let suffix = field(record, 4).isEmpty ? field(record, 3) : field(record, 4)
        let meterID = name + "/" + suffix
        let unit = field(record, 7)
        let minutes = Int64(field(record, 8)) ?? 0
        let step = (1...1_440).contains(minutes) ? minutes * 60 : 0
        let known = MeterUnit(word: unit)
        let isKnown = meterIDs?.contains(meterID) ?? (known != nil)
        nem12.stream = NEM12Reader.Stream(
            meterID: meterID, batch: isKnown ? batchIndex(of: meterID) : nil, unit: known,
            unitText: unit, step: step > 0 && 86_400 % step == 0 ? step : 0)
        if nem12.stream?.step == 0 {
            report(.valueUnreadable, record.line, skipped + 8, field(record, 8))
        }
    }

    private mutating func takeNEM12Day(_ record: borrowing CSVRecord) {
        guard let stream = nem12.stream, stream.step > 0 else {
            return lose(
                record, readings: max(1, leadingNumbers(in: record)), .intervalUnknown,
                value: field(record, 1))
        }
        let parts = Int(86_400 / stream.step)
        let holds = leadingNumbers(in: record)
        let date = record.count > skipped + 1 ? record.withCell(skipped + 1) { Timestamp($0) } : nil
        guard let date, !date.hasTime else {
            return lose(
                record, readings: max(1, holds), .timestampUnreadable, value: field(record, 1))
        }
        // Behind the values stands the quality; a number there is a value too many, a letter among
        // the values is a day cut short.
        let quality = field(record, 2 + parts)
        guard let first = quality.first, "AEFNSV".contains(first), holdsDay(record, parts) else {
            return lose(
                record, readings: max(1, holds), .rowLength, value: field(record, 1),
                arguments: ["found": String(holds), "expected": String(parts)])
        }
        nem12.day = NEM12Reader.Day(
            line: record.line, start: date.seconds - NEM12Reader.offset, step: stream.step,
            stream: stream,
            cells: (2..<(2 + parts)).map { record.withCell(skipped + $0, CellText.cleaned) },
            qualities: Array(repeating: quality, count: parts))
    }

    /// How many numbers stand before the letter of the quality.
    private func leadingNumbers(in record: borrowing CSVRecord) -> Int {
        var count = 0
        for column in skipped + 2..<max(skipped + 2, record.count) {
            if record.withCell(column, { $0.isEmpty }) { continue }
            guard record.withCell(column, { DecimalText(utf8: $0) }) != nil else { break }
            count += 1
        }
        return count
    }

    /// Tells whether as many cells as the day has parts are numbers or nothing.
    private func holdsDay(_ record: borrowing CSVRecord, _ parts: Int) -> Bool {
        guard record.count > skipped + 2 + parts else { return false }
        return (2..<(2 + parts)).allSatisfy { column in
            record.withCell(skipped + column) { $0.isEmpty || DecimalText(utf8: $0) != nil }
        }
    }

    private mutating func lose(
        _ record: borrowing CSVRecord, readings: some BinaryInteger, _ code: FindingCode,
        value: String, arguments: [String: String] = [:]
    ) {
        strays.rows += Int64(readings)
        strays.rowsRejected += Int64(readings)
        report(code, record.line, nil, value, arguments: arguments)
    }

    private mutating func takeQuality(_ record: borrowing CSVRecord) {
        guard nem12.day != nil, let from = Int(field(record, 1)),
            let to = Int(field(record, 2)),
            from >= 1, from <= to, to <= nem12.day?.qualities.count ?? 0
        else { return report(.notAReading, record.line, nil, "400") }
        let quality = field(record, 3)
        for part in (from - 1)..<to { nem12.day?.qualities[part] = quality }
    }

    /// Gives the day that waits; nothing more can change its qualities.
    mutating func finishNEM12() {
        guard let day = nem12.day else { return }
        nem12.day = nil
        let stream = day.stream
        guard let unit = stream.unit else {
            let lost = Int64(day.cells.count { !$0.isEmpty })
            strays.rows += lost
            strays.rowsRejected += lost
            return report(
                .notEnergy, day.line, nil, stream.unitText, arguments: ["stream": stream.meterID])
        }
        guard let batch = stream.batch else {
            let lost = Int64(day.cells.count { !$0.isEmpty })
            strays.rows += lost
            strays.rowsRejected += lost
            return findings.add(unknownMeter(stream.meterID, line: day.line, column: 0))
        }
        for (part, text) in day.cells.enumerated() {
            let start = day.start + Int64(part) * day.step
            let isNone = day.qualities[part].hasPrefix("N")
            guard !text.isEmpty, !isNone,
                let value = text.withUnsafeBufferPointer(DecimalText.init(utf8:))
            else {
                strays.rows += 1
                strays.rowsRejected += 1
                report(
                    .valueMissing, day.line, skipped + part + 2, isNone ? day.qualities[part] : "",
                    meterID: stream.meterID)
                continue
            }
            guard
                let turned = value.turned(from: unit, to: meters[stream.meterID]?.unit ?? unit)
            else {
                strays.rows += 1
                strays.rowsRejected += 1
                report(
                    .unitUnusable, day.line, skipped + part + 2, unit.rawValue,
                    meterID: stream.meterID,
                    arguments: ["unit": meters[stream.meterID]?.unit.rawValue ?? ""])
                continue
            }
            let isEstimate = day.qualities[part].first.map { "EFS".contains($0) } ?? false
            if isEstimate {
                report(
                    .substitutedValue, day.line, skipped + part + 2, day.qualities[part],
                    meterID: stream.meterID)
            }
            append(
                to: batch, stamp: start, end: start + day.step, isLocal: false, value: turned,
                line: day.line, isEstimate: isEstimate)
        }
    }
}
