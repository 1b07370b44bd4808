public import ArgumentParser
import Grading
import Provenance
import Quantities
import Reporting
public import Runs

extension GradeSeries.Step: ExpressibleByArgument {}

/// Levels over time for the eye: one line a site and scheme that ever reached a level.
enum GradeSeriesPrinter {
    static func show(_ command: GradeCommand, by step: GradeSeries.Step) throws {
        let options = command.options
        let portfolio = try options.portfolio()
        let data = try options.data(for: portfolio)
        for scheme in command.scheme where data.rulebook(scheme) == nil {
            throw ValidationError(
                options.words("No scheme is named \(scheme)", zh: "没有名为 \(scheme) 的规则"))
        }
        let series = try GradeSeries(
            portfolio, data, over: command.chosen.period, by: step,
            schemes: command.scheme.isEmpty ? nil : command.scheme, site: command.chosen.site)
        guard let series else {
            throw ValidationError(
                options.words(
                    "No \(step.rawValue) ends in the period, or more than \(GradeSeries.mostSteps) do.",
                    zh: "统计期内没有完整的 \(step.rawValue)，或超过 \(GradeSeries.mostSteps) 个。"))
        }
        let language = options.documentLanguage(portfolio)
        switch options.format {
        case .json:
            Terminal.print(
                GradeSeriesTable.json(
                    series.heading, step: step.rawValue, series.points, language: language
                ).text)
        case .csv: Terminal.print(GradeSeriesTable.csv(series.points, language: language))
        case .table: Terminal.print(table(series, options))
        }
        if series.severity == .disqualifies { throw ExitCode(1) }
    }

    private static func table(_ series: GradeSeries, _ options: CommonOptions) -> String {
        var table = TextTable(.left, .left, .left)
        for one in GradeSeriesTable.series(series.points)
        where one.points.contains(where: { $0.grade.level != nil }) {
            table.append(
                FindingDocument.visible(one.siteID), one.scheme,
                one.points.map { "\($0.step) \($0.grade.level ?? "-")" }.joined(separator: "  "))
        }
        return options.words(
            "Each level is that of the twelve months that end with the step; - is none.\n",
            zh: "各等级均按截至当时的十二个月计算；- 表示无等级。\n") + table.text(indent: "")
    }
}
