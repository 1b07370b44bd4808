import CarbonAccounting
public import Provenance
public import Quantities

/// A level that a scheme gives (等级), with the points it takes; its limits stand in the criteria.
public struct RulebookLevel: Hashable, Sendable, Decodable {
    /// The scheme's own mark: `1`, `A`.
    public let level: String
    /// The mark in words.
    public let label: BilingualText
    /// The points it takes; nil where points do not decide.
    public let pointsAtLeast: DecimalText?
    /// The document of those points.
    public let source: String?
    /// How far they were checked against it.
    public let confidence: Confidence?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case level, label, source, confidence
        case pointsAtLeast = "points_at_least"
    }

    /// Reads the level strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        level = try values.decode(String.self, forKey: .level)
        label = try values.decodeText(forKey: .label)
        pointsAtLeast = try values.decodeDecimalIfPresent(forKey: .pointsAtLeast)
        source = try values.decodeIfPresent(String.self, forKey: .source)
        confidence = try values.decodeIfPresent(Confidence.self, forKey: .confidence)
        guard (pointsAtLeast == nil) == (source == nil), (source == nil) == (confidence == nil)
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .pointsAtLeast, in: values,
                debugDescription: "points have a source and a confidence")
        }
    }
}

/// How points are counted over the whole scheme (计分规则).
public struct Scoring: Hashable, Sendable, Decodable {
    /// All points of the scheme, also of criteria that were not seen.
    public let possible: DecimalText
    /// With more points than this not evaluated there is no level; nil where any missing point
    /// leaves the scheme without one.
    public let unevaluatedAtMost: DecimalText?
    /// Points on facts that are only declared count up to this; nil for no cap.
    public let declaredAtMost: DecimalText?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case possible
        case unevaluatedAtMost = "unevaluated_at_most"
        case declaredAtMost = "declared_at_most"
    }

    /// Reads the rule strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        possible = try values.decodeDecimal(forKey: .possible)
        unevaluatedAtMost = try values.decodeDecimalIfPresent(forKey: .unevaluatedAtMost)
        declaredAtMost = try values.decodeDecimalIfPresent(forKey: .declaredAtMost)
    }
}

/// A price on what lies above a limit (加价): money at stake.
public struct Surcharge: Hashable, Sendable, Decodable {
    /// A price up to an excess over the limit; the price of the site's own class counts for all of
    /// its excess.
    public struct Tier: Hashable, Sendable, Decodable {
        /// The excess over the limit up to which the price holds; nil for the last.
        public let excessAtMost: DecimalText?
        /// The price of a kilowatt-hour.
        public let price: DecimalText
        /// The document it was taken from.
        public let source: String
        /// How far it was checked against its source.
        public let confidence: Confidence

        enum CodingKeys: String, CodingKey, CaseIterable {
            case source, confidence
            case excessAtMost = "excess_at_most"
            case price = "price_per_kwh"
        }

        /// Reads the tier strictly.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
            excessAtMost = try values.decodeDecimalIfPresent(forKey: .excessAtMost)
            price = try values.decodeDecimal(forKey: .price)
            source = try values.decode(String.self, forKey: .source)
            confidence = try values.decode(Confidence.self, forKey: .confidence)
        }
    }

    /// The criterion whose limit is meant; its quantity is a ratio to `E_IT`.
    public let criterion: String
    /// The currency: `CNY`.
    public let currency: String
    /// When it is charged.
    public let when: [Condition]
    /// The classes, the lowest first.
    public let tiers: [Tier]
    /// How the text was read.
    public let note: BilingualText

    enum CodingKeys: String, CodingKey, CaseIterable { case criterion, currency, when, tiers, note }

    /// Reads the surcharge strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        criterion = try values.decode(String.self, forKey: .criterion)
        currency = try values.decode(String.self, forKey: .currency)
        when = try values.decode([Condition].self, forKey: .when)
        tiers = try values.decode([Tier].self, forKey: .tiers)
        note = try values.decodeText(forKey: .note)
    }
}

/// A level that only its own body can give, because its table is not at hand (留待录入).
///
/// It enters as a declared fact with evidence and is never an output.
public struct DeclaredSlot: Hashable, Sendable, Decodable {
    /// The fact that holds the level; nil where none is foreseen.
    public let fact: FactName?
    /// What is missing.
    public let missing: BilingualText
    /// Where it is sold or published.
    public let whereFound: BilingualText

    enum CodingKeys: String, CodingKey, CaseIterable {
        case fact, missing
        case whereFound = "where"
    }

    /// Reads the slot strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        fact = try values.decodeIfPresent(FactName.self, forKey: .fact)
        missing = try values.decodeText(forKey: .missing)
        whereFound = try values.decodeText(forKey: .whereFound)
    }
}
