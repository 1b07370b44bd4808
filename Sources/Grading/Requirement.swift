import CarbonAccounting
public import Provenance

/// What must hold of the measurement for a level to be more than information.
public struct Requirement: Hashable, Sendable, Decodable {
    /// Its name inside the rulebook.
    public let id: String
    /// The PUE category, that is the place, at which IT load must be measured.
    public let measurementCategory: Int
    /// What is remarked when it is measured elsewhere.
    public let remark: BilingualText
    /// The document it was taken from.
    public let source: String
    /// How far it was checked against its source.
    public let confidence: Confidence

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, remark, source, confidence
        case measurementCategory = "measurement_category"
    }

    /// Reads the requirement strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        measurementCategory = try values.decode(Int.self, forKey: .measurementCategory)
        remark = try values.decodeText(forKey: .remark)
        source = try values.decode(String.self, forKey: .source)
        confidence = try values.decode(Confidence.self, forKey: .confidence)
    }
}
