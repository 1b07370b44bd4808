import Grading
public import Provenance
public import Quantities
public import Reporting

/// Levels over time (等级走势): for each month, quarter or year that ends in a period, the level of the twelve
/// months that end with it, because a level needs twelve.
public struct GradeSeries: Sendable {
    /// How often a level is told.
    public enum Step: String, Sendable, CaseIterable {
        case month, quarter, year
    }

    /// A series longer than this is refused.
    public static let mostSteps = 240

    /// The period that was asked for.
    public let period: Period
    /// How often.
    public let step: Step
    /// The points, the earliest first; those of one site and scheme have one for each step.
    public let points: [GradeSeriesTable.Point]
    /// What the document says of itself.
    public let heading: DocumentHeading
    /// The heaviest finding of the last twelve months.
    public let severity: Severity?

    /// The twelve months of each step; nil where no step ends in the period, or too many do.
    public static func windows(
        of period: Period, by step: Step
    ) -> [(label: String, twelve: Period)]? {
        let ends = period.months.filter { month in
            let next = month.end.components
            guard next.day == 1 else { return false }
            switch step {
            case .month: return true
            case .quarter: return next.month % 3 == 1
            case .year: return next.month == 1
            }
        }
        guard !ends.isEmpty, ends.count <= mostSteps else { return nil }
        return ends.compactMap { month in
            Period(from: month.end.firstOfMonth(adding: -12), to: month.end).map {
                (month.label, $0)
            }
        }
    }

    /// Walks the street once for each step.
    public init?(
        _ portfolio: Portfolio, _ data: PublishedData, over period: Period, by step: Step,
        schemes: [String]?, site: String?
    ) throws {
        guard let windows = Self.windows(of: period, by: step) else { return nil }
        self.period = period
        self.step = step
        var points: [GradeSeriesTable.Point] = []
        var (inputs, findings): ([(name: String, digest: Digest)], [Finding]) = ([], [])
        var severity: Severity?
        for (label, twelve) in windows {
            let run = try Run(
                portfolio, data, over: twelve, schemes: schemes, site: site, depth: .months)
            for result in run.sites {
                for grade in result.grades {
                    points.append(
                        GradeSeriesTable.Point(step: label, period: twelve.label, grade: grade))
                }
            }
            inputs = run.statements.compactMap { file in
                file.digest.map { (name: file.file, digest: $0) }
            }
            findings = run.findings
            severity = run.severity
        }
        self.points = points
        heading = portfolio.heading(
            period: period, inputs: inputs, data: data, findings: findings)
        self.severity = severity
    }
}
