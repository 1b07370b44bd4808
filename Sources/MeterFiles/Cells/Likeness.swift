import Quantities

/// The likeness of names that many files ask for, made when the first one does.
final class LazyLikeness {
    private let known: Set<String>
    private(set) lazy var table = Likeness(known)

    init(_ known: Set<String>) { self.known = known }
}

/// Names of meters that differ only in what exports and spreadsheets change: case, blanks, marks
/// between parts, leading zeros, full-width forms, digits lost to `1.2E+11` (相近的名称).
struct Likeness {
    private var names: [String: String?] = [:]
    private let numbers: [(name: String, value: DecimalText)]

    /// Makes a table of the names that exist.
    init(_ known: some Sequence<String>) {
        var numbers: [(String, DecimalText)] = []
        for name in known {
            let key = Self.key(name)
            // Two meters that are alike leave nothing to say.
            names.updateValue(names[key] == nil ? name : nil, forKey: key)
            if name.count >= 6, name.allSatisfy(\.isASCII), let value = DecimalText(name) {
                numbers.append((name, value))
            }
        }
        self.numbers = numbers
    }

    /// The one meter whose name is nearly this one; nil when none or several are.
    func likely(_ name: String) -> String? {
        guard name.utf8.count <= 256 else { return nil }
        if let twin = names[Self.key(name)] ?? nil, twin != name { return twin }
        guard name.lowercased().contains("e+"), let value = DecimalText(CellText.cleanedText(name))
        else { return nil }
        // `1.2E+11` stands for every number that a spreadsheet would show so.
        let digits = name.prefix { $0 != "e" && $0 != "E" }.count(where: \.isNumber)
        let near = numbers.filter { Self.agree($0.value, value, digits: digits) }
        return near.count == 1 ? near[0].name : nil
    }

    private static func agree(_ exact: DecimalText, _ shown: DecimalText, digits: Int) -> Bool {
        guard exact.scale == 0, shown.scale == 0 else { return false }
        let length = shown.significand.description.count
        guard exact.significand.description.count == length, length > digits else { return false }
        let unit = Rounding.powerOfTen(length - digits)
        return (exact.significand - shown.significand).magnitude * 2 <= unit.magnitude
    }

    private static func key(_ name: String) -> String {
        let text = CellText.cleanedText(name).lowercased().filter {
            !$0.isWhitespace && !"-_./#\\".contains($0)
        }
        let bare = text.drop { $0 == "0" }
        return bare.isEmpty ? text : String(bare)
    }
}
