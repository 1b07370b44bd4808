import CarbonAccounting
import EnergyLedger
public import Provenance
public import Quantities

/// A condition on facts of a site that a scheme sets for its use (适用条件).
public struct ScopeCondition: Hashable, Sendable, Decodable {
    /// The facts of a site that a condition may ask for.
    public enum Attribute: String, Hashable, Sendable, CaseIterable, Codable {
        case racksInstalled = "racks_installed"
        case racksDesign = "racks_design"
        /// Designed power of the IT equipment [kW].
        case itDesignKilowatts = "it_design_kw"
        /// No table of a portfolio states it, so it is always assumed.
        case unstated

        /// The fact, if the site states it.
        func value(of site: Site) -> DecimalText? {
            func whole(_ count: Int?) -> DecimalText? {
                count.map { DecimalText(significand: Int128($0), scale: 0) }
            }
            return switch self {
            case .racksInstalled: whole(site.racksInstalled)
            case .racksDesign: whole(site.racksDesign)
            case .itDesignKilowatts: site.itDesignKilowatts
            case .unstated: nil
            }
        }
    }

    /// What follows when the fact is stated and the condition is not met.
    public enum Consequence: String, Hashable, Sendable, Codable {
        /// There is no level.
        case noLevel = "no_level"
        /// The level stands, with a remark.
        case remark
    }

    /// How a site stands to the condition.
    enum Standing { case met, failed, assumed }

    /// Its name inside the rulebook.
    public let id: String
    /// The fact it asks for.
    public let attribute: Attribute
    /// The fact must lie above this.
    public let above: DecimalText?
    /// The fact must be at least this.
    public let atLeast: DecimalText?
    /// What follows when it is not met.
    public let otherwise: Consequence
    /// The condition in words.
    public let text: BilingualText
    /// What is said when it is not met.
    public let unmet: BilingualText
    /// The document it was taken from.
    public let source: String
    /// How far it was checked against its source.
    public let confidence: Confidence

    func standing(of site: Site) -> Standing {
        guard let value = attribute.value(of: site) else { return .assumed }
        if let above, value <= above { return .failed }
        if let atLeast, value < atLeast { return .failed }
        return .met
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, attribute, above, otherwise, text, unmet, source, confidence
        case atLeast = "at_least"
    }

    /// Reads the condition strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        attribute = try values.decode(Attribute.self, forKey: .attribute)
        above = try values.decodeDecimalIfPresent(forKey: .above)
        atLeast = try values.decodeDecimalIfPresent(forKey: .atLeast)
        otherwise = try values.decode(Consequence.self, forKey: .otherwise)
        text = try values.decodeText(forKey: .text)
        unmet = try values.decodeText(forKey: .unmet)
        source = try values.decode(String.self, forKey: .source)
        confidence = try values.decode(Confidence.self, forKey: .confidence)
        guard (attribute == .unstated) == (above == nil && atLeast == nil) else {
            throw DecodingError.dataCorruptedError(
                forKey: .attribute, in: values,
                debugDescription: "a stated fact needs `above` or `at_least`, `unstated` neither")
        }
    }
}
