public import Metering
public import Provenance
import Quantities

/// What one file of readings says: a batch for each meter, and what could not be read.
public struct DecodedFile: Sendable {
    /// The file's name, relative to the portfolio.
    public let file: String
    /// The SHA-256 of the file as it lies on the disk.
    public let digest: Digest
    /// Its size on the disk [bytes].
    public let byteCount: Int64
    /// The readings, one batch a meter, in the order in which the meters first occur.
    public let batches: [ReadingBatch]
    /// Rows that belong to no known meter or have no readable value.
    public let strays: EnergyStatement
    /// What was found.
    public let collected: FindingCollector
    /// What was found, as far as it keeps its own place.
    public var findings: [Finding] { collected.findings }
    /// The unit that the file's header names for a meter's values.
    public var mentionedUnits: [String: MeterUnit] = [:]
    /// How the file was read.
    var plan: FilePlan?
}

/// Reads a file of readings into batches; nothing is interpreted beyond stamp, number and unit.
public struct ReadingDecoder {
    /// Cells that say that there is no value.
    static let missingTokens: Set<String> = [
        "-", "--", "---", "—", "——", "/", "N/A", "NA", "N.A.", "NAN", "NULL", "NIL", "NONE", "无",
        "无数据",
        "缺失", "空", "#DIV/0!", "#N/A", "#VALUE!", "#REF!", "#NUM!", "#NAME?", "#NULL!", "\\N", "ERR",
        "BAD", "NODATA", "NO DATA",
    ]

    /// A file names fewer meters than this; more are a column that is no name.
    private static let mostMeters = 200_000
    /// A longer text is no meter's name [bytes].
    private static let longestName = 1_024

    let plan: FilePlan
    let source: Int
    let file: String
    /// The meters that exist; nil takes every name.
    let meterIDs: Set<String>?
    /// What `meters.csv` says of them, as far as it is at hand.
    let meters: [String: Meter]
    var batches: [ReadingBatch] = []
    private var indexOfMeter: [String: Int] = [:]
    var strays = EnergyStatement()
    var findings = FindingCollector()
    /// The batches that grew since the last `drain`.
    private var touched: [Int] = []
    /// Tells that the file holds a reading, whoever took it.
    var holdsReadings = false
    /// The batch of each column that names its meter; nil where no meter bears its name.
    private var wide: [(column: Int, meterID: String, batch: Int?)] = []
    private var lastMeter: (id: [UInt8], batch: Int?, name: String)?
    /// The batches of a meter's registers, by the meter's name.
    private var registers: [String: [(column: Int, meterID: String, batch: Int?)]] = [:]
    /// What is said of cells under a name that no meter bears, by column.
    private var unknownColumns: [Int: Finding] = [:]
    /// The same by name, where a cell names the meter.
    private var unknownNames: [String: Finding] = [:]
    private lazy var likeness = Likeness(meterIDs ?? [])
    private let numbers: NumberForm
    /// The columns in which values stand, ascending.
    private let valueColumns: [Int]
    /// The unit in which a meter is kept when none is declared: that of its first row.
    private var firstUnits: [Int: MeterUnit] = [:]
    /// Tells that a cell would be a number if it were read with marks of thousands.
    private(set) var sawMarkedNumber = false
    /// Tells that a row held bytes of another encoding.
    private(set) var sawForeignText = false
    /// A day of the Australian market that is not complete yet.
    var nem12 = NEM12Reader()

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: Where the file lies.
    ///   - name: How findings and statements call it.
    ///   - source: Its place in the order of evidence.
    ///   - layout: How to read it, when it is declared.
    ///   - meterIDs: The meters that exist; nil takes every name, to look at an unknown file.
    ///   - meters: What `meters.csv` says of them: units, calendars and what a reading means.
    /// - Throws: `FileRefusal` when the file cannot be read as a whole.
    public static func decode(
        path: String, name: String, source: Int, layout: Layout?, meterIDs: Set<String>?,
        meters: [String: Meter] = [:]
    ) throws -> DecodedFile {
        try settled(
            nil, path: path, name: name, source: source, layout: layout, meterIDs: meterIDs,
            meters: meters
        ) { decoder, bytes in try decoder.read(bytes) }
    }

