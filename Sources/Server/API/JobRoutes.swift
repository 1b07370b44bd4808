import Credentials
import Foundation
import HTTPTypes
import Hummingbird
import Provenance
import Quantities
import Reporting
import Runs

/// Jobs and what they give (作业接口): undo, refresh, report, backup; progress as server-sent events.
enum JobRoutes {
    static let all: [Route] = [
        list, show, events, files, file, undo, refresh, report, backups, backup,
    ]

    static let accepted = Route.Answer(
        status: 202, summary: "The job; `Location` is where it can be watched.",
        schema: .document(["job"]))

    /// The answer to whoever asked for work.
    static func accept(_ job: Job, _ call: Call) -> Response {
        var response = Document.of(
            "carbongrade-job/1",
            ["job": job.json(progress: nil, isWhole: false, language: call.language)]
        ).response(to: call, status: .accepted)
        response.headers[.location] = "/api/v1/jobs/\(job.number)"
        return response
    }

    private static let inPath = Route.Parameter(
        name: "job", form: .integer(1...Int.max), summary: "The job's number.", isInPath: true)

    /// Tells whether somebody sees the jobs of all.
    private static func seesAll(_ identity: Identity) -> Bool {
        identity.mayEverywhere(.account) || identity.mayEverywhere(.administer)
    }

    private static func sees(_ identity: Identity, _ job: Job) -> Bool {
        job.userID == identity.userID || seesAll(identity)
    }

    private static func job(_ call: Call) async throws -> Job {
        let identity = try call.identity
        guard let number = Int64(try call.text("job")),
            let job = try await call.platform.jobs.job(number), sees(identity, job)
        else { throw Problem(.notFound, "unknown-job", "there is no such job", zh: "没有该作业") }
        return job
    }

    private static func document(_ job: Job, _ call: Call) -> Document {
        Document.of(
            "carbongrade-job/1",
            [
                "job": job.json(
                    progress: call.platform.jobs.progress(of: job.number), isWhole: true,
                    language: call.language)
            ])
    }

    // MARK: - Watching

    private static let list = Route(
        method: .get, path: "/api/v1/jobs", access: .needs(.read),
        summary:
            "Your jobs, the newest first; of accountants and administrators of everything those of all.",
        parameters: [
            Route.Parameter(
                name: "before", form: .integer(1...Int.max),
                summary: "Before the job of this number."),
            Route.Parameter(
                name: "limit", form: .integer(1...1_000),
                summary: "How many at most; 100 by default."),
        ],
        answers: [
            Route.Answer(
                status: 200, summary: "A page of jobs; `next_before` asks for the next.",
                schema: .document(["jobs", "next_before"]))
        ]
    ) { call in
        let identity = try call.identity
        let limit = call.values["limit"].flatMap { Int($0) } ?? 100
        let jobs = try await call.platform.jobs.all(
            of: seesAll(identity) ? nil : identity.userID,
            before: call.values["before"].flatMap { Int64($0) } ?? .max, limit: limit)
        return Document.of(
            "carbongrade-jobs/1",
            [
                "jobs": .array(
                    jobs.map {
                        $0.json(
                            progress: call.platform.jobs.progress(of: $0.number), isWhole: false,
                            language: call.language)
                    }),
                "next_before": jobs.count == limit
                    ? jobs.last.map { .integer($0.number) } ?? .null : .null,
            ]
        ).response(to: call)
    }

    private static let show = Route(
        method: .get, path: "/api/v1/jobs/{job}", access: .needs(.read),
        summary: "One job with what it gave: of a booking the document of `carbongrade ingest`.",
        parameters: [inPath],
        answers: [
            Route.Answer(status: 200, summary: "The job.", schema: .document(["job"])),
            PortfolioRoutes.notFound,
        ]
    ) { call in document(try await job(call), call).response(to: call) }

