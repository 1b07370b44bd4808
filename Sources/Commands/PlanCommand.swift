public import ArgumentParser
import CarbonAccounting
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting
import Retrofit
public import Runs

extension PlanTarget: ExpressibleByArgument {
    /// Reads `eu-2026-pue:C`, `pue:1.3` or `tco2:500`.
    public init?(argument: String) { self.init(argument) }
}

/// `plan`: which measures, in which order, and what they do to levels.
struct PlanCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: Help.text(
            "Which retrofit measures, in which order, and what they do.", zh: "选哪些改造措施、按什么顺序、效果如何。"),
        discussion: Help.text(
            """
            Prices and lives come from measures.csv, the tariff from portfolio.yaml. What the law or
            measures.csv demands stands first and outside the budget; under the budget the plan is worth
            most, and it says how far that is proven. Savings are the low ends of published ranges.

            Examples:
              carbongrade plan -C my-site --period 2025
              carbongrade plan -C my-site --period 2025 --budget 500000 --target gb-40879-2021:2
              carbongrade plan -C my-site --period 2025 --budget 200000 --years 3 --html plan.html
              carbongrade plan -C my-rooms --period 2025 --budget 80000000 --fleet --format csv

            --fleet is for very many sites: archetypes (kind, province, measures) and sites ranked by worth, one
            package each, in place of every option of every site.
            """,
            zh: """
                价格与寿命取自 measures.csv，电价取自 portfolio.yaml。法规或 measures.csv 要求的措施列在最前，不占预算；
                预算内的方案净现值最大，并给出证明程度。节能率取已发布区间的下限。

                示例：
                  carbongrade plan -C my-site --period 2025
                  carbongrade plan -C my-site --period 2025 --budget 500000 --target gb-40879-2021:2
                  carbongrade plan -C my-site --period 2025 --budget 200000 --years 3 --html plan.html
                  carbongrade plan -C my-rooms --period 2025 --budget 80000000 --fleet --format csv

                --fleet 用于大量站点：按原型（类型、省份、措施）归并，站点按价值排序，每站一个组合，不再逐项列出所有选项。
                """))

    @OptionGroup var options: CommonOptions
    @OptionGroup var chosen: PeriodOptions

    @Option(
        help: Help.of(
            "Most outlay; with --years of each year.", zh: "投资上限；与 --years 同用时为每年上限。"))
    var budget: String?

    @Option(
        help: Help.of(
            "SCHEME:LEVEL, pue:VALUE or tco2:TONNES a year.", zh: "规则:等级、pue:数值或 tco2:每年吨数。"))
    var target: PlanTarget?

    @Option(
        help: Help.of(
            "Discount rate, such as 0.08. (default: portfolio.yaml, else 0.08)",
            zh: "折现率，例如 0.08。（默认取自 portfolio.yaml，否则 0.08）"))
    var discountRate: String?

    @Option(help: Help.of("Spread the plan over years.", zh: "分多少年实施。"))
    var years: Int?

    @Option(
        help: Help.of(
            "Also write an HTML page with curves.", zh: "另写一个带图的 HTML 页面。", valueName: "file"))
    var html: String?

    @Flag(
        help: Help.of(
            "For very many sites: archetypes, and sites ranked by worth.", zh: "大量站点：按原型归并，站点按价值排序。"
        ))
    var fleet = false

    func run() throws {
        let question = try question()
        if fleet { return try runFleet(question) }
        let run = try options.run(chosen)
        if case .level(let scheme, let level) = target { try check(scheme, level, run.data) }
        let plan: PlanRun
        do {
            plan = try PlanRun(run, question)
        } catch let missing as PlanRun.NoYear {
            throw ValidationError(missing.reason.text(in: options.language))
        }
        FindingPrinter.show(run.findings, options)
        let language = options.documentLanguage(run.portfolio)
        switch options.format {
        case .json: Terminal.print(plan.document(language: language).text)
        case .csv: Terminal.print(PlanTable.csv(plan.outcome, language: language))
        case .table: Terminal.print(PlanPrinter(plan.outcome, options).text)
        }
        if let html { try plan.writePage(to: html, language: language) }
        try run.throwIfDisqualified()
    }

    private func runFleet(_ question: PlanRun.Question) throws {
        guard html == nil, chosen.site == nil else {
            throw ValidationError(
                options.words(
                    "--fleet goes without --html and --site; plan one site without --fleet.",
                    zh: "--fleet 不能与 --html、--site 同用；单个站点请不加 --fleet。"))
        }
        let portfolio = try options.portfolio()
        let data = try options.data(for: portfolio)
        if case .level(let scheme, let level) = target { try check(scheme, level, data) }
        let run: FleetRun
        do {
            run = try FleetRun(portfolio, data, over: chosen.period, question)
        } catch let missing as PlanRun.NoYear {
            throw ValidationError(missing.reason.text(in: options.language))
        }
        FindingPrinter.show(run.findings, options)
        switch options.format {
        case .json:
            let language = options.documentLanguage(portfolio)
            Terminal.print(run.document(language: language).text)
        case .csv: Terminal.print(FleetTable.csv(run.outcome))
        case .table: Terminal.print(FleetPrinter(run.outcome, options).text)
        }
        if run.severity == .disqualifies { throw ExitCode(1) }
    }

    private func question() throws -> PlanRun.Question {
        var money: Money?
        if let budget {
            guard let value = DecimalText(budget), value.significand >= 0, value.scale <= 2,
                value <= DecimalText(significand: 1_000_000_000_000, scale: 0),
                let amount = Money(value)
            else {
                throw ValidationError(
                    options.words(
                        "--budget is an amount such as 500000 or 1200.50.",
                        zh: "--budget 应为金额，例如 500000 或 1200.50。"))
            }
            money = amount
        }
        var rate: DecimalText?
        if let discountRate {
            guard let value = DecimalText(discountRate), PlanRun.isRate(value) else {
                throw ValidationError(
                    options.words(
                        "--discount-rate is a share from 0 to 1, such as 0.08.",
                        zh: "--discount-rate 应为 0 到 1 的份额，例如 0.08。"))
            }
            rate = value
        }
        if let years {
            guard (1...30).contains(years), money != nil else {
                throw ValidationError(
                    options.words(
                        "--years is 1 to 30 and needs --budget.",
                        zh: "--years 为 1 到 30，且须给出 --budget。"))
            }
        }
        return PlanRun.Question(
            budget: money, target: target, discountRate: rate, years: years)
    }

    private func check(_ scheme: String, _ level: String, _ data: PublishedData) throws {
        let levels = data.levels(of: scheme)
        guard !levels.isEmpty else {
            throw ValidationError(
                options.words(
                    "No scheme is named \(scheme); `schemes list` prints them.",
                    zh: "没有名为 \(scheme) 的规则；`schemes list` 可列出。"))
        }
        guard levels.contains(level) else {
            throw ValidationError(
                options.words(
                    "\(scheme) has the levels ", zh: "\(scheme) 的等级有：")
                    + levels.joined(separator: ", ") + ".")
        }
    }
}

