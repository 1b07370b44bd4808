import CarbonAccounting
public import Provenance
public import Quantities

/// A published limit with its place (限值条目): for one level or for all, from a date on, in a
/// province, for a size, as its conditions say.
public final class Threshold: Hashable, Sendable, Decodable {
    /// The level that it opens; nil for a gate that stands before every level.
    public let level: String?
    /// The limit.
    public let limit: Limit
    /// When and where it holds; all must be met.
    public let when: [Condition]
    /// The document it was taken from.
    public let source: String
    /// The place in that document.
    public let place: BilingualText
    /// How far it was checked against its source.
    public let confidence: Confidence
    /// What is said beside it.
    public let note: BilingualText?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case level, below, above, when, source, place, confidence, note
        case atMost = "at_most"
        case atLeast = "at_least"
    }

    /// Reads the threshold strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        level = try values.decodeIfPresent(String.self, forKey: .level)
        let limits = try Limit.all(in: values, [.atMost, .below, .atLeast, .above]) {
            DecimalText($0)
        }
        guard limits.count == 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .source, in: values, debugDescription: "a threshold has one limit")
        }
        limit = limits[0]
        when = try values.decodeIfPresent([Condition].self, forKey: .when) ?? []
        source = try values.decode(String.self, forKey: .source)
        place = try values.decodeText(forKey: .place)
        confidence = try values.decode(Confidence.self, forKey: .confidence)
        note = try values.decodeTextIfPresent(forKey: .note)
    }

    /// The day from which it holds, where its conditions name one.
    public var holdsFrom: CivilDate? {
        for condition in when where condition.subject == .date {
            for case .atLeast(let day) in condition.limits {
                return CivilDate(dayNumber: Int64(day.significand))
            }
        }
        return nil
    }

    /// The same conditions without those on the date.
    var timeless: [Condition] { when.filter { $0.subject != .date } }
}

extension Threshold {
    /// Equal in all that is printed.
    public static func == (lhs: Threshold, rhs: Threshold) -> Bool {
        lhs === rhs
            || (lhs.level == rhs.level && lhs.limit == rhs.limit && lhs.when == rhs.when
                && lhs.source == rhs.source && lhs.place == rhs.place
                && lhs.confidence == rhs.confidence && lhs.note == rhs.note)
    }

    /// By level and limit.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(level)
        hasher.combine(limit)
    }
}
