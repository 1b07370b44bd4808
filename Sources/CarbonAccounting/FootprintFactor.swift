public import Provenance
public import Quantities

/// What a life-cycle footprint of electricity speaks of.
public enum FootprintTechnology: String, Hashable, Sendable, CaseIterable, Codable {
    /// The average of a country's electricity (平均).
    case average
    case coal, gas, oil, hydro, nuclear, wind
    /// Photovoltaics (光伏).
    case photovoltaic
    /// Concentrating solar power (光热).
    case concentratingSolar = "concentrating_solar"
    case biomass
    /// Transmission and distribution without what is lost on the lines (输配电，不含线损).
    case transmissionWithoutLosses = "transmission_without_losses"
    /// Transmission and distribution with what is lost on the lines (输配电，含线损).
    case transmissionWithLosses = "transmission_with_losses"
}

/// A life-cycle footprint factor of electricity (电力碳足迹因子), upstream and plant included
/// [kgCO2e/kWh].
///
/// For footprints of products and services and the upstream part of Scope 3; it is no
/// `EmissionFactor` and can never value Scope 2.
public struct FootprintFactor: Hashable, Sendable {
    /// Its name: `CN/2024/footprint/wind`.
    public let factorID: String
    /// The region.
    public let region: String
    /// The names for people.
    public let name: BilingualText
    /// The year it describes.
    public let dataYear: Int
    /// What it speaks of.
    public let technology: FootprintTechnology
    /// The factor for calculation [kgCO2e/kWh].
    public let intensity: EmissionIntensity
    /// The value as printed.
    public let valuePrinted: String
    /// The unit as printed.
    public let unitPrinted: String
    /// The document.
    public let publication: Publication
    /// The table or page.
    public let place: String
    /// How far the value was checked.
    public let confidence: Confidence

    /// Makes a factor of a printed value; nil when the value or the unit cannot be read or the
    /// value is negative.
    public init?(
        region: String, name: BilingualText, dataYear: Int, technology: FootprintTechnology,
        valuePrinted: String, unitPrinted: String, publication: Publication, place: String,
        confidence: Confidence
    ) {
        guard let value = DecimalText(valuePrinted), value.significand >= 0,
            let unit = FactorUnit(rawValue: unitPrinted), unit.belongs(to: .lifeCycle),
            let intensity = unit.intensity(of: value)
        else { return nil }
        factorID = "\(region)/\(dataYear)/footprint/\(technology.rawValue)"
        self.region = region
        self.name = name
        self.dataYear = dataYear
        self.technology = technology
        self.intensity = intensity
        self.valuePrinted = valuePrinted
        self.unitPrinted = unitPrinted
        self.publication = publication
        self.place = place
        self.confidence = confidence
    }
}