/// A plan for the eye.
struct PlanPrinter {
    private let outcome: PlanOutcome
    private let options: CommonOptions

    init(_ outcome: PlanOutcome, _ options: CommonOptions) {
        self.outcome = outcome
        self.options = options
    }

    private func words(_ english: String, _ chinese: String) -> String {
        options.words(english, zh: chinese)
    }

    private func money(_ money: Money) -> String { TextTable.grouped(money.text, places: 0) }

    var text: String {
        var text = request
        let must = outcome.measures.filter(\.chosen.isMustDo)
        let free = outcome.measures.filter { !$0.chosen.isMustDo }
        if !must.isEmpty {
            text += "\n" + words("Must be done", "必须实施") + "\n" + table(must)
        }
        text += "\n" + words("Planned, in this order", "入选措施（按序）") + "\n"
        text +=
            free.isEmpty ? "  " + words("nothing\n", "无\n") : table(free)
        text += "\n" + totals
        for site in outcome.sites { text += levels(site) }
        text += roadmap
        return text + "\n" + notPlanned
    }

    private var request: String {
        let settings = outcome.printedSettings
        var table = TextTable(.left, .left)
        func line(_ english: String, _ chinese: String, _ value: String?) {
            if let value { table.append(words(english, chinese), FindingDocument.visible(value)) }
        }
        line("budget", "预算", outcome.plan.request.budget.map { money($0) + " " + outcome.currency })
        line("target", "目标", outcome.target)
        line("discount rate", "折现率", settings["discount_rate"])
        line("tariff", "电价", settings["tariff"])
        line("carbon price", "碳价", settings["carbon_price"])
        line("taxes", "税费", words("left out", "未计"))
        return table.text(indent: "")
    }

