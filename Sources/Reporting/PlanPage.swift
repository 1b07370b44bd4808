import CarbonAccounting
import Charts
import EnergyLedger
import Grading
public import Provenance
import Quantities
public import Retrofit

/// `plan` as one HTML page (方案页面) without script and without anything from elsewhere: the measures, a
/// waterfall from today's PUE to the plan's, the curve of what each budget buys, what saved energy costs, and the cost
/// curve of what does not pay for itself.
public struct PlanPage: PlanPaging {
    let outcome: PlanOutcome
    let language: Language
    let heading: DocumentHeading

    /// Makes the page.
    public init(_ heading: DocumentHeading, _ outcome: PlanOutcome, language: Language) {
        self.heading = heading
        self.outcome = outcome
        self.language = language
    }

    /// The whole page.
    public var html: String {
        page(
            words("Retrofit plan", "改造方案"),
            [summary, gates, surcharges, measures, roadmap, pictures, options, settings])
    }

    private var summary: String {
        let (must, chosen) = (outcome.totals(where: true), outcome.totals(where: false))
        var text = figure(words("Outlay", "投资"), money(chosen.capital))
        if must.capital > .zero {
            text += figure(words("Must be done", "必须实施"), money(must.capital))
        }
        let hasMust = outcome.measures.contains(where: \.chosen.isMustDo)
        if hasMust {
            text += "<br><small>\(words("What must be done included:", "含必须实施项："))</small><br>"
        }
        text += figure(
            words("Net present value", "净现值"),
            money(chosen.netPresentValue + must.netPresentValue))
        text += figure(
            words("Saved a year", "年节电"), energy((chosen.saved + must.saved).joules) + " kWh")
        let masses = [chosen.savedLocation, must.savedLocation].compactMap { $0 }
        text += figure(
            words("Emission saved a year, location", "年减排（位置法）"),
            masses.count == 2
                ? grouped((masses[0] + masses[1]).kilogramsText, 0) + " kg " + gases() : "-")
        text += avoidedSurcharge + water
        let proof = Markup.escaped(outcome.proof(\.text).text(in: language))
        return "<p>" + text + "</p><p class=\"q\">" + proof + " " + spread + "</p>"
    }

    /// The rules of law that sites do not meet, with their days.
    private var gates: String {
        let rows = outcome.sites.flatMap { site in
            site.legalGates.map {
                "<li>\(Markup.escaped(site.site.id)): \(Markup.escaped($0.text.text(in: language)))</li>"
            }
        }
        guard !rows.isEmpty else { return "" }
        return "<h2>\(words("The law, not met as it is", "未达到的强制要求"))</h2><ul>"
            + rows.prefix(200).joined() + "</ul>"
    }

    /// What becomes of the surcharges that hang on the PUE.
    private var surcharges: String {
        let rows = outcome.sites.compactMap { site -> String? in
            guard let text = site.surchargeText(in: outcome.currency, { grouped($0.text, 2) })
            else { return nil }
            let words = [text, site.ratioGaps?.text].compactMap { $0?.text(in: language) }
            return
                "<li>\(Markup.escaped(site.site.id)): \(Markup.escaped(words.joined(separator: "; ")))</li>"
        }
        guard !rows.isEmpty else { return "" }
        return "<h2>\(words("Surcharges by the PUE", "能效加价"))</h2><ul>"
            + rows.prefix(200).joined() + "</ul>"
    }

    private var measures: String {
        let rows = outcome.measures.map { planned -> String in
            let (chosen, option) = (planned.chosen, planned.chosen.option)
            let effects = planned.before.levelEffects(to: planned.after).map {
                "\($0.scheme) \($0.before ?? "-") → \($0.after ?? "-")"
            }
            let day = option.requiredBy.map { " (\($0))" } ?? ""
            let reasons =
                chosen.reasons.map {
                    $0.text.text(in: language) + ($0 == .orderedByDate ? day : "")
                } + effects
            let name = option.measure.title.text(in: language)
            return
                "<tr><td>\(Markup.escaped(name))<br><small>\(Markup.escaped(option.siteID))</small></td>"
                + cell(grouped(chosen.capital.text, 0))
                + cell(energy(chosen.savedJoules))
                + cell(
                    planned.before.saved(.scope2Location, to: planned.after).map {
                        grouped($0.kilogramsText, 0)
                    } ?? "-")
                + cell(grouped(chosen.netPresentValue.text, 0))
                + cell(chosen.economics.simplePayback ?? "-")
                + "<td>\(Markup.escaped(reasons.joined(separator: "; ")))</td></tr>"
        }
        return table(
            words("What is planned, in this order", "入选措施（按序）"),
            [
                head(words("Measure", "措施"), isNumber: false), head(words("Outlay", "投资")),
                head("kWh/a"), head("kg \(Markup.escaped(gases()))/a"),
                head(words("Worth", "净现值")), head(words("Payback, years", "回收期（年）")),
                head(words("Why", "理由"), isNumber: false),
            ], rows, none: words("nothing is planned", "无入选措施"))
    }

    /// What is done in which year; empty where no years were asked for.
    private var roadmap: String {
        guard let roadmap = outcome.roadmap else { return "" }
        let rows = roadmap.lines.prefix(500).map { line -> String in
            let (measure, option) = (line.measure, line.measure.option)
            let year = line.year.map { words("year \($0)", "第 \($0) 年") } ?? words("later", "以后")
            return "<tr><td>\(year)</td><td>"
                + Markup.escaped(option.measure.title.text(in: language)) + "<br><small>"
                + Markup.escaped(option.siteID) + "</small></td>"
                + cell(grouped(measure.capital.text, 0)) + "</tr>"
        }
        return table(
            words("Year by year", "分年实施"),
            [
                head(words("Year", "年份"), isNumber: false),
                head(words("Measure", "措施"), isNumber: false), head(words("Outlay", "投资")),
            ], Array(rows), none: words("nothing is planned", "无入选措施"))
    }

    private var options: String {
        let rows = outcome.sites.flatMap { site in
            site.plan.site.options.compactMap { option -> String? in
                guard let reason = site.plan.reasonAgainst(option) else { return nil }
                return "<tr><td>\(Markup.escaped(option.measure.title.text(in: language)))<br>"
                    + "<small>\(Markup.escaped(option.siteID))</small></td><td>"
                    + Markup.escaped(option.text(of: reason).text(in: language)) + "</td></tr>"
            }
        }
        guard !rows.isEmpty else { return "" }
        return table(
            words("What is not planned, and why", "未入选措施及原因"),
            [
                head(words("Measure", "措施"), isNumber: false),
                head(words("Why", "理由"), isNumber: false),
            ], Array(rows.prefix(500)), none: "")
    }

    private var pictures: String {
        let charts = PlanCharts(outcome: outcome, language: language)
        let all: [(any Chart)?] =
            outcome.sites.map { charts.waterfall($0) } + [
                charts.capitalCurve, charts.carbonCurve, charts.energyCostCurve,
                charts.abatementCurve,
            ]
        return all.compactMap { $0 }.map(picture).joined()
    }
}
