public import Quantities

/// What each budget buys at best (投资-收益前沿): supported points of the frontier, the cheapest first.
///
/// The points are the whole steps of the linear relaxation: at the outlay of each of them the relaxation
/// has no part of a step, so it is the exact optimum for that budget.
public struct Frontier: Sendable {
    /// One point.
    public struct Point: Hashable, Sendable {
        /// Outlay [money].
        public let capital: Money
        /// Net present value.
        public let netPresentValue: Money
        /// Emission saved in the first year by location; nil without a factor.
        public let savedEmission: EmissionMass?
        /// Bought energy saved in the first year [J].
        public let savedJoules: Int64
        /// The package taken at each site.
        public let taken: [PackageMask]
    }

    /// The points, by outlay.
    public let points: [Point]

    /// Makes the frontier of sites' undominated packages, the first of each being its lightest.
    ///
    /// - Parameter most: Most points that are kept; of more, evenly spaced ones with the first and last.
    public init(of sites: [[PackageTable.Package]], most: Int = 50) {
        let choices = sites.map { site in
            site.map {
                Optimum.Choice(
                    worth: Int128($0.netPresentValue.hundredths), outlay: $0.capital.hundredths)
            }
        }
        guard !sites.isEmpty, sites.allSatisfy({ !$0.isEmpty }) else {
            points = []
            return
        }
        let relaxation = Relaxation(choices, capacity: Int128.max / 4) { Int128($0.outlay) }
        let count = relaxation.steps.count
        let kept = Set(
            count < most ? Array(0...count) : (0..<most).map { $0 * count / (most - 1) })
        var taken = relaxation.first
        var points: [Point] = []
        if kept.contains(0) { points.append(Self.point(taken, sites)) }
        for (number, step) in relaxation.steps.enumerated() {
            taken[step.site] = step.choice
            if kept.contains(number + 1) { points.append(Self.point(taken, sites)) }
        }
        self.points = points
    }

    private static func point(_ taken: [Int], _ sites: [[PackageTable.Package]]) -> Point {
        let packages = zip(sites, taken).map { $0[$1] }
        let masses = packages.compactMap(\.savedEmission)
        return Point(
            capital: packages.reduce(.zero) { $0 + $1.capital },
            netPresentValue: packages.reduce(.zero) { $0 + $1.netPresentValue },
            savedEmission: masses.count == packages.count ? masses.reduce(.zero, +) : nil,
            savedJoules: packages.reduce(0) { $0 + $1.savedJoules },
            taken: packages.map(\.mask))
    }
}
