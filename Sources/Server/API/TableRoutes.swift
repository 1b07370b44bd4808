import EnergyLedger
import Hummingbird
import MeterFiles
import NIOCore
import Provenance
import Reporting
import Runs

/// Setting up the portfolio and writing its tables (组合建立与表维护).
enum TableRoutes {
    static let all: [Route] = [makePortfolio, list, show, write, adopt]

    private static let makePortfolio = Route(
        method: .post, path: "/api/v1/portfolio", access: .needsEverywhere(.administer),
        summary: "Makes the portfolio of an empty folder, with its first site.",
        body: .json(limit: 16 << 10),
        bodySchema: .object(
            [
                "organisation": .text(most: 200), "site_id": .text(most: 100),
                "kind": .word(Site.Kind.allCases.map(\.rawValue)), "region": .text(most: 10),
                "timezone": .text(most: 60),
            ], needs: ["organisation", "site_id", "kind", "region", "timezone"]),
        answers: [
            Route.Answer(
                status: 201, summary: "The files that were written.", schema: .document(["written"])
            )
        ], limit: .write, action: "make-portfolio", keepsAnswer: true
    ) { call in
        guard !call.platform.results.hasPortfolio else {
            throw Problem(
                .conflict, "portfolio-exists", "the folder holds a portfolio already", zh: "已有组合")
        }
        let fields = try call.json()
        try fields.only("organisation", "site_id", "kind", "region", "timezone")
        var plan = Draft.Plan()
        plan.organisation = try fields.needed("organisation", most: 200)
        plan.siteID = try fields.needed("site_id", most: 100)
        guard let kind = Site.Kind(rawValue: try fields.needed("kind")) else {
            throw Fields.fault("kind", "is no kind of site", "不是站点类型")
        }
        plan.kind = kind
        plan.region = try fields.needed("region", most: 10)
        plan.timezone = try fields.needed("timezone", most: 60)
        let folder = call.platform.settings.portfolioFolder
        let chosen = plan
        let written = try await call.platform.results.computing {
            try Draft.make(folder, chosen, from: []).written
        }
        call.platform.results.expire()
        call.context.target.note(plan.organisation, detail: "site \(plan.siteID)")
        return Document.of(
            "carbongrade-init/1", ["written": .array(written.map(JSONValue.string))]
        ).response(to: call, status: .created)
    }

    private static let table = Route.Parameter(
        name: "table", form: .text(most: 140),
        summary: "Such as sites.csv; a layout is layouts%2Fname.yaml.", isInPath: true)

    private static let list = Route(
        method: .get, path: "/api/v1/tables", access: .needsEverywhere(.read),
        summary: "The tables of the portfolio with their digests.",
        answers: [
            Route.Answer(status: 200, summary: "The tables.", schema: .document(["tables"]))
        ]
    ) { call in
        let ground = try await call.platform.results.ground()
        return PortfolioRoutes.document(
            "carbongrade-tables/1", ground,
            [
                "tables": .array(
                    ground.portfolio.digests.map {
                        .object([
                            "name": .string($0.name), "sha256": .string($0.digest.hexadecimal),
                        ])
                    }),
                "may_hold": .array(PortfolioTables.names.map(JSONValue.string)),
            ]
        ).response(to: call)
    }

    private static func type(_ name: String) -> String {
        name.hasSuffix(".csv") ? "text/csv; charset=utf-8" : "application/yaml"
    }

    private static let show = Route(
        method: .get, path: "/api/v1/tables/{table}", access: .needsEverywhere(.read),
        summary: "A table as it stands.", parameters: [table],
        answers: [
            Route.Answer(status: 200, summary: "The table.", type: "text/csv"),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let name = try call.text("table")
        guard
            let bytes = PortfolioTables.bytes(of: name, in: call.platform.settings.portfolioFolder)
        else { throw Problem.notFound }
        return Document(bytes, type: type(name)).response(to: call)
    }

    private static let write = Route(
        method: .put, path: "/api/v1/tables/{table}", access: .needsEverywhere(.account),
        summary:
            "Puts a table in the place of the one that stands, if the strict reader takes it. portfolio.yaml, "
            + "sites.csv, meters.csv, events.csv and layouts need `administer`. `If-Match` names what it is to replace.",
        parameters: [table], body: .bytes(limit: PortfolioTables.largest),
        answers: [
            Route.Answer(status: 204, summary: "Written; `ETag` is its tag now.", type: nil),
            Route.Answer(
                status: 412, summary: "It changed meanwhile.", type: "application/problem+json"),
        ], limit: .write, action: "write-table"
    ) { call in
        let name = try call.text("table")
        let folder = call.platform.settings.portfolioFolder
        guard call.platform.results.hasPortfolio else { throw Problem.noPortfolio }
        let isStructural = PortfolioTables.structural.contains(name) || name.contains("/")
        if isStructural, try !call.identity.mayEverywhere(.administer) { throw Problem.forbidden }
        let standing = PortfolioTables.bytes(of: name, in: folder).map { Document($0, type: "") }
        if let wanted = call.request.headers[.ifMatch], wanted != "*", wanted != standing?.tag {
            throw Problem(
                .preconditionFailed, "table-changed", "the table changed meanwhile: read it again",
                zh: "该表已被修改：请重新读取")
        }
        let bytes = call.body
        try await call.platform.tables.run { try PortfolioTables.write([name: bytes], in: folder) }
        call.platform.results.expire()
        let now = Document(bytes, type: "")
        call.context.target.note(
            name, detail: "\(standing?.tag ?? "none") -> \(now.tag), \(bytes.count) bytes")
        return Response(status: .noContent, headers: [.eTag: now.tag])
    }

    private static let adopt = Route(
        method: .post, path: "/api/v1/uploads/{upload}/adopt",
        access: .needsEverywhere(.administer),
        summary:
            "Adds the meters of an uploaded file, as `inspect` proposes them, to meters.csv, and its layout where it needs one.",
        parameters: [
            Route.Parameter(
                name: "upload", form: .text(most: 16), summary: "The upload's id.", isInPath: true)
        ], body: .json(limit: 4 << 10),
        bodySchema: .object(["site": .text(most: 400)], needs: ["site"]),
        answers: [
            Route.Answer(
                status: 200, summary: "The meters that were added.", schema: .document(["added"])),
            PortfolioRoutes.notFound,
        ], limit: .write, action: "adopt-meters", keepsAnswer: true
    ) { call in
        let ground = try await call.platform.results.ground()
        let fields = try call.json()
        try fields.only("site")
        let site = try call.site(try fields.needed("site"), .administer, ground.portfolio)
        guard let upload = try await call.platform.uploads.upload(try call.text("upload")),
            upload.state == .complete
        else {
            throw Problem(
                .notFound, "unknown-upload", "there is no such complete upload", zh: "没有该完整上传")
        }
        let path = call.platform.uploads.path(of: upload)
        let folder = ground.portfolio.folder
        let added = try await call.platform.tables.run {
            try PortfolioTables.adopt(
                try Draft.inspect(path, called: upload.name), site: site.id, in: folder)
        }
        call.platform.results.expire()
        call.context.target.note(site.id, detail: "\(added.count) meters from \(upload.name)")
        return Document.of(
            "carbongrade-adopt/1", ["added": .array(added.map(JSONValue.string))]
        ).response(to: call)
    }
}
