public import CarbonAccounting
public import EnergyLedger
public import Grading
public import Metering
public import Provenance
public import Quantities
public import Reporting
import Store

/// The whole street for one period: loads become journals, journals close to balances, balances
/// are valued, indicators and grades follow.
public struct Run: Sendable {
    /// What came out for one site.
    ///
    /// A reference, because ten thousand are ranked, summed and printed.
    public final class SiteResult: Sendable {
        /// The site.
        public let site: Site
        /// Its meters.
        public let meters: [Meter]
        /// The closing of its journal.
        public let balances: Balances
        /// Its emissions.
        public let inventory: Inventory
        /// Its indicators.
        public let indicators: Indicators
        /// Its grades, the schemes of its own jurisdiction first.
        public let grades: [Grade]
        /// The loads its journal was made of.
        let loads: [MeterLoad]
        /// What estimation added in the period [J], by the file that has the next reading.
        let estimated: [Int: Int64]

        init(
            site: Site, meters: [Meter], balances: Balances, inventory: Inventory,
            indicators: Indicators, grades: [Grade], loads: [MeterLoad], estimated: [Int: Int64]
        ) {
            self.site = site
            self.meters = meters
            self.balances = balances
            self.inventory = inventory
            self.indicators = indicators
            self.grades = grades
            self.loads = loads
            self.estimated = estimated
        }

        /// The same without hours; ten thousand sites are held at once.
        var withoutHours: SiteResult {
            SiteResult(
                site: site, meters: meters, balances: balances.withoutHours, inventory: inventory,
                indicators: indicators, grades: grades, loads: [], estimated: estimated)
        }

        /// The same with its grades told by a rank.
        func with(grades: [Grade]) -> SiteResult {
            SiteResult(
                site: site, meters: meters, balances: balances, inventory: inventory,
                indicators: indicators, grades: grades, loads: loads, estimated: estimated)
        }
    }

    /// The portfolio.
    public let portfolio: Portfolio
    /// The published data it was valued and graded by.
    public let data: PublishedData
    /// The period.
    public let period: Period
    /// The sites in the order of `sites.csv`.
    public internal(set) var sites: [SiteResult]
    /// Grades of operators, by the schemes that count all their sites together.
    public internal(set) var operators: [Grade]
    /// Aggregates over the sites, as schemes allow them to be published.
    public internal(set) var aggregates: [(scheme: String, cells: [PublishedAggregate])]
    /// The energy statement of every file.
    public internal(set) var statements: [FileStatement]
    /// The bills of the period, held against the ledger.
    public internal(set) var bills: [BalanceAssertion]
    /// Everything that was found, sorted by place.
    public internal(set) var findings: [Finding]
    /// The batch of each file in the order of evidence.
    public let batchOfSource: [Int: Int]
    /// The schemes that were asked for; nil for all that apply.
    public let schemes: [String]?
    /// Which lots cover what, over all sites.
    let matching: Matching
    /// What sites are graded by.
    private let graders: Graders
    /// The figures that were released.
    let releases: [StoredRelease]
    /// The files whose batch was not taken back.
    let files: [StoredFile]
    /// Whether some sites are left out, for someone who may not see them.
    public internal(set) var isLimited = false

    /// How far a run looks.
    public enum Depth: Sendable {
        /// Every hour of every site, for the journal and for plans.
        case hours
        /// Months, as far as their closings are kept and nothing asks for hours; the same figures, without
        /// the journal.
        case months
    }

