import Provenance
public import Quantities

/// What a portfolio says of a measure in `measures.csv` (自有措施与价格): price, life, own saving.
public struct MeasureTerms: Hashable, Sendable {
    /// What a price is counted by.
    public enum Basis: String, Hashable, Sendable, CaseIterable {
        /// The site, once.
        case site
        /// Each installed rack.
        case rack
        /// Each kilowatt of designed IT power.
        case itKilowatt = "it_kw"
        /// Each square metre of floor.
        case squareMetre = "m2"
        /// Each unit of `quantity`.
        case unit
    }

    /// Where the measure stands at the site.
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case available, done, refused
    }

    /// The measure.
    public let measureID: String
    /// The site; nil for all that it is made for.
    public let siteID: String?
    /// The price of one unit of the basis [currency].
    public let capex: DecimalText?
    /// What the price is counted by.
    public let basis: Basis
    /// Yearly cost of running it, for each unit of the basis [currency/year].
    public let annualCost: DecimalText?
    /// How long it works [years].
    public let lifeYears: Int?
    /// The portfolio's own low end of the saving.
    public let low: DecimalText?
    /// The portfolio's own high end.
    public let high: DecimalText?
    /// Degrees, speed, units or the part of the link that is reached.
    public let quantity: DecimalText?
    /// Water that it takes each year, below zero where it spares some, by what the price counts [m³].
    public let annualWater: DecimalText?
    /// Tells that the range was proven on the whole link: `quantity` no longer says how much of it is reached.
    public let isProven: Bool
    /// The plant that it needs, in place of what the measure says.
    public let needsPlant: [PlantPart]?
    /// What it replaces, in place of what the measure says.
    public let replaces: Plant?
    /// Least age of what it replaces, in place of the measure's [years]; 0 asks for none.
    public let minimumAgeYears: Int?
    /// The day by which it must be done.
    public let requiredBy: CivilDate?
    /// Where it stands.
    public let status: Status
    /// What all this rests on.
    public let evidence: String?
    /// The line in `measures.csv`.
    public let line: Int

    /// Makes terms of checked parts.
    public init(
        measureID: String, siteID: String?, capex: DecimalText?, basis: Basis = .site,
        annualCost: DecimalText? = nil, annualWater: DecimalText? = nil, lifeYears: Int?,
        low: DecimalText? = nil,
        high: DecimalText? = nil, quantity: DecimalText? = nil, isProven: Bool = false,
        needsPlant: [PlantPart]? = nil, replaces: Plant? = nil, minimumAgeYears: Int? = nil,
        requiredBy: CivilDate? = nil, status: Status = .available, evidence: String? = nil,
        line: Int = 0
    ) {
        self.measureID = measureID
        self.siteID = siteID
        self.capex = capex
        self.basis = basis
        self.annualCost = annualCost
        self.annualWater = annualWater
        self.lifeYears = lifeYears
        self.low = low
        self.high = high
        self.quantity = quantity
        self.isProven = isProven
        self.needsPlant = needsPlant
        self.replaces = replaces
        self.minimumAgeYears = minimumAgeYears
        self.requiredBy = requiredBy
        self.status = status
        self.evidence = evidence
        self.line = line
    }
}
