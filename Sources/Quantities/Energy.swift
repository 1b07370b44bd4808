/// An amount of energy, held exactly as whole joules.
///
/// A joule divides both things a meter tells us: one watt-hour is 3600 J and one watt for one
/// second is 1 J. Sums therefore never depend on their order. Overflow traps.
public struct Energy: Hashable, Sendable {
    /// The amount [J].
    public let joules: Int64

    /// Nothing.
    public static let zero = Energy(joules: 0)

    /// Makes an amount of whole joules.
    public init(joules: Int64) { self.joules = joules }

    /// Whole watt-hours, 3600 J each.
    public static func wattHours(_ value: Int64) -> Energy { Energy(joules: value * 3_600) }

    /// Whole kilowatt-hours, 3,600,000 J each.
    public static func kilowattHours(_ value: Int64) -> Energy { Energy(joules: value * 3_600_000) }

    /// Kilowatt-hours as text with nine places, rounded half to even; multiplying back by
    /// 3,600,000 and rounding gives the joule again.
    public var kilowattHoursText: String {
        Rounding.text(Int128(joules), over: 3_600_000, places: 9)
    }

    /// The sum; traps on overflow.
    public static func + (lhs: Energy, rhs: Energy) -> Energy {
        Energy(joules: lhs.joules + rhs.joules)
    }

    /// The difference; traps on overflow.
    public static func - (lhs: Energy, rhs: Energy) -> Energy {
        Energy(joules: lhs.joules - rhs.joules)
    }

    /// The opposite.
    public static prefix func - (energy: Energy) -> Energy { Energy(joules: -energy.joules) }

    /// Adds in place; traps on overflow.
    public static func += (lhs: inout Energy, rhs: Energy) { lhs = lhs + rhs }

    /// Subtracts in place; traps on overflow.
    public static func -= (lhs: inout Energy, rhs: Energy) { lhs = lhs - rhs }

    /// The size without its sign.
    public var magnitude: Energy { Energy(joules: abs(joules)) }
}

extension Energy: Comparable {
    /// Ordered by amount.
    public static func < (lhs: Energy, rhs: Energy) -> Bool { lhs.joules < rhs.joules }
}