    /// Walks the street.
    ///
    /// - Parameters:
    ///   - depth: How far it looks; `balances.journal` may be asked for only after `hours`.
    ///   - schemes: The rulebooks to grade by; nil takes every one made for the site's kind.
    ///   - site: One site only; nil takes all.
    ///   - verifyingOriginals: Whether every kept original is held against its digest, and every kept closing
    ///     against its hours.
    public init(
        _ portfolio: Portfolio, _ data: PublishedData, over period: Period,
        schemes: [String]? = nil, site: String? = nil, verifyingOriginals: Bool = false,
        depth: Depth = .hours
    ) throws {
        guard Workspace.exists(in: portfolio.folder) else {
            throw RunFailure.nothingIngested
        }
        let workspace = try Workspace(of: portfolio.folder, writing: false)
        let store = workspace.store
        guard try store.tables() != nil else { throw RunFailure.nothingIngested }
        self.portfolio = portfolio
        self.data = data
        self.period = period
        self.schemes = schemes
        let files = try store.liveFiles()
        self.files = files
        batchOfSource = files.reduce(into: [:]) { $0[$1.source] = $1.batch }
        let releases = try store.releases()
        let book =
            depth == .months ? try ClosingBook(portfolio, store, over: period) : nil
        let matching = try Matching(
            portfolio, data, over: period, spent: Releases.spentClaims(releases),
            closing: { book?.closing(of: $0, over: $1) }
        ) { site, interval, supplyOnly in
            let meters = portfolio.meters(of: site).filter {
                !supplyOnly || $0.account.side == .supply
            }
            return try Journal(
                of: site, over: interval,
                loads: Self.loads(meters, of: site, portfolio, over: interval, store))
        }
        self.matching = matching
        let graders = Graders(data.rulebooks.map(\.rulebook), schemes: schemes)
        self.graders = graders
        var results: [SiteResult] = []
        for candidate in portfolio.sites where site == nil || candidate.id == site {
            results.append(
                try Self.result(
                    candidate, portfolio, data, period, graders, matching, store, book))
        }
        let rulebooks = data.rulebooks.map(\.rulebook)
        let graded = rulebooks.filter { schemes?.contains($0.id) ?? true }
        results = Self.ranked(results, graded)
        operators = Self.operators(results, graded, portfolio)
        aggregates = Self.aggregates(results, graded)
        sites = results
        statements = try Self.statements(files, store, estimated: Self.estimated(results))
        bills = try Self.assertions(portfolio, over: period, site: site, store)
        self.releases = releases
        var findings = try store.findings() + matching.findings
        var suspicions: [Suspicion: Int] = [:]
        for (place, finding) in findings.enumerated() where finding.code == .suspectSpike {
            let key = Suspicion(meterID: finding.meterID, interval: finding.interval)
            if suspicions[key] == nil { suspicions[key] = place }
        }
        if site == nil {
            findings += Releases.restatements(
                releases, sites: results, period: period)
        }
        for finding in results.flatMap({
            $0.balances.findings + $0.inventory.findings + $0.indicators.findings
        }) {
            // A spike that weighs too much is the suspicion of before, made heavier.
            let key = Suspicion(meterID: finding.meterID, interval: finding.interval)
            if finding.code == .suspectSpike, let suspicion = suspicions[key] {
                findings[suspicion].severity = finding.severity
            } else {
                if finding.code == .suspectSpike { suspicions[key] = findings.count }
                findings.append(finding)
            }
        }
        findings += bills.compactMap { assertion in
            portfolio.sites.first { $0.id == assertion.bill.siteID }.flatMap {
                assertion.finding(in: $0.calendar)
            }
        }
        findings += try Self.staleness(portfolio, store)
        findings += portfolio.ownFactors.unused(among: data.factors.chosen)
        if verifyingOriginals {
            findings += files.filter { !workspace.originals.isWhole($0.digest) }.map(
                Finding.altered)
            findings += try ClosingBook.altered(portfolio, store, over: period, site: site)
        }
        let asked = Dictionary(results.map { ($0.site.id, $0.balances.interval) }) {
            first, _ in first
        }
        // Their places are sorted, not the findings, which are large.
        let order = findings.indices.filter { Self.concerns(findings[$0], asked) }.sorted {
            Finding.byPlace(findings[$0], findings[$1])
        }
        self.findings = order.map { findings[$0] }
    }

    /// The same with a finding for every certificate whose figures the ledger no longer gives.
    public func withCertificateFindings() throws -> Run {
        guard CertificateStatus.hasCertificates(in: portfolio) else { return self }
        var run = self
        let doubts = try CertificateStatus.findings(in: portfolio, data)
        run.findings = (findings + doubts).sorted(by: Finding.byPlace)
        return run
    }

    /// What makes two suspicions of a spike the same.
    private struct Suspicion: Hashable {
        let meterID: String?
        let interval: Interval?
    }

    /// Tells whether a finding speaks of a site and a time that were asked for.
    private static func concerns(_ finding: Finding, _ asked: [String: Interval]) -> Bool {
        guard let siteID = finding.siteID else { return true }
        guard let period = asked[siteID] else { return false }
        return finding.interval.map { $0.intersection(period) != nil } ?? true
    }

    /// What changed since the ledger was derived and would change it.
    static func staleness(_ portfolio: Portfolio, _ store: LedgerStore) throws -> [Finding] {
        let derived = try store.definitions()
        let sites = Dictionary(portfolio.sites.map { ($0.id, $0) }) { first, _ in first }
        let events = Dictionary(grouping: portfolio.events, by: \.meterID)
        let stale = portfolio.meters.filter { meter in
            let key = StoredMeter.Key(meterID: meter.id, validFrom: meter.validity.start)
            return derived[key]
                != portfolio.definition(
                    of: meter, site: sites[meter.siteID], events: events[meter.id] ?? [])
        }
        var changed = stale.isEmpty && derived.count == portfolio.meters.count ? [] : ["meters.csv"]
        changed += portfolio.tables(differingFrom: try store.tables() ?? "").filter {
            $0 == "layouts" || ($0 == "events.csv" && !stale.isEmpty)
        }
        return changed.map {
            Finding(
                .ledgerStale, file: $0.hasSuffix(".csv") ? $0 : nil, arguments: ["table": $0],
                meterID: stale.first?.id)
        }
    }

