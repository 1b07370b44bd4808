import ArgumentParser
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting
import Runs

/// `schemes`: the rulebooks.
struct SchemesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schemes",
        abstract: Help.text(
            "The rulebooks.", zh: "评级规则。"), subcommands: [List.self, Show.self])

    /// `schemes list`.
    struct List: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text(
                "All rulebooks.", zh: "全部规则。"))

        @OptionGroup var options: CommonOptions

        func run() throws {
            Terminal.print(
                PublishedListing(try options.library(), options.format, options.language).schemes())
        }
    }

    /// `schemes show`.
    struct Show: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text(
                "One rulebook with its limits and sources.", zh: "一个规则及其限值和来源。"),
            discussion: Help.text(
                """
                Example:
                  carbongrade schemes show gb-40879-2021
                """,
                zh: """
                    示例：
                      carbongrade schemes show gb-40879-2021
                    """))

        @OptionGroup var options: CommonOptions
        @Argument(
            help: Help.of(
                "The rulebook's id.", zh: "规则的 id。"))
        var scheme: String

        func run() throws {
            let listing = PublishedListing(
                try options.library(), options.format, options.language)
            guard let text = listing.scheme(scheme) else { throw unknown }
            Terminal.print(text)
        }

        /// No rulebook has that name.
        var unknown: ValidationError {
            ValidationError(
                options.words(
                    "No scheme is named \(scheme); `schemes list` prints them.",
                    zh: "没有名为 \(scheme) 的规则；`schemes list` 可列出。"))
        }
    }
}
