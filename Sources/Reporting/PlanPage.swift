import CarbonAccounting
import Charts
import EnergyLedger
import Grading
public import Provenance
import Quantities
public import Retrofit

/// `plan` as one HTML page (方案页面) without script and without anything from elsewhere: the measures, a
/// waterfall from today's PUE to the plan's, the curve of what each budget buys, and the cost curve of
/// what does not pay for itself.
public struct PlanPage {
    private let outcome: PlanOutcome
    private let language: Language
    private let heading: DocumentHeading

    /// Makes the page.
    public init(_ heading: DocumentHeading, _ outcome: PlanOutcome, language: Language) {
        self.heading = heading
        self.outcome = outcome
        self.language = language
    }

    private func words(_ english: String, _ chinese: String) -> String {
        Markup.escaped(BilingualText(english, zh: chinese).text(in: language))
    }

    /// The whole page.
    public var html: String {
        let title = words("Retrofit plan", "改造方案")
        let period = heading.period.map { Markup.escaped($0.label) } ?? ""
        return """
            <!DOCTYPE html>
            <html lang="\(language == .english ? "en" : "zh")" data-theme="light">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(title) \(period)</title>
            <style>\(ChartStyle.css)\(Self.style)</style>
            </head>
            <body>
            <h1>\(title) · \(Markup.escaped(heading.organisation?.text(in: language) ?? "")) · \(period)</h1>
            \(summary)
            \(gates)
            \(measures)
            \(pictures)
            \(options)
            <footer>carbongrade \(Markup.escaped(heading.tool)) · \(words("factors", "因子")) \(Markup.escaped(heading.factors?.release ?? "-")) · \(words("measures", "措施库")) \(outcome.measuresDigest.hexadecimal.prefix(12)) · \(words("taxes left out", "未计税费"))</footer>
            </body>
            </html>

            """
    }

    static let style = """
        body{font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#1b2a33}\
        h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
        th,td{padding:.3rem .5rem;border-bottom:1px solid #d8e0e4;text-align:left;vertical-align:top}\
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\
        .k{display:inline-block;min-width:11rem;margin:.5rem 1rem .5rem 0}.k b{display:block;font-size:1.3rem}\
        small,.q{color:#5a6b75}details{font-size:.85rem}.chart-table{width:auto}footer{margin-top:3rem;color:#5a6b75;font-size:.85rem}
        """

    private func figure(_ name: String, _ value: String) -> String {
        "<span class=\"k\">\(name)<b>\(Markup.escaped(value))</b></span>"
    }

    private var summary: String {
        let (must, chosen) = (outcome.totals(where: true), outcome.totals(where: false))
        let currency = outcome.currency
        var text = figure(
            words("Outlay", "投资"), grouped(chosen.capital.text, 0) + " " + currency)
        if must.capital > .zero {
            text += figure(
                words("Must be done", "必须实施"), grouped(must.capital.text, 0) + " " + currency)
        }
        text += figure(
            words("Net present value", "净现值"),
            grouped((chosen.netPresentValue + must.netPresentValue).text, 0) + " " + currency)
        text += figure(
            words("Saved a year", "年节电"),
            grouped((chosen.saved + must.saved).kilowattHoursText, 0) + " kWh")
        let masses = [chosen.savedLocation, must.savedLocation].compactMap { $0 }
        text += figure(
            words("Emission saved a year, location", "年减排（位置法）"),
            masses.count == 2
                ? grouped((masses[0] + masses[1]).kilogramsText, 0) + " kg " + gases : "-")
        text += water
        let proof = Markup.escaped(outcome.proof(\.text).text(in: language))
        return "<p>" + text + "</p><p class=\"q\">" + proof + " " + spread + "</p>"
    }

