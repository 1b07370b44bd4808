/// How far a published value was checked against its source.
public enum Confidence: String, Hashable, Comparable, Sendable, CaseIterable, Codable {
    /// Seen in the text itself, or in two or more independent places.
    case a = "A"
    /// Seen in one competent place.
    case b = "B"
    /// Seen in the press, an association's page or promotional text.
    case c = "C"
    /// From memory, unverified.
    case m = "M"

    /// A and B may carry a certificate; C and M only inform.
    public var mayCarryCertificate: Bool { self == .a || self == .b }

    /// Ordered from the best to the worst.
    public static func < (lhs: Confidence, rhs: Confidence) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// A document that a factor, a threshold or a rule was taken from.
public struct Publication: Hashable, Sendable {
    /// Its short name here, such as `CN/mee-nbs-47-2025`.
    public let identifier: String
    /// Who issued it.
    public let issuer: String
    /// Its title and number, in English and Chinese.
    public let title: BilingualText
    /// The day it was published, ISO 8601; nil when that was not seen.
    public let published: String?
    /// Where a reader finds it.
    public let locator: String

    /// Makes a publication.
    public init(
        identifier: String, issuer: String, title: BilingualText, published: String?,
        locator: String
    ) {
        self.identifier = identifier
        self.issuer = issuer
        self.title = title
        self.published = published
        self.locator = locator
    }
}
