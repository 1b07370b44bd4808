import CarbonAccounting
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting

/// What a report keeps of a run (统计期数据): figures and their sources for each site, so that the run with its
/// journals can be let go before the next period is walked.
struct PeriodFigures: Sendable {
    /// The period.
    let period: Period
    /// The figures of each site, by `site_id`.
    let figures: [String: ReportFigures]
    /// The sources of each site's emissions.
    let cells: [String: [FigureCell]]
    /// The indicators and facts that returns ask for.
    let returns: [String: ReturnSite]
    /// The digest by which releases tell that nothing changed.
    let fingerprint: String
    /// Whether sites were left out for someone who may not see them.
    let isLimited: Bool
    /// The digest of the settings.
    let rules: String

    init(_ run: Run) {
        period = run.period
        let cells = FigureCell.cells(of: run.sites.map(\.inventory))
        self.cells = Dictionary(grouping: cells, by: \.key.siteID)
        figures = Dictionary(run.sites.map { ($0.site.id, ReportFigures($0)) }) { one, _ in one }
        returns = Dictionary(
            run.sites.map {
                ($0.site.id, ReturnSite($0, run, facts: run.portfolio.facts(of: $0.site)))
            }
        ) { one, _ in one }
        fingerprint = Releases.fingerprint(cells, run.sites)
        isLimited = run.isLimited
        rules = run.rulesDigest
    }

    /// Tells whether any site was read in the period.
    var hasReadings: Bool {
        figures.values.contains { !$0.isEmpty }
    }
}
