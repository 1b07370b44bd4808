import CarbonAccounting
import EnergyLedger
import Hummingbird
import MeterFiles
import Provenance
import Quantities
import Reporting
import Retrofit
import Runs

/// What the street gives for a period (统计期结果): the same documents as the commands print.
enum ResultRoutes {
    static let all: [Route] = [account, grade, check, findings, ledger]

    static let period = Route.Parameter(
        name: "period", form: .period,
        summary: "2026, 2026Q3, 2026-09 or 2026-07-01--2026-10-01 (half-open, local).",
        isInPath: true)
    static let lang = Route.Parameter(
        name: "lang", form: .word(Language.allCases.map(\.rawValue)),
        summary: "The language of words; by default that of the portfolio.")
    static let table = Route.Parameter(
        name: "format", form: .word(["json", "csv"]), summary: "json (default) or csv.")
    private static let refused = Route.Answer(
        status: 422, summary: "The portfolio's tables are refused, with findings.",
        type: "application/problem+json")

    static func answers(_ summary: String, _ members: [String]) -> [Route.Answer] {
        [
            Route.Answer(status: 200, summary: summary, schema: .document(members)),
            PortfolioRoutes.notFound, PortfolioRoutes.nothing, refused,
        ]
    }

    /// Answers with the header by which also a table tells whether its figures may be certified.
    static func judged(_ summary: String, _ members: [String]) -> [Route.Answer] {
        answers(
            summary + " `Carbongrade-Disqualifies` has the number of findings that disqualify.",
            members)
    }

    // MARK: - The run that a caller may see

    /// Which run the caller may see, and which part of it; with a name that tells it from others.
    struct Sight: Sendable {
        let period: Period
        /// The sites; nil for all.
        let ids: Set<String>?
        let ground: Results.Ground
        let language: Language

        /// Period, sites and language.
        var name: String {
            let sites = ids.map { "=" + $0.sorted().joined(separator: "\u{1F}") } ?? "*"
            return "\(period.label) \(period.start)/\(period.end) \(language.rawValue) \(sites)"
        }

        /// The run, on the ground that a workbench has.
        func run(_ bench: Results.Workbench) async throws -> Run {
            let whole = try await bench.run(period)
            guard let ids else { return whole }
            return try await bench.computing { whole.limited(to: ids) }
        }
    }

    static func sight(_ call: Call, _ permission: Permission) async throws -> Sight {
        let ground = try await call.platform.results.ground()
        let period = try call.period()
        var visible = try call.sites(where: permission, ground.portfolio)
        if let id = call.values["site"] {
            visible = .some([try call.site(id, permission, ground.portfolio).id])
        }
        let ids: Set<String>? =
            switch visible {
            case .all: nil
            case .some(let ids): ids
            }
        return Sight(
            period: period, ids: ids, ground: ground,
            language: call.documentLanguage(ground.portfolio))
    }

    /// A document of the part of a run that the caller may see.
    ///
    /// - Parameter name: What tells the document from others over the same sight.
    static func finished(
        _ name: String, _ call: Call, _ permission: Permission = .read,
        _ make: @escaping @Sendable (Run, Language) throws -> Document
    ) async throws -> Response {
        let sight = try await sight(call, permission)
        return try await call.platform.results.document("\(name) \(sight.name)", sight.ground) {
            bench in
            let run = try await sight.run(bench)
            return try await bench.computing { try make(run, sight.language) }
        }.response(to: call)
    }

    // MARK: - Documents

    private static let account = Route(
        method: .get, path: "/api/v1/periods/{period}/account", access: .needs(.read),
        summary: "Energy, emissions and indicators; as `carbongrade account`.",
        parameters: [period, PortfolioRoutes.ofSite, table, lang],
        answers: judged("The account.", ["sites", "portfolio", "energy_statement"])
    ) { call in
        let isTable = call.values["format"] == "csv"
        return try await finished("account \(isTable)", call) { run, language in
            let document =
                isTable
                ? Document(
                    AccountTable.csv(
                        run.sites.map { ($0.balances, $0.inventory, $0.indicators) }), type: csv)
                : Document(run.accountDocument(language: language))
            return document.judged(by: run)
        }
    }

