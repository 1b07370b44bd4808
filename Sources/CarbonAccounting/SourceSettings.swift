public import Quantities

/// Who accounts for the electricity of tenants' equipment (租户边界); printed on every figure.
public enum TenantBoundary: String, Hashable, Sendable, CaseIterable, Codable {
    /// All of it is the operator's Scope 1 and 2.
    case `operator`
    /// The share of `tenant_it`, with its lots, is the tenants'; it leaves Scope 2 for Scope 3,
    /// category 13. Overhead stays.
    case tenant
}

/// What a portfolio states about sources that its meters do not tell (排放源设定).
public struct SourceSettings: Hashable, Sendable {
    /// The fuel that generators burn, and how much of it a kilowatt-hour takes: an estimate.
    public struct Generator: Hashable, Sendable {
        /// The fuel, `diesel`.
        public let fuel: String
        /// The specific consumption for each kWh at the generator's output.
        public let consumption: DecimalText
        /// Its unit.
        public let unit: String

        /// Makes a statement.
        public init(fuel: String, consumption: DecimalText, unit: String) {
            self.fuel = fuel
            self.consumption = consumption
            self.unit = unit
        }
    }

    /// How much cold a supplier makes of a kilowatt-hour.
    public struct Cooling: Hashable, Sendable {
        /// The coefficient of performance at the supplier [1].
        public let performance: DecimalText
        /// Tells that it is an estimate and not the supplier's measured one.
        public let isEstimate: Bool

        /// Makes a statement.
        public init(performance: DecimalText, isEstimate: Bool) {
            self.performance = performance
            self.isEstimate = isEstimate
        }
    }

    /// Who accounts for tenants' equipment.
    public let tenantBoundary: TenantBoundary
    /// What generators burn, where no fuel is metered or billed.
    public let generator: Generator?
    /// How bought cooling is made.
    public let cooling: Cooling?
    /// The family of heating values for fuels that are printed in more than one.
    public let heatingValues: HeatingValueFamily

    /// Makes settings; without arguments nothing is stated.
    public init(
        tenantBoundary: TenantBoundary = .operator, generator: Generator? = nil,
        cooling: Cooling? = nil, heatingValues: HeatingValueFamily = .energyStatistics
    ) {
        self.tenantBoundary = tenantBoundary
        self.generator = generator
        self.cooling = cooling
        self.heatingValues = heatingValues
    }
}
