public import CarbonAccounting
public import EnergyLedger
public import Grading
import Metering
public import Provenance
public import Quantities

/// A site as the street values it (站点状态): as it was metered, or as a plan would leave it.
public struct SiteState: Sendable {
    /// The closing of its journal.
    public let balances: Balances
    /// Its emissions.
    public let inventory: Inventory
    /// Its indicators.
    public let indicators: Indicators
    /// Its grades.
    public let grades: [Grade]

    /// Makes a state of what the street gave.
    public init(
        balances: Balances, inventory: Inventory, indicators: Indicators, grades: [Grade]
    ) {
        self.balances = balances
        self.inventory = inventory
        self.indicators = indicators
        self.grades = grades
    }

    /// What a scope falls by from this state to another; nil when it is absent in either.
    public func saved(_ scope: EmissionScope, to after: SiteState) -> EmissionMass? {
        guard let old = inventory.mass(of: scope), let new = after.inventory.mass(of: scope) else {
            return nil
        }
        return EmissionMass(milligrams: old.milligrams - new.milligrams)
    }

    /// The levels that differ between this state and another.
    public func levelEffects(to after: SiteState) -> [LevelEffect] {
        LevelEffect.between(LevelEffect.levels(of: grades), LevelEffect.levels(of: after.grades))
    }
}

/// A level before and after (等级变化).
public struct LevelEffect: Hashable, Sendable {
    /// The scheme.
    public let scheme: String
    /// The level before; nil when there is none.
    public let before: String?
    /// The level after; nil when there is none.
    public let after: String?

    /// A scheme and the level that a site has by it; nil when it has none.
    typealias Level = (scheme: String, level: String?)

    static func levels(of grades: [Grade]) -> [Level] { grades.map { ($0.scheme, $0.level) } }

    /// What differs between the levels of a site before and after, by the same schemes in the same order.
    static func between(_ before: [Level], _ after: [Level]) -> [LevelEffect] {
        zip(before, after).compactMap { one, other in
            one.level == other.level
                ? nil : LevelEffect(scheme: one.scheme, before: one.level, after: other.level)
        }
    }
}

/// A planned measure with what the street says of it (入选措施及其效果).
public struct PlannedMeasure: Sendable {
    /// The measure.
    public let chosen: ChosenMeasure
    /// The site before it.
    public let before: SiteState
    /// The site after it.
    public let after: SiteState

    /// Makes a step of a plan.
    public init(_ chosen: ChosenMeasure, from before: SiteState, to after: SiteState) {
        self.chosen = chosen
        self.before = before
        self.after = after
    }
}

/// What a plan does to one site (站点方案结果).
public struct SiteOutcome: Sendable {
    /// The site.
    public let site: Site
    /// The fitted chain.
    public let fit: ChainFit
    /// Packages and choice.
    public let plan: RetrofitPlan.SitePlan
    /// The rules of law that the site does not meet today.
    public let legalGates: [LegalGate]
    /// As it is.
    public let before: SiteState
    /// As the plan would leave it.
    public let after: SiteState
    /// The planned measures in list order, what must be done first.
    public let measures: [PlannedMeasure]

    /// The surcharge that hangs on the PUE, and why it is not counted where it is not; nil where the site pays none.
    public let surcharge: SurchargeStanding?
    /// The hours that the PUE leaves out; nil where it has all, or there is none.
    public let ratioGaps: RatioGaps?

    /// Makes an outcome.
    public init(
        site: Site, fit: ChainFit, plan: RetrofitPlan.SitePlan, legalGates: [LegalGate],
        surcharge: SurchargeStanding?, ratioGaps: RatioGaps? = nil, before: SiteState,
        measures: [PlannedMeasure]
    ) {
        self.legalGates = legalGates
        self.surcharge = surcharge
        self.ratioGaps = ratioGaps
        self.site = site
        self.fit = fit
        self.plan = plan
        self.before = before
        self.measures = measures
        after = measures.last?.after ?? before
    }

    /// What the surcharge comes to as it is; nil where none is counted.
    public var surchargeToday: SiteSurcharge.Due? { plan.site.surcharge?.today }

    /// What is left of it after the plan.
    public var surchargeAfter: SiteSurcharge.Due? {
        surchargeToday.flatMap { today in
            plan.package(plan.chosen)?.surcharge.map {
                SiteSurcharge.Due(step: $0.step, money: today.money - $0.avoided)
            }
        }
    }

    /// What becomes of the surcharge, or why it is not counted; nil where the site is subject to none.
    ///
    /// - Parameter text: How money is written.
    public func surchargeText(in currency: String, _ text: (Money) -> String) -> BilingualText? {
        guard let surcharge else { return nil }
        let rule = surcharge.surcharge
        guard let before = surchargeToday, let after = surchargeAfter else {
            guard let why = surcharge.hindrance?.text else { return nil }
            return BilingualText(
                "surcharge \(rule.name) not counted: \(why.english)",
                zh: "加价 \(rule.name) 未计入：\(why.chinese)")
        }
        let prices = [before, after].map { rule.price(ofStep: $0.step).description }
        let change = "\(prices[0]) -> \(prices[1]) \(currency)/kWh"
        let money = "\(text(before.money)) -> \(text(after.money)) \(currency)"
        return BilingualText(
            "surcharge \(rule.name): \(change), \(money) a year",
            zh: "加价 \(rule.name)：\(change)，每年 \(money)")
    }

