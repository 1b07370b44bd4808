import CarbonAccounting
import EnergyLedger
import Grading
import Metering
public import Provenance
public import Quantities
public import Reporting
public import Retrofit

/// A retrofit plan for very many sites (群体改造方案): telecom rooms, base stations.
///
/// Each site is valued, fitted and enumerated like a single one, and all but what the choice needs is let go; the
/// sites that something is planned at are then walked once more with their changed books.
public struct FleetRun: Sendable {
    /// What came out.
    public let outcome: FleetOutcome
    /// Everything that was found.
    public let findings: [Finding]
    /// What documents say of themselves.
    let heading: DocumentHeading

    /// Plans.
    ///
    /// - Throws: `PlanRun.NoYear`; `Refusal` when `measures.csv`, `verified.csv` or the facts of a chain are wrong.
    public init(
        _ portfolio: Portfolio, _ data: PublishedData, over period: Period,
        _ question: PlanRun.Question
    ) throws {
        let basis = try PlanBasis(portfolio, data, over: period, question)
        let street = try FleetStreet(portfolio, data, over: period)
        var work = FleetWork(street, basis, question)
        for site in portfolio.sites { try work.add(site) }
        let plan = FleetPlan(
            work.members, request: question.request(mustDo: [:], reaching: [:], isByPackage: true))
        let effects = try work.effects(of: plan)
        let spread = FleetSpread(of: work.sample, basis.frames)
        outcome = FleetOutcome(
            plan: plan, effects: effects, hindrances: work.hindrances,
            surchargesNotCounted: work.notCounted,
            archetypeCount: basis.shelf.archetypeCount, sitesByHours: work.sitesByHours,
            spread: spread, stability: try work.stability(of: plan),
            settings: basis.settings, printedSettings: basis.settings.printed,
            currency: portfolio.settings.currency,
            target: question.target?.text, gases: work.gases,
            measuresDigest: data.measures.digest, titles: basis.titles)
        findings = street.findings + work.findings
        heading = portfolio.heading(period: period, data: data, findings: findings)
    }

    /// How heavy the heaviest finding is.
    public var severity: Severity? { findings.map(\.severity).max() }

    /// The plan as JSON.
    public func document(language: Language) -> JSONValue {
        FleetDocument.json(heading, outcome, language: language)
    }

    /// Writes the plan as one HTML page; it is there whole or not at all.
    public func writePage(to path: String, language: Language) throws {
        try PlanRun.write(FleetPage(heading, outcome, language: language).html, to: path)
    }
}

/// The work of planning a fleet.
private struct FleetWork {
    private let street: FleetStreet
    private let question: PlanRun.Question
    private let basis: PlanBasis
    private(set) var members: [FleetPlan.Member] = []
    private(set) var findings: [Finding] = []
    private(set) var hindrances: [FleetHindrance: FleetHindrance.Sites] = [:]
    private(set) var sitesByHours = 0
    private(set) var gases = PlanGases()
    private var states: [String: FleetState] = [:]
    /// The surcharges of the sites that pay one and at which it is counted.
    private var surcharges: [String: SiteSurcharge] = [:]
    /// Why it is not counted, and at how many sites.
    private(set) var notCounted: [SurchargeStanding.Hindrance: Int] = [:]
    /// What the plan is drawn from.
    private(set) var sample = FleetSample()
    /// What bought electricity weighs by location on each grid.
    private var weights: [Grid: CarbonWeights] = [:]

    /// Where electricity is bought: one factor.
    private struct Grid: Hashable {
        let region: String
        let grid: String?

        init(of site: Site) { (region, grid) = (site.region, site.grid) }
    }

    init(_ street: FleetStreet, _ basis: PlanBasis, _ question: PlanRun.Question) {
        self.street = street
        self.basis = basis
        self.question = question
        members.reserveCapacity(street.portfolio.sites.count)
    }

    /// What a site's plan is made from.
    private struct Prepared {
        let basis: FitBasis
        let book: ChangedBook
        let loads: [MeterLoad]
        let options: [RetrofitOption]
    }

    /// Fits a site: by months where they say the same as hours, else by hours.
    private func prepare(_ site: Site) throws -> Prepared {
        let (stated, tariff) = (basis.stated(at: site.id), basis.tariff(at: site))
        if tariff?.demand == nil, let closing = street.closing(of: site),
            let fit = ClosedFit(of: closing, months: street.months, tariff: tariff, stated: stated)
        {
            let options = basis.shelf.options(of: site, fit.chain)
            let isWatered = closing.lines.contains {
                Balances.waterAccounts.contains($0.account) && $0.meterID != nil
            }
            // What a plant on the roof or a store gives goes hour by hour to the site or to the grid.
            let needsHours = options.contains { option in
                if option.measure.effect == .storage { return option.terms != nil }
                return option.hindrance == nil
                    && (option.measure.effect == .generation || isWatered && option.changesWater)
            }
            if !needsHours {
                return Prepared(
                    basis: .months(fit), book: .closing(closing),
                    loads: street.headsOfLoads(of: site), options: options)
            }
        }
        let (journal, loads) = try street.hours(of: site)
        let fit = ChainFit(of: journal, months: street.months, tariff: tariff, stated: stated)
        return Prepared(
            basis: .hours(fit, journal), book: .journal(journal), loads: loads,
            options: basis.shelf.options(of: site, fit.chain))
    }

