import ArgumentParser
import Provenance
import Quantities
import Reporting
import Runs

/// `report`: the quarterly report in all its forms.
struct ReportCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: Help.text("The quarterly report in all its forms.", zh: "季度报告（各种形式）。"),
        discussion: Help.text(
            """
            Writes report.json, report-*.csv and summary.txt (for a mail) into the output folder, all
            together or not at all: all sites, every level of the organisation, regions, hubs and
            sites; against the period before and the year before, with the difference by cause;
            levels, obligations, plan, data quality, methods, sources, statistical returns. The
            ledger is read and not changed; `run` ingests first. Manual: Documentation/report.md

            Examples:
              carbongrade report -C my-group --period 2026Q3 -o report-2026q3
              carbongrade report -C my-group --period last-quarter --today 2026-10-05 -o out
            """,
            zh: """
                将 report.json、report-*.csv 和 summary.txt（邮件摘要）一并写入输出文件夹，要么全部写成，要么一个不写：
                全部站点、组织各级、地区、枢纽与站点；与上期、上年同期对比并按原因分解差异；等级、义务、改造方案、
                数据质量、方法、来源和统计报表。只读取台账，不作更改；`run` 会先导入。手册：Documentation/report.zh.md

                示例：
                  carbongrade report -C my-group --period 2026Q3 -o report-2026q3
                  carbongrade report -C my-group --period last-quarter --today 2026-10-05 -o out
                """))

    @OptionGroup var options: CommonOptions
    @OptionGroup var chosen: PeriodChoiceOptions

    @Option(
        name: .shortAndLong,
        help: Help.of("The folder for the report.", zh: "报告文件夹。", valueName: "dir"))
    var output: String

    func run() throws {
        let period = try chosen.resolved
        let portfolio = try options.portfolio()
        let data = try options.data(for: portfolio)
        let outbox = try Outbox(output)
        let made = try ReportRun(portfolio, data, over: period, language: options.chosenLanguage)
        try made.write(to: outbox.staging)
        let names = try outbox.commit()
        FindingPrinter.show(made.findings, options)
        ReportPrinter.show(made.report, names, in: output, options)
        if made.findings.contains(where: { $0.severity == .disqualifies }) { throw ExitCode(1) }
    }
}

/// A report on standard output: the summary and the names of its files.
enum ReportPrinter {
    static func show(
        _ report: QuarterlyReport, _ names: [String], in folder: String, _ options: CommonOptions
    ) {
        switch options.format {
        case .table:
            Terminal.print(ReportSummary.text(report, language: options.language))
            Terminal.print(
                "\n" + options.words("Results: ", zh: "结果文件：") + folder + "/{"
                    + names.joined(separator: ",") + "}\n")
        case .json:
            Terminal.print(
                ReportDocument.summary(report, files: names, language: options.language).text)
        case .csv:
            var table = CSVText(header: ["file"])
            for name in names { table.append([name]) }
            Terminal.print(table.text)
        }
    }
}