    private func table(_ measures: [PlannedMeasure]) -> String {
        var table = TextTable(.right, .left, .left, .right, .right, .right, .right, .right, .left)
        table.append(
            "", words("measure", "措施"), words("site", "站点"),
            words("outlay", "投资"), "kWh/a", "kg CO2/a", words("worth", "净现值"),
            words("years", "回收年"), words("why", "理由"))
        for (number, planned) in measures.enumerated() {
            let chosen = planned.chosen
            let saved = planned.before.saved(.scope2Location, to: planned.after)
            table.append(
                "\(number + 1)", chosen.option.id, FindingDocument.visible(chosen.option.siteID),
                money(chosen.capital),
                TextTable.grouped(
                    Energy(joules: chosen.savedJoules).kilowattHoursText, places: 0),
                saved.map { TextTable.grouped($0.kilogramsText, places: 0) } ?? "-",
                money(chosen.netPresentValue), chosen.economics.simplePayback ?? "-",
                chosen.reasons.map(\.rawValue).joined(separator: ", "))
        }
        return table.text()
    }

    private var totals: String {
        let (must, free) = (outcome.totals(where: true), outcome.totals(where: false))
        var table = TextTable(.left, .right, .left)
        table.append(words("outlay", "投资"), money(free.capital), outcome.currency)
        if must.capital > .zero {
            table.append(
                words("beside it must be done", "另有必须实施"), money(must.capital), outcome.currency)
        }
        table.append(
            words("net present value", "净现值"),
            money(free.netPresentValue + must.netPresentValue), outcome.currency)
        table.append(
            words("saved a year", "年节电"),
            TextTable.grouped((free.saved + must.saved).kilowattHoursText, places: 0), "kWh")
        if let one = free.savedLocation, let other = must.savedLocation {
            table.append(
                words("CO2 saved a year, location", "年减排（位置法）"),
                TextTable.grouped((one + other).kilogramsText, places: 0), "kg CO2")
        }
        if let one = free.savedMarket, let other = must.savedMarket {
            table.append(
                words("CO2 saved a year, market", "年减排（市场法）"),
                TextTable.grouped((one + other).kilogramsText, places: 0), "kg CO2")
        }
        if let spread = outcome.spread {
            table.append(
                words("worth, P10 to P90 (estimate)", "净现值 P10 至 P90（估计）"),
                money(spread.netPresentValue.p10) + " … " + money(spread.netPresentValue.p90),
                outcome.currency)
        }
        return table.text() + "  " + proof + "\n"
    }

    private var proof: String {
        let plan = outcome.plan
        guard plan.isFeasible else { return words("no plan keeps the limits", "没有满足约束的方案") }
        var text =
            plan.gap == .zero
            ? words("proven: no other choice is worth more", "已证明：没有价值更高的选择")
            : words(
                "no other choice is worth over \(money(plan.gap)) \(outcome.currency) more",
                "任何其他选择最多再多 \(money(plan.gap)) \(outcome.currency)")
        if !plan.missingTarget.isEmpty {
            text +=
                "\n  "
                + words("the target is not reached at: ", "未达到目标的站点：")
                + plan.missingTarget.prefix(10).joined(separator: ", ")
                + (plan.missingTarget.count > 10 ? " … (\(plan.missingTarget.count))" : "")
        }
        return text
    }

    private func levels(_ site: SiteOutcome) -> String {
        guard !site.measures.isEmpty else { return "" }
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
        return text + "\n"
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

    private var notPlanned: String {
        var counts: [Reason: [String]] = [:]
        for site in outcome.sites {
            for option in site.plan.site.options {
                if let reason = site.plan.reasonAgainst(option) {
                    counts[reason, default: []].append(option.id)
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
        }
        return text
    }
}
