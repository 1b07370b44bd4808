public import Metering
import Quantities

/// The power chain of one site (供电与制冷链), fitted to its own journal.
///
/// A package of measures is evaluated by walking the chain from the equipment outwards, never by
/// adding percentages: what saves at the equipment is not converted, not heated and not cooled; what
/// acts on one link acts on what the measure before it left there. Each saving is rounded down to a
/// joule, bin by bin, so that savings never add up to more than there is.
public struct PowerChain: Hashable, Sendable {
    /// Where a link's energy comes from.
    public enum Basis: String, Hashable, Sendable {
        /// A meter of its own.
        case metered
        /// A share that `facts.csv` states.
        case stated
    }

    /// One link.
    public struct Link: Hashable, Sendable {
        /// Its energy in each bin [J].
        public let energies: [Int64]
        /// The account that it is booked to; `unallocated` where no meter stands behind it.
        public let account: Account
        /// The part of it that follows the load it serves; the rest is fixed.
        public let following: Share
        /// Where it comes from.
        public let basis: Basis

        /// Makes a link.
        public init(
            energies: [Int64], account: Account, following: Share = .none, basis: Basis = .metered
        ) {
            self.energies = energies
            self.account = account
            self.following = following
            self.basis = basis
        }

        /// Its energy over all bins [J].
        public var total: Int64 { energies.reduce(0, +) }
    }

    /// What a measure does, resolved for this site.
    public enum Action: Hashable, Sendable {
        /// Saves a share of what is left on a link.
        case save(Share, of: EndUse)
        /// Raises the efficiency of a conversion by a share of its input.
        case convert(by: Share, at: EndUse)
        /// Saves an amount a year, spread over the bins by the link's energy [J].
        case remove(Int64, of: EndUse)
        /// Generates an amount a year for own use, spread over the bins by the sun [J].
        case generate(Int64)
        /// Stores an amount a day in the cheapest hours for the dearest ones [J], with the efficiency of a round trip.
        case shift(Int64, efficiency: Share)
    }

    /// What a package saves.
    public struct Savings: Hashable, Sendable {
        /// On each link, in each bin [J].
        public internal(set) var links: [EndUse: [Int64]] = [:]
        /// Own generation in each bin [J].
        public internal(set) var generation: [Int64]
        /// What stores give in each bin [J]; empty where none stands.
        public internal(set) var given: [Int64] = []
        /// What they take in each bin [J]; the loss is taken and never given.
        public internal(set) var taken: [Int64] = []

        /// What is no longer bought in each bin [J]; where a store takes more than is saved it is below zero.
        public var bought: [Int64] {
            var bought = withoutStores
            for bin in given.indices { bought[bin] += given[bin] - taken[bin] }
            return bought
        }

        /// The same without what stores shift.
        var withoutStores: [Int64] {
            links.values.reduce(generation) { sum, link in zip(sum, link).map { $0 + $1 } }
        }

        /// What is no longer bought in all [J].
        public var total: Int64 { bought.reduce(0, +) }

        /// What is no longer used, without own generation [J].
        public var used: Int64 { links.values.reduce(0) { $0 + $1.reduce(0, +) } }

        /// What no longer enters the boundary in the hours of the PUE [J]: what is no longer used, less what stores
        /// lose.
        public func withinBoundary(in bins: ChainBins) -> Int64 {
            zip(bought, generation).prefix(bins.countedCount).reduce(0) { $0 + $1.0 - $1.1 }
        }

        /// What a link saves in the hours of the PUE [J].
        public func total(of endUse: EndUse, in bins: ChainBins) -> Int64 {
            links[endUse]?.prefix(bins.countedCount).reduce(0, +) ?? 0
        }

        /// What a link saves in all [J].
        public func total(of endUse: EndUse) -> Int64 { links[endUse]?.reduce(0, +) ?? 0 }
    }

    /// The bins.
    public let bins: ChainBins
    /// The links that the site has.
    public let links: [EndUse: Link]
    /// How own generation falls on the bins; empty for a share of the load.
    public let generationWeights: [Int64]
    /// What a store works against; nil where only months are known.
    public let supply: SupplyBasis?

