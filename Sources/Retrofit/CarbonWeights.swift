public import CarbonAccounting
import Metering
public import Quantities

/// What a joule of bought electricity weighs in each month (购电排放权重), as the inventory valued it.
///
/// The ratio of an entry's mass to its energy is taken from the inventory itself, so that the planner
/// holds no factor and no rule of its own.
public struct CarbonWeights: Hashable, Sendable {
    /// Mass [mg] over energy [J] of each month; nil for a month without a factor.
    public let months: [ExactRatio?]

    /// Makes weights.
    public init(months: [ExactRatio?]) { self.months = months }

    /// The same, with those of another in the months that have none here.
    public func filled(from other: CarbonWeights) -> CarbonWeights {
        CarbonWeights(months: zip(months, other.months).map { $0 ?? $1 })
    }

    /// Takes the weights of grid electricity out of an inventory.
    public init(of inventory: Inventory, method: AccountingMethod, months: [Period]) {
        self.months = months.map { month in
            let entries = inventory.entries.filter {
                $0.method == method && $0.account == .gridImport && $0.month == month
            }
            let energy = entries.reduce(Int128(0)) {
                $0 + Int128(($1.energy as Energy?)?.joules ?? 0)
            }
            let mass = entries.reduce(Int128(0)) { $0 + Int128($1.mass.milligrams) }
            return ExactRatio(mass, to: energy)
        }
    }

    /// What savings of each month weigh [mg], rounded half to even month by month; nil when a month
    /// that saves has no weight.
    public func mass(of joules: [Int64]) -> EmissionMass? {
        var sum: Int64 = 0
        for (weight, saved) in zip(months, joules) where saved != 0 {
            guard let weight else { return nil }
            let mass = Rounding.halfToEven(
                Int128(saved) * weight.numerator, over: weight.denominator)
            sum += Int64(mass)
        }
        return EmissionMass(milligrams: sum)
    }
}
