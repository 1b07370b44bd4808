public import Provenance
public import Quantities

/// The names by which rulebooks and outputs call indicators.
public enum IndicatorID: String, Hashable, Sendable, CaseIterable, Codable {
    case pue
    case wue
    case wueFresh = "wue_fresh"
    case cueLocation = "cue_location"
    case cueMarket = "cue_market"
    case ref
    case erf
    case ere
    case cer
    case greenShare = "green_share"
    case hourlyMatch = "hourly_match"
    case annualMatch = "annual_match"
    case cfeHourly = "cfe_hourly"
    case directSelfUse = "direct_supply_self_use"
    case directSelfUseOfLoad = "direct_supply_self_use_of_load"
    case directSold = "direct_supply_sold"
    case greenPowerQuality = "green_power_quality"
}

/// What an indicator comes to: a ratio with the share of hours behind it, or the reason why not.
public enum IndicatorFigure: Hashable, Sendable {
    /// A ratio over the hours that all its parts have, and those hours over all hours.
    case value(ExactRatio, coverage: ExactRatio)
    /// No value; never zero.
    case notEvaluated(reason: BilingualText)

    /// The unrounded ratio; nil when not evaluated.
    public var value: ExactRatio? {
        if case .value(let ratio, _) = self { ratio } else { nil }
    }

    /// The share of hours behind the ratio; nil when not evaluated.
    public var coverage: ExactRatio? {
        if case .value(_, let coverage) = self { coverage } else { nil }
    }

    /// Why there is no value; nil when there is one.
    public var reason: BilingualText? {
        if case .notEvaluated(let reason) = self { reason } else { nil }
    }

    /// The least share of hours that a yearly figure needs: 0.99 (method, certificate limits).
    public static let leastCoverage = DecimalText(significand: 99, scale: 2)

    /// Tells whether at least 0.99 of the hours stand behind the ratio.
    public var isCovered: Bool {
        coverage.map { !$0.isBelow(Self.leastCoverage) } ?? false
    }
}

extension IndicatorFigure {
    /// A ratio of parts; without a ratio the reason is that no hour has both.
    init(_ ratio: ExactRatio?, coverage: ExactRatio) {
        self =
            ratio.map { .value($0, coverage: coverage) }
            ?? .notEvaluated(
                reason: BilingualText(
                    "no hour of the period has both parts, or the IT energy is zero",
                    zh: "统计期内没有两部分都完整的小时，或 IT 电量为零"))
    }
}
