public import CarbonAccounting
public import Grading
public import Provenance
public import Quantities

/// What a plan does to one of very many sites (群体方案单站效果), by the same street as for few.
public struct FleetEffect: Sendable {
    /// What Scope 2 falls by, location-based; nil when unknown.
    public let savedLocation: EmissionMass?
    /// What Scope 2 falls by, market-based; nil when unknown.
    public let savedMarket: EmissionMass?
    /// Levels that change.
    public let levels: [LevelEffect]
    /// PUE as it is; nil when there is none.
    public let ratioBefore: ExactRatio?
    /// PUE as the plan would leave it.
    public let ratioAfter: ExactRatio?
    /// Water that the measures take in a year.
    public let water: PlannedWater
    /// Outlay as annuities over the lives of the measures, and the cost of running them.
    public let annualized: Money

    /// Makes an effect of a state before, of which only this was held, and the state after.
    public init(
        of planned: [RetrofitOption], from before: FleetState, to after: FleetState,
        _ frames: PackageFrames
    ) {
        water = PlannedWater(of: planned)
        annualized = planned.reduce(.zero) { sum, option in
            let capital = option.capex ?? .zero
            let annuity = frames.factors?.cost.annuity(of: capital, over: option.lifeYears ?? 0)
            return sum + (annuity ?? capital) + option.annualCost
        }
        func saved(_ old: EmissionMass?, _ new: EmissionMass?) -> EmissionMass? {
            guard let old, let new else { return nil }
            return EmissionMass(milligrams: old.milligrams - new.milligrams)
        }
        savedLocation = saved(before.location, after.location)
        savedMarket = saved(before.market, after.market)
        ratioBefore = before.ratio
        ratioAfter = after.ratio
        levels = LevelEffect.between(before.levels, after.levels)
    }
}

/// What is held of one of very many sites while the plan is made (站点状态摘要).
public struct FleetState: Sendable {
    let location: EmissionMass?
    let market: EmissionMass?
    let ratio: ExactRatio?
    let levels: [LevelEffect.Level]

    /// Takes from what the street gave what a plan compares.
    public init(inventory: Inventory, indicators: Indicators, grades: [Grade]) {
        location = inventory.mass(of: .scope2Location)
        market = inventory.mass(of: .scope2Market)
        ratio = indicators.pue.figure.value
        levels = LevelEffect.levels(of: grades)
    }
}

/// All that a plan for very many sites says (群体方案内容).
public struct FleetOutcome: Sendable {
    /// The choice.
    public let plan: FleetPlan
    /// What it does, in the order of `plan.lines`.
    public let effects: [FleetEffect]
    /// The year of each line, counted from 1, of what stands beside what must be done; empty where no years were asked
    /// for, nil where no year's budget holds it.
    public let years: [Int?]
    /// What stands against measures, with the number of sites, by name and reason.
    public let hindrances: [(hindrance: FleetHindrance, sites: FleetHindrance.Sites)]
    /// Why a surcharge is not counted, and at how many sites, by reason.
    public let surchargesNotCounted: [(hindrance: SurchargeStanding.Hindrance, sites: Int)]
    /// How many archetypes of options the sites have.
    public let archetypeCount: Int
    /// At how many sites hours were walked, because their months do not tell.
    public let sitesByHours: Int
    /// How far it may stray; nil when nothing is planned or too many sites differ.
    public let spread: FleetSpread?
    /// How often the choice stays the optimum; nil when nothing is planned.
    public let stability: FleetStability?
    /// By what money is weighed.
    public let settings: PlanningSettings
    /// The settings as printed.
    public let printedSettings: [String: String]
    /// The currency.
    public let currency: String
    /// The target as written; nil without one.
    public let target: String?
    /// The gases of Scope 2.
    public let gases: PlanGases
    /// The measures' digest.
    public let measuresDigest: Digest
    /// The measures' names for people.
    public let titles: [String: BilingualText]

    /// Makes an outcome.
    public init(
        plan: FleetPlan, effects: [FleetEffect],
        hindrances: [FleetHindrance: FleetHindrance.Sites],
        surchargesNotCounted: [SurchargeStanding.Hindrance: Int],
        archetypeCount: Int, sitesByHours: Int,
        spread: FleetSpread?, stability: FleetStability?, settings: PlanningSettings,
        printedSettings: [String: String],
        currency: String, target: String?,
        gases: PlanGases,
        measuresDigest: Digest, titles: [String: BilingualText]
    ) {
        self.titles = titles
        self.plan = plan
        self.effects = effects
        years = plan.request.pace.map { Self.years(of: plan.lines, $0) } ?? []
        self.hindrances = hindrances.sorted {
            $0.key < $1.key
        }.map { ($0.key, $0.value) }
        self.surchargesNotCounted = surchargesNotCounted.sorted {
            $0.key.rawValue < $1.key.rawValue
        }.map { ($0.key, $0.value) }
        self.archetypeCount = archetypeCount
        self.sitesByHours = sitesByHours
        self.spread = spread
        self.stability = stability
        self.settings = settings
        self.printedSettings = printedSettings
        self.currency = currency
        self.target = target
        self.gases = gases
        self.measuresDigest = measuresDigest
    }

