import Metering
public import Quantities

/// A multiple of a unit that a file names, or a ratio above its header (文件所写倍数): `kWh x10`, `kWh*100`, `10 kWh`,
/// `倍率,40`. Nothing is multiplied by it: most systems have done so, and `multiplier` in meters.csv says it.
public struct MentionedMultiple: Hashable, Sendable {
    /// By how much.
    public let value: DecimalText
    /// What says so.
    public let text: String
    /// The name of the column; nil where a row above the header says it.
    public let column: String?
    /// Where it stands.
    public let line: Int?
}

extension MentionedMultiple {
    private enum Part: Hashable {
        case number(String)
        case unit
        case times
        case power
        case other(String)
    }

    /// A longer name is not looked at [bytes].
    private static let longest = 200

    /// The multiple that a name or a cell of units says; nil where it says none.
    static func of(_ name: String) -> DecimalText? {
        // A header may have thousands of names with a number and no unit.
        guard name.utf8.count <= longest, name.utf8.contains(where: isDigitOrHigh),
            name.utf8.contains(where: { $0 | 0x20 == 0x77 || $0 | 0x20 == 0x6A || $0 >= 0x80 })
        else { return nil }
        let text = CellText.cleanedText(name)
        var scopes = [text]
        for (open, close) in [("(", ")"), ("[", "]")] as [(Character, Character)] {
            if let begin = text.lastIndex(of: open), let end = text.lastIndex(of: close),
                begin < end
            {
                scopes.append(String(text[text.index(after: begin)..<end]))
            }
        }
        let found = scopes.lazy.compactMap { multiple(in: parts(of: $0)) }.first
        return found == DecimalText.one ? nil : found
    }

    private static func isDigitOrHigh(_ byte: UInt8) -> Bool {
        NumberParts.isDigit(byte) || byte >= 0x80
    }

    private static func multiple(in parts: [Part]) -> DecimalText? {
        for index in parts.indices where parts[index] == .unit {
            // `kWh x10`
            if index + 2 < parts.count, parts[index + 1] == .times,
                case .number(let text) = parts[index + 2]
            {
                return number(text)
            }
            guard index > 0, case .number(let text) = parts[index - 1] else { continue }
            // `x10 kWh`, and what is nothing but `10 kWh`; `Meter 10 kWh` is the name of a meter.
            if index > 1, parts[index - 2] == .times { return number(text) }
            if parts.count == 2 { return number(text) }
            // `10^3 kWh`
            if index == 3, parts.count == 4, parts[1] == .power, parts[0] == .number("10"),
                let power = Int(text), (1...9).contains(power)
            {
                return DecimalText(significand: Rounding.powerOfTen(power), scale: 0)
            }
        }
        return nil
    }

    /// `000` stands for thousands.
    private static func number(_ text: String) -> DecimalText? {
        if text == "000" { return DecimalText(significand: 1_000, scale: 0) }
        guard let value = DecimalText(text.replacing(",", with: "")), value.significand > 0 else {
            return nil
        }
        return value
    }

    private static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        var run = ""
        var isNumber = false
        func close() {
            guard !run.isEmpty else { return }
            defer { run = "" }
            if isNumber { return parts.append(.number(run)) }
            if MeterUnit(word: run) != nil { return parts.append(.unit) }
            let lower = run.lowercased()
            if lower == "x" { return parts.append(.times) }
            if lower.hasSuffix("x"), MeterUnit(word: String(run.dropLast())) != nil {
                return parts += [.unit, .times]
            }
            parts.append(.other(lower))
        }
        for letter in text {
            let isDigit = letter.isASCII && letter.isNumber
            if isDigit || (isNumber && !run.isEmpty && (letter == "." || letter == ",")) {
                if !isNumber { close() }
                isNumber = true
                run.append(letter)
            } else if letter.isLetter || letter == "·" {
                if isNumber { close() }
                isNumber = false
                run.append(letter)
            } else {
                close()
                switch letter {
                case "×", "*", "✕", "╳": parts.append(.times)
                case "^": parts.append(.power)
                case " ", "_", "'", "’": break
                default: parts.append(.other(String(letter)))
                }
            }
        }
        close()
        return parts
    }
}

extension FileShape {
    /// The multiples that the names of columns, or the row of units below them, say.
    func mentionedMultiples() -> [Int: MentionedMultiple] {
        columns.indices.reduce(into: [:]) { found, column in
            let texts = [units.indices.contains(column) ? units[column] : "", columns[column]]
            for text in texts where found[column] == nil {
                guard let value = MentionedMultiple.of(text) else { continue }
                found[column] = MentionedMultiple(
                    value: value, text: text, column: columns[column], line: headerLine)
            }
        }
    }

    /// The ratio that a row above the first reading names, `倍率：40` or `CT ratio,200/5`.
    func multipleAbove() -> MentionedMultiple? {
        for row in sample[..<firstData] where row.line != headerLine {
            for (index, cell) in row.cells.enumerated() {
                let parts = cell.replacing("：", with: ":").split(
                    separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let label = String(parts.first ?? "").trimmingSpaces
                guard HeaderWords.multiplier.contains(HeaderWords.key(label)) else { continue }
                let own = parts.count == 2 ? String(parts[1]).trimmingSpaces : ""
                let next = row.cells[(index + 1)...].first { !$0.isEmpty } ?? ""
                guard let value = Self.ratio(own.isEmpty ? next : own), value != .one else {
                    continue
                }
                return MentionedMultiple(
                    value: value, text: label + " " + (own.isEmpty ? next : own), column: nil,
                    line: row.line)
            }
        }
        return nil
    }

    /// `40`, or `200/5`.
    private static func ratio(_ text: String) -> DecimalText? {
        if let value = DecimalText(text) { return value.significand > 0 ? value : nil }
        let parts = text.split(separator: "/").compactMap { Int($0.trimmingPrefix(" ")) }
        guard parts.count == 2, parts[0] > 0, parts[1] > 0, parts[0] % parts[1] == 0 else {
            return nil
        }
        return DecimalText(String(parts[0] / parts[1]))
    }
}
