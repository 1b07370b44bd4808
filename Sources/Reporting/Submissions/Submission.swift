public import Provenance
public import Quantities

/// A unit's quarter as it is handed to its parent (季度报送): the figures of its sites and what they rest on,
/// no readings and no meters. Signed as canonical JSON in which every quantity is a whole number of
/// joules, milligrams, millilitres or seconds, written as text.
public struct Submission: Sendable {
    /// The form's name.
    public static let schema = "carbongrade-submission/1"
    /// The largest submission that is read [bytes].
    public static let limit = 96 << 20

    /// The unit.
    public let organisation: BilingualText
    /// The tool's version.
    public let tool: String
    /// The release of the zone data.
    public let zoneRelease: String
    /// What it speaks of.
    public let period: Period
    /// How it was reckoned: profile, potentials, boundaries, as printed.
    public let settings: [String: String]
    /// The sites, groups of kind `site`.
    public let sites: [ReportGroup]
    /// Levels of the sites.
    public let grades: [ReportGrade]
    /// Findings by kind.
    public let findings: [ReportQuality.Kind]
    /// Released figures that are others today.
    public let restatements: [ReportRestatement]
    /// Factors, rulebooks and releases; inputs stay with the unit as digests.
    public let sources: ReportSources

    /// The submission of a report; levels of operators stay out, the parent is another operator.
    public init(_ report: QuarterlyReport) {
        organisation = report.organisation
        tool = report.tool
        zoneRelease = report.zoneRelease
        period = report.period
        settings = report.heading.settings ?? [:]
        sites = report.groups(.site)
        grades = report.grades.filter { !$0.isOperator }
        findings = report.quality.kinds
        restatements = report.restatements
        sources = report.sources
    }

    /// The settings that change figures; parts that differ in one of them are not like.
    public static let figureSettings = ["profile", "gwp_set", "tenant_boundary"]
}
