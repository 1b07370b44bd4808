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
        "kwh", "energy", "reading", "电量", "电能", "kw", "power", "功率", "value", "ave", "mean",
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
        if let clock = shape.clockColumn(beside: stamp) {
            throw Self.refusal(
                file,
                "date and time stand in two columns (`\(shape.columns[clock])`): not read yet",
                zh: "日期和时间分在两列（“\(shape.columns[clock])”）：尚不能读取")
        }
        if shape.columns.count(where: FileShape.isClock) >= 4 {
            throw Self.refusal(
                file, "a row holds a whole day, one column a time of day: not read yet",
                zh: "一行为一整天、每列一个时刻：尚不能读取")
        }
        let meterColumn = shape.columns.indices.first {
            FilePlan.meterNames.contains(shape.columns[$0].lowercased())
        }
        let numbers = shape.numberColumns.filter {
            $0 != stamp && $0 != meterColumn && !Self.isNoEnergy(shape.columns[$0])
        }
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

    /// Words in the names of columns that hold something else than energy, power, water or fuel.
    private static let noEnergyWords: Set<String> = [
        "temp", "temperature", "humidity", "pue", "wue", "kvar", "kvarh", "volt", "voltage", "amp",
        "ampere", "current", "frequency", "cos",
    ]
    /// Units of such columns, with which their names end.
    private static let noEnergyUnits: Set<String> = [
        "c", "°c", "rh", "var", "v", "a", "hz", "pf",
    ]

    /// Tells whether a column's name says that it holds no energy.
    private static func isNoEnergy(_ name: String) -> Bool {
        let lower = name.lowercased()
        let chinese = ["温度", "湿度", "电压", "电流", "功率因数", "频率", "无功", "℃", "%"]
        let words = lower.split { !($0.isLetter || $0 == "°") }.map(String.init)
        return chinese.contains(where: lower.contains)
            || words.contains(where: noEnergyWords.contains)
            || words.last.map(noEnergyUnits.contains) ?? false
    }

    private static func refusal(
        _ file: String, _ english: String, zh chinese: String
    ) -> FileRefusal {
        FileRefusal(
            Finding(
                .noLayout, file: file, phrases: ["reason": BilingualText(english, zh: chinese)]))
    }

    /// The column that a meter's values stand in.
    func column(of meterID: String) -> String {
        valueColumn ?? layout.meters.first { $0.value == meterID }?.key ?? meterID
    }

    /// A text column with few different words, each many times: the meter's name.
    private static func nameColumn(_ shape: FileShape, stamp: Int, numbers: [Int]) -> Int? {
        let data = shape.sample[shape.firstData...].map(\.cells)
        let texts = shape.columns.indices.filter { column in
            column != stamp && !shape.numberColumns.contains(column)
                && !shape.stampColumns.contains(column)
                && data.count { $0.count > column && !$0[column].isEmpty } * 2 > data.count
        }
        let named = texts.first { FilePlan.meterNames.contains(shape.columns[$0].lowercased()) }
        let numericNamed = shape.columns.indices.first {
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
