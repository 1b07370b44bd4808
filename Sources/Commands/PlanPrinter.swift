import CarbonAccounting
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting
import Retrofit

/// A plan for the eye.
struct PlanPrinter: PlanPrinting {
    let outcome: PlanOutcome
    let options: CommonOptions

    init(_ outcome: PlanOutcome, _ options: CommonOptions) {
        self.outcome = outcome
        self.options = options
    }

    var text: String {
        var text = request
        let must = outcome.measures.filter(\.chosen.isMustDo)
        let free = outcome.measures.filter { !$0.chosen.isMustDo }
        if !must.isEmpty {
            text += "\n" + words("Must be done", "必须实施") + "\n" + table(must)
        }
        text += gates
        text += "\n" + words("Planned, in this order", "入选措施（按序）") + "\n"
        text +=
            free.isEmpty ? "  " + words("nothing\n", "无\n") : table(free)
        text += reasons + "\n" + totals
        for site in outcome.sites { text += levels(site) }
        text += roadmap + assumed
        return text + "\n" + notPlanned
    }

    /// The rules of law that sites do not meet, with their days.
    private var gates: String {
        let lines = outcome.sites.flatMap { site in
            site.legalGates.map {
                "  \(FindingDocument.visible(site.site.id))  \($0.text.text(in: options.language))\n"
            }
        }
        guard !lines.isEmpty else { return "" }
        return "\n" + words("The law, not met as it is", "未达到的强制要求") + "\n" + lines.joined()
    }

    private var request: String {
        let settings = outcome.settings
        var table = TextTable(.left, .left)
        func line(_ english: String, _ chinese: String, _ value: String?) {
            if let value { table.append(words(english, chinese), FindingDocument.visible(value)) }
        }
        let budget = outcome.plan.request.budgetText { money($0) + " " + outcome.currency }
        line("budget", "预算", budget?.text(in: options.language))
        line("target", "目标", outcome.target)
        line("discount rate", "折现率", "\(settings.discountRate)")
        line("tariff", "电价", settings.tariffText.text(in: options.language))
        if !outcome.settings.tariffs.isEmpty {
            let names = outcome.settings.tariffs.map(\.tariff.name)
            let all = names.prefix(12).joined(separator: ", ")
            line(
                "tariffs of sites", "分站点电价",
                names.count > 3
                    ? all + (names.count > 12 ? ", … (\(names.count))" : "")
                    : settings.tariffsText.text(in: options.language))
        }
        line("carbon price", "碳价", settings.carbonPriceText.text(in: options.language))
        line("PUE surcharges", "能效加价", settings.surchargesText.text(in: options.language))
        line("water price", "水价", settings.waterPriceText.text(in: options.language))
        line("taxes", "税费", words("left out", "未计"))
        return table.text(indent: "")
    }

    private func table(_ measures: [PlannedMeasure]) -> String {
        var table = TextTable(.right, .left, .left, .right, .right, .right, .right, .right, .left)
        table.append(
            "", words("measure", "措施"), words("site", "站点"),
            words("outlay", "投资"), "kWh/a",
            "kg \(gases(.scope2Location))/a", words("worth", "净现值"),
            words("years", "回收年"), words("why", "理由"))
        for (number, planned) in measures.enumerated() {
            let chosen = planned.chosen
            let saved = planned.before.saved(.scope2Location, to: planned.after)
            table.append(
                "\(number + 1)", chosen.option.id, FindingDocument.visible(chosen.option.siteID),
                money(chosen.capital),
                energy(chosen.savedJoules), saved.map(mass) ?? "-",
                money(chosen.netPresentValue), chosen.economics.simplePayback ?? "-",
                chosen.reasons.map { reason in
                    let day = reason == .orderedByDate ? chosen.option.requiredBy : nil
                    return reason.rawValue + (day.map { " \($0)" } ?? "")
                }.joined(separator: ", "))
        }
        return table.text()
    }

    /// The reasons that stand in the tables, in words.
    private var reasons: String {
        let used = Set(outcome.measures.flatMap(\.chosen.reasons))
        return used.sorted { $0.rawValue < $1.rawValue }.map {
            "  \($0.rawValue): \($0.text.text(in: options.language))\n"
        }.joined()
    }

