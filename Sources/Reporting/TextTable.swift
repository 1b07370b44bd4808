import Quantities

/// Columns of text for a terminal; Chinese characters take two places.
package struct TextTable {
    /// Which side a column keeps to.
    package enum Side { case left, right }

    private let sides: [Side]
    private var rows: [[String]] = []

    /// An empty table.
    package init(_ sides: Side...) { self.sides = sides }

    /// Adds a row.
    package mutating func append(_ cells: String...) { rows.append(cells) }

    /// The rows, each behind an indent, without spaces at their ends.
    package func text(indent: String = "  ") -> String {
        let widths = sides.indices.map { column in
            rows.map { $0.count > column ? Self.width($0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell -> String in
                let space = String(repeating: " ", count: widths[column] - Self.width(cell))
                return sides[column] == .left ? cell + space : space + cell
            }
            var line = indent + cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// How many places a text takes on a terminal.
    package static func width(_ text: String) -> Int {
        text.unicodeScalars.reduce(0) { width, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                0xFE30...0xFE6F,
                0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
                width + 2
            default: width + 1
            }
        }
    }

    /// Digits in groups of three, rounded half to even to at most some places, for the eye.
    package static func grouped(_ decimal: String, places: Int = 3) -> String {
        var decimal = decimal
        if let exact = DecimalText(decimal), exact.scale > places {
            decimal = Rounding.text(
                exact.significand, over: Rounding.powerOfTen(exact.scale), places: places)
        }
        let negative = decimal.hasPrefix("-")
        let parts = decimal.drop { $0 == "-" }.split(
            separator: ".", omittingEmptySubsequences: false)
        let whole = parts.first.map(Array.init) ?? []
        var text = ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        if parts.count == 2 { text += "." + parts[1] }
        return (negative ? "-" : "") + text
    }
}
