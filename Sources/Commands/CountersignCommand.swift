import ArgumentParser
import Provenance
import Quantities
import Reporting
import Runs

/// `countersign`: the verifier's signature under a certificate.
struct CountersignCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "countersign",
        abstract: Help.text(
            "The verifier's signature under a certificate.", zh: "核查方在证书上副署。"),
        discussion: Help.text(
            """
            For certificates issued with --assurance limited or reasonable. Writes the credential
            with both proofs and the page. Recompute it first: verify FILE --keys issuer.pub
            --replay PORTFOLIO stops only at the missing countersignature.

            Example:
              carbongrade countersign 9f2c....json --key verifier -o certificates
            """,
            zh: """
                用于以 --assurance limited 或 reasonable 签发的证书；写入含两个签名的凭证与证书页。

                示例：
                  carbongrade countersign 9f2c....json --key verifier -o certificates
                """))

    @OptionGroup var options: CommonOptions

    @Argument(help: Help.of("The credential that the issuer signed.", zh: "签发方已签名的凭证。"))
    var file: String

    @Option(help: Help.of("The verifier's private key file.", zh: "核查方私钥文件。", valueName: "file"))
    var key: String

    @Option(
        name: .shortAndLong,
        help: Help.of("The folder for the certificate.", zh: "证书文件夹。", valueName: "dir"))
    var output = "."

    @Option(
        help: Help.of("The day of signing. (default: today)", zh: "副署日期。（默认：今天）", valueName: "date")
    )
    var signedOn: CivilDate?

    func run() throws {
        let bytes = try CertificateFiles.read(file)
        let signed = try Countersignature.add(
            to: bytes, by: try KeyFiles.read(key), on: signedOn ?? .today,
            language: options.chosenLanguage)
        let names = try CertificateFiles.write(
            signed.digest, json: signed.json, pdf: signed.pdf, to: output)
        switch options.format {
        case .json:
            Terminal.print(
                CertificateDocument.issued(
                    signed.digest, files: names, supersedes: nil, awaits: false
                ).text)
        case .csv:
            var table = CSVText(header: ["certificate", "file"])
            for name in names { table.append([signed.digest.hexadecimal, name]) }
            Terminal.print(table.text)
        case .table:
            for name in names { Terminal.print("\(output)/\(name)\n") }
        }
    }
}
