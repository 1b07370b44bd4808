/// A ratio that keeps both its parts; there is no `+`, so that nobody averages two of them.
///
/// Power usage effectiveness, water usage effectiveness, coverage and shares are ratios of
/// sums. They are compared with a threshold before anything is divided; rounding is for
/// display only and never decides a grade.
public struct ExactRatio: Hashable, Sendable {
    /// The part above the line.
    public let numerator: Int128
    /// The part below the line; positive.
    public let denominator: Int128

    /// Makes a ratio; nil when the denominator is not positive.
    public init?(_ numerator: Int128, to denominator: Int128) {
        guard denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The ratio of two energies [1]; nil when the second is not positive.
    public init?(_ numerator: Energy, to denominator: Energy) {
        self.init(Int128(numerator.joules), to: Int128(denominator.joules))
    }

    /// Litres of water for each kilowatt-hour [L/kWh]; nil when the energy is not positive.
    public init?(_ water: Volume, to energy: Energy) {
        // mL / 1000 over J / 3,600,000
        self.init(Int128(water.millilitres) * 3_600, to: Int128(energy.joules))
    }

    /// Kilograms for each kilowatt-hour [kg/kWh]; nil when the energy is not positive.
    public init?(_ emission: EmissionMass, to energy: Energy) {
        // mg / 1,000,000 over J / 3,600,000
        self.init(Int128(emission.milligrams) * 36, to: Int128(energy.joules) * 10)
    }

    /// Tells whether the ratio is at most a limit: touched is met. Nothing is divided.
    public func isAtMost(_ limit: DecimalText) -> Bool {
        !Self.isLess(
            (limit.significand, denominator), (numerator, Rounding.powerOfTen(limit.scale)))
    }

    /// Tells whether the ratio is below a limit: touched is not met. Nothing is divided.
    public func isBelow(_ limit: DecimalText) -> Bool {
        Self.isLess(
            (numerator, Rounding.powerOfTen(limit.scale)), (limit.significand, denominator))
    }

    /// Tells whether the ratio is below another; two fractions of one value are alike. Nothing is divided.
    public func isBelow(_ other: ExactRatio) -> Bool {
        Self.isLess((numerator, other.denominator), (other.numerator, denominator))
    }

    /// Compares two products, whatever their length.
    private static func isLess(
        _ left: (Int128, Int128), _ right: (Int128, Int128)
    ) -> Bool {
        let (short, isLong) = left.0.multipliedReportingOverflow(by: left.1)
        let (other, isLongToo) = right.0.multipliedReportingOverflow(by: right.1)
        if !isLong, !isLongToo { return short < other }
        let (wide, otherWide) = (
            left.0.multipliedFullWidth(by: left.1), right.0.multipliedFullWidth(by: right.1)
        )
        return (wide.high, wide.low) < (otherWide.high, otherWide.low)
    }

    /// The ratio as text, rounded half to even, for display.
    public func text(places: Int = 6) -> String {
        Rounding.text(numerator, over: denominator, places: places)
    }
}
