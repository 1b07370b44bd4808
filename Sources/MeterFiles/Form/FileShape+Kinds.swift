import Metering
import Provenance

/// A column that says of each row what it measures (数据类型): active power in one row, reactive power in the next.
extension FileShape {
    /// What such a column settles.
    enum RowKind: Hashable {
        /// Only the rows of this word are readings of energy or power.
        case only(column: Int, word: String)
        /// Its rows hold several things, of which none is the one.
        case open(BilingualText)
    }

    /// What a word of such a column stands for.
    private enum Measured {
        case energy
        case other
    }

    /// What the rows are, where a column says it; nil where none does.
    func rowKind(except taken: Set<Int>) -> RowKind? {
        for column in columns.indices
        where !taken.contains(column)
            && HeaderWords.rowKind.contains(HeaderWords.key(columns[column]))
        {
            let words = Set(cells(of: column).filter { !Self.isBlank($0) })
            let kinds = words.map { (word: $0, kind: Self.measured($0)) }
            let energy = kinds.filter { $0.kind == .energy }.map(\.word)
            let others = kinds.filter { $0.kind == .other }.map(\.word)
            if energy.isEmpty, others.isEmpty { continue }
            if energy.count == 1, energy.count + others.count == words.count {
                return .only(column: column, word: energy[0])
            }
            let list = words.sorted().prefix(8).joined(separator: ", ")
            let name = columns[column]
            guard !energy.isEmpty || others.count < words.count else {
                return .open(
                    BilingualText(
                        "no row holds energy or active power: `\(name)` says \(list)",
                        zh: "没有电能或有功功率的行：“\(name)”列为 \(list)"))
            }
            return .open(
                BilingualText(
                    "`\(name)` says that rows hold unlike things (\(list)): a layout takes some by `only`, or makes meters of them with `meter_id: [meter, \(name)]`",
                    zh:
                        "“\(name)”列表明各行内容不同（\(list)）：请在版式中用 `only` 选取，或用 `meter_id: [表号, \(name)]` 分为不同计量点"
                ))
        }
        return nil
    }

    /// Columns whose name says that they tell registers, directions or tariffs of one meter apart.
    func registerColumns(except taken: Set<Int>) -> [Int] {
        columns.indices.filter {
            !taken.contains($0) && HeaderWords.register.contains(HeaderWords.key(columns[$0]))
        }
    }

    /// A column that tells registers, directions or tariffs of one meter apart: rows that are alike in all but it and
    /// their numbers are not one reading said twice.
    func registersApart(except taken: Set<Int>) -> BilingualText? {
        for column in registerColumns(except: taken) {
            let words = Set(cells(of: column).filter { !Self.isBlank($0) })
            // Measured beside estimated is one register.
            guard words.count > 1, !words.allSatisfy({ ReadingQuality(word: $0) != nil }) else {
                continue
            }
            let values = Set(numberColumns).subtracting(taken).subtracting([column])
            var wordOf: [[String]: String] = [:]
            for row in sample[firstData...] where row.cells.count > column {
                let word = row.cells[column]
                guard !Self.isBlank(word) else { continue }
                let rest = row.cells.indices.map {
                    $0 == column || values.contains($0) ? "" : row.cells[$0]
                }
                guard let other = wordOf.updateValue(word, forKey: rest), other != word else {
                    continue
                }
                return Self.apart(columns[column], other, word)
            }
        }
        return nil
    }

    /// Why rows of several registers are refused.
    static func apart(_ name: String, _ other: String, _ word: String) -> BilingualText {
        BilingualText(
            "`\(name)` tells apart what one meter shows at one time (\(other), \(word)): a layout takes one by `only`, or makes meters of them with `meter_id: [meter, \(name)]`",
            zh:
                "“\(name)”列区分同一计量点同一时刻的不同示数（\(other)、\(word)）：请在版式中用 `only` 选取，或用 `meter_id: [表号, \(name)]` 分为不同计量点"
        )
    }

