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
              carbongrade check -C my-site --period 2025 --findings findings.json
            """,
            zh: """
                示例：
                  carbongrade check -C my-site --period 2025
                  carbongrade check -C my-site --period 2025 --format csv > findings.csv
                  carbongrade check -C my-site --period 2025 --findings findings.json
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

    @Option(
        help: Help.of(
            "Write all findings to this file, as JSON where its name ends so, else as CSV.",
            zh: "将全部问题写入此文件；文件名以 .json 结尾则为 JSON，否则为 CSV。", valueName: "file"))
    var findings: String?

    func run() throws {
        var chosen = PeriodOptions()
        chosen.site = site
        chosen.period = try period ?? Run.wholeSpan(of: try options.portfolio())
        let run = try options.run(chosen, verifyingOriginals: true).withCertificateFindings()
        if let findings {
            try run.writeFindings(
                to: findings, language: options.documentLanguage(run.portfolio))
        }
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
            Terminal.print(BillPrinter.text(run.bills, options))
            for result in run.sites {
                Terminal.print(AccountPrinter.heading(result, run, options))
            }
        }
        try run.throwIfDisqualified()
    }
}
