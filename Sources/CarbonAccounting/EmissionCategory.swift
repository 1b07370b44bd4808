/// What an entry is an emission of (排放类别).
public enum EmissionCategory: String, Hashable, Sendable, CaseIterable, Codable {
    // Scope 1.
    case stationaryFuel = "stationary_fuel"
    case mobileFuel = "mobile_fuel"
    case refrigerant
    case fireSuppression = "fire_suppression"
    case sf6
    // Scope 2.
    case electricity
    case heat
    case cooling
    // Scope 3, by the categories of the GHG Protocol.
    case purchasedGoods = "purchased_goods"
    case capitalGoods = "capital_goods"
    /// Upstream of bought electricity and fuel, and losses of the grid.
    case fuelAndEnergy = "fuel_and_energy"
    /// What tenants use, where the boundary leaves it to them.
    case downstreamLeasedAssets = "downstream_leased_assets"

    /// The number of the Scope 3 category; nil in Scope 1 and 2.
    public var scope3Number: Int? {
        switch self {
        case .purchasedGoods: 1
        case .capitalGoods: 2
        case .fuelAndEnergy: 3
        case .downstreamLeasedAssets: 13
        default: nil
        }
    }
}
