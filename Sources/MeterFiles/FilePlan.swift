import Provenance
import Quantities

/// How the rows of one file become readings: which column is the stamp, whose value stands where.
struct FilePlan {
    /// Where values stand.
    enum Columns {
        /// One reading a row.
        case long(meterID: Int, value: Int)
        /// One reading a cell: column and meter.
        case wide([(column: Int, meterID: String)])
        /// One reading a row, all of one meter.
        case single(meterID: String, value: Int)
    }

    let delimiter: UInt8
    let header: [String]
    let headerLine: Int?
    let headerCount: Int?
    let timestamp: Int
    let end: Int?
    let dateOrder: Timestamp.DateOrder?
    /// Tells that stamps name a time of day, so that a date alone is none.
    let needsTime: Bool
    let columns: Columns

    /// Names that make a column the stamp, the meter or the value without a layout.
    static let timestampNames: Set<String> = [
        "timestamp", "time", "datetime", "date_time", "date", "start", "start_time", "start time",
        "时间", "日期", "采集时间", "时间戳", "数据时间",
    ]
    static let endNames: Set<String> = ["end", "end_time", "end time", "结束时间"]
    static let meterNames: Set<String> = [
        "meter_id", "meter", "meterid", "meter id", "计量点", "表计", "表号", "电表编号", "测点",
    ]
    static let valueNames: Set<String> = ["value", "reading", "数值", "读数", "示数", "值"]

    /// Settles the plan of a file: by its layout, else by its header and the meters that exist.
    ///
    /// - Throws: a refusal with `no-layout` when the columns are not clear.
    init(
        shape: FileShape, file: String, layout: Layout?, meterIDs: Set<String>
    ) throws(FileRefusal) {
        delimiter = shape.delimiter
        header = shape.columns
        headerLine = shape.headerLine
        headerCount = shape.headerCount
        dateOrder = layout?.dateOrder
        let names = Names(shape.columns, file: file)
        if let layout {
            timestamp = try names.column(layout.timestamp)
            needsTime = shape.namesTimes(in: timestamp, order: layout.dateOrder)
            end = if let end = layout.end { try names.column(end) } else { nil }
            columns = try Self.columns(of: layout, names: names, file: file)
            return
        }
        timestamp = try names.theTimestamp(shape)
        needsTime = shape.namesTimes(in: timestamp, order: nil)
        if let clock = shape.clockColumn(beside: timestamp) {
            throw names.refusal(
                "date and time stand in two columns (`\(shape.columns[clock])`): not read yet",
                zh: "日期和时间分在两列（“\(shape.columns[clock])”）：尚不能读取")
        }
        end = names.first(of: Self.endNames)
        columns = try Self.columns(
            of: shape, names: names, file: file, timestamp: timestamp, meterIDs: meterIDs)
    }

    private static func columns(
        of layout: Layout, names: Names, file: String
    ) throws(FileRefusal) -> Columns {
        switch layout.shape {
        case .wide:
            var wide: [(column: Int, meterID: String)] = []
            for (column, meterID) in layout.meters.sorted(by: { $0.key < $1.key }) {
                wide.append((try names.column(column), meterID))
            }
            return .wide(wide)
        case .long:
            let value = try names.column(layout.value ?? "value")
            switch layout.meterID {
            case .fileName: return .single(meterID: stem(of: file), value: value)
            case .column(let name): return .long(meterID: try names.column(name), value: value)
            case nil: return .long(meterID: try names.column("meter_id"), value: value)
            }
        }
    }

    private static func columns(
        of shape: FileShape, names: Names, file: String, timestamp: Int, meterIDs: Set<String>
    ) throws(FileRefusal) -> Columns {
        let valueColumn = names.first(of: valueNames)
        let meterColumn =
            names.first(of: meterNames) ?? shape.column(of: meterIDs, except: timestamp)
        if let meterColumn {
            let numbers = shape.numberColumns.filter {
                $0 != timestamp && $0 != meterColumn && !isReason($0, in: shape)
            }
            if let value = valueColumn ?? (numbers.count == 1 ? numbers[0] : nil) {
                return .long(meterID: meterColumn, value: value)
            }
            let columns = names.list(numbers)
            throw names.refusal(
                "several columns could be the value: \(columns)", zh: "有多列可能是数值：\(columns)")
        }
        let known = shape.columns.indices.filter {
            $0 != timestamp && meterIDs.contains(shape.columns[$0])
        }
        if !known.isEmpty {
            let others = shape.columns.indices.filter {
                $0 != timestamp && $0 != names.first(of: endNames) && !isReason($0, in: shape)
            }
            return .wide(others.map { ($0, shape.columns[$0]) })
        }
        let stem = stem(of: file)
        let numbers = shape.numberColumns.filter {
            $0 != timestamp && !isReason($0, in: shape)
        }
        if meterIDs.contains(stem),
            let value = valueColumn ?? (numbers.count == 1 ? numbers[0] : nil)
        {
            return .single(meterID: stem, value: value)
        }
        if meterIDs.contains(stem) {
            let columns = names.list(numbers)
            throw names.refusal(
                "several columns could be the value: \(columns)", zh: "有多列可能是数值：\(columns)")
        }
        throw names.refusal(
            "no column is named meter_id, no column bears a meter's name, and no meter is named \(stem)",
            zh: "没有 meter_id 列，没有以计量点命名的列，也没有名为 \(stem) 的计量点")
    }

    /// Tells whether a column says why a row was once rejected; it is no part of the row.
    private static func isReason(_ column: Int, in shape: FileShape) -> Bool {
        shape.columns[column].hasPrefix(RowReader.reasonPrefix)
    }

    /// The name of a file without folders and endings.
    static func stem(of file: String) -> String {
        var name = file.split(separator: "/").last.map(String.init) ?? file
        for ending in [".gz", ".csv", ".txt", ".tsv"] where name.lowercased().hasSuffix(ending) {
            name.removeLast(ending.count)
        }
        return name
    }

    /// Looks up columns by name or number.
    private struct Names {
        let columns: [String]
        let file: String

        init(_ columns: [String], file: String) {
            self.columns = columns
            self.file = file
        }

        func column(_ name: String) throws(FileRefusal) -> Int {
            if let index = columns.firstIndex(of: name) { return index }
            if let number = Int(name), columns.indices.contains(number - 1) { return number - 1 }
            let list = columns.joined(separator: ", ")
            throw refusal(
                "no column is named \(name); there are: \(list)", zh: "没有名为 \(name) 的列；现有：\(list)")
        }

        func first(of names: Set<String>) -> Int? {
            columns.firstIndex { names.contains($0.lowercased()) }
        }

        func theTimestamp(_ shape: FileShape) throws(FileRefusal) -> Int {
            let named = columns.indices.filter {
                timestampNames.contains(columns[$0].lowercased())
                    && shape.anyStampColumns.contains($0)
            }
            if let first = named.first { return first }
            guard let first = shape.stampColumns.first else {
                throw refusal("no column holds times", zh: "没有时间列")
            }
            return first
        }

        func list(_ indices: [Int]) -> String {
            indices.map { columns[$0] }.joined(separator: ", ")
        }

        func refusal(_ english: String, zh chinese: String) -> FileRefusal {
            FileRefusal(
                Finding(
                    .noLayout, file: file,
                    phrases: ["reason": BilingualText(english, zh: chinese)]))
        }
    }
}
