import CarbonAccounting
import EnergyLedger
import Grading
public import Provenance
public import Quantities
public import Reporting
import Store

/// A quarterly report in the making (季度报告): the street for the period, for the two it is held against and for
/// the twelve months that end with it, each walked once and let go.
public struct ReportRun {
    /// What came out.
    public let report: QuarterlyReport
    /// What was found in the period.
    public let findings: [Finding]
    /// The language of its files.
    public let language: Language

    /// Makes a report.
    ///
    /// - Parameters:
    ///   - run: The street of the report's own period, where it was walked already.
    ///   - plan: The plan of the twelve months, where it was made already.
    ///   - sites: The sites that whoever it is for may see; nil for all. What concerns others is not in it, and
    ///     its title says that it is a part.
    ///   - language: The language of its files; nil for what the portfolio says.
    public init(
        _ portfolio: Portfolio, _ data: PublishedData, over period: Period, run: Run? = nil,
        plan: PlanRun? = nil, sites: Set<String>? = nil, language: Language? = nil
    ) throws {
        let whole =
            try run
            ?? Run(
                portfolio, data, over: period, verifyingOriginals: true,
                depth: period.isTwelveMonths ? portfolio.planDepth : .months)
        let present = sites.map(whole.limited) ?? whole
        findings = present.findings
        self.language = language ?? portfolio.fileLanguage
        var walks = ReportWalks(portfolio, data, present, sites)
        report = try ReportBuilder(present, &walks, plan: plan).report
    }
}

/// The periods that a report speaks of, each walked once (统计期缓存).
struct ReportWalks {
    let portfolio: Portfolio
    let data: PublishedData
    private let sites: Set<String>?
    private var known: [Period: PeriodFigures] = [:]

    init(_ portfolio: Portfolio, _ data: PublishedData, _ present: Run, _ sites: Set<String>?) {
        self.portfolio = portfolio
        self.data = data
        self.sites = sites
        known[present.period.unlabelled] = PeriodFigures(present)
    }

    /// The figures of a period.
    mutating func figures(of period: Period) throws -> PeriodFigures {
        if let figures = known[period.unlabelled] { return figures }
        return keep(part(of: try Run(portfolio, data, over: period, schemes: [], depth: .months)))
    }

    /// The part of a run that the report may speak of.
    func part(of run: Run) -> Run { sites.map(run.limited) ?? run }

    /// Keeps the figures of a run that was walked for another reason as well.
    @discardableResult
    mutating func keep(_ run: Run) -> PeriodFigures {
        let figures = PeriodFigures(run)
        known[run.period.unlabelled] = figures
        return figures
    }
}

extension Portfolio {
    /// How far a run must look that a plan may follow: one without any measure has no plan.
    var planDepth: Run.Depth { ownMeasures.terms.isEmpty ? .months : .hours }
}

extension Period {
    /// The same days without the words by which they were asked for.
    fileprivate var unlabelled: Period { Period(from: start, to: end) ?? self }
}
