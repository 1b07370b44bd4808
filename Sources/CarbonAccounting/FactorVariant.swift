/// Which measure of a grid's electricity a factor is; figures of unlike measures are never swapped.
public enum FactorVariant: String, Hashable, Sendable, CaseIterable, Codable {
    /// Emission over all generation (电力平均排放因子).
    case average
    /// The average after market-traded non-fossil electricity is taken out
    /// (不包括市场化交易的非化石能源电量); the residual-like measure of China, CO2 only.
    case excludingMarketNonFossil = "excluding_market_non_fossil"
    /// The residual mix (剩余电力组合): what is left when all tracked attributes are taken out.
    case residualMix = "residual_mix"
    /// Emission over fossil generation alone (化石能源电力).
    case fossil
    /// The constant that a ministry prescribes for the reports of enterprises (企业核算报告用).
    case enterpriseReporting = "enterprise_reporting"
    /// The value prescribed for electricity of an unknown supplier (代替值), as Japan prints it.
    case substitute
    /// Losses of transmission and distribution for each kWh used (输配电损失); Scope 3.
    case losses
    /// Upstream of the fuels of generation for each kWh generated (上游); Scope 3.
    case upstream
    /// Upstream of what is lost in transmission and distribution; Scope 3.
    case upstreamOfLosses = "upstream_of_losses"
    /// Upstream and losses in one figure, as Australia prints its scope 3; never added to others.
    case upstreamAndLosses = "upstream_and_losses"
    /// Upstream and losses of the residual mix, as Australia prints them; Scope 3.
    case residualUpstreamAndLosses = "residual_upstream_and_losses"
    /// The marginal rate of plants in operation (电量边际); for projects, never for a site.
    case operatingMargin = "operating_margin"
    /// The rate of plants lately built (容量边际); for projects, never for a site.
    case buildMargin = "build_margin"
    /// Operating and build margin together (组合边际); for projects, never for a site.
    case combinedMargin = "combined_margin"
}

/// How wide the area is that a factor speaks for.
public enum FactorLevel: String, Hashable, Sendable, CaseIterable, Codable {
    /// Several countries together.
    case union
    /// A country (全国).
    case nation
    /// A regional grid, wider than a province (区域电网).
    case grid
    /// A grid area that its publisher prints as the smallest, such as an eGRID subregion; a site
    /// that names one has it as its own factor.
    case subregion
    /// A province, a state or another first subdivision (省级).
    case province
}

/// A step down from a site's own factor that a portfolio may name (降级步骤).
public enum FactorStep: String, Hashable, Sendable, CaseIterable, Codable {
    /// To the factor of the regional grid.
    case grid
    /// To the factor of the nation.
    case nation
}
