import CarbonAccounting
public import Provenance
public import Quantities

/// One thing that a scheme looks at (评价指标): a quantity with limits, points, or both.
///
/// Limits without a level are gates before every level; limits with a level open that level. A
/// level is reached when all its limits are met, so that of two criteria the lower one decides.
///
/// A reference, because every site of a kind is held against the same.
public final class Criterion: Hashable, Sendable, Decodable {
    /// A change of the value before it is compared, such as a fixed loss between two points.
    public struct Adjustment: Hashable, Sendable, Decodable {
        /// When it is made.
        public let when: [Condition]
        /// The value is divided by this.
        public let divideBy: DecimalText
        /// What is said of it.
        public let note: BilingualText

        enum CodingKeys: String, CodingKey, CaseIterable {
            case when, note
            case divideBy = "divide_by"
        }

        /// Reads the adjustment strictly.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
            when = try values.decode([Condition].self, forKey: .when)
            divideBy = try values.decodeDecimal(forKey: .divideBy)
            note = try values.decodeText(forKey: .note)
            guard divideBy.significand > 0 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .divideBy, in: values, debugDescription: "a divisor is positive")
            }
        }
    }

    /// The scheme's name for it: `gb40879.R_M2`.
    public let id: String
    /// Its name in words.
    public let name: BilingualText
    /// What holds its value.
    public let quantity: Quantity
    /// The unit of value and limits: `1`, `L/kWh`.
    public let unit: String
    /// When it applies at all; where not, it is left out.
    public let when: [Condition]
    /// Its limits; for gates the first whose conditions are met.
    public let thresholds: [Threshold]
    /// Its points.
    public let points: PointScale?
    /// False where it is only shown and decides nothing.
    public let decides: Bool
    /// True for the indicator that alone can refuse a level (一票否决).
    public let isVeto: Bool
    /// What is said where no limit is at hand for the site; nil where it then does not apply.
    public let noThreshold: BilingualText?
    /// A change of the value before it is compared.
    public let adjustment: Adjustment?
    /// The words of a declared grade, the lowest first; the n-th counts n.
    public let scale: [String]

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, name, quantity, unit, when, thresholds, points, decides, veto, adjust, scale
        case noThreshold = "no_threshold"
    }

    /// Reads the criterion strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        name = try values.decodeText(forKey: .name)
        let word = try values.decode(String.self, forKey: .quantity)
        guard let quantity = Quantity(word) else {
            throw DecodingError.dataCorruptedError(
                forKey: .quantity, in: values, debugDescription: "no quantity `\(word)`")
        }
        self.quantity = quantity
        unit = try values.decode(String.self, forKey: .unit)
        when = try values.decodeIfPresent([Condition].self, forKey: .when) ?? []
        thresholds = try values.decodeIfPresent([Threshold].self, forKey: .thresholds) ?? []
        points = try values.decodeIfPresent(PointScale.self, forKey: .points)
        decides = try values.decodeIfPresent(Bool.self, forKey: .decides) ?? true
        isVeto = try values.decodeIfPresent(Bool.self, forKey: .veto) ?? false
        noThreshold = try values.decodeTextIfPresent(forKey: .noThreshold)
        adjustment = try values.decodeIfPresent(Adjustment.self, forKey: .adjust)
        scale = try values.decodeIfPresent([String].self, forKey: .scale) ?? []
        guard Set(thresholds.map(\.limit.wantsLess)).count <= 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .thresholds, in: values, debugDescription: "limits look one way")
        }
    }

    /// Tells whether smaller values are better; nil where neither limits nor points say so.
    public var wantsLess: Bool? {
        if let first = thresholds.first { return first.limit.wantsLess }
        switch points?.shape {
        case .line(let anchors):
            return anchors.first.map { $0.points > (anchors.last ?? $0).points }
        case .steps(let steps, _): return steps.first?.limit.wantsLess
        case .formula(_, let slope, _, _, _): return slope.significand < 0
        case .notSeen, nil: return nil
        }
    }

    /// The documents that it cites, with their confidence.
    public var citations: [(source: String, confidence: Confidence)] {
        thresholds.map { ($0.source, $0.confidence) } + (points?.citations ?? [])
    }
}

extension Criterion {
    /// Equal in all that decides.
    public static func == (lhs: Criterion, rhs: Criterion) -> Bool {
        lhs === rhs
            || (lhs.id == rhs.id && lhs.name == rhs.name && lhs.quantity == rhs.quantity
                && lhs.unit == rhs.unit && lhs.when == rhs.when
                && lhs.thresholds == rhs.thresholds && lhs.points == rhs.points
                && lhs.decides == rhs.decides && lhs.isVeto == rhs.isVeto
                && lhs.noThreshold == rhs.noThreshold && lhs.adjustment == rhs.adjustment
                && lhs.scale == rhs.scale)
    }

    /// By name.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}
