import Quantities

/// What is counted, and in which whole unit the ledger keeps it.
public enum Dimension: String, Hashable, Sendable {
    /// Joules.
    case energy
    /// Millilitres.
    case volume
    /// Grams.
    case mass

    /// The unit in which amounts are printed.
    public var unit: String {
        switch self {
        case .energy: "kWh"
        case .volume: "m3"
        case .mass: "kg"
        }
    }

    /// An amount in that unit: kWh to nine places, half to even, m3 to six and kg to three, exact.
    public func exactText(of amount: Int64) -> String {
        switch self {
        case .energy: Rounding.text(Int128(amount), over: 3_600_000, places: 9)
        case .volume: Rounding.pointed(Int128(amount), places: 6)
        case .mass: Rounding.pointed(Int128(amount), places: 3)
        }
    }

    /// An amount as people write it, to three places, half to even.
    public func text(of amount: some BinaryInteger) -> String {
        let amount = Int128(clamping: amount)
        return switch self {
        case .energy: Rounding.text(amount, over: 3_600_000, places: 3) + " kWh"
        case .volume: Rounding.text(amount, over: 1_000_000, places: 3) + " m3"
        case .mass: Rounding.pointed(amount, places: 3) + " kg"
        }
    }
}

/// The unit in which a meter reads (计量单位).
public enum MeterUnit: String, Hashable, Sendable, CaseIterable {
    case wattHour = "Wh"
    case kilowattHour = "kWh"
    case megawattHour = "MWh"
    case gigawattHour = "GWh"
    case tenThousandKilowattHours = "万kWh"
    case degree = "度"
    case joule = "J"
    case megajoule = "MJ"
    case gigajoule = "GJ"
    case watt = "W"
    case kilowatt = "kW"
    case megawatt = "MW"
    case cubicMetre = "m3"
    case litre = "L"
    case tonne = "t"
    case kilogram = "kg"

    /// Tells whether the unit is a rate (power), not an amount.
    public var isPower: Bool { self == .watt || self == .kilowatt || self == .megawatt }

    /// What it counts.
    public var dimension: Dimension {
        switch self {
        case .cubicMetre, .litre: .volume
        case .tonne, .kilogram: .mass
        default: .energy
        }
    }

    /// How many joules, millilitres or grams one unit is; for a power, joules a second.
    public var scale: Int64 {
        switch self {
        case .joule, .watt: 1
        case .wattHour: 3_600
        case .kilowattHour, .degree: 3_600_000
        case .megawattHour: 3_600_000_000
        case .gigawattHour: 3_600_000_000_000
        case .tenThousandKilowattHours: 36_000_000_000
        case .megajoule, .megawatt: 1_000_000
        case .gigajoule: 1_000_000_000
        case .kilowatt: 1_000
        case .cubicMetre: 1_000_000
        case .litre: 1_000
        case .tonne: 1_000_000
        case .kilogram: 1_000
        }
    }
}
