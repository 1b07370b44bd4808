/// The rules under which the market-based figure is valued (核算口径); printed with the figure.
///
/// No instrument is read in this release, so a profile decides only what electricity costs that
/// no instrument covers: all that was bought.
public enum AccountingProfile: String, Hashable, Sendable, CaseIterable, Codable {
    /// GHG Protocol Scope 2 Guidance of 2015: the remainder at the residual mix.
    case ghgProtocol2015 = "ghg_protocol_2015"
    /// The ministry's notices on enterprise reports (生态环境部企业报告通知): the remainder at the
    /// prescribed national constant.
    case cnMEEEnterprise = "cn_mee_enterprise"
    /// GB/T 32150-2025: the remainder at the newest national average.
    case cnGBT32150 = "cn_gbt32150_2025"
    /// Green electricity certificates as the market understands them (绿证口径): the remainder at
    /// the residual mix.
    case cnMarketGEC = "cn_market_gec"
    /// The proposed hourly revision of the GHG Protocol: the unmatched remainder at the residual
    /// mix.
    case ghgProtocolHourly = "ghg_protocol_hourly"

    /// The measure that prices electricity which no instrument covers.
    ///
    /// China publishes no residual mix under that name; its national average without
    /// market-traded non-fossil electricity stands for it, residual-like and CO2 only.
    public var remainderVariant: FactorVariant {
        switch self {
        case .ghgProtocol2015, .cnMarketGEC, .ghgProtocolHourly: .excludingMarketNonFossil
        case .cnMEEEnterprise: .enterpriseReporting
        case .cnGBT32150: .average
        }
    }

    /// Tells whether the location-based factor may stand in, with a disclosure, where the
    /// measure is not published.
    public var allowsLocationFactor: Bool { remainderVariant == .excludingMarketNonFossil }
}
