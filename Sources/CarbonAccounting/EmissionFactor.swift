public import Provenance
public import Quantities

/// An emission factor of electricity (电力排放因子): one printed number and where it stands.
public struct EmissionFactor: Hashable, Sendable {
    /// Its name: `CN-GD/2023/average`; unique within a publication.
    public let factorID: String
    /// The region it speaks for: ISO 3166-2, or a grid such as `CN-GRID-SOUTH`.
    public let region: String
    /// The region's names for people.
    public let name: BilingualText
    /// How wide that region is.
    public let level: FactorLevel
    /// The year whose generation it describes.
    public let dataYear: Int
    /// Which measure it is.
    public let variant: FactorVariant
    /// The kind of gas account it belongs to.
    public let family: FactorFamily
    /// The factor for calculation [kg/kWh].
    public let intensity: EmissionIntensity
    /// The value as its publisher printed it.
    public let valuePrinted: String
    /// The unit as its publisher printed it.
    public let unitPrinted: String
    /// The document it was taken from.
    public let publication: Publication
    /// The table or page of that document.
    public let place: String
    /// How far the value was checked against its source.
    public let confidence: Confidence

    /// Makes a factor of a printed value; nil when the value or the unit cannot be read, or the
    /// value is negative.
    public init?(
        region: String, name: BilingualText, level: FactorLevel, dataYear: Int,
        variant: FactorVariant, family: FactorFamily, valuePrinted: String, unitPrinted: String,
        publication: Publication, place: String, confidence: Confidence
    ) {
        guard let value = DecimalText(valuePrinted), value.significand >= 0,
            let intensity = FactorUnit(rawValue: unitPrinted)?.intensity(of: value)
        else { return nil }
        factorID = "\(region)/\(dataYear)/\(variant.rawValue)"
        self.region = region
        self.name = name
        self.level = level
        self.dataYear = dataYear
        self.variant = variant
        self.family = family
        self.intensity = intensity
        self.valuePrinted = valuePrinted
        self.unitPrinted = unitPrinted
        self.publication = publication
        self.place = place
        self.confidence = confidence
    }
}
