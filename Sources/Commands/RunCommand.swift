import ArgumentParser
import Quantities
import Reporting
import Runs

/// `run`: everything in one go.
struct RunCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: Help.text(
            "Ingest, check, account, grade, plan and report in one go.",
            zh: "一次完成导入、检查、核算、评级、改造计划和报告。"),
        discussion: Help.text(
            """
            Writes account.json, account.csv, grade.json, grade.csv, check.json, findings.csv,
            statement.csv and ledger.csv into the output folder, and the report of the period
            (`report --help`); for a whole year also plan.json, plan.csv and plan.html. All files
            appear together or not at all. A second run into the same folder is refused (exit 5);
            the lock of a run that died is free.

            Examples:
              carbongrade run -C my-site --period 2025 -o results
              carbongrade run -C my-group --period last-quarter -o results --quiet --log-format json
            """,
            zh: """
                将 account.json、account.csv、grade.json、grade.csv、check.json、findings.csv、
                statement.csv、ledger.csv 以及该统计期的报告（见 `report --help`）写入输出文件夹；整年时另有
                plan.json、plan.csv 和 plan.html。全部文件同时出现，要么一个不写。写入同一文件夹的第二个运行会被
                拒绝（退出码 5）；已终止进程的锁自动失效。

                示例：
                  carbongrade run -C my-site --period 2025 -o results
                  carbongrade run -C my-group --period last-quarter -o results --quiet --log-format json
                """))

    @OptionGroup var options: CommonOptions
    @OptionGroup var chosen: PeriodChoiceOptions

    @Option(
        help: Help.of(
            "One site only; then no report is written.", zh: "只看一个站点；此时不写报告。"))
    var site: String?

    @Option(
        name: .shortAndLong,
        help: Help.of(
            "The folder for the results.", zh: "结果文件夹。"))
    var output: String

    @Option(
        help: Help.of(
            "Log on standard error: text for people, json one object a line.",
            zh: "标准错误上的日志：text 供人阅读，json 每行一个对象。"))
    var logFormat = LogFormat.text

    func run() throws {
        let log = RunLog(logFormat, options)
        try log.around { try run(log) }
    }

    private func run(_ log: RunLog) throws {
        OutgrownMemory.giveBack()
        let period = try chosen.resolved
        let portfolio = try options.portfolio()
        // The folder is taken first, so that a second run changes nothing.
        let outbox = try Outbox(output, of: "run")
        log.event("started", ["period": .string(period.label)])
        let line = ProgressLine(options)
        let outcome = try Ingest.run([], into: portfolio) { line.show($0) }
        options.endProgress()
        log.event(
            "ingested",
            [
                "new_files": .integer(outcome.newFiles), "meters": .integer(outcome.derivedMeters),
                "batch": outcome.batch.map { .integer($0) } ?? .null,
            ])
        let data = try options.data(for: portfolio)
        try options.check(site: site, of: portfolio)
        defer { options.endProgress() }
        let count = site == nil ? portfolio.sites.count : 1
        options.stage(
            "accounting and grading, sites: \(count)", zh: "核算与评级，站点数：\(count)")
        let run = try Run(
            portfolio, data, over: period, site: site, verifyingOriginals: true)
        let language = options.documentLanguage(portfolio)
        try run.write(to: outbox.staging, language: language)
        options.stage("planning, sites: \(count)", zh: "制定改造计划，站点数：\(count)")
        let plan = try plan(of: run)
        try plan?.write(to: outbox.staging, language: language)
        if site == nil {
            options.stage("writing the report, sites: \(count)", zh: "编写报告，站点数：\(count)")
            let report = try ReportRun(
                portfolio, data, over: period, run: run, plan: plan, language: language)
            try report.write(to: outbox.staging)
            tellRestatements(report.report, log)
        }
        let names = try outbox.commit(period: period.label)
        options.endProgress()
        for other in outbox.others(than: period.label) {
            log.event(
                "beside", level: "warning",
                ["command": .string(other.command), "period": .string(other.period)])
        }
        if !log.isOn { LeftBeside.tell(outbox, period.label, output, options) }
        log.findings(run.findings)
        log.event("written", ["files": .array(names.map(JSONValue.string))])
        if !log.isOn { FindingPrinter.show(run.findings, options) }
        show(run, outcome, names)
        try run.throwIfDisqualified()
    }

    /// What a plan saves is counted by the year; other periods have none.
    private func plan(of run: Run) throws -> PlanRun? {
        do { return try PlanRun(run, PlanRun.Question()) } catch is PlanRun.NoYear { return nil }
    }

    private func tellRestatements(_ report: QuarterlyReport, _ log: RunLog) {
        for period in Set(report.restatements.map(\.period)).sorted() {
            let all = report.restatements.filter { $0.period == period }
            log.event(
                "restatement", level: "warning",
                [
                    "period": .string(period), "figures": .integer(all.count),
                    "version": .integer(all[0].version),
                    "file": .string("report-restatements.csv"),
                ])
        }
    }

    private func show(_ run: Run, _ outcome: Ingest.Outcome, _ names: [String]) {
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
    }
}
