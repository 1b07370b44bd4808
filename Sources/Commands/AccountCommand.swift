import ArgumentParser
import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Reporting
import Runs

/// `account`: energy, emissions, indicators.
struct AccountCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: Help.text(
            "Energy, emissions and indicators of a period.", zh: "统计期的电量、排放和指标。"),
        discussion: Help.text(
            """
            Examples:
              carbongrade account -C my-site --period 2025
              carbongrade account -C my-site --period 2025Q3 --format json > account.json
              carbongrade account -C my-site --period 2025Q3 --release
              carbongrade account -C my-site --period 2025Q3 --compare
              carbongrade account -C my-site --period 2025Q3 --compare --against 2025Q2
              carbongrade account -C my-site --period 2025Q3 --compare --against 1 --newer 2

            A released period is never overwritten: --release keeps the figures as a version beside those
            that were released before, or says that nothing changed. --compare holds the figures of now
            against a release and gives the difference by cause: activity (of another period),
            restatement (readings or bills of the same period), green power, factor, rule.
            """,
            zh: """
                示例：
                  carbongrade account -C my-site --period 2025
                  carbongrade account -C my-site --period 2025Q3 --format json > account.json
                  carbongrade account -C my-site --period 2025Q3 --release
                  carbongrade account -C my-site --period 2025Q3 --compare
                  carbongrade account -C my-site --period 2025Q3 --compare --against 2025Q2
                  carbongrade account -C my-site --period 2025Q3 --compare --against 1 --newer 2

                已发布的统计期不会被覆盖：--release 将数据保存为与旧版本并存的新版本，或说明没有变化。
                --compare 将当前数据与某一发布版本比较，并按原因给出差异：活动量（不同统计期）、
                重述（同一统计期的读数或账单）、绿电、因子、口径。
                """))

    @OptionGroup var options: CommonOptions
    @OptionGroup var chosen: PeriodOptions

    @Flag(
        help: Help.of(
            "Keep the figures as a released version.", zh: "将数据保存为发布版本。"))
    var release = false

    @Flag(
        help: Help.of(
            "The difference to a released version, by cause.", zh: "与发布版本的差异，按原因列出。"))
    var compare = false

    @Option(
        help: Help.of(
            "The release to compare with: a version, or another period. (default: the newest of the period)",
            zh: "比较对象：版本号或其他统计期。（默认：本统计期最新版本）"))
    var against: String?

    @Option(
        help: Help.of(
            "The version that is compared, in place of the figures of now. Goes with --against.",
            zh: "作为较新一方的发布版本号，代替当前数据。与 --against 同用。"))
    var newer: Int?

    func validate() throws {
        guard !(release || compare) || chosen.site == nil else {
            throw ValidationError(
                options.words(
                    "--release and --compare speak of the whole portfolio; leave out --site.",
                    zh: "--release 与 --compare 针对整个组合；请去掉 --site。"))
        }
        guard newer == nil || against != nil else {
            throw ValidationError(
                options.words(
                    "--newer goes with --against: two released versions.",
                    zh: "--newer 须与 --against 同用：比较两个发布版本。"))
        }
        guard !(release && compare), against == nil || compare else {
            throw ValidationError(
                options.words(
                    "--against belongs to --compare, and --release stands alone.",
                    zh: "--against 须与 --compare 同用；--release 须单独使用。"))
        }
    }

    func run() throws {
        let run = try options.run(chosen, schemes: [], depth: .months)
        FindingPrinter.show(run.findings, options)
        if release {
            try VersionPrinter.release(run, options)
            return try run.throwIfDisqualified()
        }
        if compare {
            try VersionPrinter.compare(run, against: against, newer: newer, options)
            return try run.throwIfDisqualified()
        }
        switch options.format {
        case .json:
            Terminal.print(
                run.accountText(language: options.documentLanguage(run.portfolio)))
        case .csv: Terminal.print(AccountTable.csv(run.sites.map(\.accounted)))
        case .table:
            for site in run.sites { Terminal.print(AccountPrinter.text(site, run, options)) }
        }
        try run.throwIfDisqualified()
    }
}

extension Run.SiteResult {
    /// The parts that the account speaks of.
    var accounted: AccountDocument.Site { (balances, inventory, indicators) }
}

