import CarbonAccounting
import EnergyLedger
import Provenance
import Quantities
import Reporting
import Retrofit

/// A plan for very many sites for the eye: archetypes, the best sites, sums, proof.
struct FleetPrinter {
    private static let shown = 20

    private let outcome: FleetOutcome
    private let options: CommonOptions

    init(_ outcome: FleetOutcome, _ options: CommonOptions) {
        self.outcome = outcome
        self.options = options
    }

    private func words(_ english: String, _ chinese: String) -> String {
        options.words(english, zh: chinese)
    }

    private func money(_ money: Money) -> String { TextTable.grouped(money.text, places: 0) }

    private func energy(_ joules: Int64) -> String {
        TextTable.grouped(Energy(joules: joules).kilowattHoursText, places: 0)
    }

    var text: String {
        words("Archetypes: kind, province, measures", "原型：类型、省份、措施") + "\n" + archetypes
            + "\n" + words("Sites by worth", "按价值排序的站点") + "\n" + sites + "\n" + totals
            + "\n" + notPlanned
    }

    private func more(_ count: Int) -> String {
        count > Self.shown
            ? "  … " + words("\(count - Self.shown) more", "另有 \(count - Self.shown) 项") + "\n" : ""
    }

    private var archetypes: String {
        let all = outcome.plan.archetypes
        guard !all.isEmpty else { return "  " + words("nothing\n", "无\n") }
        var table = TextTable(.left, .left, .right, .right, .right, .right, .left)
        table.append(
            words("kind", "类型"), words("region", "地区"), words("sites", "站点数"),
            words("outlay", "投资"), "kWh/a", words("worth", "净现值"), words("measures", "措施"))
        for (archetype, sums) in all.prefix(Self.shown) {
            table.append(
                archetype.kind.rawValue, archetype.region,
                TextTable.grouped("\(sums.sites)", places: 0), money(sums.capital),
                energy(sums.savedJoules), money(sums.netPresentValue),
                archetype.measures.joined(separator: ", "))
        }
        return table.text() + more(all.count)
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
        for (method, english, chinese) in [
            (outcome.saved(.location), "CO2 saved a year, location", "年减排（位置法）"),
            (outcome.saved(.market), "CO2 saved a year, market", "年减排（市场法）"),
        ] {
            guard let method else { continue }
            table.append(
                words(english, chinese), TextTable.grouped(method.kilogramsText, places: 0),
                "kg CO2")
        }
        return table.text() + "  " + proof + "\n"
    }

    private var proof: String {
        let plan = outcome.plan
        guard plan.isFeasible else { return words("no plan keeps the limits", "没有满足约束的方案") }
        let missing =
            plan.missingTarget.isEmpty
            ? ""
            : "\n  "
                + words(
                    "the target is not reached at \(plan.missingTarget.count) sites",
                    "\(plan.missingTarget.count) 个站点未达到目标")
        return
            (plan.gap == .zero
            ? words("proven: no other choice is worth more", "已证明：没有价值更高的选择")
            : words(
                "no other choice is worth over \(money(plan.gap)) \(outcome.currency) more",
                "任何其他选择最多再多 \(money(plan.gap)) \(outcome.currency)")) + missing
    }

    private var notPlanned: String {
        guard !outcome.hindrances.isEmpty else { return "" }
        var table = TextTable(.left, .left, .right)
        for (hindrance, sites) in outcome.hindrances {
            table.append(
                hindrance.measure, hindrance.reason.rawValue,
                TextTable.grouped("\(sites)", places: 0))
        }
        return words("What stands against measures, and at how many sites", "措施受阻原因与站点数") + "\n"
            + table.text()
    }
}
