/// What `release.json` says: the name under which a state of the factor tables is cited.
public struct FactorRelease: Hashable, Sendable, Decodable {
    /// The form of the file.
    public static let schema = "carbongrade-factors/1"

    /// The release's name, `2026a`.
    public let release: String
    /// The release before it; nil for the first.
    public let supersedes: String?
    /// The publications that it holds; nil for the newest release, which holds all that are there.
    public let publications: [String]?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case schema, release, supersedes, publications
    }

    /// Reads the release strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        guard try values.decode(String.self, forKey: .schema) == Self.schema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: values, debugDescription: "not a \(Self.schema)")
        }
        release = try values.decode(String.self, forKey: .release)
        supersedes = try values.decodeIfPresent(String.self, forKey: .supersedes)
        publications = try values.decodeIfPresent([String].self, forKey: .publications)
    }
}
