import Foundation
import MeterFiles
import Provenance
import Reporting

/// Writes the rows that an ingest rejected as CSV: why, and the row as it stood, so that it can be mended
/// and ingested again (拒绝行导出).
///
/// The reasons stand in columns before the row, whose names begin with `rejected_`; reading passes
/// over them. Rows of files with unlike headers go to files of their own.
struct RejectedRows {
    static let reasons = ["file", "line", "column", "code", "reason", "remedy"]
        .map { RowReader.reasonPrefix + $0 }

    /// A file that was read.
    struct Source {
        let path: String
        let layout: Layout?
        let file: FileReadings
    }

    private let sources: [Source]
    private let language: Language
    /// For each file, the findings by the line on which they stand.
    private var byFile: [String: [Int: [Finding]]] = [:]

    init(of sources: [Source], language: Language) {
        self.sources = sources
        self.language = language
    }

    /// Takes note of what was rejected.
    mutating func add(_ collected: FindingCollector) {
        for finding in collected.findings where finding.code.rejectsRow { add(finding) }
        for finding in collected.folded where finding.code.rejectsRow { add(finding) }
    }

    private mutating func add(_ finding: Finding) {
        guard let file = finding.file, let line = finding.line else { return }
        byFile[file, default: [:]][line, default: []].append(finding)
    }

    /// Writes everything to a file, and to files beside it where headers differ or rows are read otherwise:
    /// `rejected.csv`, `rejected-2.csv` and so on; or to a folder, where each file has its own.
    func write(to target: Ingest.RejectedTarget) throws -> [Ingest.WrittenRows] {
        var tables: [(owner: String?, heading: RowReader.Heading?, text: CSVText, rows: Int)] = []
        var seen = Set<String>()
        for source in sources where seen.insert(source.file.file).inserted {
            let name = source.file.file
            guard let lines = byFile[name] else { continue }
            let owner = target.isFolder ? name : nil
            var table = 0
            var meterID: String?
            try RowReader.rows(
                Set(lines.keys), path: source.path, of: source.file,
                heading: { heading in
                    meterID = heading.meterID
                    let own = meterID == nil ? [] : ["meter_id"]
                    let header = heading.columns.map { own + $0 }
                    if let known = tables.firstIndex(where: {
                        $0.owner == owner && $0.heading?.agrees(with: heading) ?? false
                    }) {
                        table = known
                    } else {
                        tables.append(
                            (owner, heading, CSVText(header: Self.reasons + (header ?? [])), 0))
                        table = tables.count - 1
                    }
                },
                row: { line, cells in
                    let reasons = reasons(lines[line] ?? [], name, line)
                    tables[table].text.append(reasons + (meterID.map { [$0] } ?? []) + cells)
                    // What stands there only so that the others can be read was not rejected.
                    if lines[line] != nil { tables[table].rows += 1 }
                })
        }
        if tables.isEmpty, !target.isFolder {
            tables.append((nil, nil, CSVText(header: Self.reasons), 0))
        }
        var written: [Ingest.WrittenRows] = []
        var taken = Set<String>()
        for (number, table) in tables.enumerated() {
            let path =
                table.owner.map { owner in
                    Self.free(owner, in: target.path, besides: taken)
                } ?? (number == 0 ? target.path : Self.numbered(target.path, number + 1))
            do {
                try Files.write(table.text.text, to: path)
            } catch {
                throw RunFailure(
                    "the rejected rows cannot be written to \(path)", zh: "拒绝行无法写入 \(path)")
            }
            taken.insert(path)
            written.append(Ingest.WrittenRows(path: path, rows: table.rows))
        }
        return written
    }

    private func reasons(_ findings: [Finding], _ file: String, _ line: Int) -> [String] {
        func joined(_ text: (Finding) -> String) -> String {
            var texts: [String] = []
            for finding in findings where !texts.contains(text(finding)) {
                texts.append(text(finding))
            }
            return texts.filter { !$0.isEmpty }.joined(separator: "; ")
        }
        return [
            file, line > 0 ? String(line) : "", joined { $0.column ?? "" },
            joined { $0.code.rawValue },
            joined { $0.message(in: language) }, joined { $0.remedy(in: language) },
        ]
    }

    private static func free(
        _ owner: String, in folder: String, besides taken: Set<String>
    ) -> String {
        var number = 1
        func path() -> String {
            folder + "/" + RejectedName.name(for: owner, number: number)
        }
        while taken.contains(path()) { number += 1 }
        return path()
    }

    private static func numbered(_ path: String, _ number: Int) -> String {
        let ending = path.nameEnding.isEmpty ? "" : "." + path.nameEnding
        return path.dropLast(ending.count) + "-\(number)" + ending
    }
}
