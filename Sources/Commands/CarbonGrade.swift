public import ArgumentParser
import Documents
import Foundation
import MeterFiles
import Provenance
import Reporting
import Runs
import Server
import Store

/// The command line: reads arguments, runs a command and turns every failure into one sentence
/// and a documented exit code.
public struct CarbonGrade: ParsableCommand {
    /// Name, help and subcommands.
    public static let configuration = CommandConfiguration(
        commandName: "carbongrade",
        abstract: Help.text(
            "From meter CSV to audited carbon and a green low-carbon level.",
            zh: "从计量 CSV 到可核查的碳排放与绿色低碳等级。"),
        discussion: Help.text(
            """
            A first figure in three steps:
              carbongrade init my-site --from export.csv --region CN-GD
              carbongrade ingest -C my-site
              carbongrade run -C my-site --period 2025 -o results

            Exit codes: 0 done · 1 done, with findings that disqualify · 2 usage ·
            3 input refused, nothing changed · 4 verification failed · 5 the world failed
            """,
            zh: """
                三步得到第一个数据：
                  carbongrade init my-site --from export.csv --region CN-GD
                  carbongrade ingest -C my-site
                  carbongrade run -C my-site --period 2025 -o results

                退出码：0 完成 · 1 完成但有不可出证的问题 · 2 用法错误
                3 输入被拒绝，未作更改 · 4 验证失败 · 5 环境故障
                """),
        version: Tool.version,
        subcommands: [
            InitCommand.self, InspectCommand.self, IngestCommand.self, CheckCommand.self,
            AccountCommand.self, LedgerCommand.self, GradeCommand.self, RunCommand.self,
            ExplainCommand.self, FactorsCommand.self, SchemesCommand.self,
            MeasuresCommand.self, PlanCommand.self, ReportCommand.self, UndoCommand.self,
            KeygenCommand.self,
            CertifyCommand.self, CountersignCommand.self, VerifyCommand.self, RevokeCommand.self,
            SuspendCommand.self, ReinstateCommand.self, RenewCommand.self, ServeCommand.self,
            BackupCommand.self, RestoreCommand.self,
        ])

    /// Makes the command.
    public init() {}

    /// Runs the command line of this process; never returns.
    public static func start() -> Never {
        signal(SIGPIPE, SIG_IGN)
        var options: CommonOptions?
        do {
            var command = try parseAsRoot()
            options = (command as? any CommandWithOptions)?.options
            if let options, let address = options.serverAddress {
                guard let remote = command as? any RemoteCommand else {
                    throw Self.local(command, options)
                }
                try refuse(options.dataFolder != nil, "--data", options)
                try remote.run(on: try RemotePlatform(address, options))
            } else {
                try command.run()
            }
            Foundation.exit(0)
        } catch {
            Foundation.exit(report(error, options))
        }
    }

    /// What works on this machine cannot be asked of a platform; what is done there instead is said.
    private static func local(
        _ command: any ParsableCommand, _ options: CommonOptions
    ) -> ValidationError {
        let instead = (command as? any LocalCommand).map { type(of: $0).onPlatform }
        let more = instead.map { ": " + $0.text(in: options.language) } ?? ""
        return ValidationError(
            options.words(
                "this command does not take --server" + more, zh: "该命令不支持 --server" + more))
    }

    private static func report(_ error: any Error, _ options: CommonOptions?) -> Int32 {
        if let code = error as? ExitCode { return code.rawValue }
        let language = options?.language ?? Terminal.language
        let refused = (error as? Refusal)?.findings ?? (error as? FileRefusal).map { [$0.finding] }
        if let refused {
            for finding in refused {
                Terminal.note(FindingDocument.line(finding, language: language) + "\n")
            }
            Terminal.note(
                BilingualText("Refused; nothing was changed.", zh: "输入被拒绝，未作任何更改。")
                    .text(in: language) + "\n")
            return 3
        }
        if let refusal = error as? CertificateRefusal {
            return report(refusal, options?.format ?? .table, language)
        }
        if let failure = error as? RemoteFailure {
            Terminal.note(failure.text + "\n")
            return failure.exitCode
        }
        let status = exitCode(for: error)
        if status == .success {
            Terminal.print(fullMessage(for: error) + "\n")
            return 0
        }
        if status == .validationFailure {
            Terminal.note(fullMessage(for: error) + "\n")
            return 2
        }
        Terminal.note("carbongrade: \(Failure.sentence(error, in: language))\n")
        return 5
    }
}

extension CarbonGrade {
    /// A certificate that is refused: every reason on standard error, and exit code 3.
    private static func report(
        _ refusal: CertificateRefusal, _ format: OutputFormat, _ language: Language
    ) -> Int32 {
        if format == .json { Terminal.print(CertificateDocument.refusal(refusal, language).text) }
        for reason in refusal.reasons {
            let words = FindingDocument.visible(reason.text.text(in: language))
            Terminal.note("[\(reason.code.rawValue)] \(words)\n")
        }
        Terminal.note(
            BilingualText("Refused; nothing was written.", zh: "已拒绝，未写入任何内容。")
                .text(in: language) + "\n")
        return 3
    }
}

/// A command whose common options can be asked for.
protocol CommandWithOptions {
    var options: CommonOptions { get }
}

/// Failures of the world in one sentence.
enum Failure {
    static func sentence(_ error: any Error, in language: Language) -> String {
        if let broken = error as? PublishedData.Broken {
            return BilingualText(broken.reason, zh: "已发布数据有误：\(broken.reason)")
                .text(in: language)
        }
        if let failure = error as? RunFailure { return failure.reason.text(in: language) }
        if let failure = error as? PlatformFailure { return failure.reason.text(in: language) }
        if let failure = error as? DocumentFailure { return failure.reason.text(in: language) }
        if error is SpillFailure {
            return BilingualText(
                "the folder for temporary files (TMPDIR) is full or cannot be written; nothing was changed",
                zh: "临时文件目录（TMPDIR）已满或无法写入；未作任何更改"
            ).text(in: language)
        }
        if LedgerStore.isDiskFull(error) {
            return BilingualText("the disk is full", zh: "磁盘已满").text(in: language)
        }
        let text = String(describing: error).split(separator: "\n").joined(separator: " ")
        return text.count > 300 ? String(text.prefix(300)) + "…" : text
    }
}
