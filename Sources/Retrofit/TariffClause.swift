/// A tariff that holds at some sites (分地区电价), by its name in `portfolio.yaml`.
public struct TariffClause: Hashable, Sendable {
    /// What a kilowatt-hour costs there; it bears the clause's name.
    public let tariff: Tariff
    /// The sites.
    public let scope: SiteScope

    /// Makes a clause.
    public init(tariff: Tariff, scope: SiteScope) {
        self.tariff = tariff
        self.scope = scope
    }
}
