public import EnergyLedger
public import Quantities

/// What sites state of their plant (站点设备信息): when it went into service, and what is there at all.
public struct StatedPlant: Sendable {
    private let day: CivilDate
    private let commissioned: [String: [Plant: CivilDateSpan]]
    private let parts: [String: [PlantPart: Bool]]

    /// Takes what is stated.
    ///
    /// - Parameters:
    ///   - day: The day on which age counts: the last one of a plan's period, as with facts.
    ///   - commissioned: When each site's plant went into service; the site's own day stands in the site.
    ///   - parts: What each site has and has not.
    public init(
        on day: CivilDate, _ commissioned: [String: [Plant: CivilDateSpan]] = [:],
        parts: [String: [PlantPart: Bool]] = [:]
    ) {
        self.day = day
        self.commissioned = commissioned
        self.parts = parts
    }

    /// Whether a site's plant has the age that is asked for.
    public func verdict(on condition: AgeCondition, at site: Site) -> AgeVerdict {
        let began =
            condition.plant == .site
            ? site.commissioned.map { CivilDateSpan($0) } : commissioned[site.id]?[condition.plant]
        return AgeVerdict(condition: condition, commissioned: began, day: day)
    }

    /// Whether a site has the plant that is needed.
    public func need(of part: PlantPart, at site: Site) -> PlantNeed {
        PlantNeed(part: part, isThere: parts[site.id]?[part])
    }
}
