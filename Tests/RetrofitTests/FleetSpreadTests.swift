import Quantities
import TestSupport
import Testing

@testable import Retrofit

/// The spread of a fleet against a walk of each of its sites.
@Suite struct FleetSpreadTests {
    private static let measures: [(measure: Measure, terms: MeasureTerms)] = [
        (.example("cool", low: "0.1", high: "0.3"), .example("cool", capex: 900, life: 8)),
        (
            .example("air", on: .fan, low: "0.2", high: "0.25", dependsOn: [["cool"]]),
            .example("air", capex: 100, life: 12)
        ),
        (
            .example(
                "rectifier", .efficiencyPoints, on: .conversionLoss, low: "0.01", high: "0.02"),
            .example("rectifier", capex: 1_500, life: 12)
        ),
        (
            .example("old", .energyPerUnit, on: .it, low: "40", high: "60"),
            .example("old", capex: 50, life: 5, quantity: "3")
        ),
    ]

    /// Rooms of two kinds of chain, each with some of the measures.
    private func rooms(_ numbers: inout SeededNumbers, _ count: Int, of names: [String])
        -> [SiteCase]
    {
        (0..<count).map { number in
            let it = Int64.random(in: 1_000...40_000, using: &numbers)
            let follows = number % 2 == 0 ? "0.7" : "0.4"
            let chain = PowerChain.single([
                .it: (.kWh(it), "0"), .conversionLoss: (.kWh(it) / 9, "0.5"),
                .fan: (.kWh(it) / 20, "0.1"), .cooling: (.kWh(it) * 2 / 5, follows),
            ])
            return .example(
                Self.measures.filter { names.contains($0.measure.id) }, id: "s\(number)",
                chain: chain)
        }
    }

    private let frames = PackageFrames(
        PlanningSettings(
            tariff: Tariff(flat: DecimalText("0.7")), carbonPrice: DecimalText("60")))

    private func sample(_ sites: [SiteCase], _ names: [String]) -> FleetSample {
        sites.reduce(into: FleetSample()) { $0.add($1, Set(names)) }
    }

    /// Each site walked alone.
    private func alone(
        _ sites: [SiteCase], _ shares: ([String]) -> ActionShares
    ) -> (worth: Money, joules: Int64) {
        sites.reduce(into: (Money.zero, Int64(0))) { sums, site in
            let all = (PackageMask(1) << PackageMask(site.options.count)) - 1
            let table = PackageValuer(site, frames, shares: shares(site.options.map(\.id))).table(
                of: site.options, PackageRules(site.options, all: site.options), masks: [all])
            sums.0 += table[all]?.netPresentValue ?? .zero
            sums.1 += table[all]?.savedJoules ?? 0
        }
    }

    @Test(
        "law: what is walked as one is what its sites are one by one",
        arguments: 1...8 as ClosedRange<UInt64>)
    func together(seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let names = ["cool", "air", "rectifier"]
        let sites = rooms(&numbers, 60, of: names)
        let sample = sample(sites, names)
        #expect(sample.groups.count == 2)
        for number in 0..<10 {
            let draw = { Sampling().draw(number, of: $0) }
            let (one, other) = (
                FleetSpread.sums(of: sample, frames, draw), alone(sites, draw)
            )
            // A joule for each action, link and site; the share of a conversion's loss is cut to a billionth.
            #expect(abs(one.joules - other.joules) <= 60 * 4 * 3 + other.joules / 100_000_000)
            // Half a hundredth a year and flow at each site, over twelve years.
            #expect(abs(one.worth.hundredths - other.worth.hundredths) <= 60 * 2 * 12)
        }
    }

    @Test("amounts at a site are walked there, to the joule and the hundredth")
    func amounts() {
        var numbers = SeededNumbers(seed: 4)
        let names = ["cool", "old"]
        let sites = rooms(&numbers, 12, of: names)
        let sample = sample(sites, names)
        #expect(sample.groups.count == 12)
        for number in 0..<10 {
            let draw = { Sampling().draw(number, of: $0) }
            let (one, other) = (FleetSpread.sums(of: sample, frames, draw), alone(sites, draw))
            #expect(one == other)
        }
    }

    @Test("one measure: the tenth, the half and nine tenths of what its range says")
    func ranks() throws {
        var numbers = SeededNumbers(seed: 9)
        let sites = rooms(&numbers, 400, of: ["cool"])
        let spread = try #require(FleetSpread(of: sample(sites, ["cool"]), frames))
        let cooling = sites.reduce(Int64(0)) { $0 + ($1.chain.links[.cooling]?.total ?? 0) }
        // Half of the draws lie evenly from 0 to the low end 0.1, half from there to 0.3:
        // P10 is a fifth of 0.1, P50 is 0.1, P90 is 0.1 + 0.8 x 0.2. Two hundred draws miss by some hundredths.
        for (rank, share) in [
            (spread.savedJoules.p10, 0.02), (spread.savedJoules.p50, 0.1),
            (spread.savedJoules.p90, 0.26),
        ] {
            #expect(abs(Double(rank) / Double(cooling) - share) < 0.03)
        }
        #expect(spread.sampling.count == 200)
        #expect(spread.netPresentValue.p10 < spread.netPresentValue.p90)
        let again = try #require(FleetSpread(of: sample(sites.reversed(), ["cool"]), frames))
        #expect(again.savedJoules.p10 == spread.savedJoules.p10)
        #expect(again.netPresentValue.p90 == spread.netPresentValue.p90)
    }

    @Test("what cannot be drawn often enough has no spread")
    func tooMany() {
        var numbers = SeededNumbers(seed: 2)
        let sites = rooms(&numbers, FleetSample.mostGroups + 1, of: ["old"])
        #expect(FleetSpread(of: sample(sites, ["old"]), frames) == nil)
        let fewer = Array(sites.dropLast())
        #expect(FleetSpread(of: sample(fewer, ["old"]), frames)?.sampling.count == 20)
        #expect(FleetSpread(of: FleetSample(), frames) == nil)
    }
}