    private static let grade = Route(
        method: .get, path: "/api/v1/periods/{period}/grade", access: .needs(.read),
        summary:
            "The levels by every rulebook, or by those that are named; as `carbongrade grade`.",
        parameters: [
            period, PortfolioRoutes.ofSite, table, lang,
            Route.Parameter(
                name: "scheme", form: .text(most: 1_000),
                summary:
                    "Schemes with commas between them, at most 20, also of other kinds of site."),
        ],
        answers: judged("The grades.", ["sites"])
    ) { call in
        let isTable = call.values["format"] == "csv"
        let schemes = try await schemes(call)
        let name = "grade \(isTable) \(schemes?.joined(separator: ",") ?? "*")"
        return try await finished(name, call) { run, language in
            let run = try schemes.map { try run.graded(by: $0) } ?? run
            let document =
                isTable
                ? Document(
                    GradeTable.csv(run.sites.map { ($0.site.id, $0.grades) }, language: language),
                    type: csv)
                : Document(run.gradeDocument(language: language))
            return document.judged(by: run)
        }
    }

    /// The schemes that were named, each once and in order; nil when none was.
    private static func schemes(_ call: Call) async throws -> [String]? {
        guard let text = call.values["scheme"] else { return nil }
        let named = Set(text.split(separator: ",").map(String.init)).sorted()
        guard (1...20).contains(named.count) else {
            throw Problem.malformed("`scheme` names 1 to 20 schemes", zh: "`scheme` 应为 1 至 20 个规则")
        }
        let data = try await call.platform.results.ground().data
        for scheme in named where data.rulebook(scheme) == nil { throw unknownScheme }
        return named
    }

    static let unknownScheme = Problem(
        .unprocessableContent, "unknown-scheme", "there is no scheme of that name", zh: "没有该名称的规则")

    private static let check = Route(
        method: .get, path: "/api/v1/periods/{period}/check", access: .needs(.read),
        summary:
            "All findings, the energy statement and coverage; as `carbongrade check`, without reading "
            + "the kept originals again. As csv the findings alone.",
        parameters: [period, PortfolioRoutes.ofSite, table, lang],
        answers: judged("The check.", ["findings", "energy_statement", "bills", "sites"])
    ) { call in
        let isTable = call.values["format"] == "csv"
        return try await finished("check \(isTable)", call) { run, language in
            let document =
                isTable
                ? Document(FindingDocument.csv(run.findings, language: language), type: csv)
                : Document(run.checkDocument(language: language))
            return document.judged(by: run)
        }
    }

    private static let findings = Route(
        method: .get, path: "/api/v1/periods/{period}/findings", access: .needs(.read),
        summary: "The findings, by place.",
        parameters: [
            period, PortfolioRoutes.ofSite, lang,
            Route.Parameter(
                name: "severity", form: .word(Severity.allCases.map(\.rawValue)),
                summary: "Of this severity only."),
            Route.Parameter(
                name: "code", form: .word(FindingCode.allCases.map(\.rawValue)),
                summary: "Of this code only."),
        ] + ListPage.parameters,
        answers: answers("A page of findings.", ["findings", "next_cursor"])
    ) { call in
        let values = call.values
        let asked = ["severity", "code", "cursor", "limit"].map { values[$0] ?? "" }
        return try await finished("findings \(asked.joined(separator: " "))", call) {
            run, language in
            let chosen = run.findings.enumerated().filter { _, finding in
                (values["severity"].map { $0 == finding.severity.rawValue } ?? true)
                    && (values["code"].map { $0 == finding.code.rawValue } ?? true)
            }
            let (page, next) = try ListPage.cut(chosen, values) { String($0.offset) }
            var members = run.heading.members("carbongrade-findings/1")
            members["findings"] = .array(
                page.map { FindingDocument.json($0.element, language: language) })
            members["next_cursor"] = next
            return Document(.object(members))
        }
    }

    static let csv = "text/csv; charset=utf-8"

    private static let ledger = Route(
        method: .get, path: "/api/v1/periods/{period}/ledger", access: .needs(.evidence),
        summary: "The hourly journal, streamed; as `carbongrade ledger`.",
        parameters: [period, PortfolioRoutes.ofSite, table, lang],
        answers: judged("The journal.", ["lines"])
    ) { call in
        let sight = try await sight(call, .evidence)
        let form = LedgerForm(rawValue: call.values["format"] ?? "json") ?? .json
        let whole = try await call.platform.results.run(sight.period, sight.ground)
        let run = sight.ids.map(whole.limited) ?? whole
        return Response(
            status: .ok,
            headers: [
                .contentType: form == .csv ? csv : "application/json", .cacheControl: "no-store",
                FieldName.disqualifies: String(run.disqualifying),
            ],
            body: call.platform.exports.body { try run.forEachLedgerPiece(form, $0) })
    }
}
