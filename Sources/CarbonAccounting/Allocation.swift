public import Metering
public import Provenance
public import Quantities

/// Which lots cover which consumption in one calendar year (凭证分配), over all sites of a portfolio.
///
/// Own use and direct lines come first and touch only their own meter; then contracts, then
/// certificates, then suppliers' rates; inside a class the oldest generation month, then the name.
/// What a lot gives is spread over the months in proportion to what is not covered yet, in whole
/// joules, the remainder one each to the earliest. A lot is never drawn below nothing, consumption
/// never covered beyond itself; what is left of a lot is surplus and stays where it is.
public struct Allocation: Sendable {
    /// A part of a lot that covers a part of the consumption of one site, account and month.
    public struct Draw: Hashable, Sendable {
        /// The lot.
        public let instrumentID: String
        /// What kind of right it is.
        public let kind: Instrument.Kind
        /// The site.
        public let siteID: String
        /// The account whose energy is covered.
        public let account: Account
        /// The month.
        public let month: Period
        /// The amount [J].
        public let energy: Energy
        /// The rate that the lot conveys.
        public let rate: EmissionIntensity
        /// Whether the plant uses a renewable source.
        public let isRenewable: Bool
        /// Tells that the lot was bought for the tenants of the site.
        public let isForTenants: Bool
        /// How sure it is that the lot and the site belong to one market.
        public let confidence: Confidence

        /// A part of the draw, in a part of its month.
        func with(energy: Energy, month: Period) -> Draw {
            Draw(
                instrumentID: instrumentID, kind: kind, siteID: siteID, account: account,
                month: month, energy: energy, rate: rate, isRenewable: isRenewable,
                isForTenants: isForTenants, confidence: confidence)
        }
    }

    /// What became of a lot.
    public struct LotResult: Sendable {
        /// The lot and its checks.
        public let assessment: LotAssessment
        /// What was drawn [J].
        public internal(set) var allocated: Energy
        /// What was left over although it counts [J]; it is never carried.
        public var surplus: Energy {
            assessment.counts ? assessment.lot.quantity - allocated : .zero
        }
        /// What is refused [J].
        public var refused: Energy { assessment.counts ? .zero : assessment.lot.quantity }
    }

    /// The calendar year.
    public let year: Int
    /// The draws, in the order in which they were made.
    public private(set) var draws: [Draw] = []
    /// The lots claimed for the year, in the order of the table.
    public private(set) var lots: [LotResult] = []
    /// Own consumption whose certificates were sold [J], by site, account and month: null power.
    public private(set) var nullPower: [Cell: Energy] = [:]
    /// Load and lots by the hour, after all draws; nil where matching is by the year.
    public private(set) var hours: HourlyBook?
    /// The sites that were matched.
    let sites: [SiteConsumption]

    /// One account of one site in one month.
    public struct Cell: Hashable, Sendable {
        /// The site.
        public let siteID: String
        /// The account.
        public let account: Account
        /// The month.
        public let month: Period
    }

    private let places: [String: Int]
    private let siteNumbers: [String: Int]
    private let drawsOfSite: [String: [Int]]
    /// The lots that name a site, by their place in the table.
    private let lotsOfSite: [String: [Int]]

