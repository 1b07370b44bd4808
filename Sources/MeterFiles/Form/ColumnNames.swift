import Provenance

/// Looks up the columns of a file by name or number.
struct ColumnNames {
    let columns: [String]
    let file: String
    /// Where each name stands.
    private let places: [String: [Int]]
    /// The names as the words of headers are spelled.
    private let keys: [String]

    init(_ columns: [String], file: String) {
        self.columns = columns
        keys = columns.map(HeaderWords.key)
        self.file = file
        places = columns.indices.reduce(into: [:]) { $0[columns[$1], default: []].append($1) }
    }

    /// The column of a name, or of a number from 1.
    ///
    /// - Throws: a refusal when there is none, or several bear the name.
    func column(_ name: String) throws(FileRefusal) -> Int {
        let named = places[name] ?? []
        if named.count == 1 { return named[0] }
        if named.count > 1 {
            let places = named.map { String($0 + 1) }.joined(separator: ", ")
            throw refusal(
                "several columns are named \(name) (\(places)): name them by their number in a layout",
                zh: "有多列名为 \(name)（第 \(places) 列）：请在版式中用列号指明")
        }
        if let number = Int(name), columns.indices.contains(number - 1) { return number - 1 }
        let cleaned = CellText.cleanedText(name)
        if let index = places[cleaned]?.first { return index }
        throw refusal(
            "no column is named \(name); there are: \(list(Array(columns.indices)))",
            zh: "没有名为 \(name) 的列；现有：\(list(Array(columns.indices)))")
    }

    /// The first column that bears one of some words.
    func first(of words: Set<String>, except taken: Set<Int> = []) -> Int? {
        columns.indices.first {
            !taken.contains($0) && words.contains(keys[$0])
        }
    }

    func theTimestamp(_ shape: FileShape) throws(FileRefusal) -> Int {
        if let period = shape.periodColumn { return period }
        if let named = shape.namedStamp(among: shape.anyStampColumns) { return named }
        guard let first = shape.varied(shape.stampColumns) else {
            throw refusal("no column holds times", zh: "没有时间列")
        }
        return first
    }

    /// The column of the interval's end, where there is one.
    func theEnd(_ shape: FileShape) -> Int? {
        shape.anyStampColumns.first {
            HeaderWords.end.contains(HeaderWords.timeKey(columns[$0]))
        }
    }

    /// Some columns by name, not more than an eye takes in.
    func list(_ indices: [Int]) -> String {
        let shown = indices.prefix(20).map { columns[$0] }.joined(separator: ", ")
        return indices.count > 20 ? shown + ", … (\(indices.count))" : shown
    }

    /// The column that is named as the value; nil where none is.
    ///
    /// - Throws: a refusal when several are, and hold numbers.
    func theValue(_ shape: FileShape, except taken: Set<Int>) throws(FileRefusal) -> Int? {
        let named = columns.indices.filter {
            !taken.contains($0) && HeaderWords.value.contains(keys[$0])
        }
        let numbers = named.filter(shape.numberColumns.contains)
        guard numbers.count < 2 else { throw notOneValue(numbers) }
        return numbers.first ?? named.first
    }

    /// The refusal where not one column holds numbers, but none or several.
    func notOneValue(_ numbers: [Int]) -> FileRefusal {
        let columns = list(numbers)
        return numbers.isEmpty
            ? refusal("most cells of no column are numbers", zh: "没有多数单元格为数字的列")
            : refusal(
                "several columns could be the value: \(columns); a layout says which by `value`, or makes meters of them by `values`",
                zh: "有多列可能是数值：\(columns)；请在版式中用 `value` 指明，或用 `values` 分为多个计量点")
    }

    func refusal(_ english: String, zh chinese: String) -> FileRefusal {
        FileRefusal(
            Finding(
                .noLayout, file: file, phrases: ["reason": BilingualText(english, zh: chinese)]))
    }

    /// A name in which `{meter}` and `{file}` stand for the name in the row and that of the file.
    static func filled(_ template: String, file: String) -> String {
        template.replacing("{file}", with: FilePlan.stem(of: file))
    }
}
