import CarbonAccounting
import Provenance
import Quantities

extension PointScale {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case possible, line, steps, formula, otherwise
        case onlyIf = "only_if"
    }

    /// Reads the scale strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        guard let possible = try values.decodeDecimalIfPresent(forKey: .possible) else {
            throw DecodingError.dataCorruptedError(
                forKey: .possible, in: values, debugDescription: "how many points can be had?")
        }
        self.possible = possible
        onlyIf = try values.decodeIfPresent([Condition].self, forKey: .onlyIf) ?? []
        let line = try values.decodeIfPresent([Anchor].self, forKey: .line)
        let steps = try values.decodeIfPresent([Step].self, forKey: .steps)
        let formula = try values.decodeIfPresent(Formula.self, forKey: .formula)
        let otherwise = try values.decodeDecimalIfPresent(forKey: .otherwise)
        switch (line, steps, formula) {
        case (let anchors?, nil, nil): shape = .line(anchors)
        case (nil, let steps?, nil): shape = .steps(steps, otherwise: otherwise)
        case (nil, nil, let formula?):
            shape = .formula(
                constant: formula.constant, slope: formula.slope, source: formula.source,
                place: formula.place, confidence: formula.confidence)
        case (nil, nil, nil): shape = .notSeen
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .possible, in: values, debugDescription: "a scale has one shape")
        }
        guard isOrderly else {
            throw DecodingError.dataCorruptedError(
                forKey: .possible, in: values,
                debugDescription: "anchors rise, points run one way and stay within the possible")
        }
    }

    /// Anchors rise; points never turn back, so that an improvement never costs points.
    private var isOrderly: Bool {
        func isMonotone(_ points: [DecimalText]) -> Bool {
            let pairs = zip(points, points.dropFirst())
            return pairs.allSatisfy { $0 <= $1 } || pairs.allSatisfy { $0 >= $1 }
        }
        switch shape {
        case .line(let anchors):
            return anchors.count > 1
                && zip(anchors, anchors.dropFirst()).allSatisfy { $0.at < $1.at }
                && isMonotone(anchors.map(\.points)) && anchors.allSatisfy { $0.points <= possible }
        case .steps(let steps, _):
            return !steps.isEmpty && steps.allSatisfy { $0.points <= possible }
        case .formula, .notSeen: return true
        }
    }

    /// The documents that the scale cites, with their confidence.
    var citations: [(source: String, confidence: Confidence)] {
        switch shape {
        case .line(let anchors): anchors.map { ($0.source, $0.confidence) }
        case .steps(let steps, _): steps.map { ($0.source, $0.confidence) }
        case .formula(_, _, let source, _, let confidence): [(source, confidence)]
        case .notSeen: []
        }
    }

    private struct Formula: Decodable {
        let constant: DecimalText
        let slope: DecimalText
        let source: String
        let place: BilingualText
        let confidence: Confidence

        enum CodingKeys: String, CodingKey, CaseIterable {
            case constant, slope, source, place, confidence
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
            constant = try values.decodeDecimal(forKey: .constant)
            slope = try values.decodeDecimal(forKey: .slope)
            source = try values.decode(String.self, forKey: .source)
            place = try values.decodeText(forKey: .place)
            confidence = try values.decode(Confidence.self, forKey: .confidence)
        }
    }
}

extension PointScale.Anchor: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable { case at, points, source, place, confidence }

    /// Reads the anchor strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        at = try values.decodeDecimal(forKey: .at)
        points = try values.decodeDecimal(forKey: .points)
        source = try values.decode(String.self, forKey: .source)
        place = try values.decodeText(forKey: .place)
        confidence = try values.decode(Confidence.self, forKey: .confidence)
    }
}

extension PointScale.Step: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case points, when, source, place, confidence, below, above
        case atMost = "at_most"
        case atLeast = "at_least"
    }

    /// Reads the step strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        let limits = try Limit.all(in: values, [.atMost, .below, .atLeast, .above]) {
            DecimalText($0)
        }
        guard limits.count == 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .points, in: values, debugDescription: "a step has one limit")
        }
        limit = limits[0]
        points = try values.decodeDecimal(forKey: .points)
        when = try values.decodeIfPresent([Condition].self, forKey: .when) ?? []
        source = try values.decode(String.self, forKey: .source)
        place = try values.decodeText(forKey: .place)
        confidence = try values.decode(Confidence.self, forKey: .confidence)
    }
}

extension KeyedDecodingContainer {
    /// An exact decimal, written as a string.
    func decodeDecimal(forKey key: Key) throws -> DecimalText {
        guard let value = try decodeDecimalIfPresent(forKey: key) else {
            throw DecodingError.valueNotFound(
                DecimalText.self,
                DecodingError.Context(
                    codingPath: codingPath + [key], debugDescription: "a decimal is missing"))
        }
        return value
    }
}