    /// Values and enumerates a site, and keeps what the choice needs.
    mutating func add(_ site: Site) throws {
        let prepared = try prepare(site)
        let street = street
        let before = street.result(
            of: site, prepared.book, street.matching, loads: prepared.loads)
        findings += before.balances.findings + before.inventory.findings
        findings += before.indicators.findings
        gases.add(before.inventory)
        if case .hours = prepared.basis { sitesByHours += 1 }
        let planning = try SitePlanning(
            before, prepared.basis, prepared.options, over: street.period, basis
        ) {
            street.result(
                of: site, $0, street.matching.rematched(with: $0, adding: $1),
                loads: prepared.loads)
        }
        let mustDo = try MustDo(planning, street.data).mask
        let reaching = try question.reaching(planning, street.data)
        members.append(
            FleetPlan.Member(
                site, planning.table,
                question.request(
                    mustDo: mustDo == 0 ? [:] : [site.id: mustDo],
                    reaching: reaching.map { [site.id: $0] } ?? [:], isByPackage: true)))
        states[site.id] = before.fleetState
        surcharges[site.id] = planning.surcharge?.site
        if let hindrance = planning.surcharge?.hindrance { notCounted[hindrance, default: 0] += 1 }
        let carbon = planning.site.carbon
        weights[Grid(of: site)] = weights[Grid(of: site)]?.filled(from: carbon) ?? carbon
        for option in prepared.options {
            guard let hindrance = FleetHindrance(option) else { continue }
            hindrances[hindrance, default: FleetHindrance.Sites()].add(option)
        }
    }

    /// What the plan does at each of its lines.
    ///
    /// Lots are matched once, with the books of all sites changed: what one site no longer uses may cover
    /// another.
    mutating func effects(of plan: FleetPlan) throws -> [FleetEffect] {
        let sites = Dictionary(
            street.portfolio.sites.enumerated().map { ($1.id, (place: $0, site: $1)) }
        ) { first, _ in first }
        var matching = street.matching
        if !matching.isEmpty {
            for line in plan.lines {
                guard let known = sites[line.siteID] else { continue }
                let changed = try changed(known.site, line)
                matching.change(changed.book, at: known.place)
                matching.planned += changed.lots
            }
            matching.matchAll()
        }
        return try plan.lines.map { line in
            guard let site = sites[line.siteID]?.site, let before = states[line.siteID] else {
                preconditionFailure("a line is of a site of the portfolio")
            }
            let changed = try changed(site, line)
            let own =
                matching.isEmpty
                ? matching.rematched(with: changed.book, adding: changed.lots) : matching
            let after = street.result(of: site, changed.book, own, loads: changed.loads)
            draw(from: site, changed, line)
            return FleetEffect(
                of: changed.planned, from: before, to: after.fleetState, basis.frames)
        }
    }

    /// How often the plan stays the optimum, on a sample of the sites.
    func stability(of plan: FleetPlan) throws -> FleetStability? {
        let sample = plan.sample(of: members)
        let names = Set(sample.sites.map(\.siteID))
        let sites = Dictionary(
            street.portfolio.sites.filter { names.contains($0.id) }.map { ($0.id, $0) }
        ) { first, _ in first }
        let drawn = try sample.sites.compactMap { drawn -> FleetStability.Member? in
            guard let site = sites[drawn.siteID] else { return nil }
            let prepared = try prepare(site)
            let known = SiteCase(
                siteID: site.id, chain: prepared.basis.chain, settled: prepared.options,
                carbon: weights[Grid(of: site)] ?? CarbonWeights(months: []),
                peaks: prepared.basis.peaks(under: prepared.options, basis.tariff(at: site)),
                surcharge: surcharges[site.id], tariff: basis.tariff(at: site))
            return FleetStability.Member(known, PackageTable(of: known, basis.frames), drawn)
        }
        return FleetStability(of: drawn, step: sample.step, in: plan, basis.frames)
    }

    /// Holds what the draws of the spread walk of a site.
    private mutating func draw(from site: Site, _ changed: Changed, _ line: FleetPlan.Line) {
        guard !sample.isTooMany else { return }
        sample.add(
            SiteCase(
                siteID: site.id, chain: changed.basis.chain, settled: changed.options,
                carbon: weights[Grid(of: site)] ?? CarbonWeights(months: []),
                peaks: changed.basis.peaks(under: changed.planned, basis.tariff(at: site)),
                surcharge: surcharges[site.id], tariff: basis.tariff(at: site)),
            Set(line.measures))
    }

    /// The books of a site as its line of the plan would leave them.
    private struct Changed {
        let book: ChangedBook
        let lots: [Instrument]
        let loads: [MeterLoad]
        let basis: FitBasis
        let options: [RetrofitOption]
        /// Of the options those that are planned.
        let planned: [RetrofitOption]
    }

    private func changed(_ site: Site, _ line: FleetPlan.Line) throws -> Changed {
        let prepared = try prepare(site)
        let names = Set(line.measures)
        let planned = prepared.options.filter { names.contains($0.id) }
        return Changed(
            book: try prepared.basis.book(after: planned),
            lots: PlannedLots.lots(of: planned, at: site, over: street.period),
            loads: prepared.loads, basis: prepared.basis, options: prepared.options,
            planned: planned)
    }
}

extension Run.SiteResult {
    fileprivate var fleetState: FleetState {
        FleetState(inventory: inventory, indicators: indicators, grades: grades)
    }
}
