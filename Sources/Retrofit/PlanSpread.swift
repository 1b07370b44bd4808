public import Quantities

/// How far a plan's figures may stray (不确定性): P10, P50, P90 by seeded sampling, an estimate.
public struct PlanSpread: DrawnSpread {
    /// How many draws, and their seed.
    public let sampling: Sampling
    /// Net present value of the plan, what must be done included.
    public let netPresentValue: SpreadRanks<Money>
    /// Bought energy saved in the first year [J].
    public let savedJoules: SpreadRanks<Int64>
    /// For each measure at a site, in how many draws of a hundred the optimum holds it, rounded half to even.
    public let stability: [String: Int]

    /// Tells that each draw chose among all packages of all sites; else among those near to the optima of draws.
    public let isOfAllPackages: Bool

    /// Most packages that all draws together value.
    static let mostPackages = 40_000
    /// Most packages that are valued for the sake of having all of them in each draw: a hundred draws of all that
    /// twelve measures can make, and some more.
    private static let mostOfAll = 450_000
    /// The same where demand has a price, for which each package asks the hours of every month.
    private static let mostOfAllWithDemand = 20_000
    /// Most packages that are valued before the draws, where not all can be in each.
    private static let mostProbed = 5_000
    /// As many packages as are valued in more than enough draws.
    private static let mostAtEase = 20_000
    /// Most draws, and fewest: fewer tell no tenth.
    private static let draws = (most: 200, enough: 100, least: 20)
    /// Most draws of which all packages are valued where not all can be in each.
    private static let probes = 12
    /// Steps of bounding in each draw.
    private static let effort = 1_000_000

    /// Draws; nil when nothing can be planned or the portfolio is too large to be drawn.
    public init?(of plan: RetrofitPlan, settings: PlanningSettings) {
        let hasDemand = plan.sites.contains { $0.site.peaks != nil }
        self.init(
            of: plan, settings: settings,
            all: hasDemand ? Self.mostOfAllWithDemand : Self.mostOfAll)
    }

    /// - Parameters:
    ///   - all: Most packages that are valued for the sake of having all of them.
    ///   - draws: So many draws; nil for as many as time allows.
    init?(of plan: RetrofitPlan, settings: PlanningSettings, all: Int, draws: Int? = nil) {
        let drawn = plan.sites.filter { !$0.table.candidates.isEmpty }.sorted {
            $0.site.siteID < $1.site.siteID
        }.map { site in
            DrawnSite(site.site, site.table, base: site.mustDo, planned: site.chosen) {
                SiteChoices(site.site.siteID, $0, plan.request)
            }
        }
        guard !drawn.isEmpty else { return nil }
        func shares(_ number: Int, _ sampling: Sampling) -> (DrawnSite) -> ActionShares {
            { sampling.draw(number, of: $0.table.candidates.map(\.id), at: $0.site.siteID) }
        }
        let whole = drawn.reduce(0) { $0 + $1.count }
        isOfAllPackages = whole * Self.draws.enough <= all
        var choice = DrawnChoice(
            isOfAllPackages ? drawn.map(\.whole) : drawn, plan.request, PackageFrames(settings),
            effort: Self.effort)
        var packages = whole
        if !isOfAllPackages {
            // Behind the draws that are counted, so that none is counted on which the packages hang.
            let probes = min(Self.probes, min(all / 4, Self.mostProbed) / whole)
            choice.probe(
                (0..<probes).map { shares(Self.draws.most + $0, Sampling(count: Self.draws.most)) })
            packages = choice.sites.reduce(0) { $0 + ($1.start?.count ?? 0) }
        }
        // What is taken in draw by draw comes on top of what each draw begins with.
        let most =
            isOfAllPackages
            ? min(Self.draws.most, max(Self.draws.enough, Self.mostAtEase / whole))
            : min(Self.draws.enough, Self.mostPackages / packages)
        let count = draws ?? most
        guard count >= Self.draws.least else { return nil }
        let sampling = Sampling(count: count)
        var (worths, joules) = ([Money](), [Int64]())
        var held: [String: Int] = [:]
        for number in 0..<count {
            let packages = choice.packages(shares(number, sampling))
            worths.append(
                packages.reduce(.zero) { $0 + ($1.planned?.netPresentValue ?? .zero) })
            joules.append(packages.reduce(0) { $0 + ($1.planned?.savedJoules ?? 0) })
            for (site, package) in zip(drawn, packages) {
                for name in site.table.names(of: package.chosen.mask) {
                    held["\(site.site.siteID)/\(name)", default: 0] += 1
                }
            }
        }
        guard let money = SpreadRanks(worths.sorted()), let energy = SpreadRanks(joules.sorted())
        else {
            return nil
        }
        self.sampling = sampling
        netPresentValue = money
        savedJoules = energy
        stability = held.mapValues {
            Int(Rounding.halfToEven(Int128($0) * 100, over: Int128(count)))
        }
    }
}
