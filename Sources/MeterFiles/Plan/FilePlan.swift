import Metering
import Provenance
import Quantities

/// How the rows of one file become readings: which column is the stamp, whose value stands where.
struct FilePlan: Sendable {
    /// Where values stand.
    enum Columns: Sendable {
        /// One reading a row.
        case long(meterID: Int, value: Int)
        /// One reading a cell: column and meter.
        case wide([(column: Int, meterID: String)])
        /// One reading a row, all of one meter.
        case single(meterID: String, value: Int)
        /// Several registers of a meter in a row; `{meter}` in a name stands for the meter's own.
        case registers(meterID: Int, values: [(column: Int, name: String)])
        /// A whole day of a meter in a row; without a column the file is the meter.
        case dayRow(meterID: Int?, DaySlots)
        /// A whole month of a meter in a row.
        case monthGrid(MonthGrid)
        /// One row a meter, one column a time.
        case timesAcross(TimesAcross)
        /// Record types of the Australian market.
        case nem12
    }

    let delimiter: UInt8
    let header: [String]
    let headerLine: Int?
    let headerCount: Int?
    /// How many cells of it there are up to the last that bears a name, where commas part them.
    let namedCount: Int?
    let timestamp: Int
    let end: Int?
    /// Tells that stamps name a time of day, so that a date alone is none.
    let needsTime: Bool
    var columns: Columns
    /// What makes the file other than the plain form.
    var interpretation = Interpretation.plain
    /// The unit that the header names for a column.
    let mentionedUnits: [Int: MeterUnit]
    /// The multiple of a unit that the header names for a column.
    let mentionedMultiples: [Int: MentionedMultiple]
    /// The ratio that a row above the header names.
    let multipleAbove: MentionedMultiple?
    /// The unit that a row above the header names for all values.
    let unitAbove: MentionedUnit?
    /// The transformer ratio that the rows of a meter name.
    let multipliers: [String: DecimalText]
    /// The unit that the word for what the rows are implies.
    var kindUnit: (unit: MeterUnit, isNamed: Bool)? {
        interpretation.only.values.lazy.compactMap(FileShape.unit).first
    }
    /// The meter that a row above the first reading names, where no column does.
    let blockMeter: String?
    /// The zone that the file names for its times, and where.
    let zoneMark: ZoneMark?
    /// The preset by which the file was read, when its header alone told so.
    let preset: Preset?

    /// The name of the file without folders and endings; of mended rows that of the file they stood in.
    let stem: String
    /// A cell that names the end of a day as 24:00, which no interval begins with.
    var endOfDay: NumberEvidence.Witness?
    /// The column that names the file in which a mended row stood.
    var rejectedFile: Int?

    /// In which order day and month stand; nil in the plain form.
    var dateOrder: Timestamp.DateOrder? { interpretation.times.order }

    /// Tells that a reader needs nothing but delimiter, stamp and columns: the shapes long, wide and
    /// single in the plain form.
    var isPlain: Bool {
        switch columns {
        case .long, .wide, .single: interpretation.isPlain && rejectedFile == nil
        case .registers, .dayRow, .monthGrid, .timesAcross, .nem12: false
        }
    }

    /// Tells that a row of its own may name the meter of the rows below it, as no column does.
    var mayHaveBlocks: Bool {
        switch columns {
        case .single, .wide, .dayRow(nil, _): true
        case .long, .registers, .dayRow, .monthGrid, .timesAcross, .nem12: false
        }
    }

