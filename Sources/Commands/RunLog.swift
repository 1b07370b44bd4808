import ArgumentParser
import Provenance
import Quantities
import Reporting
import Runs

/// Forms of the log on standard error.
enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

/// What an unattended run tells (运行日志): one JSON object a line on standard error, without a clock, so that the
/// same inputs give the same lines; the journal or cron adds the time.
struct RunLog {
    let isOn: Bool
    let language: Language

    init(_ format: LogFormat, _ options: CommonOptions) {
        isOn = format == .json
        language = options.language
    }

    /// Tells of something that happened.
    func event(_ name: String, level: String = "info", _ facts: [String: JSONValue] = [:]) {
        guard isOn else { return }
        let members = facts.merging(["event": .string(name), "level": .string(level)]) { $1 }
        Terminal.note(JSONValue.object(members).line + "\n")
    }

    /// Tells of findings, each kind once, with the place of the first of its weight.
    func findings(_ findings: [Finding]) {
        guard isOn else { return }
        for kind in ReportQuality.kinds(of: findings) {
            let first = findings.first {
                $0.code.rawValue == kind.code && $0.severity == kind.severity
            }
            let level =
                switch kind.severity {
                case .note: "info"
                case .warning: "warning"
                case .disqualifies: "error"
                }
            event(
                "finding", level: level,
                [
                    "code": .string(kind.code), "severity": .string(kind.severity.rawValue),
                    "count": .integer(kind.count),
                    "message": .string(ReportText.plain(kind.example.text(in: language))),
                    "remedy": .string(ReportText.plain(kind.remedy.text(in: language))),
                    "file": .text(first?.file.map(ReportText.plain)),
                    "line": first?.line.map { .integer($0) } ?? .null,
                    "column": .text(first?.column.map(ReportText.plain)),
                ])
        }
    }

    /// Runs a body and tells how it ended; a failure is told here and nowhere else.
    func around(_ body: () throws -> Void) throws {
        guard isOn else { return try body() }
        do {
            try body()
            event("finished", ["exit_code": .integer(0)])
        } catch let code as ExitCode {
            event(
                "finished", level: code.rawValue == 0 ? "info" : "warning",
                ["exit_code": .integer(code.rawValue)])
            throw code
        } catch {
            let refused = (error as? Refusal)?.findings
            let status: Int32 = refused != nil ? 3 : error is ValidationError ? 2 : 5
            findings(refused ?? [])
            event(
                "failed", level: "error",
                [
                    "exit_code": .integer(status),
                    "message": .string(
                        refused == nil
                            ? ReportText.plain(Failure.sentence(error, in: language))
                            : BilingualText(
                                "input refused, nothing changed", zh: "输入被拒绝，未作任何更改"
                            ).text(in: language)),
                ])
            throw ExitCode(status)
        }
    }
}
