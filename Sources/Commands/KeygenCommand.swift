import ArgumentParser
import Credentials
import Provenance
import Quantities
import Reporting
import Runs

/// `keygen`: a pair of keys for signing certificates.
struct KeygenCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "keygen",
        abstract: Help.text("A pair of keys for signing certificates.", zh: "生成证书签名密钥对。"),
        discussion: Help.text(
            """
            Writes K (private, readable by you alone) and K.pub (give it to those who verify). The
            key is named by itself: did:key:z6Mk... Several .pub files, one below the other, make a
            key file for `verify --keys`.

            Examples:
              carbongrade keygen -o issuer
              carbongrade keygen -o issuer-2027 --succeeds issuer --from 2027-01-01
            """,
            zh: """
                写入 K（私钥，仅本人可读）和 K.pub（交给验证方）。密钥以自身命名：did:key:z6Mk...
                多个 .pub 文件上下相接即为 `verify --keys` 的密钥文件。

                示例：
                  carbongrade keygen -o issuer
                  carbongrade keygen -o issuer-2027 --succeeds issuer --from 2027-01-01
                """))

    @OptionGroup var options: CommonOptions

    @Option(
        name: .shortAndLong,
        help: Help.of(
            "The private key file; the public one is called FILE.pub.",
            zh: "私钥文件；公钥文件名为 FILE.pub。", valueName: "file"))
    var output: String

    @Option(
        help: Help.of(
            "The private key that the new one takes the place of; it endorses the new one.",
            zh: "被接替的私钥；由其为新密钥背书。", valueName: "file"))
    var succeeds: String?

    @Option(
        help: Help.of(
            "The first day on which the key may sign.", zh: "密钥可签名的首日。", valueName: "date"))
    var from: CivilDate?

    func run() throws {
        let key = try KeyFiles.make(at: output, from: from, succeeding: succeeds)
        switch options.format {
        case .json:
            Terminal.print(
                CertificateDocument.key(key, privateFile: output, publicFile: output + ".pub").text)
        case .csv: Terminal.print("key\n\(key.identifier)\n")
        case .table:
            Terminal.print(
                key.identifier + "\n" + options.words("private: ", zh: "私钥：") + output
                    + options.words("   public: ", zh: "   公钥：") + output + ".pub\n")
        }
    }
}
