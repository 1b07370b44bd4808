import Credentials
import Foundation
import HTTPTypes
import Hummingbird
import Provenance
import Quantities
import Reporting
import Runs

/// What units hand in, and the report over it (报送与汇总接口).
enum SubmissionRoutes {
    static let all: [Route] = [list, receive, show, remove, keys, writeKeys, rollUp]

    private static let inPath = Route.Parameter(
        name: "submission", form: .text(most: 64), summary: "The SHA-256 of its bytes.",
        isInPath: true)
    private static let unknown = Problem(
        .notFound, "unknown-submission", "there is no such submission", zh: "没有该报送")

    private static let list = Route(
        method: .get, path: "/api/v1/submissions", access: .needsEverywhere(.report),
        summary: "What units handed in, the newest period first.", parameters: ListPage.parameters,
        answers: [
            Route.Answer(
                status: 200, summary: "A page of submissions.",
                schema: .document(["submissions", "next_cursor"]))
        ]
    ) { call in
        let submissions = call.platform.submissions
        let lines = try await submissions.all()
        let trusted = try await trusted(lines, call)
        let (page, next) = try ListPage.cut(lines, call, key: \.digest)
        return Document.of(
            "carbongrade-submissions/1",
            [
                "submissions": .array(page.map { $0.json(isTrusted: trusted.contains($0.issuer)) }),
                "next_cursor": next,
            ]
        ).response(to: call)
    }

    /// Those of the keys that are trusted today.
    static func trusted(_ lines: [Submissions.Line], _ call: Call) async throws -> Set<String> {
        let (trust, today) = (
            try await call.platform.submissions.trust(), call.platform.clock.today
        )
        return Set(lines.map(\.issuer)).filter { name in
            PublicKey(identifier: name).map { trust.knows($0, on: today) } ?? false
        }
    }

    private static let receive = Route(
        method: .post, path: "/api/v1/submissions", access: .needsEverywhere(.report),
        summary:
            "Takes a unit's submission.json, signed by a key that is trusted. What the same unit handed in "
            + "before for the period gives way.",
        body: .bytes(limit: Submissions.largest),
        answers: [
            Route.Answer(
                status: 201, summary: "It is kept.", schema: .document(["submission", "replaces"])),
            Route.Answer(
                status: 422, summary: "It cannot be trusted, with the reason.",
                type: "application/problem+json"),
        ], limit: .write, action: "take-submission", keepsAnswer: true
    ) { call in
        let submissions = call.platform.submissions
        let trust = try await submissions.trust()
        let bytes = call.body.withoutBlankEnd
        let part = try await call.platform.verifying.run {
            try SubmissionFiles.verify(bytes, named: "submission.json", trusting: trust)
        }
        let older = try await submissions.keep(part, bytes, by: try call.identity)
        let digest = part.digest.hexadecimal
        call.context.target.note(
            digest,
            detail: part.submission.organisation.english + " " + part.submission.period.label)
        var response = Document.of(
            "carbongrade-submission-received/1",
            [
                "submission": .string(digest), "unit": .words(part.submission.organisation),
                "period": .string(part.submission.period.label),
                "sites": .integer(part.submission.sites.count),
                "replaces": .array(older.map(JSONValue.string)),
            ]
        ).response(to: call, status: .created)
        response.headers[.location] = "/api/v1/submissions/" + digest
        return response
    }

    private static let show = Route(
        method: .get, path: "/api/v1/submissions/{submission}", access: .needsEverywhere(.report),
        summary: "The submission itself, in the bytes that were signed.", parameters: [inPath],
        answers: [
            Route.Answer(status: 200, summary: "The submission.", schema: .any),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let digest = try call.text("submission")
        guard let bytes = try await call.platform.submissions.bytes(of: digest) else {
            throw unknown
        }
        var response = Document(bytes, type: "application/json").response(to: call)
        response.headers[.contentDisposition] = FileAnswer.disposition(digest + ".json")
        return response
    }

    private static let remove = Route(
        method: .delete, path: "/api/v1/submissions/{submission}",
        access: .needsEverywhere(.report), summary: "Drops a submission.", parameters: [inPath],
        answers: [
            Route.Answer(status: 204, summary: "Dropped.", type: nil), PortfolioRoutes.notFound,
        ], limit: .write, action: "drop-submission"
    ) { call in
        guard try await call.platform.submissions.remove(try call.text("submission")) else {
            throw unknown
        }
        return .nothing
    }

    // MARK: - Keys of units

    private static let keys = Route(
        method: .get, path: "/api/v1/unit-keys", access: .needsEverywhere(.report),
        summary: "The keys of units that are trusted, as `units.csv` or as `keygen` writes them.",
        answers: [Route.Answer(status: 200, summary: "The keys.", type: "text/plain")]
    ) { call in
        Document(try await call.platform.submissions.keysText(), type: "text/plain; charset=utf-8")
            .response(to: call)
    }

    private static let writeKeys = Route(
        method: .put, path: "/api/v1/unit-keys", access: .needsEverywhere(.administer),
        summary:
            "Puts keys of units in the place of those that stand: a `units.csv`, or public keys a line each.",
        body: .bytes(limit: Submissions.largestKeys),
        answers: [
            Route.Answer(status: 204, summary: "Kept.", type: nil),
            Route.Answer(
                status: 422, summary: "A line is no public key.", type: "application/problem+json"),
        ], limit: .write, action: "write-unit-keys"
    ) { call in
        guard let text = String(validating: call.body, as: UTF8.self) else {
            throw Problem.malformed("the keys are no UTF-8 text", zh: "密钥文件不是 UTF-8 文本")
        }
        try await call.platform.submissions.write(keys: text)
        call.context.target.note("keys of units", detail: Document(call.body, type: "").tag)
        return .nothing
    }

    // MARK: - The report over them

    private static let rollUp = Route(
        method: .post, path: "/api/v1/submissions/roll-up", access: .needsEverywhere(.report),
        summary:
            "Rolls up what was handed in for a period into one report; as `carbongrade report --from`.",
        body: .json(limit: 4 << 10),
        bodySchema: .object(["period": .text(most: 40), "public": .flag], needs: ["period"]),
        answers: [JobRoutes.accepted, PortfolioRoutes.notFound], limit: .write,
        action: "ask-roll-up", keepsAnswer: true
    ) { call in
        let fields = try call.json()
        try fields.only("period", "public")
        let text = try fields.needed("period", most: 40)
            .replacingOccurrences(of: "--", with: "/")
        guard let period = Period(text) else {
            throw Fields.fault("period", "is 2026, 2026Q3 or 2026-09", "应为 2026、2026Q3 或 2026-09")
        }
        let (start, stop) = ("\(period.start)", "\(period.end)")
        guard
            try await call.platform.submissions.all().contains(where: {
                $0.start == start && $0.stop == stop
            })
        else {
            throw Problem(
                .notFound, "no-submission", "nothing was handed in for that period", zh: "该统计期没有报送")
        }
        let job = try await call.platform.jobs.add(
            .rollUp,
            .object([
                "period": .string(text), "start": .string(start), "end": .string(stop),
                "public": .bool(try fields.flag("public") ?? false),
            ]), by: try call.identity, requestKey: call.requestKey)
        call.context.target.note("job \(job.number)")
        return JobRoutes.accept(job, call)
    }
}