    /// What the location-based figure by the hour falls by; nil where an hour lacks its intensity or there is none.
    public var savedHourly: EmissionMass? {
        guard let old = before.inventory.hourlyLocation?.mass,
            let new = after.inventory.hourlyLocation?.mass
        else { return nil }
        return EmissionMass(milligrams: old.milligrams - new.milligrams)
    }

    /// Grid electricity no longer bought, by the journals before and after [J].
    public var savedGrid: Energy {
        (before.balances.energy[.gridImport] ?? .zero)
            - (after.balances.energy[.gridImport] ?? .zero)
    }
}

/// All that a plan says (方案内容), ready to be printed.
public struct PlanOutcome: Sendable {
    /// For each point of a frontier the levels that it changes, by site.
    public typealias Levels = [[(siteID: String, effects: [LevelEffect])]]

    /// The choice.
    public let plan: RetrofitPlan
    /// The sites, those that bring most first.
    public let sites: [SiteOutcome]
    /// By what money was weighed.
    public let settings: PlanningSettings
    /// The settings as printed.
    public let printedSettings: [String: String]
    /// The currency.
    public let currency: String
    /// The target as written; nil without one.
    public let target: String?
    /// The spread of the plan's figures; nil when nothing was drawn.
    public let spread: PlanSpread?
    /// The plan over years.
    public let roadmap: Roadmap?
    /// Levels that each point of the frontier changes, by site; empty where they were not graded.
    public let frontierLevels: Levels
    /// What each tonne beyond the plan worth most costs in worth.
    public let carbonFrontier: Frontier
    /// Levels that each of its points changes.
    public let carbonFrontierLevels: Levels
    /// The measures' digest.
    public let measuresDigest: Digest

    /// Makes an outcome.
    public init(
        plan: RetrofitPlan, sites: [SiteOutcome], settings: PlanningSettings,
        printedSettings: [String: String], currency: String, target: String?, spread: PlanSpread?,
        roadmap: Roadmap?, frontierLevels: Levels,
        carbonFrontier: Frontier, carbonFrontierLevels: Levels,
        measuresDigest: Digest
    ) {
        self.plan = plan
        self.sites = sites
        self.settings = settings
        self.printedSettings = printedSettings
        self.currency = currency
        self.target = target
        self.spread = spread
        self.roadmap = roadmap
        self.frontierLevels = frontierLevels
        self.carbonFrontier = carbonFrontier
        self.carbonFrontierLevels = carbonFrontierLevels
        self.measuresDigest = measuresDigest
    }

    /// The gases of Scope 2 over all sites.
    public var gases: PlanGases {
        sites.reduce(into: PlanGases()) { $0.add($1.before.inventory) }
    }

    /// The surcharge that all measures avoid in the first year; nil where no site pays one.
    public var avoidedSurcharge: Money? { Totals(sites.flatMap(\.measures)).avoidedSurcharge }

    /// The water that all measures take in a year.
    public var water: PlannedWater { PlannedWater(of: measures.map(\.chosen.option)) }

    /// What must be done, then what was chosen, each site after the other.
    public var measures: [PlannedMeasure] {
        let all = sites.flatMap(\.measures)
        return all.filter(\.chosen.isMustDo) + all.filter { !$0.chosen.isMustDo }
    }

    /// Sums over some measures; emission is nil when any of it is unknown.
    public func totals(where isMustDo: Bool) -> Totals {
        Totals(sites.flatMap(\.measures).filter { $0.chosen.isMustDo == isMustDo })
    }

    /// Sums.
    public struct Totals: Sendable {
        /// Paid once.
        public let capital: Money
        /// Bought energy saved in the first year [J].
        public let saved: Energy
        /// Emission saved by location; nil when unknown.
        public let savedLocation: EmissionMass?
        /// Emission saved by market; nil when unknown.
        public let savedMarket: EmissionMass?
        /// Net present value.
        public let netPresentValue: Money
        /// What the first year brings.
        public let annualNet: Money
        /// Of it the surcharge that is not paid; nil where no site pays one.
        public let avoidedSurcharge: Money?

        init(_ measures: [PlannedMeasure]) {
            capital = measures.reduce(.zero) { $0 + $1.chosen.capital }
            saved = measures.reduce(.zero) { $0 + Energy(joules: $1.chosen.savedJoules) }
            netPresentValue = measures.reduce(.zero) { $0 + $1.chosen.netPresentValue }
            annualNet = measures.reduce(.zero) { $0 + $1.chosen.annualNet }
            let avoided = measures.compactMap(\.chosen.avoidedSurcharge)
            avoidedSurcharge = avoided.isEmpty ? nil : avoided.reduce(.zero, +)
            func sum(_ scope: EmissionScope) -> EmissionMass? {
                let masses = measures.compactMap { $0.before.saved(scope, to: $0.after) }
                return masses.count == measures.count ? masses.reduce(.zero, +) : nil
            }
            savedLocation = sum(.scope2Location)
            savedMarket = sum(.scope2Market)
        }
    }
}