    /// Matches lots with the consumption of a year.
    ///
    /// - Parameters:
    ///   - sites: The consumption of every site; all have the same number of months.
    ///   - checker: The checks of lots.
    ///   - hours: Load and generation by hour, where the profile matches by the hour.
    public init(
        of lots: [Instrument], year: Int, sites: [SiteConsumption], checker: LotChecker,
        hours: HourlyBook? = nil
    ) {
        self.year = year
        self.sites = sites
        var book = AllocationBook(sites: sites, markets: checker.markets)
        let assessed = checker.assess(lots)
        let places = Dictionary(lots.enumerated().map { ($1.id, $0) }) { first, _ in first }
        var allocated = [Int64](repeating: 0, count: lots.count)

        for assessment in assessed where checker.isSold(assessment.lot) {
            book.declareSold(assessment.lot)
        }
        let order = assessed.indices.filter { assessed[$0].counts }.sorted {
            let (one, other) = (assessed[$0].lot, assessed[$1].lot)
            return (
                one.kind.drawClass, one.generationStart.firstOfMonth(), one.id
            ) < (other.kind.drawClass, other.generationStart.firstOfMonth(), other.id)
        }
        let own = order.filter { assessed[$0].lot.kind == .selfUse }
        let lines = order.filter { assessed[$0].lot.kind == .directLine }
        for number in own { allocated[number] = book.drawOwn(assessed[number]) }
        if checker.rules.onsiteAttributesSold { book.declareRestSold() }
        for number in lines { allocated[number] = book.drawDirectLine(assessed[number]) }
        self.hours = hours
        self.hours?.settle(after: book)
        for number in order where assessed[number].lot.kind.drawClass > 0 {
            let serves = checker.sites(servedBy: assessed[number].lot)
            if let parts = self.hours?.draw(assessed[number], sites: serves) {
                allocated[number] = book.draw(assessed[number], hourly: parts)
            } else {
                allocated[number] = book.draw(assessed[number], sites: serves)
            }
        }
        draws = book.draws
        nullPower = book.nullPower
        self.lots = assessed.enumerated().map {
            LotResult(assessment: $1, allocated: Energy(joules: allocated[$0]))
        }
        self.places = places
        siteNumbers = Dictionary(sites.enumerated().map { ($1.siteID, $0) }) { first, _ in first }
        drawsOfSite = Dictionary(grouping: book.draws.indices) { [draws] in draws[$0].siteID }
        lotsOfSite = Dictionary(grouping: lots.indices.filter { lots[$0].siteID != nil }) {
            lots[$0].siteID ?? ""
        }
    }

    /// The draws for a site.
    public func draws(of siteID: String) -> [Draw] {
        (drawsOfSite[siteID] ?? []).map { draws[$0] }
    }

    /// What lots and proven direct lines cover by the hour at a site [J]; nil where matching is by the
    /// year.
    public func covered(_ siteID: String, during interval: Interval) -> HourlyBook.Cover? {
        siteNumbers[siteID].flatMap { hours?.covered(site: $0, during: interval) }
    }

    /// The match by the hour of a site that only buys; nil where the book does not hold it.
    func hourlyMatch(of siteID: String, during interval: Interval) -> HourlyMatching? {
        siteNumbers[siteID].flatMap { hours?.match(site: $0, during: interval) }
    }

    /// What became of a lot.
    public func lot(_ id: String) -> LotResult? { places[id].map { lots[$0] } }

    /// The lots that a site draws or that are meant for it, in the order of the table, with what it draws [J].
    public func lots(of siteID: String) -> [(result: LotResult, drawn: Energy)] {
        var drawn: [Int: Energy] = [:]
        for place in lotsOfSite[siteID] ?? [] { drawn[place] = .zero }
        for number in drawsOfSite[siteID] ?? [] {
            guard let place = places[draws[number].instrumentID] else { continue }
            drawn[place, default: .zero] += draws[number].energy
        }
        return drawn.sorted { $0.key < $1.key }.map { (lots[$0.key], $0.value) }
    }

    /// The month of a site's matching that holds another, which a period may have cut.
    func month(of siteID: String, holding month: Period) -> Period? {
        siteNumbers[siteID].flatMap { number in
            sites[number].months.first { $0.start <= month.start && month.end <= $0.end }
        }
    }

    /// What may be covered of an account in a month of the matching [J].
    func consumption(of siteID: String, _ account: Account, in month: Period) -> Int64? {
        guard let number = siteNumbers[siteID],
            let column = SiteConsumption.accounts.firstIndex(of: account),
            let place = sites[number].months.firstIndex(of: month)
        else { return nil }
        return sites[number].energy[column][place]
    }

    /// Own consumption of a site in a month whose certificates were sold [J].
    public func nullPower(_ siteID: String, _ account: Account, _ month: Period) -> Energy {
        nullPower[Cell(siteID: siteID, account: account, month: month)] ?? .zero
    }
}
