/// Rows of CSV for people and programs (CSV 输出): RFC 4180 with LF, and no cell that a
/// spreadsheet would run as a formula.
public struct CSVText: Sendable {
    /// The rows written so far.
    public private(set) var text = ""

    /// Makes a table with a header.
    public init(header: [String]) { append(header) }

    /// Adds a row.
    public mutating func append(_ cells: [String]) { text += Self.row(cells) }

    /// A row with its line feed.
    public static func row(_ cells: [String]) -> String {
        var row = ""
        for (place, cell) in cells.enumerated() {
            if place > 0 { row += "," }
            row += Self.cell(cell)
        }
        row += "\n"
        return row
    }

    /// A cell, quoted where it must be. A text that begins with `=`, `+`, `-`, `@`, a tab or a CR and
    /// is no number gets a leading apostrophe, so that a spreadsheet shows it and does not run it.
    public static func cell(_ text: String) -> String {
        var text = text
        if text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }) { return text }
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
            !isNumber(text)
        {
            text = "'" + text
        }
        let needsQuotes = text.utf8.contains {
            $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D
        }
        guard needsQuotes else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }
    }
}