    /// Settles how a file is read, and reads it by that; what is found on the way may settle it
    /// otherwise, and then it is read again.
    ///
    /// - Parameters:
    ///   - first: The file, of which nothing was read; nil opens it.
    ///   - path: Where it can be read again.
    ///   - read: Reads all of the file, each time from its beginning.
    static func settled(
        _ first: ByteReader?, path: String, name: String, source: Int, layout: Layout?,
        meterIDs: Set<String>?, meters: [String: Meter],
        _ read: (inout ReadingDecoder, ByteReader) throws -> Void
    ) throws -> DecodedFile {
        var unread = try first ?? ByteReader(path: path, name: name)
        var isUnread = true
        /// The file from its beginning; what was begun is read to its end for its digest and its copy.
        func fromBeginning() throws -> ByteReader {
            if !isUnread {
                try unread.digestOnly()
                unread = try ByteReader(path: path, name: name, wantsDigest: first == nil)
            }
            isUnread = false
            return unread
        }
        let sample = try Sample(unread, name: name, encoding: layout?.encoding)
        func decoded(as encoding: TextEncoding, from sample: Sample) throws -> DecodedFile? {
            guard
                let shape = FileShape(
                    sampleOf: sample.bytes, delimiter: layout?.delimiter ?? sample.delimiter,
                    times: layout?.times ?? .plain, shape: layout?.shape, meterIDs: meterIDs ?? [])
            else { throw sample.refusal(name) }
            var plan = try FilePlan(
                shape: shape, file: name, layout: layout, meterIDs: meterIDs ?? [],
                encoding: encoding)
            var settling = FormEvidence(path: path, name: name, isInspected: meterIDs == nil)
            try settling.settle(&plan, by: shape, layout: layout)
            while true {
                var decoder = ReadingDecoder(
                    plan, source: source, file: name, meterIDs: meterIDs, meters: meters)
                let bytes = try fromBeginning()
                try read(&decoder, bytes)
                if decoder.sawForeignText, encoding == .utf8, layout?.encoding == nil,
                    sample.bytes.allSatisfy({ $0 < 0x80 })
                {
                    return nil
                }
                if decoder.sawMarkedNumber, !settling.isThorough {
                    let before = plan.interpretation
                    try settling.settleThoroughly(&plan, layout: layout)
                    if plan.interpretation != before { continue }
                }
                guard decoder.strays.rows > 0 || decoder.holdsReadings else {
                    throw FileRefusal(Finding(.fileEmpty, file: name))
                }
                return decoder.finished(
                    bytes, settling.findings + Self.notes(on: plan, sample, file: name))
            }
        }
        if let file = try decoded(as: sample.encoding, from: sample) { return file }
        // The beginning was ASCII and the rest is not UTF-8: told again by all of the file.
        let whole = try TextEncoding.detect(Self.foreignBytes(path: path, name: name))
        guard let encoding = whole?.encoding, encoding != .utf8 else {
            throw FileRefusal(
                Finding(.encodingUnsupported, file: name, line: 1, arguments: ["line": "1"]))
        }
        let again = try Sample(path: path, name: name, encoding: encoding)
        guard let file = try decoded(as: encoding, from: again) else { throw again.refusal(name) }
        return file
    }

    /// The lines of a file that are not ASCII, up to a mebibyte.
    private static func foreignBytes(path: String, name: String) throws -> [UInt8] {
        var found: [UInt8] = []
        var lines = PhysicalLines()
        try ByteReader(path: path, name: name).forEachBlock { block in
            lines.feed(block) { line, _ in
                if line.contains(where: { $0 >= 0x80 }) { found.append(contentsOf: line) }
                return found.count < 1 << 20
            }
        }
        lines.finish { line, _ in
            if line.contains(where: { $0 >= 0x80 }) { found.append(contentsOf: line) }
            return true
        }
        return found
    }

    private static func notes(on plan: FilePlan, _ sample: Sample, file: String) -> [Finding] {
        var notes: [Finding] = []
        if let preset = plan.preset {
            notes.append(
                Finding(
                    .presetUsed, file: file, line: plan.headerLine,
                    arguments: ["preset": preset.name]))
        }
        if plan.interpretation.encoding == .gb18030 || plan.interpretation.encoding == .windows1252
        {
            notes.append(
                Finding(
                    .encodingDetected, file: file, value: plan.interpretation.encoding.rawValue))
        }
        return notes
    }

    init(
        _ plan: FilePlan, source: Int, file: String, meterIDs: Set<String>?,
        meters: [String: Meter]
    ) {
        self.plan = plan
        self.source = source
        self.file = file
        self.meterIDs = meterIDs
        self.meters = meters
        numbers = plan.interpretation.numbers
        valueColumns = plan.valueColumns
        if case .wide(let columns) = plan.columns {
            wide = columns.map { ($0.column, $0.meterID, batchIndex(of: $0.meterID)) }
                .sorted { $0.column < $1.column }
        }
    }

