public import Quantities

/// A unit in which publishers print electricity factors, with its exact worth in kg/kWh.
///
/// The gas is part of the unit, so a CO2 factor can never be read as CO2e: `kgCO2/kWh`,
/// `tCO2e/MWh`, `lbCH4/MWh`.
public struct FactorUnit: RawRepresentable, Hashable, Sendable, CaseIterable {
    /// A gas, or all of them as equivalent.
    public enum Gas: String, Hashable, Sendable, CaseIterable {
        case carbonDioxide = "CO2"
        case carbonDioxideEquivalent = "CO2e"
        case methane = "CH4"
        case nitrousOxide = "N2O"
    }

    private enum Mass: String, CaseIterable {
        case kilogram = "kg"
        case tonne = "t"
        case gram = "g"
        /// The international avoirdupois pound, 0.45359237 kg by definition (1959).
        case pound = "lb"

        /// Kilograms, as an integer and how many of its digits stand after the point.
        var kilograms: (significand: Int128, scale: Int) {
            switch self {
            case .kilogram: (1, 0)
            case .tonne: (1_000, 0)
            case .gram: (1, 3)
            case .pound: (45_359_237, 8)
            }
        }
    }

    private enum Amount: String, CaseIterable {
        case kilowattHour = "kWh"
        case megawattHour = "MWh"
        case gigawattHour = "GWh"

        /// Kilowatt-hours as a power of ten.
        var exponent: Int {
            switch self {
            case .kilowattHour: 0
            case .megawattHour: 3
            case .gigawattHour: 6
            }
        }
    }

    /// The unit as printed.
    public var rawValue: String { mass.rawValue + gas.rawValue + "/" + amount.rawValue }
    /// The gas that it counts.
    public let gas: Gas
    private let mass: Mass
    private let amount: Amount

    /// All of them.
    public static let allCases: [FactorUnit] = Gas.allCases.flatMap { gas in
        Mass.allCases.flatMap { mass in
            Amount.allCases.map { FactorUnit(gas: gas, mass: mass, amount: $0) }
        }
    }

    private init(gas: Gas, mass: Mass, amount: Amount) {
        self.gas = gas
        self.mass = mass
        self.amount = amount
    }

    /// Reads a unit as printed; nil for any other text.
    public init?(rawValue: String) {
        let parts = rawValue.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let amount = Amount(rawValue: String(parts[1])) else { return nil }
        for mass in Mass.allCases where parts[0].hasPrefix(mass.rawValue) {
            if let gas = Gas(rawValue: String(parts[0].dropFirst(mass.rawValue.count))) {
                self.init(gas: gas, mass: mass, amount: amount)
                return
            }
        }
        return nil
    }

    /// Tells whether factors of a family are printed in this unit.
    public func belongs(to family: FactorFamily) -> Bool {
        switch family {
        case .co2: gas == .carbonDioxide
        case .co2e, .lifeCycle: gas == .carbonDioxideEquivalent
        }
    }

    /// The intensity of a printed value, exactly; nil when it has too many digits or is worth more
    /// than 5 kg/kWh: no plant emits so much, so its unit must be wrong.
    public func intensity(of printed: DecimalText) -> EmissionIntensity? {
        let (kilograms, places) = mass.kilograms
        var (significand, overflow) = printed.significand.multipliedReportingOverflow(by: kilograms)
        var scale = printed.scale + places + amount.exponent
        guard !overflow else { return nil }
        // Zeros that the change of unit brought in, `t/MWh`, are taken off again; the printed
        // places stay.
        while scale > printed.scale, significand % 10 == 0 {
            significand /= 10
            scale -= 1
        }
        guard scale <= 30, significand <= 5 * Rounding.powerOfTen(scale) else { return nil }
        return EmissionIntensity(
            kilogramsPerKilowattHour: DecimalText(significand: significand, scale: scale))
    }
}
