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
            Writes report.pdf, report.xlsx (workbook), report.html, report.json, report-*.csv and summary.txt
            (for a mail) into the output folder, all together or not at all, and removes what an earlier
            `report` left there that this one does not make: all sites, every level of the organisation, regions, hubs and
            sites; against the period before and the year before, with the difference by cause;
            levels, obligations, plan, data quality, methods, sources, statistical returns. The
            ledger is read and not changed; `run` ingests first. A submission that cannot be verified ends
            with exit code 4, submissions that do not belong together with 3. Manual: Documentation/report.md

            Examples:
              carbongrade report -C my-group --period 2026Q3 -o report-2026q3
              carbongrade report -C my-group --period last-quarter --today 2026-10-05 -o out
              carbongrade report -C my-unit --period 2026Q3 -o out --sign unit-key
              carbongrade report --from submissions --units units.csv --organisation "Group" -o rolled-up --public
              carbongrade report --from submissions --server https://carbon.example.com -o rolled-up
            """,
            zh: """
                将 report.pdf、report.xlsx（工作簿）、report.html、report.json、report-*.csv 和 summary.txt（邮件摘要）一并写入
                输出文件夹，要么全部写成，要么一个不写，并清除先前 `report` 写入而本次未生成的文件：
                全部站点、组织各级、地区、枢纽与站点；与上期、上年同期对比并按原因分解差异；等级、义务、改造方案、
                数据质量、方法、来源和统计报表。只读取台账，不作更改；`run` 会先导入。报送无法验证时退出码为 4，不能一并汇总时为 3。
                手册：Documentation/report.zh.md

                示例：
                  carbongrade report -C my-group --period 2026Q3 -o report-2026q3
                  carbongrade report -C my-group --period last-quarter --today 2026-10-05 -o out
                  carbongrade report -C my-unit --period 2026Q3 -o out --sign unit-key
                  carbongrade report --from submissions --units units.csv --organisation "集团" -o rolled-up --public
                  carbongrade report --from submissions --server https://carbon.example.com -o rolled-up
                """))

    @OptionGroup var options: CommonOptions

    @Option(
        help: Help.of(
            "2026Q3, 2026, 2026-09, 2026-07-01/2026-10-01 (half-open, local), or last-month, last-quarter, last-year; not with --from.",
            zh:
                "2026Q3、2026、2026-09、2026-07-01/2026-10-01（不含终点，当地日期），或 last-month、last-quarter、last-year；不与 --from 同用。"
        ))
    var period: PeriodChoice?

    @Option(
        help: Help.of(
            "The day from which last-... counts, and of the signature. (default: today, UTC)",
            zh: "last-... 的基准日，亦为签名日。（默认：今天，UTC）", valueName: "date"))
    var today: CivilDate?

    @Option(
        name: .shortAndLong,
        help: Help.of("The folder for the report.", zh: "报告文件夹。", valueName: "dir"))
    var output: String

    @Option(
        help: Help.of(
            "Also write submission.json for the parent, signed by this private key file.",
            zh: "同时写入 submission.json 供上级汇总，以此私钥文件签名。", valueName: "file"))
    var sign: String?

    @Option(
        help: Help.of(
            "Roll up the signed submissions of this folder in place of readings; with --server hand them in first.",
            zh: "汇总此文件夹中已签名的报送文件，代替读数；使用 --server 时先予报送。", valueName: "dir"))
    var from: String?

    @Flag(
        name: .customLong("rolled-up"),
        help: Help.of(
            "With --server: roll up what units handed in for --period, in place of readings.",
            zh: "与 --server 同用：汇总下级单位就 --period 已报送的文件，代替读数。"))
    var isRolledUp = false

    @Option(
        help: Help.of(
            "Which key speaks for which unit, for --from: a CSV with the columns unit, key and optional unit_zh, valid_from, valid_to, evidence.",
            zh: "各密钥代表哪个单位，与 --from 同用：CSV，列为 unit、key 及可选的 unit_zh、valid_from、valid_to、evidence。",
            valueName: "file"))
    var units: String?

    @Option(
        help: Help.of(
            "In place of --units: public keys that do not say for whom they speak.",
            zh: "代替 --units：未注明所代表单位的公钥文件。", valueName: "file"))
    var keys: String?

    @Option(
        help: Help.of(
            "Who rolls up, for --from. (default: what portfolio.yaml says)",
            zh: "汇总单位，与 --from 同用。（默认：portfolio.yaml 所填）", valueName: "name"))
    var organisation: String?

    @Flag(
        name: .customLong("public"),
        help: Help.of(
            "Also write public-statistics.csv and .json: groups of at least three sites, nothing from which fewer could be worked out.",
            zh: "同时写入 public-statistics.csv 和 .json：仅含不少于三个站点且无法推算更小分组的汇总。"))
    var isPublic = false

    func validate() throws {
        guard (from == nil) == (period != nil) else {
            throw ValidationError(
                options.words(
                    "Give either --period or --from.", zh: "--period 与 --from 须且只能给出一个。"))
        }
        guard options.serverAddress == nil else { return try validateRemote() }
        guard !isRolledUp else {
            throw ValidationError(
                options.words("--rolled-up belongs to --server.", zh: "--rolled-up 与 --server 同用。"))
        }
        guard (from == nil) == (keys == nil && units == nil), keys == nil || units == nil else {
            throw ValidationError(
                options.words(
                    "--from needs either --units or --keys, and they need it.",
                    zh: "--from 须与 --units 或 --keys 之一同用。"))
        }
        guard from != nil || organisation == nil, from == nil || sign == nil else {
            throw ValidationError(
                options.words(
                    "--organisation belongs to --from, --sign to --period.",
                    zh: "--organisation 与 --from 同用，--sign 与 --period 同用。"))
        }
    }

    /// A platform knows its keys of units, and its organisation.
    private func validateRemote() throws {
        guard units == nil, keys == nil, organisation == nil else {
            throw ValidationError(
                options.words(
                    "The platform has its own keys of units and its own name: leave out --units, --keys, --organisation.",
                    zh: "平台自有下级单位密钥和名称：请勿给出 --units、--keys、--organisation。"))
        }
        guard sign == nil || (from == nil && !isRolledUp), from == nil || !isRolledUp else {
            throw ValidationError(
                options.words(
                    "--sign belongs to --period, and --from stands without --rolled-up.",
                    zh: "--sign 与 --period 同用；--from 不与 --rolled-up 同用。"))
        }
    }

    func run() throws {
        if let from { return try rollUp(from, trust()) }
        guard let period else { return }
        let portfolio = try options.portfolio()
        let data = try options.data(for: portfolio)
        let key = try sign.map(KeyFiles.read)
        let outbox = try Outbox(output, of: "report")
        let made = try ReportRun(
            portfolio, data, over: period.period(today: today), language: options.chosenLanguage)
        try made.write(to: outbox.staging)
        if let key {
            try outbox.put(
                SubmissionFiles.sign(made.report, by: key, on: today ?? .today),
                as: SubmissionFiles.name)
        }
        try finish(made.report, made.findings, data, made.language, outbox)
    }

    private func trust() throws -> SubmissionTrust {
        if let units { return try .read(unitsAt: units) }
        return .keys(try KeyFiles.ring(keys ?? ""))
    }

    private func rollUp(_ folder: String, _ trust: SubmissionTrust) throws {
        let data = try options.data()
        let parts = try verifying { try SubmissionFiles.read(folder: folder, trusting: trust) }
        var name = organisation.map { BilingualText($0, zh: $0) }
        var language = options.chosenLanguage ?? .both
        if name == nil {
            guard let portfolio = try? options.portfolio() else {
                throw ValidationError(
                    options.words(
                        "Say who rolls up with --organisation; there is no portfolio here that says it.",
                        zh: "请用 --organisation 指明汇总单位；此处没有可说明的组合。"))
            }
            name = portfolio.organisation
            language = options.documentLanguage(portfolio)
        }
        let made = try RolledUpReport(parts, of: name ?? BilingualText("", zh: ""))
        let outbox = try Outbox(output, of: "report")
        try ReportFiles.write(made.report, to: outbox.staging, language: language)
        try finish(made.report, made.findings, data, language, outbox)
    }

    /// Reads submissions; those that cannot be trusted are told, and end it with exit code 4.
    func verifying<Value>(_ read: () throws -> Value) throws -> Value {
        do {
            return try read()
        } catch let unverified as SubmissionFiles.Unverified {
            for finding in unverified.findings {
                Terminal.note(FindingDocument.line(finding, language: options.language) + "\n")
            }
            throw ExitCode(4)
        }
    }

    private func finish(
        _ report: QuarterlyReport, _ findings: [Finding], _ data: PublishedData,
        _ language: Language, _ outbox: Outbox
    ) throws {
        if isPublic {
            try ReportFiles.writePublic(report, data, to: outbox.staging, language: language)
        }
        let names = try outbox.commit(period: report.period.label)
        LeftBeside.tell(outbox, report.period.label, output, options)
        FindingPrinter.show(findings, options)
        if let emptiness = report.emptiness, !options.quiet {
            Terminal.note(
                options.words("warning: ", zh: "警告：") + emptiness.text(in: options.language)
                    + "\n")
        }
        ReportPrinter.show(report, names, in: output, options)
        if findings.contains(where: { $0.severity == .disqualifies }) { throw ExitCode(1) }
    }
}

/// Tells that a folder also holds another command's results of another period.
enum LeftBeside {
    static func tell(
        _ outbox: Outbox, _ period: String, _ folder: String, _ options: CommonOptions
    ) {
        guard !options.quiet else { return }
        for other in outbox.others(than: period) {
            Terminal.note(
                options.words(
                    "note: \(folder) also holds files of `\(other.command)` for \(other.period)\n",
                    zh: "提示：\(folder) 中另有 `\(other.command)` 针对 \(other.period) 的文件\n"))
        }
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
