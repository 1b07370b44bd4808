import Charts
import Provenance
import Quantities
import Retrofit

extension PlanPaging {
    /// What was asked, and by what money was weighed.
    var settings: String {
        let settings = outcome.settings
        let rows = [
            (words("Budget", "预算"), outcome.plan.request.budgetText(money)?.text(in: language)),
            (words("Target", "目标"), outcome.target),
            (words("Discount rate", "折现率"), "\(settings.discountRate)"),
            (words("Tariff", "电价"), settings.tariffText.text(in: language)),
            (words("Tariffs of sites", "分站点电价"), tariffsOfSites),
            (words("Carbon price", "碳价"), settings.carbonPriceText.text(in: language)),
            (words("Water price", "水价"), settings.waterPriceText.text(in: language)),
            (words("PUE surcharges", "能效加价"), settings.surchargesText.text(in: language)),
            (words("Taxes", "税费"), BilingualText("left out", zh: "未计").text(in: language)),
        ].compactMap { name, value in
            value.map { "<tr><th scope=\"row\">\(name)</th><td>\(Markup.escaped($0))</td></tr>" }
        }
        let title = words("What was asked", "计算条件")
        return "<h2>\(title)</h2>"
            + wide(title, "<table><tbody>\(rows.joined())</tbody></table>")
    }

    /// What sites pay by that have a tariff of their own, cut where there are many; nil where none has.
    private var tariffsOfSites: String? {
        guard !outcome.settings.tariffs.isEmpty else { return nil }
        let text = outcome.settings.tariffsText.text(in: language)
        let shown = text.prefix(1_000)
        return shown.count < text.count ? shown + "…" : text
    }
}
