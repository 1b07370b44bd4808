public import Provenance

/// A small table of the portfolio or of published data, read strictly (表): UTF-8, RFC 4180, a header
/// row, columns in any order.
public struct Table: Sendable {
    /// A table of this kind is not larger than this [bytes].
    public static let largest: Int64 = 256 << 20

    /// One row: its cells by column name.
    public struct Row: Sendable {
        /// The physical line.
        public let line: Int
        fileprivate let cells: [String]
        fileprivate let columns: [String: Int]

        /// A cell; nil when it is empty or the table has no such column.
        public subscript(column: String) -> String? {
            guard let index = columns[column], !cells[index].isEmpty else { return nil }
            return cells[index]
        }
    }

    /// The file's name, for findings.
    public let file: String
    /// The SHA-256 of the file.
    public let digest: Digest
    /// The columns in the order of the file.
    public let columns: [String]
    /// The rows.
    public let rows: [Row]
    /// What is wrong with the table's form; a table with findings is refused.
    public let findings: [Finding]

    /// Reads a table.
    ///
    /// - Parameters:
    ///   - known: The columns that the table may have; nil for any.
    ///   - mandatory: The columns that it must have, in which no cell may be empty.
    /// - Throws: `FileRefusal` when the file cannot be read.
    public init(
        path: String, name: String, known: [String]?, mandatory: [String]
    ) throws {
        try self.init(
            ByteReader(path: path, name: name), name: name, known: known, mandatory: mandatory)
    }

    /// Reads a table whose bytes are at hand, as `init(path:name:known:mandatory:)` reads a file.
    public init(
        bytes: [UInt8], name: String, known: [String]?, mandatory: [String]
    ) throws {
        try self.init(
            ByteReader(bytes, name: name), name: name, known: known, mandatory: mandatory)
    }

    private init(
        _ bytes: ByteReader, name: String, known: [String]?, mandatory: [String]
    ) throws {
        file = name
        var records: [(line: Int, cells: [String])] = []
        var findings: [Finding] = []
        let tooLarge = FileRefusal(
            Finding(.fileTooLarge, file: name, arguments: ["limit": "\(Self.largest) B"]))
        guard bytes.size <= Self.largest else { throw tooLarge }
        var size: Int64 = 0
        let reader = RecordReader(delimiter: UInt8(ascii: ","))
        try reader.read(bytes) { record in
            size += Int64(record.bytes.count)
            guard size <= Self.largest else { throw tooLarge }
            if let cells = record.texts {
                records.append((record.line, cells))
            } else {
                throw FileRefusal(
                    Finding(
                        .encodingUnsupported, file: name, line: record.line,
                        arguments: ["line": String(record.line)]))
            }
            return true
        }
        for line in reader.malformedLines {
            findings.append(Finding(.malformedRow, file: name, line: line))
        }
        digest = bytes.digest
        guard let header = records.first else { throw FileRefusal(Finding(.fileEmpty, file: name)) }
        columns = header.cells
        var index: [String: Int] = [:]
        for (number, column) in header.cells.enumerated() {
            if let known, !known.contains(column) {
                findings.append(
                    Finding(
                        .unknownColumn, file: name, line: header.line, column: column,
                        arguments: ["expected": known.joined(separator: ", ")]))
            } else if index[column] != nil {
                findings.append(
                    Finding(
                        .duplicateKey, file: name, line: header.line, column: column, value: column,
                        arguments: ["first": String(header.line)]))
            }
            index[column] = number
        }
        for column in mandatory where index[column] == nil {
            findings.append(
                Finding(
                    .missingColumn, file: name, line: header.line, column: column,
                    arguments: ["expected": mandatory.joined(separator: ", ")]))
        }
        var rows: [Row] = []
        for record in records.dropFirst() {
            guard record.cells.count == header.cells.count else {
                findings.append(
                    Finding(
                        .rowLength, file: name, line: record.line,
                        arguments: [
                            "found": String(record.cells.count),
                            "expected": String(header.cells.count),
                        ]))
                continue
            }
            let row = Row(line: record.line, cells: record.cells, columns: index)
            for column in mandatory where index[column] != nil && row[column] == nil {
                findings.append(
                    Finding(.missingValue, file: name, line: record.line, column: column))
            }
            rows.append(row)
        }
        self.rows = rows
        self.findings = findings
    }
}
