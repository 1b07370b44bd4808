import ArgumentParser
import Metering
import Provenance
import Quantities
import Reporting
import Runs

/// `ingest`: readings into the ledger.
struct IngestCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: Help.text(
            "Readings into the ledger.", zh: "将读数导入账簿。"),
        discussion: Help.text(
            """
            Reads the files named, or everything below readings/. A folder stands for all files in
            it, a quoted pattern ('exports/**/*.csv') for what it matches, - for standard input.
            Each ingest is one batch: it happens whole or not at all. The same file twice changes nothing; a later file
            supersedes what it corrects; `undo` takes a batch back.

            Examples:
              carbongrade ingest -C my-site
              carbongrade ingest -C my-site export-2026-09.csv --dry-run
              carbongrade ingest -C my-site --rejected rejected.csv
              curl -s https://meters.example/export.csv | carbongrade ingest -C my-site - --name hall-a.csv
            """,
            zh: """
                读取给出的文件，或 readings/ 下的全部文件。文件夹代表其中所有文件，加引号的通配符
                （'exports/**/*.csv'）代表匹配的文件，- 代表标准输入。每次导入为一个批次，要么全部生效，要么不生效。
                相同文件重复导入不改变账簿；后来的文件取代其更正的内容；`undo` 可撤回一个批次。

                示例：
                  carbongrade ingest -C my-site
                  carbongrade ingest -C my-site export-2026-09.csv --dry-run
                  carbongrade ingest -C my-site --rejected rejected.csv
                  curl -s https://meters.example/export.csv | carbongrade ingest -C my-site - --name hall-a.csv
                """))

    @OptionGroup var options: CommonOptions

    @Argument(
        help: Help.of(
            "Files, folders, patterns, or - for standard input; default: readings/ of the portfolio.",
            zh: "文件、文件夹、通配符，或 - 表示标准输入；默认为组合的 readings/。"))
    var files: [String] = []

    @Flag(
        help: Help.of(
            "Do everything but write.", zh: "只试运行，不写入。"))
    var dryRun = false

    @Option(
        help: Help.of(
            "Read the files by this layout of the portfolio, or this preset.",
            zh: "按组合中的此版式或此预设读取文件。"))
    var layout: String?

    @Option(
        help: Help.of(
            "Write rejected rows to this CSV, with the reasons, to be mended and ingested again.",
            zh: "将拒绝的行连同原因写入此 CSV，改正后可重新导入。", valueName: "file"))
    var rejected: String?

    @Option(
        help: Help.of(
            "The name of standard input, for layouts and for one file a meter.",
            zh: "标准输入的文件名，用于版式匹配和一文件一表计。"))
    var name = "standard-input.csv"

    @Option(
        help: Help.of(
            "The issuer's private key: certificates whose figures change are suspended at once.",
            zh: "签发方私钥：数据因此变化的证书立即暂停。", valueName: "file"))
    var key: String?

    func run() throws {
        OutgrownMemory.giveBack()
        let portfolio = try options.portfolio()
        let target = rejected.map {
            Ingest.RejectedTarget(path: $0, language: options.documentLanguage(portfolio))
        }
        let line = ProgressLine(options)
        let issuer = try key.map(KeyFiles.read)
        var outcome = try Ingest.run(
            files, into: portfolio, layout: layout, dryRun: dryRun, rejected: target,
            standardInput: name
        ) { line.show($0) }
        options.endProgress()
        if !dryRun, !outcome.restatements.isEmpty {
            outcome.findings += try CertificateDoubts.settle(
                portfolio, options, suspendingBy: issuer)
        }
        FindingPrinter.show(outcome.findings, options)
        IngestPrinter.show(outcome, options, of: portfolio, dryRun: dryRun)
        if outcome.findings.contains(where: { $0.severity == .disqualifies }) { throw ExitCode(1) }
    }
}

