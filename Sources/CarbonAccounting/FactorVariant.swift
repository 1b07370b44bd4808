/// Which measure of a grid's electricity a factor is; figures of unlike measures are never swapped.
public enum FactorVariant: String, Hashable, Sendable, CaseIterable, Codable {
    /// Emission over all generation (电力平均二氧化碳排放因子).
    case average
    /// The average after market-traded non-fossil electricity is taken out
    /// (不包括市场化交易的非化石能源电量); the residual-like measure of China, CO2 only.
    case excludingMarketNonFossil = "excluding_market_non_fossil"
    /// Emission over fossil generation alone (化石能源电力).
    case fossil
    /// The constant that a ministry prescribes for the reports of enterprises (企业核算报告用).
    case enterpriseReporting = "enterprise_reporting"
}

/// How wide the area is that a factor speaks for.
public enum FactorLevel: String, Hashable, Sendable, CaseIterable, Codable {
    /// A country (全国).
    case nation
    /// A regional grid (区域电网).
    case grid
    /// A province or another first subdivision (省级).
    case province
}

/// The kind of gas account a factor belongs to; families never mix, so each is a case of its own.
public enum FactorFamily: String, Hashable, Sendable, CaseIterable, Codable {
    /// Direct carbon dioxide of generation, no other gas and nothing upstream.
    case co2
}

/// A step down from a site's own factor that a portfolio may name (降级步骤).
public enum FactorStep: String, Hashable, Sendable, CaseIterable, Codable {
    /// To the factor of the regional grid.
    case grid
    /// To the factor of the nation.
    case nation
}
