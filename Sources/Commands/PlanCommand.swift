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
            most, and it says how far that is proven. Savings are the low ends of published ranges. A measure
            applies by the kind of site, and by the plant and its age that facts.csv states.

            Examples:
              carbongrade plan -C my-site --period 2025
              carbongrade plan -C my-site --period 2025 --budget 500000 --target gb-40879-2021:2
              carbongrade plan -C my-site --period 2025 --budget 200000 --years 3 --html plan.html
              carbongrade plan -C my-rooms --period 2025 --budget 80000000 --fleet --html fleet.html

            --fleet is for very many sites: archetypes (kind, province, measures) and sites ranked by worth, one
            package each, in place of every option of every site.
            """,
            zh: """
                价格与寿命取自 measures.csv，电价取自 portfolio.yaml。法规或 measures.csv 要求的措施列在最前，不占预算；
                预算内的方案净现值最大，并给出证明程度。节能率取已发布区间的下限。措施按站点类型、facts.csv 所述设备及其年限判断是否适用。

                示例：
                  carbongrade plan -C my-site --period 2025
                  carbongrade plan -C my-site --period 2025 --budget 500000 --target gb-40879-2021:2
                  carbongrade plan -C my-site --period 2025 --budget 200000 --years 3 --html plan.html
                  carbongrade plan -C my-rooms --period 2025 --budget 80000000 --fleet --html fleet.html

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
        guard chosen.site == nil else {
            throw ValidationError(
                options.words(
                    "--fleet goes without --site; plan one site without --fleet.",
                    zh: "--fleet 不能与 --site 同用；单个站点请不加 --fleet。"))
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
        let language = options.documentLanguage(portfolio)
        switch options.format {
        case .json: Terminal.print(run.document(language: language).text)
        case .csv: Terminal.print(FleetTable.csv(run.outcome))
        case .table: Terminal.print(FleetPrinter(run.outcome, options).text)
        }
        if let html { try run.writePage(to: html, language: language) }
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
