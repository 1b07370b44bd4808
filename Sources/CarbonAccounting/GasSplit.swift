public import Quantities

/// The gases of an electricity factor one by one (分气体排放因子), as eGRID prints them.
public struct GasSplit: Hashable, Sendable {
    /// One gas as printed.
    public struct Part: Hashable, Sendable {
        /// The value as printed.
        public let valuePrinted: String
        /// The unit as printed, which names the gas.
        public let unit: FactorUnit
        /// The exact rate [kg of that gas/kWh].
        public let intensity: EmissionIntensity

        /// Reads a printed part; nil when it cannot be read, is negative, or counts another gas.
        public init?(_ printed: String, unit: String, of gas: FactorUnit.Gas) {
            guard let value = DecimalText(printed), value.significand >= 0,
                let unit = FactorUnit(rawValue: unit), unit.gas == gas,
                let intensity = unit.intensity(of: value)
            else { return nil }
            valuePrinted = printed
            self.unit = unit
            self.intensity = intensity
        }
    }

    /// Carbon dioxide.
    public let carbonDioxide: Part
    /// Methane.
    public let methane: Part
    /// Nitrous oxide.
    public let nitrousOxide: Part

    /// Makes a split of its three parts.
    public init(carbonDioxide: Part, methane: Part, nitrousOxide: Part) {
        self.carbonDioxide = carbonDioxide
        self.methane = methane
        self.nitrousOxide = nitrousOxide
    }

    /// The equivalent under a set of potentials, exactly: `CO2 + CH4 x GWP + N2O x GWP`; nil when
    /// the digits do not fit.
    public func equivalent(methane potential: DecimalText, nitrousOxide other: DecimalText)
        -> EmissionIntensity?
    {
        func term(_ part: Part, _ potential: DecimalText) -> ExactRational? {
            ExactRational(part.intensity.kilogramsPerKilowattHour)
                .multiplied(by: ExactRational(potential))
        }
        guard let methane = term(self.methane, potential),
            let nitrousOxide = term(self.nitrousOxide, other),
            let sum = ExactRational(carbonDioxide.intensity.kilogramsPerKilowattHour)
                .adding(methane)?.adding(nitrousOxide)
        else { return nil }
        return sum.decimal.map(EmissionIntensity.init(kilogramsPerKilowattHour:))
    }
}
