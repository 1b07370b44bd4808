public import EnergyLedger
public import Provenance
public import Quantities

/// How far a saving was checked against its source; vendors stand apart from the press.
public enum SavingConfidence: String, Hashable, Comparable, Sendable, CaseIterable {
    /// The primary text, or two independent places.
    case a = "A"
    /// One competent place that measured or read the primary text.
    case b = "B"
    /// The press, an association, a consultancy.
    case c = "C"
    /// A vendor's own figure.
    case d = "D"
    /// Memory, unverified.
    case m = "M"

    /// A, B and C may stand as a default, with the low end as the expectation; D and M ask for the
    /// site's own data.
    public var mayBeDefault: Bool { self <= .c }

    /// Ordered from the best to the worst.
    public static func < (lhs: SavingConfidence, rhs: SavingConfidence) -> Bool {
        lhs.rawValue < rhs.rawValue
    }
}

/// A way to save energy or carbon (改造措施), as published data or as a portfolio's own line.
public struct Measure: Hashable, Sendable {
    /// What a measure does to its link of the power chain.
    public enum Effect: String, Hashable, Sendable, CaseIterable {
        /// Saves a share of the link's energy; `quantity` is the part of the link that is reached.
        case share
        /// Saves a share of the link's energy for each degree; `quantity` is the degrees [°C].
        case sharePerDegree = "share_per_degree"
        /// Slower fans; `quantity` is the new speed over the old, the range is the exponent.
        case fanSpeed = "fan_speed"
        /// Raises a conversion's efficiency by percentage points.
        case efficiencyPoints = "efficiency_points"
        /// Saves energy for each unit; `quantity` is the units [kWh a year and unit].
        case energyPerUnit = "energy_per_unit"
        /// Generates for own use; `quantity` is the peak power [kWh a year and kWp].
        case generation
        /// Shifts energy from the cheapest to the dearest hours of each day; `quantity` is the usable capacity
        /// [kWh], the range is the efficiency of a round trip.
        case storage
        /// Green electricity under contract, certificates included; `quantity` is the amount [MWh a year].
        case greenTrade = "green_trade"
        /// Green electricity certificates alone; `quantity` is their number, 1 MWh each [MWh a year].
        case greenCertificates = "green_certificates"
        /// Saves nothing by itself; others need it.
        case enabler
        /// A published result or amount of money that the chain cannot compute with.
        case statement

        /// Tells whether the measure cannot be computed without a quantity of the site's own.
        public var needsQuantity: Bool {
            switch self {
            case .sharePerDegree, .fanSpeed, .energyPerUnit, .generation, .storage, .greenTrade,
                .greenCertificates:
                true
            case .share, .efficiencyPoints, .enabler, .statement: false
            }
        }

        /// Tells whether a range belongs to the effect.
        public var isComputable: Bool { self != .enabler && self != .statement && !isGreenPower }

        /// Tells whether it buys green power: no energy is saved, the market-based figure and the green share change.
        public var isGreenPower: Bool { self == .greenTrade || self == .greenCertificates }

        /// Tells whether it acts beside the links: hour by hour against what the site buys.
        public var actsOnSupply: Bool { self == .generation || self == .storage }
    }

    /// What happens to the site's water.
    public enum WaterEffect: String, Hashable, Sendable, CaseIterable {
        case none, rises, falls, unknown

        /// What it says, in words.
        public var text: BilingualText {
            switch self {
            case .none: BilingualText("none", zh: "无影响")
            case .rises: BilingualText("rises", zh: "增加")
            case .falls: BilingualText("falls", zh: "减少")
            case .unknown: BilingualText("unknown", zh: "未知")
            }
        }
    }

    /// Its name in commands and tables: `aisle-containment`.
    public let id: String
    /// Its name for people.
    public let title: BilingualText
    /// The kinds of site it is made for.
    public let appliesTo: [Site.Kind]
    /// What the site must have; asked for, not guessed.
    public let needs: BilingualText
    /// Of that, what a fact can tell.
    public let needsPlant: [PlantPart]
    /// The plant that it replaces; nil where it replaces none.
    public let replaces: Plant?
    /// Least age of that plant [years]; nil where no source names one.
    public let minimumAgeYears: Int?
    /// The link it acts on; nil where it acts on none.
    public let endUse: EndUse?
    /// What it does there.
    public let effect: Effect
    /// The low end of the range; it is the expectation.
    public let low: DecimalText?
    /// The high end of the range.
    public let high: DecimalText?
    /// The unit of the range, as printed.
    public let unit: String
    /// Tells that the effect cannot be computed without the site's own quantity.
    public let needsQuantity: Bool
    /// Groups of measures: of each group at least one must come before or with it.
    public let dependsOn: [[String]]
    /// Measures that exclude it.
    public let conflictsWith: [String]
    /// What happens to water.
    public let water: WaterEffect
    /// What a manager must know: risk, overlap, limits.
    public let remark: BilingualText
    /// Who says so.
    public let source: String
    /// How far it was checked.
    public let confidence: SavingConfidence

    /// Makes a measure of checked parts.
    public init(
        id: String, title: BilingualText, appliesTo: [Site.Kind], needs: BilingualText,
        needsPlant: [PlantPart] = [], replaces: Plant? = nil, minimumAgeYears: Int? = nil,
        endUse: EndUse?, effect: Effect,
        low: DecimalText?, high: DecimalText?, unit: String,
        needsQuantity: Bool, dependsOn: [[String]], conflictsWith: [String], water: WaterEffect,
        remark: BilingualText, source: String, confidence: SavingConfidence
    ) {
        self.id = id
        self.title = title
        self.appliesTo = appliesTo
        self.needs = needs
        self.needsPlant = needsPlant
        self.replaces = replaces
        self.minimumAgeYears = minimumAgeYears
        self.endUse = endUse
        self.effect = effect
        self.low = low
        self.high = high
        self.unit = unit
        self.needsQuantity = needsQuantity
        self.dependsOn = dependsOn
        self.conflictsWith = conflictsWith
        self.water = water
        self.remark = remark
        self.source = source
        self.confidence = confidence
    }

    /// Why it is held to no age of plant; nil where it is.
    public var reasonAgainstAge: BilingualText? {
        if minimumAgeYears ?? 0 > 0 { return nil }
        return BilingualText(
            "no source names a least age; measures.csv may state one as minimum_age_years",
            zh: "没有来源给出最低年限；可在 measures.csv 的 minimum_age_years 中填写")
    }

    /// Why its published range may not be used without the site's own data; nil when it may.
    public var reasonAgainstDefault: Reason? {
        if shipsAsDefault { return nil }
        if effect == .storage { return .askForSiteData }
        return effect == .statement || low == nil ? .noPublishedSaving : .askForSiteData
    }

    /// Tells whether its published range may be used without the site's own data.
    public var shipsAsDefault: Bool {
        effect == .enabler || effect.isGreenPower
            || (effect.isComputable && confidence.mayBeDefault && low != nil)
    }
}
