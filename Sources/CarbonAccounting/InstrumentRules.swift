public import Quantities

/// What a portfolio may decide about instruments (凭证规则); every output prints it.
public struct InstrumentRules: Hashable, Sendable {
    /// Whether Chinese lots must be generated in the year of consumption, from claim year 2026 on.
    ///
    /// The text of the rule was not seen, so a portfolio may switch it off.
    public let gecSameYear: Bool
    /// How many months before the claim year a certificate of another market may be generated.
    public let monthsBefore: Int
    /// How many months after it.
    public let monthsAfter: Int
    /// Whether the certificates of own generation that no lot speaks of were sold.
    public let onsiteAttributesSold: Bool

    /// Makes rules; without arguments those that hold by default.
    public init(
        gecSameYear: Bool = true, monthsBefore: Int = 6, monthsAfter: Int = 3,
        onsiteAttributesSold: Bool = false
    ) {
        self.gecSameYear = gecSameYear
        self.monthsBefore = monthsBefore
        self.monthsAfter = monthsAfter
        self.onsiteAttributesSold = onsiteAttributesSold
    }

    /// The first claim year of the same-year rule (实施细则, 2026).
    static let sameYearSince = 2026

    /// The first day on which a green certificate no longer counts (绿证有效期): 24 months from the
    /// month of generation, that month included; generation before 2024 lapses at the end of 2025
    /// (国能发新能规〔2024〕67号).
    public static func lapse(ofGeneration start: CivilDate) -> CivilDate {
        guard let rule = CivilDate(year: 2024, month: 1, day: 1), start < rule else {
            return start.firstOfMonth(adding: 24)
        }
        return rule.firstOfMonth(adding: 24)
    }
}
