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
    static let all: [Route] = [account, grade, check, findings, ledger, explain, plan]

    private static let period = Route.Parameter(
        name: "period", form: .period,
        summary: "2026, 2026Q3, 2026-09 or 2026-07-01--2026-10-01 (half-open, local).",
        isInPath: true)
    private static let lang = Route.Parameter(
        name: "lang", form: .word(Language.allCases.map(\.rawValue)),
        summary: "The language of words; by default that of the portfolio.")
    private static let table = Route.Parameter(
        name: "format", form: .word(["json", "csv"]), summary: "json (default) or csv.")
    private static let refused = Route.Answer(
        status: 422, summary: "The portfolio's tables are refused, with findings.",
        type: "application/problem+json")

    private static func answers(_ summary: String, _ members: [String]) -> [Route.Answer] {
        [
            Route.Answer(status: 200, summary: summary, schema: .document(members)),
            PortfolioRoutes.notFound, PortfolioRoutes.nothing, refused,
        ]
    }

    /// Answers with the header by which also a table tells whether its figures may be certified.
    private static func judged(_ summary: String, _ members: [String]) -> [Route.Answer] {
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
    private static func finished(
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
            + "the kept originals again.",
        parameters: [period, PortfolioRoutes.ofSite, lang],
        answers: judged("The check.", ["findings", "energy_statement", "bills", "sites"])
    ) { call in
        try await finished("check", call) {
            Document($0.checkDocument(language: $1)).judged(by: $0)
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

    private static let csv = "text/csv; charset=utf-8"

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

    private static let explain = Route(
        method: .get, path: "/api/v1/periods/{period}/explain", access: .needs(.read),
        summary: "The chain behind one figure; as `carbongrade explain`.",
        parameters: [
            period, lang,
            Route.Parameter(
                name: "site", form: .text(most: 400), summary: "The site.", isRequired: true),
            Route.Parameter(
                name: "figure", form: .text(most: 400),
                summary: "The figure, such as `indicators.pue` or `pue`.", isRequired: true),
            Route.Parameter(
                name: "at", form: .text(most: 40),
                summary:
                    "An instant; the lines behind that hour are told themselves. Needs `evidence`."),
        ],
        answers: answers("The chain.", ["site_id", "chain"])
    ) { call in
        let at = call.values["at"]
        let figure = try call.text("figure")
        return try await finished(
            "explain \(figure) \(at ?? "")", call, at == nil ? .read : .evidence
        ) {
            run, language in
            guard let site = run.sites.first else { throw Problem.notFound }
            let narrowed = try at.map { try hour($0, site.site) }
            let explainer = try Explainer(run, site: site, narrowed: narrowed, language: language)
            do {
                return Document(
                    run.explanationDocument(try explainer.explain(figure), site: site.site.id))
            } catch let unknown as UnknownFigure {
                throw Problem(
                    .notFound, "unknown-figure",
                    "no figure is named so; there are: " + unknown.known.joined(separator: ", "),
                    zh: "没有该名称的数据；现有：" + unknown.known.joined(separator: "、"))
            }
        }
    }

    /// The hour of an instant, by the clock of the site where it names no offset.
    private static func hour(_ text: String, _ site: Site) throws -> Interval {
        guard let stamp = Timestamp(text: text) else {
            throw Problem.malformed(
                "`at` is a time such as 2026-03-01T10:00:00+08:00",
                zh: "`at` 应为时间，例如 2026-03-01T10:00:00+08:00")
        }
        var instant = stamp.seconds
        if stamp.isLocal {
            switch site.calendar.instants(ofLocal: stamp.seconds) {
            case .once(let only): instant = only
            case .twice(let earlier, _): instant = earlier
            case .never:
                throw Problem.malformed("`at` does not exist on that day", zh: "`at` 在当日不存在")
            }
        }
        let start = LocalCalendar.floor(instant, by: 3_600) * 3_600
        return Interval(start: start, end: start + 3_600)
    }

    private static let plan = Route(
        method: .get, path: "/api/v1/periods/{period}/plan", access: .needs(.read),
        summary: "The retrofit plan of a year; as `carbongrade plan`.",
        parameters: [
            period, PortfolioRoutes.ofSite, lang, table,
            Route.Parameter(
                name: "budget", form: .text(most: 20), summary: "Most outlay: 500000 or 1200.50."),
            Route.Parameter(
                name: "target", form: .text(most: 100),
                summary: "SCHEME:LEVEL, pue:1.3 or tco2:500 that shall be reached."),
            Route.Parameter(
                name: "discount_rate", form: .text(most: 20), summary: "A share such as 0.08."),
            Route.Parameter(
                name: "years", form: .integer(1...30),
                summary: "Years of a roadmap; needs a budget."),
        ],
        answers: judged("The plan.", ["sites", "chosen", "totals", "frontier"])
    ) { call in
        let question = try question(call, try await call.platform.results.ground().data)
        let isTable = call.values["format"] == "csv"
        let asked = ["budget", "target", "discount_rate", "years"].map { call.values[$0] ?? "" }
        return try await finished("plan \(isTable) \(asked.joined(separator: " "))", call) {
            run, language in
            let plan = try PlanRun(run, question)
            let document =
                isTable
                ? Document(PlanTable.csv(plan.outcome, language: language), type: csv)
                : Document(plan.document(language: language))
            return document.judged(by: run)
        }
    }

    /// What a plan is asked for.
    private static func question(_ call: Call, _ data: PublishedData) throws -> PlanRun.Question {
        var budget: Money?
        if let text = call.values["budget"] {
            guard let value = DecimalText(text), value.significand >= 0, value.scale <= 2,
                value <= DecimalText(significand: 1_000_000_000_000, scale: 0),
                let money = Money(value)
            else {
                throw Problem.malformed(
                    "`budget` is an amount such as 500000 or 1200.50",
                    zh: "`budget` 应为金额，例如 500000 或 1200.50")
            }
            budget = money
        }
        var rate: DecimalText?
        if let text = call.values["discount_rate"] {
            guard let value = DecimalText(text), PlanRun.isRate(value) else {
                throw Problem.malformed(
                    "`discount_rate` is a share from 0 to 1", zh: "`discount_rate` 应为 0 到 1 的份额")
            }
            rate = value
        }
        let years = call.values["years"].flatMap { Int($0) }
        if years != nil, budget == nil {
            throw Problem.malformed("`years` needs `budget`", zh: "`years` 须与 `budget` 同用")
        }
        var target: PlanTarget?
        if let text = call.values["target"] {
            guard let asked = PlanTarget(text) else {
                throw Problem.malformed(
                    "`target` is SCHEME:LEVEL, pue:1.3 or tco2:500",
                    zh: "`target` 应为 规则:等级、pue:1.3 或 tco2:500")
            }
            if case .level(let scheme, let level) = asked, !data.levels(of: scheme).contains(level)
            {
                throw Problem(
                    .unprocessableContent, "unknown-level", "there is no such scheme or level",
                    zh: "没有该规则或等级")
            }
            target = asked
        }
        return PlanRun.Question(budget: budget, target: target, discountRate: rate, years: years)
    }
}