    /// Why there is no spread although something is planned; nil where there is one.
    public var spreadReason: BilingualText? {
        guard spread == nil, !plan.lines.isEmpty else { return nil }
        let most = FleetSample.mostGroups
        return BilingualText(
            "not evaluated: over \(most) of the planned sites are unlike each other or hang on single hours",
            zh: "未评估：超过 \(most) 个入选站点互不相同或取决于个别小时")
    }

    /// In order of rank each site takes the first year whose budget holds what it pays beside what must be done, which
    /// is done in the first.
    private static func years(
        of lines: [FleetPlan.Line], _ pace: PlanRequest.Pace
    ) -> [Int?] {
        var left = Array(repeating: pace.budget, count: max(1, pace.years))
        return lines.map { line in
            guard line.freeCapital > .zero || line.mustDo.isEmpty else { return 1 }
            guard let year = left.firstIndex(where: { $0 >= line.freeCapital }) else { return nil }
            left[year] = left[year] - line.freeCapital
            return year + 1
        }
    }

    /// What one year takes (年度安排).
    public struct YearSums: Sendable {
        /// At how many sites.
        public fileprivate(set) var sites = 0
        /// Paid once.
        public fileprivate(set) var capital = Money.zero
        /// Net present value.
        public fileprivate(set) var netPresentValue = Money.zero

        fileprivate mutating func add(_ capital: Money, _ worth: Money) {
            sites += 1
            self.capital += capital
            netPresentValue += worth
        }
    }

    /// What each year takes, what must be done in the first, what no year's budget holds last (year nil); empty where
    /// no years were asked for.
    public var sumsOfYears: [(year: Int?, sums: YearSums)] {
        let sums = zip(plan.lines, years).reduce(into: [Int?: YearSums]()) { sums, pair in
            let (line, year) = pair
            let package = line.package
            guard !line.mustDo.isEmpty, year != 1 else {
                return sums[year, default: YearSums()].add(
                    package.capital, package.netPresentValue)
            }
            let free = line.freeCapital
            sums[1, default: YearSums()].add(package.capital - free, line.mustDoWorth)
            sums[year, default: YearSums()].add(free, package.netPresentValue - line.mustDoWorth)
        }
        return sums.sorted { ($0.key ?? Int.max) < ($1.key ?? Int.max) }.map { ($0.key, $0.value) }
    }

    /// At how many sites each measure is planned, those at most sites first, ties by name.
    public var measures: [(name: String, sites: Int)] {
        let counts = plan.lines.reduce(into: [String: Int]()) { counts, line in
            for name in line.measures { counts[name, default: 0] += 1 }
        }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// The surcharge that all lines avoid in the first year; nil where no planned site pays one.
    public var avoidedSurcharge: Money? { sums.avoidedSurcharge }

    /// What the levels of sites change to, and at how many sites, by scheme and levels.
    public var levelChanges: [(effect: LevelEffect, sites: Int)] {
        let counts = effects.reduce(into: [LevelEffect: Int]()) { counts, effect in
            for change in effect.levels { counts[change, default: 0] += 1 }
        }
        return counts.sorted {
            let (one, other) = ($0.key, $1.key)
            return (one.scheme, one.before ?? "", one.after ?? "")
                < (other.scheme, other.before ?? "", other.after ?? "")
        }.map { ($0.key, $0.value) }
    }

    /// The sum over all lines.
    public var sums: FleetPlan.Sums {
        plan.lines.reduce(into: FleetPlan.Sums()) { $0.add($1.package) }
    }

    /// The water that all measures take in a year.
    public var water: PlannedWater {
        effects.reduce(into: PlannedWater(of: [])) { $0.add($1.water) }
    }

    /// What a method's Scope 2 falls by over all lines; nil when any of it is unknown.
    public func saved(_ method: AccountingMethod) -> EmissionMass? {
        var sum = EmissionMass.zero
        for effect in effects {
            guard let saved = method == .location ? effect.savedLocation : effect.savedMarket else {
                return nil
            }
            sum = sum + saved
        }
        return sum
    }
}
