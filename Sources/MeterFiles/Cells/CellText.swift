import Metering

/// What spreadsheets and exports wrap around the text of a cell, taken off again (单元格清理).
///
/// Cells are read as they stand; only one that says nothing so is cleaned and read again.
enum CellText {
    /// The text without marks that no eye sees (byte order marks, zero-width and no-break spaces,
    /// zero bytes at the ends), without a spreadsheet's `="..."`, with full-width forms as ASCII.
    static func cleaned(_ bytes: some Collection<UInt8>) -> [UInt8] {
        if isClean(bytes) { return Array(bytes) }
        var scalars: [Unicode.Scalar] = []
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060, 0x200E, 0x200F: continue
            case 0xA0, 0x2007, 0x2009, 0x202F, 0x3000: scalars.append(" ")
            case 0x2212: scalars.append("-")
            case 0x2019, 0x02BC: scalars.append("'")
            case 0xFF01...0xFF5E:
                scalars.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            default: scalars.append(scalar)
            }
        }
        var text = scalars[...]
        func trim() {
            while let first = text.first, isSpace(first) { text.removeFirst() }
            while let last = text.last, isSpace(last) { text.removeLast() }
        }
        trim()
        if text.count >= 3, text.starts(with: ["=", "\""]), text.last == "\"" {
            text = text.dropFirst(2).dropLast()
            trim()
        } else if text.count >= 2, text.first == "'" {
            // An apostrophe in front makes a text of a number in a spreadsheet.
            text = text.dropFirst()
        }
        var string = String.UnicodeScalarView()
        string.append(contentsOf: text)
        return Array(String(string).utf8)
    }

    /// Tells that bytes are printable ASCII without anything to take off at their ends.
    private static func isClean(_ bytes: some Collection<UInt8>) -> Bool {
        var last: UInt8 = 0x21
        for byte in bytes {
            guard byte >= 0x20, byte < 0x7F else { return false }
            last = byte
        }
        guard let first = bytes.first else { return true }
        return first != 0x20 && last != 0x20 && first != UInt8(ascii: "=")
            && first != UInt8(ascii: "'")
    }

    /// The cleaned text as a string.
    static func cleanedText(_ text: String) -> String {
        if isClean(text.utf8) { return text }
        return String(decoding: cleaned(text.utf8), as: UTF8.self)
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\n" || scalar == "\r" || scalar.value == 0
    }

    /// A number and the unit behind it; nil where a cell is anything else.
    static func numberAndUnit(_ cell: [UInt8]) -> (number: [UInt8], unit: MeterUnit)? {
        guard (2...40).contains(cell.count), let first = cell.first,
            NumberParts.isDigit(first) || first == UInt8(ascii: "-") || first == UInt8(ascii: "+"),
            let last = cell.lastIndex(where: NumberParts.isDigit), last + 1 < cell.count
        else { return nil }
        // `m3` ends with a digit of its own, and is not met in such cells.
        guard let unit = MeterUnit(word: String(decoding: cell[(last + 1)...], as: UTF8.self))
        else {
            return nil
        }
        return (Array(cell[...last]), unit)
    }
}
