import Provenance
public import Quantities

/// Whether a lot counts (凭证核验): the criteria that were checked and why it does not, if so.
public struct LotAssessment: Sendable {
    /// The lot.
    public let lot: Instrument
    /// The criteria that are shown to be met.
    public let met: [QualityCriterion]
    /// Everything that speaks against it; empty when it counts.
    public let refusals: [InstrumentRefusal]
    /// The rate that it conveys; meaningful only when it counts.
    public let rate: EmissionIntensity

    /// Tells whether the lot may be drawn.
    public var counts: Bool { refusals.isEmpty }
}

/// The checks of lots against the criteria, the certificates' own rules and each other.
public struct LotChecker: Sendable {
    /// A claim that an earlier release made: it is spent whatever the table says today.
    public struct SpentClaim: Hashable, Sendable {
        /// The lot.
        public let instrumentID: String
        /// Its certificates.
        public let serials: SerialRange?
        /// The kind of certificate.
        public let kind: Instrument.Kind
        /// The year that claimed it.
        public let year: Int
        /// What was drawn [J].
        public let energy: Energy

        /// Makes a claim.
        public init(
            instrumentID: String, serials: SerialRange?, kind: Instrument.Kind, year: Int,
            energy: Energy
        ) {
            self.instrumentID = instrumentID
            self.serials = serials
            self.kind = kind
            self.year = year
            self.energy = energy
        }
    }

    /// One site as a lot sees it.
    struct Consumer: Hashable {
        let siteID: String
        let region: String
        let organisation: String?
    }

    let organisation: String
    let sites: [Consumer]
    let markets: MarketMap
    let rules: InstrumentRules
    let profile: AccountingProfile
    let spent: [SpentClaim]
    /// All lots of the table, of whatever year: one certificate carries one claim among them.
    let table: [Instrument]?
    private let places: [String: Int]
    /// The organisation, its sites, and every unit above one.
    private let beneficiaries: Set<String>

    /// Makes a checker for all sites of a portfolio.
    ///
    /// - Parameter table: All lots, among them those that are assessed; nil where there are no others.
    public init(
        organisation: String, sites: [SiteConsumption], markets: MarketMap, rules: InstrumentRules,
        profile: AccountingProfile, spent: [SpentClaim], table: [Instrument]? = nil
    ) {
        self.organisation = organisation
        self.sites = sites.map {
            Consumer(siteID: $0.siteID, region: $0.region, organisation: $0.organisation)
        }
        self.markets = markets
        self.rules = rules
        self.profile = profile
        self.spent = spent
        self.table = table
        places = Dictionary(sites.enumerated().map { ($1.siteID, $0) }) { first, _ in first }
        var beneficiaries: Set<String> = [organisation]
        for site in sites {
            beneficiaries.insert(site.siteID)
            if let path = site.organisation { beneficiaries.formUnion(Self.units(above: path)) }
        }
        self.beneficiaries = beneficiaries
    }

    /// A unit and those that it is a part of: `a/b` and `a`.
    private static func units(above path: String) -> [String] {
        [path] + path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
    }

    /// Assesses all lots; the answer is in the order of the lots and does not depend on it.
    public func assess(_ lots: [Instrument]) -> [LotAssessment] {
        let doubled = doubleClaims(lots)
        return lots.map { lot in
            var refusals = [
                emissionRate(lot), doubled[lot.id], cancellation(lot), vintage(lot), market(lot),
                supplierRate(lot), transfer(lot), effect(lot),
            ].compactMap(\.self)
            refusals.sort { ($0.criterion?.rawValue ?? 9) < ($1.criterion?.rawValue ?? 9) }
            let failed = Set(refusals.compactMap(\.criterion))
            return LotAssessment(
                lot: lot,
                met: QualityCriterion.allCases.filter {
                    $0 != .residualMix && !failed.contains($0) && applies($0, to: lot)
                },
                refusals: refusals,
                rate: lot.rate
                    ?? EmissionIntensity(
                        kilogramsPerKilowattHour: DecimalText(significand: 0, scale: 0)))
        }
    }

    /// The sites that a lot may serve: its own site, or those that it was cancelled for, in its
    /// market.
    func serves(_ lot: Instrument, _ site: Consumer) -> Bool {
        if let siteID = lot.siteID, siteID != site.siteID { return false }
        if lot.kind == .selfUse || lot.kind == .directLine { return lot.siteID == site.siteID }
        guard markets.market(of: lot) == markets.market(of: site.region, for: lot.kind) else {
            return false
        }
        guard let beneficiary = lot.cancelledFor else { return true }
        return isIn(site, beneficiary: beneficiary)
    }

    /// The places of the sites that a lot may serve; where it names one, no other is looked at.
    func sites(servedBy lot: Instrument) -> [Int] {
        guard let siteID = lot.siteID else {
            return sites.indices.filter { serves(lot, sites[$0]) }
        }
        return places[siteID].map { [$0] }?.filter { serves(lot, sites[$0]) } ?? []
    }

    /// The site that a lot names; nil where it names none.
    func site(of lot: Instrument) -> Consumer? {
        lot.siteID.flatMap { places[$0] }.map { sites[$0] }
    }

    /// Tells whether a site, a unit or an organisation belongs to the portfolio.
    func isOurs(_ beneficiary: String) -> Bool { beneficiaries.contains(beneficiary) }

    /// Tells whether a site is, or is a part of, whom a lot was cancelled for.
    func isIn(_ site: Consumer, beneficiary: String) -> Bool {
        beneficiary == organisation || beneficiary == site.siteID
            || site.organisation == beneficiary
            || site.organisation?.hasPrefix(beneficiary + "/") ?? false
    }

    /// Tells whether a lot of own generation was cancelled for someone other than its site: its certificates were
    /// sold or handed on, and the consumption is null power.
    func isSold(_ lot: Instrument) -> Bool {
        guard lot.kind == .selfUse, let beneficiary = lot.cancelledFor else { return false }
        return site(of: lot).map { !isIn($0, beneficiary: beneficiary) } ?? !isOurs(beneficiary)
    }
}
