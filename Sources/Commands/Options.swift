public import ArgumentParser
import Foundation
public import Provenance
public import Quantities
import Runs

/// Forms of output.
enum OutputFormat: String, CaseIterable, ExpressibleByArgument {
    case table, json, csv
}

extension Language: ExpressibleByArgument {}

extension Period: ExpressibleByArgument {
    /// Reads `2026`, `2026Q3`, `2026-09` or `2026-07-01/2026-10-01`.
    public init?(argument: String) { self.init(argument) }
}

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        name: [.customShort("C"), .customLong("portfolio")],
        help: ArgumentHelp("The portfolio folder.", valueName: "dir"))
    var portfolioFolder = "."

    @Option(
        name: .customLong("data"),
        help: ArgumentHelp("The folder with EmissionFactors and Rulebooks.", valueName: "dir"))
    var dataFolder: String?

    @Option(help: "Form of the output: table, json or csv.")
    var format = OutputFormat.table

    @Option(name: .customLong("lang"), help: "Language: zh or en. (default: from the locale)")
    var chosenLanguage: Language?

    @Flag(help: "No progress and no findings on standard error.")
    var quiet = false

    var language: Language { chosenLanguage ?? Terminal.language }

    func portfolio() throws -> Portfolio { try Portfolio(folder: folder) }

    func data() throws -> PublishedData { try PublishedData(folder: dataFolder) }

    /// The folder without slashes at its end.
    var folder: String {
        var path = portfolioFolder
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// Chooses words by language.
    func words(_ english: String, zh chinese: String) -> String {
        language == .chinese ? chinese : english
    }

    /// Progress on a terminal.
    func progress(_ text: String) {
        if !quiet { Terminal.progress(text) }
    }

    /// Ends the line of progress.
    func endProgress() { progress("") }
}
