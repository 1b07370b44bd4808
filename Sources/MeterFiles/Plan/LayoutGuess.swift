import Provenance

/// A layout for a file that has none: by its header where that is clear, else by its shape.
struct LayoutGuess {
    let layout: Layout
    /// Tells that the header alone would not do, so the layout must be kept as a file.
    let isNeeded: Bool
    /// Number columns that could have been the value instead.
    let otherValues: [String]
    /// The preset whose header the file has.
    let preset: Preset?
    /// What the shape was told from.
    let reason: BilingualText

    private let valueColumn: String?

    /// Words that make a column the more likely value.
    private static let valueWords = [
        "kwh", "energy", "reading", "电量", "电能", "kw", "power", "功率", "value", "ave", "mean",
    ]

    init(_ shape: FileShape, file: String) throws(FileRefusal) {
        let stem = FilePlan.stem(of: file)
        let key = shape.columns.map(HeaderWords.key)
        if let preset = Preset.recognised(by: shape, file: file, meterIDs: []) {
            var layout = preset.layout
            layout.files = [Self.pattern(for: file)]
            self.init(
                layout, isNeeded: false, preset: preset, value: layout.value,
                reason: BilingualText(
                    "its header is that of the preset \(preset.name)",
                    zh: "表头与预设 \(preset.name) 一致"))
            return
        }
        var layout = Layout(name: stem, timestamp: "1")
        layout.files = [Self.pattern(for: file)]
        layout.delimiter = shape.delimiter
        switch shape.special {
        case .nem12:
            layout.shape = .nem12
            self.init(
                layout, isNeeded: false,
                reason: BilingualText("its first record says NEM12", zh: "首条记录为 NEM12"))
            return
        case .monthGrid:
            layout.shape = .monthGrid
            self.init(
                layout, isNeeded: false,
                reason: BilingualText("columns 1 to 28 and more are days", zh: "列名 1 至 28 及以上为日期"))
            return
        case .timesAcross(let table):
            layout.shape = .timesAcross
            layout.meterID = table.meter.map { .column(Self.reference($0, shape)) } ?? .fileName
            let unit = shape.unitColumn()
            layout.unitColumn = unit.map { Self.reference($0, shape) }
            let first = shape.columns[table.columns[0]]
            self.init(
                layout, isNeeded: false,
                reason: BilingualText(
                    "columns from `\(first)` on are times, each row is a meter",
                    zh: "“\(first)”起各列为时间，每行为一个计量点"))
            return
        case nil: break
        }
        let named = shape.namedStamp(among: shape.stampColumns)
        guard let stamp = shape.periodColumn ?? named ?? shape.varied(shape.stampColumns) else {
            throw Self.refusal(file, "no column holds times", zh: "没有时间列")
        }
        layout.timestamp = Self.reference(stamp, shape)
        layout.times = shape.times
        let clock = shape.clock(beside: stamp)
        if let clock, clock.column != stamp { layout.clock = Self.reference(clock.column, shape) }
        switch clock?.kind {
        case .periods(let length): layout.clockPeriod = length
        case .open(let reason): throw Self.refusal(file, reason.english, zh: reason.chinese)
        case .times, .ranges, nil: break
        }
        let unit = shape.unitColumn()
        layout.unitColumn = unit.map { Self.reference($0, shape) }
        let quality = shape.qualityColumns()
        layout.qualityColumns = quality.map { Self.reference($0, shape) }
        let end = shape.anyStampColumns.first {
            $0 != stamp && HeaderWords.end.contains(HeaderWords.timeKey(shape.columns[$0]))
        }
        let zone = shape.zoneColumn(except: [stamp, clock?.column, end])
        layout.end = end.map { Self.reference($0, shape) }
        var kind: [Int] = []
        switch shape.rowKind(except: [stamp]) {
        case .only(let column, let word)?:
            layout.only[Self.reference(column, shape)] = word
            kind = [column]
        case .open(let reason)?: throw Self.refusal(file, reason.english, zh: reason.chinese)
        case nil: break
        }
        let taken = Set(
            [
                stamp, shape.monthColumn, clock?.column,
                clock.flatMap { shape.minutes(beside: $0.column) }, unit, end,
                zone,
            ].compactMap { $0 } + quality + kind
                + shape.reasonColumns + shape.clockLikeColumns(except: []))
        let meterColumn = key.indices.first {
            HeaderWords.meter.contains(key[$0]) && !taken.contains($0)
        }
        if let meterColumn, let apart = shape.registersApart(except: taken.union([meterColumn])) {
            throw Self.refusal(file, apart.english, zh: apart.chinese)
        }
        if let day = Self.dayRows(shape, layout, stamp: stamp, taken: taken, meter: meterColumn) {
            self = day
            return
        }
        let numbers = shape.values(except: taken.union([meterColumn].compactMap { $0 }))
        guard !numbers.isEmpty else {
            throw Self.refusal(file, "no column holds numbers", zh: "没有数字列")
        }
        let names = Self.nameColumn(shape, taken: taken, numbers: numbers)
        let likely = Self.likeliest(numbers, in: key)
        let others = numbers.filter { $0 != likely }.map { shape.columns[$0] }
        if let names {
            layout.meterID = .column(Self.reference(names, shape))
            let registers = Self.registers(numbers, shape)
            let likely = registers.count == 1 ? registers[0] : likely
            if registers.count >= 2 {
                layout.values = registers.reduce(into: [:]) {
                    $0[Self.reference($1, shape)] = "{meter}/" + shape.columns[$1]
                }
                self.init(
                    layout, isNeeded: !HeaderWords.meter.contains(key[names]),
                    others: numbers.filter { !registers.contains($0) }.map { shape.columns[$0] },
                    reason: BilingualText(
                        "a row names a meter and holds several of its registers",
                        zh: "每行为一个计量点的多个示数"))
                return
            }
            layout.value = Self.reference(likely, shape)
            let isNeeded =
                !HeaderWords.meter.contains(key[names])
                || !(HeaderWords.value.contains(key[likely]) || numbers.count == 1)
            self.init(
                layout, isNeeded: isNeeded, value: shape.columns[likely], others: others,
                reason: BilingualText(
                    "`\(shape.columns[names])` names meters, each in many rows",
                    zh: "“\(shape.columns[names])”为计量点名称，每个出现多行"))
        } else if numbers.count == 1 {
            layout.meterID = .fileName
            layout.value = Self.reference(likely, shape)
            self.init(
                layout, isNeeded: false, value: shape.columns[likely],
                reason: BilingualText(
                    "one column of numbers and no names: the file is the meter",
                    zh: "只有一列数字且无名称列：该文件即一个计量点"))
        } else {
            layout.shape = .wide
            let meters = numbers.filter { !HeaderWords.isSum(shape.columns[$0]) }
            layout.meters = meters.reduce(into: [:]) {
                $0[Self.reference($1, shape)] = Self.meterID(shape.columns[$1])
            }
            self.init(
                layout, isNeeded: layout.meters.contains { $0.key != $0.value },
                others: numbers.filter { HeaderWords.isSum(shape.columns[$0]) }.map {
                    shape.columns[$0]
                },
                reason: BilingualText(
                    "\(numbers.count) columns of numbers beside the time",
                    zh: "时间列之外有 \(numbers.count) 列数字"))
        }
    }

