/// The best choice of one package a site under limits (最优组合): an exact branch and bound.
///
/// Worth, outlay and gain are whole numbers; nothing is a binary float, so the optimum, its bound and
/// its ties are the same on every machine. Bounds are linear relaxations over the upper hulls of the sites'
/// packages (Sinha and Zoltners 1979); two limits are relaxed one at a time and as weighted sums.
public struct Optimum: Sendable {
    /// One way for one site.
    public struct Choice: Hashable, Sendable {
        /// What is maximised.
        public let worth: Int128
        /// What the budget limits.
        public let outlay: Int64
        /// What a target asks for at least.
        public let gain: Int64

        /// Makes a choice.
        public init(worth: Int128, outlay: Int64, gain: Int64 = 0) {
            self.worth = worth
            self.outlay = outlay
            self.gain = gain
        }
    }

    /// The index of the choice taken at each site; nil when no choice keeps the limits.
    public let taken: [Int]?
    /// The worth of it.
    public let worth: Int128
    /// No choice that keeps the limits is worth more than this.
    public let bound: Int128
    /// Tells that it is known whether a choice keeps the limits: one was found, or the search was complete.
    public let isDecided: Bool
    /// How many nodes were visited.
    public let nodes: Int

    /// What is not proven: bound less worth; zero when the optimum is proven.
    public var gap: Int128 { max(0, bound - worth) }

    /// Steps of bounding that are spent on a plan.
    public static let effort = 30_000_000

    /// Finds the best choice.
    ///
    /// - Parameters:
    ///   - sites: The choices of each site, at least one each; ties go to the earlier choice.
    ///   - budget: Most outlay in all; nil for no limit.
    ///   - target: Least gain in all; nil for none.
    ///   - effort: Steps of bounding after which the search ends with the gap it has; a count, never a
    ///     clock. Where there are more sites than can be branched on, the greedy choice and its gap stand.
    public init(
        sites: [[Choice]], budget: Int64? = nil, target: Int64? = nil, effort: Int = Optimum.effort
    ) {
        var search = BranchAndBound(
            sites: sites, budget: budget.map { Int128($0) }, target: target.map { Int128($0) },
            effort: effort)
        search.run()
        taken = search.best
        worth = search.bestWorth ?? 0
        bound = search.provenBound
        isDecided = search.isDecided
        nodes = search.nodes
    }
}
