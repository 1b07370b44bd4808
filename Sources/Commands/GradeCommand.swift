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
            jurisdiction only informs. `schemes list` names them. The table shows the schemes that
            hold at the site in full and the others on one line; JSON and CSV hold all.

            Examples:
              carbongrade grade -C my-site --period 2025
              carbongrade grade -C my-site --period 2025 --scheme gb-40879-2021 --format json
              carbongrade grade -C my-group --period 2025 --scheme gb-40879-2021 --rank
              carbongrade grade -C my-site --period 2025 --html > grade.html
            """,
            zh: """
                不给 --scheme 时评价适用于该类站点的全部规则；其他司法辖区的规则仅供参考。
                `schemes list` 可列出规则。表格完整显示在本站点适用的方案，其余合并为一行；JSON 和 CSV 含全部。

                示例：
                  carbongrade grade -C my-site --period 2025
                  carbongrade grade -C my-site --period 2025 --scheme gb-40879-2021 --format json
                  carbongrade grade -C my-group --period 2025 --scheme gb-40879-2021 --rank
                  carbongrade grade -C my-site --period 2025 --html > grade.html
                """))

    @OptionGroup var options: CommonOptions
    @OptionGroup var chosen: PeriodOptions

    @Option(
        parsing: .upToNextOption,
        help: Help.of(
            "The schemes to grade by.", zh: "评级所用的规则。"))
    var scheme: [String] = []

    @Flag(
        help: Help.of(
            "All sites of the portfolio in one table a scheme, the best first.",
            zh: "按方案列出组合全部站点，最优在前。"))
    var rank = false

    @Flag(
        help: Help.of(
            "One self-contained HTML page on standard output.", zh: "在标准输出写出单个自包含 HTML 页面。"))
    var html = false

    @Option(
        help: Help.of(
            "The level at each month, quarter or year of the period, each over the twelve months that end with it.",
            zh: "统计期内每月、每季或每年的等级，均按截至当时的十二个月计算。"))
    var overTime: GradeSeries.Step?

    func validate() throws {
        guard overTime == nil || !(html || rank) else {
            throw ValidationError(
                options.words(
                    "--over-time stands alone, without --html and --rank.",
                    zh: "--over-time 不能与 --html、--rank 同用。"))
        }
    }

    func run() throws {
        if let overTime { return try GradeSeriesPrinter.show(self, by: overTime) }
        let run = try options.run(
            chosen, schemes: scheme.isEmpty ? nil : scheme, depth: .months)
        FindingPrinter.show(run.findings, options)
        if html {
            Terminal.print(
                GradePage.html(
                    run.heading, sites: run.sites.map { ($0.site, $0.grades) },
                    operators: run.operators, titles: run.data.schemeTitles,
                    language: options.documentLanguage(run.portfolio)))
        } else if rank {
            let ranking = PortfolioRanking.all(
                run.sites.map { ($0.site.id, $0.grades) }, by: run.data.rulebooks.map(\.rulebook))
            RankingPrinter.show(ranking, run, options)
        } else {
            GradePrinter.show(run, options)
        }
        try run.throwIfDisqualified()
    }
}

/// Grades for the eye: the level, where the value lies, what the next level takes.
enum GradePrinter {
    static func show(_ run: Run, _ options: CommonOptions) {
        switch options.format {
        case .json:
            Terminal.print(
                run.gradeText(language: options.documentLanguage(run.portfolio)))
        case .csv:
            Terminal.print(
                GradeTable.csv(
                    run.sites.map { ($0.site.id, $0.grades) },
                    language: options.documentLanguage(run.portfolio)))
        case .table:
            for site in run.sites { Terminal.print(text(site, run, options)) }
            for grade in run.operators {
                guard let rulebook = run.data.rulebook(grade.scheme),
                    run.schemes?.contains(grade.scheme) ?? !grade.isInformative
                else { continue }
                Terminal.print("\(grade.siteID)\n" + scheme(grade, rulebook, options) + "\n")
            }
        }
    }

    static func text(_ result: Run.SiteResult, _ run: Run, _ options: CommonOptions) -> String {
        var text = AccountPrinter.heading(result, run, options)
        var elsewhere: [String] = []
        var silent: [Grade] = []
        for grade in result.grades {
            guard let rulebook = run.data.rulebook(grade.scheme) else { continue }
            if run.schemes == nil, !rulebook.holds(in: result.site.region) {
                if let level = grade.level { elsewhere.append("\(grade.scheme) \(level)") }
            } else if run.schemes == nil, !GradeText.speaks(grade) {
                silent.append(grade)
            } else {
                text += scheme(grade, rulebook, options)
            }
        }
        text += lines(silent, options)
        if !elsewhere.isEmpty {
            text +=
                options.words("  for information, not in force here: ", zh: "  仅供参考，非本地适用：")
                + elsewhere.joined(separator: " · ") + "\n"
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

    /// Schemes that say nothing of the site, one line each.
    private static func lines(_ grades: [Grade], _ options: CommonOptions) -> String {
        if grades.isEmpty { return "" }
        return options.words("  without a level here\n", zh: "  此处无等级\n")
            + grades.map { grade in
                let declared = grade.declared.map {
                    options.words(
                        "declared \($0.level) (\($0.evidence)); ",
                        zh: "申报 \($0.level)（\($0.evidence)）；")
                }
                return "    \(grade.scheme): " + (declared ?? "")
                    + (grade.reason?.text(in: options.language) ?? "") + "\n"
            }.joined()
    }

    private static func scheme(
        _ grade: Grade, _ rulebook: Rulebook, _ options: CommonOptions
    ) -> String {
        let language = options.language
        var text = "  " + rulebook.title.text(in: language) + "  (\(grade.scheme))\n"
        text += "    " + GradeText.level(grade, language) + "\n"
        text += GradeText.bar(grade, rulebook).map { "    \($0)\n" } ?? ""
        if let points = GradeText.points(grade, language) { text += "    " + points + "\n" }
        for gate in grade.gates + grade.criteria.filter({ $0.points != nil || $0.level == nil }) {
            guard rulebook.levels.count <= 1 || gate.pointsPossible != nil || gate.limit != nil
            else { continue }
            text += "      " + GradeText.criterion(gate, language) + "\n"
        }
        if let gap = grade.gapToNext { text += "    " + GradeText.gap(gap, language) + "\n" }
        for line in GradeText.beside(grade, language) { text += "    " + line + "\n" }
        for remark in grade.remarks { text += "    · " + remark.text(in: language) + "\n" }
        for assumption in grade.assumed {
            text +=
                "    · " + options.words("assumed: ", zh: "假定：")
                + assumption.text.text(in: language) + "\n"
        }
        return text
    }
}

/// A ranking for the eye and for programs.
enum RankingPrinter {
    static func show(_ ranking: [PortfolioRanking], _ run: Run, _ options: CommonOptions) {
        let language =
            options.format == .table
            ? options.language : options.documentLanguage(run.portfolio)
        switch options.format {
        case .json:
            var members = run.heading.members("carbongrade-ranking/1")
            members["schemes"] = .array(ranking.map { $0.json(language) })
            Terminal.print(JSONValue.object(members).text)
        case .csv: Terminal.print(PortfolioRanking.csv(ranking, language: language))
        case .table:
            for scheme in ranking where scheme.rows.contains(where: { $0.hasResult }) {
                Terminal.print("\(scheme.title.text(in: language))  (\(scheme.scheme))\n")
                var table = TextTable(.right, .left, .left, .right, .left)
                for row in scheme.rows {
                    table.append(
                        "\(row.place)", row.siteID, row.mark, row.figure,
                        row.reason?.text(in: language) ?? "")
                }
                Terminal.print(table.text() + "\n")
            }
        }
    }
}
