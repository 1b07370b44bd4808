import CarbonAccounting
import EnergyLedger
public import Provenance
import Quantities

/// A test on a site and a period (适用条件): one subject, a range or a list of words.
///
/// A limit may hang on the date, the province, the hub, the size, the kind, the year of
/// commissioning, the climate: all are conditions of this one form.
public struct Condition: Hashable, Sendable, Decodable {
    /// What is tested.
    public enum Subject: Hashable, Sendable {
        /// The last day of the period.
        case date
        /// The day the site went into service.
        case commissioned
        /// The region; a region holds those below it.
        case region
        /// The national computing hub; `*` is any, and none stated means none.
        case hub
        case kind
        case cooling
        /// The PUE category, that is the place where IT load is measured.
        case measurementCategory
        /// Something that no table states.
        case unstated
        case quantity(Quantity)

        init?(_ word: String) {
            let plain: [String: Subject] = [
                "date": .date, "commissioned": .commissioned, "region": .region, "hub": .hub,
                "kind": .kind, "cooling": .cooling, "measurement_category": .measurementCategory,
                "unstated": .unstated,
            ]
            guard let subject = plain[word] ?? Quantity(word).map(Subject.quantity) else {
                return nil
            }
            self = subject
        }

        var isDate: Bool { self == .date || self == .commissioned }
    }

    /// How a site stands to a condition.
    public enum Standing: Hashable, Sendable {
        case met, failed
        /// The portfolio does not state it.
        case unstated
    }

    /// What is tested.
    public let subject: Subject
    /// Limits that must all be met; dates are day numbers.
    public let limits: [Limit]
    /// The words of which one must be there; nil where limits decide.
    public let words: [String]?
    /// Tells that none of the words may be there: an exemption, which must be claimed to count.
    public let isExclusion: Bool
    /// The condition as it stands in the rulebook, for people.
    public let text: String

    /// The condition with signs in the place of the rulebook's words: `coal_equivalent ≥ 1000`.
    public var shown: String {
        [("at_most", "≤"), ("below", "<"), ("at_least", "≥"), ("above", ">")].reduce(text) {
            $0.replacing(" \($1.0) ", with: " \($1.1) ")
        }
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case of, `in`, below, above
        case notIn = "not_in"
        case atMost = "at_most"
        case atLeast = "at_least"
    }

    /// Reads the condition strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let word = try values.decode(String.self, forKey: .of)
        guard let subject = Subject(word) else {
            throw DecodingError.dataCorruptedError(
                forKey: .of, in: values, debugDescription: "no subject `\(word)`")
        }
        self.subject = subject
        limits = try Limit.all(in: values, [.atLeast, .above, .atMost, .below]) {
            subject.isDate
                ? CivilDate(iso: $0).map {
                    DecimalText(significand: Int128($0.dayNumber), scale: 0)
                }
                : DecimalText($0)
        }
        let excluded = try values.decodeIfPresent([String].self, forKey: .notIn)
        words = try values.decodeIfPresent([String].self, forKey: .in) ?? excluded
        isExclusion = excluded != nil
        guard (words == nil) != limits.isEmpty || subject == .unstated else {
            throw DecodingError.dataCorruptedError(
                forKey: .of, in: values,
                debugDescription: "a condition has either words or limits")
        }
        let shown = try [CodingKeys.atLeast, .above, .atMost, .below].compactMap { key in
            try values.decodeIfPresent(String.self, forKey: key).map { "\(key.rawValue) \($0)" }
        }
        let sign = isExclusion ? "≠ " : "= "
        text = ([word] + shown + (words.map { [sign + $0.joined(separator: "|")] } ?? []))
            .joined(separator: " ")
        try Self.check(words, of: subject, in: values)
    }

    private static func check(
        _ words: [String]?, of subject: Subject, in values: KeyedDecodingContainer<CodingKeys>
    ) throws {
        let known: [String]? =
            switch subject {
            case .kind: Site.Kind.allCases.map(\.rawValue)
            case .cooling: Site.Cooling.allCases.map(\.rawValue)
            case .measurementCategory: ["1", "2", "3"]
            default: nil
            }
        for word in words ?? [] where known?.contains(word) == false {
            throw DecodingError.dataCorruptedError(
                forKey: .in, in: values, debugDescription: "no word `\(word)`")
        }
    }

    /// How a case stands to the condition.
    func standing(of graded: GradingCase) -> Standing {
        if let words {
            guard let word = graded.word(of: subject) else {
                if isExclusion { return .met }
                return subject == .hub ? .failed : .unstated
            }
            let hit = words.contains {
                $0 == word || $0 == "*" || (subject == .region && word.hasPrefix($0 + "-"))
            }
            return hit != isExclusion ? .met : .failed
        }
        guard let number = graded.number(of: subject) else { return .unstated }
        return limits.allSatisfy { $0.admits(number) } ? .met : .failed
    }

    /// All conditions together: one that fails decides, else one that is not stated.
    static func standing(of graded: GradingCase, to conditions: [Condition]) -> Standing {
        var result = Standing.met
        for condition in conditions {
            switch condition.standing(of: graded) {
            case .failed: return .failed
            case .unstated: result = .unstated
            case .met: continue
            }
        }
        return result
    }
}

/// A condition that decides whether and how a scheme may be used at all (适用范围).
public struct ScopeCondition: Hashable, Sendable, Decodable {
    /// What follows when it is stated and not met.
    public enum Consequence: String, Hashable, Sendable, CaseIterable, Codable {
        /// There is no level.
        case noLevel = "no_level"
        /// The level stands, with a remark.
        case remark
        /// The level only informs, also where the condition is not stated.
        case informs
    }

    /// Its name inside the rulebook.
    public let id: String
    /// What is tested.
    public let when: Condition
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

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, when, otherwise, text, unmet, source, confidence
    }

    /// Reads the condition strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        when = try values.decode(Condition.self, forKey: .when)
        otherwise = try values.decode(Consequence.self, forKey: .otherwise)
        text = try values.decodeText(forKey: .text)
        unmet = try values.decodeText(forKey: .unmet)
        source = try values.decode(String.self, forKey: .source)
        confidence = try values.decode(Confidence.self, forKey: .confidence)
    }
}
