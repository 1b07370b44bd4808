public import Quantities

/// What is asked of a plan (方案要求).
public struct PlanRequest: Sendable {
    /// Most outlay beside what must be done; nil for no limit.
    public let budget: Money?
    /// Emission that the plan saves in the first year at least, by location; nil for no target.
    public let leastSavedEmission: EmissionMass?
    /// The years over which the budget is spread; nil for a plan at once.
    public let pace: Pace?
    /// What each site must do, outside the budget.
    public let mustDo: [String: PackageMask]
    /// The packages with which a site reaches its target; a site that is not named has none to reach.
    public let reaching: [String: Set<PackageMask>]

    /// Years with a budget each (分年预算): what no single year can pay is not chosen.
    public struct Pace: Hashable, Sendable {
        /// How many years.
        public let years: Int
        /// What each may cost beside what must be done.
        public let budget: Money
        /// Tells that a site's package is paid in one year; else each measure is.
        public let isByPackage: Bool

        /// Makes a pace.
        public init(years: Int, budget: Money, isByPackage: Bool) {
            self.years = years
            self.budget = budget
            self.isByPackage = isByPackage
        }
    }

    /// Makes a request.
    public init(
        budget: Money? = nil, pace: Pace? = nil, leastSavedEmission: EmissionMass? = nil,
        mustDo: [String: PackageMask] = [:], reaching: [String: Set<PackageMask>] = [:]
    ) {
        self.budget = budget
        self.pace = pace
        self.leastSavedEmission = leastSavedEmission
        self.mustDo = mustDo
        self.reaching = reaching
    }
}

/// The chosen measures of a portfolio, what they are worth, and how far that is proven (改造方案).
public struct RetrofitPlan: Sendable {
    /// What was chosen at one site.
    public struct SitePlan: Sendable {
        /// The site.
        public let site: SiteCase
        /// All its packages.
        public let table: PackageTable
        /// What it must do.
        public let mustDo: PackageMask
        /// What is planned, what it must do included.
        public let chosen: PackageMask
        /// The best package if money were no limit.
        public let unlimited: PackageMask

        /// A package of the table; the empty one where a mask is none.
        public func package(_ mask: PackageMask) -> PackageTable.Package? { table.packages[mask] }
    }

    /// The sites, those that bring most first, ties by name.
    public let sites: [SitePlan]
    /// What was asked.
    public let request: PlanRequest
    /// Net present value of what was chosen beside what must be done.
    public let netPresentValue: Money
    /// No plan that keeps the limits is worth more than this.
    public let bound: Money
    /// Tells that a plan keeps the limits.
    public let isFeasible: Bool
    /// Tells that it is known whether a plan keeps the limits: one was found, or the search was complete.
    public let isDecided: Bool
    /// Sites that have a target to reach and do not reach it.
    public let missingTarget: [String]
    /// What each budget buys, what must be done included.
    public let frontier: Frontier

    /// What each tonne beyond the plan worth most costs in worth (净现值-减排前沿), in the order of sorted sites, what must
    /// be done included.
    public func carbonFrontier(most: Int = 20) -> Frontier {
        Frontier(
            of: sites.sorted { $0.site.siteID < $1.site.siteID }.map { site in
                site.table.packages.values.filter { $0.mask & site.mustDo == site.mustDo }.sorted {
                    $0.mask < $1.mask
                }
            }, by: .emission, most: most)
    }

    /// Chooses the measures of a portfolio.
    ///
    /// First as many sites as possible reach their target, then the net present value is as large as it can
    /// be, both under the budget. Input in another order gives the same plan.
    public init(_ cases: [SiteCase], settings: PlanningSettings, request: PlanRequest) {
        let sorted = cases.sorted { $0.siteID < $1.siteID }
        let frames = PackageFrames(settings)
        let tables = sorted.map { PackageTable(of: $0, frames) }
        self.init(sorted, tables, request: request)
    }

    /// Chooses from tables that were made before, in the order of sorted sites.
    public init(_ sites: [SiteCase], _ tables: [PackageTable], request: PlanRequest) {
        self.request = request
        let choices = zip(sites, tables).map { SiteChoices($0.siteID, $1, request) }
        let chosen = ChosenPackages(choices, request)
        isFeasible = chosen.isFeasible
        isDecided = chosen.isDecided
        missingTarget = chosen.missingTarget
        netPresentValue = chosen.netPresentValue
        bound = chosen.bound
        let packages = chosen.packages
        frontier = Frontier(of: choices.map(\.packages))
        self.sites = zip(zip(sites, tables), zip(choices, packages)).map { pair, choice in
            SitePlan(
                site: pair.0, table: pair.1, mustDo: choice.0.base, chosen: choice.1.mask,
                unlimited: choice.0.best)
        }.sorted { left, right in
            let worths = [left, right].map {
                $0.package($0.chosen)?.netPresentValue ?? Money.zero
            }
            return worths[0] == worths[1]
                ? left.site.siteID < right.site.siteID : worths[0] > worths[1]
        }
    }
}
