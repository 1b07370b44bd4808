public import Provenance

/// What `publication.json` says of a document whose values stand in the tables beside it.
///
/// A key that is not known is refused, so that a misspelt one is never passed over.
public struct PublicationRecord: Hashable, Sendable, Decodable {
    /// Its short name: the path of its folder, `CN/mee-nbs-47-2025`.
    public let id: String
    /// Who issued it.
    public let issuer: String
    /// Its title, or a description where the title was not seen.
    public let title: BilingualText
    /// Its number; nil where that is known from memory only.
    public let number: BilingualText?
    /// The day it was published, ISO 8601; nil when that was not seen.
    public let published: String?
    /// The year that all its values describe; nil when each line has a year of its own or none.
    public let dataYear: Int?
    /// The edition, `2025 v1.1`; nil where it has none.
    public let edition: String?
    /// The kind of gas account its factors belong to; nil for tables that are none, such as global
    /// warming potentials.
    public let family: FactorFamily?
    /// The potentials by which its values in equivalent were made; nil where that was not seen.
    public let warming: GWPSet?
    /// What its electricity factors are divided by.
    public let lossBasis: LossBasis
    /// The publications whose values it replaces for the same region, measure and year.
    public let supersedes: [String]
    /// The gases in words: `CO2`.
    public let gases: String
    /// What the factors are divided by and what they leave out.
    public let basis: BilingualText
    /// The files of hourly intensities beside it, and how they are read.
    public let hourly: [HourlyFile]
    /// Where a reader finds it.
    public let locator: String
    /// Under which terms its numbers stand here.
    public let licence: String
    /// The SHA-256 of the original annex; nil when that file was not at hand.
    public let sha256: Digest?
    /// What else a reader should know.
    public let notes: BilingualText?

    /// The document as factors cite it, number and title together.
    public var publication: Publication {
        let cited = BilingualText(
            number.map { "\($0.english): \(title.english)" } ?? title.english,
            zh: number.map { "\($0.chinese)：\(title.chinese)" } ?? title.chinese)
        return Publication(
            identifier: id, issuer: issuer, title: cited, published: published, locator: locator)
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, issuer, title, number, published, edition, family, gases, basis, supersedes,
            hourly, locator, licence, sha256, notes
        case dataYear = "data_year"
        case warming = "gwp_set"
        case lossBasis = "loss_basis"
    }

    /// Reads the record strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        issuer = try values.decode(String.self, forKey: .issuer)
        title = try values.decodeText(forKey: .title)
        number = try values.decodeTextIfPresent(forKey: .number)
        published = try values.decodeIfPresent(String.self, forKey: .published)
        dataYear = try values.decodeIfPresent(Int.self, forKey: .dataYear)
        edition = try values.decodeIfPresent(String.self, forKey: .edition)
        family = try values.decodeIfPresent(FactorFamily.self, forKey: .family)
        warming = try values.decodeIfPresent(GWPSet.self, forKey: .warming)
        lossBasis = try values.decodeIfPresent(LossBasis.self, forKey: .lossBasis) ?? .notStated
        hourly = try values.decodeIfPresent([HourlyFile].self, forKey: .hourly) ?? []
        supersedes = try values.decodeIfPresent([String].self, forKey: .supersedes) ?? []
        gases = try values.decode(String.self, forKey: .gases)
        basis = try values.decodeText(forKey: .basis)
        locator = try values.decode(String.self, forKey: .locator)
        licence = try values.decode(String.self, forKey: .licence)
        notes = try values.decodeTextIfPresent(forKey: .notes)
        sha256 = try values.decodeIfPresent(String.self, forKey: .sha256).map { text in
            guard let digest = Digest(hexadecimal: text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .sha256, in: values, debugDescription: "not a SHA-256: \(text)")
            }
            return digest
        }
    }
}
