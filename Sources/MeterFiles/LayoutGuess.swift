import Provenance

/// A layout for a file that has none: by its header where that is clear, else by its shape.
struct LayoutGuess {
    let layout: Layout
    /// Tells that the header alone would not do, so the layout must be kept as a file.
    let isNeeded: Bool
    /// Number columns that could have been the value instead.
    let otherValues: [String]

    private let valueColumn: String?

    /// Words that make a column the more likely value.
    private static let valueWords = [
        "kwh", "energy", "电量", "电能", "kw", "power", "功率", "value", "ave", "mean",
    ]

    init(_ shape: FileShape, file: String) throws(FileRefusal) {
        let lower = shape.columns.map { $0.lowercased() }
        let named = lower.indices.filter {
            FilePlan.timestampNames.contains(lower[$0]) && shape.stampColumns.contains($0)
        }
        guard let stamp = named.first ?? shape.stampColumns.first else {
            throw FileRefusal(
                Finding(
                    .noLayout, file: file,
                    phrases: ["reason": BilingualText("no column holds times", zh: "没有时间列")]))
        }
        let numbers = shape.numberColumns.filter { $0 != stamp }
        guard !numbers.isEmpty else {
            throw FileRefusal(
                Finding(
                    .noLayout, file: file,
                    phrases: ["reason": BilingualText("no column holds numbers", zh: "没有数字列")]))
        }
        let names = Self.nameColumn(shape, stamp: stamp, numbers: numbers)
        let stem = FilePlan.stem(of: file)
        var layout = Layout(name: stem, timestamp: shape.columns[stamp])
        layout.files = [Self.pattern(for: file)]
        layout.delimiter = shape.delimiter
        if let end = lower.indices.first(where: { FilePlan.endNames.contains(lower[$0]) }) {
            layout.end = shape.columns[end]
        }
        let likely = Self.likeliest(numbers, in: lower)
        if let names {
            layout.meterID = .column(shape.columns[names])
            layout.value = shape.columns[likely]
            isNeeded =
                !FilePlan.meterNames.contains(lower[names])
                || !FilePlan.valueNames.contains(lower[likely])
        } else if numbers.count == 1 {
            layout.meterID = .fileName
            layout.value = shape.columns[likely]
            isNeeded = false
        } else {
            layout.shape = .wide
            layout.meters = numbers.reduce(into: [:]) {
                $0[shape.columns[$1]] = Self.meterID(shape.columns[$1])
            }
            isNeeded = layout.meters.contains { $0.key != $0.value }
        }
        self.layout = layout
        valueColumn = layout.value
        otherValues = names == nil ? [] : numbers.filter { $0 != likely }.map { shape.columns[$0] }
    }

    /// The column that a meter's values stand in.
    func column(of meterID: String) -> String {
        valueColumn ?? layout.meters.first { $0.value == meterID }?.key ?? meterID
    }

    /// A text column with few different words, each many times: the meter's name.
    private static func nameColumn(_ shape: FileShape, stamp: Int, numbers: [Int]) -> Int? {
        let data = shape.sample[shape.firstData...].map(\.cells)
        let texts = shape.columns.indices.filter { column in
            column != stamp && !numbers.contains(column) && !shape.stampColumns.contains(column)
                && data.count { $0.count > column && !$0[column].isEmpty } * 2 > data.count
        }
        let named = texts.first { FilePlan.meterNames.contains(shape.columns[$0].lowercased()) }
        let numericNamed = numbers.first {
            FilePlan.meterNames.contains(shape.columns[$0].lowercased())
        }
        return named ?? numericNamed
            ?? texts.filter { words(data, $0) * 2 <= data.count }
            .min { left, right in words(data, left) < words(data, right) }
    }

    private static func words(_ data: [[String]], _ column: Int) -> Int {
        Set(data.compactMap { $0.count > column ? $0[column] : nil }).count
    }

    private static func likeliest(_ numbers: [Int], in lower: [String]) -> Int {
        for word in valueWords {
            if let column = numbers.first(where: { lower[$0].contains(word) }) { return column }
        }
        return numbers[0]
    }

    /// A name that is safe in every table: letters, digits, `-`, `_`, `.`.
    private static func meterID(_ column: String) -> String {
        let allowed = column.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" }
        let name = String(allowed).split(separator: "-").joined(separator: "-")
        return name.isEmpty ? "meter" : name
    }

    private static func pattern(for file: String) -> String {
        file.split(separator: "/").last.map(String.init) ?? file
    }
}
