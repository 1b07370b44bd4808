public import Provenance
public import Quantities

/// The quarterly report (季度报告): one set of values from which the workbook, the PDF, the page, the CSV
/// tables and the JSON document are made, so that no form says what another does not.
///
/// Pure values of the leaves' types. It holds no clock, no host and no path outside the portfolio. Names
/// of sites and organisations come from the portfolio's tables: every form must quote them.
public struct QuarterlyReport: Sendable {
    /// Tool, zone data, organisation, settings and findings, as every document prints them.
    public let heading: DocumentHeading
    /// Who reports.
    public let organisation: BilingualText
    /// The version of the tool.
    public let tool: String
    /// The release of the zone data.
    public let zoneRelease: String
    /// What it speaks of; mostly a quarter, but any period may be asked for.
    public let period: Period
    /// The period before it, of the same length.
    public let periodBefore: Period
    /// The same period a year before.
    public let periodYearBefore: Period
    /// The twelve months that end with the period; levels, plan and months speak of these.
    public let twelveMonths: Period
    /// The portfolio, then levels of the organisation, regions, hubs, sites; each kind by `id`.
    public let groups: [ReportGroup]
    /// Levels by site and scheme, the schemes of its own jurisdiction first; then operators.
    public let grades: [ReportGrade]
    /// The retrofit plan and where its measures stand.
    public let plan: ReportPlan
    /// Findings and the statement of energy.
    public let quality: ReportQuality
    /// Released figures, of whatever period, that are others today.
    public let restatements: [ReportRestatement]
    /// Statistical returns.
    public let returns: [ReportReturn]
    /// The rules by which the figures were made.
    public let methods: [ReportMethod]
    /// Factors, rulebooks, inputs.
    public let sources: ReportSources
    /// The submissions that were rolled up; empty where the report was made from readings.
    public let submissions: [ReportSubmission]

    /// Makes a report of its parts.
    public init(
        heading: DocumentHeading, organisation: BilingualText, tool: String, zoneRelease: String,
        period: Period, periodBefore: Period, periodYearBefore: Period, twelveMonths: Period,
        groups: [ReportGroup], grades: [ReportGrade], plan: ReportPlan, quality: ReportQuality,
        restatements: [ReportRestatement], returns: [ReportReturn], methods: [ReportMethod],
        sources: ReportSources, submissions: [ReportSubmission] = []
    ) {
        self.heading = heading
        self.organisation = organisation
        self.tool = tool
        self.zoneRelease = zoneRelease
        self.period = period
        self.periodBefore = periodBefore
        self.periodYearBefore = periodYearBefore
        self.twelveMonths = twelveMonths
        self.groups = groups
        self.grades = grades
        self.plan = plan
        self.quality = quality
        self.restatements = restatements
        self.returns = returns
        self.methods = methods
        self.sources = sources
        self.submissions = submissions
    }

    /// The groups of one kind.
    public func groups(_ kind: ReportGroup.Kind) -> [ReportGroup] {
        groups.filter { $0.kind == kind }
    }

    /// All sites together.
    public var portfolio: ReportGroup? { groups.first { $0.kind == .portfolio } }

    /// What is said of a period in which nothing was read; nil where something was.
    public var emptiness: BilingualText? {
        guard let present = portfolio?.present, present.isEmpty,
            present.facilityEnergy.known == nil, present.itEnergy.known == nil
        else { return nil }
        let days = "\(period.start) – \(period.end.adding(days: -1))"
        return BilingualText(
            "There is no reading at all in \(period.label) (\(days)): every figure of the period is empty. "
                + "Is it the period that was meant, and were its readings ingested?",
            zh: "\(period.label)（\(days)）没有任何读数：本期各项数据均为空。请核对统计期，并确认读数已导入。")
    }
}

/// A signed report of a unit that was rolled up (下级报送): who signed it and what it holds.
public struct ReportSubmission: Hashable, Sendable {
    /// The unit that signed.
    public let organisation: BilingualText
    /// The name of its key.
    public let key: String
    /// The SHA-256 of the submission.
    public let digest: Digest
    /// How many sites it holds.
    public let sites: Int

    /// Makes the record of a submission.
    public init(organisation: BilingualText, key: String, digest: Digest, sites: Int) {
        self.organisation = organisation
        self.key = key
        self.digest = digest
        self.sites = sites
    }
}
