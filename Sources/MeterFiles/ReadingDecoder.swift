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
}

/// Reads a file of readings into batches; nothing is interpreted beyond stamp and number.
public struct ReadingDecoder {
    /// Cells that say that there is no value.
    static let missingTokens: Set<String> = [
        "-", "--", "N/A", "NA", "NAN", "NULL", "NONE", "无", "#DIV/0!", "#N/A", "#VALUE!", "\\N",
    ]
    /// Words with which a line of totals begins.
    static let totalsWords: Set<String> = [
        "合计", "总计", "小计", "总和", "TOTAL", "TOTALS", "SUM", "SUBTOTAL", "GRAND TOTAL",
    ]

    /// A file names fewer meters than this; more are a column that is no name.
    private static let mostMeters = 200_000

    private let plan: FilePlan
    private let source: Int
    private let file: String
    /// The meters that exist; nil takes every name.
    private let meterIDs: Set<String>?
    private var batches: [ReadingBatch] = []
    private var indexOfMeter: [String: Int] = [:]
    private var strays = EnergyStatement()
    private var findings = FindingCollector()
    /// The batch of each wide column; nil where no meter bears its name.
    private var wide: [(column: Int, batch: Int?)] = []
    private var lastMeter: (id: [UInt8], batch: Int?)?

    /// Reads a whole file.
    ///
    /// - Parameters:
    ///   - path: Where the file lies.
    ///   - name: How findings and statements call it.
    ///   - source: Its place in the order of evidence.
    ///   - layout: How to read it, when it is declared.
    ///   - meterIDs: The meters that exist; nil takes every name, to look at an unknown file.
    /// - Throws: `FileRefusal` when the file cannot be read as a whole.
    public static func decode(
        path: String, name: String, source: Int, layout: Layout?, meterIDs: Set<String>?
    ) throws -> DecodedFile {
        let sample = try Sample(path: path, name: name)
        guard
            let shape = FileShape(
                sampleOf: sample.bytes, delimiter: layout?.delimiter ?? sample.delimiter,
                order: layout?.dateOrder)
        else { throw sample.refusal(name) }
        let plan = try FilePlan(shape: shape, file: name, layout: layout, meterIDs: meterIDs ?? [])
        var decoder = ReadingDecoder(plan, source: source, file: name, meterIDs: meterIDs)
        let bytes = try ByteReader(path: path, name: name)
        let reader = RecordReader(delimiter: plan.delimiter)
        try reader.read(bytes) { record in
            decoder.take(record)
            return true
        }
        for line in reader.malformedLines {
            decoder.findings.add(Finding(.malformedRow, file: name, line: line))
        }
        decoder.strays.rows += Int64(reader.malformedCount)
        decoder.strays.rowsRejected += Int64(reader.malformedCount)
        return DecodedFile(
            file: name, digest: bytes.digest, byteCount: bytes.bytesRead,
            batches: decoder.batches, strays: decoder.strays,
            collected: decoder.findings)
    }

    private init(_ plan: FilePlan, source: Int, file: String, meterIDs: Set<String>?) {
        self.plan = plan
        self.source = source
        self.file = file
        self.meterIDs = meterIDs
        if case .wide(let columns) = plan.columns {
            wide = columns.map { ($0.column, batchIndex(of: $0.meterID)) }
        }
    }

    /// The batch of a meter; nil when no such meter exists.
    private mutating func batchIndex(of meterID: String) -> Int? {
        if let index = indexOfMeter[meterID] { return index }
        guard meterIDs?.contains(meterID) ?? true, batches.count < Self.mostMeters else {
            return nil
        }
        batches.append(ReadingBatch(source: source, file: file, meterID: meterID))
        indexOfMeter[meterID] = batches.count - 1
        return batches.count - 1
    }

    // MARK: - Rows

    private mutating func take(_ record: borrowing CSVRecord) {
        if let header = plan.headerLine, record.line <= header { return }
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
        guard record.count > plan.timestamp,
            let stamp = record.withCell(plan.timestamp, { Timestamp($0, order: plan.dateOrder) }),
            stamp.hasTime || !plan.needsTime
        else { return takeWithoutStamp(record) }
        var end: Int64?
        if let column = plan.end {
            guard record.count > column,
                let stamp = record.withCell(column, { Timestamp($0, order: plan.dateOrder) })
            else { return reject(record, .timestampUnreadable, column: column) }
            end = stamp.seconds
        }
        if stamp.hadFraction {
            report(.subSecondTime, record.line, plan.timestamp, record.text(plan.timestamp))
        }
        switch plan.columns {
        case .long(let meterColumn, let value):
            takeLong(record, stamp, end, meterColumn: meterColumn, value: value)
        case .single(let meterID, let value):
            takeCell(
                record, stamp, end, column: value, batch: batchIndex(of: meterID), meterID: meterID)
        case .wide:
            for (column, batch) in wide where column < record.count {
                guard record.withCell(column, { !$0.isEmpty }) else { continue }
                takeCell(
                    record, stamp, end, column: column, batch: batch, meterID: plan.header[column])
            }
        }
    }

