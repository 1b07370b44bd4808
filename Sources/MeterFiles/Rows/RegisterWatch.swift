import Provenance

/// Watches a column that may tell registers of one meter apart through a whole file (分示数列的全文件检查): sorted by
/// register, the second one begins far behind the first rows.
struct RegisterWatch {
    /// So many rows are remembered; of a larger file as many as are spread over it evenly.
    private static let mostRows = 4_000_000
    /// A column of more words is none of registers.
    private static let mostWords = 256

    let plan: FilePlan
    /// Columns whose name says so.
    let columns: [Int]
    /// Columns of numbers, in which rows of one time may differ.
    let values: Set<Int>

    /// Nil where nothing is to be watched: no column is so named, or all rows were looked at.
    init?(_ plan: FilePlan, _ shape: FileShape) {
        guard !shape.isWhole, shape.special == nil, plan.preset == nil else { return nil }
        let reading = plan.interpretation
        var taken = Set(
            [
                plan.timestamp, plan.end, reading.clock, reading.minutes, reading.unitColumn,
                reading.zoneColumn,
            ]
            .compactMap { $0 })
        taken.formUnion(reading.qualityColumns + reading.only.keys + shape.reasonColumns)
        switch plan.columns {
        case .long(let meter, let value): taken.formUnion([meter, value])
        case .registers(let meter, let values): taken.formUnion(values.map(\.column) + [meter])
        case .wide(let wide): taken.formUnion(wide.map(\.column))
        case .single(_, let value): taken.insert(value)
        case .dayRow, .monthGrid, .timesAcross, .nem12: return nil
        }
        columns = shape.registerColumns(except: taken)
        guard !columns.isEmpty else { return nil }
        self.plan = plan
        values = Set(shape.numberColumns).union(plan.valueColumns)
            .subtracting(taken.subtracting(plan.valueColumns))
    }

    /// Reads the whole file for two rows that are alike in all but such a column and their numbers.
    ///
    /// - Throws: a refusal with `no-layout` at the second of them.
    func check(path: String, name: String) throws {
        for (column, rows) in try severalWords(path: path, name: name) {
            try check(column, rows: rows, path: path, name: name)
        }
    }

    /// The columns that hold several words, and how many rows there are.
    private func severalWords(path: String, name: String) throws -> [(column: Int, rows: Int)] {
        var words = columns.map { (column: $0, last: [UInt8](), all: Set<String>()) }
        var rows = 0
        try read(path: path, name: name) { record in
            rows += 1
            for index in words.indices where words[index].column < record.count {
                let isLast = record.withCell(words[index].column) {
                    words[index].last.elementsEqual($0)
                }
                guard !isLast, words[index].all.count <= Self.mostWords else { continue }
                words[index].last = record.withCell(words[index].column) { Array($0) }
                let word = FileShape.cell(words[index].column, of: record)
                if !FileShape.isBlank(word) { words[index].all.insert(word) }
            }
            return true
        }
        return words.filter { entry in
            (2...Self.mostWords).contains(entry.all.count)
                && !entry.all.allSatisfy { ReadingQuality(word: $0) != nil }
        }.map { ($0.column, rows) }
    }

    private func check(_ column: Int, rows: Int, path: String, name: String) throws {
        let share = UInt64(rows / Self.mostRows + 1)
        var words: [String] = []
        var numberOfWord: [String: Int16] = [:]
        var wordOf: [UInt64: Int16] = [:]
        try read(path: path, name: name) { record in
            guard column < record.count else { return true }
            let rest = hash(of: record, besides: column)
            guard rest % share == 0 else { return true }
            let word = FileShape.cell(column, of: record)
            guard !FileShape.isBlank(word) else { return true }
            let number = numberOfWord[word] ?? Int16(words.count)
            if number == words.count {
                words.append(word)
                numberOfWord[word] = number
            }
            guard let other = wordOf.updateValue(number, forKey: rest), other != number else {
                return true
            }
            let header = plan.header.indices.contains(column) ? plan.header[column] : ""
            throw FileRefusal(
                Finding(
                    .noLayout, file: name, line: record.line, column: header, value: word,
                    phrases: ["reason": FileShape.apart(header, words[Int(other)], word)]))
        }
    }

    /// What a row says besides its word and its numbers.
    private func hash(of record: borrowing CSVRecord, besides column: Int) -> UInt64 {
        var hasher = Hasher()
        for index in 0..<record.count where index != column && !values.contains(index) {
            hasher.combine(index)
            record.withCell(index) { cell in
                hasher.combine(cell.count)
                hasher.combine(bytes: UnsafeRawBufferPointer(cell))
            }
        }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }

    private func read(
        path: String, name: String, _ body: (borrowing CSVRecord) throws -> Bool
    ) throws {
        let headerLine = plan.headerLine ?? 0
        try RecordReader(delimiter: plan.delimiter).read(
            try ByteReader(path: path, name: name, wantsDigest: false),
            encoding: plan.interpretation.encoding
        ) { record in
            record.line > headerLine ? try body(record) : true
        }
    }
}
