public import Provenance
import Quantities

/// Findings as JSON, CSV and lines for a terminal (问题清单).
public enum FindingDocument {
    /// The columns of the CSV form.
    public static let columns = [
        "code", "severity", "count", "file", "line", "column", "value", "message", "remedy",
        "meter_id", "site_id", "from", "to",
    ]

    /// One finding as JSON.
    public static func json(_ finding: Finding, language: Language) -> JSONValue {
        .object([
            "code": .string(finding.code.rawValue), "severity": .string(finding.severity.rawValue),
            "count": .integer(finding.count), "file": .text(finding.file),
            "line": finding.line.map { .integer($0) } ?? .null, "column": .text(finding.column),
            "value": .text(finding.value), "message": .string(finding.message(in: language)),
            "remedy": .string(finding.remedy(in: language)), "meter_id": .text(finding.meterID),
            "site_id": .text(finding.siteID),
            "from": .text(finding.interval.map { LocalCalendar.utcText(at: $0.start) }),
            "to": .text(finding.interval.map { LocalCalendar.utcText(at: $0.end) }),
        ])
    }

    /// All findings as CSV.
    public static func csv(_ findings: [Finding], language: Language) -> String {
        var table = CSVText(header: columns)
        for finding in findings {
            table.append([
                finding.code.rawValue, finding.severity.rawValue, String(finding.count),
                finding.file ?? "", finding.line.map(String.init) ?? "", finding.column ?? "",
                finding.value ?? "", finding.message(in: language), finding.remedy(in: language),
                finding.meterID ?? "", finding.siteID ?? "",
                finding.interval.map { LocalCalendar.utcText(at: $0.start) } ?? "",
                finding.interval.map { LocalCalendar.utcText(at: $0.end) } ?? "",
            ])
        }
        return table.text
    }

    /// One finding as a line for people: `file:line: severity [code] message`, then the remedy.
    public static func line(_ finding: Finding, language: Language) -> String {
        let place = [finding.file, finding.line.map(String.init), finding.column]
            .compactMap { $0 }.joined(separator: ":")
        let whom = place.isEmpty ? (finding.meterID ?? finding.siteID ?? "") : place
        let severity = severityName(finding.severity, language)
        let times = finding.count > 1 ? " (x\(finding.count))" : ""
        let value = finding.value.map { " `\(visible($0))`" } ?? ""
        let arrow = language == .english ? "  -> " : "  → "
        return visible(whom) + (whom.isEmpty ? "" : ": ") + severity + " [\(finding.code.rawValue)]"
            + times + " " + visible(finding.message(in: language))
            + (finding.message(in: language).contains(finding.value ?? "\u{0}") ? "" : value)
            + "\n" + arrow + visible(finding.remedy(in: language))
    }

    /// How many findings there are of each severity.
    public static func summary(_ findings: [Finding]) -> JSONValue {
        .object(
            Severity.allCases.reduce(into: [:]) { all, severity in
                all[severity.rawValue] = .integer(
                    findings.filter { $0.severity == severity }.reduce(0) { $0 + $1.count })
            })
    }

    /// The word for a severity.
    public static func severityName(_ severity: Severity, _ language: Language) -> String {
        let words =
            switch severity {
            case .note: BilingualText("note", zh: "提示")
            case .warning: BilingualText("warning", zh: "警告")
            case .disqualifies: BilingualText("disqualifies", zh: "不可出证")
            }
        return words.text(in: language)
    }

    /// Text from a file without the control characters that a terminal would obey.
    public static func visible(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    if scalar == "\t" { return " " }
                    return isObeyed(scalar) ? "\u{FFFD}" : scalar
                }))
    }

    /// The same of a document that has lines: its line feeds and tabs stay.
    public static func visibleLines(_ text: String) -> String {
        // Nearly every document is plain, and some have a gigabyte.
        guard text.utf8.contains(where: mayBeObeyed) else { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    scalar != "\n" && scalar != "\t" && isObeyed(scalar) ? "\u{FFFD}" : scalar
                }))
    }

    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || (0x202A...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
    }

    /// A control character, or the first byte of one that takes two or three.
    private static func mayBeObeyed(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != 0x0A && byte != 0x09 || byte == 0x7F || byte == 0xC2 || byte == 0xE2
    }
}
