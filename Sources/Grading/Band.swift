import CarbonAccounting
public import Provenance
public import Quantities

/// One level of a scheme and the limit up to which it is reached; lower values are better.
public struct Band: Hashable, Sendable, Decodable {
    /// Where a band ends.
    public enum Limit: Hashable, Sendable {
        /// The limit itself still belongs to the band.
        case atMost(DecimalText)
        /// The limit itself does not belong to the band.
        case below(DecimalText)
        /// The band takes everything that the others leave.
        case open

        /// The published number; nil for the open band.
        public var threshold: DecimalText? {
            switch self {
            case .atMost(let limit), .below(let limit): limit
            case .open: nil
            }
        }

        /// Tells whether a value lies in the band; compared unrounded.
        func admits(_ value: ExactRatio) -> Bool {
            switch self {
            case .atMost(let limit): value.isAtMost(limit)
            case .below(let limit): value.isBelow(limit)
            case .open: true
            }
        }
    }

    /// The scheme's own mark: `1`, `A`.
    public let level: String
    /// The mark in words.
    public let label: BilingualText
    /// Where the band ends.
    public let limit: Limit
    /// The document the limit was taken from.
    public let source: String
    /// The place in that document.
    public let place: BilingualText
    /// How far the limit was checked against its source.
    public let confidence: Confidence

    enum CodingKeys: String, CodingKey, CaseIterable {
        case level, label, below, source, place, confidence
        case atMost = "at_most"
    }

    /// Reads the band strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        level = try values.decode(String.self, forKey: .level)
        label = try values.decodeText(forKey: .label)
        source = try values.decode(String.self, forKey: .source)
        place = try values.decodeText(forKey: .place)
        confidence = try values.decode(Confidence.self, forKey: .confidence)
        let atMost = try values.decodeDecimalIfPresent(forKey: .atMost)
        let below = try values.decodeDecimalIfPresent(forKey: .below)
        switch (atMost, below) {
        case (let touched?, nil): limit = .atMost(touched)
        case (nil, let untouched?): limit = .below(untouched)
        case (nil, nil): limit = .open
        case (_?, _?):
            throw DecodingError.dataCorruptedError(
                forKey: .below, in: values, debugDescription: "a band has one limit")
        }
    }
}
