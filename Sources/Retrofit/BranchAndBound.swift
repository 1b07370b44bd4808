/// The search behind `Optimum`: depth first, the most worthy choice first, cut where the bound of what is
/// left cannot beat the best.
struct BranchAndBound {
    /// More sites than these are not branched on; the relaxation is then within one step of the optimum.
    private static let mostSites = 1_500

    let sites: [[Optimum.Choice]]
    private let effort: Int
    private var nodeLimit = 0
    private let relaxations: [Relaxation]
    /// Most worth of the sites from each on, without any limit.
    private let free: [Int128]
    private var path: [Int]
    private(set) var best: [Int]?
    private(set) var bestWorth: Int128?
    private(set) var provenBound: Int128 = 0
    /// Tells that a choice was found or that there is none.
    var isDecided: Bool { best != nil || openBound == nil }
    private(set) var nodes = 0
    private var openBound: Int128?

    init(
        sites: [[Optimum.Choice]], budget: Int128?, target: Int128?, effort: Int
    ) {
        self.sites = sites
        self.effort = effort
        var relaxations: [Relaxation] = []
        if let budget {
            relaxations.append(Relaxation(sites, capacity: budget) { Int128($0.outlay) })
        }
        if let target {
            relaxations.append(Relaxation(sites, capacity: -target) { -Int128($0.gain) })
        }
        if let budget, let target {
            // Weighted sums of both limits, the weights bringing both to like size.
            let scale = max(1, budget) / max(1, target) + 1
            for (one, other) in [(4, 1), (2, 1), (1, 1), (1, 2), (1, 4)] as [(Int128, Int128)] {
                relaxations.append(
                    Relaxation(sites, capacity: one * budget - other * scale * target) {
                        one * Int128($0.outlay) - other * scale * Int128($0.gain)
                    })
            }
        }
        self.relaxations = relaxations
        var free = [Int128](repeating: 0, count: sites.count + 1)
        for site in sites.indices.reversed() {
            free[site] = free[site + 1] + (sites[site].map(\.worth).max() ?? 0)
        }
        self.free = free
        path = Array(repeating: 0, count: sites.count)
    }

    mutating func run() {
        let capacities = relaxations.map(\.capacity)
        guard let root = bound(from: 0, left: capacities) else { return }
        start()
        let steps = relaxations.reduce(1) { $0 + $1.steps.count }
        nodeLimit = sites.count <= Self.mostSites ? effort / steps : 0
        if nodeLimit > 0 {
            descend(0, worth: 0, left: capacities)
        } else {
            openBound = root
        }
        let worth = bestWorth ?? root
        provenBound = min(root, max(openBound ?? worth, worth))
    }

    private func bound(from first: Int, left: [Int128]) -> Int128? {
        var least = free[first]
        for (relaxation, capacity) in zip(relaxations, left) {
            guard let bound = relaxation.bound(from: first, capacity: capacity) else { return nil }
            least = min(least, bound)
        }
        return least
    }

    /// First choices by the steepest steps, each then bettered site by site with what is left, so that the
    /// search has something to beat.
    private mutating func start() {
        if relaxations.isEmpty {
            path = sites.indices.map { order($0).first ?? 0 }
            return accept(sites.indices.reduce(0) { $0 + sites[$1][path[$1]].worth })
        }
        for relaxation in relaxations {
            guard let taken = relaxation.greedy() else { continue }
            path = taken
            var left = relaxations.map { relaxation in
                taken.indices.reduce(relaxation.capacity) {
                    $0 - relaxation.weights[$1][taken[$1]]
                }
            }
            guard left.allSatisfy({ $0 >= 0 }) else { continue }
            for site in sites.indices { better(site, &left) }
            accept(sites.indices.reduce(0) { $0 + sites[$1][path[$1]].worth })
        }
    }

    /// Takes the most worthy choice of a site that still fits.
    private mutating func better(_ site: Int, _ left: inout [Int128]) {
        let now = path[site]
        for choice in order(site) {
            guard sites[site][choice].worth > sites[site][now].worth else { return }
            let rest = zip(relaxations, left).map {
                $1 + $0.weights[site][now] - $0.weights[site][choice]
            }
            guard rest.allSatisfy({ $0 >= 0 }) else { continue }
            (path[site], left) = (choice, rest)
            return
        }
    }

    /// The choices of a site, the most worth first, ties by their place.
    private func order(_ site: Int) -> [Int] {
        sites[site].indices.sorted {
            let (left, right) = (sites[site][$0].worth, sites[site][$1].worth)
            return left == right ? $0 < $1 : left > right
        }
    }

    private mutating func accept(_ worth: Int128) {
        if let bestWorth {
            guard worth > bestWorth || (worth == bestWorth && isEarlier) else { return }
        }
        bestWorth = worth
        best = path
    }

    /// Tells whether the path comes before the best one, choice by choice.
    private var isEarlier: Bool { best.map { path.lexicographicallyPrecedes($0) } ?? true }

    private mutating func descend(_ site: Int, worth: Int128, left: [Int128]) {
        guard site < sites.count else { return accept(worth) }
        for choice in order(site) {
            let rest = zip(relaxations, left).map { $1 - $0.weights[site][choice] }
            guard let bound = bound(from: site + 1, left: rest) else { continue }
            let most = worth + sites[site][choice].worth + bound
            // Equal worth may still come earlier, but only a full search could tell; the first found stands.
            if let bestWorth, most <= bestWorth { continue }
            guard nodes < nodeLimit else {
                openBound = max(openBound ?? most, most)
                continue
            }
            nodes += 1
            path[site] = choice
            descend(site + 1, worth: worth + sites[site][choice].worth, left: rest)
        }
    }
}
