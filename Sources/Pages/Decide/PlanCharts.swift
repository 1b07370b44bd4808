import CarbonAccounting
import Charts
import EnergyLedger
import Grading
import Provenance
import Quantities
import Retrofit

/// The pictures of a plan (方案图表): what each budget buys, what each tonne costs, PUE step by step.
struct PlanCharts {
    private let outcome: PlanOutcome
    private let context: PageContext

    /// The most sites with a picture of their own.
    private static let mostSites = 12

    init(_ outcome: PlanOutcome, _ context: PageContext) {
        self.outcome = outcome
        self.context = context
    }

    private func decimal(_ money: Money) -> DecimalText {
        DecimalText(significand: Int128(money.hundredths), scale: 2)
    }

    private var money: Charts.Measure { Measure(outcome.currency, places: 0) }

    var curves: HTML {
        let figures = [frontier, cost].compactMap { $0 }
        guard !figures.isEmpty else { return HTML("") }
        return HTML(
            "<div class=\"pair\">" + figures.map { $0.markup(context).html }.joined() + "</div>")
    }

    /// What each budget buys; the plan's own outlay is marked.
    private var frontier: ChartFigure? {
        let points = outcome.plan.frontier.points
        guard points.count > 1 else { return nil }
        let (must, free) = (outcome.totals(where: true), outcome.totals(where: false))
        let own = CurveChart.Place(
            decimal(must.capital + free.capital),
            decimal(must.netPresentValue + free.netPresentValue))
        // The plan itself may lie between two points of the curve, and below the line through them.
        var places = points.map {
            CurveChart.Place(decimal($0.capital), decimal($0.netPresentValue))
        }
        let chosen = places.firstIndex { own.x < $0.x || own.x == $0.x } ?? places.count
        if chosen == places.count || places[chosen] != own { places.insert(own, at: chosen) }
        return ChartFigure(
            chart: CurveChart(
                title: context.words("What each budget buys", "各预算可获净现值"),
                places: places, chosen: chosen, x: (context.words("outlay", "投资"), money),
                y: (context.words("net present value", "净现值"), money)))
    }

    /// What each tonne costs, the cheapest first; below zero a measure pays for itself.
    private var cost: ChartFigure? {
        let blocks = outcome.measures.compactMap { planned -> CostCurve.Block? in
            let saved = planned.before.saved(.scope2Location, to: planned.after)?.milligrams ?? 0
            guard saved > 0 else { return nil }
            let net = planned.chosen.annualized - planned.chosen.annualBenefit
            guard let text = Economics.abatementCost(net: net, saved: saved),
                let cost = DecimalText(text)
            else { return nil }
            let option = planned.chosen.option
            return CostCurve.Block(
                "\(option.measure.title.text(in: context.spoken)) · \(option.siteID)",
                amount: DecimalText(significand: Int128(saved), scale: 9), cost: cost)
        }.sorted { $0.cost < $1.cost }
        guard !blocks.isEmpty else { return nil }
        return ChartFigure(
            chart: CostCurve(
                title: context.words("What each tonne costs", "边际减排成本"), blocks: blocks,
                amount: (context.words("saved a year", "年减排"), Measure("t", places: 1)),
                cost: (
                    context.words("cost of a tonne", "每吨成本"),
                    Measure(outcome.currency + "/t", places: 0)
                ), words: context.chartWords),
            note: context.words(
                "Blocks below zero pay for themselves.", "零线以下的措施可自行回本。"))
    }

    var waterfalls: HTML {
        HTML(
            outcome.sites.prefix(Self.mostSites).compactMap(waterfall).map {
                $0.markup(context).html
            }.joined(separator: "\n"))
    }

    /// PUE in millionths, rounded once so that the steps add up as printed.
    private static func millionths(_ state: SiteState) -> Int128? {
        state.indicators.pue.figure.value.map {
            Rounding.halfToEven($0.numerator * 1_000_000, over: $0.denominator)
        }
    }

    private func waterfall(_ site: SiteOutcome) -> ChartFigure? {
        guard !site.measures.isEmpty, let start = Self.millionths(site.before),
            let end = Self.millionths(site.after)
        else { return nil }
        func text(_ millionths: Int128) -> DecimalText {
            DecimalText(significand: millionths, scale: 6)
        }
        var before = start
        var steps: [Waterfall.Step] = [.level(context.words("today", "现状"), text(start))]
        for planned in site.measures {
            let name = planned.chosen.option.measure.title.text(in: context.spoken)
            let after = Self.millionths(planned.after)
            steps.append(.change(name, after.map { text($0 - before) }))
            before = after ?? before
        }
        steps.append(.level(context.words("plan", "方案实施后"), text(end)))
        let name = context.language == .english ? site.site.name : site.site.nameChinese
        return ChartFigure(
            chart: Waterfall(
                title: context.words("PUE of ", "PUE：") + (name.isEmpty ? site.site.id : name),
                steps: steps, measure: Measure("", places: 4), words: context.chartWords),
            width: 1_000)
    }
}
