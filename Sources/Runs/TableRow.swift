import MeterFiles
import Provenance
import Quantities

/// One row of a portfolio table, read cell by cell; what is wrong becomes a finding with its place.
struct TableRow {
    let table: Table
    let row: Table.Row
    private(set) var findings: [Finding] = []

    init(_ row: Table.Row, of table: Table) {
        self.row = row
        self.table = table
    }

    func text(_ column: String) -> String? { row[column] }

    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ column: String, of type: Word.Type, allowed: [Word] = Array(Word.allCases)
    ) -> Word? where Word.RawValue == String {
        guard let text = row[column] else { return nil }
        if let word = Word(rawValue: text), allowed.contains(where: { $0.rawValue == text }) {
            return word
        }
        add(.unknownValue, column, ["expected": allowed.map(\.rawValue).joined(separator: ", ")])
        return nil
    }

    /// A decimal; a positive one is a factor or a limit, of at most 15 digits and 9 places.
    mutating func decimal(
        _ column: String, positive: Bool = true, digits: Int = 15
    ) -> DecimalText? {
        guard let text = row[column] else { return nil }
        if let value = DecimalText(text), text.utf8.count <= 34,
            !positive
                || (value.significand > 0 && value.significand < Rounding.powerOfTen(digits)
                    && value.scale <= 9)
        {
            return value
        }
        add(
            .valueMalformed, column,
            ["example": "1.25"],
            [
                "expected": positive
                    ? BilingualText("a positive decimal", zh: "正的小数")
                    : BilingualText("a decimal", zh: "小数")
            ])
        return nil
    }

    mutating func integer(_ column: String) -> Int? {
        guard let text = row[column] else { return nil }
        if let value = Int(text), (0...100_000_000).contains(value) { return value }
        add(
            .valueMalformed, column, ["example": "120"],
            ["expected": BilingualText("a whole number", zh: "整数")])
        return nil
    }

    mutating func date(_ column: String) -> CivilDate? {
        guard let text = row[column] else { return nil }
        if let date = CivilDate(iso: text) { return date }
        add(
            .valueMalformed, column, ["example": "2026-01-31"],
            ["expected": BilingualText("an ISO 8601 date", zh: "ISO 8601 日期")])
        return nil
    }

    /// A date at local midnight, or a time with or without offset, as an instant.
    mutating func instant(_ column: String, in calendar: LocalCalendar) -> Int64? {
        guard let text = row[column] else { return nil }
        if let date = CivilDate(iso: text) { return calendar.start(of: date) }
        if let stamp = Timestamp(text: text) {
            if !stamp.isLocal { return stamp.seconds }
            switch calendar.instants(ofLocal: stamp.seconds) {
            case .once(let instant), .twice(let instant, _): return instant
            case .never: break
            }
        }
        add(
            .valueMalformed, column,
            ["example": "2026-01-31T08:00:00+08:00"],
            ["expected": BilingualText("an ISO 8601 date or time", zh: "ISO 8601 日期或时间")])
        return nil
    }

    /// An ISO 8601 duration of days, hours, minutes, seconds, in seconds.
    mutating func duration(_ column: String) -> Int64? {
        guard let text = row[column] else { return nil }
        if let seconds = Self.seconds(ofDuration: text) { return seconds }
        add(
            .valueMalformed, column, ["example": "PT15M"],
            ["expected": BilingualText("an ISO 8601 duration", zh: "ISO 8601 时长")])
        return nil
    }

    static func seconds(ofDuration text: String) -> Int64? {
        guard text.hasPrefix("P"), text.count > 2 else { return nil }
        var seconds: Int64 = 0
        var number = ""
        var inTime = false
        for character in text.dropFirst() {
            switch character {
            case "0"..."9": number.append(character)
            case "T": inTime = true
            default:
                let scales: [Character: Int64] =
                    inTime ? ["H": 3_600, "M": 60, "S": 1] : ["D": 86_400, "W": 604_800]
                guard let scale = scales[character], number.count <= 6, let value = Int64(number)
                else { return nil }
                seconds += value * scale
                number = ""
            }
        }
        return number.isEmpty && seconds > 0 && seconds <= 366 * 86_400 ? seconds : nil
    }

    /// Adds a finding of another file that the row names.
    mutating func append(_ finding: Finding) { findings.append(finding) }

    mutating func add(
        _ code: FindingCode, _ column: String, _ arguments: [String: String] = [:],
        _ phrases: [String: BilingualText] = [:]
    ) {
        findings.append(
            Finding(
                code, file: table.file, line: row.line, column: column, value: row[column],
                arguments: arguments, phrases: phrases))
    }
}
