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
