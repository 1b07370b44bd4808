import ArgumentParser
import CarbonAccounting
import Provenance
import Quantities
import Reporting
import Runs

/// `factors`: the published emission factors.
struct FactorsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "factors",
        abstract: Help.text(
            "The published emission factors.", zh: "已发布的排放因子。"),
        subcommands: [List.self, Show.self])

    /// `factors list`.
    struct List: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text(
                "All factors, or those of a region.", zh: "全部因子，或某地区的因子。"),
            discussion: Help.text(
                """
                Examples:
                  carbongrade factors list --region CN-GD
                  carbongrade factors list --format csv > factors.csv
                """,
                zh: """
                    示例：
                      carbongrade factors list --region CN-GD
                      carbongrade factors list --format csv > factors.csv
                    """))

        @OptionGroup var options: CommonOptions
        @Option(
            help: Help.of(
                "A region such as CN-GD.", zh: "地区，例如 CN-GD。"))
        var region: String?
        @Option(
            help: Help.of(
                "A data year.", zh: "数据年份。"))
        var year: Int?

        func run() throws {
            let data = try options.data()
            let factors = data.factors.factors.filter {
                (region == nil || $0.region == region) && (year == nil || $0.dataYear == year)
            }
            FactorPrinter.list(factors, data, options)
        }
    }

    /// `factors show`.
    struct Show: ParsableCommand, CommandWithOptions {
        static let configuration = CommandConfiguration(
            abstract: Help.text(
                "One factor with its document, table and page.", zh: "一个因子及其文件、表和页。"),
            discussion: Help.text(
                """
                Example:
                  carbongrade factors show CN-GD/2023/average
                """,
                zh: """
                    示例：
                      carbongrade factors show CN-GD/2023/average
                    """))

        @OptionGroup var options: CommonOptions
        @Argument(
            help: Help.of(
                "The factor's name, as `factors list` prints it.", zh: "`factors list` 列出的因子名。"))
        var factor: String

        func run() throws {
            let found = try options.data().factors.factors(named: factor)
            guard !found.isEmpty else {
                throw ValidationError(
                    options.words(
                        "No factor is named \(factor); `factors list` prints them.",
                        zh: "没有名为 \(factor) 的因子；`factors list` 可列出。"))
            }
            let data = try options.data()
            guard options.format == .table else { return FactorPrinter.list(found, data, options) }
            for factor in found { Terminal.print(FactorPrinter.text(factor, options)) }
        }
    }
}

/// Factors in the form that was asked for.
enum FactorPrinter {
    static func list(_ factors: [EmissionFactor], _ data: PublishedData, _ options: CommonOptions) {
        switch options.format {
        case .table:
            var table = TextTable(.left, .left, .right, .left, .left, .left)
            for factor in factors {
                table.append(
                    factor.factorID, factor.name.text(in: options.language), factor.valuePrinted,
                    factor.unitPrinted, factor.publication.identifier, factor.confidence.rawValue)
            }
            Terminal.print(
                options.words("Release ", zh: "版本 ") + data.factors.release + "\n"
                    + table.text())
        case .csv:
            var table = CSVText(header: [
                "factor_id", "region", "data_year", "variant", "value", "unit", "publication",
                "place", "confidence",
            ])
            for factor in factors {
                table.append([
                    factor.factorID, factor.region, String(factor.dataYear),
                    factor.variant.rawValue, factor.valuePrinted, factor.unitPrinted,
                    factor.publication.identifier, factor.place, factor.confidence.rawValue,
                ])
            }
            Terminal.print(table.text)
        case .json:
            var members = data.heading.members("carbongrade-factors/1", language: options.language)
            members["factors"] = .array(factors.map(json))
            Terminal.print(JSONValue.object(members).text)
        }
    }

    private static func json(_ factor: EmissionFactor) -> JSONValue {
        .object([
            "factor_id": .string(factor.factorID), "region": .string(factor.region),
            "data_year": .integer(factor.dataYear), "variant": .string(factor.variant.rawValue),
            "value": .number(factor.valuePrinted), "unit": .string(factor.unitPrinted),
            "publication": .string(factor.publication.identifier),
            "title": .string(factor.publication.title.english),
            "title_zh": .string(factor.publication.title.chinese),
            "place": .string(factor.place), "confidence": .string(factor.confidence.rawValue),
        ])
    }

    static func text(_ factor: EmissionFactor, _ options: CommonOptions) -> String {
        let publication = factor.publication
        var table = TextTable(.left, .left)
        table.append(factor.factorID, factor.name.text(in: options.language))
        table.append(
            options.words("value", zh: "数值"), "\(factor.valuePrinted) \(factor.unitPrinted)")
        table.append(
            options.words("document", zh: "文件"), publication.title.text(in: options.language))
        table.append(options.words("issuer", zh: "发布机构"), publication.issuer)
        table.append(options.words("published", zh: "发布日期"), publication.published ?? "-")
        table.append(options.words("place", zh: "位置"), factor.place)
        table.append(options.words("locator", zh: "查找"), publication.locator)
        table.append(options.words("confidence", zh: "可信度"), factor.confidence.rawValue)
        return table.text() + "\n"
    }
}