    /// Settles the plan of a file: by its layout, else by its header and the meters that exist.
    ///
    /// - Throws: a refusal with `no-layout` when the columns are not clear.
    init(
        shape: FileShape, file: String, layout: Layout?, meterIDs: Set<String>,
        likeness: LazyLikeness? = nil, encoding: TextEncoding = .utf8
    ) throws(FileRefusal) {
        let names = ColumnNames(shape.columns, file: file)
        let preset =
            layout == nil
            ? Preset.recognised(by: shape, file: file, meterIDs: meterIDs) : nil
        self.preset = preset
        stem = Self.stem(of: file)
        blockMeter = shape.blockMeter
        delimiter = shape.delimiter
        header = shape.columns
        headerLine = shape.headerLine
        headerCount = shape.headerCount
        namedCount = shape.delimiter == UInt8(ascii: ",") ? shape.namedCount : nil
        mentionedUnits = shape.columns.indices.reduce(into: [:]) {
            $0[$1] = shape.mentionedUnit(of: $1)
        }
        multipliers = shape.multipliers(of: meterIDs)
        mentionedMultiples = shape.mentionedMultiples()
        multipleAbove = shape.multipleAbove()
        unitAbove = shape.unitAbove()
        var reading = Interpretation()
        reading.encoding = encoding
        switch shape.special {
        case .nem12:
            (timestamp, end, needsTime, columns) = (0, nil, false, .nem12)
            zoneMark = nil
            interpretation = reading
            return
        case .monthGrid(let grid):
            (timestamp, end, needsTime, columns) = (0, nil, false, .monthGrid(grid))
            zoneMark = nil
            reading.numbers = layout?.numbers ?? .plain
            reading.qualityColumns =
                try layout?.qualityColumns.map(names.column) ?? shape.qualityColumns()
            try Self.declareUnits(of: layout, names: names, in: &reading)
            interpretation = reading
            return
        case .timesAcross(var table):
            if let layout, layout.meterID != nil {
                table.meter = try Self.meterColumn(of: layout, names: names, in: &reading)
            }
            (timestamp, end, needsTime, columns) = (0, nil, false, .timesAcross(table))
            zoneMark = nil
            reading.times.offset = layout?.times.offset
            reading.numbers = layout?.numbers ?? .plain
            reading.unitColumn =
                if let unit = layout?.unitColumn { try names.column(unit) } else {
                    shape.unitColumn()
                }
            reading.qualityColumns =
                try layout?.qualityColumns.map(names.column) ?? shape.qualityColumns()
            for (column, word) in layout?.only ?? [:] {
                reading.only[try names.column(column)] = word
            }
            try Self.declareUnits(of: layout, names: names, in: &reading)
            interpretation = reading
            return
        case nil: break
        }
        if let layout = layout ?? preset?.layout {
            timestamp = try names.column(layout.timestamp)
            reading.times = layout.times
            if layout.clock == nil, layout.times == .plain || layout.times == shape.times {
                reading.times.periods = shape.periods(in: timestamp)
                if shape.periodColumn == timestamp { reading.month = shape.monthColumn }
            }
            reading.clock = if let clock = layout.clock { try names.column(clock) } else { nil }
            reading.clockPeriod = layout.clockPeriod
            if let clock = reading.clock, layout.clockPeriod == nil {
                reading.clockIsRange = shape.kind(ofClock: clock) == .ranges
            } else if reading.clock == nil, layout.end == nil, layout.shape != .dayRow,
                let own = shape.clock(beside: timestamp), own.column == timestamp
            {
                (reading.clock, reading.clockIsRange) = (timestamp, true)
            }
            if let clock = reading.clock, layout.clockPeriod == nil {
                reading.minutes = shape.minutes(beside: clock)
            }
            reading.interval = layout.interval
            reading.numbers = layout.numbers ?? .plain
            reading.unitColumn =
                if let unit = layout.unitColumn { try names.column(unit) } else { nil }
            reading.qualityColumns = try layout.qualityColumns.map(names.column)
            for (column, word) in layout.only { reading.only[try names.column(column)] = word }
            needsTime =
                reading.clock == nil && shape.namesTimes(in: timestamp, times: layout.times)
            let end: Int? = if let end = layout.end { try names.column(end) } else { nil }
            (self.end, reading.endClock) = shape.end(end, beside: timestamp, clock: reading.clock)
            if layout.times.offset == nil, !layout.isLocal {
                zoneMark = try shape.zoneMark(of: [timestamp, reading.clock, end], names: names)
                reading.zoneColumn =
                    zoneMark == nil
                    ? shape.zoneColumn(except: [timestamp, reading.clock, end]) : nil
                reading.zoneStep = reading.zoneColumn.flatMap {
                    FileShape.zoneStep(of: shape.columns[$0])
                }
            } else {
                zoneMark = nil
            }
            columns = try Self.columns(
                of: layout, shape: shape, names: names, timestamp: timestamp, in: &reading)
            try Self.declareUnits(of: layout, names: names, in: &reading)
            interpretation = reading
            return
        }
        timestamp = try names.theTimestamp(shape)
        reading.times = shape.times
        if shape.periodColumn == timestamp { reading.month = shape.monthColumn }
        if let clock = shape.clock(beside: timestamp) {
            reading.clock = clock.column
            switch clock.kind {
            case .times: reading.minutes = shape.minutes(beside: clock.column)
            case .ranges: reading.clockIsRange = true
            case .periods(let length): reading.clockPeriod = length
            case .open(let reason): throw names.refusal(reason.english, zh: reason.chinese)
            }
        }
        reading.unitColumn = shape.unitColumn()
        reading.qualityColumns = shape.qualityColumns()
        needsTime = reading.clock == nil && shape.namesTimes(in: timestamp, times: shape.times)
        let end = names.theEnd(shape)
        if end == timestamp {
            let name = shape.columns[timestamp]
            throw names.refusal(
                "`\(name)` is the only column of times, and it names ends: give its meters `label: end` in meters.csv, and name it as `timestamp` in a layout",
                zh:
                    "“\(name)”是唯一的时间列，且为结束时间：请在 meters.csv 中填写 `label` 为 `end`，并在版式的 `timestamp` 中指明该列"
            )
        }
        (self.end, reading.endClock) = shape.end(end, beside: timestamp, clock: reading.clock)
        zoneMark = try shape.zoneMark(of: [timestamp, reading.clock, end], names: names)
        let zoneColumn = shape.zoneColumn(except: [timestamp, reading.clock, end])
        reading.zoneColumn = zoneMark == nil ? zoneColumn : nil
        reading.zoneStep = reading.zoneColumn.flatMap { FileShape.zoneStep(of: shape.columns[$0]) }
        switch shape.rowKind(except: [timestamp]) {
        case .only(let column, let word)?: reading.only[column] = word
        case .open(let reason)?: throw names.refusal(reason.english, zh: reason.chinese)
        case nil: break
        }
        let taken = Set(
            [
                timestamp, reading.clock, reading.minutes, reading.unitColumn, end, zoneColumn,
                reading.endClock, reading.month,
            ]
            .compactMap { $0 }
                + reading.qualityColumns + shape.reasonColumns
                + shape.clockLikeColumns(except: meterIDs)
                + reading.only.keys)
        columns = try Self.columns(
            of: shape, names: names, taken: taken, timestamp: timestamp,
            hasClock: reading.clock != nil, meterIDs: meterIDs,
            likeness: likeness ?? LazyLikeness(meterIDs))
        interpretation = reading
    }

