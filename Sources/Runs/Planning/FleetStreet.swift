import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Retrofit
import Store

/// The street walked site by site (逐站计算): of a hundred thousand sites nothing is held but what is asked for.
struct FleetStreet {
    let portfolio: Portfolio
    let data: PublishedData
    let period: Period
    let months: [Period]
    let matching: Matching
    /// What was found that is no matter of one site, and what the readings left.
    let findings: [Finding]
    private let graders: Graders
    private let store: LedgerStore
    private let book: ClosingBook

    init(_ portfolio: Portfolio, _ data: PublishedData, over period: Period) throws {
        guard Workspace.exists(in: portfolio.folder) else { throw RunFailure.nothingIngested }
        let store = try Workspace(of: portfolio.folder, writing: false).store
        guard try store.tables() != nil else { throw RunFailure.nothingIngested }
        let book = try ClosingBook(portfolio, store, over: period)
        let matching = try Matching(
            portfolio, data, over: period, spent: Releases.spentClaims(try store.releases()),
            closing: { book.closing(of: $0, over: $1) }
        ) { site, interval, supplyOnly in
            let meters = portfolio.meters(of: site).filter {
                !supplyOnly || $0.account.side == .supply
            }
            return try Journal(
                of: site, over: interval,
                loads: Run.loads(meters, of: site, portfolio, over: interval, store))
        }
        self.portfolio = portfolio
        self.data = data
        self.period = period
        self.store = store
        self.book = book
        self.matching = matching
        months = period.months
        graders = Graders(data.rulebooks.map(\.rulebook), schemes: nil)
        findings =
            try store.findings() + matching.findings + Run.staleness(portfolio, store)
            + portfolio.ownFactors.unused(among: data.factors.chosen)
    }

    /// The closing of a site; nil where its hours must be walked.
    func closing(of site: Site) -> Closing? {
        let meters = portfolio.meters(of: site)
        guard matching.hourly.isEmpty,
            !Run.needsHours(site, meters, portfolio, data, matching)
        else { return nil }
        return book.closing(of: site, over: period)
    }

    /// A site valued from books, be they as it was metered or as a plan would leave them.
    func result(
        of site: Site, _ book: ChangedBook, _ matching: Matching, loads: [MeterLoad]
    ) -> Run.SiteResult {
        Run.valued(
            book.balances(over: period, loads: loads), portfolio, data, period, graders, matching,
            meters: portfolio.meters(of: site), loads: loads)
    }

    /// The loads of a site without their months: what stands beside a closing.
    func headsOfLoads(of site: Site) -> [MeterLoad] { self.book.headsOfLoads(of: site) }

    /// The hours of a site and the loads they were made of.
    func hours(of site: Site) throws -> (journal: Journal, loads: [MeterLoad]) {
        let interval = period.interval(in: site.calendar)
        let loads = try Run.loads(
            portfolio.meters(of: site), of: site, portfolio, over: interval, store)
        return (try Journal(of: site, over: interval, loads: loads), loads)
    }
}