/// A site's account for the eye.
enum AccountPrinter {
    static func text(_ result: Run.SiteResult, _ run: Run, _ options: CommonOptions) -> String {
        let balances = result.balances
        var text = heading(result, run, options)
        var energy = TextTable(.left, .left, .right, .left)
        for account in Account.allCases {
            guard let amount = balances.energy[account] else { continue }
            energy.append(
                account.rawValue, Labels.account(account).text(in: options.language),
                TextTable.grouped(amount.kilowattHoursText), "kWh")
        }
        for (account, amount) in balances.water.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            energy.append(
                account.rawValue, Labels.account(account).text(in: options.language),
                TextTable.grouped(amount.cubicMetresText), "m³")
        }
        text += energy.text()
        var figures = TextTable(.left, .right, .left)
        func figure(_ name: String, _ value: String?, _ unit: String) {
            figures.append(name, value ?? options.words("not evaluated", zh: "未评价"), unit)
        }
        figure(
            "E_DC", balances.facilityEnergy.map { TextTable.grouped($0.kilowattHoursText) }, "kWh")
        figure("E_IT", balances.itEnergy.map { TextTable.grouped($0.kilowattHoursText) }, "kWh")
        let pue = result.indicators.pue
        figure(
            pue.designation.rawValue
                + (pue.category.map { options.words(" (category \($0))", zh: "（类别 \($0)）") } ?? ""),
            pue.figure.value?.text(), pue.edition)
        figure("WUE", result.indicators.wue.figure.value?.text(), "L/kWh")
        for (scope, english, chinese) in [
            (EmissionScope.scope1, "Scope 1", "范围一"),
            (.scope2Location, "Scope 2, location-based", "范围二（位置法）"),
            (.scope2Market, "Scope 2, market-based", "范围二（市场法）"),
            (.scope3, "Scope 3", "范围三"),
        ] {
            let mass = result.inventory.mass(of: scope)
            let isScope2 = scope == .scope2Location || scope == .scope2Market
            guard isScope2 || mass != nil else { continue }
            figure(
                options.words(english, zh: chinese),
                mass.map { TextTable.grouped($0.kilogramsText) },
                "kg "
                    + Inventory.text(ofGases: result.inventory.gases(of: scope))
                    .text(in: options.language))
        }
        let demand = balances.demand
        for (block, english, chinese) in [
            (demand.fixed, "maximum demand, fixed 15 min", "最大需量（固定 15 分钟）"),
            (demand.sliding, "maximum demand, sliding 15 min", "最大需量（滑差 15 分钟）"),
        ] {
            guard let block else { continue }
            figure(
                options.words(english, zh: chinese), SiteDemand.kilowatts(block)?.text(places: 3),
                "kW " + result.site.calendar.text(at: block.start))
        }
        if let share = result.indicators.greenShare.figure.value, share.numerator > 0 {
            figure(options.words("green share", zh: "绿电消费比例"), share.text(), "")
        }
        text += "\n" + figures.text()
        for use in result.inventory.factors {
            let factor = use.factor
            guard let publication = factor.publication else { continue }
            text +=
                "  " + options.words("factor", zh: "因子")
                + " \(factor.factorID) \(factor.value) \(factor.unit), "
                + "\(publication.title.text(in: options.language))\n"
        }
        for part in result.inventory.greenPower.parts {
            text +=
                FindingDocument.visible(
                    "  " + options.words("lot", zh: "凭证")
                        + " \(part.lot.id) \(part.lot.kind.rawValue) "
                        + TextTable.grouped(part.energy.kilowattHoursText)) + " kWh\n"
        }
        text +=
            "  " + options.words("profile", zh: "核算口径")
            + " \(result.inventory.settings.profile.rawValue)"
            + options.words(", tenants' boundary ", zh: "，租户边界 ")
            + "\(result.inventory.settings.sources.tenantBoundary.rawValue)\n"
        return text + "\n"
    }

    static func heading(_ result: Run.SiteResult, _ run: Run, _ options: CommonOptions) -> String {
        let name = options.words(result.site.name, zh: result.site.nameChinese)
        let coverage = result.balances.coverage.map { $0.text(places: 4) } ?? "-"
        return FindingDocument.visible("\(result.site.id) · \(name) · \(run.period.label)")
            + options.words(
                "  (hours complete: \(coverage))\n", zh: "  （完整小时占比：\(coverage)）\n")
            + (result.balances.isWhole
                ? ""
                : options.words(
                    "  totals are those of the covered hours\n", zh: "  合计仅含已覆盖的小时\n"))
    }
}
