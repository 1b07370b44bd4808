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
            """,
            zh: """
                示例：
                  carbongrade account -C my-site --period 2025
                  carbongrade account -C my-site --period 2025Q3 --format json > account.json
                """))

    @OptionGroup var options: CommonOptions
    @OptionGroup var chosen: PeriodOptions

    func run() throws {
        let run = try options.run(chosen)
        FindingPrinter.show(run.findings, options)
        switch options.format {
        case .json:
            Terminal.print(
                run.accountDocument(language: options.documentLanguage(run.portfolio)).text)
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
        for (name, scope) in [
            ("Scope 2, location-based", EmissionScope.scope2Location),
            ("Scope 2, market-based", .scope2Market),
        ] {
            figure(
                options.words(name, zh: scope == .scope2Location ? "范围二（位置法）" : "范围二（市场法）"),
                result.inventory.mass(of: scope).map { TextTable.grouped($0.kilogramsText) },
                "kg CO2")
        }
        text += "\n" + figures.text()
        for use in result.inventory.factors {
            let factor = use.choice.factor
            text +=
                "  " + options.words("factor", zh: "因子")
                + " \(factor.factorID) \(factor.valuePrinted) \(factor.unitPrinted), "
                + "\(factor.publication.title.text(in: options.language))\n"
        }
        text +=
            "  " + options.words("profile", zh: "核算口径")
            + " \(result.inventory.settings.profile.rawValue)\n"
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