    private var totals: String {
        let (must, free) = (outcome.totals(where: true), outcome.totals(where: false))
        var table = TextTable(.left, .right, .left)
        table.append(words("outlay", "投资"), money(free.capital), outcome.currency)
        if must.capital > .zero {
            table.append(
                words("beside it must be done", "另有必须实施"), money(must.capital), outcome.currency)
        }
        if outcome.measures.contains(where: \.chosen.isMustDo) {
            table.append(words("what must be done included:", "含必须实施项："), "", "")
        }
        table.append(
            words("net present value", "净现值"),
            money(free.netPresentValue + must.netPresentValue), outcome.currency)
        table.append(
            words("saved a year", "年节电"),
            energy((free.saved + must.saved).joules), "kWh")
        func sum(_ one: EmissionMass?, _ other: EmissionMass?) -> EmissionMass? {
            one.flatMap { one in other.map { one + $0 } }
        }
        appendSaved(
            location: sum(free.savedLocation, must.savedLocation),
            market: sum(free.savedMarket, must.savedMarket), to: &table)
        appendSurcharge(to: &table)
        appendWater(to: &table)
        appendSpread(to: &table)
        return table.text() + "  " + proof + "\n"
    }

    var missing: String {
        let sites = outcome.plan.missingTarget
        return words("the target is not reached at: ", "未达到目标的站点：")
            + sites.prefix(10).map(FindingDocument.visible).joined(separator: ", ")
            + (sites.count > 10 ? " … (\(sites.count))" : "")
    }

    private func levels(_ site: SiteOutcome) -> String {
        // Hours that no PUE has matter where something is saved in them, or where money hangs on it.
        let gaps = site.ratioGaps.flatMap {
            site.surcharge != nil || !site.measures.isEmpty && $0.leftOutOfSaving > 0
                ? $0.text : nil
        }
        let notes = [site.surchargeText(in: outcome.currency, money), gaps].compactMap { $0 }.map {
            "    " + FindingDocument.visible($0.text(in: options.language)) + "\n"
        }.joined()
        guard !site.measures.isEmpty else {
            return notes.isEmpty
                ? "" : "\n  " + FindingDocument.visible(site.site.id) + "\n" + notes
        }
        var text = "\n  " + FindingDocument.visible(site.site.id)
        if let before = site.before.indicators.pue.figure.value,
            let after = site.after.indicators.pue.figure.value
        {
            text += "  PUE \(before.text()) -> \(after.text())"
        }
        for effect in site.before.levelEffects(to: site.after) {
            text +=
                "  \(effect.scheme) \(effect.before ?? "-") -> \(effect.after ?? "-")"
        }
        return text + "\n" + notes
    }

    private var roadmap: String {
        guard let roadmap = outcome.roadmap else { return "" }
        var table = TextTable(.left, .left, .left, .right)
        for line in roadmap.lines {
            table.append(
                line.year.map { words("year \($0)", "第 \($0) 年") } ?? words("later", "以后"),
                line.measure.option.id, FindingDocument.visible(line.measure.option.siteID),
                money(line.measure.capital))
        }
        return "\n" + words("Year by year", "分年实施") + "\n" + table.text()
    }

    /// The plant that planned measures need and of which nobody says whether it is there.
    private var assumed: String {
        let lines = outcome.measures.flatMap { planned in
            planned.chosen.option.needs.filter { $0.isThere == nil }.map {
                "  \(planned.chosen.option.id) · \(FindingDocument.visible(planned.chosen.option.siteID)): "
                    + $0.text.text(in: options.language) + "\n"
            }
        }
        guard !lines.isEmpty else { return "" }
        return "\n" + words("Assumed", "假定") + "\n" + lines.prefix(12).joined()
            + (lines.count > 12 ? "  … (\(lines.count))\n" : "")
    }

    private var notPlanned: String {
        var counts: [Reason: [String]] = [:]
        var details: [Reason: [String]] = [:]
        for site in outcome.sites {
            for option in site.plan.site.options {
                if let reason = site.plan.reasonAgainst(option) {
                    counts[reason, default: []].append(option.id)
                    if let detail = option.detail(of: reason) {
                        details[reason, default: []].append(
                            "\(option.id) · \(FindingDocument.visible(option.siteID)): "
                                + detail.text(in: options.language))
                    }
                }
            }
        }
        guard !counts.isEmpty else { return "" }
        var text = words("Not planned", "未入选") + "\n"
        for (reason, names) in counts.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            let shown = Set(names).sorted()
            text += "  \(reason.rawValue): \(reason.text.text(in: options.language))\n"
            text +=
                "    " + shown.prefix(12).joined(separator: ", ")
                + (shown.count > 12 ? ", … (\(shown.count))" : "") + "\n"
            let lines = details[reason] ?? []
            text += lines.prefix(12).map { "    \($0)\n" }.joined()
            if lines.count > 12 { text += "    … (\(lines.count))\n" }
        }
        return text
    }
}
