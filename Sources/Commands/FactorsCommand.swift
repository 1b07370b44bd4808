public import ArgumentParser
import CarbonAccounting
import Provenance
import Quantities
public import Reporting
import Runs

/// `factors`: the published emission factors, fuels, potentials and coal equivalents.
struct FactorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "factors",
        abstract: Help.text(
            "The published emission factors.", zh: "已发布的排放因子。"),
        subcommands: [List.self, Show.self, Diff.self])

    /// `factors list`.
    struct List: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text(
                "All values, or those of a region, kind, year or publication.",
                zh: "全部数值，或某地区、种类、年份、出版物的数值。"),
            discussion: Help.text(
                """
                In a portfolio folder its own tables in factors/ are listed too.

                Examples:
                  carbongrade factors list --region CN-GD
                  carbongrade factors list --region 'US*' --kind electricity --year 2023
                  carbongrade factors list --format csv > factors.csv
                """,
                zh: """
                    在组合文件夹中也列出 factors/ 里的自有表。

                    示例：
                      carbongrade factors list --region CN-GD
                      carbongrade factors list --region 'US*' --kind electricity --year 2023
                      carbongrade factors list --format csv > factors.csv
                    """))

        @OptionGroup var options: CommonOptions
        @Option(
            help: Help.of(
                "A region such as CN-GD; a * at its end takes all that begin so.",
                zh: "地区，例如 CN-GD；末尾的 * 匹配所有以此开头的地区。"))
        var region: String?
        @Option(
            help: Help.of(
                "A kind: electricity, footprint, fuel, heat, coal_equivalent, warming_potential, hourly.",
                zh: "种类：electricity、footprint、fuel、heat、coal_equivalent、warming_potential、hourly。"))
        var kind: FactorLine.Kind?
        @Option(
            help: Help.of(
                "A data year.", zh: "数据年份。"))
        var year: Int?
        @Option(
            help: Help.of(
                "A publication such as CN/mee-nbs-47-2025.", zh: "出版物，例如 CN/mee-nbs-47-2025。"))
        var publication: String?
        @Option(
            help: Help.of(
                "A release such as 2026a; the newest by default.", zh: "版本，例如 2026a；默认为最新。"))
        var release: String?

        func validate() throws {
            guard year.map(FactorQuery.years.contains) ?? true else {
                throw ValidationError(
                    options.words("--year is a year such as 2023", zh: "--year 应为年份，例如 2023"))
            }
        }

        func run() throws {
            let data = try options.factorData(release: release)
            let query = FactorQuery(
                region: region, kind: kind, year: year, publication: publication)
            Terminal.print(
                PublishedListing(data, options.format, options.language)
                    .factors(query.lines(of: data)))
        }
    }

    /// `factors show`.
    struct Show: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text(
                "One value, or all of a publication or substance, with document, table and page.",
                zh: "一个数值，或某出版物、某物质的全部数值，附文件、表和页。"),
            discussion: Help.text(
                """
                Examples:
                  carbongrade factors show CN-GD/2023/average
                  carbongrade factors show R-410A
                  carbongrade factors show CN/mee-nbs-47-2025
                """,
                zh: """
                    示例：
                      carbongrade factors show CN-GD/2023/average
                      carbongrade factors show R-410A
                      carbongrade factors show CN/mee-nbs-47-2025
                    """))

        @OptionGroup var options: CommonOptions
        @Argument(
            help: Help.of(
                "The value's name, as `factors list` prints it, a publication or a substance.",
                zh: "`factors list` 列出的名称，或出版物、物质。"))
        var factor: String
        @Option(
            help: Help.of(
                "A release such as 2026a; the newest by default.", zh: "版本，例如 2026a；默认为最新。"))
        var release: String?

        func run() throws {
            let data = try options.factorData(release: release)
            let listing = PublishedListing(data, options.format, options.language)
            guard let text = listing.factor(factor) else { throw unknown }
            Terminal.print(text)
        }

        /// Nothing has that name.
        var unknown: ValidationError {
            ValidationError(
                options.words(
                    "No factor is named \(factor); `factors list` prints them.",
                    zh: "没有名为 \(factor) 的因子；`factors list` 可列出。"))
        }
    }

    /// `factors diff`.
    struct Diff: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text(
                "What differs between two releases, or two publications.",
                zh: "两个版本或两个出版物之间的差异。"),
            discussion: Help.text(
                """
                Between releases a value is one name of one publication; between publications one
                measure of one region.

                Examples:
                  carbongrade factors diff 2026a 2026b
                  carbongrade factors diff CN/mee-nbs-33-2024 CN/mee-nbs-47-2025
                """,
                zh: """
                    版本之间按“出版物内的名称”比较；出版物之间按“地区的同一口径”比较。

                    示例：
                      carbongrade factors diff 2026a 2026b
                      carbongrade factors diff CN/mee-nbs-33-2024 CN/mee-nbs-47-2025
                    """))

        @OptionGroup var options: CommonOptions
        @Argument(
            help: Help.of(
                "A release or a publication.", zh: "版本或出版物。"))
        var before: String
        @Argument(
            help: Help.of(
                "Another of the same kind.", zh: "另一个同类项。"))
        var after: String

        func run() throws {
            let data = try options.library()
            do {
                let found = try FactorComparison(of: before, and: after, in: data) {
                    try options.library(release: $0)
                }
                Terminal.print(
                    PublishedListing(found.data, options.format, options.language)
                        .differences(found))
            } catch let unknown as FactorComparison.Unknown {
                throw ValidationError(unknown.reason.text(in: options.language))
            }
        }
    }
}

extension FactorLine.Kind: ExpressibleByArgument {}

extension CommonOptions {
    /// A whole release that is there.
    fileprivate func factorData(release: String?) throws -> PublishedData {
        let data = try library()
        guard let release, release != data.factors.release else { return data }
        guard data.releases.contains(release) else {
            throw ValidationError(data.noRelease(release).text(in: language))
        }
        return try library(release: release)
    }
}
