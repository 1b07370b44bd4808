import Quantities
import TestSupport
import Testing

@testable import Retrofit

/// How often a choice stays: against all packages valued in every draw.
@Suite struct PlanSpreadTests {
    private let settings = PlanningSettings.example

    /// Sites whose measures are worth about what they cost, so that draws choose differently.
    private func sites(
        _ numbers: inout SeededNumbers, count: Int, measures: Int, surcharge: Bool
    ) -> [SiteCase] {
        (0..<count).map { number in
            let ids = (0..<measures).map { "m\($0)" }
            return SiteCase.example(
                ids.enumerated().map { index, id in
                    let low = Int64.random(in: 20...120, using: &numbers)
                    let link =
                        [EndUse.it, .cooling, .fan, .conversionLoss, .lighting]
                        .randomElement(using: &numbers) ?? .cooling
                    let energies: [EndUse: Int64] = [
                        .it: 1_000, .cooling: 300, .fan: 60, .conversionLoss: 50, .lighting: 20,
                    ]
                    // low / 1000 x MWh x 500 a year x 6.71, from half of that to one and a half times.
                    let worth = low * (energies[link] ?? 0) * 335 / 100
                    let capex = worth * Int64.random(in: 50...150, using: &numbers) / 100
                    let needs =
                        index > 0 && Int.random(in: 0..<4, using: &numbers) == 0
                        ? [[ids[index - 1]]] : []
                    let conflicts =
                        index > 1 && Int.random(in: 0..<5, using: &numbers) == 0
                        ? [ids[index - 2]] : []
                    let text = { (value: Int64) in
                        "0." + String(repeating: "0", count: value < 100 ? 1 : 0) + "\(value)"
                    }
                    return (
                        Measure.example(
                            id, on: link, low: text(low), high: text(low * 2), dependsOn: needs,
                            conflictsWith: conflicts),
                        MeasureTerms.example(id, capex: capex)
                    )
                }, id: "site-\(number)",
                surcharge: surcharge
                    ? .example([("1.4", "0.05"), ("1.42", "0.1")], of: .bought) : nil)
        }
    }

    private func plan(_ sites: [SiteCase], budget: Money? = nil) -> RetrofitPlan {
        RetrofitPlan(sites, settings: settings, request: PlanRequest(budget: budget))
    }

    private func differences(_ one: PlanSpread, _ other: PlanSpread) -> [Int] {
        Set(one.stability.keys).union(other.stability.keys).map {
            abs((one.stability[$0] ?? 0) - (other.stability[$0] ?? 0))
        }
    }

    @Test("few packages are all valued in each draw")
    func whole() throws {
        var numbers = SeededNumbers(seed: 1)
        let plan = plan(sites(&numbers, count: 2, measures: 5, surcharge: false))
        let spread = try #require(PlanSpread(of: plan, settings: settings))
        #expect(spread.isOfAllPackages)
        #expect(spread.sampling.count == 200)
        // Every draw anew by brute force over all packages of each site, which no budget binds together.
        var held: [String: Int] = [:]
        for number in 0..<200 {
            for site in plan.sites {
                let shares = spread.sampling.draw(
                    number, of: site.table.candidates.map(\.id), at: site.site.siteID)
                let all = PackageValuer(site.site, PackageFrames(settings), shares: shares).table(
                    of: site.table.candidates,
                    PackageRules(site.table.candidates, all: site.site.options))
                let best = all.values.max {
                    $0.netPresentValue == $1.netPresentValue
                        ? ($0.capital, $0.mask) > ($1.capital, $1.mask)
                        : $0.netPresentValue < $1.netPresentValue
                }
                for name in site.table.names(of: best?.mask ?? 0) {
                    held["\(site.site.siteID)/\(name)", default: 0] += 1
                }
            }
        }
        let percent = held.mapValues { Int(Rounding.halfToEven(Int128($0) * 100, over: 200)) }
        #expect(spread.stability == percent)
    }

    @Test("twelve measures: each draw chooses among all 4,096 packages")
    func twelve() throws {
        var numbers = SeededNumbers(seed: 12)
        let ids = (0..<12).map { "m\($0 < 10 ? "0" : "")\($0)" }
        let site = SiteCase.example(
            ids.map { id in
                let share = Int64.random(in: 10...60, using: &numbers)
                let link = [EndUse.it, .cooling, .fan].randomElement(using: &numbers) ?? .cooling
                return (
                    Measure.example(id, on: link, low: "0.0\(share)", high: "0.\(share + 20)"),
                    MeasureTerms.example(
                        id, capex: Int64.random(in: 1_000...60_000, using: &numbers))
                )
            })
        let plan = plan([site])
        #expect(plan.sites[0].table.packages.count == 4_096)
        let spread = try #require(PlanSpread(of: plan, settings: settings))
        #expect(spread.isOfAllPackages && spread.sampling.count == 100)
        // Hoeffding: √(ln 40 / 200) = 13.58 points.
        #expect(spread.sampling.errorInPoints == 14)
        // Three draws by brute force; what they hold is told of each, so all of a measure's draws say at least that.
        for number in 0..<3 {
            let shares = spread.sampling.draw(number, of: ids, at: site.siteID)
            let all = PackageValuer(site, PackageFrames(settings), shares: shares).table(
                of: plan.sites[0].table.candidates, PackageRules(site.options, all: site.options))
            let best = try #require(all.values.map(\.netPresentValue).max())
            let masks = all.values.filter { $0.netPresentValue == best }.map(\.mask)
            for name in plan.sites[0].table.names(of: masks.reduce(~0) { $0 & $1 } & 4_095) {
                #expect((spread.stability["\(site.siteID)/\(name)"] ?? 0) >= 1)
            }
        }
    }

    @Test(
        "where not all packages can be valued, no measure strays by more than a point",
        arguments: 3..<7, [false, true])
    func restricted(seed: UInt64, surcharge: Bool) throws {
        var numbers = SeededNumbers(seed: 40 + seed)
        let sites = sites(&numbers, count: 2, measures: 7, surcharge: surcharge)
        let free = plan(sites)
        let outlay = free.sites.reduce(Money.zero) {
            $0 + ($1.package($1.chosen)?.capital ?? .zero)
        }
        for budget in [nil, Money(hundredths: outlay.hundredths / 2)] {
            let plan = plan(sites, budget: budget)
            let all = try #require(
                PlanSpread(of: plan, settings: settings, all: 10_000_000, draws: 60))
            // Without any draw of which all packages were valued, and with some.
            for most in [0, 3_000] {
                let few = try #require(
                    PlanSpread(of: plan, settings: settings, all: most, draws: 60))
                try #require(all.isOfAllPackages)
                try #require(few.sampling.count == all.sampling.count)
                #expect(few.netPresentValue.p50 == all.netPresentValue.p50)
                let differences = differences(few, all)
                #expect((differences.max() ?? 0) <= 1, "\(most) \(differences)")
            }
        }
    }
}
