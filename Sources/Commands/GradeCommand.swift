import ArgumentParser
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting
import Runs

/// `grade`: levels by the rulebooks, and the way to the next.
struct GradeCommand: ParsableCommand, CommandWithOptions {
    static let configuration = CommandConfiguration(
        commandName: "grade",
        abstract: Help.text(
            "Levels by the rulebooks, and the way to the next.", zh: "按规则评级，以及到上一级的差距。"),
        discussion: Help.text(
            """
            Without --scheme every rulebook made for the site's kind is evaluated; one of another
            jurisdiction only informs. `schemes list` names them.

            Examples:
              carbongrade grade -C my-site --period 2025
              carbongrade grade -C my-site --period 2025 --scheme gb-40879-2021 --format json
            """,
            zh: """
                不给 --scheme 时评价适用于该类站点的全部规则；其他司法辖区的规则仅供参考。
                `schemes list` 可列出规则。

                示例：
                  carbongrade grade -C my-site --period 2025
                  carbongrade grade -C my-site --period 2025 --scheme gb-40879-2021 --format json
                """))

    @OptionGroup var options: CommonOptions
    @OptionGroup var chosen: PeriodOptions

    @Option(
        parsing: .upToNextOption,
        help: Help.of(
            "The schemes to grade by.", zh: "评级所用的规则。"))
    var scheme: [String] = []

    func run() throws {
        let run = try options.run(chosen, schemes: scheme.isEmpty ? nil : scheme)
        FindingPrinter.show(run.findings, options)
        GradePrinter.show(run, options)
        try run.throwIfDisqualified()
    }
}

/// Grades for the eye: the level, where the value lies, what the next level takes.
enum GradePrinter {
    static func show(_ run: Run, _ options: CommonOptions) {
        switch options.format {
        case .json:
            Terminal.print(
                run.gradeDocument(language: options.documentLanguage(run.portfolio)).text)
        case .csv:
            Terminal.print(
                GradeTable.csv(
                    run.sites.map { ($0.site.id, $0.grades) },
                    language: options.documentLanguage(run.portfolio)))
        case .table:
            for site in run.sites { Terminal.print(text(site, run, options)) }
        }
    }

    static func text(_ result: Run.SiteResult, _ run: Run, _ options: CommonOptions) -> String {
        var text = AccountPrinter.heading(result, run, options)
        for grade in result.grades {
            guard let rulebook = run.data.rulebook(grade.scheme) else { continue }
            text += "  " + rulebook.title.text(in: options.language) + "  (\(grade.scheme))\n"
            text += "    " + level(grade, options) + "\n"
            text += bar(grade, rulebook)
            if let gap = grade.gapToNext { text += "    " + Self.gap(gap, options) + "\n" }
            for remark in grade.remarks {
                text += "    · " + remark.text(in: options.language) + "\n"
            }
            for assumption in grade.assumed {
                text +=
                    "    · " + options.words("assumed: ", zh: "假定：")
                    + assumption.text.text(in: options.language) + "\n"
            }
        }
        if result.grades.isEmpty {
            text +=
                "  "
                + options.words(
                    "no rulebook of this release is made for this kind of site\n",
                    zh: "本版本没有适用于此类站点的规则\n")
        }
        return text + "\n"
    }

    private static func level(_ grade: Grade, _ options: CommonOptions) -> String {
        if let level = grade.level {
            let label = grade.levelLabel?.text(in: options.language) ?? level
            let information =
                grade.isInformative ? options.words("  (for information)", zh: "（仅供参考）") : ""
            return options.words("LEVEL ", zh: "等级 ") + level + "  \(label)" + information
        }
        let reason = grade.reason?.text(in: options.language) ?? ""
        let indicative = grade.indicativeLevel.map {
            options.words("; the value at hand would be \($0)", zh: "；按现有数值相当于 \($0)")
        }
        return options.words("no level: ", zh: "无等级：") + reason + (indicative ?? "")
    }

    /// The bands in a row with the one that the value reaches in brackets.
    private static func bar(_ grade: Grade, _ rulebook: Rulebook) -> String {
        guard let value = grade.criteria.first?.value else { return "" }
        let reached = grade.level ?? grade.indicativeLevel
        let bands = rulebook.criterion.bands.map { band -> String in
            let limit: String
            switch band.limit {
            case .atMost(let value): limit = "≤\(value)"
            case .below(let value): limit = "<\(value)"
            case .open: limit = ""
            }
            return band.level == reached ? "[\(band.level) \(limit)]" : " \(band.level) \(limit) "
        }
        return "    " + bands.joined(separator: "·") + "   = \(value.text())\n"
    }

    private static func gap(_ gap: GapToNext, _ options: CommonOptions) -> String {
        let changes = gap.changes.map { change -> String in
            let amount: String
            switch change.toSave {
            case .energy(let energy):
                amount = TextTable.grouped(energy.kilowattHoursText, places: 0) + " kWh"
            case .water(let water): amount = TextTable.grouped(water.cubicMetresText) + " m³"
            }
            let reach =
                change.isReachable ? "" : " — " + (change.reason?.text(in: options.language) ?? "")
            return amount + reach
        }
        return options.words("next level \(gap.level): save ", zh: "上一级 \(gap.level)：需节约 ")
            + changes.joined(separator: " | ")
    }
}
