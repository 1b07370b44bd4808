public import Quantities

/// What is asked of a plan (方案要求).
public struct PlanRequest: Sendable {
    /// Most outlay beside what must be done; nil for no limit.
    public let budget: Money?
    /// Emission that the plan saves in the first year at least, by location; nil for no target.
    public let leastSavedEmission: EmissionMass?
    /// What each site must do, outside the budget.
    public let mustDo: [String: PackageMask]
    /// The packages with which a site reaches its target; a site that is not named has none to reach.
    public let reaching: [String: Set<PackageMask>]

    /// Makes a request.
    public init(
        budget: Money? = nil, leastSavedEmission: EmissionMass? = nil,
        mustDo: [String: PackageMask] = [:], reaching: [String: Set<PackageMask>] = [:]
    ) {
        self.budget = budget
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
    /// Sites that have a target to reach and do not reach it.
    public let missingTarget: [String]
    /// What each budget buys, what must be done included.
    public let frontier: Frontier

    /// What is not proven; zero when the plan is the optimum.
    public var gap: Money { bound - netPresentValue }

    /// Chooses the measures of a portfolio.
    ///
    /// First as many sites as possible reach their target, then the net present value is as large as it can
    /// be, both under the budget. Input in another order gives the same plan.
    public init(_ cases: [SiteCase], settings: PlanningSettings, request: PlanRequest) {
        let sorted = cases.sorted { $0.siteID < $1.siteID }
        let tables = sorted.map { PackageTable(of: $0, settings: settings) }
        self.init(sorted, tables, request: request)
    }

    /// Chooses from tables that were made before, in the order of sorted sites.
    public init(_ sites: [SiteCase], _ tables: [PackageTable], request: PlanRequest) {
        self.request = request
        let choices = zip(sites, tables).map { SiteChoices($0, $1, request) }
        let most = choices.reduce(Int128(1)) { $0 + $1.spread }
        let optimum = Optimum(
            sites: choices.map { $0.weighed(reaching: most) },
            budget: request.budget?.hundredths,
            target: request.leastSavedEmission.map { target in
                target.milligrams - choices.reduce(0) { $0 + $1.baseEmission }
            })
        isFeasible = optimum.taken != nil
        let taken = optimum.taken ?? choices.map { _ in 0 }
        let packages = zip(choices, taken).map { $0.packages[$1] }
        missingTarget = zip(choices, packages).filter { !$0.reaches($1) }.map(\.0.siteID)
        let worth = zip(choices, packages).reduce(Int128(0)) {
            $0 + Int128($1.1.netPresentValue.hundredths - $1.0.baseWorth)
        }
        let leftOut = tables.reduce(Int128(0)) { $0 + Int128($1.leftOutBound.hundredths) }
        netPresentValue = Money(hundredths: Int64(worth))
        bound = Money(hundredths: Int64(worth + min(optimum.gap, most) + leftOut))
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

/// The packages of one site from which the optimum chooses.
private struct SiteChoices {
    let siteID: String
    let base: PackageMask
    let best: PackageMask
    let packages: [PackageTable.Package]
    private let baseCapital: Money
    let baseWorth: Int64
    let baseEmission: Int64
    private let reaching: Set<PackageMask>?

    init(_ site: SiteCase, _ table: PackageTable, _ request: PlanRequest) {
        siteID = site.siteID
        let must = request.mustDo[site.siteID] ?? 0
        base = table.packages[must] == nil ? 0 : must
        let reaching = request.reaching[site.siteID]
        self.reaching = reaching
        let all = table.undominated(holding: base)
        best = all.max { $0.netPresentValue < $1.netPresentValue }?.mask ?? base
        var packages = all
        if let reaching {
            packages += table.undominated(holding: base) { reaching.contains($0.mask) }
        }
        if request.leastSavedEmission != nil {
            // A package that saves more may be needed although it is worth less.
            packages += Self.savers(table, holding: base)
        }
        var seen: Set<PackageMask> = []
        self.packages = packages.filter { seen.insert($0.mask).inserted }.sorted {
            $0.capital == $1.capital ? $0.mask < $1.mask : $0.capital < $1.capital
        }
        let must0 = table.packages[base]
        baseCapital = must0?.capital ?? .zero
        baseWorth = must0?.netPresentValue.hundredths ?? 0
        baseEmission = 0
    }

    /// Packages that no other beats in outlay, worth and saved emission together.
    private static func savers(
        _ table: PackageTable, holding base: PackageMask
    ) -> [PackageTable.Package] {
        let all = table.packages.values.filter { $0.mask & base == base }.sorted {
            $0.mask < $1.mask
        }
        return all.filter { one in
            !all.contains { other in
                let isNoWorse =
                    other.capital <= one.capital && other.netPresentValue >= one.netPresentValue
                    && saved(other) >= saved(one)
                let isBetter =
                    other.capital < one.capital || other.netPresentValue > one.netPresentValue
                    || saved(other) > saved(one)
                return isNoWorse && (isBetter || other.mask < one.mask)
            }
        }
    }

    private static func saved(_ package: PackageTable.Package) -> Int64 {
        package.savedEmission?.milligrams ?? 0
    }

    /// Tells whether a package reaches the site's target; a site without one reaches it.
    func reaches(_ package: PackageTable.Package) -> Bool {
        reaching?.contains(package.mask) ?? true
    }

    /// The largest difference of worth between two packages.
    var spread: Int128 {
        let worths = packages.map(\.netPresentValue.hundredths)
        return Int128(worths.max() ?? 0) - Int128(worths.min() ?? 0)
    }

    /// Worth beside what must be done; reaching the target counts more than all worths together.
    func weighed(reaching most: Int128) -> [Optimum.Choice] {
        packages.map { package in
            let reward = reaching != nil && reaches(package) ? most : 0
            return Optimum.Choice(
                worth: Int128(package.netPresentValue.hundredths - baseWorth) + reward,
                outlay: (package.capital - baseCapital).hundredths,
                gain: Self.saved(package) - baseEmission)
        }
    }
}
