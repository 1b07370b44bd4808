public import Quantities

/// What a meter's amount is booked to (账户): a side of the energy balance or a carrier beside it.
public enum Account: String, NumberedCase, Codable {
    // Supply of electricity (供电侧).
    case gridImport = "grid_import"
    case directLine = "direct_line"
    case onsiteSolar = "onsite_solar"
    case onsiteWind = "onsite_wind"
    case onsiteOther = "onsite_other"
    case generator
    case storageDischarge = "storage_discharge"

    // Use of electricity (用电侧).
    case it
    case tenantIT = "tenant_it"
    case cooling
    case ventilation
    case upsLoss = "ups_loss"
    case distributionLoss = "distribution_loss"
    case lighting
    case office
    case otherUse = "other_use"
    case gridExport = "grid_export"
    case storageCharge = "storage_charge"
    case heatPumpUpgrade = "heat_pump_upgrade"

    // Other carriers, beside the electricity balance.
    case heatExport = "heat_export"
    case heatImport = "heat_import"
    case coolingImport = "cooling_import"
    /// Heat that cooling takes out of the rooms (移出热量).
    case heatRemoved = "heat_removed"
    case waterIn = "water_in"
    case waterFresh = "water_fresh"
    case waterPotable = "water_potable"
    case waterOut = "water_out"
    case fuel

    /// A meter that only controls others; it is not booked.
    case check
    /// Supply that no use meter explains (未分配电量).
    case unallocated

    /// The part an account plays in the balance.
    public enum Side: Hashable, Sendable {
        /// Electricity that enters.
        case supply
        /// Electricity that is used or leaves.
        case use
        /// Something other than electricity.
        case carrier
        /// Neither; it only controls or remains.
        case memorandum
    }

    /// The part this account plays.
    public var side: Side {
        switch self {
        case .gridImport, .directLine, .onsiteSolar, .onsiteWind, .onsiteOther, .generator,
            .storageDischarge:
            .supply
        case .it, .tenantIT, .cooling, .ventilation, .upsLoss, .distributionLoss, .lighting,
            .office, .otherUse, .gridExport, .storageCharge, .heatPumpUpgrade:
            .use
        case .heatExport, .heatImport, .coolingImport, .heatRemoved, .waterIn, .waterFresh,
            .waterPotable,
            .waterOut, .fuel:
            .carrier
        case .check, .unallocated: .memorandum
        }
    }

    /// Tells whether the account is electricity generated on the site from its own plant.
    public var isOnsiteGeneration: Bool {
        self == .onsiteSolar || self == .onsiteWind || self == .onsiteOther
    }

    /// The account to which the opposite direction of the same wire belongs, if there is one.
    public var mirror: Account? {
        switch self {
        case .gridImport: .gridExport
        case .gridExport: .gridImport
        case .storageDischarge: .storageCharge
        case .storageCharge: .storageDischarge
        case .onsiteSolar, .onsiteWind, .onsiteOther: .otherUse
        case .otherUse: .onsiteOther
        default: nil
        }
    }

    /// What the account counts, as far as its name tells; nil where the unit decides.
    public var dimension: Dimension? {
        switch self {
        case .waterIn, .waterFresh, .waterPotable, .waterOut: .volume
        case .fuel, .check: nil
        default: .energy
        }
    }

    /// How long [s] a meter of the account may show exactly zero before it is suspected; nil where
    /// standing still says nothing, as for a standby generator or storage.
    ///
    /// Loads of a data center that never rest are suspected after a day, all others after a week.
    public var longestRest: Int64? {
        switch self {
        case .gridImport, .it, .tenantIT, .upsLoss, .distributionLoss: 86_400
        case .directLine, .onsiteSolar, .onsiteWind, .onsiteOther, .cooling, .ventilation,
            .lighting, .office, .otherUse, .waterIn, .waterFresh, .waterPotable:
            7 * 86_400
        case .generator, .storageDischarge, .storageCharge, .gridExport, .heatPumpUpgrade,
            .heatExport, .heatImport, .coolingImport, .heatRemoved, .waterOut, .fuel, .check,
            .unallocated:
            nil
        }
    }

    /// The accounts that a meter may name.
    public static var ofMeters: [Account] { allCases.filter { $0 != .unallocated } }
}

extension Account {
    /// By number; the text of the case takes ten times as long.
    public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
