import HTTPTypes
import Hummingbird
import Provenance
import Quantities
import Reporting
import Retrofit
import Runs

/// The retrofit plan (改造计划), as the command prints it.
enum PlanRoutes {
    static let all: [Route] = [plan]

    private static let plan = Route(
        method: .get, path: "/api/v1/periods/{period}/plan", access: .needs(.read),
        summary: "The retrofit plan of a year; as `carbongrade plan`.",
        parameters: [
            ResultRoutes.period, PortfolioRoutes.ofSite, ResultRoutes.lang, ResultRoutes.table,
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
        answers: ResultRoutes.judged("The plan.", ["sites", "chosen", "totals", "frontier"])
    ) { call in
        let question = try question(call, try await call.platform.results.ground().data)
        let isTable = call.values["format"] == "csv"
        let asked = ["budget", "target", "discount_rate", "years"].map { call.values[$0] ?? "" }
        return try await ResultRoutes.finished(
            "plan \(isTable) \(asked.joined(separator: " "))", call
        ) {
            run, language in
            let plan = try PlanRun(run, question)
            let document =
                isTable
                ? Document(PlanTable.csv(plan.outcome, language: language), type: ResultRoutes.csv)
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