    /// Makes a chain.
    public init(
        bins: ChainBins, links: [EndUse: Link], generationWeights: [Int64] = [],
        supply: SupplyBasis? = nil
    ) {
        self.supply = supply
        self.bins = bins
        self.links = links
        self.generationWeights = generationWeights
    }

    /// Order in which the walk meets the links: what lies nearer to the equipment comes first.
    static let order: [EndUse] = [
        .it, .conversionLoss, .distributionLoss, .fan, .compressor, .pump, .heatRejection, .cooling,
        .lighting, .other,
    ]

    /// Links whose energy becomes heat in the room.
    private static let heat: [EndUse] = [.it, .conversionLoss, .distributionLoss, .fan]

    /// Walks the chain with a package.
    ///
    /// - Parameter actions: In any order; on one link they act sorted by size, so that the order in
    ///   which they are given never matters.
    public func savings(_ actions: [Action]) -> Savings {
        var savings = Savings(generation: Array(repeating: 0, count: bins.count))
        let onLink = Dictionary(grouping: actions) { $0.endUse }
        for endUse in Self.order {
            guard let link = links[endUse] else { continue }
            let own = (onLink[endUse] ?? []).sorted(by: Action.precedes)
            if let saved = saved(on: endUse, link, own, given: savings) {
                savings.links[endUse] = saved
            }
        }
        savings.generation = generation(of: actions)
        (savings.given, savings.taken) = shift(by: actions, after: savings.withoutStores)
        return savings
    }

    /// What stores give and take in each bin [J]; empty where none stands.
    func shift(by actions: [Action], after saved: [Int64]) -> (given: [Int64], taken: [Int64]) {
        let stores = actions.compactMap { action -> (joules: Int64, efficiency: Share)? in
            if case .shift(let joules, let efficiency) = action {
                (joules, efficiency)
            } else {
                nil
            }
        }.sorted { ($1.efficiency, $1.joules) < ($0.efficiency, $0.joules) }
        guard let supply, !stores.isEmpty else { return ([], []) }
        return supply.shift(stores, after: saved)
    }

    /// What some actions generate in each bin [J].
    func generation(of actions: [Action]) -> [Int64] {
        var generation = Array(repeating: Int64(0), count: bins.count)
        for case .generate(let joules) in actions {
            let parts = Apportioning.parts(of: joules, by: sun)
            generation = zip(generation, parts).map { $0 + $1 }
        }
        return generation
    }

    /// The weights by which generation falls on the bins.
    private var sun: [Int64] {
        guard generationWeights.isEmpty else { return generationWeights }
        return links.values.reduce(Array(repeating: 0, count: bins.count)) { sum, link in
            zip(sum, link.energies).map { $0 + $1 }
        }
    }

    /// What one link saves; nil when nothing touches it.
    ///
    /// - Parameter actions: Those on this link, sorted.
    func saved(
        on endUse: EndUse, _ link: Link, _ actions: [Action], given savings: Savings
    ) -> [Int64]? {
        let serves = relieving(endUse, link)
        let isRelieved = serves.contains { savings.links[$0] != nil }
        guard isRelieved || !actions.isEmpty else { return nil }
        var left = link.energies
        if isRelieved {
            for bin in left.indices {
                let load = serves.reduce(Int128(0)) { $0 + Int128(links[$1]?.energies[bin] ?? 0) }
                let off = serves.reduce(Int128(0)) { $0 + Int128(savings.links[$1]?[bin] ?? 0) }
                guard load > 0 else { continue }
                let following = Int128(link.following.part(of: left[bin]))
                left[bin] -= Int64(following * off / load)
            }
        }
        for action in actions { act(action, on: &left, endUse, savings) }
        return zip(link.energies, left).map { $0 - $1 }
    }

    /// The links whose savings relieve a link; none where it does not follow its load.
    func relieving(_ endUse: EndUse, _ link: Link) -> [EndUse] {
        endUse.followsLoad && link.following > .none ? served(by: endUse) : []
    }

