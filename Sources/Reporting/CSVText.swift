/// Rows of CSV for people and programs (CSV 输出): RFC 4180 with LF, and no cell that a
/// spreadsheet would run as a formula.
public struct CSVText: Sendable {
    private var bytes: [UInt8] = []
    private var isRowOpen = false

    /// The rows written so far.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Makes a table with a header.
    public init(header: [String]) { append(header) }

    /// Makes a table without one.
    private init() {}

    /// Adds a row.
    public mutating func append(_ cells: [String]) {
        for cell in cells { add(cell) }
        endRow()
    }

    /// Adds a cell to the row at hand.
    mutating func add(_ cell: String) {
        if isRowOpen { bytes.append(UInt8(ascii: ",")) }
        isRowOpen = true
        var cell = cell
        cell.withUTF8 { text in
            if Self.isPlain(text) {
                bytes.append(contentsOf: text)
            } else {
                bytes.append(contentsOf: Self.cell(String(decoding: text, as: UTF8.self)).utf8)
            }
        }
    }

    /// Ends the row at hand.
    mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isRowOpen = false
    }

    /// A row with its line feed.
    public static func row(_ cells: [String]) -> String {
        var table = CSVText()
        table.append(cells)
        return table.text
    }

    /// Tells whether a cell stands as it is: it begins with a letter, a digit or another byte that no spreadsheet
    /// takes for a formula, and holds nothing that asks for quotes.
    private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        if first == 0x3D || first == 0x2B || first == 0x2D || first == 0x40 || first == 0x09 {
            return false
        }
        for byte in text where byte == 0x22 || byte == 0x2C || byte == 0x0A || byte == 0x0D {
            return false
        }
        return true
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
        return needsQuotes(text) ? inQuotes(text) : text
    }

    /// A cell of a table that we read again ourselves: as it was typed, quoted where it must be, and so that no space
    /// at its ends is lost. What a spreadsheet must not run is disarmed where results are written, not here, or it
    /// would stand in the name for good.
    public static func typed(_ text: String) -> String {
        needsQuotes(text) || text.hasPrefix(" ") || text.hasSuffix(" ") ? inQuotes(text) : text
    }

    /// A row of such a table with its line feed.
    public static func typedRow(_ cells: [String]) -> String {
        cells.map(typed).joined(separator: ",") + "\n"
    }

    private static func needsQuotes(_ text: String) -> Bool {
        text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    }

    private static func inQuotes(_ text: String) -> String {
        "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.utf8.dropFirst()
        return !digits.isEmpty && digits.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }
    }
}
