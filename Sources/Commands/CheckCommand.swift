import ArgumentParser
import Reporting
import Runs
import Quantities

/// `check`: all findings, the energy statement, coverage.
struct CheckCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: Help.text(
            "All findings, the energy statement, coverage.", zh: "全部问题、电量平衡表、覆盖率。"),
        discussion: Help.text(
            """
            Examples:
              carbongrade check -C my-site --period 2025
              carbongrade check -C my-site --period 2025 --format csv > findings.csv
            """,
            zh: """
                示例：
                  carbongrade check -C my-site --period 2025
                  carbongrade check -C my-site --period 2025 --format csv > findings.csv
                """))

    @OptionGroup var options: CommonOptions

    @Option(
        help: Help.of(
            "2026, 2026Q3, 2026-09 or A/B; default: the span of the readings' years.",
            zh: "2026、2026Q3、2026-09 或 A/B；默认为读数所跨的年份。"))
    var period: Period?

    @Option(
        help: Help.of(
            "One site only.", zh: "只看一个站点。"))
    var site: String?

    func run() throws {
        var chosen = PeriodOptions()
        chosen.site = site
        chosen.period = try period ?? Run.wholeSpan(of: try options.portfolio())
        let run = try options.run(chosen, verifyingOriginals: true)
        switch options.format {
        case .json:
            Terminal.print(
                run.checkDocument(language: options.documentLanguage(run.portfolio)).text)
        case .csv:
            Terminal.print(
                FindingDocument.csv(
                    run.findings, language: options.documentLanguage(run.portfolio)))
        case .table:
            FindingPrinter.show(run.findings, options, notes: true)
            Terminal.print(StatementPrinter.text(run.statements, options))
            for result in run.sites {
                Terminal.print(AccountPrinter.heading(result, run, options))
            }
        }
        try run.throwIfDisqualified()
    }
}
