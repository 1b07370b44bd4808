import CarbonAccounting
import Provenance
import Quantities
import Retrofit

/// What the JSON of a plan says alike for few sites and for very many (方案文档共有部分).
protocol PlanWriting {
    associatedtype Outcome: ToldPlan

    var outcome: Outcome { get }
    var language: Language { get }
    /// How the optimum was found.
    static var method: BilingualText { get }
    /// What has one value in a draw of the spread.
    static var draws: BilingualText { get }
}

extension PlanWriting {
    func words(_ text: BilingualText) -> JSONValue { .string(text.text(in: language)) }

    func strings(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    func money(_ money: Money?) -> JSONValue { .decimal(money?.text) }

    func mass(_ mass: EmissionMass?) -> JSONValue { .decimal(mass?.kilogramsText) }

    func energy(_ joules: Int64) -> JSONValue { .number(Energy(joules: joules).kilowattHoursText) }

    /// By what money was weighed, and what was asked.
    var planning: JSONValue {
        var members = outcome.printedSettings.mapValues(JSONValue.string)
        members["currency"] = .string(outcome.currency)
        members["budget"] = money(outcome.plan.request.budget)
        members["budget_of_year"] = money(outcome.plan.request.pace?.budget)
        members["years"] = outcome.plan.request.pace.map { .integer($0.years) } ?? .null
        members["target"] = .text(outcome.target)
        members["taxes"] = words(BilingualText("left out", zh: "未计"))
        members["gases"] = .string(outcome.gases.label)
        members["gases_by_scope"] = .object(
            PlanGases.scopes.reduce(into: [:]) {
                $0[$1.rawValue] = .string(outcome.gases.label(of: $1))
            })
        return .object(members)
    }

    /// The worth of the choice and how far it is proven.
    var optimum: JSONValue {
        let plan = outcome.plan
        return .object([
            "feasible": .bool(plan.isFeasible), "npv": money(plan.netPresentValue),
            "bound": money(plan.bound), "gap": money(plan.gap),
            "gap_share": .decimal(
                plan.gapMillionths.map { Rounding.pointed(Int128($0), places: 6) }),
            "decided": .bool(plan.isDecided), "proven": .bool(plan.isProven),
            "target": .text(outcome.target), "missing_target": strings(plan.missingTarget),
            "method": words(Self.method),
        ])
    }

    /// How far the plan's sums may stray; null when that cannot be drawn.
    var spread: JSONValue {
        guard let spread = outcome.spread else { return .null }
        func ranks<Value>(
            _ ranks: SpreadRanks<Value>, _ text: (Value) -> String
        ) -> JSONValue {
            .object([
                "p10": .number(text(ranks.p10)), "p50": .number(text(ranks.p50)),
                "p90": .number(text(ranks.p90)),
            ])
        }
        return .object([
            "draws": .integer(spread.sampling.count),
            "seed": .string(String(spread.sampling.seed)),
            "drawn_apart": words(Self.draws),
            "npv": ranks(spread.netPresentValue, \.text),
            "annual_kwh_saved": ranks(spread.savedJoules) {
                Energy(joules: $0).kilowattHoursText
            },
            "basis": words(
                BilingualText(
                    "an estimate: the median of each saving is the low end of its range, half of the draws lie between nothing and it, half between it and the high end; must-do included",
                    zh: "估计值：各措施节能率中位数取区间下限，一半抽样在零与下限之间，一半在下限与上限之间；含必须实施项")),
        ])
    }

    /// One point of the frontier.
    func members(of point: Frontier.Point) -> [String: JSONValue] {
        [
            "capex": money(point.capital), "npv": money(point.netPresentValue),
            "annual_kwh_saved": energy(point.savedJoules),
            "annual_kgco2e_saved": mass(point.savedEmission),
        ]
    }
}

extension [LevelEffect] {
    /// The levels that change, as JSON.
    var json: JSONValue {
        .array(
            map {
                .object([
                    "scheme": .string($0.scheme), "before": .text($0.before),
                    "after": .text($0.after),
                ])
            })
    }

    /// The same as a cell: `gb-40879-2021:3>2`, `-` where there is no level.
    var cell: String {
        map { "\($0.scheme):\($0.before ?? "-")>\($0.after ?? "-")" }.joined(separator: ";")
    }
}
