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

    /// Most packages that all draws together value.
    private static let mostPackages = 40_000

    /// Draws; nil when nothing can be planned or the portfolio is too large to be drawn.
    public init?(of plan: RetrofitPlan, settings: PlanningSettings) {
        let sites = plan.sites.filter { !$0.table.candidates.isEmpty }.sorted {
            $0.site.siteID < $1.site.siteID
        }
        // The packages from which a draw chooses are those that are undominated at the expectation.
        let masks = sites.map { site in
            let reaching = plan.request.reaching[site.site.siteID] ?? []
            return Set(site.table.undominated(holding: site.mustDo).map(\.mask))
                .union([0, site.mustDo, site.chosen])
                .union(
                    site.table.undominated(holding: site.mustDo) { reaching.contains($0.mask) }
                        .map(\.mask))
        }
        let packages = masks.reduce(0) { $0 + $1.count }
        guard packages > 0 else { return nil }
        let count = min(200, Self.mostPackages / packages)
        guard count >= 20 else { return nil }
        let sampling = Sampling(count: count)
        let frames = PackageFrames(settings)
        var (worths, joules) = ([Money](), [Int64]())
        var held: [String: Int] = [:]
        for number in 0..<count {
            let tables = zip(sites, masks).map { site, masks in
                PackageTable(
                    masks, of: site.table, at: site.site, frames: frames,
                    shares: sampling.draw(
                        number, of: site.table.candidates.map(\.id), at: site.site.siteID))
            }
            let fixed = zip(sites, tables).compactMap { $1.packages[$0.chosen] }
            worths.append(fixed.reduce(.zero) { $0 + $1.netPresentValue })
            joules.append(fixed.reduce(0) { $0 + $1.savedJoules })
            let again = RetrofitPlan(sites.map(\.site), tables, request: plan.request)
            for site in again.sites {
                for name in site.table.names(of: site.chosen) {
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
