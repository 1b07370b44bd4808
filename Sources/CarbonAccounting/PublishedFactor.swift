public import Provenance
public import Quantities

/// What every printed electricity factor says of itself, whatever gases it counts.
public struct PublishedFactor: Hashable, Sendable {
    /// Its name: `CN-GD/2023/average`; unique within a publication.
    public let factorID: String
    /// The region it speaks for: ISO 3166-2, or a grid such as `CN-GRID-SOUTH`.
    public let region: String
    /// The region's names for people.
    public let name: BilingualText
    /// How wide that region is.
    public let level: FactorLevel
    /// The year whose generation it describes, or the reporting year its publisher keys it by.
    public let dataYear: Int
    /// Which measure it is.
    public let variant: FactorVariant
    /// What it is divided by.
    public let lossBasis: LossBasis
    /// The factor for calculation [kg/kWh].
    public let intensity: EmissionIntensity
    /// The value as its publisher printed it; of a factor that is made here gas by gas, the value
    /// made.
    public let valuePrinted: String
    /// The unit as its publisher printed it.
    public let unitPrinted: String
    /// The document it was taken from.
    public let publication: Publication
    /// The table or page of that document.
    public let place: String
    /// How far the value was checked against its source.
    public let confidence: Confidence

    /// Makes the facts of a printed value; nil when the value or the unit cannot be read, the unit
    /// is none of the family, or the value is negative.
    init?(
        region: String, name: BilingualText, level: FactorLevel, dataYear: Int,
        variant: FactorVariant, lossBasis: LossBasis, family: FactorFamily, valuePrinted: String,
        unitPrinted: String, publication: Publication, place: String, confidence: Confidence
    ) {
        guard let value = DecimalText(valuePrinted), value.significand >= 0,
            let unit = FactorUnit(rawValue: unitPrinted), unit.belongs(to: family),
            let intensity = unit.intensity(of: value)
        else { return nil }
        self.init(
            region: region, name: name, level: level, dataYear: dataYear, variant: variant,
            lossBasis: lossBasis, intensity: intensity, valuePrinted: valuePrinted,
            unitPrinted: unitPrinted, publication: publication, place: place,
            confidence: confidence)
    }

    private init(
        region: String, name: BilingualText, level: FactorLevel, dataYear: Int,
        variant: FactorVariant, lossBasis: LossBasis, intensity: EmissionIntensity,
        valuePrinted: String, unitPrinted: String, publication: Publication, place: String,
        confidence: Confidence
    ) {
        factorID = "\(region)/\(dataYear)/\(variant.rawValue)"
        self.region = region
        self.name = name
        self.level = level
        self.dataYear = dataYear
        self.variant = variant
        self.lossBasis = lossBasis
        self.intensity = intensity
        self.valuePrinted = valuePrinted
        self.unitPrinted = unitPrinted
        self.publication = publication
        self.place = place
        self.confidence = confidence
    }

    /// The same facts with an intensity that was made here [kgCO2e/kWh].
    func valued(at intensity: EmissionIntensity, by potentials: Confidence) -> PublishedFactor {
        PublishedFactor(
            region: region, name: name, level: level, dataYear: dataYear, variant: variant,
            lossBasis: lossBasis, intensity: intensity,
            valuePrinted: intensity.kilogramsPerKilowattHour.description,
            unitPrinted: "kgCO2e/kWh", publication: publication, place: place,
            confidence: max(confidence, potentials))
    }
}