/// `undo`: takes one ingest back.
struct UndoCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "undo",
        abstract: Help.text(
            "Take one ingest back.", zh: "撤回一次导入。"),
        discussion: Help.text(
            """
            The files of the batch no longer count, and what they superseded stands again.
            The originals stay, so ingesting the same files brings everything back; so does
            an ingest that names no file while they lie in readings/.

            Example:
              carbongrade undo 3 -C my-site
            """,
            zh: """
                该批次的文件不再计入，被其取代的读数恢复。原始文件保留，重新导入即可恢复；
                文件仍在 readings/ 时，不指定文件的导入也会使其恢复。

                示例：
                  carbongrade undo 3 -C my-site
                """))

    @OptionGroup var options: CommonOptions

    @Argument(
        help: Help.of(
            "The number of the batch, as `ingest` printed it.", zh: "`ingest` 输出的批次号。"))
    var batch: Int

    func run() throws {
        let portfolio = try options.portfolio()
        var outcome = try Ingest.undo(batch, in: portfolio)
        outcome.findings += try CertificateDoubts.settle(portfolio, options, suspendingBy: nil)
        FindingPrinter.show(outcome.findings, options)
        switch options.format {
        case .json:
            Terminal.print(
                outcome.document(
                    "carbongrade-undo/1", portfolio, dryRun: false,
                    language: options.documentLanguage(portfolio)
                ).text)
        case .csv:
            var table = CSVText(header: ["batch", "derived_meters"])
            table.append([String(batch), String(outcome.derivedMeters)])
            Terminal.print(table.text)
        case .table:
            Terminal.print(
                options.words(
                    "Batch \(batch) was taken back; \(Counted.text(outcome.derivedMeters, "meter")) \(outcome.derivedMeters == 1 ? "was" : "were") derived anew.\n",
                    zh: "批次 \(batch) 已撤回；重新推导了 \(outcome.derivedMeters) 个计量点。\n")
                    + DifferencePrinter.text(outcome.restatements, options)
                    + remaining(outcome.remainingFiles))
        }
    }

    /// What brings the batch back unasked.
    private func remaining(_ files: [String]) -> String {
        guard let first = files.first else { return "" }
        let others = files.count > 1 ? ", and \(Counted.text(files.count - 1, "other"))" : ""
        return options.words(
            "Still there: \(first)\(others). The next `ingest` that names no file reads this again; "
                + "what shall stay out must leave readings/.\n",
            zh: "仍在原处：\(first)\(files.count > 1 ? " 等 \(files.count) 个文件" : "")。"
                + "下一次不指定文件的 `ingest` 会再次读取；不再计入的请移出 readings/。\n")
    }
}

/// What an ingest did, in the form that was asked for.
enum IngestPrinter {
    static func show(
        _ outcome: Ingest.Outcome, _ options: CommonOptions, of portfolio: Portfolio, dryRun: Bool
    ) {
        let language = options.documentLanguage(portfolio)
        switch options.format {
        case .json:
            Terminal.print(
                outcome.document(
                    "carbongrade-ingest/1", portfolio, dryRun: dryRun, language: language
                ).text)
        case .csv: Terminal.print(StatementTable.csv(outcome.statements))
        case .table: Terminal.print(table(outcome, options, dryRun: dryRun))
        }
    }

    private static func table(
        _ outcome: Ingest.Outcome, _ options: CommonOptions, dryRun: Bool
    ) -> String {
        var text = StatementPrinter.text(outcome.statements, options)
        text += DifferencePrinter.text(outcome.restatements, options)
        for file in outcome.rejected {
            let rows = TextTable.grouped(String(file.rows))
            text += options.words(
                "\(rows) rejected row\(file.rows == 1 ? "" : "s"): \(file.path)\n",
                zh: "拒绝 \(rows) 行：\(file.path)\n")
        }
        if outcome.newFiles == 0 {
            text += options.words("No new file.", zh: "没有新文件。")
            text +=
                outcome.derivedMeters == 0
                ? "\n"
                : options.words(
                    " \(Counted.text(outcome.derivedMeters, "meter")) \(outcome.derivedMeters == 1 ? "was" : "were") derived anew, because tables changed.\n",
                    zh: "因表已修改，重新推导了 \(outcome.derivedMeters) 个计量点。\n")
        } else if dryRun {
            text += options.words("Dry run: nothing was written.\n", zh: "试运行：未写入任何内容。\n")
        } else if let batch = outcome.batch {
            text += options.words(
                "Batch \(batch): \(Counted.text(outcome.newFiles, "file")), \(Counted.text(outcome.derivedMeters, "meter")). "
                    + "`carbongrade undo \(batch)` takes it back.\n",
                zh: "批次 \(batch)：\(outcome.newFiles) 个文件，\(outcome.derivedMeters) 个计量点。"
                    + "可用 `carbongrade undo \(batch)` 撤回。\n")
        }
        return text
    }
}

/// The energy statement for the eye.
enum StatementPrinter {
    static func text(_ statements: [FileStatement], _ options: CommonOptions) -> String {
        guard !statements.isEmpty else { return "" }
        var table = TextTable(.left, .right, .right, .right, .right, .right, .right, .right)
        if options.language != .english {
            table.append("文件", "行数", "拒绝行", "电量 kWh", "= 入账", "+ 重复", "+ 取代", "+ 拒绝")
        } else {
            table.append(
                "file", "rows", "rejected", "energy in kWh", "= booked", "+ duplicate",
                "+ superseded", "+ rejected")
        }
        for file in statements {
            func kilowattHours(_ joules: Int64) -> String {
                TextTable.grouped(Energy(joules: joules).kilowattHoursText)
            }
            let statement = file.statement
            table.append(
                FindingDocument.visible(file.file), TextTable.grouped(String(statement.rows)),
                TextTable.grouped(String(statement.rowsRejected)),
                kilowattHours(statement.energyIn), kilowattHours(statement.booked),
                kilowattHours(statement.duplicate), kilowattHours(statement.superseded),
                kilowattHours(statement.rejected))
        }
        return table.text()
    }
}
