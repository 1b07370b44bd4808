import Quantities

/// How often a fleet's choice stays the optimum when savings stray (方案稳定性): drawn on a sample of its sites, an
/// estimate.
///
/// Of the sites, in the order of archetype and worth, every n-th is drawn, so that each archetype is there with its
/// share. In each draw the packages of these sites are valued anew and chosen anew: under the part of the budget that
/// the plan spends at them, towards the part of the tonnes that it saves there. As in the spread a draw of a measure
/// holds at all its sites.
public struct FleetStability: Sendable {
    /// Most packages that all draws together value.
    static let mostPackages = 200_000
    /// Most draws, and as many packages in the sample as let there be so many.
    public static let draws = 100
    /// Steps of bounding in each draw; many draws matter more than the last hundredth of one.
    private static let effort = 200_000

    /// How many draws, and their seed.
    public let sampling: Sampling
    /// How many sites were drawn.
    public let sites: Int
    /// Of how many sites one was drawn.
    public let step: Int
    /// In how many of a hundred draws the optimum still holds all planned measures of an archetype's sites, rounded
    /// half to even; an archetype of which no site was drawn is not there.
    public let ofArchetype: [FleetPlan.Archetype: Int]
    /// The same for each measure, over all sites at which it is planned.
    public let ofMeasure: [String: Int]

    /// One site of the sample.
    public struct Member: Sendable {
        let site: SiteCase
        let table: PackageTable
        let member: FleetPlan.Member
        let planned: PackageTable.Package

        /// Makes a member of the site as it is fitted, its packages, and what the plan gives it; nil where its packages
        /// are not those that the plan chose from.
        public init?(_ site: SiteCase, _ table: PackageTable, _ drawn: FleetPlan.Drawn) {
            guard table.candidates.map(\.id) == drawn.member.candidates,
                let planned = table.packages[drawn.mask]
            else { return nil }
            self.site = site
            self.table = table
            member = drawn.member
            self.planned = planned
        }
    }

    /// Draws; nil when nothing is planned at the sites of the sample.
    public init?(
        of members: [Member], step: Int, in plan: FleetPlan, _ frames: PackageFrames
    ) {
        self.init(of: members, step: step, in: plan, frames, most: Self.draws)
    }

    /// - Parameters:
    ///   - most: Most draws.
    ///   - isOfAllPackages: Whether all packages are valued in each draw.
    init?(
        of members: [Member], step: Int, in plan: FleetPlan, _ frames: PackageFrames, most: Int,
        isOfAllPackages: Bool = false
    ) {
        guard members.contains(where: { $0.planned.mask != 0 }) else { return nil }
        let request = Self.request(of: members, in: plan)
        let drawn = members.map { member in
            DrawnSite(
                member.site, member.table, base: member.member.choices.base,
                planned: member.planned.mask
            ) { member.member.choices.revalued($0, request) }
        }
        let choice = DrawnChoice(
            isOfAllPackages ? drawn.map(\.whole) : drawn, request, frames, effort: Self.effort)
        let packages = choice.sites.reduce(0) { $0 + ($1.start?.count ?? $1.count) }
        let sampling = Sampling(count: max(20, min(most, Self.mostPackages / packages)))
        let names = Set(members.flatMap { $0.member.candidates }).sorted()
        var counts = Counts()
        for number in 0..<sampling.count {
            let shares = sampling.draw(number, of: names)
            for (member, package) in zip(members, choice.packages { _ in shares }) {
                counts.add(member, package.chosen.mask)
            }
        }
        self.sampling = sampling
        self.step = step
        sites = members.count
        ofArchetype = counts.archetypes.mapValues(\.percent)
        ofMeasure = counts.measures.mapValues(\.percent)
    }

    /// What is asked of the sample: its part of the budget, as the plan spends it, and of the tonnes.
    static func request(of members: [Member], in plan: FleetPlan) -> PlanRequest {
        func part(_ amount: Int64, _ some: Int128, of all: Int128) -> Int64 {
            let (some, all) =
                all > 0 ? (some, all) : (Int128(members.count), Int128(max(1, plan.siteCount)))
            return Int64(clamping: Int128(amount) * some / all)
        }
        let outlay = members.reduce(Int128(0)) {
            $0 + Int128(($1.planned.capital - $1.member.choices.baseCapital).hundredths)
        }
        let saved = members.reduce(Int128(0)) {
            $0 + Int128($1.planned.savedEmission?.milligrams ?? 0)
        }
        let all = plan.lines.reduce(Int128(0)) {
            $0 + Int128($1.package.savedEmission?.milligrams ?? 0)
        }
        return PlanRequest(
            budget: plan.request.budget.map {
                Money(
                    hundredths: part(
                        $0.hundredths, outlay, of: Int128(plan.freeCapital.hundredths)))
            }, pace: plan.request.pace,
            leastSavedEmission: plan.request.leastSavedEmission.map {
                EmissionMass(milligrams: part($0.milligrams, saved, of: all))
            })
    }

    private struct Count {
        var kept: Int128 = 0
        var all: Int128 = 0

        var percent: Int { Int(Rounding.halfToEven(kept * 100, over: max(1, all))) }

        mutating func add(_ isKept: Bool) {
            all += 1
            if isKept { kept += 1 }
        }
    }

    private struct Counts {
        var archetypes: [FleetPlan.Archetype: Count] = [:]
        var measures: [String: Count] = [:]

        mutating func add(_ member: Member, _ mask: PackageMask) {
            let planned = member.planned.mask
            guard planned != 0 else { return }
            let site = member.member
            let archetype = FleetPlan.Archetype(
                kind: site.kind, region: site.region, measures: site.names(of: planned))
            archetypes[archetype, default: Count()].add(planned & ~mask == 0)
            for (index, name) in site.candidates.enumerated() {
                let bit = PackageMask(1) << PackageMask(index)
                guard planned & bit != 0 else { continue }
                measures[name, default: Count()].add(mask & bit != 0)
            }
        }
    }
}
