import Provenance
import Reporting

/// Findings on standard error: the heavy ones first, of each code the first few places.
enum FindingPrinter {
    private static let shownOfACode = 3

    static func show(_ findings: [Finding], _ options: CommonOptions, notes: Bool = false) {
        guard !options.quiet else { return }
        var shown: [FindingCode: Int] = [:]
        var hidden: [FindingCode: Int] = [:]
        let sorted = findings.sorted {
            $0.severity == $1.severity ? Finding.byPlace($0, $1) : $0.severity > $1.severity
        }
        for finding in sorted where notes || finding.severity > .note {
            if shown[finding.code, default: 0] < shownOfACode {
                Terminal.note(FindingDocument.line(finding, language: options.language) + "\n")
                shown[finding.code, default: 0] += 1
            } else {
                hidden[finding.code, default: 0] += finding.count
            }
        }
        for (code, count) in hidden.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            Terminal.note(
                "  [\(code.rawValue)] "
                    + options.words("\(count) more of these\n", zh: "另有 \(count) 处\n"))
        }
        let notesCount = findings.filter { $0.severity == .note }.reduce(0) { $0 + $1.count }
        if !notes, notesCount > 0 {
            Terminal.note(
                options.words(
                    "\(notesCount) notes; `carbongrade check` lists them\n",
                    zh: "\(notesCount) 条提示；可用 `carbongrade check` 查看\n"))
        }
    }
}
