import CarbonAccounting
import EnergyLedger
import Grading
import Metering
public import Provenance
public import Quantities
public import Retrofit

/// A retrofit plan for one period (改造方案): chains fitted to journals, the optimum, and the street walked
/// again with the journal that the plan would leave.
public struct PlanRun: Sendable {
    /// What is asked.
    public struct Question: Sendable {
        /// Most outlay beside what must be done; of each year where years are asked for.
        public let budget: Money?
        /// What shall be reached.
        public let target: PlanTarget?
        /// Discount rate in place of the portfolio's.
        public let discountRate: DecimalText?
        /// Years of a roadmap; nil for a plan at once.
        public let years: Int?

        /// Makes a question.
        public init(
            budget: Money? = nil, target: PlanTarget? = nil, discountRate: DecimalText? = nil,
            years: Int? = nil
        ) {
            self.budget = budget
            self.target = target
            self.discountRate = discountRate
            self.years = years
        }
    }

    /// The run it starts from.
    public let run: Run
    /// What was asked.
    public let question: Question
    /// What came out.
    public let outcome: PlanOutcome

    /// The plan needs a whole year, because its figures are yearly ones.
    public struct NoYear: Error, Sendable {
        /// Why.
        public let reason = BilingualText(
            "a plan needs a period of twelve whole months, because what it saves is counted by the year",
            zh: "方案需要十二个整月的统计期，因为节约量按年计算")
    }

    /// Most sites whose levels are told along the frontier.
    private static let mostGradedSites = 20

    /// Plans.
    ///
    /// - Throws: `NoYear`; `Refusal` when `measures.csv`, `verified.csv` or the facts of a chain are wrong.
    public init(_ run: Run, _ question: Question) throws {
        self.run = run
        self.question = question
        let basis = try PlanBasis(run.portfolio, run.data, over: run.period, question)
        let settings = basis.settings
        let plannings = try run.sites.map { site in
            try SitePlanning(site, over: run.period, basis) {
                run.walked($0, buying: $1, like: site)
            }
        }.sorted { $0.site.siteID < $1.site.siteID }
        let mustDo = Dictionary(
            try plannings.map { ($0.site.siteID, try MustDo($0, run.data)) }
        ) { one, _ in one }
        let request = try Self.request(question, run, plannings, mustDo)
        let plan = RetrofitPlan(plannings.map(\.site), plannings.map(\.table), request: request)
        let byID = Dictionary(plannings.map { ($0.site.siteID, $0) }) { one, _ in one }
        let sites = try plan.sites.compactMap { site in
            try byID[site.site.siteID].map {
                try Self.outcome(
                    $0, site, mustDo[site.site.siteID]?.gates ?? [], settings,
                    request.reaching[site.site.siteID])
            }
        }
        let roadmap = question.years.flatMap { years in
            question.budget.map { budget in
                Roadmap(
                    sites.flatMap { $0.measures.map(\.chosen) }, years: years, budget: budget)
            }
        }
        let carbonFrontier = plan.carbonFrontier()
        outcome = PlanOutcome(
            plan: plan, sites: sites, settings: settings, printedSettings: settings.printed,
            currency: run.portfolio.settings.currency, target: question.target?.text,
            spread: PlanSpread(of: plan, settings: settings), roadmap: roadmap,
            frontierLevels: try Self.levels(along: plan.frontier, plannings),
            carbonFrontier: carbonFrontier,
            carbonFrontierLevels: try Self.levels(along: carbonFrontier, plannings),
            measuresDigest: run.data.measures.digest)
    }

    private static func levels(
        along frontier: Frontier, _ plannings: [SitePlanning]
    ) throws -> PlanOutcome.Levels {
        guard plannings.count <= mostGradedSites else { return [] }
        return try frontier.points.map { point in
            try zip(plannings, point.taken).map { planning, mask in
                (
                    planning.site.siteID,
                    planning.before.state.levelEffects(to: try planning.walk(mask).state)
                )
            }
        }
    }

    // MARK: - What is asked of the optimum

    private static func request(
        _ question: Question, _ run: Run, _ plannings: [SitePlanning], _ mustDo: [String: MustDo]
    ) throws -> PlanRequest {
        var reaching: [String: Set<PackageMask>] = [:]
        for planning in plannings {
            reaching[planning.site.siteID] = try question.reaching(planning, run.data)
        }
        return question.request(mustDo: mustDo.mapValues(\.mask), reaching: reaching)
    }

    // MARK: - What the street says of the choice

    private static func outcome(
        _ planning: SitePlanning, _ site: RetrofitPlan.SitePlan, _ gates: [LegalGate],
        _ settings: PlanningSettings, _ reaching: Set<PackageMask>?
    ) throws -> SiteOutcome {
        guard let fit = planning.fit else {
            preconditionFailure("a plan of few sites is made from their hours")
        }
        var before = planning.before.state
        let list = ChosenMeasure.list(of: site, settings: settings, reaching: reaching)
        let measures = try list.map { measure -> PlannedMeasure in
            let after = try planning.walk(measure.prefix).state
            defer { before = after }
            return PlannedMeasure(measure, from: before, to: after)
        }
        return SiteOutcome(
            site: planning.before.site, fit: fit, plan: site, legalGates: gates,
            surcharge: planning.surcharge,
            ratioGaps: RatioGaps(of: planning.before.balances.journal, fit),
            before: planning.before.state, measures: measures)
    }
}

extension Run.SiteResult {
    /// What the street gave, as a plan compares it.
    var state: SiteState {
        SiteState(
            balances: balances, inventory: inventory, indicators: indicators, grades: grades)
    }
}

extension PlanRun.Question {
    /// The packages with which a site reaches the target; nil where it has none to reach.
    func reaching(_ planning: SitePlanning, _ data: PublishedData) throws -> Set<PackageMask>? {
        switch target {
        case .level(let scheme, _):
            guard planning.before.grades.contains(where: { $0.scheme == scheme }) else {
                return nil
            }
            let levels = data.levels(of: scheme)
            return try planning.reaching(byRatioAlone: false) {
                target?.isReached(by: $0, levels: levels) ?? true
            }
        case .pue where planning.before.indicators.pue.figure.value != nil:
            return try planning.reaching(byRatioAlone: true) {
                target?.isReached(by: $0, levels: []) ?? true
            }
        case .pue, .tonnes, nil: return nil
        }
    }

    /// The request to the optimum.
    func request(
        mustDo: [String: PackageMask], reaching: [String: Set<PackageMask>],
        isByPackage: Bool = false
    ) -> PlanRequest {
        var tonnes: EmissionMass?
        if case .tonnes(let value) = target {
            tonnes = value.rounded(times: .one, times: 1_000_000_000).map(
                EmissionMass.init(milligrams:))
        }
        let pace = years.flatMap { years in
            budget.map { PlanRequest.Pace(years: years, budget: $0, isByPackage: isByPackage) }
        }
        let years = Int64(years ?? 1)
        return PlanRequest(
            budget: budget.map { Money(hundredths: $0.hundredths * years) }, pace: pace,
            leastSavedEmission: tonnes, mustDo: mustDo, reaching: reaching)
    }
}