    /// The columns in which values stand, ascending, as far as the shape names them.
    var valueColumns: [Int] {
        let columns =
            switch columns {
            case .long(_, let value), .single(_, let value): [value]
            case .wide(let wide): wide.map(\.column)
            case .registers(_, let values): values.map(\.column)
            case .dayRow(_, let slots): slots.slots.map(\.column)
            case .monthGrid(let grid): grid.days.map(\.column)
            case .timesAcross(let table): table.columns
            case .nem12: [Int]()
            }
        return columns.sorted()
    }

    // MARK: - By a layout

    private static func declareUnits(
        of layout: Layout?, names: ColumnNames, in reading: inout Interpretation
    ) throws(FileRefusal) {
        guard let layout else { return }
        if let unit = layout.unit {
            for column in names.columns.indices { reading.unitOfColumn[column] = unit }
        }
        for (column, unit) in layout.units { reading.unitOfColumn[try names.column(column)] = unit }
    }

    private static func columns(
        of layout: Layout, shape: FileShape, names: ColumnNames, timestamp: Int,
        in reading: inout Interpretation
    ) throws(FileRefusal) -> Columns {
        let file = names.file
        switch layout.shape {
        case .wide:
            var wide: [(column: Int, meterID: String)] = []
            for (column, meterID) in layout.meters.sorted(by: { $0.key < $1.key }) {
                wide.append((try names.column(column), ColumnNames.filled(meterID, file: file)))
            }
            return .wide(wide)
        case .long:
            let meter = try meterColumn(of: layout, names: names, in: &reading)
            if !layout.values.isEmpty {
                var values: [(column: Int, name: String)] = []
                for (column, name) in layout.values.sorted(by: { $0.key < $1.key }) {
                    values.append((try names.column(column), ColumnNames.filled(name, file: file)))
                }
                guard let meter else {
                    let stem = stem(of: file)
                    return .wide(
                        values.map { ($0.column, $0.name.replacing("{meter}", with: stem)) })
                }
                return .registers(meterID: meter, values: values)
            }
            let value = try names.column(layout.value ?? "value")
            guard let meter else { return .single(meterID: stem(of: file), value: value) }
            return .long(meterID: meter, value: value)
        case .dayRow:
            let meter = try meterColumn(of: layout, names: names, in: &reading)
            let taken = Set([timestamp, meter].compactMap { $0 } + reading.only.keys)
            if let slots = DaySlots(names: names.columns, except: taken, step: layout.step) {
                return .dayRow(meterID: meter, slots)
            }
            let numbers = shape.numberColumns.filter { !taken.contains($0) }
            guard let step = layout.step ?? DaySlots.step(ofCount: numbers.count),
                let slots = DaySlots(columns: numbers, step: step)
            else {
                throw names.refusal(
                    "the columns of the day are not clear: give `step`, such as PT15M",
                    zh: "一天的各列不明确：请给出 `step`，如 PT15M")
            }
            return .dayRow(meterID: meter, slots)
        case .monthGrid:
            throw names.refusal(
                "no row has columns 1 to 28 and more for the days of a month",
                zh: "没有以 1 至 28 及以上为列名的日期列")
        case .timesAcross:
            throw names.refusal(
                "no row of the header has two columns or more that are times one after the other",
                zh: "表头中没有两个以上依次排列的时间列")
        case .nem12: return .nem12
        }
    }

