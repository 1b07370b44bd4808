import Provenance
import Reporting

/// Findings on standard error: the heavy ones first, grouped by code, of each the first few places.
enum FindingPrinter {
    private static let shownOfACode = 3

    static func show(_ findings: [Finding], _ options: CommonOptions, notes: Bool = false) {
        guard !options.quiet else { return }
        let heavy = findings.filter { notes || $0.severity > .note }
        let groups = Dictionary(grouping: heavy) { Group(severity: $0.severity, code: $0.code) }
        for (group, members) in groups.sorted(by: { $0.key.precedes($1.key) }) {
            let places = members.sorted(by: Finding.byPlace)
            for finding in places.prefix(shownOfACode) {
                Terminal.note(FindingDocument.line(finding, language: options.language) + "\n")
            }
            let shown = places.prefix(shownOfACode).reduce(0) { $0 + $1.count }
            let more = members.reduce(0) { $0 + $1.count } - shown
            guard more > 0 else { continue }
            Terminal.note(
                "  [\(group.code.rawValue)] "
                    + options.words("\(more) more of these\n", zh: "另有 \(more) 处\n"))
        }
        let notesCount = findings.filter { $0.severity == .note }.reduce(0) { $0 + $1.count }
        if !notes, notesCount > 0 {
            Terminal.note(
                options.words(
                    "\(Counted.text(notesCount, "note")); `carbongrade check` lists \(notesCount == 1 ? "it" : "them")\n",
                    zh: "\(notesCount) 条提示；可用 `carbongrade check` 查看\n"))
        }
    }

    /// Findings of one weight and kind.
    private struct Group: Hashable {
        let severity: Severity
        let code: FindingCode

        func precedes(_ other: Group) -> Bool {
            severity == other.severity
                ? code.rawValue < other.code.rawValue : severity > other.severity
        }
    }
}
