public import Quantities

/// The units in which publishers print electricity factors, with their exact worth in kg/kWh.
public enum FactorUnit: String, Hashable, Sendable, CaseIterable {
    case kilogramsPerKilowattHour = "kgCO2/kWh"
    case tonnesPerMegawattHour = "tCO2/MWh"
    case gramsPerKilowattHour = "gCO2/kWh"

    /// The intensity of a printed value, exactly; nil when it has too many places.
    public func intensity(of printed: DecimalText) -> EmissionIntensity? {
        switch self {
        case .kilogramsPerKilowattHour, .tonnesPerMegawattHour:
            return EmissionIntensity(kilogramsPerKilowattHour: printed)
        case .gramsPerKilowattHour:
            guard printed.scale <= 35 else { return nil }
            return EmissionIntensity(
                kilogramsPerKilowattHour: DecimalText(
                    significand: printed.significand, scale: printed.scale + 3))
        }
    }
}
