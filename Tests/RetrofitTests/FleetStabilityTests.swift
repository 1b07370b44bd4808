import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

@testable import Retrofit

/// How often a fleet's choice stays, against every site chosen anew by itself.
@Suite struct FleetStabilityTests {
    private let frames = PackageFrames(
        PlanningSettings(tariff: Tariff(flat: DecimalText("0.7"))))

    private struct Fleet {
        var members: [FleetPlan.Member] = []
        var cases: [String: (site: SiteCase, table: PackageTable)] = [:]
    }

    /// Rooms of many sizes with three measures, the costs of which do not grow with the room.
    private func fleet(
        _ count: Int, seed: UInt64, request: PlanRequest = PlanRequest(),
        names: Set<String> = ["cool", "air", "rectifier"]
    ) -> Fleet {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).reduce(into: Fleet()) { fleet, number in
            let it = Int64.random(in: 2_000...30_000, using: &numbers)
            let id = "s\(number)"
            let site = SiteCase.example(
                [
                    (.example("cool", low: "0.1", high: "0.3"), .example("cool", capex: 3_000)),
                    (
                        .example("air", on: .fan, low: "0.2", high: "0.25", dependsOn: [["cool"]]),
                        .example("air", capex: 400)
                    ),
                    (
                        .example("rectifier", .efficiencyPoints, on: .conversionLoss, low: "0.02"),
                        .example("rectifier", capex: 1_500, life: 12)
                    ),
                ].filter { names.contains($0.0.id) }, id: id,
                chain: .single([
                    .it: (.kWh(it), "0"), .conversionLoss: (.kWh(it) / 9, "0.5"),
                    .fan: (.kWh(it) / 20, "0.1"), .cooling: (.kWh(it) * 2 / 5, "0.7"),
                ]))
            let table = PackageTable(of: site, frames)
            fleet.members.append(
                FleetPlan.Member(
                    SyntheticSite(kind: number % 3 == 0 ? .baseStation : .telecomRoom, id: id).site,
                    table, request))
            fleet.cases[id] = (site, table)
        }
    }

    private func stability(
        _ fleet: Fleet, _ request: PlanRequest = PlanRequest(), draws: Int = 20
    ) -> (plan: FleetPlan, stability: FleetStability?) {
        let plan = FleetPlan(fleet.members, request: request)
        let sample = plan.sample(of: fleet.members)
        let members = sample.sites.compactMap { drawn in
            fleet.cases[drawn.siteID].flatMap { FleetStability.Member($0.site, $0.table, drawn) }
        }
        return (plan, FleetStability(of: members, step: sample.step, in: plan, frames, most: draws))
    }

    @Test("without a limit each site is chosen anew by itself", arguments: [1, 2] as [UInt64])
    func alone(seed: UInt64) throws {
        let fleet = fleet(24, seed: seed, names: ["cool", "rectifier"])
        let plan = FleetPlan(fleet.members, request: PlanRequest())
        // Where both measures are planned, all four sets are near the plan.
        let members = plan.sample(of: fleet.members).sites.filter { $0.mask == 3 }.compactMap {
            drawn in
            fleet.cases[drawn.siteID].flatMap { FleetStability.Member($0.site, $0.table, drawn) }
        }
        try #require(members.count > 2)
        let stability = try #require(
            FleetStability(of: members, step: 1, in: plan, frames, most: 40))
        #expect(stability.sites == members.count)
        #expect(stability.sampling.count == 40)
        var kept: [String: Int] = [:]
        for number in 0..<40 {
            let shares = stability.sampling.draw(number, of: ["cool", "rectifier"])
            for member in members {
                let candidates = member.table.candidates
                let worths = PackageValuer(member.site, frames, shares: shares).table(
                    of: candidates, .free(2)
                ).values.sorted {
                    $0.netPresentValue == $1.netPresentValue
                        ? $0.capital < $1.capital : $0.netPresentValue > $1.netPresentValue
                }
                for name in member.table.names(of: worths[0].mask) { kept[name, default: 0] += 1 }
            }
        }
        for name in ["cool", "rectifier"] {
            let percent = Rounding.halfToEven(
                Int128(kept[name] ?? 0) * 100, over: Int128(40 * members.count))
            #expect(stability.ofMeasure[name] == Int(percent))
        }
    }

    @Test(
        "what is valued in each draw is enough: all packages valued give the same but for a point",
        arguments: [5, 6, 8] as [UInt64])
    func allPackages(seed: UInt64) throws {
        let free = wide(14, seed: seed)
        let outlay = stability(free, draws: 1).plan.freeCapital.hundredths
        for budget in [nil, Money(hundredths: outlay / 2)] {
            let request = PlanRequest(budget: budget)
            let fleet = wide(14, seed: seed, request: request)
            let plan = FleetPlan(fleet.members, request: request)
            let sample = plan.sample(of: fleet.members)
            let members = sample.sites.compactMap { drawn in
                fleet.cases[drawn.siteID].flatMap {
                    FleetStability.Member($0.site, $0.table, drawn)
                }
            }
            let both = try [false, true].map {
                try #require(
                    FleetStability(
                        of: members, step: 1, in: plan, frames, most: 40, isOfAllPackages: $0))
            }
            try #require(!both[1].ofMeasure.isEmpty)
            for (name, percent) in both[1].ofMeasure {
                #expect(abs((both[0].ofMeasure[name] ?? -9) - percent) <= 1)
            }
            for (archetype, percent) in both[1].ofArchetype {
                #expect(abs((both[0].ofArchetype[archetype] ?? -9) - percent) <= 1)
            }
        }
    }

    /// Rooms with six measures that are worth about what they cost.
    private func wide(
        _ count: Int, seed: UInt64, request: PlanRequest = PlanRequest()
    ) -> Fleet {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).reduce(into: Fleet()) { fleet, number in
            let it = Int64.random(in: 2_000...30_000, using: &numbers)
            let id = "s\(number)"
            let links: [EndUse] = [.it, .cooling, .fan, .conversionLoss, .cooling, .lighting]
            let parts: [Int64] = [1, 3, 20, 9, 3, 30]
            let measures: [(measure: Measure, terms: MeasureTerms)] = (0..<6).map { index in
                // A tenth of the link at 0.7 for ten years at 8 %, from half of it to one and a half times.
                let worth = it / parts[index] * 47 / 100
                let capex = worth * Int64.random(in: 50...150, using: &numbers) / 100
                return (
                    .example(
                        "m\(index)", on: links[index], low: "0.1", high: "0.25",
                        dependsOn: index == 4 ? [["m1"]] : [],
                        conflictsWith: index == 5 ? ["m2"] : []),
                    .example("m\(index)", capex: capex)
                )
            }
            let site = SiteCase.example(
                measures, id: id,
                chain: .single([
                    .it: (.kWh(it), "0"), .conversionLoss: (.kWh(it) / 9, "0.5"),
                    .fan: (.kWh(it) / 20, "0.1"), .cooling: (.kWh(it) / 3, "0.7"),
                    .lighting: (.kWh(it) / 30, "0"),
                ]))
            let table = PackageTable(of: site, frames)
            fleet.members.append(
                FleetPlan.Member(
                    SyntheticSite(kind: .telecomRoom, id: id).site, table, request))
            fleet.cases[id] = (site, table)
        }
    }

    @Test("what just pays goes in half of the draws, what pays many times over stays")
    func margins() throws {
        // 10,000 kWh of cooling at 0.7 for ten years at 8 %: a tenth is 700 a year, 4,697 over ten years.
        func percent(capex: Int64) throws -> Int {
            let site = SiteCase.example(
                [(.example("cool", low: "0.1", high: "0.3"), .example("cool", capex: capex))],
                id: "a", chain: .single([.cooling: (.kWh(10_000), "0"), .it: (.kWh(25_000), "0")]))
            let table = PackageTable(of: site, frames)
            var fleet = Fleet()
            fleet.members = [FleetPlan.Member(SyntheticSite(id: "a").site, table, PlanRequest())]
            fleet.cases["a"] = (site, table)
            let found = try #require(stability(fleet, draws: 200).stability)
            #expect(found.ofArchetype.values.first == found.ofMeasure["cool"])
            return try #require(found.ofMeasure["cool"])
        }
        #expect(try (40...60).contains(percent(capex: 4_690)))
        // A quarter of the expectation's worth pays it back: an eighth of the draws lie below.
        #expect(try (80...95).contains(percent(capex: 1_174)))
        #expect(try percent(capex: 10) >= 99)
    }

    @Test(
        "the order of the sites never matters, and a budget keeps no more than none",
        arguments: [3, 7])
    func order(seed: UInt64) throws {
        let free = fleet(24, seed: seed)
        let half = Money(hundredths: stability(free).plan.freeCapital.hundredths / 2)
        let request = PlanRequest(budget: half)
        let bound = fleet(24, seed: seed, request: request)
        var turned = bound
        turned.members.reverse()
        let (one, other) = (stability(bound, request), stability(turned, request))
        #expect(one.stability?.ofMeasure == other.stability?.ofMeasure)
        #expect(one.stability?.ofArchetype == other.stability?.ofArchetype)
        #expect(!one.plan.lines.isEmpty)
        let percents = try #require(one.stability?.ofMeasure)
        #expect(percents.values.allSatisfy { (0...100).contains($0) })
        #expect(percents.values.contains { $0 > 50 })
        // The sample is the fleet: it has the whole budget and draws as the plan spends.
        let sample = one.plan.sample(of: bound.members)
        let members = sample.sites.compactMap { drawn in
            bound.cases[drawn.siteID].flatMap { FleetStability.Member($0.site, $0.table, drawn) }
        }
        #expect(FleetStability.request(of: members, in: one.plan).budget == half)
    }

    @Test("a sample holds every n-th site, each archetype with its share, and few enough packages")
    func sample() throws {
        let few = fleet(300, seed: 11)
        // The same three hundred sites forty times over, under other names.
        let members = (0..<40).flatMap { copy in
            few.members.indices.map { index -> FleetPlan.Member in
                let table = few.cases["s\(index)"]?.table
                return table.map {
                    FleetPlan.Member(
                        SyntheticSite(
                            kind: few.members[index].kind, id: "c\(copy)-\(index)"
                        ).site, $0, PlanRequest())
                } ?? few.members[index]
            }
        }
        let plan = FleetPlan(members, request: PlanRequest())
        let (sites, step) = plan.sample(of: members)
        #expect(step > 1)
        #expect(abs(sites.count - members.count / step) <= 1)
        let packages = sites.reduce(0) { $0 + $1.member.choices.packages.count }
        #expect(packages <= FleetStability.mostPackages / FleetStability.draws)
        let planned = Dictionary(grouping: plan.lines, by: \.archetype).mapValues(\.count)
        let masks = Dictionary(uniqueKeysWithValues: plan.lines.map { ($0.siteID, $0.archetype) })
        let drawn = sites.reduce(into: [FleetPlan.Archetype: Int]()) { counts, site in
            if let archetype = masks[site.siteID] { counts[archetype, default: 0] += 1 }
        }
        for (archetype, count) in planned {
            #expect(abs((drawn[archetype] ?? 0) - count / step) <= 1)
        }
    }

    @Test("where nothing is planned nothing stays")
    func nothing() {
        #expect(stability(Fleet()).stability == nil)
        let request = PlanRequest(budget: .zero)
        #expect(stability(fleet(5, seed: 1, request: request), request).stability == nil)
    }
}
