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
            let data = try options.data()
            let rulebooks = data.rulebooks
            switch options.format {
            case .json:
                Terminal.print(data.schemesDocument(options.language).text)
            case .csv:
                var table = CSVText(header: ["id", "edition", "jurisdiction", "title", "sha256"])
                for (rulebook, digest) in rulebooks {
                    table.append([
                        rulebook.id, rulebook.edition, rulebook.jurisdiction.rawValue,
                        rulebook.title.text(in: options.language), digest.hexadecimal,
                    ])
                }
                Terminal.print(table.text)
            case .table:
                var table = TextTable(.left, .left, .left, .left)
                for (rulebook, _) in rulebooks {
                    table.append(
                        rulebook.id, rulebook.jurisdiction.rawValue, rulebook.edition,
                        rulebook.title.text(in: options.language))
                }
                Terminal.print(table.text(indent: ""))
            }
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
            let data = try options.data()
            guard let rulebook = data.rulebook(scheme) else {
                throw ValidationError(
                    options.words(
                        "No scheme is named \(scheme); `schemes list` prints them.",
                        zh: "没有名为 \(scheme) 的规则；`schemes list` 可列出。"))
            }
            switch options.format {
            case .json:
                Terminal.print(data.schemeDocument(scheme, options.language)?.text ?? "")
            case .csv: Terminal.print(RulebookDocument.csv(rulebook, language: options.language))
            case .table: Terminal.print(SchemePrinter.text(rulebook, options))
            }
        }
    }
}

/// A rulebook for the eye.
enum SchemePrinter {
    static func text(_ rulebook: Rulebook, _ options: CommonOptions) -> String {
        let language = options.language
        var head = TextTable(.left, .left)
        head.append(rulebook.id, rulebook.title.text(in: language))
        head.append(options.words("number", zh: "编号"), rulebook.number)
        head.append(options.words("issuer", zh: "发布机构"), rulebook.issuer.text(in: language))
        head.append(
            options.words("holds in", zh: "适用地区"),
            rulebook.regions.isEmpty
                ? options.words("everywhere", zh: "不限") : rulebook.regions.joined(separator: ", "))
        head.append(
            options.words("made for", zh: "适用"),
            rulebook.appliesTo.map(\.rawValue).joined(separator: ", "))
        var text = head.text(indent: "")
        text += levels(rulebook, options)
        for criterion in rulebook.criteria { text += Self.criterion(criterion, rulebook, options) }
        func list(_ title: String, _ lines: [String]) -> String {
            lines.isEmpty ? "" : "\n\(title)\n" + lines.map { "  · \($0)\n" }.joined()
        }
        if let slot = rulebook.slot {
            text += list(
                options.words("Table not at hand", zh: "等级表未获取"),
                [slot.missing.text(in: language), slot.whereFound.text(in: language)]
                    + (slot.fact.map {
                        [options.words("enters as fact ", zh: "以事实录入：") + $0.rawValue]
                    }
                        ?? []))
        }
        text += list(
            options.words("Conditions", zh: "适用条件"),
            rulebook.conditions.map { $0.text.text(in: language) + "  (\($0.when.text))" })
        text += list(
            options.words("Remarks", zh: "说明"), rulebook.remarks.map { $0.text(in: language) })
        if let surcharge = rulebook.surcharge {
            text += list(
                options.words("Surcharge", zh: "加价"),
                surcharge.tiers.map { tier in
                    let excess =
                        tier.excessAtMost.map { "≤ \($0)" } ?? options.words("above", zh: "以上")
                    return "\(tier.price) \(surcharge.currency)/kWh, "
                        + options.words("excess over the limit ", zh: "超出限值比例 ") + excess
                } + [surcharge.note.text(in: language)])
        }
        text += list(
            options.words("Sources", zh: "来源"),
            rulebook.sources.map { "\($0.id): \($0.title.text(in: language)) — \($0.locator)" })
        text += list(
            options.words("Not known here", zh: "未见内容"),
            rulebook.notKnown.map { $0.text(in: language) })
        return text
    }

    private static func levels(_ rulebook: Rulebook, _ options: CommonOptions) -> String {
        guard !rulebook.levels.isEmpty else { return "" }
        var table = TextTable(.left, .left, .left)
        for level in rulebook.levels {
            table.append(
                level.level, level.label.text(in: options.language),
                level.pointsAtLeast.map { options.words("from \($0) points", zh: "\($0) 分起") } ?? ""
            )
        }
        return "\n" + options.words("Levels", zh: "等级") + "\n" + table.text()
    }

    private static func criterion(
        _ criterion: Criterion, _ rulebook: Rulebook, _ options: CommonOptions
    ) -> String {
        let language = options.language
        var text =
            "\n\(criterion.id)  \(criterion.name.text(in: language))  \(criterion.quantity.word) [\(criterion.unit)]"
        if !criterion.decides { text += options.words("  (shown only)", zh: "（仅展示）") }
        if let points = criterion.points {
            text += options.words(
                "  up to \(points.possible) points", zh: "  最高 \(points.possible) 分")
        }
        text += "\n"
        if !criterion.when.isEmpty {
            text +=
                options.words("  applies when ", zh: "  适用条件 ")
                + criterion.when.map(\.text).joined(separator: "; ") + "\n"
        }
        var table = TextTable(.left, .left, .right, .left, .left, .left)
        for line in RulebookLine.all(of: criterion) {
            let sign = ["at_most": "≤", "below": "<", "at_least": "≥", "above": ">", "at": "="]
            table.append(
                line.level ?? "",
                (line.bound.flatMap { sign[$0] } ?? "") + " " + (line.threshold ?? ""),
                line.points.map { options.words("\($0) points", zh: "\($0) 分") } ?? "", line.when,
                "\(line.source): " + line.place.text(in: language), line.confidence.rawValue)
        }
        return text + table.text()
    }
}
