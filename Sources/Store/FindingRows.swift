import GRDB
import Provenance
import Quantities

/// Findings in and out of their table.
enum FindingRows {
    /// Parts of an argument list are kept apart by control characters that no cell holds.
    private static let pairMark: Character = "\u{1E}"
    private static let nameMark: Character = "\u{1F}"

    static func insert(
        _ findings: [Finding], source: Int?, meterKey: Int64?, into database: Database
    ) throws {
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO findings(source, meter_key, code, severity, file, line, column_name, value,
                    arguments, meter_id, site_id, from_time, to_time, count)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for finding in findings {
            let facts = finding.arguments.sorted { $0.key < $1.key }.map { [$0.key, $0.value] }
            let phrases = finding.phrases.sorted { $0.key < $1.key }
                .map { [$0.key, $0.value.english, $0.value.chinese] }
            let arguments = (facts + phrases).map { $0.joined(separator: String(nameMark)) }
                .joined(separator: String(pairMark))
            try statement.execute(arguments: [
                source, meterKey, finding.code.rawValue, finding.severity.rawValue, finding.file,
                finding.line, finding.column, finding.value, arguments, finding.meterID,
                finding.siteID, finding.interval?.start, finding.interval?.end, finding.count,
            ])
        }
    }

    static func all(in database: Database) throws -> [Finding] {
        try Row.fetchAll(database, sql: "SELECT * FROM findings ORDER BY id").compactMap(finding)
    }

    private static func finding(_ row: Row) -> Finding? {
        guard let code = FindingCode(rawValue: row["code"]) else { return nil }
        var arguments: [String: String] = [:]
        var phrases: [String: BilingualText] = [:]
        let packed: String = row["arguments"]
        for pair in packed.split(separator: pairMark) {
            let parts = pair.split(separator: nameMark, omittingEmptySubsequences: false)
                .map(String.init)
            if parts.count == 2 { arguments[parts[0]] = parts[1] }
            if parts.count == 3 { phrases[parts[0]] = BilingualText(parts[1], zh: parts[2]) }
        }
        var finding = Finding(
            code, severity: Severity(rawValue: row["severity"]), file: row["file"],
            line: row["line"], column: row["column_name"], value: row["value"],
            arguments: arguments, phrases: phrases, meterID: row["meter_id"], siteID: row["site_id"]
        )
        if let from: Int64 = row["from_time"], let to: Int64 = row["to_time"], from <= to {
            finding.interval = Interval(start: from, end: to)
        }
        finding.count = row["count"]
        return finding
    }
}
