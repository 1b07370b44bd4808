/// The packages of one site walked through its chain (组合走链), each link once for each set of measures that it
/// can feel.
///
/// What a link saves hangs on the measures on it and, where it follows a load, on what the links that it
/// serves have saved; so a package is put together from links that are known already. It is the same walk
/// as `PowerChain.savings`, link by link.
struct PackageWalk {
    private struct Link {
        let endUse: EndUse
        let link: PowerChain.Link
        /// The measures that act on it, and the actions of each.
        let actions: [(bit: PackageMask, action: PowerChain.Action)]
        /// The measures that it can feel.
        let felt: PackageMask
    }

    private let chain: PowerChain
    private let links: [Link]
    private let generators: [(bit: PackageMask, action: PowerChain.Action)]
    private let generating: PackageMask
    private let shifting: PackageMask
    /// What each link saves under the measures it feels; nil where nothing touches it.
    private var known: [[PackageMask: [Int64]?]]
    private var generated: [PackageMask: [Int64]] = [:]

    /// Makes a walk.
    ///
    /// - Parameter actions: What each candidate does, in the order of its bits.
    init(_ chain: PowerChain, _ actions: [[PowerChain.Action]]) {
        self.chain = chain
        var all: [(bit: PackageMask, action: PowerChain.Action)] = []
        for (index, list) in actions.enumerated() {
            for action in list { all.append((1 << PackageMask(index), action)) }
        }
        generators = all.filter { $0.action.endUse == nil }
        generating = generators.reduce(0) { $0 | $1.bit }
        shifting = generators.reduce(0) {
            if case .shift = $1.action { $0 | $1.bit } else { $0 }
        }
        var felt: [EndUse: PackageMask] = [:]
        var links: [Link] = []
        for endUse in PowerChain.order {
            guard let link = chain.links[endUse] else { continue }
            let own = all.filter { $0.action.endUse == endUse }.sorted {
                PowerChain.Action.precedes($0.action, $1.action)
            }
            var mask = own.reduce(PackageMask(0)) { $0 | $1.bit }
            for served in chain.relieving(endUse, link) { mask |= felt[served] ?? 0 }
            let converts = own.contains { if case .convert = $0.action { true } else { false } }
            if converts { mask |= felt[.it] ?? 0 }
            felt[endUse] = mask
            if mask != 0 {
                links.append(Link(endUse: endUse, link: link, actions: own, felt: mask))
            }
        }
        self.links = links
        known = Array(repeating: [:], count: links.count)
    }

    /// What is no longer bought under a package, bin by bin [J].
    mutating func bought(_ mask: PackageMask) -> [Int64] {
        var bought = generation(mask)
        for index in links.indices {
            guard let saved = saved(index, mask) else { continue }
            for bin in bought.indices { bought[bin] += saved[bin] }
        }
        if mask & shifting != 0 {
            let (given, taken) = chain.shift(by: beside(mask), after: bought)
            for bin in given.indices { bought[bin] += given[bin] - taken[bin] }
        }
        return bought
    }

    /// What a package takes off the energies that a surcharge is paid by: own generation enters the boundary as
    /// the grid's does, what stores lose stays within.
    ///
    /// - Parameter bought: What is no longer bought under it, bin by bin [J].
    mutating func fall(_ mask: PackageMask, bought: [Int64]) -> SiteSurcharge.Fall {
        let entering = zip(bought, generation(mask)).map { $0 - $1 }
        let counted = chain.bins.countedCount
        var it: Int64 = 0
        if let index = links.firstIndex(where: { $0.endUse == .it }) {
            it = saved(index, mask)?.prefix(counted).reduce(0, +) ?? 0
        }
        return SiteSurcharge.Fall(
            facility: entering.prefix(counted).reduce(0, +), it: it,
            facilityOfYear: entering.reduce(0, +), bought: bought.reduce(0, +))
    }

    /// The savings of a package, link by link.
    mutating func savings(_ mask: PackageMask) -> PowerChain.Savings {
        var savings = PowerChain.Savings(generation: generation(mask))
        for index in links.indices {
            savings.links[links[index].endUse] = saved(index, mask)
        }
        (savings.given, savings.taken) = chain.shift(
            by: beside(mask), after: savings.withoutStores)
        return savings
    }

    /// What a package does beside the links.
    private func beside(_ mask: PackageMask) -> [PowerChain.Action] {
        generators.filter { mask & $0.bit != 0 }.map(\.action)
    }

    private mutating func saved(_ index: Int, _ mask: PackageMask) -> [Int64]? {
        let link = links[index]
        let felt = mask & link.felt
        if felt == 0 { return nil }
        if let known = known[index][felt] { return known }
        var given = PowerChain.Savings(generation: [])
        for before in 0..<index {
            given.links[links[before].endUse] = saved(before, mask)
        }
        let actions = link.actions.filter { felt & $0.bit != 0 }.map(\.action)
        let saved = chain.saved(on: link.endUse, link.link, actions, given: given)
        known[index][felt] = .some(saved)
        return saved
    }

    private mutating func generation(_ mask: PackageMask) -> [Int64] {
        let felt = mask & generating
        if let known = generated[felt] { return known }
        let parts = chain.generation(of: beside(felt))
        generated[felt] = parts
        return parts
    }
}
