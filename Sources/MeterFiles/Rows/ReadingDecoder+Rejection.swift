import Metering
import Provenance

/// What is no reading, and what is said of it: nothing is lost in silence.
extension ReadingDecoder {
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
        if plan.mayHaveBlocks, otherBlock == nil, cells != plan.header,
            let name = HeaderWords.blockMeter(cells), name != plan.blockMeter
        {
            otherBlock = (record.line, filled.joined(separator: " "))
        }
        if otherHeader == nil, let other = plan.otherHeader(cells) {
            otherHeader = (record.line, other)
        }
        if let order = plan.interpretation.times.order, otherOrder == nil,
            plan.timestamp < cells.count,
            Timestamp(text: cells[plan.timestamp], order: order) == nil,
            Timestamp(
                text: cells[plan.timestamp],
                order: order == .dayMonthYear ? .monthDayYear : .dayMonthYear) != nil
        {
            otherOrder = (record.line, cells[plan.timestamp])
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
        case .wide, .single, .monthGrid, .timesAcross, .nem12: return false
        }
        return column < cells.count && meterIDs?.contains(cells[column]) ?? false
    }

    /// Readings under a name that no meter bears, which may be that of a sum of the meters beside it.
    mutating func rejectUnknown(_ name: String, line: Int, column: Int, readings: Int64 = 1) {
        strays.rows += readings
        strays.rowsRejected += readings
        guard HeaderWords.isSum(name) else {
            return findings.add(unknownMeter(name, line: line, column: column))
        }
        report(.totalsRow, line, column, name)
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
        let twin = meterIDs == nil ? nil : likeness.table.likely(name)
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
    func surplusCells(of record: borrowing CSVRecord) -> String? {
        guard let expected = plan.headerCount else { return nil }
        let named = min(firstUnnamed ?? expected, expected)
        guard record.count > named else { return nil }
        for cell in named..<record.count {
            // Below no name there may be a remark, but digits are those of a number that was cut in two.
            let isSurplus = record.withCell(cell) { bytes in
                !bytes.isEmpty && (cell >= expected || bytes.allSatisfy(NumberParts.isDigit))
            }
            if isSurplus { return record.text(cell) ?? "" }
        }
        return nil
    }

    /// How many readings a row holds: one, or where it has several values each cell that holds
    /// something.
    func readings(in record: borrowing CSVRecord) -> Int64 {
        switch plan.columns {
        case .long, .single, .nem12: return 1
        case .wide, .registers, .dayRow, .monthGrid, .timesAcross: break
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
