public import Provenance
public import Quantities

/// The emission of bought heat (外购热力排放因子), carbon dioxide alone [kg/GJ].
public struct HeatFactor: Hashable, Sendable {
    /// Its name: `CN/heat`, `CN-BJ/2025/heat`.
    public let factorID: String
    /// The region.
    public let region: String
    /// The names for people.
    public let name: BilingualText
    /// The year it describes; nil for a default without one.
    public let dataYear: Int?
    /// The printed value.
    public let quantity: PublishedQuantity
    /// The exact rate [kg/GJ].
    public let kilogramsPerGigajoule: ExactRational
    /// The kind of gas account it belongs to.
    public let family: FactorFamily
    /// The document.
    public let publication: Publication

    /// The units in which heat factors are printed, with their worth in kg/GJ.
    static let units: [String: (family: FactorFamily, worth: Int128)] = [
        "tCO2/GJ": (.co2, 1_000), "kgCO2/GJ": (.co2, 1), "tCO2e/GJ": (.co2e, 1_000),
        "kgCO2e/GJ": (.co2e, 1),
    ]

    /// Makes a factor of a printed value; nil when the unit is none of the family.
    public init?(
        region: String, name: BilingualText, dataYear: Int?, quantity: PublishedQuantity,
        family: FactorFamily, publication: Publication
    ) {
        guard let unit = Self.units[quantity.unitPrinted], unit.family == family,
            let worth = ExactRational(unit.worth, over: 1),
            let rate = ExactRational(quantity.value).multiplied(by: worth)
        else { return nil }
        factorID = [region, dataYear.map(String.init), "heat"].compactMap(\.self)
            .joined(separator: "/")
        self.region = region
        self.name = name
        self.dataYear = dataYear
        self.quantity = quantity
        kilogramsPerGigajoule = rate
        self.family = family
        self.publication = publication
    }

    /// The emission of an amount of heat, rounded half to even to a milligram: the one rounding of
    /// the entry. Nil when it does not fit 64 bits.
    public func emission(of heat: Energy) -> EmissionMass? {
        EmissionMass(
            roundingKilograms: ExactRational(Int128(heat.joules), over: 1_000_000_000)?
                .multiplied(by: kilogramsPerGigajoule))
    }
}
