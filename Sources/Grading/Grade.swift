public import Provenance
public import Quantities

/// Whether a limit is reached (评价结论); not evaluated never counts as met.
public enum Verdict: String, Hashable, Sendable, CaseIterable, Codable {
    case met
    case notMet = "not_met"
    case notEvaluated = "not_evaluated"
}

/// One limit of a scheme, held against a site.
public struct CriterionResult: Hashable, Sendable {
    /// The criterion and its level: `gb40879.R_M2.1`.
    public let id: String
    /// Whether the limit is reached.
    public let verdict: Verdict
    /// The unrounded value; it may be shown although the verdict is not evaluated.
    public let value: ExactRatio?
    /// The unit of value and limit.
    public let unit: String
    /// The published limit.
    public let threshold: DecimalText
    /// Tells whether a value that touches the limit reaches it.
    public let isInclusive: Bool
    /// Points that were given; nil in schemes without points.
    public let points: DecimalText?
    /// Why it was not evaluated.
    public let reason: BilingualText?
    /// The document of the limit.
    public let source: RulebookSource
    /// The place in that document.
    public let place: BilingualText
    /// How far the limit was checked against its source.
    public let confidence: Confidence
}

/// A scope condition that the portfolio does not state and the grade therefore assumes.
public struct Assumption: Hashable, Sendable {
    /// The condition's name inside the rulebook.
    public let id: String
    /// What is assumed.
    public let text: BilingualText
}

/// The grade of a site by a scheme (等级): the level, or why there is none, with all it rests on.
public struct Grade: Hashable, Sendable {
    /// The site.
    public let siteID: String
    /// The rulebook.
    public let scheme: String
    /// The edition of the scheme.
    public let edition: String
    /// The scheme's own mark; nil when none is reached or could be evaluated.
    public let level: String?
    /// The mark in words.
    public let levelLabel: BilingualText?
    /// Why there is no level.
    public let reason: BilingualText?
    /// The mark that the value at hand would have, where only the period or its coverage stands
    /// against a level.
    public let indicativeLevel: String?
    /// The weakest confidence among the limits that decided the level.
    public let confidence: Confidence?
    /// Tells that the level only informs: another jurisdiction, another measurement point, or a
    /// limit of too little confidence. The remarks say which.
    public let isInformative: Bool
    /// Points; nil in schemes without points.
    public let points: DecimalText?
    /// Points that could be had; nil in schemes without points.
    public let pointsPossible: DecimalText?
    /// Gates; none in the schemes of this release.
    public let gates: [CriterionResult]
    /// Every limit with its verdict, the best level first.
    public let criteria: [CriterionResult]
    /// Conditions that were assumed; they do not stop a level.
    public let assumed: [Assumption]
    /// What must be printed beside the level.
    public let remarks: [BilingualText]
    /// What is missing to the next better level; nil at the best and where nothing was evaluated.
    public let gapToNext: GapToNext?

    /// The criteria without a verdict.
    public var notEvaluated: [CriterionResult] {
        (gates + criteria).filter { $0.verdict == .notEvaluated }
    }
}
