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
/// few draws of which all were valued, and then, as long as it betters the choice, what is one measure away from what
/// is chosen.
struct DrawnChoice {
    /// Most rounds in which packages near to the choice are taken in.
    private static let rounds = 4

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
        var chosen = ChosenPackages(choices, request, effort: effort)
        for _ in 1..<Self.rounds {
            var isNew = false
            for index in sites.indices where sites[index].start != nil {
                let site = sites[index]
                let more = site.near(chosen.packages[index].mask).filter {
                    valued[index][$0] == nil
                }.sorted()
                guard !more.isEmpty else { continue }
                valued[index].merge(
                    site.valued(shares[index], frames, more, isPassing: true)
                ) { $1 }
                choices[index] = site.choices(
                    PackageTable(site.table, packages: valued[index]))
                isNew = true
            }
            guard isNew else { break }
            chosen = ChosenPackages(choices, request, effort: effort)
        }
        return zip(chosen.packages, zip(sites, valued)).map { ($0, $1.1[$1.0.planned]) }
    }
}
