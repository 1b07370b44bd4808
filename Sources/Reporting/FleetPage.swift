import CarbonAccounting
import Charts
import EnergyLedger
public import Provenance
import Quantities
public import Retrofit

/// `plan --fleet` as one HTML page (群体方案页面): counts and worth, what each budget buys, the cost curve, archetypes,
/// measures, what must be done, the sites worth most. Of a hundred thousand sites it tells the first rows of each table
/// and says how many more there are.
public struct FleetPage: PlanPaging {
    /// Most rows of a table; JSON and CSV hold them all.
    static let shown = 100

    let outcome: FleetOutcome
    let language: Language
    let heading: DocumentHeading

    /// Makes the page.
    public init(_ heading: DocumentHeading, _ outcome: FleetOutcome, language: Language) {
        self.heading = heading
        self.outcome = outcome
        self.language = language
    }

    /// The whole page.
    public var html: String {
        let charts = FleetCharts(outcome: outcome, language: language)
        return page(
            words("Retrofit plan of a fleet", "群体改造方案"),
            [
                summary, charts.all.map(picture).joined(), archetypes, measures, mustDo, years,
                levels, sites, hindrances, settings,
            ])
    }

    // MARK: - Sums

    private var summary: String {
        let (plan, sums) = (outcome.plan, outcome.sums)
        var text = figure(
            words("Sites with a plan", "有方案的站点"), "\(count(sums.sites)) / \(count(plan.siteCount))")
        text += figure(words("Outlay", "投资"), money(sums.capital))
        if plan.freeCapital != sums.capital {
            text += figure(
                words("Of it must be done", "其中必须实施"), money(sums.capital - plan.freeCapital))
        }
        text += figure(words("Net present value", "净现值"), money(sums.netPresentValue))
        text += figure(words("First year, net", "首年净收益"), money(sums.annualNet))
        text += figure(words("Saved a year", "年节电"), energy(sums.savedJoules) + " kWh")
        text += saved(words("Emission saved a year, location", "年减排（位置法）"), .location)
        text += saved(words("Emission saved a year, market", "年减排（市场法）"), .market)
        text += avoidedSurcharge + notCounted + water
        let missing = plan.missingTarget.count
        let target =
            missing > 0
            ? words(
                "The target is not reached at \(Counted.text(missing, "site", as: count(missing))).",
                "\(count(missing)) 个站点未达到目标。")
            : ""
        let reason = outcome.spreadReason.map {
            words("Spread: ", "波动：") + Markup.escaped($0.text(in: language))
        }
        let proof = outcome.proof { grouped($0.text, 0) }.text(in: language)
        return "<p>" + text + "</p><p class=\"q\">"
            + [Markup.escaped(proof), target, spread, reason ?? ""].filter { !$0.isEmpty }
            .joined(separator: " ") + "</p>"
    }

    private func saved(_ name: String, _ method: AccountingMethod) -> String {
        guard let mass = outcome.saved(method) else { return figure(name, "-") }
        let scope: EmissionScope = method == .location ? .scope2Location : .scope2Market
        return figure(name, "\(grouped(mass.kilogramsText, 0)) kg \(gases(scope))")
    }

    /// Why surcharges by the PUE are not counted, and at how many sites.
    private var notCounted: String {
        outcome.surchargesNotCounted.map { hindrance, sites in
            "<br><small>"
                + words(
                    "PUE surcharge not counted at \(Counted.text(sites, "site", as: count(sites))): ",
                    "\(count(sites)) 个站点未计入能效加价：")
                + Markup.escaped(hindrance.text.text(in: language)) + "</small>"
        }.joined()
    }

    // MARK: - Tables

