import CarbonAccounting
public import Provenance

/// A document that a rulebook takes values from.
public struct RulebookSource: Hashable, Sendable, Decodable {
    /// Its short name inside the rulebook.
    public let id: String
    /// What it is.
    public let title: BilingualText
    /// Where a reader finds it.
    public let locator: String

    enum CodingKeys: String, CodingKey, CaseIterable { case id, title, locator }

    /// Reads the source strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        title = try values.decodeText(forKey: .title)
        locator = try values.decode(String.self, forKey: .locator)
    }
}
