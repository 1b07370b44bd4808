import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import MeterFiles
import Provenance
import Reporting
import Runs

/// Meter data on their way in (上传接口): begin, send in pieces, look at, book.
enum UploadRoutes {
    static let all: [Route] = [list, begin, show, head, receive, remove, inspect, book]

    private static let inPath = Route.Parameter(
        name: "upload", form: .text(most: 16), summary: "The upload's id.", isInPath: true)
    private static let one = Route.Answer(
        status: 200, summary: "The upload.", schema: .document(["upload"]))

    private static let list = Route(
        method: .get, path: "/api/v1/uploads", access: .needs(.upload),
        summary: "Your uploads, the newest first; of an administrator those of all users.",
        parameters: ListPage.parameters,
        answers: [
            Route.Answer(
                status: 200, summary: "A page of uploads.",
                schema: .document(["uploads", "next_cursor"]))
        ]
    ) { call in
        let identity = try call.identity
        let uploads = try await call.platform.uploads.all(
            of: identity.mayEverywhere(.administer) ? nil : identity.userID)
        let (page, next) = try ListPage.cut(uploads, call, key: \.id)
        return Document.of(
            "carbongrade-uploads/1", ["uploads": .array(page.map(\.json)), "next_cursor": next]
        ).response(to: call)
    }

    private static let begin = Route(
        method: .post, path: "/api/v1/uploads", access: .needs(.upload),
        summary: "Begins an upload of a file of known size.", body: .json(limit: 16 << 10),
        bodySchema: .object(
            [
                "name": .text(most: 255), "size": .integer(0...Int(Int64.max >> 8)),
                "sha256": .nullable(.text(most: 64)),
            ], needs: ["name", "size"]),
        answers: [
            Route.Answer(
                status: 201, summary: "The upload; send its bytes with PATCH.",
                schema: .document(["upload"])),
            Route.Answer(
                status: 507, summary: "The disk has no room.", type: "application/problem+json"),
        ], limit: .upload, action: "begin-upload", keepsAnswer: true
    ) { call in
        let fields = try call.json()
        try fields.only("name", "size", "sha256")
        let name = try fileName(try fields.needed("name", most: 255))
        guard let size = try fields.integer("size", in: 0...Int64.max >> 8) else {
            throw Fields.fault("size", "is missing", "缺失")
        }
        let digest = try fields.text("sha256", most: 64)
        if let digest, Digest(hexadecimal: digest) == nil {
            throw Fields.fault("sha256", "is 64 lower-case hexadecimal digits", "应为 64 位小写十六进制数字")
        }
        let upload = try await call.platform.uploads.begin(
            name, size: size, sha256: digest, by: try call.identity, requestKey: call.requestKey)
        call.context.target.note("upload \(upload.id)", detail: "\(name), \(size) bytes")
        var response = Document.of("carbongrade-upload/1", ["upload": upload.json])
            .response(to: call, status: .created)
        response.headers[.location] = "/api/v1/uploads/" + upload.id
        response.headers[FieldName.uploadOffset] = String(upload.received)
        return response
    }

    /// The bare name of a file, without anything that would mean something to a file system.
    private static func fileName(_ text: String) throws -> String {
        let name =
            text.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
        guard !name.isEmpty, !name.hasPrefix("."), name.utf8.count <= 255 else {
            throw Fields.fault("name", "is no name of a file", "不是文件名")
        }
        return name
    }

    private static func upload(_ call: Call) async throws -> Upload {
        let identity = try call.identity
        guard let upload = try await call.platform.uploads.upload(try call.text("upload")),
            upload.userID == identity.userID || identity.mayEverywhere(.administer)
        else {
            throw Problem(.notFound, "unknown-upload", "there is no such upload", zh: "没有该上传")
        }
        return upload
    }

