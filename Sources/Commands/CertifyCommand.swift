public import ArgumentParser
import Credentials
import EnergyLedger
import Foundation
import Provenance
public import Quantities
public import Reporting
import Runs

extension CivilDate: ExpressibleByArgument {
    /// Reads `2026-01-31`.
    public init?(argument: String) { self.init(iso: argument) }

    /// Today, by the clock of this machine in UTC; the only date that comes from outside.
    static var today: CivilDate {
        CivilDate(dayNumber: Int64((Date().timeIntervalSince1970 / 86_400).rounded(.down)))
    }
}

extension CertificateForm.Assurance: ExpressibleByArgument {}
extension CertificateForm.Opinion: ExpressibleByArgument {}

/// `certify`: a signed certificate of a level.
struct CertifyCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "certify",
        abstract: Help.text("A signed certificate of a level.", zh: "出具带签名的等级证书。"),
        discussion: Help.text(
            """
            Writes <certificate id>.json, a W3C Verifiable Credential, and <certificate id>.pdf, a page
            that carries it inside. Refused, with every reason and nothing written, unless the
            period is a full year, the hours are complete to 0.99, nothing disqualifies and the
            level rests on limits of confidence A or B. A portfolio without a ledger ingests its
            readings first.

            --assurance limited or reasonable names the verifier, who signs with `countersign`.

            Example:
              carbongrade certify -C my-site --site site-1 --period 2025 --scheme gb-40879-2021 \\
                --key issuer -o certificates
            """,
            zh: """
                写入 <证书编号>.json（W3C 可验证凭证）与内嵌该凭证的 <证书编号>.pdf。统计期须为完整年度、
                完整小时不低于 0.99、没有不可出证的问题、所依限值置信度为 A 或 B；否则列出全部原因并拒绝，
                不写入任何文件。尚无台账的组合先导入读数。

                --assurance limited 或 reasonable 时须指明核查方，由其以 `countersign` 副署。

                示例：
                  carbongrade certify -C my-site --site site-1 --period 2025 --scheme gb-40879-2021 \\
                    --key issuer -o certificates
                """))

    @OptionGroup var options: CommonOptions

    @Option(help: Help.of("The site.", zh: "站点。", valueName: "id"))
    var site: String

    @Option(help: Help.of("A full year: 2025.", zh: "完整年度：2025。"))
    var period: Period

    @Option(help: Help.of("The scheme whose level is certified.", zh: "出证所依规则。", valueName: "id"))
    var scheme: String

    @Option(
        help: Help.of(
            "The issuer's private key file; a platform signs with its own.",
            zh: "签发方私钥文件；平台以其自有密钥签名。", valueName: "file"))
    var key: String?

    @Option(
        name: .shortAndLong,
        help: Help.of("The folder for the certificate.", zh: "证书文件夹。", valueName: "dir"))
    var output = "."

    @Option(
        help: Help.of("The day of issue. (default: today)", zh: "签发日期。（默认：今天）", valueName: "date"))
    var issuedOn: CivilDate?

    @OptionGroup var verifier: VerifierOptions

    func run() throws {
        let portfolio = try options.portfolio()
        let data = try options.data(for: portfolio)
        guard data.rulebook(scheme) != nil else {
            throw ValidationError(
                options.words("No scheme is named \(scheme)", zh: "没有名为 \(scheme) 的规则"))
        }
        guard portfolio.sites.contains(where: { $0.id == site }) else {
            throw ValidationError(
                options.words("No site is named \(site)", zh: "没有名为 \(site) 的站点"))
        }
        let signer = try options.issuerKey(key)
        let request = Certification.Request(
            site: site, period: period, scheme: scheme, issuedOn: issuedOn ?? .today,
            verifier: try verifier.verifier(options))
        let certification = try Certification.overLedger(request, portfolio, data)
        let outcome = try certification.issue(
            by: signer, language: options.documentLanguage(portfolio))
        let names = try CertificateFiles.write(
            outcome.digest, json: outcome.json, pdf: outcome.pdf, to: output)
        show(outcome, names)
    }

    private func show(_ outcome: Certification.Outcome, _ names: [String]) {
        switch options.format {
        case .json:
            Terminal.print(
                CertificateDocument.issued(
                    outcome.digest, files: names, supersedes: outcome.supersedes,
                    awaits: outcome.pdf == nil
                ).text)
        case .csv:
            var table = CSVText(header: ["certificate", "file"])
            for name in names { table.append([outcome.digest.hexadecimal, name]) }
            Terminal.print(table.text)
        case .table:
            Terminal.print(
                options.words("Certificate ", zh: "证书 ") + outcome.digest.hexadecimal
                    + (outcome.isNew ? "" : options.words("  (issued before)", zh: "（此前已签发）"))
                    + "\n")
            for name in names { Terminal.print("  \(output)/\(name)\n") }
            if let old = outcome.supersedes {
                Terminal.print(options.words("  supersedes ", zh: "  取代 ") + old + "\n")
            }
            if outcome.pdf == nil {
                Terminal.print(
                    options.words(
                        "  awaits the verifier: carbongrade countersign FILE --key VERIFIER\n",
                        zh: "  待核查方副署：carbongrade countersign FILE --key VERIFIER\n"))
            }
        }
    }
}

/// Who verifies, for a certificate with more than the issuer's word.
struct VerifierOptions: ParsableArguments {
    @Option(
        help: Help.of(
            "self_declared, limited or reasonable.", zh: "self_declared、limited 或 reasonable。"))
    var assurance = CertificateForm.Assurance.selfDeclared

    @Option(help: Help.of("The verifier's public key file.", zh: "核查方公钥文件。", valueName: "file"))
    var verifierKey: String?

    @Option(help: Help.of("The verifier's name.", zh: "核查方名称。", valueName: "name"))
    var verifierName: String?

    @Option(help: Help.of("The verifier's accreditation.", zh: "核查方资质。", valueName: "text"))
    var verifierAccreditation: String?

    @Option(
        help: Help.of(
            "The standard of the verification.", zh: "核查所依标准。", valueName: "text"))
    var verificationStandard: String?

    @Option(help: Help.of("unmodified or modified.", zh: "unmodified 或 modified。"))
    var opinion: CertificateForm.Opinion?

    /// The verifier; nil for a self-declared certificate.
    func verifier(_ options: CommonOptions) throws -> Certification.Verifier? {
        guard assurance != .selfDeclared else {
            guard verifierKey == nil, verifierName == nil, opinion == nil else {
                throw ValidationError(
                    options.words(
                        "A verifier needs --assurance limited or reasonable",
                        zh: "指明核查方时须给出 --assurance limited 或 reasonable"))
            }
            return nil
        }
        guard let verifierKey, let verifierName, let verificationStandard, let opinion else {
            throw ValidationError(
                options.words(
                    "--assurance \(assurance.rawValue) needs --verifier-key, --verifier-name, "
                        + "--verification-standard and --opinion",
                    zh: "--assurance \(assurance.rawValue) 须同时给出 --verifier-key、--verifier-name、"
                        + "--verification-standard 和 --opinion"))
        }
        guard let key = try KeyFiles.ring(verifierKey).entries.last?.key else {
            throw ValidationError(
                options.words("--verifier-key holds no key", zh: "--verifier-key 中没有密钥"))
        }
        return Certification.Verifier(
            level: assurance, key: key, name: verifierName, accreditation: verifierAccreditation,
            standard: verificationStandard, opinion: opinion)
    }
}