    private static func meterColumn(
        of layout: Layout, names: ColumnNames, in reading: inout Interpretation
    ) throws(FileRefusal) -> Int? {
        switch layout.meterID {
        case .fileName: return nil
        case .column(let name): return try names.column(name)
        case .columns(let list):
            for name in list { reading.nameColumns.append(try names.column(name)) }
            return reading.nameColumns.first
        case nil: return try names.column("meter_id")
        }
    }

    // MARK: - By the header

    private static func columns(
        of shape: FileShape, names: ColumnNames, taken: Set<Int>, timestamp: Int, hasClock: Bool,
        meterIDs: Set<String>, likeness: LazyLikeness
    ) throws(FileRefusal) -> Columns {
        let file = names.file
        let stem = stem(of: file)
        let meterColumn = shape.meterColumn(
            of: meterIDs, names: names, except: taken, timestamp: timestamp)
        let settled = taken.union([meterColumn].compactMap { $0 })
        if let apart = shape.registersApart(except: settled) {
            throw names.refusal(apart.english, zh: apart.chinese)
        }
        let known = shape.columns.indices.filter {
            !taken.contains($0) && $0 != meterColumn && meterIDs.contains(shape.columns[$0])
        }
        if known.isEmpty, meterColumn != nil || meterIDs.contains(stem),
            let slots = shape.daySlots(timestamp: timestamp, taken: taken, meter: meterColumn)
        {
            return .dayRow(meterID: meterColumn, slots)
        }
        let valueColumn = try names.theValue(
            shape, except: taken.union([meterColumn].compactMap { $0 }))
        let identity = settled.union([timestamp]).sorted()
        let repeated =
            hasClock ? nil : shape.repeatsDates(of: identity, stamp: timestamp, except: settled)
        if let why = repeated ?? shape.wordsApart(of: identity, except: settled) {
            throw names.refusal(why.english, zh: why.chinese)
        }
        if let meterColumn {
            let numbers = shape.values(except: taken.union([meterColumn]))
            if let value = valueColumn ?? (numbers.count == 1 ? numbers[0] : nil) {
                return .long(meterID: meterColumn, value: value)
            }
            let registers = shape.registers(numbers, of: meterColumn, meterIDs: meterIDs)
            if !registers.isEmpty { return .registers(meterID: meterColumn, values: registers) }
            throw names.notOneValue(numbers)
        }
        if meterColumn == nil, let other = shape.otherTimes(beside: timestamp) {
            throw names.refusal(
                "columns \(timestamp + 1) and \(other + 1) hold times, each with values behind it: cut the table into one for each",
                zh: "第 \(timestamp + 1)、\(other + 1) 列均为时间，其后各有数值：请分为不同的表")
        }
        if !known.isEmpty {
            // A name that stands twice is refused; each is looked up no more than it must.
            var seen = Set<String>()
            for name in known.map({ shape.columns[$0] }) where !seen.insert(name).inserted {
                _ = try names.column(name)
            }
            return .wide(
                shape.columns.indices.filter {
                    !taken.contains($0) && $0 < shape.namedCount ?? .max
                        && (meterIDs.contains(shape.columns[$0])
                            || !HeaderWords.remark.contains(HeaderWords.key(shape.columns[$0])))
                }.map { ($0, shape.columns[$0]) }
            )
        }
        let numbers = shape.values(except: taken)
        let own = numbers.filter { meterIDs.contains(stem + "/" + shape.columns[$0]) }
        if !own.isEmpty { return .wide(numbers.map { ($0, stem + "/" + shape.columns[$0]) }) }
        if meterIDs.contains(stem),
            let value = valueColumn ?? (numbers.count == 1 ? numbers[0] : nil)
        {
            return .single(meterID: stem, value: value)
        }
        if meterIDs.contains(stem) {
            throw names.notOneValue(numbers)
        }
        let near = likeness.table
        if let twin = near.likely(stem) ?? shape.columns.lazy.compactMap({ near.likely($0) }).first
        {
            throw names.refusal(
                "no column bears a meter's name, and no meter is named \(stem); one is nearly so: \(twin)",
                zh: "没有以计量点命名的列，也没有名为 \(stem) 的计量点；相近者：\(twin)")
        }
        throw names.refusal(
            "no column is named meter_id, no column bears a meter's name, and no meter is named \(stem)",
            zh: "没有 meter_id 列，没有以计量点命名的列，也没有名为 \(stem) 的计量点")
    }

