import Metering

/// Which columns hold values, and which numbers that are none (数值列).
extension FileShape {
    /// The columns of numbers that may be readings; where all of them are something else by their names, all of them.
    func values(except taken: Set<Int>) -> [Int] {
        let numbers = numberColumns.filter { !taken.contains($0) }
        let likely = numbers.filter { !Self.isNoValue(columns[$0]) }
        return likely.isEmpty ? numbers : likely
    }

    /// The column of the meters' names: named so and holding names that are known, else the one that holds them, else
    /// named so.
    func meterColumn(
        of meterIDs: Set<String>, names: ColumnNames, except taken: Set<Int>, timestamp: Int
    ) -> Int? {
        let named = columns.indices.filter {
            !taken.contains($0) && HeaderWords.meter.contains(HeaderWords.key(columns[$0]))
        }
        let known = named.first { column in
            cells(of: column).contains { meterIDs.contains($0) }
        }
        return known ?? column(of: meterIDs, except: taken.union([timestamp])) ?? named.first
    }

    /// The column of stamps that is named as one.
    func namedStamp(among stamps: [Int]) -> Int? {
        varied(
            stamps.filter { HeaderWords.timestamp.contains(HeaderWords.timeKey(columns[$0])) })
    }

    /// The first column that does not say the same in all rows, as the time of an export does; else the first.
    func varied(_ stamps: [Int]) -> Int? {
        stamps.first { Set(cells(of: $0)).count > 1 } ?? stamps.first
    }

    /// The end of the intervals beside a date and a time of day: with a time of its own in the column behind it. A date
    /// alone is no end there.
    func end(_ end: Int?, beside stamp: Int, clock: Int?) -> (end: Int?, clock: Int?) {
        guard let end, clock != nil, clock != stamp, !namesTimes(in: end, times: times) else {
            return (end, nil)
        }
        let behind = end + 1
        guard behind < columns.count, behind != clock, behind != stamp else { return (nil, nil) }
        let texts = cells(of: behind).filter { !Self.isBlank($0) }
        let areClocks = !texts.isEmpty && texts.allSatisfy(Self.isClock)
        return areClocks ? (end, behind) : (nil, nil)
    }

    /// Tells whether a column's name says that its numbers are no readings: another quantity, the number of a meter or a
    /// customer, a code, a ratio, an offset of time, the least and the greatest of a mean.
    static func isNoValue(_ name: String) -> Bool {
        if isNoEnergy(name) { return true }
        let key = HeaderWords.key(name)
        let words: [Set<String>] = [
            HeaderWords.identity, HeaderWords.quality, HeaderWords.remark, HeaderWords.multiplier,
            HeaderWords.zone, HeaderWords.extremes, HeaderWords.month, HeaderWords.year,
        ]
        if words.contains(where: { $0.contains(key) }) { return true }
        // `Supply.Quality`, `m1_status`
        let last = key.split { ". /-:".contains($0) }.last.map(String.init) ?? key
        return last != key && HeaderWords.quality.contains(last)
    }

    /// Words in the names of columns that hold something else than energy, power, water or fuel.
    private static let noEnergyWords: Set<String> = [
        "temp", "temperature", "humidity", "pue", "wue", "kvar", "kvarh", "kva", "kvah", "volt",
        "voltage", "amp", "ampere", "current", "frequency", "cos", "cost", "price", "eur", "usd",
        "cny",
    ]
    /// Units of such columns, with which their names end.
    private static let noEnergyUnits: Set<String> = [
        "c", "°c", "rh", "var", "v", "a", "hz", "pf",
    ]

    /// Tells whether a column's name says that it holds no energy.
    static func isNoEnergy(_ name: String) -> Bool {
        let lower = name.lowercased()
        let others = [
            "温度", "湿度", "电压", "电流", "功率因数", "频率", "无功", "电费", "金额", "电价", "℃", "%", "€", "$", "£",
        ]
        let words = lower.split { !($0.isLetter || $0 == "°") }.map(String.init)
        return others.contains(where: lower.contains)
            || words.contains(where: noEnergyWords.contains)
            || words.count > 1 && noEnergyUnits.contains(words[words.count - 1])
    }
}

/// The unit of all values, as a title names it (表头之上注明的单位).
extension FileShape {
    /// `单位：万kWh`, `Unit,MWh`, `机房用电量（万千瓦时）` above the header; nil where no row there names one, or rows
    /// name several.
    func unitAbove() -> MentionedUnit? {
        var found: MentionedUnit?
        for row in sample[..<firstData] where row.line < headerLine ?? .max {
            for (index, cell) in row.cells.enumerated() where (1...200).contains(cell.utf8.count) {
                let next = row.cells[(index + 1)...].first { !$0.isEmpty }
                guard let unit = Self.unit(inTitle: cell, next: next) else { continue }
                guard found?.unit ?? unit == unit else { return nil }
                found = found ?? MentionedUnit(unit: unit, column: nil, line: row.line)
            }
        }
        return found
    }

    private static func unit(inTitle cell: String, next: String?) -> MeterUnit? {
        func isLabel(_ text: some StringProtocol) -> Bool {
            let word = text.reversed().prefix { $0.isLetter }.reversed()
            return HeaderWords.unit.contains(String(word).lowercased())
        }
        let text = cell.replacing("：", with: ":").trimmingSpaces
        if let mark = text.lastIndex(of: ":") {
            guard isLabel(text[..<mark]) else { return nil }
            let rest = text[text.index(after: mark)...].prefix { !")）]】".contains($0) }
            let word = String(rest).trimmingSpaces
            return MeterUnit(word: word.isEmpty ? next ?? "" : word)
        }
        if HeaderWords.unit.contains(HeaderWords.key(text)) {
            return next.flatMap { MeterUnit(word: $0) }
        }
        guard let last = text.last, ")）]】".contains(last),
            let open = text.lastIndex(where: { "(（[【".contains($0) })
        else { return nil }
        // A letter alone may be the name of a hall.
        let word = text[text.index(after: open)...].dropLast()
        return word.count > 1 ? MeterUnit(word: String(word)) : nil
    }
}
