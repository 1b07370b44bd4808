import HTTPTypes
import Hummingbird
import Pages
import Quantities
import Runs

/// The pages that follow from the ledger (结果页面), kept as finished bodies as long as nothing changes.
enum ResultPages {
    static let all: [Route] =
        [asset, page("/", []), page("/grades", []), plan]
        + [
            page("/sites/{site}", ["site"]), page("/sites/{site}/explain", ["site"]),
            page("/sites/{site}/grades", ["site"]), page("/sites/{site}/findings", ["site"]),
            page("/sites/{site}/meters/{meter}", ["site", "meter"]),
        ]

    static let html = [Route.Answer(status: 200, summary: "The page.", type: "text/html")]

    static func inPath(_ name: String, most: Int = 400) -> Route.Parameter {
        Route.Parameter(name: name, form: .text(most: most), summary: "A name.", isInPath: true)
    }

    // MARK: - Style and script

    private static let asset = Route(
        method: .get, path: "/assets/{asset}", access: .open,
        summary: "Style, scripts and the mark.",
        parameters: [inPath("asset", most: 40)],
        answers: [Route.Answer(status: 200, summary: "The text.", type: "text/css")]
    ) { call in
        let name = try call.text("asset")
        guard let asset = assets[name] else { throw Problem.notFound }
        var response = asset.response(to: call)
        response.headers[.cacheControl] = "public, no-cache"
        return response
    }

    private static let assets: [String: Document] = PageAsset.all.reduce(into: [:]) {
        $0[$1.name] = Document($1.text, type: $1.mediaType)
    }

    // MARK: - Pages of a run

    /// What stands before any page of results: a portfolio, readings, a period.
    private struct Sight {
        let ground: Results.Ground
        let periods: [Period]
        let period: Period
        let visible: VisibleSites

        /// The sites; nil for all.
        var ids: Set<String>? {
            switch visible {
            case .all: nil
            case .some(let ids): ids
            }
        }

        func part(of whole: Run) -> Run { ids.map(whole.limited) ?? whole }

        /// By what a body is told apart. An address without a period shows the newest year, so the periods of the
        /// readings that stand belong to the name: what was made before a new year was booked is not shown after it.
        func name(_ kind: String, _ context: PageContext) -> String {
            let choices = [periods.first, periods.last].compactMap { $0?.label }
            return
                ([kind, PageFrame.viewName(context, visible), "\(period.start)/\(period.end)"]
                + choices + [context.address.text]).joined(separator: " ")
        }
    }

    private static func page(_ path: String, _ parameters: [String]) -> Route {
        Route(
            method: .get, path: path, access: .needs(.read), summary: "A page of results.",
            parameters: parameters.map { inPath($0) }, answers: html, isPage: true
        ) { call in
            let (sight, way) = try await sight(call)
            guard let sight else { return way }
            let context = PageFrame.context(call, sight.ground)
            let name = sight.name("page", context)
            let body = try await call.platform.results.body(name, sight.ground) { bench in
                let whole = try await bench.run(sight.period)
                return try await bench.computing {
                    try RunPages(
                        sight.part(of: whole), visible: sight.ids, periods: sight.periods
                    ).body(context) ?? MessagePage.notFound(context)
                }
            }
            return PageAnswer.page(body.page(context), call)
        }
    }

    /// Nil with the way that leads there, where the first steps are still to be done.
    private static func sight(_ call: Call) async throws -> (Sight?, Response) {
        let results = call.platform.results
        let identity = try call.identity
        guard results.hasPortfolio else {
            guard identity.mayEverywhere(.administer) else { throw Problem.noPortfolio }
            return (nil, .seeOther("/start"))
        }
        let ground = try await results.ground()
        guard let span = try await results.span(ground) else {
            guard identity.may(.upload) else { throw Problem.nothingIngested }
            return (nil, .seeOther("/uploads"))
        }
        let address = PageAddress(call.request.uri.description)
        let period = address["period"].flatMap { $0.utf8.count <= 40 ? Period($0) : nil }
        let sight = Sight(
            ground: ground, periods: PeriodChoices.all(over: span),
            period: period ?? PeriodChoices.standard(over: span),
            visible: try call.sites(where: .read, ground.portfolio))
        return (sight, .nothing)
    }

    // MARK: - The plan

    private static let plan = Route(
        method: .get, path: "/plan", access: .needs(.read), summary: "The retrofit plan.",
        answers: html, isPage: true
    ) { call in
        let (sight, way) = try await sight(call)
        guard let sight else { return way }
        let context = PageFrame.context(call, sight.ground)
        let page = RetrofitPlanPage(context, period: sight.period, periods: sight.periods)
        let name = sight.name("plan", context)
        let body = try await call.platform.results.body(name, sight.ground) { bench in
            let whole = try await bench.run(sight.period)
            return try await bench.computing {
                do {
                    return page.body(
                        try PlanRun(
                            sight.part(of: whole), RetrofitPlanPage.question(context.address)))
                } catch let unfit as PlanRun.NoYear {
                    return page.body(without: unfit.reason)
                }
            }
        }
        return PageAnswer.page(body.page(context), call)
    }
}

/// The periods that pages offer (可选统计期).
enum PeriodChoices {
    /// Years, quarters and months, the newest first; of many years only the years.
    static func all(over span: Period) -> [Period] {
        let years = (span.start.components.year...span.end.adding(days: -1).components.year)
            .reversed()
        return years.flatMap { year -> [Period] in
            let labels =
                ["\(year)"]
                + (years.count > 6
                    ? []
                    : (1...4).reversed().map { "\(year)Q\($0)" }
                        + (1...12).reversed().map { "\(year)-" + ($0 < 10 ? "0\($0)" : "\($0)") })
            return labels.compactMap(Period.init)
        }
    }

    /// The newest year.
    static func standard(over span: Period) -> Period {
        Period("\(span.end.adding(days: -1).components.year)") ?? span
    }
}