    private static func statements(
        _ files: [StoredFile], _ store: LedgerStore, estimated: [Int: Int64]
    ) throws -> [FileStatement] {
        let booked = try store.statements()
        return files.map { file in
            var statement = file.strays
            statement += booked[file.source] ?? EnergyStatement()
            statement.estimated = estimated[file.source] ?? 0
            return FileStatement(
                batch: file.batch, file: file.name, digest: file.digest, statement: statement)
        }
    }

    static func result(
        _ site: Site, _ portfolio: Portfolio, _ data: PublishedData, _ period: Period,
        _ graders: Graders, _ matching: Matching, _ store: LedgerStore,
        _ book: ClosingBook? = nil
    ) throws -> SiteResult {
        let interval = period.interval(in: site.calendar)
        let meters = portfolio.meters(of: site)
        if let book, !needsHours(site, meters, portfolio, data, matching),
            let closing = book.closing(of: site, over: period),
            matching.hourly.isEmpty
                || (period.years.count == 1
                    && HourlyGreen.buysOnly(closing.lines.map(\.account)))
        {
            let loads = book.headsOfLoads(of: site)
            return valued(
                Balances(closing, period: period, loads: loads), portfolio, data, period, graders,
                matching, meters: meters, loads: loads)
        }
        let loads = try Self.loads(meters, of: site, portfolio, over: interval, store)
        let balances = Balances(
            try Journal(of: site, over: interval, loads: loads), period: period, loads: loads)
        let result = valued(
            balances, portfolio, data, period, graders, matching, meters: meters, loads: loads)
        return book == nil ? result : result.withoutHours
    }

    /// Values and grades balances, be they as it was metered or as a plan would leave it.
    static func valued(
        _ balances: Balances, _ portfolio: Portfolio, _ data: PublishedData, _ period: Period,
        _ graders: Graders, _ matching: Matching, meters: [Meter], loads: [MeterLoad]
    ) -> SiteResult {
        let site = balances.site
        let inventory = Inventory(
            of: balances, catalogue: data.factors, settings: portfolio.settings.accounting,
            inputs: AccountingInputs(
                allocations: matching.allocations, greenAllocations: matching.green,
                hourlyAllocations: matching.hourly,
                activities: portfolio.accounting.activities(of: site), meters: meters,
                carbonFreeGrid: portfolio.accounting.carbonFreeGrid(of: site),
                meterClasses: portfolio.accounting.classes))
        func coal(_ method: CoalEquivalentMethod) -> DecimalText? {
            data.factors.coalEquivalent(of: "electricity", by: method, in: site.region)
                .map(\.quantity.value)
        }
        let indicators = Indicators(
            of: balances, inventory: inventory, meters: meters, facts: portfolio.facts(of: site),
            coal: (coal(.primary), coal(.calorific)), scale: data.greenPowerScale,
            hub: data.hubTarget, meterClasses: portfolio.accounting.classes)
        return SiteResult(
            site: site, meters: meters, balances: balances, inventory: inventory,
            indicators: indicators, grades: graders.grades(site, indicators), loads: loads,
            estimated: balances.hours.map(Self.estimated) ?? [:])
    }

    /// What a site comes to with changed books and green power bought for it; the same street as for the metered
    /// ones.
    func walked(
        _ book: ChangedBook, buying lots: [Instrument], like result: SiteResult
    ) -> SiteResult {
        Self.valued(
            book.balances(over: period, loads: result.loads), portfolio, data, period, graders,
            matching.rematched(with: book, adding: lots), meters: result.meters,
            loads: result.loads)
    }
}

/// The books of a site as a plan would leave them (改造后账簿).
enum ChangedBook: Sendable {
    /// By the hour.
    case journal(Journal)
    /// By the month, where that says the same.
    case closing(Closing)

    var site: Site {
        switch self {
        case .journal(let journal): journal.site
        case .closing(let closing): closing.site
        }
    }

    func balances(over period: Period, loads: [MeterLoad]) -> Balances {
        switch self {
        case .journal(let journal):
            Balances(journal, period: period, loads: loads, isChanged: true)
        case .closing(let closing):
            Balances(closing, period: period, loads: loads, isChanged: true)
        }
    }
}