    private mutating func takeLong(
        _ record: borrowing CSVRecord, _ stamp: Timestamp, _ end: Int64?, meterColumn: Int,
        value: Int
    ) {
        guard record.count > meterColumn else {
            return reject(record, .unknownMeter, column: meterColumn)
        }
        let isLast = record.withCell(meterColumn) { cell in
            lastMeter.map { $0.id.elementsEqual(cell) } ?? false
        }
        if !isLast {
            guard let id = record.text(meterColumn) else {
                return reject(record, .malformedRow, column: meterColumn)
            }
            lastMeter = (record.withCell(meterColumn) { Array($0) }, batchIndex(of: id))
        }
        takeCell(
            record, stamp, end, column: value, batch: lastMeter?.batch,
            meterID: nil, meterColumn: meterColumn)
    }

    private mutating func takeCell(
        _ record: borrowing CSVRecord, _ stamp: Timestamp, _ end: Int64?, column: Int, batch: Int?,
        meterID: String?, meterColumn: Int? = nil
    ) {
        guard let batch else {
            strays.rows += 1
            strays.rowsRejected += 1
            let name = meterID ?? meterColumn.flatMap { record.text($0) }
            return report(.unknownMeter, record.line, meterColumn ?? column, name)
        }
        guard record.count > column else {
            return reject(record, .valueMissing, column: column, meterID: batches[batch].meterID)
        }
        guard let value = record.withCell(column, { DecimalText(utf8: $0) }) else {
            guard let text = record.text(column) else {
                return reject(
                    record, .malformedRow, column: column, meterID: batches[batch].meterID)
            }
            let isMissing = FileShape.isBlank(text.trimmingSpaces)
            return reject(
                record, isMissing ? .valueMissing : .valueUnreadable, column: column,
                meterID: batches[batch].meterID)
        }
        batches[batch].append(
            stamp: stamp.seconds, end: end, isLocal: stamp.isLocal, value: value, line: record.line)
    }

    /// A row without a stamp is a heading, a closing line, a total, or a reading gone wrong.
    private mutating func takeWithoutStamp(_ record: borrowing CSVRecord) {
        guard let cells = record.texts else {
            return reject(record, .malformedRow, column: plan.timestamp)
        }
        let filled = cells.filter { !$0.isEmpty }
        let first = filled.first ?? ""
        if Self.totalsWords.contains(first.uppercased().trimmingSpaces) {
            return reject(record, .totalsRow, column: 0, value: first)
        }
        let holdsNumber = cells.contains { DecimalText($0) != nil }
        if cells == plan.header || cells.count < 2 || !(holdsNumber || namesMeter(cells)) {
            return report(.notAReading, record.line, nil, first)
        }
        reject(record, .timestampUnreadable, column: plan.timestamp)
    }

    /// Tells whether a row stands where a known meter's name belongs.
    private func namesMeter(_ cells: [String]) -> Bool {
        guard case .long(let column, _) = plan.columns, column < cells.count else { return false }
        return meterIDs?.contains(cells[column]) ?? false
    }

    private mutating func reject(
        _ record: borrowing CSVRecord, _ code: FindingCode, column: Int, value: String? = nil,
        meterID: String? = nil
    ) {
        let lost = meterID == nil ? readings(in: record) : 1
        strays.rows += lost
        strays.rowsRejected += lost
        let text = value ?? (record.count > column ? record.text(column) ?? "\u{FFFD}" : nil)
        report(code, record.line, column, text, meterID: meterID)
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

    /// How many readings a row holds: one, or in a wide file each cell that holds something.
    private func readings(in record: borrowing CSVRecord) -> Int64 {
        guard case .wide = plan.columns else { return 1 }
        var count: Int64 = 0
        for (column, _) in wide where column < record.count {
            if record.withCell(column, { !$0.isEmpty }) { count += 1 }
        }
        return max(1, count)
    }

    private mutating func report(
        _ code: FindingCode, _ line: Int, _ column: Int?, _ value: String?, meterID: String? = nil
    ) {
        let name = column.map { $0 < plan.header.count ? plan.header[$0] : String($0 + 1) }
        findings.add(
            Finding(code, file: file, line: line, column: name, value: value, meterID: meterID))
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
