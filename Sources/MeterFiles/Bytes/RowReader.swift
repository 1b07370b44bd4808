/// Gives single rows of a file of readings back as cells, to hand them out for mending.
public enum RowReader {
    /// The names of columns that say why a row was rejected; a reader passes over them.
    public static let reasonPrefix = "rejected_"

    /// What a file looks like.
    public struct Heading: Hashable, Sendable {
        /// The names of its columns; nil when it has no header.
        public let columns: [String]?
        /// Where every row is of one meter that only the file's name tells, that meter.
        public let meterID: String?
        /// How its rows are read.
        let form: FilePlan.Form

        /// Tells whether the rows of both may stand in one table: under one header, and read alike.
        public func agrees(with other: Heading) -> Bool {
            columns == other.columns && (meterID == nil) == (other.meterID == nil)
                && form == other.form
        }
    }

    /// Gives some rows in the order of the file; a row whose quotes are wrong is one cell.
    ///
    /// - Parameter wanted: The physical lines on which the rows begin.
    public static func rows(
        _ wanted: Set<Int>, path: String, name: String, layout: Layout?, meterIDs: Set<String>,
        origins: Origins? = nil, heading: (Heading) throws -> Void,
        row: (_ line: Int, _ cells: [String]) throws -> Void
    ) throws {
        let plan = try FilePlan.looked(
            at: path, name: name, layout: layout, meterIDs: meterIDs, origins: origins
        ).plan
        try rows(wanted, path: path, name: name, plan, heading: heading, row: row)
    }

    /// The same of a file that was read.
    public static func rows(
        _ wanted: Set<Int>, path: String, of file: FileReadings,
        heading: (Heading) throws -> Void, row: (_ line: Int, _ cells: [String]) throws -> Void
    ) throws {
        guard let plan = file.decoded.plan else { return }
        try rows(wanted, path: path, name: file.file, plan, heading: heading, row: row)
    }

    private static func rows(
        _ wanted: Set<Int>, path: String, name: String, _ plan: FilePlan,
        heading: (Heading) throws -> Void, row: (_ line: Int, _ cells: [String]) throws -> Void
    ) throws {
        let encoding = plan.interpretation.encoding
        var meterID: String?
        if case .single(let id, _) = plan.columns { meterID = id }
        let bytes = try ByteReader(path: path, name: name)
        if case .nem12 = plan.columns {
            try heading(Heading(columns: [], meterID: nil, form: FilePlan.Form(plan)))
            var missing = wanted
            try days(&missing, in: bytes, plan, encoding, row)
            for line in try LineReader.lines(
                missing, path: path, name: name, encoding: encoding)
            {
                try row(line.line, [line.text])
            }
            return wanted.isEmpty ? () : try row(0, ["900"])
        }
        try heading(
            Heading(
                columns: plan.headerLine == nil ? nil : plan.header, meterID: meterID,
                form: FilePlan.Form(plan)))
        var missing = wanted
        let reader = RecordReader(delimiter: plan.delimiter)
        try reader.read(bytes, encoding: encoding) { record in
            if missing.remove(record.line) != nil { try row(record.line, cells(of: record)) }
            return !missing.isEmpty
        }
        for line in try LineReader.lines(
            missing, path: path, name: name, encoding: encoding)
        {
            try row(line.line, [line.text])
        }
    }
    private static func cells(of record: borrowing CSVRecord) -> [String] {
        (0..<record.count).map { index in
            record.withCell(index) { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The days of a NEM12 file on some lines, with the records without which they say nothing: the file's
    /// 100 and the stream's 200 before them, their 400 and 500 behind, and a 900, so that they are a file of
    /// that kind again.
    private static func days(
        _ wanted: inout Set<Int>, in bytes: ByteReader, _ plan: FilePlan, _ encoding: TextEncoding,
        _ row: (_ line: Int, _ cells: [String]) throws -> Void
    ) throws {
        var open: [(line: Int, cells: [String])] = []
        var isTaken = false
        let reader = RecordReader(delimiter: plan.delimiter)
        try reader.read(bytes, encoding: encoding) { record in
            if let header = plan.headerLine, record.line <= header { return true }
            let cells = Array(cells(of: record).dropFirst(plan.header.count))
            let kind = cells.first.map(CellText.cleanedText) ?? ""
            switch kind {
            case "100", "200":
                // One that was not needed makes room for the next of its kind.
                open.removeAll { ($0.cells.first.map(CellText.cleanedText) ?? "") == kind }
                isTaken = wanted.remove(record.line) != nil
                if !isTaken { open.append((record.line, cells)) }
            case "400", "500": break
            default: isTaken = wanted.remove(record.line) != nil
            }
            guard isTaken else { return true }
            for (line, cells) in open { try row(line, cells) }
            open.removeAll()
            try row(record.line, cells)
            return true
        }
    }
}
