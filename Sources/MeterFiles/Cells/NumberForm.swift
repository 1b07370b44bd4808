import Quantities

/// How the numbers of a column are written (数字写法).
public enum NumberForm: String, Hashable, Sendable, CaseIterable {
    /// `1234.5`: what `DecimalText` reads.
    case plain
    /// `1,234.5`, `1 234.5`, `1'234.5`: a decimal point and marks of thousands.
    case point
    /// `1234,5`, `1.234,5`, `1 234,5`: a decimal comma; points are marks of thousands.
    case comma

    /// Reads a cell whose text was cleaned; nil when it is not of this form.
    func number(_ text: [UInt8]) -> DecimalText? {
        guard self != .plain else { return text.withUnsafeBufferPointer(DecimalText.init(utf8:)) }
        guard let parts = NumberParts(text) else { return nil }
        let mark = self == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".")
        var whole = parts.digitsAndMarks[...]
        var fraction: ArraySlice<UInt8> = []
        if let at = whole.lastIndex(of: mark) {
            fraction = whole[(at + 1)...]
            whole = whole[..<at]
            guard !whole.contains(mark), fraction.allSatisfy(NumberParts.isDigit) else {
                return nil
            }
        }
        guard NumberParts.isGrouped(whole) else { return nil }
        let plain =
            parts.sign + whole.filter(NumberParts.isDigit) + [UInt8(ascii: ".")] + fraction
            + parts.exponent
        return plain.withUnsafeBufferPointer(DecimalText.init(utf8:))
    }
}

/// A number's sign, its digits with marks between them, its exponent.
struct NumberParts {
    let sign: [UInt8]
    let digitsAndMarks: [UInt8]
    let exponent: [UInt8]

    /// Nil when the text is not made of digits and marks.
    init?(_ text: [UInt8]) {
        var rest = text[...]
        if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            sign = [first]
            rest = rest.dropFirst()
        } else {
            sign = []
        }
        if let at = rest.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
            exponent = Array(rest[at...])
            rest = rest[..<at]
        } else {
            exponent = []
        }
        guard rest.contains(where: Self.isDigit),
            rest.allSatisfy({ Self.isDigit($0) || Self.isMark($0) })
        else { return nil }
        digitsAndMarks = Array(rest)
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ")
            || byte == UInt8(ascii: "'")
    }

    /// Tells whether digits are grouped by one kind of mark as thousands are: one to three digits,
    /// then threes; the groups between may be of two digits, as in India.
    static func isGrouped(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let mark = bytes.first(where: isMark) else { return true }
        let groups = bytes.split(separator: mark, omittingEmptySubsequences: false)
        guard let first = groups.first, let last = groups.last, (1...3).contains(first.count),
            last.count == 3, groups.allSatisfy({ $0.allSatisfy(isDigit) })
        else { return false }
        let between = groups.dropFirst().dropLast()
        return between.allSatisfy { $0.count == 3 }
            || (mark == UInt8(ascii: ",") && between.allSatisfy { $0.count == 2 })
    }
}