    private static let show = Route(
        method: .get, path: "/api/v1/uploads/{upload}", access: .needs(.upload),
        summary: "One upload.",
        parameters: [inPath], answers: [one, PortfolioRoutes.notFound]
    ) { call in
        Document.of("carbongrade-upload/1", ["upload": try await upload(call).json])
            .response(to: call)
    }

    private static let head = Route(
        method: .head, path: "/api/v1/uploads/{upload}", access: .needs(.upload),
        summary: "How many bytes are here, in `Upload-Offset`.", parameters: [inPath],
        answers: [
            Route.Answer(status: 200, summary: "`Upload-Offset` and `Upload-Length`.", type: nil),
            Route.Answer(status: 404, summary: "There is no such upload.", type: nil),
        ]
    ) { call in
        let upload = try await upload(call)
        return Response(
            status: .ok,
            headers: [
                FieldName.uploadOffset: String(upload.received),
                FieldName.uploadLength: String(upload.size), .cacheControl: "no-store",
            ])
    }

    private static let receive = Route(
        method: .patch, path: "/api/v1/uploads/{upload}", access: .needs(.upload),
        summary:
            "Sends bytes from `Upload-Offset` on. When a connection breaks, HEAD tells where to go on.",
        parameters: [inPath], body: .stream,
        answers: [
            Route.Answer(
                status: 204, summary: "On disk; `Upload-Offset` says how many.", type: nil),
            PortfolioRoutes.notFound,
            Route.Answer(
                status: 409, summary: "Not the offset that is next; `Upload-Offset` says which.",
                type: "application/problem+json"),
            Route.Answer(
                status: 507, summary: "The disk has no room.", type: "application/problem+json"),
        ]
    ) { call in
        let upload = try await upload(call)
        guard let given = call.request.headers[FieldName.uploadOffset] else {
            throw Problem.malformed("`Upload-Offset` is missing", zh: "缺少 `Upload-Offset`")
        }
        guard given.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let offset = Int64(given)
        else {
            throw Problem.malformed(
                "`Upload-Offset` is a whole number of bytes, in digits alone",
                zh: "`Upload-Offset` 应为字节数，仅含数字")
        }
        let received = try await call.platform.uploads.receive(
            call.request.body, for: upload.id, at: offset)
        call.platform.metrics.count(
            "carbongrade_uploaded_bytes_total", by: Double(received - offset))
        return Response(
            status: .noContent, headers: [FieldName.uploadOffset: String(received)])
    }

    private static let remove = Route(
        method: .delete, path: "/api/v1/uploads/{upload}", access: .needs(.upload),
        summary: "Drops an upload that is not booked.", parameters: [inPath],
        answers: [
            Route.Answer(status: 204, summary: "Dropped.", type: nil), PortfolioRoutes.notFound,
        ], action: "drop-upload"
    ) { call in
        let upload = try await upload(call)
        guard upload.state != .booked else {
            throw Problem(
                .conflict, "upload-booked", "it belongs to a job; take the batch back instead",
                zh: "该上传已入账；请改为撤回批次")
        }
        try await call.platform.uploads.remove(upload)
        return .nothing
    }

    // MARK: - Looking and booking

    private static func complete(_ given: Upload, _ call: Call) async throws -> Upload {
        let upload = try await call.platform.uploads.settled(given)
        switch upload.state {
        case .complete: return upload
        case .receiving:
            throw Problem(
                .conflict, "upload-incomplete",
                "\(upload.received) of \(upload.size) bytes are here",
                zh: "已接收 \(upload.received) / \(upload.size) 字节")
        case .booked:
            throw Problem(
                .conflict, "upload-booked", "it belongs to job \(upload.job ?? 0)",
                zh: "该上传已属于作业 \(upload.job ?? 0)")
        }
    }

