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

    /// What is traded from point to point.
    public enum Trade: Sendable {
        /// Worth for outlay: what each budget buys.
        case capital
        /// Saved emission for worth that is given up, from the plan on that is worth most.
        case emission
    }

    /// The points, by what is given.
    public let points: [Point]

    /// Makes the frontier of sites' undominated packages, the first of each being its lightest.
    ///
    /// - Parameters:
    ///   - trade: What is traded; for emission of all packages, not only of those that are undominated in outlay.
    ///   - most: Most points that are kept; of more, evenly spaced ones with the first and last.
    public init(of sites: [[PackageTable.Package]], by trade: Trade = .capital, most: Int = 50) {
        let choices = sites.map { Self.choices($0, trade) }
        guard !sites.isEmpty, sites.allSatisfy({ !$0.isEmpty }) else {
            points = []
            return
        }
        let relaxation = Relaxation(choices, capacity: Int128.max / 4) { Int128($0.outlay) }
        let count = relaxation.steps.count
        let kept = Set(
            count < most ? Array(0...count) : (0..<most).map { $0 * count / (most - 1) })
        var taken = relaxation.first
        var sums = Sums()
        for (site, choice) in taken.enumerated() { sums.add(sites[site][choice], 1) }
        var points: [Point] = []
        if kept.contains(0) { points.append(sums.point(taken, sites)) }
        for (number, step) in relaxation.steps.enumerated() {
            sums.add(sites[step.site][taken[step.site]], -1)
            taken[step.site] = step.choice
            sums.add(sites[step.site][step.choice], 1)
            if kept.contains(number + 1) { points.append(sums.point(taken, sites)) }
        }
        self.points = points
    }

    private static func choices(
        _ packages: [PackageTable.Package], _ trade: Trade
    ) -> [Optimum.Choice] {
        let best = packages.map(\.netPresentValue.hundredths).max() ?? 0
        return packages.map { package in
            let worth = package.netPresentValue.hundredths
            return switch trade {
            case .capital:
                Optimum.Choice(worth: Int128(worth), outlay: package.capital.hundredths)
            case .emission:
                Optimum.Choice(
                    worth: Int128(package.savedEmission?.milligrams ?? 0), outlay: best - worth)
            }
        }
    }

    /// Sums over the packages taken, carried from point to point.
    private struct Sums {
        private var capital: Int64 = 0
        private var worth: Int64 = 0
        private var emission: Int64 = 0
        private var joules: Int64 = 0
        private var unknown = 0

        mutating func add(_ package: PackageTable.Package, _ sign: Int64) {
            capital += sign * package.capital.hundredths
            worth += sign * package.netPresentValue.hundredths
            joules += sign * package.savedJoules
            emission += sign * (package.savedEmission?.milligrams ?? 0)
            if package.savedEmission == nil { unknown += Int(sign) }
        }

        func point(_ taken: [Int], _ sites: [[PackageTable.Package]]) -> Point {
            Point(
                capital: Money(hundredths: capital), netPresentValue: Money(hundredths: worth),
                savedEmission: unknown == 0 ? EmissionMass(milligrams: emission) : nil,
                savedJoules: joules, taken: zip(sites, taken).map { $0[$1].mask })
        }
    }
}
