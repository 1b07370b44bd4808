import CarbonAccounting
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting

/// The returns that a portfolio owes (应报报表): the statistics of its industry, and what the European and
/// German rules ask of sites there.
enum Returns {
    static func all(_ present: Run, _ walks: inout ReportWalks) throws -> [ReportReturn] {
        let toDate = present.period.yearToDate
        let (now, then) = (
            try walks.figures(of: toDate), try walks.figures(of: toDate.yearBefore)
        )
        let order = present.sites.map(\.site.id)
        func sites(_ figures: PeriodFigures) -> [ReturnSite] {
            figures.hasReadings ? order.compactMap { figures.returns[$0] } : []
        }
        var returns: [ReportReturn] = []
        // The industry's statistics are the ministry's; it asks where its targets hold and nowhere else.
        let ministry = present.data.rulebook("cn-miit-2022-103")
        let chinese = Set(
            present.sites.map(\.site).filter { ministry?.holds(in: $0.region) ?? false }.map(\.id))
        if !chinese.isEmpty {
            let abroad = order.count - chinese.count
            returns.append(
                StatisticalReturn.made(
                    present: sites(now).filter { chinese.contains($0.site.id) }, toDate,
                    before: sites(then).filter { chinese.contains($0.site.id) },
                    toDate.yearBefore, sitesAbroad: abroad))
        }
        guard let european = present.data.rulebook("eu-2024-1364") else { return returns }
        let bound = present.sites.map(\.site).filter {
            european.holds(in: $0.region) && european.applies(to: $0.kind)
        }
        guard !bound.isEmpty, let year = lastYear(ending: present.period) else { return returns }
        let figures = try walks.figures(of: year)
        let members = bound.compactMap { figures.returns[$0.id] }
        returns.append(EuropeanReturn.made(members, year))
        let german = members.filter { FactorCatalogue.nation(of: $0.site.region) == "DE" }
        if !german.isEmpty { returns.append(GermanReturn.made(german, year)) }
        return returns
    }

    /// The newest calendar year that is over when a period ends.
    private static func lastYear(ending period: Period) -> Period? {
        Period(String(period.end.components.year - 1))
    }
}

extension ReturnSite {
    init(_ result: Run.SiteResult, _ run: Run, facts: [Fact]) {
        func coal(_ method: CoalEquivalentMethod) -> DecimalText? {
            run.data.factors.coalEquivalent(
                of: "electricity", by: method, in: result.site.region
            ).map(\.quantity.value)
        }
        self.init(
            result.balances, result.inventory, result.indicators,
            figures: ReportFigures(result), facts: facts,
            coal: (coal(.primary), coal(.calorific)))
    }
}