    /// Tells that most dates have several rows, though nothing says which part of the day each is of.
    ///
    /// - Parameter read: The columns that say whose a row is and when it was.
    func repeatsDates(of read: [Int], stamp: Int, except taken: Set<Int>) -> BilingualText? {
        guard times.periods == nil, !namesTimes(in: stamp, times: times) else { return nil }
        let rows = sample[firstData...].map(\.cells).filter { row in
            read.allSatisfy { $0 < row.count } && Self.isStamp(row[stamp], times)
        }
        let groups = Dictionary(grouping: rows) { row in read.map { row[$0] } }
        let many = groups.values.count { $0.count >= 4 }
        // The first in the file, so that a file is always refused with the same words.
        let witness = rows.first { row in (groups[read.map { row[$0] }]?.count ?? 0) >= 4 }
        guard let first = witness, many * 2 >= groups.count else { return nil }
        return BilingualText(
            "a date such as `\(first[stamp])` has several rows and no column that is understood says of which part of the day each is: name the time of day in a column, such as 00:15, or say it in a layout by `timestamp: [date, time]`",
            zh:
                "同一日期（如“\(first[stamp])”）有多行，且没有可识别的列说明各为何时：请在一列中注明时刻（如 00:15），或在版式中用 `timestamp: [日期, 时间]` 说明"
        )
    }

    /// A column of few words in which the rows of one meter at one time differ again and again, though its name says
    /// nothing of it: import beside export, measured beside planned.
    ///
    /// - Parameters:
    ///   - read: The columns that say whose a row is and when it was.
    ///   - taken: Columns that are read otherwise.
    func wordsApart(of read: [Int], except taken: Set<Int>) -> BilingualText? {
        let rows = sample[firstData...].map(\.cells).filter { row in
            read.allSatisfy { $0 < row.count }
        }
        let groups = Dictionary(grouping: rows) { row in read.map { row[$0] } }
        let several = groups.values.filter { $0.count > 1 }
        // What is said twice is a duplicate, whatever stands beside it.
        let values = numberColumns.filter { !taken.contains($0) && !read.contains($0) }
        let areUnlike = several.contains { group in
            values.contains { column in
                Set(group.map { column < $0.count ? $0[column] : "" }).count > 1
            }
        }
        guard several.count >= 2, several.count * 2 >= groups.count, areUnlike else { return nil }
        let known = taken.union(read).union(numberColumns)
        for column in columns.indices where !known.contains(column) {
            let words = several.map { group in
                group.map { column < $0.count ? $0[column] : "" }
            }
            let all = words.reduce(into: Set<String>()) { $0.formUnion($1) }
            guard (2...Self.mostKinds).contains(all.count), !all.contains(where: Self.isBlank),
                words.allSatisfy({ Set($0).count == $0.count }),
                !all.allSatisfy({ ReadingQuality(word: $0) != nil })
            else { continue }
            let first = rows.lazy.compactMap { row in groups[read.map { row[$0] }] }
                .first { $0.count > 1 }
            guard let first else { return nil }
            return Self.apart(columns[column], first[0][column], first[1][column])
        }
        return nil
    }

    /// More words than this tell no kinds apart.
    private static let mostKinds = 16

    private static func measured(_ word: String) -> Measured? {
        let text = CellText.cleanedText(word).lowercased()
        func holds(_ words: [String]) -> Bool { words.contains(where: text.contains) }
        if holds([
            "无功", "视在", "电压", "电流", "功率因数", "频率", "reactive", "apparent", "voltage", "current",
            "kvar", "kva",
        ]) {
            return .other
        }
        return holds(["有功", "电量", "电能", "active", "energy", "kwh"]) || MeterUnit(word: word) != nil
            ? .energy : nil
    }

    /// The unit of the rows of a word: the one that it names, or the usual one of a power.
    static func unit(ofKind word: String) -> (unit: MeterUnit, isNamed: Bool)? {
        if let unit = MeterUnit.mentioned(in: word) { return (unit, true) }
        let text = word.lowercased()
        return text.contains("功率") || text.contains("power") ? (.kilowatt, false) : nil
    }
}
