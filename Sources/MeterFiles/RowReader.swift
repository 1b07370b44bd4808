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
    }

    /// Gives some rows in the order of the file; a row whose quotes are wrong is one cell.
    ///
    /// - Parameter wanted: The physical lines on which the rows begin.
    public static func rows(
        _ wanted: Set<Int>, path: String, name: String, layout: Layout?, meterIDs: Set<String>,
        heading: (Heading) throws -> Void, row: (_ line: Int, _ cells: [String]) throws -> Void
    ) throws {
        let sample = try Sample(path: path, name: name, encoding: layout?.encoding)
        guard
            let shape = FileShape(
                sampleOf: sample.bytes, delimiter: layout?.delimiter ?? sample.delimiter,
                times: layout?.times ?? .plain, shape: layout?.shape, meterIDs: meterIDs)
        else { throw sample.refusal(name) }
        let encoding =
            try layout?.encoding ?? sample.encodingOfWhole(path: path, name: name)
        let plan = try FilePlan(
            shape: shape, file: name, layout: layout, meterIDs: meterIDs, encoding: encoding)
        var meterID: String?
        if case .single(let id, _) = plan.columns { meterID = id }
        try heading(
            Heading(columns: plan.headerLine == nil ? nil : plan.header, meterID: meterID))
        var missing = wanted
        let reader = RecordReader(delimiter: plan.delimiter)
        let bytes = try ByteReader(path: path, name: name)
        try reader.read(bytes, encoding: encoding) { record in
            if missing.remove(record.line) != nil {
                let cells = (0..<record.count).map { index in
                    record.withCell(index) { String(decoding: $0, as: UTF8.self) }
                }
                try row(record.line, cells)
            }
            return !missing.isEmpty
        }
        for line in try LineReader.lines(missing, path: path, name: name) {
            try row(line.line, [line.text])
        }
    }
}
