/// The kind of gas account a factor belongs to; families never mix, so each is a type of its own:
/// `CarbonDioxideFactor`, `CarbonDioxideEquivalentFactor`, `FootprintFactor`.
public enum FactorFamily: String, Hashable, Sendable, CaseIterable, Codable {
    /// Direct carbon dioxide of generation, no other gas and nothing upstream (二氧化碳排放因子).
    case co2
    /// Direct carbon dioxide, methane and nitrous oxide, as carbon dioxide equivalent
    /// (二氧化碳当量排放因子).
    case co2e
    /// The whole life of the plant and its fuel, as carbon dioxide equivalent (电力碳足迹因子);
    /// never a Scope 2 factor.
    case lifeCycle = "life_cycle"
}

/// A set of 100-year global warming potentials (全球变暖潜势), by the report of the IPCC that gives it.
public enum GWPSet: String, Hashable, Sendable, CaseIterable, Codable {
    /// Fourth Assessment Report, 2007.
    case ar4 = "AR4"
    /// Fifth Assessment Report, 2013, without climate-carbon feedback; the default.
    case ar5 = "AR5"
    /// Sixth Assessment Report, 2021.
    case ar6 = "AR6"
}

/// By which potentials a figure in carbon dioxide equivalent was made.
public enum WarmingBasis: Hashable, Sendable {
    /// Its publisher made it; the set as the publisher names it, or nil where that was not seen.
    /// Choosing another set changes nothing.
    case asPublished(GWPSet?)
    /// It was made here, gas by gas, with a chosen set.
    case chosen(GWPSet)

    /// The set in words: `AR5`, or `as published`.
    public var text: String {
        switch self {
        case .asPublished(let set?), .chosen(let set): set.rawValue
        case .asPublished(nil): "as published"
        }
    }
}

/// What a grid factor is divided by (线损口径); it decides whether losses may be added to it.
public enum LossBasis: String, Hashable, Sendable, CaseIterable, Codable {
    /// Divided by generation: the losses of transmission and distribution are not inside.
    case generation
    /// Divided by consumption or sales: the losses are inside and are never added again.
    case consumption
    /// The publication does not say.
    case notStated = "not_stated"
}
