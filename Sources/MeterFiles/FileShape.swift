import Quantities

/// What the first rows of a file tell about its form: delimiter, header, columns.
struct FileShape {
    /// The delimiter that makes the rows alike.
    let delimiter: UInt8
    /// The line of the header; nil when there is none.
    let headerLine: Int?
    /// How many cells the header has.
    let headerCount: Int?
    /// The names of the columns; their numbers where there is no header.
    let columns: [String]
    /// The first records, as text.
    let sample: [(line: Int, cells: [String])]
    /// The first record that holds a reading, as an index into `sample`.
    let firstData: Int
    /// The columns in which most sampled cells are stamps.
    let stampColumns: [Int]
    /// The columns in which any sampled cell is a stamp.
    let anyStampColumns: [Int]
    /// The columns in which most sampled cells are numbers.
    let numberColumns: [Int]

    static let delimiters: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

    /// Looks at the first bytes of a file; nil when they hold no row with a stamp.
    init?(sampleOf bytes: [UInt8], delimiter declared: UInt8?, order: Timestamp.DateOrder?) {
        let candidates = declared.map { [$0] } ?? Self.delimiters
        let shapes = candidates.compactMap { Self.records(bytes, delimiter: $0) }
            .compactMap { FileShape($0.records, delimiter: $0.delimiter, order: order) }
        guard let best = shapes.max(by: { $0.quality < $1.quality }) else { return nil }
        self = best
    }

    private init?(
        _ sample: [(line: Int, cells: [String])], delimiter: UInt8, order: Timestamp.DateOrder?
    ) {
        func isStamp(_ cell: String) -> Bool { Timestamp(text: cell, order: order) != nil }
        func isNumber(_ cell: String) -> Bool { DecimalText(cell) != nil }
        // A compact stamp is also a number; a row of data has one of each, in two columns.
        guard
            var first = sample.firstIndex(where: { record in
                record.cells.count >= 2 && record.cells.contains(where: isStamp)
                    && record.cells.filter { isStamp($0) || isNumber($0) || Self.isBlank($0) }.count
                        >= 2
            })
        else { return nil }
        var data = sample[first...].filter { $0.cells.count >= 2 }
        // A title line may hold a time of its own; data begin where the column of stamps does.
        let likely = data.reduce(into: [Int: Int]()) { counts, record in
            for (column, cell) in record.cells.enumerated() where isStamp(cell) {
                counts[column, default: 0] += 1
            }
        }
        if let main = likely.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) })?.key,
            let begin = sample.firstIndex(where: {
                $0.cells.count > main && isStamp($0.cells[main]) && $0.cells.count >= 2
            }), begin > first
        {
            first = begin
            data = sample[first...].filter { $0.cells.count >= 2 }
        }
        let width = data.map(\.cells.count).max() ?? 0
        func mostly(_ test: (String) -> Bool) -> [Int] {
            (0..<width).filter { column in
                let cells = data.compactMap { $0.cells.count > column ? $0.cells[column] : nil }
                    .filter { !Self.isBlank($0) }
                return !cells.isEmpty && cells.count(where: test) * 10 >= cells.count * 8
            }
        }
        self.delimiter = delimiter
        self.sample = sample
        firstData = first
        // A row with a stamp is a reading gone wrong, never the header.
        let header = sample[..<first].last { record in
            record.cells.count >= 2 && !record.cells.contains(where: isStamp)
        }
        headerLine = header?.line
        let named = header?.cells ?? []
        headerCount = header.map(\.cells.count)
        columns = (0..<max(width, named.count)).map { column in
            column < named.count && !named[column].isEmpty ? named[column] : String(column + 1)
        }
        let stamps = mostly(isStamp)
        let plain = stamps.filter { column in
            !data.allSatisfy { $0.cells.count <= column || isNumber($0.cells[column]) }
        }
        stampColumns = plain.isEmpty ? Array(stamps.prefix(1)) : plain
        anyStampColumns = (0..<width).filter { column in
            data.contains { $0.cells.count > column && isStamp($0.cells[column]) }
        }
        let taken = Set(stampColumns)
        numberColumns = mostly(isNumber).filter { !taken.contains($0) }
    }

    /// The column in which most sampled cells are names of a set, such as those of the meters.
    func column(of known: Set<String>, except taken: Int) -> Int? {
        let data = sample[firstData...].map(\.cells)
        return columns.indices.first { column in
            column != taken
                && data.count { $0.count > column && known.contains($0[column]) } * 2 > data.count
        }
    }

    /// Tells whether the stamps of a column name a time of day; a date alone among them is then no
    /// midnight but a stamp that lost its time.
    func namesTimes(in column: Int, order: Timestamp.DateOrder?) -> Bool {
        let stamps = sample[firstData...].compactMap { record in
            record.cells.count > column ? Timestamp(text: record.cells[column], order: order) : nil
        }
        return stamps.count(where: \.hasTime) * 2 > stamps.count
    }

    /// Tells whether a text is a time of day alone, such as `00:15`.
    static func isClock(_ text: String) -> Bool {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        return (2...3).contains(parts.count)
            && parts.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy(\.isNumber) }
    }

    /// A column of times of day beside a column of dates; together they would be the stamp.
    func clockColumn(beside stamp: Int) -> Int? {
        let data = sample[firstData...].map(\.cells)
        return columns.indices.first { column in
            column != stamp
                && data.count { $0.count > column && Self.isClock($0[column]) } * 2 > data.count
        }
    }

    /// Prefers the delimiter under which most sampled rows have the same, larger width.
    private var quality: (Int, Int) {
        let widths = sample[firstData...].reduce(into: [Int: Int]()) {
            $0[$1.cells.count, default: 0] += 1
        }
        let usual = widths.max { ($0.value, $0.key) < ($1.value, $1.key) }
        return (usual.map { $0.key >= 2 ? $0.value : 0 } ?? 0, usual?.key ?? 0)
    }

    static func isBlank(_ cell: String) -> Bool {
        cell.isEmpty || ReadingDecoder.missingTokens.contains(cell.uppercased())
    }

    private static func records(
        _ bytes: [UInt8], delimiter: UInt8
    ) -> (records: [(line: Int, cells: [String])], delimiter: UInt8)? {
        var records: [(line: Int, cells: [String])] = []
        let reader = RecordReader(delimiter: delimiter)
        // A sample may end inside a row; its last row is left out when there are others.
        try? bytes.withUnsafeBytes { bytes in
            try reader.read(bytes) { record in
                records.append((record.line, record.texts ?? []))
                return records.count < 400
            }
        }
        return records.isEmpty ? nil : (records, delimiter)
    }
}
