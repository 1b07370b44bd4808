import ArgumentParser
import EnergyLedger
import Reporting
import Runs

/// `run`: everything in one go.
struct RunCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: Help.text(
            "Ingest, check, account, grade and plan in one go.", zh: "一次完成导入、检查、核算、评级和改造计划。"),
        discussion: Help.text(
            """
            Writes account.json, account.csv, grade.json, grade.csv, check.json, findings.csv,
            statement.csv and ledger.csv into the output folder; for a whole year also plan.json,
            plan.csv and plan.html.

            Example:
              carbongrade run -C my-site --period 2025 -o results
            """,
            zh: """
                将 account.json、account.csv、grade.json、grade.csv、check.json、findings.csv、
                statement.csv 和 ledger.csv 写入输出文件夹；整年时另有 plan.json、plan.csv 和 plan.html。

                示例：
                  carbongrade run -C my-site --period 2025 -o results
                """))

    @OptionGroup var options: CommonOptions
    @OptionGroup var chosen: PeriodOptions

    @Option(
        name: .shortAndLong,
        help: Help.of(
            "The folder for the results.", zh: "结果文件夹。"))
    var output: String

    func run() throws {
        let portfolio = try options.portfolio()
        let line = ProgressLine(options)
        let outcome = try Ingest.run([], into: portfolio) { line.show($0) }
        options.endProgress()
        let run = try options.run(chosen, verifyingOriginals: true)
        let language = options.documentLanguage(portfolio)
        var names = try run.write(to: output, language: language)
        do {
            names += try PlanRun(run, PlanRun.Question()).write(to: output, language: language)
        } catch is PlanRun.NoYear {
            // What a plan saves is counted by the year; other periods have none.
        }
        FindingPrinter.show(run.findings, options)
        if options.format == .table {
            Terminal.print(StatementPrinter.text(outcome.statements, options) + "\n")
            for site in run.sites { Terminal.print(AccountPrinter.text(site, run, options)) }
        }
        GradePrinter.show(run, options)
        if options.format == .table {
            Terminal.print(
                options.words("Results: ", zh: "结果文件：") + output + "/{"
                    + names.joined(separator: ",") + "}\n")
        }
        try run.throwIfDisqualified()
    }
}
