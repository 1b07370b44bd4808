public import EnergyLedger
public import Provenance
public import Quantities

/// A measure at a site (候选措施): what it would do to this chain, what it costs, or what stands
/// against it.
public struct RetrofitOption: Hashable, Sendable {
    /// The measure.
    public let measure: Measure
    /// The site.
    public private(set) var siteID: String
    /// What the portfolio says of it; nil when nothing.
    public let terms: MeasureTerms?
    /// The expected saving, the low end, as the chain counts it.
    public let actions: [PowerChain.Action]
    /// The saving at the high end.
    public let highActions: [PowerChain.Action]
    /// The low end that is used.
    public let low: DecimalText?
    /// The high end that is used.
    public let high: DecimalText?
    /// Tells that the range is the portfolio's own.
    public let isOwnRange: Bool
    /// What it costs; nil when unknown.
    public private(set) var capex: Money?
    /// What it costs each year, its water included.
    public private(set) var annualCost: Money
    /// Water that it takes each year, below zero where it spares some; nil when nobody says.
    public private(set) var annualWater: Volume?
    /// What that water costs each year; nil where it or its price is not stated.
    public private(set) var annualWaterCost: Money?
    private let waterPrice: DecimalText?
    /// Tells that a price is not stated, or cannot be counted at the site.
    private let lacksPrice: Bool
    /// How long it works [years]; nil when unknown.
    public let lifeYears: Int?
    /// Whether the site has the plant that it needs.
    public private(set) var needs: [PlantNeed]
    /// Whether what it replaces is old enough; nil where no age is asked for.
    public private(set) var age: AgeVerdict?
    /// Why it cannot be planned; nil when it can.
    public internal(set) var hindrance: Reason?

    /// The measure's name.
    public var id: String { measure.id }

    /// Tells that it stands already and serves as a prerequisite.
    public var isDone: Bool { terms?.status == .done }

    /// The day by which it must be done.
    public var requiredBy: CivilDate? { terms?.requiredBy }

    /// Tells that it stores electricity.
    public var isStore: Bool {
        (actions + highActions).contains { if case .shift = $0 { true } else { false } }
    }

    /// Tells that it takes or spares water.
    public var changesWater: Bool { annualWater.map { $0 != .zero } ?? false }

    /// Makes the option of a measure at a site.
    ///
    /// - Parameters:
    ///   - terms: The portfolio's line for this site, else the one for all sites.
    ///   - hasTariff: Whether money can be counted at all.
    ///   - isCalendarYear: Whether the period is one, so that lots of green power can be matched.
    ///   - waterPrice: What a cubic metre of water costs; nil when nobody says.
    ///   - plant: What sites state of their plant.
    public init(
        _ measure: Measure, at site: Site, _ chain: PowerChain, terms: MeasureTerms?,
        hasTariff: Bool, isCalendarYear: Bool = true, waterPrice: DecimalText? = nil,
        plant: StatedPlant
    ) {
        age = AgeCondition(of: measure, terms).map { plant.verdict(on: $0, at: site) }
        needs = (terms?.needsPlant ?? measure.needsPlant).map { plant.need(of: $0, at: site) }
        self.waterPrice = waterPrice
        self.measure = measure
        siteID = site.id
        self.terms = terms
        isOwnRange = terms?.low != nil
        let isUsable = isOwnRange || measure.shipsAsDefault
        low = terms?.low ?? measure.low
        high = isOwnRange ? (terms?.high ?? terms?.low) : (measure.high ?? measure.low)
        let resolution = ActionResolution(
            measure, chain, quantity: terms?.quantity, low: terms?.low ?? measure.low,
            isOfWholeLink: terms?.isProven ?? false)
        actions = isUsable ? resolution.actions(low) : []
        highActions = isUsable ? resolution.actions(high) : []
        let prices = MeasurePrices(terms, at: site, waterPrice)
        capex = prices.capex
        annualCost = prices.yearly
        annualWater = prices.water
        annualWaterCost = prices.waterCost
        lacksPrice = prices.isLacking
        lifeYears = terms?.lifeYears
        hindrance = Self.hindrance(
            measure, terms, age, needs, isUsable: isUsable, resolution, actions,
            hasTariff: hasTariff, isCalendarYear: isCalendarYear)
        if hindrance == nil, lacksPrice { hindrance = .noPrice }
        if hindrance == nil, lifeYears == nil { hindrance = .noLife }
    }

    /// The words of a reason, with what of this option they hang on.
    public func text(of reason: Reason) -> BilingualText {
        guard let detail = detail(of: reason) else { return reason.text }
        return BilingualText(
            "\(reason.text.english): \(detail.english)",
            zh: "\(reason.text.chinese)：\(detail.chinese)")
    }

    /// What of this option a reason hangs on; nil where on nothing.
    public func detail(of reason: Reason) -> BilingualText? {
        switch reason {
        case .plantAbsent: needs.first { $0.isThere == false }?.text
        case .youngerThanMinimumAge, .ageNotKnown: age?.text
        default: nil
        }
    }

    /// Takes the same option of another site in: what both cost together.
    mutating func join(_ other: RetrofitOption) {
        capex = capex.flatMap { own in other.capex.map { own + $0 } }
        annualCost += other.annualCost
    }

    /// The same option at another site of the same archetype: only name, prices and the day of commissioning differ.
    /// Nil where a price fits one of the two sites and not the other, for then more than the price differs.
    func at(_ site: Site, _ plant: StatedPlant) -> RetrofitOption? {
        var option = self
        option.siteID = site.id
        option.age = age.map { plant.verdict(on: $0.condition, at: site) }
        option.needs = needs.map { plant.need(of: $0.part, at: site) }
        if terms?.basis != .site {
            let prices = MeasurePrices(terms, at: site, waterPrice)
            guard prices.isLacking == lacksPrice else { return nil }
            option.capex = prices.capex
            option.annualCost = prices.yearly
            option.annualWater = prices.water
            option.annualWaterCost = prices.waterCost
        }
        return option
    }
}
