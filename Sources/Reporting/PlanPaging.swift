import CarbonAccounting
import Charts
import Provenance
import Quantities
import Retrofit

/// What the HTML pages of plans say alike for few sites and for very many (方案页面共有部分): one page that fetches
/// nothing and runs nothing, on light and on dark screens.
protocol PlanPaging {
    associatedtype Outcome: ToldPlan

    var outcome: Outcome { get }
    var language: Language { get }
    var heading: DocumentHeading { get }
}

extension PlanPaging {
    func words(_ english: String, _ chinese: String) -> String {
        Markup.escaped(BilingualText(english, zh: chinese).text(in: language))
    }

    /// A whole page around its parts.
    func page(_ title: String, _ parts: [String]) -> String {
        let period = heading.period.map { Markup.escaped($0.label) } ?? ""
        let organisation = Markup.escaped(heading.organisation?.text(in: language) ?? "")
        return """
            <!DOCTYPE html>
            <html lang="\(language == .english ? "en" : "zh")">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(title) \(period)</title>
            <style>\(ChartStyle.css)\(PlanStyle.css)</style>
            </head>
            <body>
            <header><h1>\(title) · \(organisation) · \(period)</h1></header>
            <main>
            \(parts.filter { !$0.isEmpty }.joined(separator: "\n"))
            </main>
            \(footer)
            </body>
            </html>

            """
    }

    private var footer: String {
        "<footer>carbongrade \(Markup.escaped(heading.tool)) · \(words("factors", "因子")) "
            + Markup.escaped(heading.factors?.release ?? "-")
            + " · \(words("measures", "措施库")) \(outcome.measuresDigest.hexadecimal.prefix(12))"
            + " · \(words("taxes left out", "未计税费"))</footer>"
    }

    func figure(_ name: String, _ value: String) -> String {
        "<span class=\"k\">\(name)<b>\(Markup.escaped(value))</b></span>"
    }

    func money(_ money: Money) -> String { grouped(money.text, 0) + " " + outcome.currency }

    func grouped(_ decimal: String, _ places: Int) -> String {
        DecimalText(decimal)?.grouped(places: places, minus: "-") ?? decimal
    }

    func energy(_ joules: Int64) -> String {
        grouped(Energy(joules: joules).kilowattHoursText, 0)
    }

    /// The water that the plan takes, and of which measures nobody says how much.
    var water: String {
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

    /// The surcharge that is not paid; empty where no planned site pays one.
    var avoidedSurcharge: String {
        outcome.avoidedSurcharge.map {
            figure(words("PUE surcharge avoided a year", "年免缴能效加价"), money($0))
        } ?? ""
    }

    var spread: String {
        guard let spread = outcome.spread else { return "" }
        let ranks = spread.netPresentValue
        let (p10, p50, p90) = (
            grouped(ranks.p10.text, 0), grouped(ranks.p50.text, 0), grouped(ranks.p90.text, 0)
        )
        return words(
            "Estimate of the spread (\(spread.sampling.count) draws): net present value P10 \(p10), P50 \(p50), P90 \(p90).",
            "波动估计（抽样 \(spread.sampling.count) 次）：净现值 P10 \(p10)、P50 \(p50)、P90 \(p90)。")
    }

    /// What the masses of the page count.
    func gases(_ scope: EmissionScope = .scope2Location) -> String {
        Inventory.text(ofGases: outcome.gases.label(of: scope)).text(in: language)
    }

    /// A table with its title; it may be wider than a phone.
    func table(_ title: String, _ head: [String], _ rows: [String], none: String) -> String {
        let empty = "<tr><td colspan=\"\(head.count)\">\(none)</td></tr>"
        return "<h2>\(title)</h2>"
            + wide(
                title,
                "<table><thead><tr>\(head.joined())</tr></thead><tbody>"
                    + (rows.isEmpty ? empty : rows.joined(separator: "\n")) + "</tbody></table>")
    }

    /// What scrolls by itself where the window is narrow, by keys as well.
    func wide(_ name: String, _ content: String, of kind: String = "w") -> String {
        "<div class=\"\(kind)\" tabindex=\"0\" role=\"region\" aria-label=\"\(name)\">\(content)</div>"
    }

    func cell(_ text: String) -> String { "<td class=\"n\">\(Markup.escaped(text))</td>" }

    func head(_ text: String, isNumber: Bool = true) -> String {
        "<th scope=\"col\"\(isNumber ? " class=\"n\"" : "")>\(text)</th>"
    }

    /// A chart with its title and the same values as a table.
    func picture(_ chart: any Chart) -> String {
        let (title, rows) = (Markup.escaped(chart.title), words("as a table", "数据表"))
        return "<h2>\(title)</h2>" + wide(title, chart.svg(width: 900), of: "w p")
            + "<details><summary>\(rows)</summary>"
            + wide("\(title), \(rows)", chart.table.html) + "</details>"
    }
}

/// How the pages of plans look (方案页面样式).
enum PlanStyle {
    static let css = """
        :root{color-scheme:light dark;--ink:#1b2a33;--quiet:#5a6b75;--line:#d8e0e4;--paper:#fff}\
        @media screen and (prefers-color-scheme:dark){:root{--ink:#e6ece9;--quiet:#a3b1ab;--line:#35413c;--paper:#121816}}\
        body{font:15px/1.5 system-ui,"Noto Sans CJK SC","WenQuanYi Micro Hei",sans-serif;max-width:1000px;margin:2rem auto;padding:0 1rem;color:var(--ink);background:var(--paper)}\
        h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%}\
        th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}\
        td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}\
        .k{display:inline-block;min-width:11rem;margin:.5rem 1rem .5rem 0}.k b{display:block;font-size:1.3rem}\
        .w{overflow-x:auto}.p svg{min-width:40rem}caption{text-align:left}h1,h2,li{overflow-wrap:anywhere}td:not(.n){min-width:6rem;overflow-wrap:break-word}\
        small,.q{color:var(--quiet)}details{font-size:.85rem}.chart-table{width:auto}footer{margin-top:3rem;color:var(--quiet);font-size:.85rem}
        """
}