    private var archetypes: String {
        let all = outcome.plan.archetypes
        let rows = all.prefix(Self.shown).map { archetype, sums in
            "<tr><td>\(escaped(kind(archetype.kind)))</td><td>\(escaped(archetype.region))</td>"
                + cell(count(sums.sites)) + cell(grouped(sums.capital.text, 0))
                + cell(energy(sums.savedJoules)) + cell(grouped(sums.netPresentValue.text, 0))
                + cell(payback(sums) ?? "-")
                + cell(percent(outcome.stability?.ofArchetype[archetype]))
                + "<td>\(escaped(titles(archetype.measures)))</td></tr>"
        }
        return section(
            "Archetypes: kind, province, measures", "原型：类型、省份、措施",
            [
                head(words("Kind", "类型"), isNumber: false),
                head(words("Region", "地区"), isNumber: false), head(words("Sites", "站点数")),
                head(words("Outlay", "投资")), head("kWh/a"), head(words("Worth", "净现值")),
                head(words("Payback, years", "回收期（年）")), head(words("Stays", "保留率")),
                head(words("Measures", "措施"), isNumber: false),
            ], rows, of: all.count)
    }

    private var measures: String {
        let all = outcome.measures
        guard !all.isEmpty else { return "" }
        let rows = all.prefix(Self.shown).map { name, sites in
            "<tr><td>\(escaped(title(name)))<br><small>\(escaped(name))</small></td>"
                + cell(count(sites)) + cell(percent(outcome.stability?.ofMeasure[name])) + "</tr>"
        }
        return section(
            "Measures", "措施",
            [
                head(words("Measure", "措施"), isNumber: false), head(words("Sites", "站点数")),
                head(words("Stays", "保留率")),
            ], rows, of: all.count) + drawn
    }

    /// What the percentages rest on.
    private var drawn: String {
        guard let stability = outcome.stability else { return "" }
        let sites = count(stability.sites)
        let shown = Counted.text(stability.sites, "site", as: sites)
        let draws = stability.sampling.count
        return "<p class=\"q\">"
            + words(
                "Stays: in so many of 100 draws the optimum still holds it (estimate: \(Counted.text(draws, "draw")) of \(shown)).",
                "保留率：百次抽样中最优方案仍含该项的次数（估计：\(sites) 个样本站点，抽样 \(draws) 次）。")
            + "</p>"
    }

    private var mustDo: String {
        let all = outcome.plan.lines.filter { !$0.mustDo.isEmpty }
        guard !all.isEmpty else { return "" }
        let rows = all.prefix(Self.shown).map { line in
            let reasons = line.reasons.filter { $0 == .legalGate || $0 == .orderedByDate }
            return "<tr><td>\(escaped(line.siteID))</td><td>\(escaped(titles(line.mustDo)))</td>"
                + "<td>\(escaped(reasons.map { $0.text.text(in: language) }.joined(separator: "; ")))</td></tr>"
        }
        return section(
            "Must be done", "必须实施",
            [
                head(words("Site", "站点"), isNumber: false),
                head(words("Measures", "措施"), isNumber: false),
                head(words("Why", "理由"), isNumber: false),
            ], rows, of: all.count)
    }

    /// What each year takes; empty where no years were asked for.
    private var years: String {
        let all = outcome.sumsOfYears
        guard !all.isEmpty else { return "" }
        let rows = all.map { year, sums in
            let name = year.map { String($0) } ?? words("later", "以后")
            return "<tr><td>\(name)</td>" + cell(count(sums.sites))
                + cell(grouped(sums.capital.text, 0))
                + cell(grouped(sums.netPresentValue.text, 0)) + "</tr>"
        }
        return section(
            "Year by year, what must be done in the first", "分年实施（必须实施项在第一年）",
            [
                head(words("Year", "年"), isNumber: false), head(words("Sites", "站点数")),
                head(words("Outlay", "投资")), head(words("Worth", "净现值")),
            ], rows, of: rows.count)
    }

