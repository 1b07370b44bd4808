import Provenance
import Quantities
import Reporting

/// Work that takes longer than an answer may (作业).
struct Job: Sendable {
    /// What kinds there are.
    enum Kind: String, Sendable, CaseIterable {
        /// Uploads into the ledger (入账).
        case book
        /// A batch taken back (撤回).
        case undo
        /// The ledger derived anew from changed tables (更新).
        case refresh
        /// The report of a period (报告).
        case report
        /// The report over what units handed in (汇总).
        case rollUp = "roll-up"
        /// A copy of everything (备份).
        case backup
    }

    /// How far it is.
    enum State: String, Sendable, CaseIterable {
        case queued, running, done, failed
    }

    let number: Int64
    let kind: Kind
    let state: State
    let userID: Int64
    let userName: String
    let input: JSONValue
    let outcome: JSONValue?
    let problem: JSONValue?
    let attempts: Int
    let createdAt: Int64
    let startedAt: Int64?
    let endedAt: Int64?

    /// Tells whether nothing more will happen to it.
    var isOver: Bool { state == .done || state == .failed }

    /// Whether it is to do everything but write.
    var isTrial: Bool { input["dry_run"] == .bool(true) }

    /// Whether figures may be others when it is done.
    var writesLedger: Bool {
        switch kind {
        case .book: !isTrial
        case .undo, .refresh: true
        case .report, .rollUp, .backup: false
        }
    }

    /// A problem as it is kept: in each language beside both together.
    static func problem(_ problem: Problem, job: Int64) -> JSONValue {
        let request = "job-\(job)"
        return problem.json(.both, request: request).with(
            "in",
            .object([
                Language.english.rawValue: problem.json(.english, request: request),
                Language.chinese.rawValue: problem.json(.chinese, request: request),
            ]))
    }

    /// What went wrong, in one language; in both where an earlier version kept it so.
    func problem(in language: Language) -> JSONValue? {
        guard let problem else { return nil }
        return problem["in"]?[language.rawValue] ?? problem.without("in")
    }

    /// What went wrong in one line, in each language: the sentence and the first findings; nil when nothing did.
    var words: BilingualText? {
        func line(_ language: Language) -> String? {
            guard let problem = problem(in: language), let detail = problem["detail"]?.string else {
                return nil
            }
            let findings = (problem["findings"]?.elements ?? []).prefix(3)
                .compactMap { $0["message"]?.string }
            return ([detail] + findings).joined(separator: " · ")
        }
        guard let english = line(.english) else { return nil }
        return BilingualText(english, zh: line(.chinese) ?? english)
    }

    /// The job as JSON; a list leaves out what it gave.
    func json(progress: JobProgress?, isWhole: Bool, language: Language) -> JSONValue {
        var members: [String: JSONValue] = [
            "job": .integer(number), "kind": .string(kind.rawValue),
            "state": .string(state.rawValue),
            "user": .string(userName), "input": input, "attempts": .integer(attempts),
            "progress": isOver ? .null : progress?.json ?? .null,
            "created_at": .string(LocalCalendar.utcText(at: createdAt)),
            "started_at": .text(startedAt.map { LocalCalendar.utcText(at: $0) }),
            "ended_at": .text(endedAt.map { LocalCalendar.utcText(at: $0) }),
            "problem": problem(in: language) ?? .null,
        ]
        if isWhole { members["outcome"] = outcome ?? .null }
        return .object(members)
    }
}

/// How far a running job is (进度).
enum JobProgress: Hashable, Sendable {
    case reading(file: String, number: Int, of: Int, bytes: Int64, ofBytes: Int64, rows: Int64)
    case deriving(number: Int, of: Int)
    case writing
    case waiting

    var json: JSONValue {
        switch self {
        case .reading(let file, let number, let count, let bytes, let allBytes, let rows):
            .object([
                "stage": .string("reading"), "file": .string(file), "number": .integer(number),
                "of": .integer(count), "bytes": .integer(bytes), "of_bytes": .integer(allBytes),
                "rows": .integer(rows),
            ])
        case .deriving(let number, let count):
            .object([
                "stage": .string("deriving"), "number": .integer(number), "of": .integer(count),
            ])
        case .writing: .object(["stage": .string("writing")])
        case .waiting: .object(["stage": .string("waiting")])
        }
    }
}
