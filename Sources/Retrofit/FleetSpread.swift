public import Quantities

/// How far the figures of a fleet's plan may stray (群体不确定性): P10, P50, P90 by seeded sampling, an estimate.
///
/// A draw of a measure holds at all its sites: its range says what is known of the measure, not of a room. Were each
/// site drawn apart, the errors of a hundred thousand would cancel and the spread would vanish.
public struct FleetSpread: DrawnSpread {
    /// Most walks of all draws together: a bound of the time it takes.
    static let mostWalks = 60_000
    /// Fewer draws tell no tenth.
    static let leastDraws = 20

    /// How many draws, and their seed.
    public let sampling: Sampling
    /// Net present value of the plan, what must be done included.
    public let netPresentValue: SpreadRanks<Money>
    /// Bought energy saved in the first year [J].
    public let savedJoules: SpreadRanks<Int64>
    /// How many groups of sites were walked.
    public let groups: Int

    /// Draws; nil when nothing is planned or too many sites differ to be drawn often enough.
    public init?(of sample: FleetSample, _ frames: PackageFrames) {
        guard !sample.groups.isEmpty else { return nil }
        groups = sample.groups.count
        let sampling = Sampling(count: min(200, Self.mostWalks / groups))
        self.sampling = sampling
        var (worths, joules) = ([Money](), [Int64]())
        for number in 0..<sampling.count {
            let sums = Self.sums(of: sample, frames) { sampling.draw(number, of: $0) }
            worths.append(sums.worth)
            joules.append(sums.joules)
        }
        guard let money = SpreadRanks(worths.sorted()), let energy = SpreadRanks(joules.sorted())
        else { return nil }
        (netPresentValue, savedJoules) = (money, energy)
    }

    /// What a fleet's plan is worth and saves when some savings come true.
    static func sums(
        of sample: FleetSample, _ frames: PackageFrames, _ shares: ([String]) -> ActionShares
    ) -> (worth: Money, joules: Int64) {
        sample.groups.reduce(into: (.zero, 0)) { sums, group in
            guard let package = group.package(shares(group.members.map(\.id)), frames) else {
                return
            }
            sums.worth += package.netPresentValue
            sums.joules += package.savedJoules
        }
    }
}
