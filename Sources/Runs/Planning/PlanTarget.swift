import EnergyLedger
import Grading
public import Quantities

/// What a plan shall reach (目标): a scheme's level, a PUE, or tonnes saved.
public enum PlanTarget: Hashable, Sendable {
    /// A level of a scheme, or a better one.
    case level(scheme: String, level: String)
    /// A PUE, touched is reached.
    case pue(DecimalText)
    /// Tonnes of CO2 saved in the first year, location-based.
    case tonnes(DecimalText)

    /// Reads `eu-2026-pue:C`, `pue:1.3` or `tco2:500`; nil for anything else.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let (name, value) = (String(text[..<colon]), String(text[text.index(after: colon)...]))
        guard !name.isEmpty, !value.isEmpty else { return nil }
        switch name {
        case "pue", "tco2":
            guard let number = DecimalText(value), number.significand > 0, number.scale <= 9,
                number <= DecimalText(significand: 1_000_000_000, scale: 0)
            else { return nil }
            self = name == "pue" ? .pue(number) : .tonnes(number)
        default: self = .level(scheme: name, level: value)
        }
    }

    /// The target as it was written.
    public var text: String {
        switch self {
        case .level(let scheme, let level): "\(scheme):\(level)"
        case .pue(let value): "pue:\(value)"
        case .tonnes(let value): "tco2:\(value)"
        }
    }

    /// Tells whether a site's result reaches the target; tonnes are no matter of one site.
    func isReached(by result: Run.SiteResult, levels: [String]) -> Bool {
        switch self {
        case .level(let scheme, let level):
            guard let reached = result.grades.first(where: { $0.scheme == scheme })?.level,
                let wanted = levels.firstIndex(of: level),
                let place = levels.firstIndex(of: reached)
            else { return false }
            return place <= wanted
        case .pue(let limit): return result.indicators.pue.figure.value?.isAtMost(limit) ?? false
        case .tonnes: return true
        }
    }
}

extension PublishedData {
    /// The levels of a scheme, the best first; empty for one that is not known.
    public func levels(of scheme: String) -> [String] {
        rulebook(scheme)?.levels.map(\.level) ?? []
    }
}
