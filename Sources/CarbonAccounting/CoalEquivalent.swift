public import Provenance

/// How electricity is counted as coal (电力折标准煤方法).
public enum CoalEquivalentMethod: String, Hashable, Sendable, CaseIterable, Codable {
    /// By the heat that it is (当量值).
    case calorific
    /// By the coal that is burnt to generate it (等价值).
    case primary
}

/// Standard coal for a unit of a carrier of energy (折标准煤系数).
public struct CoalEquivalent: Hashable, Sendable {
    /// Its name: `CN/coal-equivalent/electricity/calorific`.
    public let factorID: String
    /// The carrier: `electricity`, `heat`, or a fuel as `fuels.csv` names it.
    public let carrier: String
    /// The names for people.
    public let name: BilingualText
    /// How it is counted.
    public let method: CoalEquivalentMethod
    /// The country or province that prescribes it.
    public let region: String
    /// The printed value, `kgce/kWh`, `kgce/GJ`, `kgce/kg`, `kgce/m3`.
    public let quantity: PublishedQuantity
    /// The document.
    public let publication: Publication

    /// The units in which coal equivalents are printed.
    static let units: Set<String> = ["kgce/kWh", "kgce/GJ", "kgce/kg", "kgce/m3"]

    /// Makes an equivalent; nil when the unit is none of a coal equivalent.
    public init?(
        carrier: String, name: BilingualText, method: CoalEquivalentMethod, region: String,
        quantity: PublishedQuantity, publication: Publication
    ) {
        guard Self.units.contains(quantity.unitPrinted) else { return nil }
        factorID = "\(region)/coal-equivalent/\(carrier)/\(method.rawValue)"
        self.carrier = carrier
        self.name = name
        self.method = method
        self.region = region
        self.quantity = quantity
        self.publication = publication
    }
}