    /// Reads a whole file record by record.
    ///
    /// - Parameter afterRecord: Called after each record, such as to drain its readings.
    mutating func read(
        _ bytes: ByteReader, afterRecord: (inout ReadingDecoder) throws -> Void = { _ in }
    ) throws {
        let reader = RecordReader(delimiter: plan.delimiter)
        try reader.read(bytes, encoding: plan.interpretation.encoding) { record in
            take(record)
            try afterRecord(&self)
            return true
        }
        if case .nem12 = plan.columns { finishNEM12() }
        try afterRecord(&self)
        finish(reader)
    }

    /// Takes note of the lines that were no record.
    mutating func finish(_ reader: RecordReader) {
        for line in reader.malformedLines {
            findings.add(Finding(.malformedRow, file: file, line: line))
        }
        strays.rows += Int64(reader.malformedCount)
        strays.rowsRejected += Int64(reader.malformedCount)
    }

    /// A reading that a row gave.
    struct Reading {
        let meterID: String
        let stamp: Int64
        let end: Int64?
        let isLocal: Bool
        let value: DecimalText
        let line: Int
    }

    /// Hands over the readings taken since the last time and lets go of them.
    mutating func drain(_ body: (Reading) throws -> Void) rethrows {
        for index in touched {
            let batch = batches[index]
            for row in 0..<batch.count {
                try body(
                    Reading(
                        meterID: batch.meterID, stamp: batch.stamps[row],
                        end: batch.ends.isEmpty ? nil : batch.ends[row],
                        isLocal: batch.isLocal[row], value: batch.values[row],
                        line: Int(batch.lines[row])))
            }
            batches[index] = ReadingBatch(source: source, file: file, meterID: batch.meterID)
        }
        touched.removeAll(keepingCapacity: true)
    }

    /// Adds a reading to a batch.
    mutating func append(
        to batch: Int, stamp: Int64, end: Int64?, isLocal: Bool, value: DecimalText, line: Int
    ) {
        holdsReadings = true
        if batches[batch].count == 0 { touched.append(batch) }
        batches[batch].append(
            stamp: stamp, end: end, isLocal: isLocal, value: value, line: line)
    }

    consuming func finished(_ bytes: ByteReader, _ notes: [Finding]) -> DecodedFile {
        var units: [String: MeterUnit] = [:]
        switch plan.columns {
        case .long(_, let value), .single(_, let value):
            for batch in batches { units[batch.meterID] = plan.mentionedUnits[value] }
        case .wide:
            for column in wide where column.batch != nil {
                units[column.meterID] = plan.mentionedUnits[column.column]
            }
        case .registers:
            for column in registers.values.joined() where column.batch != nil {
                units[column.meterID] = plan.mentionedUnits[column.column]
            }
        case .dayRow, .monthGrid, .nem12: break
        }
        // A unit that a layout or a row declares was turned into the meter's already.
        if plan.interpretation.unitColumn != nil || !plan.interpretation.unitOfColumn.isEmpty {
            units = [:]
        }
        for (index, unit) in firstUnits where meters[batches[index].meterID] == nil {
            units[batches[index].meterID] = unit
        }
        var collected = findings
        collected.add(contentsOf: notes)
        return DecodedFile(
            file: file, digest: bytes.digest, byteCount: bytes.bytesRead, batches: batches,
            strays: strays, collected: collected, mentionedUnits: units, plan: plan)
    }

    /// The batch of a meter; nil when no such meter exists.
    mutating func batchIndex(of meterID: String) -> Int? {
        if let index = indexOfMeter[meterID] { return index }
        guard meterIDs?.contains(meterID) ?? (meterID.utf8.count <= Self.longestName),
            batches.count < Self.mostMeters
        else { return nil }
        batches.append(ReadingBatch(source: source, file: file, meterID: meterID))
        indexOfMeter[meterID] = batches.count - 1
        return batches.count - 1
    }

    // MARK: - Rows

