/// Emission per unit of electricity (排放因子), the exact decimal its publisher printed
/// [kg/kWh].
public struct EmissionIntensity: Hashable, Sendable {
    /// The value [kg/kWh, equal to t/MWh].
    public let kilogramsPerKilowattHour: DecimalText

    /// Makes an intensity from its decimal.
    public init(kilogramsPerKilowattHour value: DecimalText) {
        self.kilogramsPerKilowattHour = value
    }

    /// The emission of an amount of energy, rounded half to even to a milligram.
    ///
    /// This is the one rounding of an emission entry: `J x kg/kWh x 1,000,000 / 3,600,000`.
    /// Nil when the result does not fit 64 bits.
    public func emission(of energy: Energy) -> EmissionMass? {
        let value = kilogramsPerKilowattHour
        let (product, overflow) =
            Int128(energy.joules).multipliedReportingOverflow(by: value.significand)
        let (numerator, overflowToo) = product.multipliedReportingOverflow(by: 10)
        guard !overflow, !overflowToo, value.scale <= 36 else { return nil }
        let rounded = Rounding.halfToEven(
            numerator, over: 36 * Rounding.powerOfTen(value.scale))
        return Int64(exactly: rounded).map(EmissionMass.init(milligrams:))
    }
}
