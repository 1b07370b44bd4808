public import Provenance

/// Plant that a measure replaces and whose age may be asked for (被替换设备).
public enum Plant: String, Hashable, Sendable, CaseIterable {
    /// Servers, storage, network and radio equipment (IT 与通信设备).
    case itEquipment = "it_equipment"
    /// Chillers, room units, pumps, fans, heat rejection (制冷设备).
    case coolingPlant = "cooling_plant"
    /// Uninterruptible power supply (不间断电源).
    case ups
    /// -48 V rectifier (整流器、开关电源).
    case rectifier
    /// Transformers, switchgear, distribution units (变配电设备).
    case powerDistribution = "power_distribution"
    /// Battery (蓄电池).
    case battery
    /// Lighting (照明).
    case lighting
    /// The site as a whole (站点整体).
    case site

    /// Its name for people.
    public var title: BilingualText {
        switch self {
        case .itEquipment: BilingualText("IT equipment", zh: "IT 与通信设备")
        case .coolingPlant: BilingualText("cooling plant", zh: "制冷设备")
        case .ups: BilingualText("UPS", zh: "不间断电源")
        case .rectifier: BilingualText("rectifier", zh: "整流器")
        case .powerDistribution: BilingualText("power distribution", zh: "变配电设备")
        case .battery: BilingualText("battery", zh: "蓄电池")
        case .lighting: BilingualText("lighting", zh: "照明")
        case .site: BilingualText("site", zh: "站点")
        }
    }

    /// Where the portfolio states when it went into service: a fact of `facts.csv`, or the column of `sites.csv`.
    public var place: (file: String, name: String) {
        self == .site ? ("sites.csv", "commissioned") : ("facts.csv", rawValue + "_commissioned")
    }
}
