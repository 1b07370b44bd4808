import ArgumentParser
import EnergyLedger
import Provenance
import Reporting
import Retrofit
import Runs

/// `measures`: the published retrofit measures.
struct MeasuresCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measures",
        abstract: Help.text("The published retrofit measures.", zh: "已发布的改造措施。"),
        subcommands: [List.self, Show.self, Verify.self])

    /// `measures list`.
    struct List: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text("All measures, or those for a kind of site.", zh: "全部措施，或某类站点的措施。"),
            discussion: Help.text(
                """
                A measure marked `ask` rests on memory or on a vendor: its saving is never taken as a
                default; state the site's own in measures.csv.

                Examples:
                  carbongrade measures list --kind telecom_room
                  carbongrade measures list --format csv > all-measures.csv
                """,
                zh: """
                    标为 `ask` 的措施来自记忆或厂商，其节能率不作默认值；请在 measures.csv 中填写本站点的数值。

                    示例：
                      carbongrade measures list --kind telecom_room
                      carbongrade measures list --format csv > all-measures.csv
                    """))

        @OptionGroup var options: CommonOptions
        @Option(help: Help.of("A kind of site, as in sites.csv.", zh: "站点类型，同 sites.csv。"))
        var kind: Site.Kind?

        func run() throws {
            Terminal.print(
                PublishedListing(try options.library(), options.format, options.language)
                    .measures(for: kind))
        }
    }

    /// `measures show`.
    struct Show: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text("One measure with its range and source.", zh: "一项措施及其取值范围和来源。"),
            discussion: Help.text(
                """
                Example:
                  carbongrade measures show fan-speed-control
                """,
                zh: """
                    示例：
                      carbongrade measures show fan-speed-control
                    """))

        @OptionGroup var options: CommonOptions
        @Argument(
            help: Help.of(
                "The measure's name, as `measures list` prints it.",
                zh: "`measures list` 列出的措施名。"))
        var measure: String

        func run() throws {
            let listing = PublishedListing(
                try options.library(), options.format, options.language)
            guard let text = listing.measure(measure) else { throw unknown }
            Terminal.print(text)
        }

        /// No measure has that name.
        var unknown: ValidationError {
            ValidationError(
                options.words(
                    "No measure is named \(measure); `measures list` prints them.",
                    zh: "没有名为 \(measure) 的措施；`measures list` 可列出。"))
        }
    }
}
