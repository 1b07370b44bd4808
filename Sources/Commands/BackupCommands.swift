import ArgumentParser
import Foundation
import Provenance
import Reporting
import Runs
import Server

/// `backup`: a copy of everything, also while it is served.
struct BackupCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: Help.text("Copies a portfolio with its store.", zh: "备份组合及其存储。"),
        discussion: Help.text(
            """
            Copies ledger, accounts, originals, tables, certificates and keys into a new folder, also while
            they are in use, with the SHA-256 of each file in SHA256SUMS.

            Example:
              carbongrade backup -C my-site -o /backup/2026-11-25
            """,
            zh: """
                将台账、账户、原始文件、表、证书与密钥复制到新文件夹，使用中亦可；SHA256SUMS 列出每个文件的摘要。

                示例：
                  carbongrade backup -C my-site -o /backup/2026-11-25
                """))

    @OptionGroup var options: CommonOptions

    @Option(
        name: .shortAndLong,
        help: Help.of("The new folder for the copy.", zh: "备份文件夹（新建）。", valueName: "dir"))
    var output: String

    func run() throws {
        let copy = try PortfolioBackup.make(of: options.folder, to: output)
        BackupPrinter.show("carbongrade-backup/1", copy, options)
    }
}

/// `restore`: a copy becomes a portfolio again.
struct RestoreCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: Help.text("Makes a portfolio of a backup.", zh: "由备份恢复组合。"),
        discussion: Help.text(
            """
            Holds every file against SHA256SUMS before anything is written, and writes into a new folder only.

            Example:
              carbongrade restore /backup/2026-11-25 -C restored
            """,
            zh: """
                写入之前逐一核对 SHA256SUMS，且只写入新文件夹。

                示例：
                  carbongrade restore /backup/2026-11-25 -C restored
                """))

    @OptionGroup var options: CommonOptions

    @Argument(help: Help.of("The folder of the backup.", zh: "备份文件夹。"))
    var backup: String

    func run() throws {
        let copy = try PortfolioBackup.restore(backup, to: options.folder)
        BackupPrinter.show("carbongrade-restore/1", copy, options)
    }
}

/// What a copy holds, in the form that was asked for.
enum BackupPrinter {
    static func show(_ schema: String, _ copy: PortfolioBackup, _ options: CommonOptions) {
        switch options.format {
        case .json:
            var members = Draft.heading(of: []).members(schema, language: options.language)
            members["files"] = .integer(copy.files)
            members["bytes"] = .integer(copy.bytes)
            Terminal.print(JSONValue.object(members).text)
        case .csv:
            var table = CSVText(header: ["files", "bytes"])
            table.append([String(copy.files), String(copy.bytes)])
            Terminal.print(table.text)
        case .table:
            let bytes = TextTable.grouped(String(copy.bytes))
            Terminal.print(
                options.words(
                    "\(copy.files) files, \(bytes) bytes, each with its digest.\n",
                    zh: "\(copy.files) 个文件，\(bytes) 字节，均已核对摘要。\n"))
        }
    }
}
