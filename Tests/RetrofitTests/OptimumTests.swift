import Quantities
import TestSupport
import Testing

@testable import Retrofit

@Suite struct OptimumTests {
    private func sites(
        _ numbers: inout SeededNumbers, count: Int, most: Int
    ) -> [[Optimum.Choice]] {
        (0..<count).map { _ in
            [Optimum.Choice(worth: 0, outlay: 0)]
                + (0..<Int.random(in: 0...most, using: &numbers)).map { _ in
                    Optimum.Choice(
                        worth: Int128(Int64.random(in: -20...90, using: &numbers)),
                        outlay: Int64.random(in: 0...60, using: &numbers),
                        gain: Int64.random(in: 0...40, using: &numbers))
                }
        }
    }

    /// Every choice of every site, tried.
    private func brute(
        _ sites: [[Optimum.Choice]], budget: Int64?, target: Int64?
    ) -> Int128? {
        var sums: [(worth: Int128, outlay: Int64, gain: Int64)] = [(0, 0, 0)]
        for site in sites {
            sums = sums.flatMap { sum in
                site.map { (sum.worth + $0.worth, sum.outlay + $0.outlay, sum.gain + $0.gain) }
            }
        }
        return sums.filter {
            $0.outlay <= budget ?? .max && $0.gain >= target ?? .min
        }.map(\.worth).max()
    }

    @Test("the optimum is what trying everything finds, and is proven", arguments: 0..<60)
    func equalsBruteForce(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let sites = sites(&numbers, count: 6, most: 4)
        let budget = seed % 3 == 0 ? nil : Int64.random(in: 0...200, using: &numbers)
        let target = seed % 2 == 0 ? nil : Int64.random(in: 0...120, using: &numbers)
        let optimum = Optimum(sites: sites, budget: budget, target: target)
        let best = brute(sites, budget: budget, target: target)
        #expect((optimum.taken == nil) == (best == nil))
        if let best {
            #expect(optimum.worth == best)
            #expect(optimum.gap == 0)
        }
        if let taken = optimum.taken {
            let chosen = zip(sites, taken).map { $0[$1] }
            #expect(chosen.reduce(0) { $0 + $1.outlay } <= budget ?? .max)
            #expect(chosen.reduce(0) { $0 + $1.gain } >= target ?? .min)
        }
    }

    @Test("a bigger budget never plans worse", arguments: 0..<10)
    func monotone(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let sites = sites(&numbers, count: 12, most: 5)
        let worths = (0..<12).map { Optimum(sites: sites, budget: Int64($0) * 40).worth }
        #expect(zip(worths, worths.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test("a search that ends early says what it did not prove", arguments: 0..<10)
    func gap(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let sites = sites(&numbers, count: 14, most: 6)
        let full = Optimum(sites: sites, budget: 200)
        let early = Optimum(sites: sites, budget: 200, effort: 1)
        #expect(early.worth <= full.worth)
        #expect(early.bound >= full.worth)
    }

    @Test("thousands of sites: the greedy choice lies within one step of its bound")
    func manySites() {
        var numbers = SeededNumbers(seed: 7)
        let sites = sites(&numbers, count: 4_000, most: 3)
        let optimum = Optimum(sites: sites, budget: 20_000)
        #expect(optimum.taken != nil)
        #expect(optimum.gap <= 110)
    }

    @Test("the greedy choice of many sites keeps its word on few", arguments: 0..<120)
    func greedy(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let sites = sites(&numbers, count: 7, most: 4)
        let budget = seed % 3 == 0 ? nil : Int64.random(in: 0...200, using: &numbers)
        let target = seed % 2 == 0 ? nil : Int64.random(in: 0...140, using: &numbers)
        // No effort is what more than 1,500 sites get: relaxation, whole steps, what still fits.
        let greedy = Optimum(sites: sites, budget: budget, target: target, effort: 0)
        let best = brute(sites, budget: budget, target: target)
        guard let best else {
            #expect(greedy.taken == nil)
            return
        }
        #expect(greedy.bound >= best)
        guard greedy.taken != nil else {
            // Under two limits whole steps may find nothing; then nothing is claimed.
            #expect(budget != nil && target != nil)
            #expect(!greedy.isDecided)
            return
        }
        #expect(greedy.isDecided)
        #expect(greedy.worth <= best)
        if budget == nil || target == nil {
            // One limit: the relaxation takes a part of one step, which is worth at most a site's whole span.
            let span = sites.map { ($0.map(\.worth).max() ?? 0) - ($0.map(\.worth).min() ?? 0) }
            #expect(greedy.gap <= span.max() ?? 0)
        }
    }

    @Test("a full search that finds nothing proves that there is nothing", arguments: 0..<10)
    func decided(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let sites = sites(&numbers, count: 6, most: 4)
        let all = sites.reduce(Int64(0)) { $0 + ($1.map(\.gain).max() ?? 0) }
        // All the gain there is, for a third of what it costs at least, and a gain that nobody has.
        for (budget, target) in [(Int64(10), all), (nil, all + 1)] as [(Int64?, Int64)] {
            let optimum = Optimum(sites: sites, budget: budget, target: target)
            #expect((optimum.taken == nil) == (brute(sites, budget: budget, target: target) == nil))
            #expect(optimum.isDecided)
        }
    }
}
