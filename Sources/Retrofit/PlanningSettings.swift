public import Quantities

/// By what money and time are weighed (经济参数); every output prints it.
///
/// Taxes, subsidies and financing are left out.
public struct PlanningSettings: Hashable, Sendable {
    /// Discount rate a year, real, before tax.
    public let discountRate: DecimalText
    /// Price of electricity by hour; nil when the portfolio states none.
    public let tariff: Tariff?
    /// Prices that hold at some sites in its place.
    public let tariffs: [TariffClause]
    /// Price of a tonne of CO2 by the location-based figure [currency/t]; nil when none.
    public let carbonPrice: DecimalText?
    /// Price of water, what is paid for its discharge included [currency/m³]; nil when none.
    public let waterPrice: DecimalText?
    /// By what share the price of electricity rises each year.
    public let energyPriceGrowth: DecimalText
    /// By what share the grid's factor falls each year.
    public let gridFactorDecline: DecimalText
    /// Surcharges that hang on the PUE, with the sites that are subject to them.
    public let surcharges: [SurchargeClause]

    /// The rate where nobody names one: 8 %.
    public static let defaultDiscountRate = DecimalText(significand: 8, scale: 2)

    /// Makes settings.
    public init(
        discountRate: DecimalText = Self.defaultDiscountRate, tariff: Tariff? = nil,
        carbonPrice: DecimalText? = nil, waterPrice: DecimalText? = nil,
        energyPriceGrowth: DecimalText = Self.zero,
        gridFactorDecline: DecimalText = Self.zero, surcharges: [SurchargeClause] = [],
        tariffs: [TariffClause] = []
    ) {
        self.discountRate = discountRate
        self.tariff = tariff
        self.carbonPrice = carbonPrice
        self.waterPrice = waterPrice
        self.energyPriceGrowth = energyPriceGrowth
        self.gridFactorDecline = gridFactorDecline
        self.surcharges = surcharges
        self.tariffs = tariffs
    }

    /// No change.
    public static let zero = DecimalText(significand: 0, scale: 0)
}
