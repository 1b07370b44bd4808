import HTTPTypes
import Hummingbird
import NIOCore
import Quantities
import Reporting

/// The audit log (审计日志): filtered, exported, checked.
enum AuditRoutes {
    static let all: [Route] = [lines, export, check]

    private static let lines = Route(
        method: .get, path: "/api/v1/audit", access: .needsEverywhere(.audit),
        summary: "Lines of the audit log, the newest first.",
        parameters: [
            Route.Parameter(name: "actor", form: .text(most: 64), summary: "By this user name."),
            Route.Parameter(
                name: "action", form: .text(most: 64), summary: "This action, such as sign-in."),
            Route.Parameter(name: "from", form: .date, summary: "From this day on, UTC."),
            Route.Parameter(name: "to", form: .date, summary: "Before this day, UTC."),
            Route.Parameter(
                name: "before", form: .integer(1...Int.max),
                summary: "Before the line of this number."),
            Route.Parameter(
                name: "limit", form: .integer(1...1_000),
                summary: "How many at most; 100 by default."),
        ],
        answers: [
            Route.Answer(
                status: 200, summary: "A page of lines; `next_before` asks for the next.",
                schema: .document(["lines", "next_before"]))
        ]
    ) { call in
        func day(_ name: String) throws -> Int64? {
            guard let text = call.values[name] else { return nil }
            guard let date = CivilDate(iso: text) else {
                throw Problem.malformed(
                    "`\(name)` is a day such as 2026-01-31", zh: "`\(name)` 应为日期，例如 2026-01-31")
            }
            return LocalCalendar.utc.start(of: date)
        }
        let filter = AuditLog.Filter(
            actor: call.values["actor"], action: call.values["action"], from: try day("from"),
            to: try day("to"), before: call.values["before"].flatMap { Int64($0) })
        let limit = call.values["limit"].flatMap { Int($0) } ?? 100
        let lines = try await call.platform.audit.lines(filter, limit: limit)
        let next = lines.count == limit ? lines.last.map { JSONValue.integer($0.number) } : nil
        return Document.of(
            "carbongrade-audit/1",
            ["lines": .array(lines.map(\.json)), "next_before": next ?? .null]
        ).response(to: call)
    }

    private static let export = Route(
        method: .get, path: "/api/v1/audit/export", access: .needsEverywhere(.audit),
        summary: "The whole log, the oldest line first, one JSON object a line.",
        answers: [Route.Answer(status: 200, summary: "The log.", type: "application/jsonl")],
        action: "export-audit"
    ) { call in
        let audit = call.platform.audit
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/jsonl", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"audit.jsonl\"",
            ],
            body: ResponseBody { writer in
                var last: Int64 = 0
                while true {
                    let lines = try await audit.lines(after: last, limit: 500)
                    guard let end = lines.last else { break }
                    var text = ""
                    for line in lines { text += line.json.line + "\n" }
                    try await writer.write(ByteBuffer(string: text))
                    last = end.number
                }
                try await writer.finish(nil)
            })
    }

    private static let check = Route(
        method: .get, path: "/api/v1/audit/check", access: .needsEverywhere(.audit),
        summary: "Walks the chain of digests from the first line to the last.",
        answers: [
            Route.Answer(
                status: 200, summary: "Whether the chain holds, and its head.",
                schema: .document(["intact", "lines", "head", "broken_at"]))
        ]
    ) { call in
        let check = try await call.platform.audit.check()
        return Document.of(
            "carbongrade-audit-check/1",
            [
                "intact": .bool(check.brokenAt == nil), "lines": .integer(check.lines),
                "head": .string(check.head),
                "broken_at": check.brokenAt.map { .integer($0) } ?? .null,
            ]
        ).response(to: call)
    }
}

extension JSONValue {
    /// The document on one line; line feeds inside strings are escaped, so every one of the text is layout.
    var line: String {
        text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    }
}
