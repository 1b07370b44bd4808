import Provenance
import Quantities
import Retrofit

extension PlanningSettings {
    /// The keys of `portfolio.yaml` that planning reads.
    static let keys = [
        "discount_rate", "carbon_price", "energy_price_growth", "grid_factor_decline", "tariff",
    ]

    /// Reads what the portfolio says of money; what is wrong becomes a finding of the file.
    init(_ yaml: inout YAMLFile) {
        let rate = Self.share("discount_rate", &yaml, most: .one)
        let price = Self.price("carbon_price", &yaml)
        let growth = Self.share(
            "energy_price_growth", &yaml, most: DecimalText(significand: 2, scale: 1))
        let decline = Self.share(
            "grid_factor_decline", &yaml, most: DecimalText(significand: 5, scale: 1))
        let tariff = TariffReading.tariff(&yaml)
        self.init(
            discountRate: rate ?? Self.defaultDiscountRate, tariff: tariff, carbonPrice: price,
            energyPriceGrowth: growth ?? Self.zero, gridFactorDecline: decline ?? Self.zero)
    }

    /// The same settings at another discount rate.
    func discounted(at rate: DecimalText) -> PlanningSettings {
        PlanningSettings(
            discountRate: rate, tariff: tariff, carbonPrice: carbonPrice,
            energyPriceGrowth: energyPriceGrowth, gridFactorDecline: gridFactorDecline)
    }

    /// Tells whether a discount rate can be counted with: from 0 to 1, at most nine places.
    static func isRate(_ value: DecimalText) -> Bool {
        value.significand >= 0 && value <= .one && value.scale <= 9
    }

    /// Every setting as outputs print it.
    var printed: [String: String] {
        var tariffText = "none"
        if let tariff {
            let prices = tariff.bands.map { "\($0.rawValue) \(tariff.prices[$0] ?? .one)" }
            let extra = [("surcharge", tariff.surcharge), ("demand", tariff.demand)].compactMap {
                name, value in value.map { "\(name) \($0)" }
            }
            tariffText = (prices + extra).joined(separator: "; ")
        }
        return [
            "discount_rate": "\(discountRate)", "tariff": tariffText,
            "carbon_price": carbonPrice.map { "\($0)" } ?? "none",
            "energy_price_growth": "\(energyPriceGrowth)",
            "grid_factor_decline": "\(gridFactorDecline)",
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

/// Reads `tariff` of `portfolio.yaml`: prices by band, hours of bands, demand and surcharge.
enum TariffReading {
    static let expected = BilingualText(
        "flat, and for sharp, peak, valley, deep_valley a price with NAME_hours; demand, surcharge",
        zh: "flat，以及 sharp、peak、valley、deep_valley 的价格和相应的 名称_hours；demand、surcharge")

    static func tariff(_ yaml: inout YAMLFile) -> Tariff? {
        guard yaml.has("tariff") else { return nil }
        guard let mapping = yaml.mapping("tariff") else {
            if let price = yaml.text("tariff").flatMap(price) { return Tariff(flat: price) }
            return fail("", &yaml)
        }
        var prices: [Tariff.Band: DecimalText] = [:]
        var hours = Array(repeating: Tariff.Band.flat, count: 24)
        var taken = Set<Int>()
        var (demand, surcharge): (DecimalText?, DecimalText?)
        for (key, text) in mapping.sorted(by: { $0.key < $1.key }) {
            let name = key.hasSuffix("_hours") ? String(key.dropLast(6)) : key
            if key.hasSuffix("_hours") {
                guard let band = Tariff.Band(rawValue: name), band != .flat,
                    let list = Self.hours(text), taken.isDisjoint(with: list)
                else { return fail("\(key): \(text)", &yaml) }
                for hour in list { hours[hour] = band }
                taken.formUnion(list)
                continue
            }
            guard let value = price(text) else { return fail("\(key): \(text)", &yaml) }
            switch name {
            case "demand": demand = value
            case "surcharge": surcharge = value
            default:
                guard let band = Tariff.Band(rawValue: name) else { return fail(key, &yaml) }
                prices[band] = value
            }
        }
        guard
            let tariff = Tariff(
                prices: prices, bandOfHour: hours, demand: demand, surcharge: surcharge),
            Set(prices.keys).isSubset(of: Set(hours).union([.flat]))
        else { return fail("", &yaml) }
        return tariff
    }

    /// A price of at most nine places, not negative.
    static func price(_ text: String) -> DecimalText? {
        guard text.utf8.count <= 20, let value = DecimalText(text), value.significand >= 0,
            value.scale <= 9, value <= DecimalText(significand: 1_000_000, scale: 0)
        else { return nil }
        return value
    }

    /// Local hours of `10-12;14-19` or `22-6`, the second of each pair exclusive.
    static func hours(_ text: String) -> [Int]? {
        var hours: [Int] = []
        for part in text.split(whereSeparator: { $0 == ";" || $0 == "," }) {
            let ends = part.split(separator: "-").compactMap { Int($0.filter { $0 != " " }) }
            guard ends.count == 2, (0...23).contains(ends[0]), (0...24).contains(ends[1]),
                ends[0] != ends[1]
            else { return nil }
            let length = ends[1] > ends[0] ? ends[1] - ends[0] : ends[1] + 24 - ends[0]
            hours += (0..<length).map { (ends[0] + $0) % 24 }
        }
        return hours.isEmpty || Set(hours).count != hours.count ? nil : hours
    }

    private static func fail(_ value: String, _ yaml: inout YAMLFile) -> Tariff? {
        yaml.add(
            .valueMalformed, "tariff", value: value,
            ["example": "{flat: 0.65, peak: 1.05, peak_hours: 10-12;14-19}"],
            ["expected": expected])
        return nil
    }
}
