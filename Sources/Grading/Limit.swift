import CarbonAccounting
public import Quantities

/// Where a published limit lies and on which side it is met (限值); compared unrounded.
public enum Limit: Hashable, Sendable {
    /// Met up to the number, the number itself included.
    case atMost(DecimalText)
    /// Met up to the number, the number itself left out.
    case below(DecimalText)
    /// Met from the number on, the number itself included.
    case atLeast(DecimalText)
    /// Met from the number on, the number itself left out.
    case above(DecimalText)

    /// The published number.
    public var threshold: DecimalText {
        switch self {
        case .atMost(let number), .below(let number), .atLeast(let number), .above(let number):
            number
        }
    }

    /// Tells whether a value that touches the number meets the limit.
    public var isInclusive: Bool {
        switch self {
        case .atMost, .atLeast: true
        case .below, .above: false
        }
    }

    /// Tells whether smaller values meet the limit.
    public var wantsLess: Bool {
        switch self {
        case .atMost, .below: true
        case .atLeast, .above: false
        }
    }

    /// The key that names it in rulebooks and outputs: `at_most`.
    public var key: String {
        switch self {
        case .atMost: "at_most"
        case .below: "below"
        case .atLeast: "at_least"
        case .above: "above"
        }
    }

    /// The sign that people read.
    public var symbol: String {
        switch self {
        case .atMost: "≤"
        case .below: "<"
        case .atLeast: "≥"
        case .above: ">"
        }
    }

    /// Tells whether a value meets the limit; nothing is divided.
    public func admits(_ value: ExactRatio) -> Bool {
        switch self {
        case .atMost(let number): value.isAtMost(number)
        case .below(let number): value.isBelow(number)
        case .atLeast(let number): !value.isBelow(number)
        case .above(let number): !value.isAtMost(number)
        }
    }
}

extension Limit {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case below, above
        case atMost = "at_most"
        case atLeast = "at_least"
    }

    /// All limits that a set of keys names, read by `number` from their text.
    static func all<Key: CodingKey>(
        in values: KeyedDecodingContainer<Key>, _ keys: [Key],
        reading number: (String) -> DecimalText?
    ) throws -> [Limit] {
        try keys.compactMap { key -> Limit? in
            guard let text = try values.decodeIfPresent(String.self, forKey: key) else {
                return nil
            }
            guard let value = number(text), value.significand.magnitude < 1_000_000_000_000 else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: values, debugDescription: "cannot be read: \(text)")
            }
            return switch CodingKeys(rawValue: key.stringValue) {
            case .atMost: .atMost(value)
            case .below: .below(value)
            case .atLeast: .atLeast(value)
            case .above: .above(value)
            case nil: nil
            }
        }
    }
}