    /// The name of a file without folders and endings; rejected rows are those of the file they stood in.
    static func stem(of file: String) -> String {
        let name = RejectedName.bare(file.split(separator: "/").last.map(String.init) ?? file)
        return RejectedName.stem(of: name) ?? name
    }
}

extension FileShape {
    /// The columns of a day in a row, where the stamp is a date alone.
    func daySlots(timestamp: Int, taken: Set<Int>, meter: Int?) -> DaySlots? {
        guard times.periods == nil, !namesTimes(in: timestamp, times: times) else { return nil }
        let taken = taken.union([meter].compactMap { $0 })
        if let slots = DaySlots(names: columns, except: taken) { return slots }
        guard headerLine == nil else { return nil }
        let numbers = numberColumns.filter { !taken.contains($0) }
        guard let step = DaySlots.step(ofCount: numbers.count),
            numbers.count == Int(86_400 / step)
        else { return nil }
        return DaySlots(columns: numbers, step: step)
    }

    /// Columns of values that together with the meter's name are names of meters, `M1/import`.
    func registers(
        _ numbers: [Int], of meter: Int, meterIDs: Set<String>
    ) -> [(column: Int, name: String)] {
        let rows = Set(cells(of: meter))
        let known = numbers.filter { column in
            rows.contains { meterIDs.contains($0 + "/" + columns[column]) }
        }
        return known.map { ($0, "{meter}/" + columns[$0]) }
    }
}
