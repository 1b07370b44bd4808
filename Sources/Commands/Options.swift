public import ArgumentParser
import Credentials
import Foundation
public import Provenance
public import Quantities
package import Reporting
import Runs

extension OutputFormat: ExpressibleByArgument {}

extension Language: ExpressibleByArgument {}

extension Period: ExpressibleByArgument {
    /// Reads `2026`, `2026Q3`, `2026-09` or `2026-07-01/2026-10-01`.
    public init?(argument: String) { self.init(argument) }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: [.customShort("C"), .customLong("portfolio")],
        help: Help.of("The portfolio folder.", zh: "组合文件夹。", valueName: "dir"))
    var portfolioFolder = "."

    @Option(
        name: .customLong("data"),
        help: Help.of(
            "The folder with EmissionFactors and Rulebooks.",
            zh: "含 EmissionFactors 和 Rulebooks 的文件夹。", valueName: "dir"))
    var dataFolder: String?

    @Option(
        help: Help.of(
            "Form of the output: table, json or csv.", zh: "输出形式：table、json 或 csv。"))
    var format = OutputFormat.table

    @Option(
        name: .customLong("lang"),
        help: Help.of(
            "Language: zh or en. (default: from the locale)", zh: "语言：zh 或 en。（默认取自系统语言）"))
    var chosenLanguage: Language?

    @Flag(
        help: Help.of(
            "No progress and no findings on standard error.", zh: "不在标准错误输出进度和问题。"))
    var quiet = false

    @Option(
        name: .customLong("server"),
        help: Help.of(
            "Drive the platform at this address in place of a folder.",
            zh: "操作该地址的平台，而非本地文件夹。", valueName: "url"))
    var serverAddress: String?

    @Option(
        help: Help.of(
            "The token for --server. (default: CARBONGRADE_TOKEN)",
            zh: "--server 所用令牌。（默认取自 CARBONGRADE_TOKEN）"))
    var token: String?

    var language: Language { chosenLanguage ?? Terminal.language }

    func portfolio() throws -> Portfolio { try Portfolio(folder: folder) }

    func data() throws -> PublishedData { try PublishedData(folder: dataFolder) }

    /// A whole release, with the tables of the portfolio folder where there is one.
    ///
    /// - Parameter release: The release; nil for the one that the portfolio names, else the newest.
    func library(release: String? = nil) throws -> PublishedData {
        try PublishedData(folder: dataFolder, beside: folder, release: release)
    }

    /// The published data that a portfolio needs, with its own tables.
    func data(for portfolio: Portfolio) throws -> PublishedData {
        try PublishedData(folder: dataFolder, for: portfolio)
    }

    /// The folder without slashes at its end.
    var folder: String {
        var path = portfolioFolder
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// The language of documents, which the locale does not decide: what was asked for, else what
    /// the portfolio says.
    func documentLanguage(_ portfolio: Portfolio) -> Language {
        chosenLanguage ?? portfolio.fileLanguage
    }

    /// Chooses words by language.
    func words(_ english: String, zh chinese: String) -> String {
        BilingualText(english, zh: chinese).text(in: language)
    }

    /// The issuer's key, which a platform has itself and a folder has not.
    func issuerKey(_ file: String?) throws -> SigningKey {
        guard let file else {
            throw ValidationError(
                words("--key names the issuer's private key file", zh: "请以 --key 指明签发方私钥文件"))
        }
        return try KeyFiles.read(file)
    }

    /// Progress on a terminal.
    func progress(_ text: String) {
        if !quiet { Terminal.progress(text) }
    }

    /// Shows what is being done, where nothing tells how far it has come.
    func stage(_ english: String, zh chinese: String) { progress(words(english, zh: chinese)) }

    /// Ends the line of progress.
    func endProgress() { progress("") }
}
