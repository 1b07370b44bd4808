public import Quantities

/// How far a plan's figures may stray (不确定性): P10, P50, P90 by seeded sampling, an estimate.
public struct PlanSpread: Sendable {
    /// Three ranks of a figure.
    public struct Ranks<Value: Sendable>: Sendable {
        /// One draw in ten lies below it.
        public let p10: Value
        /// One draw in two lies below it.
        public let p50: Value
        /// Nine draws in ten lie below it.
        public let p90: Value

        init?(_ values: [Value]) {
            guard let p10 = Sampling.percentile(10, of: values),
                let p50 = Sampling.percentile(50, of: values),
                let p90 = Sampling.percentile(90, of: values)
            else { return nil }
            (self.p10, self.p50, self.p90) = (p10, p50, p90)
        }
    }

    /// How many draws, and their seed.
    public let sampling: Sampling
    /// Net present value of the plan, what must be done included.
    public let netPresentValue: Ranks<Money>
    /// Bought energy saved in the first year [J].
    public let savedJoules: Ranks<Int64>
    /// For each measure at a site, in how many draws of a hundred the optimum holds it, rounded half to even.
    public let stability: [String: Int]

    /// Most packages that all draws together enumerate.
    private static let mostPackages = 100_000

    /// Draws; nil when nothing can be planned or the portfolio is too large to be drawn.
    public init?(of plan: RetrofitPlan, settings: PlanningSettings) {
        let sites = plan.sites.filter { !$0.table.candidates.isEmpty }.sorted {
            $0.site.siteID < $1.site.siteID
        }
        let packages = sites.reduce(0) { $0 + $1.table.packages.count }
        guard packages > 0 else { return nil }
        let count = min(200, Self.mostPackages / packages)
        guard count >= 20 else { return nil }
        let sampling = Sampling(count: count)
        var (worths, joules) = ([Money](), [Int64]())
        var held: [String: Int] = [:]
        for number in 0..<count {
            let tables = sites.map { site in
                PackageTable(
                    of: site.site, settings: settings,
                    shares: sampling.draw(
                        number, of: site.site.options.map(\.id), at: site.site.siteID))
            }
            let fixed = zip(sites, tables).compactMap { site, table in
                table.packages[table.mask(of: Set(site.table.names(of: site.chosen)))]
            }
            worths.append(fixed.reduce(.zero) { $0 + $1.netPresentValue })
            joules.append(fixed.reduce(0) { $0 + $1.savedJoules })
            let again = RetrofitPlan(sites.map(\.site), tables, request: plan.request)
            for site in again.sites {
                for name in site.table.names(of: site.chosen) {
                    held["\(site.site.siteID)/\(name)", default: 0] += 1
                }
            }
        }
        guard let money = Ranks(worths.sorted()), let energy = Ranks(joules.sorted()) else {
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
