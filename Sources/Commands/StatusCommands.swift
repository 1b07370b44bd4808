import ArgumentParser
import Credentials
import Provenance
import Quantities
import Reporting
import Runs

/// What the commands take that change the status of a certificate.
struct StatusOptions: ParsableArguments {
    @Option(
        help: Help.of(
            "The issuer's private key file; a platform signs with its own.",
            zh: "签发方私钥文件；平台以其自有密钥签名。", valueName: "file"))
    var key: String?

    @Option(help: Help.of("Why; it is published in the log.", zh: "原因；将载入公开日志。"))
    var reason = ""

    @Option(help: Help.of("The day. (default: today)", zh: "日期。（默认：今天）", valueName: "date"))
    var on: CivilDate?

    /// Notes what happened to a certificate and prints its number.
    func note(
        _ event: TransparencyLog.Event, _ certificate: String, _ options: CommonOptions
    ) throws {
        let number = try CertificateStatus.note(
            event, certificate, in: try options.portfolio(), on: on ?? .today, reason: reason,
            by: try options.issuerKey(key))
        show([(number, reason)], event, options)
    }

    func show(
        _ changed: [(certificate: String, reason: String)], _ event: TransparencyLog.Event,
        _ options: CommonOptions
    ) {
        switch options.format {
        case .json: Terminal.print(CertificateDocument.status(event.rawValue, changed).text)
        case .csv:
            var table = CSVText(header: ["certificate", "event", "reason"])
            for entry in changed {
                table.append([entry.certificate, event.rawValue, entry.reason])
            }
            Terminal.print(table.text)
        case .table:
            for entry in changed {
                Terminal.print("\(event.rawValue) \(entry.certificate)  \(entry.reason)\n")
            }
        }
    }
}

/// `revoke`: a certificate is void for good.
struct RevokeCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: Help.text("Declares a certificate void for good.", zh: "吊销证书。"),
        discussion: Help.text(
            """
            Adds a line to the log and sets its bit in the status lists, both in
            .carbongrade/certificates: publish that folder for those who verify.

            Example:
              carbongrade revoke 9f2c81d0 -C my-site --key issuer --reason "meter exchanged"
              carbongrade revoke 9f2c81d0 --server https://carbon.example.com --reason "meter exchanged"
            """,
            zh: """
                在日志中增加一行并更新状态列表，二者位于 .carbongrade/certificates：请向验证方公布该文件夹。

                示例：
                  carbongrade revoke 9f2c81d0 -C my-site --key issuer --reason "电表更换"
                  carbongrade revoke 9f2c81d0 --server https://carbon.example.com --reason "电表更换"
                """))

    @OptionGroup var options: CommonOptions
    @Argument(help: Help.of("Its number, eight digits or more.", zh: "证书编号，至少八位。"))
    var certificate: String
    @OptionGroup var status: StatusOptions

    func run() throws { try status.note(.revoked, certificate, options) }
}

