import ArgumentParser
import CarbonAccounting
import Provenance
import Quantities
import Reporting
import Runs

/// Released versions and their differences, for the eye and for programs.
enum VersionPrinter {
    static func release(_ run: Run, _ options: CommonOptions) throws {
        let outcome = try run.release(language: options.documentLanguage(run.portfolio))
        let (version, isNew) =
            switch outcome {
            case .released(let version): (version, true)
            case .unchanged(let version): (version, false)
            }
        switch options.format {
        case .json:
            var members = run.heading.members("carbongrade-account-release/1")
            members["version"] = .integer(version)
            members["is_new"] = .bool(isNew)
            Terminal.print(JSONValue.object(members).text)
        case .csv:
            Terminal.print(
                CSVText.row(["period", "version", "is_new"])
                    + CSVText.row([run.period.label, String(version), String(isNew)]))
        case .table:
            Terminal.print(
                isNew
                    ? options.words(
                        "\(run.period.label): version \(version) is released\n",
                        zh: "\(run.period.label)：已发布版本 \(version)\n")
                    : options.words(
                        "\(run.period.label): nothing changed since version \(version)\n",
                        zh: "\(run.period.label)：自版本 \(version) 以来没有变化\n"))
        }
    }

    static func compare(
        _ run: Run, against: String?, newer: Int?, _ options: CommonOptions
    ) throws {
        let version = against.flatMap { $0.utf8.count <= 3 ? Int($0) : nil }
        let period = version == nil ? try period(against, options) : nil
        guard
            let comparison = try run.comparison(
                with: period, version: version, newer: newer)
        else {
            let known = run.releasedVersions().map { "\($0.label) v\($0.version)" }
            throw ValidationError(
                options.words("There is no such release; there are: ", zh: "没有该发布版本；现有：")
                    + (known.isEmpty
                        ? options.words("none", zh: "无") : known.joined(separator: ", ")))
        }
        switch options.format {
        case .json:
            Terminal.print(
                ComparisonDocument.json(
                    run.heading, old: comparison.old, new: comparison.new,
                    figures: comparison.figures
                ).text)
        case .csv: Terminal.print(ComparisonDocument.csv(comparison.figures))
        case .table: Terminal.print(table(comparison, options))
        }
    }

    private static func period(_ text: String?, _ options: CommonOptions) throws -> Period? {
        guard let text else { return nil }
        if let period = Period(text) { return period }
        throw ValidationError(
            options.words(
                "--against wants a version such as 1 or a period such as 2025Q2",
                zh: "--against 需要版本号（如 1）或统计期（如 2025Q2）"))
    }

    private static func table(
        _ comparison: Run.VersionComparison, _ options: CommonOptions
    ) -> String {
        var table = TextTable(
            .left, .left, .right, .right, .right, .right, .right, .right, .right, .right)
        table.append(
            options.words("site", zh: "站点"), options.words("scope", zh: "范围"),
            options.words("old kg", zh: "旧值 kg"), options.words("new kg", zh: "新值 kg"),
            options.words("difference", zh: "差异"), options.words("activity", zh: "活动量"),
            options.words("restatement", zh: "重述"), options.words("green power", zh: "绿电"),
            options.words("factor", zh: "因子"), options.words("rule", zh: "口径"))
        func kilograms(_ milligrams: Int64?) -> String {
            milligrams.map { TextTable.grouped(EmissionMass(milligrams: $0).kilogramsText) } ?? "–"
        }
        for figure in comparison.figures {
            table.append(
                FindingDocument.visible(figure.key.siteID), figure.key.scope.rawValue,
                kilograms(figure.old), kilograms(figure.new), kilograms(figure.difference),
                kilograms(figure.cause(\.activity)), kilograms(figure.cause(\.restatement)),
                kilograms(figure.cause(\.greenPower)), kilograms(figure.cause(\.factor)),
                kilograms(figure.cause(\.rule)))
        }
        let newer = comparison.new.version.map { " v\($0)" } ?? ""
        return
            "\(comparison.old.label) v\(comparison.old.version) → \(comparison.new.label)\(newer)\n"
            + table.text()
    }
}
