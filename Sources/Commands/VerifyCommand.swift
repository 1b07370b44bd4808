import ArgumentParser
import Credentials
import Provenance
import Quantities
import Reporting
import Runs

/// `verify`: is a certificate what it says, offline.
struct VerifyCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: Help.text("Checks a certificate, offline.", zh: "离线验证证书。"),
        discussion: Help.text(
            """
            FILE is the PDF, the JSON, a file with the text of the QR code, or that text itself
            (CG1:...). Checked one after the other: seal, form, schema, digest, signatures, known
            keys, countersignature, QR code, validity, status, log, replay. Exit code 4 and the
            reason that failed first, or 0.

            Examples:
              carbongrade verify 9f2c....pdf --keys issuer.pub
              carbongrade verify 9f2c....json --keys issuer.pub --status certificates --replay my-site
              carbongrade verify --log log.jsonl --older-log log-of-june.jsonl --keys issuer.pub
            """,
            zh: """
                FILE 可为 PDF、JSON、二维码文本文件，或二维码文本本身（CG1:...）。依次检查：签章、格式、结构、
                摘要、签名、可信密钥、副署、二维码、有效期、状态、日志、重算。失败时退出码为 4 并给出首个原因，
                通过时为 0。

                示例：
                  carbongrade verify 9f2c....pdf --keys issuer.pub
                  carbongrade verify 9f2c....json --keys issuer.pub --status certificates --replay my-site
                  carbongrade verify --log log.jsonl --older-log log-of-june.jsonl --keys issuer.pub
                """))

    @OptionGroup var options: CommonOptions

    @Argument(help: Help.of("The certificate.", zh: "证书。"))
    var file: String?

    @Option(
        help: Help.of(
            "The public keys you trust: .pub files, one below the other.",
            zh: "信任的公钥：上下相接的 .pub 文件。", valueName: "file"))
    var keys: String?

    @Option(
        help: Help.of(
            "A status list, or a folder of them.", zh: "状态列表或其文件夹。", valueName: "path"))
    var status: String?

    @Option(help: Help.of("The transparency log.", zh: "透明日志。", valueName: "file"))
    var log: String?

    @Option(
        help: Help.of(
            "An older state of the log, which must be its beginning.",
            zh: "日志的旧状态，须为其前段。", valueName: "file"))
    var olderLog: String?

    @Option(
        help: Help.of(
            "The portfolio to compute the certificate again from.", zh: "用于重算证书的组合文件夹。",
            valueName: "dir"))
    var replay: String?

    @Option(
        help: Help.of(
            "The day on which it must be valid. (default: today)", zh: "须有效的日期。（默认：今天）",
            valueName: "date"))
    var on: CivilDate?

    func validate() throws {
        if file == nil, log == nil {
            throw ValidationError(
                options.words("Give a certificate or --log", zh: "请给出证书或 --log"))
        }
        if olderLog != nil, log == nil {
            throw ValidationError(
                options.words("--older-log needs --log", zh: "--older-log 须与 --log 同用"))
        }
        if replay != nil, file == nil { throw needsWhole }
    }

    /// A QR code, or a log, names no inputs from which a certificate could be computed again.
    private var needsWhole: ValidationError {
        ValidationError(
            options.words(
                "--replay needs the whole certificate, its PDF or JSON: a QR code names no inputs",
                zh: "--replay 需要完整证书（PDF 或 JSON）：二维码未载明输入数据"))
    }

    func run() throws {
        let means = Verification.Means(
            keys: try keys.map(KeyFiles.ring), status: status, log: log, olderLog: olderLog,
            day: on ?? .today)
        var verification: Verification
        if let file {
            let bytes = file.hasPrefix("CG1:") ? Array(file.utf8) : try CertificateFiles.read(file)
            let isCompact = bytes.starts(with: "CG1:".utf8)
            if replay != nil, isCompact { throw needsWhole }
            verification =
                isCompact
                ? Verification(ofCompact: bytes, means) : Verification(of: bytes, means)
            if let replay, verification.failure == nil {
                let portfolio = try Portfolio(folder: replay)
                try verification.replay(in: replay, try options.data(for: portfolio))
            }
        } else {
            verification = Verification(ofLog: log ?? "", means)
        }
        show(verification)
        if verification.failure != nil { throw ExitCode(4) }
    }

    private func show(_ verification: Verification) {
        switch options.format {
        case .json:
            Terminal.print(
                CertificateDocument.verification(verification, options.language).text)
        case .csv:
            var table = CSVText(header: ["step", "result", "reason"])
            for (step, result) in verification.steps {
                let (word, reason) = result.words
                table.append([step.rawValue, word, reason.text(in: options.language)])
            }
            Terminal.print(table.text)
        case .table: Terminal.print(text(verification))
        }
    }

    private func text(_ verification: Verification) -> String {
        var table = TextTable(.left, .left, .left)
        for (step, result) in verification.steps {
            let (word, reason) = result.words
            let name = options.words(step.words.english, zh: step.words.chinese)
            let sign: String
            switch word {
            case "passed": sign = options.words("ok", zh: "通过")
            case "not_checked": sign = options.words("not checked", zh: "未检查")
            default: sign = options.words("FAILED", zh: "未通过")
            }
            table.append(name, sign, FindingDocument.visible(reason.text(in: options.language)))
        }
        let subject = verification.credential?["credentialSubject"]
        var line = options.words("VALID", zh: "有效")
        if let failure = verification.failure {
            line =
                options.words("NOT VALID: ", zh: "无效：")
                + FindingDocument.visible(failure.reason.text(in: options.language))
        } else if let subject, let grade = subject["grade"] {
            let name = subject["site"]?["name"]?.bilingual?.text(in: options.language) ?? ""
            let parts = [
                name, subject["period"]?["label"]?.string ?? "", grade["scheme"]?.string ?? "",
                options.words("level ", zh: "等级 ") + (grade["level"]?.string ?? ""),
                subject["assurance"]?["label"]?.bilingual?.text(in: options.language) ?? "",
            ]
            line += "  " + FindingDocument.visible(parts.joined(separator: " · "))
        }
        return table.text() + line + "\n"
    }
}