    private static let events = Route(
        method: .get, path: "/api/v1/jobs/{job}/events", access: .needs(.read),
        summary:
            "The job as it goes, as server-sent events: `progress` with how far it is, `end` with the whole job.",
        parameters: [inPath],
        answers: [
            Route.Answer(status: 200, summary: "The events.", type: "text/event-stream"),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let first = try await job(call)
        let (platform, language) = (call.platform, call.language)
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
                FieldName.accelBuffering: "no",
            ],
            body: ResponseBody { writer in
                try await JobEvents(platform: platform, job: first, language: language) {
                    try await Gate(platform: platform).callerNow(of: call).map { sees($0, first) }
                        ?? false
                }.write(to: &writer)
            })
    }

    // MARK: - Files of jobs

    private static let files = Route(
        method: .get, path: "/api/v1/jobs/{job}/files", access: .needs(.evidence),
        summary: "The files that a job left: rejected rows, or a report.", parameters: [inPath],
        answers: [
            Route.Answer(
                status: 200, summary: "Their names and sizes.", schema: .document(["files"])),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let job = try await job(call)
        let folder = JobWork.folder(of: job.number, call.platform)
        return Document.of(
            "carbongrade-job-files/1",
            [
                "files": .array(
                    names(in: folder).map { name in
                        .object([
                            "name": .string(name),
                            "bytes": .integer(FileFacts.bytes(folder + "/" + name) ?? 0),
                        ])
                    })
            ]
        ).response(to: call)
    }

    private static let file = Route(
        method: .get, path: "/api/v1/jobs/{job}/files/{file}", access: .needs(.evidence),
        summary: "One of these files.",
        parameters: [
            inPath,
            Route.Parameter(
                name: "file", form: .text(most: 255), summary: "Its name.", isInPath: true),
        ],
        answers: [
            Route.Answer(status: 200, summary: "The file.", type: "application/octet-stream"),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let job = try await job(call)
        let folder = JobWork.folder(of: job.number, call.platform)
        let name = try call.text("file")
        // Only a name that the folder itself tells is opened.
        guard names(in: folder).contains(name) else { throw Problem.notFound }
        return try FileAnswer.response(folder + "/" + name, name: name)
    }

    private static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { !$0.hasPrefix(".") && $0 != "newest-before" }.sorted()
    }

    // MARK: - Work

    private static let undo = Route(
        method: .post, path: "/api/v1/batches/{batch}/undo", access: .needs(.account),
        summary: "Takes a batch back; as `carbongrade undo`.",
        parameters: [
            Route.Parameter(
                name: "batch", form: .integer(1...Int(Int32.max)), summary: "Its number.",
                isInPath: true)
        ], answers: [accepted, PortfolioRoutes.notFound], limit: .write, action: "ask-undo",
        keepsAnswer: true
    ) { call in
        let ground = try await call.platform.results.ground()
        let number = Int(try call.text("batch")) ?? 0
        if let key = call.requestKey, let known = try await call.platform.jobs.job(askedBy: key) {
            return accept(known, call)
        }
        let batches = try await PortfolioRoutes.visibleBatches(call, ground, .account)
        guard batches.contains(where: { $0.number == number }) else {
            throw Problem(
                .notFound, "unknown-batch",
                "there is no such batch, or it is not yours to take back",
                zh: "没有该批次，或您无权撤回")
        }
        return try await ask(.undo, .object(["batch": .integer(number)]), call)
    }

    private static let refresh = Route(
        method: .post, path: "/api/v1/ledger/refresh", access: .needsEverywhere(.account),
        summary: "Derives the ledger anew where tables changed.", answers: [accepted],
        limit: .write, action: "ask-refresh", keepsAnswer: true
    ) { call in
        _ = try await call.platform.results.ground()
        return try await ask(.refresh, .object([:]), call)
    }

    private static let report = Route(
        method: .post, path: "/api/v1/reports", access: .needs(.report),
        summary:
            "Makes the files of a period's report. With `public` also what may be published of it; with `key`, the public "
            + "key of whoever will sign it, also `unsigned.json`, what a submission says before it is signed.",
        body: .json(limit: 4 << 10),
        bodySchema: .object(
            ["period": .text(most: 40), "public": .flag, "key": .nullable(.text(most: 200))],
            needs: ["period"]),
        answers: [accepted], limit: .write, action: "ask-report", keepsAnswer: true
    ) { call in
        let ground = try await call.platform.results.ground()
        let fields = try call.json()
        try fields.only("period", "public", "key")
        let text = try fields.needed("period", most: 40)
        guard Period(text.replacingOccurrences(of: "--", with: "/")) != nil else {
            throw Fields.fault("period", "is 2026, 2026Q3 or 2026-09", "应为 2026、2026Q3 或 2026-09")
        }
        let key = try fields.text("key", most: 200)
        if let key, PublicKey(identifier: key) == nil {
            throw Fields.fault(
                "key", "is a public key, did:key:z6Mk..., as `keygen` writes it",
                "应为 `keygen` 写出的公钥 did:key:z6Mk...")
        }
        // A submission speaks for the whole.
        guard try key == nil || call.identity.mayEverywhere(.report) else {
            throw Problem.forbidden
        }
        let sites: JSONValue =
            switch try call.sites(where: .report, ground.portfolio) {
            case .all: .null
            case .some(let ids): .array(ids.sorted().map(JSONValue.string))
            }
        return try await ask(
            .report,
            .object([
                "period": .string(text.replacingOccurrences(of: "--", with: "/")), "sites": sites,
                "public": .bool(try fields.flag("public") ?? false), "key": .text(key),
            ]), call)
    }

    private static let backups = Route(
        method: .get, path: "/api/v1/backups", access: .needsEverywhere(.administer),
        summary: "The copies that were made, the newest first.",
        answers: [
            Route.Answer(status: 200, summary: "Their names.", schema: .document(["backups"]))
        ]
    ) { call in
        let folder = call.platform.database.folder + "/backups"
        let found = names(in: folder).filter { !$0.hasSuffix(".part") }
        return Document.of(
            "carbongrade-backups/1", ["backups": .array(found.reversed().map(JSONValue.string))]
        ).response(to: call)
    }

    private static let backup = Route(
        method: .post, path: "/api/v1/backups", access: .needsEverywhere(.administer),
        summary: "Copies everything while it is in use; `carbongrade restore` brings it back.",
        answers: [accepted], limit: .write, action: "ask-backup", keepsAnswer: true
    ) { call in try await ask(.backup, .object([:]), call) }

    private static func ask(_ kind: Job.Kind, _ input: JSONValue, _ call: Call) async throws
        -> Response
    {
        let job = try await call.platform.jobs.add(
            kind, input, by: try call.identity, requestKey: call.requestKey)
        call.context.target.note("job \(job.number)")
        return accept(job, call)
    }
}