    private init(
        _ layout: Layout, isNeeded: Bool, preset: Preset? = nil, value: String? = nil,
        others: [String] = [], reason: BilingualText
    ) {
        self.layout = layout
        self.isNeeded = isNeeded
        self.preset = preset
        self.reason = reason
        valueColumn = value
        otherValues = others
    }

    /// How a layout names a column: by its header, or its number where the header repeats itself.
    private static func reference(_ column: Int, _ shape: FileShape) -> String {
        shape.repeatedNames.contains(shape.columns[column])
            ? String(column + 1) : shape.columns[column]
    }

    private static func dayRows(
        _ shape: FileShape, _ layout: Layout, stamp: Int, taken: Set<Int>, meter: Int?
    ) -> LayoutGuess? {
        guard let slots = shape.daySlots(timestamp: stamp, taken: taken, meter: meter) else {
            return nil
        }
        var layout = layout
        layout.shape = .dayRow
        let columns = Set(slots.slots.map(\.column))
        let names =
            meter
            ?? nameColumn(shape, taken: taken.union(columns), numbers: shape.numberColumns)
        layout.meterID = names.map { .column(reference($0, shape)) } ?? .fileName
        layout.step = slots.step
        let naming =
            switch slots.naming {
            case .numbered: BilingualText("numbered from the day's begin", zh: "自当日零点起编号")
            case .starts: BilingualText("named by their begin", zh: "列名为起始时刻")
            case .ends: BilingualText("named by their end", zh: "列名为结束时刻")
            }
        return LayoutGuess(
            layout, isNeeded: meter == nil && names != nil,
            reason: BilingualText(
                "dates without times and \(slots.slots.count) columns, \(naming.english)",
                zh: "日期不含时刻，另有 \(slots.slots.count) 列，\(naming.chinese)"))
    }

    /// Words that tell the direction or the register of an energy column.
    private static let directions = [
        "正向", "反向", "送电", "受电", "上网", "下网", "import", "export", "delivered", "received", "消耗",
        "feed", "returned",
    ]

    /// Columns that are registers of one meter: those that name a direction; parts of a tariff are
    /// left out where their total stands beside them.
    private static func registers(_ numbers: [Int], _ shape: FileShape) -> [Int] {
        let named = numbers.filter { column in
            let name = shape.columns[column].lowercased()
            return directions.contains(where: name.contains)
        }
        let totals = named.filter { shape.columns[$0].contains("总") }
        guard !totals.isEmpty else { return named }
        return named.filter { column in
            totals.contains(column)
                || !["尖", "峰", "平", "谷"].contains { shape.columns[column].contains($0) }
        }
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
        if let valueColumn { return valueColumn }
        if let own = layout.meters.first(where: { $0.value == meterID }) { return own.key }
        let tail = meterID.split(separator: "/").last.map(String.init) ?? meterID
        return layout.values.first { $0.value.hasSuffix("/" + tail) }?.key ?? meterID
    }

    /// A text column with few different words, each many times: the meter's name.
    private static func nameColumn(
        _ shape: FileShape, taken: Set<Int>, numbers: [Int]
    ) -> Int? {
        let data = shape.sample[shape.firstData...].map(\.cells)
        let texts = shape.columns.indices.filter { column in
            !taken.contains(column) && !shape.numberColumns.contains(column)
                && !shape.stampColumns.contains(column)
                && data.count { $0.count > column && !$0[column].isEmpty } * 2 > data.count
        }
        func isNamed(_ column: Int) -> Bool {
            HeaderWords.meter.contains(HeaderWords.key(shape.columns[column]))
        }
        return texts.first(where: isNamed)
            ?? shape.columns.indices.first { isNamed($0) && !taken.contains($0) }
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
