import EnergyLedger
public import Quantities

/// Consumption held against carbon-free generation hour by hour (逐小时匹配).
///
/// In each hour the smaller of the two is matched; a surplus in one hour never helps another. The
/// matched share is a share of energy, not of hours. Over whole joules it is never above the annual
/// match, which compares the sums.
public struct HourlyMatching: Hashable, Sendable {
    /// Consumption over all hours [J].
    public private(set) var load: Int128 = 0
    /// Generation over all hours [J].
    public private(set) var generation: Int128 = 0
    /// The sum of the smaller of the two [J].
    public private(set) var matched: Int128 = 0
    /// Hours.
    public private(set) var hours = 0
    /// Hours in which generation covers all consumption.
    public private(set) var coveredHours = 0

    /// Matches two columns of the same hours [J]; consumption and generation are not negative.
    public init(load: [Int64], generation: [Int64]) {
        precondition(load.count == generation.count, "the columns hold the same hours")
        hours = load.count
        load.withUnsafeBufferPointer { load in
            generation.withUnsafeBufferPointer { generation in
                var (sumLoad, sumGeneration, sumMatched) = (UInt64(0), UInt64(0), UInt64(0))
                var covered = 0
                for hour in 0..<load.count {
                    let (used, made) = (load[hour], generation[hour])
                    let match = min(used, made)
                    sumLoad &+= UInt64(bitPattern: used)
                    sumGeneration &+= UInt64(bitPattern: made)
                    sumMatched &+= UInt64(bitPattern: match)
                    covered &+= made >= used ? 1 : 0
                    // Long before 64 bits run out the sums move to 128.
                    if (sumLoad | sumGeneration) >> 62 != 0 {
                        self.load += Int128(sumLoad)
                        self.generation += Int128(sumGeneration)
                        matched += Int128(sumMatched)
                        (sumLoad, sumGeneration, sumMatched) = (0, 0, 0)
                    }
                }
                self.load += Int128(sumLoad)
                self.generation += Int128(sumGeneration)
                matched += Int128(sumMatched)
                coveredHours = covered
            }
        }
    }

    /// Hours with consumption and without any generation [J].
    init(unmatched load: Int64, hours: Int) {
        self.load = Int128(load)
        self.hours = hours
    }

    /// A match that was summed before.
    init(_ own: Closing.OwnMatch, hours: Int) {
        load = Int128(own.load)
        generation = Int128(own.generation)
        matched = Int128(own.matched)
        coveredHours = Int(own.coveredSlots)
        self.hours = hours
    }

    /// Generation that found no consumption in its hour [J].
    public var surplus: Int128 { generation - matched }

    /// The share of energy that is matched (逐小时匹配率); nil without consumption.
    public var share: ExactRatio? { ExactRatio(matched, to: load) }

    /// Generation over consumption (年度匹配率); may exceed one. Nil without consumption.
    public var annualShare: ExactRatio? { ExactRatio(generation, to: load) }

    /// The share of hours that are covered whole; nil without hours.
    public var hourShare: ExactRatio? { ExactRatio(Int128(coveredHours), to: Int128(hours)) }

    /// The surplus of each hour [J].
    public static func surplus(load: [Int64], generation: [Int64]) -> [Int64] {
        zip(load, generation).map { max(0, $1 - $0) }
    }

    /// The carbon-free energy score (CFE 得分): what is matched, and of the rest the carbon-free share
    /// of the grid in that hour.
    ///
    /// - Parameters:
    ///   - gridShare: The carbon-free share of the grid in each hour, in parts of `scale`.
    /// - Returns: `nil` without consumption.
    public static func score(
        load: [Int64], generation: [Int64], gridShare: [Int64], scale: Int64
    ) -> ExactRatio? {
        var (numerator, whole) = (Int128(0), Int128(0))
        for hour in load.indices {
            let match = min(load[hour], generation[hour])
            numerator +=
                Int128(match) * Int128(scale)
                + Int128(load[hour] - match) * Int128(gridShare[hour])
            whole += Int128(load[hour])
        }
        return ExactRatio(numerator, to: whole * Int128(scale))
    }

    /// Generation after a battery moved a part of it: what was charged from surplus counts again when it is
    /// discharged, with the losses of the battery taken off (see `StorageLedger`). Charging from the grid is never
    /// carbon-free.
    ///
    /// - Parameters:
    ///   - charge: Energy into the battery [J].
    ///   - discharge: Energy out of it [J].
    public static func shifted(
        load: [Int64], generation: [Int64], charge: [Int64], discharge: [Int64]
    ) -> [Int64] {
        let surplus = load.indices.map { hour in
            min(charge[hour], max(0, generation[hour] - load[hour]))
        }
        let handedOn = StorageLedger.handedOn(charge: charge, clean: surplus, discharge: discharge)
        return generation.indices.map { generation[$0] - surplus[$0] + handedOn[$0] }
    }
}