    /// The links whose load a link follows.
    private func served(by endUse: EndUse) -> [EndUse] {
        switch endUse {
        case .conversionLoss: [.it]
        case .distributionLoss: [.it, .conversionLoss].filter { links[$0] != nil }
        case .fan: [.it, .conversionLoss]
        default: Self.heat
        }
    }

    private func act(
        _ action: Action, on left: inout [Int64], _ endUse: EndUse, _ savings: Savings
    ) {
        switch action {
        case .save(let share, _):
            for bin in left.indices { left[bin] -= share.part(of: left[bin]) }
        case .convert(let points, _):
            let it = (links[.it]?.total ?? 0) - savings.total(of: .it)
            let share = Conversion.saving(
                throughput: it, loss: left.reduce(0, +), points: points)
            for bin in left.indices { left[bin] -= share.part(of: left[bin]) }
        case .remove(let joules, _):
            let parts = Apportioning.parts(of: min(joules, left.reduce(0, +)), by: left)
            for bin in left.indices { left[bin] -= parts[bin] }
        case .generate, .shift: break
        }
    }
}

extension PowerChain.Action {
    /// The link it acts on; nil for generation.
    public var endUse: EndUse? {
        switch self {
        case .save(_, let endUse), .convert(_, let endUse), .remove(_, let endUse): endUse
        case .generate, .shift: nil
        }
    }

    /// A canonical order: conversions, then shares, then amounts, each by size.
    static func precedes(_ lhs: Self, _ rhs: Self) -> Bool { lhs.rank < rhs.rank }

    private var rank: (Int, Int64) {
        switch self {
        case .convert(let share, _): (0, share.billionths)
        case .save(let share, _): (1, share.billionths)
        case .remove(let joules, _): (2, joules)
        case .generate(let joules): (3, joules)
        case .shift(let joules, _): (4, joules)
        }
    }
}

/// The efficiency of a conversion (转换效率): UPS, rectifier, transformer.
public enum Conversion {
    /// What some points of efficiency save of a loss: `L = T (1/n - 1)`.
    ///
    /// - Parameters:
    ///   - throughput: Energy delivered [J].
    ///   - loss: Energy lost on the way [J].
    ///   - points: Points of efficiency gained, as a share of the input.
    /// - Returns: The share of the loss that is saved, rounded down to a billionth; nothing where the
    ///   points would lift the efficiency above one, for then they are not meant for this plant.
    public static func saving(throughput: Int64, loss: Int64, points: Share) -> Share {
        guard throughput > 0, loss > 0 else { return .none }
        let one = Int128(1_000_000_000)
        let before = Int128(throughput) * one / (Int128(throughput) + Int128(loss))
        let after = before + Int128(points.billionths)
        guard after < one, before < one else { return .none }
        // left / loss = ((1 - n1) n0) / (n1 (1 - n0)), rounded up
        let (above, below) = ((one - after) * before, after * (one - before))
        let left = (above * one + below - 1) / below
        return Share(billionths: Int64(max(0, one - left)))
    }
}

/// Splitting whole joules in proportion (按比例分摊).
public enum Apportioning {
    /// Parts of an amount by weights: floored, the joules left over one each to the earliest parts
    /// that have a weight. Parts sum to the amount when any weight is positive, else all are zero.
    ///
    /// A part never exceeds its weight while the amount does not exceed the sum of weights.
    public static func parts(of amount: Int64, by weights: [Int64]) -> [Int64] {
        let total = weights.reduce(Int128(0)) { $0 + Int128(max(0, $1)) }
        guard total > 0, amount > 0 else { return Array(repeating: 0, count: weights.count) }
        var parts = weights.map { Int64(Int128(amount) * Int128(max(0, $0)) / total) }
        var over = amount - parts.reduce(0, +)
        let isBounded = Int128(amount) <= total
        for index in parts.indices where over > 0 && weights[index] > 0 {
            if isBounded, parts[index] >= weights[index] { continue }
            parts[index] += 1
            over -= 1
        }
        return parts
    }
}