    /// The water that the plan takes, and of which measures nobody says how much.
    private var water: String {
        let water = outcome.water
        let names = water.notStated.joined(separator: ", ")
        let unknown = names.isEmpty ? "" : words("not stated of: ", "未说明：") + Markup.escaped(names)
        guard water.stated != .zero else {
            return unknown.isEmpty
                ? "" : "<br><small>\(words("Water taken a year", "年用水增加")) \(unknown)</small>"
        }
        return figure(
            words("Water taken a year", "年用水增加"), grouped(water.stated.cubicMetresText, 0) + " m³")
            + (unknown.isEmpty ? "" : "<br><small>\(unknown)</small>")
    }

    private var spread: String {
        guard let spread = outcome.spread else { return "" }
        let ranks = spread.netPresentValue
        return words(
            "Estimate of the spread (\(spread.sampling.count) draws): net present value P10 \(grouped(ranks.p10.text, 0)), P50 \(grouped(ranks.p50.text, 0)), P90 \(grouped(ranks.p90.text, 0)).",
            "波动估计（抽样 \(spread.sampling.count) 次）：净现值 P10 \(grouped(ranks.p10.text, 0))、P50 \(grouped(ranks.p50.text, 0))、P90 \(grouped(ranks.p90.text, 0))。"
        )
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

    private var measures: String {
        let rows = outcome.measures.map { planned -> String in
            let (chosen, option) = (planned.chosen, planned.chosen.option)
            let effects = planned.before.levelEffects(to: planned.after).map {
                "\($0.scheme) \($0.before ?? "-") → \($0.after ?? "-")"
            }
            let reasons = chosen.reasons.map { $0.text.text(in: language) } + effects
            let name = option.measure.title.text(in: language)
            return
                "<tr><td>\(Markup.escaped(name))<br><small>\(Markup.escaped(option.siteID))</small></td>"
                + cell(grouped(chosen.capital.text, 0))
                + cell(grouped(Energy(joules: chosen.savedJoules).kilowattHoursText, 0))
                + cell(
                    planned.before.saved(.scope2Location, to: planned.after).map {
                        grouped($0.kilogramsText, 0)
                    } ?? "-")
                + cell(grouped(chosen.netPresentValue.text, 0))
                + cell(chosen.economics.simplePayback ?? "-")
                + "<td>\(Markup.escaped(reasons.joined(separator: "; ")))</td></tr>"
        }
        let empty = "<tr><td colspan=\"7\">" + words("nothing is planned", "无入选措施") + "</td></tr>"
        return "<h2>\(words("What is planned, in this order", "入选措施（按序）"))</h2><table><tr><th>"
            + words("Measure", "措施") + "</th>"
            + head(words("Outlay", "投资")) + head("kWh/a") + head("kg \(gases)/a")
            + head(words("Worth", "净现值")) + head(words("Payback, years", "回收期（年）"))
            + "<th>\(words("Why", "理由"))</th></tr>"
            + (rows.isEmpty ? empty : rows.joined()) + "</table>"
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
        return "<h2>\(words("What is not planned, and why", "未入选措施及原因"))</h2><table>"
            + rows.prefix(500).joined() + "</table>"
    }

    /// What the masses of the page count.
    private var gases: String { Markup.escaped(outcome.gases.label(of: .scope2Location)) }

    private func cell(_ text: String) -> String { "<td class=\"n\">\(Markup.escaped(text))</td>" }

    private func head(_ text: String) -> String { "<th class=\"n\">\(text)</th>" }

    private func grouped(_ decimal: String, _ places: Int) -> String {
        DecimalText(decimal)?.grouped(places: places, minus: "-") ?? decimal
    }

    /// Each with its title and the same values as a table.
    private var pictures: String {
        let charts = PlanCharts(outcome: outcome, language: language)
        let all: [(any Chart)?] =
            outcome.sites.map { charts.waterfall($0) } + [
                charts.capitalCurve, charts.carbonCurve, charts.abatementCurve,
            ]
        let title = words("as a table", "数据表")
        return all.compactMap { $0 }.map { chart in
            "<h2>\(Markup.escaped(chart.title))</h2>\(chart.svg(width: 900))"
                + "<details><summary>\(title)</summary>\(chart.table.html)</details>"
        }.joined()
    }
}
