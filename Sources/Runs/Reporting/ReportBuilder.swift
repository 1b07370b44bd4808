import CarbonAccounting
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting
import Retrofit
import Store

/// Puts a report together from the runs of its periods.
struct ReportBuilder {
    /// What came out.
    let report: QuarterlyReport

    init(_ present: Run, _ walks: inout ReportWalks, plan known: PlanRun?) throws {
        let period = present.period
        let portfolio = present.portfolio
        let year = try Self.year(present, &walks)
        let months = Dictionary(year.sites.map { ($0.site.id, ReportMonth.months(of: $0)) }) {
            one, _ in one
        }
        let levels = ReportLevels(year)
        let plan = try ReportPlan.made(of: year, known: known)
        let own = try walks.figures(of: period)
        let before = try walks.figures(of: period.before)
        let yearBefore = try walks.figures(of: period.yearBefore)
        let releases = try Workspace(of: portfolio.folder, writing: false).store.releases(
            withCells: true)
        let comparisons = [before, yearBefore].map { earlier in
            SiteComparisons(
                earlier, ReportDifferences(of: own, since: earlier, releases: releases))
        }
        let restatements = try Releases.periods(releases).flatMap {
            try walks.figures(of: $0).restatements(releases)
        }
        let organisation = Self.organisation(present)
        let sites = present.sites.map { result in
            let id = result.site.id
            return ReportGroup(
                kind: .site, id: id, name: result.site.bilingualName,
                site: ReportGroup.SiteFacts(
                    kind: result.site.kind.rawValue, kindLabel: Labels.kind(result.site.kind),
                    region: result.site.region, organisation: result.site.organisation,
                    hub: result.site.hub),
                present: own.figures[id] ?? .missing(nil), before: comparisons[0].comparison(id),
                yearBefore: comparisons[1].comparison(id), months: months[id] ?? [])
        }
        report = QuarterlyReport(
            heading: present.heading, organisation: organisation, tool: Tool.version,
            zoneRelease: TimeZones.release, period: period, periodBefore: period.before,
            periodYearBefore: period.yearBefore, twelveMonths: period.twelveMonths,
            groups: ReportGrouping.groups(of: sites, organisation: organisation),
            grades: levels.grades, plan: plan, quality: ReportQuality(present),
            restatements: restatements,
            returns: try Returns.all(present, &walks), methods: ReportMethods.all(present),
            sources: ReportSources(present, rulebooks: levels.schemes))
    }

    /// Whose report it is; that of some sites says so wherever its title stands.
    private static func organisation(_ run: Run) -> BilingualText {
        let whole = run.portfolio.organisation
        guard run.isLimited else { return whole }
        let count = run.sites.count
        return BilingualText(
            whole.english + " (a part: \(count) of its sites)",
            zh: whole.chinese + "（部分：\(count) 个站点）")
    }

    /// The street of the twelve months that end with the period; the same run where the period is these.
    private static func year(_ present: Run, _ walks: inout ReportWalks) throws -> Run {
        let twelve = present.period.twelveMonths
        if twelve.start == present.period.start, twelve.end == present.period.end {
            return present
        }
        let run = walks.part(
            of: try Run(
                present.portfolio, present.data, over: twelve, depth: present.portfolio.planDepth))
        walks.keep(run)
        return run
    }
}

/// An earlier period, site by site.
private struct SiteComparisons {
    private let earlier: PeriodFigures
    private let differences: ReportDifferences
    private let hasReadings: Bool

    init(_ earlier: PeriodFigures, _ differences: ReportDifferences) {
        self.earlier = earlier
        self.differences = differences
        hasReadings = earlier.hasReadings
    }

    func comparison(_ siteID: String) -> ReportComparison {
        guard hasReadings, let figures = earlier.figures[siteID] else {
            return ReportComparison(
                figures: nil, differences: [],
                reason: BilingualText(
                    "the ledger has no reading of \(earlier.period.label)",
                    zh: "台账中没有 \(earlier.period.label) 的读数"))
        }
        return ReportComparison(
            figures: figures, differences: differences.differences(of: siteID))
    }
}

extension Site {
    /// Its name in both languages; the other one, else `site_id`, where one is not given.
    var bilingualName: BilingualText {
        let english = name.isEmpty ? (nameChinese.isEmpty ? id : nameChinese) : name
        return BilingualText(english, zh: nameChinese.isEmpty ? english : nameChinese)
    }
}