    private var levels: String {
        let all = outcome.levelChanges
        guard !all.isEmpty else { return "" }
        let rows = all.prefix(Self.shown).map { effect, sites in
            "<tr><td>\(escaped(effect.scheme))</td><td>\(escaped(effect.before ?? "-")) → "
                + "\(escaped(effect.after ?? "-"))</td>" + cell(count(sites)) + "</tr>"
        }
        return section(
            "Levels that change", "等级变化",
            [
                head(words("Scheme", "规则"), isNumber: false),
                head(words("Level", "等级"), isNumber: false), head(words("Sites", "站点数")),
            ], rows, of: all.count)
    }

    private var sites: String {
        let all = outcome.plan.lines
        let rows = zip(all, outcome.effects).prefix(Self.shown).enumerated().map { index, pair in
            let (line, effect) = pair
            let levels = effect.levels.map {
                "\($0.scheme) \($0.before ?? "-") → \($0.after ?? "-")"
            }
            let reasons = line.reasons.map { $0.text.text(in: language) } + levels
            return "<tr>" + cell(String(index + 1))
                + "<td>\(escaped(line.siteID))<br><small>\(escaped(kind(line.kind))) \(escaped(line.region))</small></td>"
                + cell(grouped(line.package.capital.text, 0))
                + cell(energy(line.package.savedJoules))
                + cell(effect.savedLocation.map { grouped($0.kilogramsText, 0) } ?? "-")
                + cell(grouped(line.package.netPresentValue.text, 0)) + cell(line.payback ?? "-")
                + "<td>\(escaped(titles(line.measures)))</td>"
                + "<td>\(escaped(reasons.joined(separator: "; ")))</td></tr>"
        }
        return section(
            "Sites by worth", "按价值排序的站点",
            [
                head("#"), head(words("Site", "站点"), isNumber: false),
                head(words("Outlay", "投资")), head("kWh/a"), head("kg \(escaped(gases()))/a"),
                head(words("Worth", "净现值")), head(words("Payback, years", "回收期（年）")),
                head(words("Measures", "措施"), isNumber: false),
                head(words("Why", "理由"), isNumber: false),
            ], rows, of: all.count)
    }

    private var hindrances: String {
        let all = outcome.hindrances
        guard !all.isEmpty else { return "" }
        let rows = all.prefix(3 * Self.shown).map { hindrance, sites in
            let detail = hindrance.detail(sites).map { "; " + $0.text(in: language) } ?? ""
            return "<tr><td>\(escaped(title(hindrance.measure)))</td>" + cell(count(sites.count))
                + "<td>\(escaped(hindrance.reason.text.text(in: language) + detail))</td></tr>"
        }
        return section(
            "What stands against measures, and at how many sites", "措施受阻原因与站点数",
            [
                head(words("Measure", "措施"), isNumber: false), head(words("Sites", "站点数")),
                head(words("Why", "理由"), isNumber: false),
            ], rows, of: all.count)
    }

    // MARK: - Words

    private func section(
        _ english: String, _ chinese: String, _ head: [String], _ rows: [String], of count: Int
    ) -> String {
        let more =
            count > rows.count
            ? "<p class=\"q\">"
                + words(
                    "… \(self.count(count - rows.count)) more, in JSON and CSV",
                    "…… 另有 \(self.count(count - rows.count)) 项，见 JSON 与 CSV") + "</p>"
            : ""
        return table(
            words(english, chinese), head, rows, none: words("nothing is planned", "无入选措施"))
            + more
    }

    private func escaped(_ text: String) -> String { Markup.escaped(text) }

    private func count(_ count: Int) -> String { grouped(String(count), 0) }

    private func percent(_ value: Int?) -> String { value.map { "\($0) %" } ?? "-" }

    private func payback(_ sums: FleetPlan.Sums) -> String? {
        Economics(capital: sums.capital, flows: [sums.annualNet]).simplePayback
    }

    private func title(_ name: String) -> String {
        outcome.titles[name]?.text(in: language) ?? name
    }

    private func titles(_ names: [String]) -> String {
        names.map(title).joined(separator: language == .english ? ", " : "、")
    }

    private func kind(_ kind: Site.Kind) -> String { Labels.kind(kind).text(in: language) }
}