/// `suspend`: a certificate is void until further notice.
struct SuspendCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: Help.text("Declares a certificate void until further notice.", zh: "暂停证书。"),
        discussion: Help.text(
            """
            With --restated every certificate is computed again from the ledger, and those whose
            figures changed are suspended: run it after each ingest.

            Examples:
              carbongrade suspend 9f2c81d0 -C my-site --key issuer --reason "reading in doubt"
              carbongrade suspend --restated -C my-site --key issuer
              carbongrade suspend --restated --server https://carbon.example.com
            """,
            zh: """
                使用 --restated 时由台账重算全部证书，数据有变者予以暂停；宜在每次导入后运行。

                示例：
                  carbongrade suspend 9f2c81d0 -C my-site --key issuer --reason "读数存疑"
                  carbongrade suspend --restated -C my-site --key issuer
                  carbongrade suspend --restated --server https://carbon.example.com
                """))

    @OptionGroup var options: CommonOptions
    @Argument(help: Help.of("Its number, eight digits or more.", zh: "证书编号，至少八位。"))
    var certificate: String?
    @OptionGroup var status: StatusOptions
    @Flag(help: Help.of("All whose figures changed.", zh: "所有数据有变的证书。"))
    var restated = false

    /// The certificate that is meant; nil for all whose figures changed.
    func chosen() throws -> String? {
        guard (certificate == nil) == restated else {
            throw ValidationError(
                options.words("Give a certificate or --restated", zh: "请给出证书编号或 --restated"))
        }
        return certificate
    }

    func run() throws {
        if let certificate = try chosen() {
            return try status.note(.suspended, certificate, options)
        }
        let portfolio = try options.portfolio()
        let changed = try CertificateStatus.suspendRestated(
            in: portfolio, try options.data(for: portfolio), on: status.on ?? .today,
            by: try options.issuerKey(status.key))
        status.show(changed.suspended, .suspended, options)
        if let left = changed.left { throw left }
    }
}

/// `reinstate`: a suspended certificate stands again.
struct ReinstateCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "reinstate",
        abstract: Help.text("Lets a suspended certificate stand again.", zh: "恢复被暂停的证书。"),
        discussion: Help.text(
            """
            Example:
              carbongrade reinstate 9f2c81d0 -C my-site --key issuer --reason "reading confirmed"
              carbongrade reinstate 9f2c81d0 --server https://carbon.example.com --reason "reading confirmed"
            """,
            zh: """
                示例：
                  carbongrade reinstate 9f2c81d0 -C my-site --key issuer --reason "读数已确认"
                  carbongrade reinstate 9f2c81d0 --server https://carbon.example.com --reason "读数已确认"
                """))

    @OptionGroup var options: CommonOptions
    @Argument(help: Help.of("Its number, eight digits or more.", zh: "证书编号，至少八位。"))
    var certificate: String
    @OptionGroup var status: StatusOptions

    func run() throws { try status.note(.reinstated, certificate, options) }
}

/// `renew`: the status lists hold for another while.
struct RenewCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "renew",
        abstract: Help.text(
            "Signs the status lists anew, which hold for 92 days.", zh: "重新签署状态列表（有效 92 天）。"),
        discussion: Help.text(
            """
            A status list says how things stand on the day on which it was signed; one that is older than 92
            days is refused by `verify`. Every issuing, suspending and revoking signs the lists of its
            issuer; where nothing happens, renew them, each month for instance, and publish the folder
            .carbongrade/certificates again.

            Example:
              carbongrade renew -C my-site --key issuer
            """,
            zh: """
                状态列表反映签署当日的状态；超过 92 天的列表会被 `verify` 拒绝。每次签发、暂停、吊销都会签署该签发方的
                列表；若无变动，请定期（例如每月）续签，并重新公布文件夹 .carbongrade/certificates。

                示例：
                  carbongrade renew -C my-site --key issuer
                """))

    @OptionGroup var options: CommonOptions
    @Option(help: Help.of("The issuer's private key file.", zh: "签发方私钥文件。", valueName: "file"))
    var key: String
    @Option(help: Help.of("The day. (default: today)", zh: "日期。（默认：今天）", valueName: "date"))
    var on: CivilDate?

    func run() throws {
        let day = on ?? .today
        let until = try CertificateStatus.renew(
            in: try options.portfolio(), on: day, by: try KeyFiles.read(key))
        switch options.format {
        case .json: Terminal.print(CertificateDocument.renewed(from: day, until: until).text)
        case .csv:
            var table = CSVText(header: ["valid_from", "valid_until"])
            table.append(["\(day)", "\(until)"])
            Terminal.print(table.text)
        case .table:
            Terminal.print(
                options.words(
                    "The status lists hold from \(day) up to \(until).\n",
                    zh: "状态列表自 \(day) 起有效，至 \(until) 止。\n"))
        }
    }
}
