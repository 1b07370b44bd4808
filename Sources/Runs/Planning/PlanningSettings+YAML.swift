import Provenance
import Quantities
import Retrofit

extension PlanningSettings {
    /// The keys of `portfolio.yaml` that planning reads.
    static let keys = [
        "discount_rate", "carbon_price", "energy_price_growth", "grid_factor_decline", "tariff",
        "tariffs", "tariff_seasons", "water_price", "pue_surcharges",
    ]

    /// Reads what the portfolio says of money; what is wrong becomes a finding of the file.
    init(_ yaml: inout YAMLFile) {
        let rate = Self.share("discount_rate", &yaml, most: .one)
        let price = Self.price("carbon_price", &yaml)
        let water = Self.price("water_price", &yaml)
        let growth = Self.share(
            "energy_price_growth", &yaml, most: DecimalText(significand: 2, scale: 1))
        let decline = Self.share(
            "grid_factor_decline", &yaml, most: DecimalText(significand: 5, scale: 1))
        let (tariff, tariffs) = TariffReading.tariffs(&yaml)
        self.init(
            discountRate: rate ?? Self.defaultDiscountRate, tariff: tariff, carbonPrice: price,
            waterPrice: water, energyPriceGrowth: growth ?? Self.zero,
            gridFactorDecline: decline ?? Self.zero, surcharges: SurchargeReading.clauses(&yaml),
            tariffs: tariffs)
    }

    /// The same settings at another discount rate.
    func discounted(at rate: DecimalText) -> PlanningSettings {
        PlanningSettings(
            discountRate: rate, tariff: tariff, carbonPrice: carbonPrice, waterPrice: waterPrice,
            energyPriceGrowth: energyPriceGrowth, gridFactorDecline: gridFactorDecline,
            surcharges: surcharges, tariffs: tariffs)
    }

    /// Tells whether a discount rate can be counted with: from 0 to 1, at most nine places.
    static func isRate(_ value: DecimalText) -> Bool {
        value.significand >= 0 && value <= .one && value.scale <= 9
    }

    /// Every setting as documents print it.
    var printed: [String: String] {
        [
            "discount_rate": "\(discountRate)", "tariff": tariffText.english,
            "tariffs": tariffsText.english,
            "carbon_price": carbonPrice.map { "\($0)" } ?? "none",
            "water_price": waterPrice.map { "\($0)" } ?? "none",
            "energy_price_growth": "\(energyPriceGrowth)",
            "grid_factor_decline": "\(gridFactorDecline)",
            "pue_surcharges": surchargesText.english,
        ]
    }

    private static func share(
        _ key: String, _ yaml: inout YAMLFile, most: DecimalText
    ) -> DecimalText? {
        guard yaml.has(key) else { return nil }
        if let text = yaml.text(key), let value = DecimalText(text), isRate(value), value <= most {
            return value
        }
        yaml.add(
            .valueMalformed, key, ["example": "0.08"],
            ["expected": BilingualText("a share from 0 to \(most)", zh: "0 到 \(most) 的份额")])
        return nil
    }

    private static func price(_ key: String, _ yaml: inout YAMLFile) -> DecimalText? {
        guard yaml.has(key) else { return nil }
        if let value = yaml.text(key).flatMap(TariffReading.price) { return value }
        yaml.add(
            .valueMalformed, key, ["example": "80"],
            ["expected": BilingualText("a price, not negative", zh: "非负的价格")])
        return nil
    }
}