    /// Takes a record.
    mutating func take(_ record: borrowing CSVRecord) {
        if let header = plan.headerLine, record.line <= header { return }
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
                        "found": String(record.count), "expected": String(plan.headerCount ?? 0),
                    ]))
            return
        }
        if case .monthGrid(let grid) = plan.columns { return takeMonth(record, grid) }
        guard let stamp = readStamp(record), stamp.hasTime || !plan.needsTime
        else { return takeWithoutStamp(record) }
        var end = plan.interpretation.interval.map { stamp.seconds + $0 }
        if let column = plan.end {
            guard let stamp = readStamp(record, column) else {
                return reject(record, .timestampUnreadable, column: column)
            }
            end = stamp.seconds
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
        case .monthGrid, .nem12: break
        }
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
        guard let written = text(record, column) else { return nil }
        // A name that no meter bears as it stands may be wrapped in what no eye sees.
        let cleaned = CellText.cleanedText(written)
        let isKnown = meterIDs?.contains(written) ?? (cleaned == written)
        let name = isKnown ? written : cleaned
        let found = (record.withCell(column) { Array($0) }, batchIndex(of: name), name)
        lastMeter = found
        return (found.1, name)
    }

    private mutating func takeLong(
        _ record: borrowing CSVRecord, _ stamp: Timestamp, _ end: Int64?, meterColumn: Int,
        value: Int
    ) {
        guard let meter = meter(of: record, in: meterColumn) else {
            return rejectWithoutMeter(record, column: meterColumn)
        }
        guard let batch = meter.batch else {
            strays.rows += 1
            strays.rowsRejected += 1
            return findings.add(unknownMeter(meter.name, line: record.line, column: meterColumn))
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
        if registers[meter.name] == nil, registers.count < Self.mostMeters {
            registers[meter.name] = values.map { value in
                let name = value.name.replacing("{meter}", with: meter.name)
                return (value.column, name, batchIndex(of: name))
            }.sorted { $0.column < $1.column }
        }
        let columns = registers[meter.name] ?? []
        if columns.allSatisfy({ $0.batch == nil }) {
            let lost = readings(in: record)
            strays.rows += lost
            strays.rowsRejected += lost
            return findings.add(unknownMeter(meter.name, line: record.line, column: meterColumn))
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
        guard let value = value(in: record, column, batch: batch) else { return }
        append(
            to: batch, stamp: stamp.seconds, end: end, isLocal: stamp.isLocal, value: value,
            line: record.line)
    }

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

    /// A row without a stamp is a heading, a closing line, a total, or a reading gone wrong.
    mutating func takeWithoutStamp(_ record: borrowing CSVRecord) {
        guard record.texts != nil || canRead(record) else {
            sawForeignText = true
            return reject(record, .malformedRow, column: plan.timestamp)
        }
        let cells = (0..<record.count).map { CellText.cleanedText(text(record, $0) ?? "") }
        let filled = cells.filter { !$0.isEmpty }
        let first = filled.first ?? ""
        if let total = filled.prefix(3).first(where: HeaderWords.isTotal) {
            return reject(record, .totalsRow, column: 0, value: total)
        }
        let holdsNumber = cells.contains { FileShape.isNumber($0) }
        if cells == plan.header || cells.count < 2 || !(holdsNumber || namesMeter(cells)) {
            return report(.notAReading, record.line, nil, first)
        }
        reject(record, .timestampUnreadable, column: plan.timestamp)
    }

    /// Tells whether a row stands where a known meter's name belongs.
    private func namesMeter(_ cells: [String]) -> Bool {
        let column: Int
        switch plan.columns {
        case .long(let meter, _), .registers(let meter, _): column = meter
        case .dayRow(let meter, _): column = meter ?? .max
        case .wide, .single, .monthGrid, .nem12: return false
        }
        return column < cells.count && meterIDs?.contains(cells[column]) ?? false
    }

    /// What a row that is left out by `only` holds instead.
    private func excluded(_ record: borrowing CSVRecord) -> String? {
        for (column, word) in plan.interpretation.only {
            let cell = column < record.count ? CellText.cleanedText(record.text(column) ?? "") : ""
            if cell != word { return plan.header[column] + "=" + cell }
        }
        return nil
    }

    // MARK: - Cells

    /// A stamp of one column, or of a date and a time of day in two.
    private func readStamp(_ record: borrowing CSVRecord) -> Timestamp? {
        guard let clock = plan.interpretation.clock else {
            return readStamp(record, plan.timestamp)
        }
        guard let date = readStamp(record, plan.timestamp), record.count > clock else {
            return nil
        }
        let text = record.withCell(clock, CellText.cleaned)
        guard let time = ClockText(text, period: plan.interpretation.clockPeriod) else {
            return nil
        }
        let offset = plan.interpretation.times.offset
        let local = date.isLocal ? date.seconds : date.seconds + (offset ?? 0)
        let day = LocalCalendar.floor(local, by: 86_400) * 86_400
        let stamp = Timestamp(
            seconds: day + time.seconds - (time.offset ?? 0), isLocal: time.offset == nil,
            hadFraction: time.hadFraction, hasTime: true, isLeapSecond: time.isLeapSecond)
        guard let offset, stamp.isLocal else { return stamp }
        return stamp.placed(at: offset)
    }

    private func readStamp(_ record: borrowing CSVRecord, _ column: Int) -> Timestamp? {
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

    private func canRead(_ record: borrowing CSVRecord) -> Bool {
        (0..<record.count).allSatisfy { column in
            record.text(column) != nil
                || Transcoder.text(record.withCell(column) { Array($0) }, as: .gb18030) != nil
        }
    }

    /// What is said of a name that no meter bears, at a place.
    mutating func unknownMeter(_ name: String, line: Int, column: Int) -> Finding {
        if var known = unknownNames[name], known.column == columnName(column) {
            known.line = line
            return known
        }
        let finding = newUnknownMeter(name, line: line, column: column)
        if unknownNames.count < 4_096 { unknownNames[name] = finding }
        return finding
    }

    private mutating func newUnknownMeter(_ name: String, line: Int, column: Int) -> Finding {
        let twin = meterIDs == nil ? nil : likeness.likely(name)
        let likely =
            twin.map {
                BilingualText(
                    "; \($0) differs only in case, blanks, marks or leading zeros",
                    zh: "；与 \($0) 仅大小写、空格、符号或前导零不同")
            } ?? BilingualText("", zh: "")
        return Finding(
            .unknownMeter, file: file, line: line, column: columnName(column),
            value: name.isEmpty ? "(empty)" : name,
            phrases: ["likely": likely])
    }

    // MARK: - What is not a reading

    /// A row that ends before the meter's name, or has one that no encoding reads.
    mutating func rejectWithoutMeter(_ record: borrowing CSVRecord, column: Int) {
        guard record.count <= column else { return reject(record, .malformedRow, column: column) }
        reject(
            record, .rowLength, column: column,
            arguments: [
                "found": String(record.count),
                "expected": String(plan.headerCount ?? plan.header.count),
            ])
    }

    mutating func reject(
        _ record: borrowing CSVRecord, _ code: FindingCode, column: Int, value: String? = nil,
        meterID: String? = nil, arguments: [String: String] = [:]
    ) {
        let lost = meterID == nil ? readings(in: record) : 1
        strays.rows += lost
        strays.rowsRejected += lost
        let text = value ?? (record.count > column ? record.text(column) ?? "\u{FFFD}" : nil)
        report(code, record.line, column, text, meterID: meterID, arguments: arguments)
    }

    /// What stands in cells beyond the header, such as the digits behind a decimal comma; nil when
    /// nothing does.
    private func surplusCells(of record: borrowing CSVRecord) -> String? {
        guard let expected = plan.headerCount, record.count > expected else { return nil }
        for cell in expected..<record.count {
            if record.withCell(cell, { !$0.isEmpty }) { return record.text(cell) ?? "" }
        }
        return nil
    }

    /// How many readings a row holds: one, or where it has several values each cell that holds
    /// something.
    func readings(in record: borrowing CSVRecord) -> Int64 {
        switch plan.columns {
        case .long, .single, .nem12: return 1
        case .wide, .registers, .dayRow, .monthGrid: break
        }
        var count: Int64 = 0
        for column in valueColumns {
            // Rows are often shorter than the header; a hostile file has no others.
            guard column < record.count else { break }
            if record.withCell(column, { !$0.isEmpty }) { count += 1 }
        }
        return max(1, count)
    }

    func columnName(_ column: Int) -> String {
        column < plan.header.count ? plan.header[column] : String(column + 1)
    }

    mutating func report(
        _ code: FindingCode, _ line: Int, _ column: Int?, _ value: String?, meterID: String? = nil,
        arguments: [String: String] = [:]
    ) {
        let phrases =
            code == .unknownMeter ? ["likely": BilingualText("", zh: "")] : [:]
        findings.add(
            Finding(
                code, file: file, line: line, column: column.map(columnName), value: value,
                arguments: arguments, phrases: phrases, meterID: meterID))
    }
}

extension String {
    /// The text without white space at its ends.
    var trimmingSpaces: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
