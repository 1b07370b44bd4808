import Quantities

/// A unit in which fuel is metered, billed or stated (燃料计量单位).
public enum FuelUnit: String, Hashable, Sendable, CaseIterable, Codable {
    case kilogram = "kg"
    case tonne = "t"
    case litre = "L"
    case kilolitre = "kL"
    /// A cubic metre: of a gas at the publisher's reference conditions, of a liquid 1,000 litres.
    case cubicMetre = "m3"
    /// A cubic metre of gas at reference conditions (标准立方米).
    case normalCubicMetre = "Nm3"
    /// Ten thousand of them (万标准立方米).
    case tenThousandNormalCubicMetres = "1e4Nm3"
    /// The US liquid gallon, 3.785411784 L by definition.
    case gallon = "gal"
    case megajoule = "MJ"
    case gigajoule = "GJ"
    case terajoule = "TJ"
    case kilowattHour = "kWh"
    case megawattHour = "MWh"

    /// What a unit measures.
    public enum Dimension: Hashable, Sendable {
        /// Mass [kg].
        case mass
        /// Volume of a liquid [L].
        case liquid
        /// Volume of a gas at reference conditions [Nm3].
        case gas
        /// Energy [GJ].
        case energy
    }

    /// What the unit measures; a plain cubic metre is read as the fuel is, gas or liquid.
    func dimension(ofGas isGas: Bool) -> Dimension {
        switch self {
        case .kilogram, .tonne: .mass
        case .litre, .kilolitre, .gallon: .liquid
        case .cubicMetre: isGas ? .gas : .liquid
        case .normalCubicMetre, .tenThousandNormalCubicMetres: .gas
        case .megajoule, .gigajoule, .terajoule, .kilowattHour, .megawattHour: .energy
        }
    }

    /// How many base units of its dimension it holds, exactly.
    func worth(ofGas isGas: Bool) -> ExactRational {
        func decimal(_ significand: Int128, _ scale: Int = 0) -> ExactRational {
            ExactRational(DecimalText(significand: significand, scale: scale))
        }
        return switch self {
        case .kilogram, .litre, .normalCubicMetre, .gigajoule: .one
        case .tonne, .kilolitre, .terajoule: decimal(1_000)
        case .cubicMetre: isGas ? .one : decimal(1_000)
        case .tenThousandNormalCubicMetres: decimal(10_000)
        case .gallon: decimal(3_785_411_784, 9)
        case .megajoule: decimal(1, 3)
        case .kilowattHour: decimal(36, 4)
        case .megawattHour: decimal(36, 1)
        }
    }
}
