public import Metering

/// A link of the power chain (用电环节): where electricity goes between the feeder and the work.
///
/// `P_total = P_IT + L_UPS + L_distribution + P_fan + P_compressor + P_pump + P_heat rejection + P_other`.
/// Links without a meter of their own are parts of a metered account, by a stated share.
public enum EndUse: String, Hashable, Sendable, CaseIterable, Codable {
    /// The equipment that does the work (IT 设备、通信主设备).
    case it
    /// Loss of the UPS or the rectifier (UPS、整流器损耗).
    case conversionLoss = "conversion_loss"
    /// Loss of transformers, switchgear and cables (配电损耗).
    case distributionLoss = "distribution_loss"
    /// Fans of the room (风机).
    case fan
    /// Pumps of the plant (水泵).
    case pump
    /// Compressors of the plant (压缩机).
    case compressor
    /// Towers and dry coolers (散热).
    case heatRejection = "heat_rejection"
    /// Everything that takes heat away: the cooling account as a whole (制冷).
    case cooling
    /// Lighting (照明).
    case lighting
    /// Other uses inside the boundary (其他用电).
    case other

    /// The accounts in which a meter of this link is booked.
    public var accounts: Set<Account> {
        switch self {
        case .it: [.it, .tenantIT]
        case .conversionLoss: [.upsLoss]
        case .distributionLoss: [.distributionLoss]
        case .fan: [.ventilation]
        case .cooling, .pump, .compressor, .heatRejection: [.cooling]
        case .lighting: [.lighting]
        case .other: [.otherUse]
        }
    }

    /// Tells whether the link's energy follows the load it serves.
    var followsLoad: Bool {
        switch self {
        case .conversionLoss, .distributionLoss, .fan, .pump, .compressor, .heatRejection, .cooling:
            true
        case .it, .lighting, .other: false
        }
    }

    /// Tells whether the link is a part of the cooling account.
    public var isPartOfCooling: Bool {
        switch self {
        case .pump, .compressor, .heatRejection: true
        default: false
        }
    }
}
