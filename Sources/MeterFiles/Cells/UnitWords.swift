public import Metering

extension MeterUnit {
    /// Other spellings of units, in lower case.
    private static let spellings: [String: MeterUnit] = [
        "千瓦时": .kilowattHour, "千瓦·时": .kilowattHour, "kw·h": .kilowattHour, "kw.h": .kilowattHour,
        "万千瓦时": .tenThousandKilowattHours, "万度": .tenThousandKilowattHours,
        "兆瓦时": .megawattHour, "吉瓦时": .gigawattHour, "瓦时": .wattHour, "度电": .degree,
        "千瓦": .kilowatt, "兆瓦": .megawatt, "瓦": .watt, "m³": .cubicMetre, "㎥": .cubicMetre,
        "立方米": .cubicMetre, "吨": .tonne, "千克": .kilogram, "公斤": .kilogram, "升": .litre,
        "焦耳": .joule, "兆焦": .megajoule, "吉焦": .gigajoule, "kwhs": .kilowattHour,
        "watts": .watt, "watt": .watt,
    ]
    private static let spelledOut: [(word: String, unit: MeterUnit)] = [
        ("megawatt hour", .megawattHour), ("megawattstunde", .megawattHour),
        ("kilowatt hour", .kilowattHour), ("kilowattstunde", .kilowattHour),
        ("watt hour", .wattHour), ("wattstunde", .wattHour),
    ]
    private static let byWord: [String: MeterUnit] = allCases.reduce(into: [:]) {
        $0[$1.rawValue] = $1
    }
    private static let byLowerCase: [String: MeterUnit] = allCases.reduce(into: spellings) {
        $0[$1.rawValue.lowercased()] = $1
    }

    /// A unit by its word, in any case and the spellings in use: `kWh`, `KWH`, `千瓦时`, `万kWh`, `m³`.
    /// Letters that alone could mean much else (`t`, `L`, `J`, `W`) are read in their own case only.
    public init?(word: String) {
        let word = CellText.cleanedText(word)
        if let exact = Self.byWord[word] {
            self = exact
        } else if let unit = Self.byLowerCase[word.lowercased()],
            unit.rawValue.unicodeScalars.count > 1 || word.unicodeScalars.count > 1
        {
            self = unit
        } else {
            return nil
        }
    }

    /// The unit that a name mentions, such as `kWh` in `Energy (kWh)`, `Wh` in `Active_Energy_Wh`,
    /// `万kWh` in `电量（万kWh）`. The last word that is a unit counts, since units stand behind.
    public static func mentioned(in name: String) -> MeterUnit? {
        let text = CellText.cleanedText(name)
        // In brackets a unit stands alone.
        for (open, close) in [("(", ")"), ("[", "]")] as [(Character, Character)] {
            guard let begin = text.lastIndex(of: open), let end = text.lastIndex(of: close),
                begin < end
            else { continue }
            if let unit = MeterUnit(word: String(text[text.index(after: begin)..<end])) {
                return unit
            }
        }
        // The words of a unit in full are parted by marks.
        let lower = text.lowercased().replacing("-", with: " ")
        if let spelled = spelledOut.first(where: { lower.contains($0.word) }) {
            return spelled.unit
        }
        let words = text.split { !($0.isLetter || $0.isNumber || $0 == "·" || $0 == "³") }
            .map(String.init)
        // A letter alone is a unit only where it names a power: `Pac_W`, not `Hall-J`.
        func namesPower() -> Bool {
            let lower = text.lowercased()
            return ["power", "功率", "pac", "load", "负荷"].contains { lower.contains($0) }
        }
        for word in words.reversed() {
            if word.utf8.count == 1, word != "W" || !namesPower() { continue }
            if let unit = MeterUnit(word: word) { return unit }
        }
        return nil
    }
}
