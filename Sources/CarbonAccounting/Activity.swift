import Metering
public import Quantities

/// An activity by bill or by weighing (活动数据): a line of `activities.csv`.
public struct Activity: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        /// Fuel burnt in generators and boilers (固定源燃料).
        case stationaryFuel = "stationary_fuel"
        /// Fuel burnt in vehicles (移动源燃料).
        case mobileFuel = "mobile_fuel"
        /// Refrigerant added to make up for leaks (制冷剂补充).
        case refrigerantTopup = "refrigerant_topup"
        /// Agent refilled after a discharge (灭火剂补充).
        case fireSuppression = "fire_suppression"
        /// Heat bought (外购热力).
        case heat
        /// Cooling bought (外购冷量).
        case cooling
        /// Water by bill (用水).
        case water
        /// Sulfur hexafluoride refilled into switchgear (六氟化硫补充).
        case sf6
        // Mass balance: what was there and came, less what is there and left, less new capacity.
        case refrigerantStockStart = "refrigerant_stock_start"
        case refrigerantPurchase = "refrigerant_purchase"
        case refrigerantStockEnd = "refrigerant_stock_end"
        case refrigerantRecovery = "refrigerant_recovery"
        case refrigerantCapacityIncrease = "refrigerant_capacity_increase"
        // Screening: the charge of the equipment times a yearly rate of loss.
        case refrigerantScreening = "refrigerant_screening"
        case fireSuppressionScreening = "fire_suppression_screening"
        case sf6Screening = "sf6_screening"
        /// Purchased goods and services, as emission (外购商品和服务); Scope 3, category 1.
        case purchasedGoods = "purchased_goods"
        /// Capital goods, as emission (资本货物); Scope 3, category 2.
        case capitalGoods = "capital_goods"
    }

    /// Its name, unique in the table.
    public let id: String
    /// The site.
    public let siteID: String
    /// When it happened; half-open.
    public let interval: Interval
    /// What happened.
    public let kind: Kind
    /// The fuel or substance, `diesel`, `R-410A`.
    public let substance: String?
    /// The amount as written.
    public let amount: DecimalText
    /// The unit as written.
    public let unit: String
    /// The yearly rate of loss for screening [%].
    public let ratePercent: DecimalText?
    /// The plant it speaks of (设备), `chiller-2`; nil for the site as a whole.
    public let equipment: String?
    /// The document that proves it.
    public let evidence: String?
    /// Its line in `activities.csv`.
    public let line: Int

    /// Makes an activity of checked parts.
    public init(
        id: String, siteID: String, interval: Interval, kind: Kind, substance: String?,
        amount: DecimalText, unit: String, ratePercent: DecimalText? = nil,
        equipment: String? = nil, evidence: String?, line: Int = 0
    ) {
        self.id = id
        self.siteID = siteID
        self.interval = interval
        self.kind = kind
        self.substance = substance
        self.amount = amount
        self.unit = unit
        self.ratePercent = ratePercent
        self.equipment = equipment
        self.evidence = evidence
        self.line = line
    }
}

extension Activity.Kind {
    /// What an activity is made of, which decides its unit.
    public enum Matter: Hashable, Sendable {
        case fuel, gas, energy, water, emission
    }

    /// What it is made of.
    public var matter: Matter {
        switch self {
        case .stationaryFuel, .mobileFuel: .fuel
        case .heat, .cooling: .energy
        case .water: .water
        case .purchasedGoods, .capitalGoods: .emission
        default: .gas
        }
    }

    /// The sign with which it enters a mass balance; nil for what is no part of one.
    public var balanceSign: Int? {
        switch self {
        case .refrigerantStockStart, .refrigerantPurchase: 1
        case .refrigerantStockEnd, .refrigerantRecovery, .refrigerantCapacityIncrease: -1
        default: nil
        }
    }

    /// The account of meters that show the same as its bill; nil for what is no bill of a carrier of energy.
    var billedAccount: Account? {
        switch self {
        case .stationaryFuel, .mobileFuel: .fuel
        case .heat: .heatImport
        case .cooling: .coolingImport
        default: nil
        }
    }

    /// Tells whether the amount is a charge of which a yearly rate is lost.
    public var isScreening: Bool {
        self == .refrigerantScreening || self == .fireSuppressionScreening || self == .sf6Screening
    }

    /// Tells whether it is a source of direct emission.
    public var isDirect: Bool { matter == .fuel || matter == .gas }

    /// Tells whether a substance must be named.
    public var needsSubstance: Bool { matter == .fuel || (matter == .gas && !isSF6) }

    /// Tells whether the substance is sulfur hexafluoride by its kind.
    public var isSF6: Bool { self == .sf6 || self == .sf6Screening }

    /// The units that its amount may have.
    public var units: [String] {
        switch matter {
        case .fuel:
            ["L", "kL", "m3", "Nm3", "1e4Nm3", "kg", "t", "MJ", "GJ", "kWh", "MWh"]
        case .gas: ["g", "kg", "t"]
        case .energy: ["MJ", "GJ", "kWh", "MWh"]
        case .water: ["L", "m3", "t"]
        case .emission: ["kgCO2e", "tCO2e"]
        }
    }
}
