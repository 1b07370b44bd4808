public import Provenance
import Quantities

extension PlanningSettings {
    /// Nothing is stated.
    private static let none = BilingualText("none", zh: "无")

    /// The price of electricity, in words.
    public var tariffText: BilingualText { tariff?.text ?? Self.none }

    /// The prices that hold at some sites, in words.
    public var tariffsText: BilingualText {
        Self.joined(
            tariffs.map { clause in
                BilingualText.joined([clause.tariff.text] + clause.scope.texts, by: "; ")
                    .headed(clause.tariff.name)
            })
    }

    /// The surcharges that hang on the PUE, in words.
    public var surchargesText: BilingualText { Self.joined(surcharges.map(\.text)) }

    /// The price of carbon, in words.
    public var carbonPriceText: BilingualText { Self.text(carbonPrice) }

    /// The price of water, in words.
    public var waterPriceText: BilingualText { Self.text(waterPrice) }

    private static func text(_ price: DecimalText?) -> BilingualText {
        price.map { BilingualText("\($0)", zh: "\($0)") } ?? none
    }

    private static func joined(_ texts: [BilingualText]) -> BilingualText {
        texts.isEmpty ? none : .joined(texts, by: " | ")
    }
}

extension Tariff {
    /// The prices, in words.
    public var text: BilingualText {
        func prices(_ schedule: Schedule) -> [BilingualText] {
            schedule.bands.map { band in
                let price = schedule.prices[band] ?? .one
                return BilingualText("\(band.rawValue) \(price)", zh: "\(band.chinese) \(price)")
            }
        }
        let extra = [("surcharge", "附加", surcharge), ("demand", "需量", demand)].compactMap {
            english, chinese, value in
            value.map { BilingualText("\(english) \($0)", zh: "\(chinese) \($0)") }
        }
        let seasons = seasons.map { season in
            BilingualText.joined(prices(season.schedule), by: ", ").headed(
                "\(season.name) (\(season.months.map(String.init).joined(separator: ", ")))")
        }
        return .joined(prices(common) + extra + seasons, by: "; ")
    }
}

extension Tariff.Band {
    /// Its name in Chinese.
    fileprivate var chinese: String {
        switch self {
        case .flat: "平"
        case .sharp: "尖"
        case .peak: "峰"
        case .valley: "谷"
        case .deepValley: "深谷"
        }
    }
}

extension BilingualText {
    /// Texts one after the other, in each language.
    static func joined(_ texts: [BilingualText], by separator: String) -> BilingualText {
        BilingualText(
            texts.map(\.english).joined(separator: separator),
            zh: texts.map(\.chinese).joined(separator: separator))
    }

    /// The text behind a name.
    func headed(_ name: String) -> BilingualText {
        BilingualText("\(name): \(english)", zh: "\(name)：\(chinese)")
    }
}
