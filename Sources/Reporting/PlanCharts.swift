import CarbonAccounting
import Charts
import EnergyLedger
import Grading
import Provenance
import Quantities
import Retrofit

/// The pictures of a plan (方案图): the way of each site's PUE, what each budget buys, what does not pay for
/// itself.
struct PlanCharts {
    let outcome: PlanOutcome
    let language: Language

    func words(_ english: String, _ chinese: String) -> String {
        BilingualText(english, zh: chinese).text(in: language)
    }

    /// From today's PUE to the plan's, measure by measure (瀑布图); nil where a PUE is not known.
    func waterfall(_ site: SiteOutcome) -> Waterfall? {
        guard !site.measures.isEmpty, let start = Self.millionths(site.before),
            let end = Self.millionths(site.after)
        else { return nil }
        let values = site.measures.compactMap { Self.millionths($0.after) }
        guard values.count == site.measures.count else { return nil }
        func exact(_ millionths: Int128) -> DecimalText {
            DecimalText(significand: millionths, scale: 6)
        }
        let changes = zip(site.measures, zip([start] + values, values)).map { measure, pair in
            Waterfall.Step.change(
                measure.chosen.option.measure.title.text(in: language), exact(pair.1 - pair.0))
        }
        return Waterfall(
            title: words("PUE of \(site.site.id)", "\(site.site.id) 的 PUE"),
            steps: [.level(words("today", "现状") + levels(site.before), exact(start))] + changes
                + [.level(words("plan", "方案") + levels(site.after), exact(end))],
            measure: Charts.Measure("", places: 6), words: language.chartWords)
    }

    /// The PUE of a state in millionths.
    private static func millionths(_ state: SiteState) -> Int128? {
        state.indicators.pue.figure.value.map {
            Rounding.halfToEven($0.numerator * 1_000_000, over: $0.denominator)
        }
    }

    /// The level of the site's first scheme; a second one would not fit beside the bar.
    private func levels(_ state: SiteState) -> String {
        let first = state.grades.first { $0.level != nil }
        return first.map { " (\($0.scheme) \($0.level ?? ""))" } ?? ""
    }

    /// What each budget buys (投资-净现值曲线).
    var capitalCurve: CurveChart? {
        Self.capitalCurve(of: outcome.plan.frontier, in: outcome.currency, language)
    }

    /// The same of any frontier; nil where there is nothing to choose.
    static func capitalCurve(
        of frontier: Frontier, in currency: String, _ language: Language
    ) -> CurveChart? {
        guard frontier.points.count > 1 else { return nil }
        func words(_ english: String, _ chinese: String) -> String {
            BilingualText(english, zh: chinese).text(in: language)
        }
        func exact(_ money: Money) -> DecimalText {
            DecimalText(significand: Int128(money.hundredths), scale: 2)
        }
        let measure = Charts.Measure(currency, places: 2)
        return CurveChart(
            title: words(
                "Net present value by outlay, what must be done included", "净现值随投资变化（含必须实施项）"),
            places: frontier.points.map {
                CurveChart.Place(exact($0.capital), exact($0.netPresentValue))
            },
            x: (words("Outlay", "投资"), measure), y: (words("Net present value", "净现值"), measure))
    }

    /// What each tonne beyond the plan worth most costs in worth (减排-净现值曲线).
    var carbonCurve: CurveChart? {
        let points = outcome.carbonFrontier.points
        let places = points.compactMap { point in
            point.savedEmission.map {
                CurveChart.Place(
                    DecimalText(significand: Int128($0.milligrams), scale: 9),
                    DecimalText(significand: Int128(point.netPresentValue.hundredths), scale: 2))
            }
        }
        guard points.count > 1, places.count == points.count else { return nil }
        return CurveChart(
            title: words(
                "Net present value by emission saved a year, from the plan worth most on",
                "净现值随年减排量变化（自净现值最大方案起）"),
            places: places,
            x: (words("Emission saved a year", "年减排"), Charts.Measure("t", places: 3)),
            y: (words("Net present value", "净现值"), Charts.Measure(outcome.currency, places: 2)))
    }

    /// The cost curve of what does not pay for itself (减排成本曲线); measures with negative costs are not on
    /// it, because there a cost for each tonne ranks small savers first.
    var abatementCurve: CostCurve? {
        let blocks = outcome.measures.compactMap { planned -> CostCurve.Block? in
            let chosen = planned.chosen
            guard let saved = planned.before.saved(.scope2Location, to: planned.after),
                let text = Economics.abatementCost(
                    net: chosen.annualized - chosen.annualBenefit, saved: saved.milligrams),
                let cost = DecimalText(text)
            else { return nil }
            return CostCurve.Block(
                chosen.option.measure.title.text(in: language),
                amount: DecimalText(significand: Int128(saved.milligrams), scale: 9), cost: cost)
        }
        guard blocks.contains(where: { $0.cost.significand > 0 }) else { return nil }
        return CostCurve(
            title: words("Abatement cost of what does not pay for itself", "不能自行回本措施的减排成本"),
            blocks: blocks.enumerated().sorted {
                ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset)
            }.map(\.element),
            amount: (words("saved a year", "年减排"), Charts.Measure("t", places: 3)),
            cost: (words("cost", "成本"), Charts.Measure("\(outcome.currency)/t", places: 2)),
            words: language.chartWords)
    }
}

extension Language {
    /// The few words that charts add of their own.
    var chartWords: ChartWords {
        switch self {
        case .chinese: .chinese
        case .english: .english
        case .both: .both
        }
    }
}
