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

            With --server the platform takes the countersignature; the key stays here. Name the file that you
            recomputed, or the number of 64 digits, under which the credential is fetched.

            Examples:
              carbongrade countersign 9f2c....json --key verifier -o certificates
              carbongrade countersign 9f2c....json --key verifier --server https://carbon.example.com
            """,
            zh: """
                用于以 --assurance limited 或 reasonable 签发的证书；写入含两个签名的凭证与证书页。

                使用 --server 时由平台接收副署，密钥留在本机。请给出已重算的文件，或 64 位编号（由平台取得凭证）。

                示例：
                  carbongrade countersign 9f2c....json --key verifier -o certificates
                  carbongrade countersign 9f2c....json --key verifier --server https://carbon.example.com
                """))

    @OptionGroup var options: CommonOptions

    @Argument(
        help: Help.of(
            "The credential that the issuer signed; with --server also its number.",
            zh: "签发方已签名的凭证；使用 --server 时亦可为证书编号。"))
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
        try keep(signed)
    }

    /// Writes the certificate and prints its files.
    func keep(_ signed: (digest: Digest, json: [UInt8], pdf: [UInt8])) throws {
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