    private static let inspect = Route(
        method: .get, path: "/api/v1/uploads/{upload}/inspect", access: .needs(.upload),
        summary:
            "What the file is: encoding, layout, meters, troubles; as `carbongrade inspect`, from the first 50,000 "
            + "lines or 4 MiB at most: `sampled` tells that there is more, `rows_read` how much was read.",
        parameters: [
            inPath,
            Route.Parameter(
                name: "lang", form: .word(Language.allCases.map(\.rawValue)),
                summary: "The language of words."),
        ],
        answers: [
            Route.Answer(
                status: 200, summary: "The inspection.",
                schema: .document([
                    "files", "findings", "proposed_meters_csv", "sampled", "rows_read",
                ])), PortfolioRoutes.notFound,
            Route.Answer(
                status: 503,
                summary: "Too many files are being looked at; `Retry-After` says when.",
                type: "application/problem+json"),
        ], limit: .write
    ) { call in
        let upload = try await complete(try await upload(call), call)
        let language = call.language
        let inspection = try await call.inspection(of: upload)
        let document = try await call.looking {
            Document(
                Draft.inspectionDocument([inspection], language)
                    .with(
                        "findings",
                        .array(
                            inspection.findings.map { FindingDocument.json($0, language: language) }
                        )
                    )
                    .with("sampled", .bool(inspection.isExcerpt))
                    .with("rows_read", .integer(inspection.rows))
                    .with(
                        "proposed_meters_csv",
                        .string(Draft.metersCSV([inspection], site: "SITE"))))
        }
        var response = document.response(to: call)
        response.headers[.connection] = "close"
        return response
    }

    private static let book = Route(
        method: .post, path: "/api/v1/uploads/{upload}/book", access: .needs(.upload),
        summary:
            "Books an upload, alone or together with others, in one transaction; a job does it. With `dry_run` it "
            + "does everything but write, and the uploads stay to be booked.",
        parameters: [inPath], body: .json(limit: 256 << 10),
        bodySchema: .object(
            [
                "with": .list(.text(most: 16), most: 1_000), "layout": .nullable(.text(most: 100)),
                "dry_run": .flag,
            ], needs: []),
        answers: [JobRoutes.accepted, PortfolioRoutes.notFound], limit: .write, action: "ask-book",
        keepsAnswer: true
    ) { call in
        let ground = try await call.platform.results.ground()
        let identity = try call.identity
        let fields = try call.json()
        try fields.only("with", "layout", "dry_run")
        if let key = call.requestKey, let known = try await call.platform.jobs.job(askedBy: key) {
            return JobRoutes.accept(known, call)
        }
        var uploads = [try await complete(try await upload(call), call)]
        for id in try fields.texts("with", most: 1_000) ?? [] {
            guard !uploads.contains(where: { $0.id == id }) else { continue }
            guard let other = try await call.platform.uploads.upload(id),
                other.userID == identity.userID || identity.mayEverywhere(.administer)
            else {
                throw Problem(
                    .notFound, "unknown-upload", "there is no upload \(id)", zh: "没有上传 \(id)")
            }
            uploads.append(try await complete(other, call))
        }
        let sites: JSONValue =
            switch try call.sites(where: .upload, ground.portfolio) {
            case .all: .null
            case .some(let ids): .array(ids.sorted().map(JSONValue.string))
            }
        let ids = uploads.map(\.id)
        let job = try await call.platform.jobs.add(
            .book,
            .object([
                "files": .array(
                    uploads.map {
                        .object(["upload_id": .string($0.id), "name": .string($0.name)])
                    }), "layout": .text(try fields.text("layout", most: 100)), "sites": sites,
                "dry_run": .bool(try fields.flag("dry_run") ?? false),
            ]), by: identity, requestKey: call.requestKey
        ) { number, database in
            for id in ids {
                try database.execute(
                    sql: """
                        UPDATE uploads SET state = 'booked', job = ?
                        WHERE id = ? AND state = 'complete'
                        """, arguments: [number, id])
                guard database.changesCount == 1 else {
                    throw Problem(
                        .conflict, "upload-booked", "\(id) was booked meanwhile",
                        zh: "\(id) 已被入账")
                }
            }
        }
        call.context.target.note("job \(job.number)")
        return JobRoutes.accept(job, call)
    }
}
