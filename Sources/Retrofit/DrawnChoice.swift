import Quantities

/// One site of which packages are chosen anew in each draw (抽样站点).
struct DrawnSite {
    let site: SiteCase
    /// Its packages at the expectation.
    let table: PackageTable
    /// What it must do.
    let base: PackageMask
    /// What the plan gives it.
    let planned: PackageMask
    /// What the optimum chooses from, once packages are valued.
    let choices: (PackageTable) -> SiteChoices
    private let rules: PackageRules
    /// The packages that each draw values first; nil for all of them.
    private(set) var start: [PackageMask]?

    /// Makes a site that starts with what is undominated at the expectation and what is near to the plan.
    init(
        _ site: SiteCase, _ table: PackageTable, base: PackageMask, planned: PackageMask,
        choices: @escaping (PackageTable) -> SiteChoices
    ) {
        self.site = site
        self.table = table
        self.base = base
        self.planned = planned
        self.choices = choices
        rules = PackageRules(table.candidates, all: site.options)
        start = []
        start = near(planned).union(choices(table).packages.map(\.mask)).union([base, planned])
            .sorted()
    }

    /// How many packages it has that hold what must be done.
    var count: Int { table.packages.keys.count { $0 & base == base } }

    /// The same site with all its packages in each draw.
    var whole: DrawnSite {
        var site = self
        site.start = nil
        return site
    }

    /// The packages that are one measure away.
    fileprivate func near(_ mask: PackageMask) -> Set<PackageMask> {
        Set(rules.near(mask).filter { $0 & base == base && table.packages[$0] != nil })
    }

    /// The packages from which better ones are sought: what the optimum may choose, and where a surcharge falls by steps
    /// also what is undominated on each step, and what saves most for its outlay, for the way down to a step may cost.
    fileprivate func ways(_ valued: PackageTable, _ choices: SiteChoices) -> [PackageMask] {
        let own = choices.packages.map(\.mask)
        guard let surcharge = site.surcharge?.surcharge else { return own }
        let steps = (0...surcharge.steps.count).flatMap { step in
            valued.undominated(holding: base) { $0.surcharge?.step == step }.map(\.mask)
        }
        return own + steps + valued.savers(holding: base).map(\.mask)
    }

    /// Takes more packages into what each draw values first.
    fileprivate mutating func add(_ masks: [PackageMask]) {
        start = start.map { Set($0).union(masks).sorted() }
    }

    fileprivate func valued(
        _ shares: ActionShares, _ frames: PackageFrames, _ masks: [PackageMask]?,
        isPassing: Bool = false
    ) -> [PackageMask: PackageTable.Package] {
        PackageValuer(site, frames, shares: shares).table(
            of: table.candidates, rules, masks: masks, isPassing: isPassing)
    }
}

/// The choice of one draw (抽样重选): the optimum over the packages that it values.
///
/// Where not all packages can be valued in each draw, those are that are undominated at the expectation or in one of a
/// few draws of which all were valued, and then, as long as anything better comes of it, what is one measure away from
/// what is undominated in the draw.
struct DrawnChoice {
    /// Most rounds in which packages near to what may be chosen are taken in.
    private static let rounds = 6

    private(set) var sites: [DrawnSite]
    private let frames: PackageFrames
    private let request: PlanRequest
    private let effort: Int

    /// - Parameter effort: Steps of bounding in each draw; many draws matter more than the last hundredth of one.
    init(_ sites: [DrawnSite], _ request: PlanRequest, _ frames: PackageFrames, effort: Int) {
        self.sites = sites
        self.request = request
        self.frames = frames
        self.effort = effort
    }

    /// Values all packages of some draws, and takes in what is undominated in them.
    mutating func probe(_ draws: [(DrawnSite) -> ActionShares]) {
        for draw in draws {
            for index in sites.indices {
                let site = sites[index]
                let all = PackageTable(
                    site.table, packages: site.valued(draw(site), frames, nil))
                sites[index].add(site.choices(all).packages.map(\.mask))
            }
        }
    }

    /// The packages of the optimum, and those of the plan, in one draw.
    func packages(
        _ draw: (DrawnSite) -> ActionShares
    ) -> [(chosen: PackageTable.Package, planned: PackageTable.Package?)] {
        let shares = sites.map(draw)
        var valued = zip(sites, shares).map { $0.valued($1, frames, $0.start) }
        var choices = zip(sites, valued).map { $0.choices(PackageTable($0.table, packages: $1)) }
        for index in sites.indices where sites[index].start != nil {
            widen(index, shares[index], &valued[index], &choices[index])
        }
        let chosen = ChosenPackages(choices, request, effort: effort)
        return zip(chosen.packages, zip(sites, valued)).map { ($0, $1.1[$1.0.planned]) }
    }

    /// Takes in what is one measure away from what the optimum may choose from, until nothing better comes of it.
    ///
    /// All that is undominated is gone out from, not only what would be chosen: under a budget what is chosen at one
    /// site hangs on what the others could have.
    private func widen(
        _ index: Int, _ shares: ActionShares,
        _ valued: inout [PackageMask: PackageTable.Package], _ choices: inout SiteChoices
    ) {
        let site = sites[index]
        var seen: Set<PackageMask> = []
        for _ in 0..<Self.rounds {
            let table = PackageTable(site.table, packages: valued)
            let new = site.ways(table, choices).filter { seen.insert($0).inserted }
            let more = new.reduce(into: Set<PackageMask>()) { $0.formUnion(site.near($1)) }
                .filter { valued[$0] == nil }.sorted()
            guard !more.isEmpty else { return }
            valued.merge(site.valued(shares, frames, more, isPassing: true)) { $1 }
            choices = site.choices(PackageTable(site.table, packages: valued))
        }
    }
}
