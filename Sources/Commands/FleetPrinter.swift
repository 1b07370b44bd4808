import CarbonAccounting
import EnergyLedger
import Provenance
import Quantities
import Reporting
import Retrofit

/// A plan for very many sites for the eye: archetypes, the best sites, sums, proof.
struct FleetPrinter: PlanPrinting {
    private static let shown = 20

    let outcome: FleetOutcome
    let options: CommonOptions

    init(_ outcome: FleetOutcome, _ options: CommonOptions) {
        self.outcome = outcome
        self.options = options
    }

    var text: String {
        words("Archetypes: kind, province, measures", "原型：类型、省份、措施") + "\n" + archetypes
            + "\n" + words("Measures", "措施") + "\n" + measures
            + "\n" + words("Sites by worth", "按价值排序的站点") + "\n" + sites + "\n" + totals
            + years + "\n" + notPlanned
    }

    private func more(_ count: Int) -> String {
        count > Self.shown
            ? "  … " + words("\(count - Self.shown) more", "另有 \(count - Self.shown) 项") + "\n" : ""
    }

    private var archetypes: String {
        let all = outcome.plan.archetypes
        guard !all.isEmpty else { return "  " + words("nothing\n", "无\n") }
        var table = TextTable(.left, .left, .right, .right, .right, .right, .right, .left)
        table.append(
            words("kind", "类型"), words("region", "地区"), words("sites", "站点数"),
            words("outlay", "投资"), "kWh/a", words("worth", "净现值"), words("stays", "保留率"),
            words("measures", "措施"))
        for (archetype, sums) in all.prefix(Self.shown) {
            table.append(
                archetype.kind.rawValue, archetype.region,
                TextTable.grouped("\(sums.sites)", places: 0), money(sums.capital),
                energy(sums.savedJoules), money(sums.netPresentValue),
                percent(outcome.stability?.ofArchetype[archetype]),
                archetype.measures.joined(separator: ", "))
        }
        return table.text() + more(all.count)
    }

    private func percent(_ value: Int?) -> String { value.map { "\($0) %" } ?? "-" }

    /// At how many sites each measure is planned, and how often it stays.
    private var measures: String {
        let all = outcome.measures
        guard !all.isEmpty else { return "  " + words("nothing\n", "无\n") }
        var table = TextTable(.left, .right, .right)
        table.append(words("measure", "措施"), words("sites", "站点数"), words("stays", "保留率"))
        for (name, sites) in all.prefix(Self.shown) {
            table.append(
                name, TextTable.grouped("\(sites)", places: 0),
                percent(outcome.stability?.ofMeasure[name]))
        }
        return table.text() + more(all.count) + drawn
    }

    /// What the percentages rest on.
    private var drawn: String {
        guard let stability = outcome.stability else { return "" }
        let (sites, draws) = (stability.sites, stability.sampling.count)
        return "  "
            + words(
                "stays: in so many of 100 draws the optimum still holds it (estimate: \(Counted.text(draws, "draw")) of \(Counted.text(sites, "site")))\n",
                "保留率：百次抽样中最优方案仍含该项的次数（估计：\(sites) 个样本站点，抽样 \(draws) 次）\n")
    }

    private var sites: String {
        let lines = outcome.plan.lines
        guard !lines.isEmpty else { return "  " + words("nothing\n", "无\n") }
        var table = TextTable(.right, .left, .right, .right, .right, .right, .left)
        table.append(
            "", words("site", "站点"), words("outlay", "投资"), "kWh/a", words("worth", "净现值"),
            words("years", "回收年"), words("measures", "措施"))
        for (index, line) in lines.prefix(Self.shown).enumerated() {
            table.append(
                "\(index + 1)", FindingDocument.visible(line.siteID), money(line.package.capital),
                energy(line.package.savedJoules), money(line.package.netPresentValue),
                line.payback ?? "-", line.measures.joined(separator: ", "))
        }
        return table.text() + more(lines.count)
    }

    private var totals: String {
        let (plan, sums) = (outcome.plan, outcome.sums)
        var table = TextTable(.left, .right, .left)
        table.append(
            words("sites with a plan", "有方案的站点"),
            TextTable.grouped("\(plan.lines.count)", places: 0), "/ \(plan.siteCount)")
        table.append(words("outlay", "投资"), money(sums.capital), outcome.currency)
        if plan.freeCapital != sums.capital {
            table.append(
                words("of it must be done", "其中必须实施"), money(sums.capital - plan.freeCapital),
                outcome.currency)
        }
        table.append(
            words("net present value", "净现值"), money(sums.netPresentValue), outcome.currency)
        table.append(words("saved a year", "年节电"), energy(sums.savedJoules), "kWh")
        appendSaved(
            location: outcome.saved(.location), market: outcome.saved(.market), to: &table)
        appendSurcharge(to: &table)
        for (hindrance, sites) in outcome.surchargesNotCounted {
            table.append(
                words("PUE surcharge not counted, sites", "未计入能效加价的站点"),
                TextTable.grouped("\(sites)", places: 0), hindrance.text.text(in: options.language))
        }
        appendWater(to: &table)
        appendSpread(to: &table)
        if let reason = outcome.spreadReason {
            table.append("P10 / P50 / P90", "-", reason.text(in: options.language))
        }
        return table.text() + "  " + proof + "\n"
    }

    /// What each year takes; nothing where no years were asked for.
    private var years: String {
        let all = outcome.sumsOfYears
        guard !all.isEmpty else { return "" }
        var table = TextTable(.left, .right, .right, .right)
        table.append("", words("sites", "站点数"), words("outlay", "投资"), words("worth", "净现值"))
        for (year, sums) in all {
            table.append(
                year.map { words("year \($0)", "第 \($0) 年") } ?? words("later", "以后"),
                TextTable.grouped("\(sums.sites)", places: 0), money(sums.capital),
                money(sums.netPresentValue))
        }
        return "\n" + words("Year by year", "分年实施") + "\n" + table.text()
    }

    var missing: String {
        let count = outcome.plan.missingTarget.count
        return words(
            "the target is not reached at \(Counted.text(count, "site"))", "\(count) 个站点未达到目标")
    }

    private var notPlanned: String {
        guard !outcome.hindrances.isEmpty else { return "" }
        var table = TextTable(.left, .left, .right, .left)
        for (hindrance, sites) in outcome.hindrances {
            table.append(
                hindrance.measure, hindrance.reason.rawValue,
                TextTable.grouped("\(sites.count)", places: 0),
                hindrance.detail(sites)?.text(in: options.language) ?? "")
        }
        return words("What stands against measures, and at how many sites", "措施受阻原因与站点数") + "\n"
            + table.text()
    }
}
