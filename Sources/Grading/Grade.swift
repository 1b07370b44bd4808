public import Provenance
public import Quantities

/// Whether a limit is reached (评价结论); not evaluated never counts as met.
public enum Verdict: String, Hashable, Sendable, CaseIterable, Codable {
    case met
    case notMet = "not_met"
    case notEvaluated = "not_evaluated"
}

/// One limit or one scale of points of a scheme, held against a site.
public struct CriterionResult: Hashable, Sendable {
    /// The criterion, and the level that the limit opens: `gb40879.R_M2.1`.
    public let id: String
    /// The level that the limit opens; nil for gates and points.
    public let level: String?
    /// The criterion's name.
    public let name: BilingualText
    /// Whether the limit is reached; of points whether any could be given.
    public let verdict: Verdict
    /// The unrounded value; it may be shown although the verdict is not evaluated.
    public let value: ExactRatio?
    /// The unit of value and limit.
    public let unit: String
    /// The published limit; nil where only points are given.
    public let limit: Limit?
    /// Points that were given; nil without points.
    public let points: DecimalText?
    /// Points that could be had; nil without points.
    public let pointsPossible: DecimalText?
    /// False where it is only shown and decides nothing.
    public let decides: Bool
    /// Who stands behind the value; nil without one.
    public let assurance: Assurance?
    /// Why it was not evaluated.
    public let reason: BilingualText?
    /// What is said beside it.
    public let note: BilingualText?
    /// The document of the limit; nil where the scheme gives none.
    public let source: RulebookSource?
    /// The place in that document.
    public let place: BilingualText?
    /// How far the limit was checked against its source; nil where there is none.
    public let confidence: Confidence?

    /// The published number.
    public var threshold: DecimalText? { limit?.threshold }
}

/// A scope condition that the portfolio does not state and the grade therefore assumes.
public struct Assumption: Hashable, Sendable {
    /// The condition's name inside the rulebook.
    public let id: String
    /// What is assumed.
    public let text: BilingualText
}

/// A limit that falls due after the period (到期义务).
public struct Obligation: Hashable, Sendable {
    /// The criterion.
    public let criterion: String
    /// The day from which the limit holds.
    public let due: CivilDate
    /// The limit.
    public let limit: Limit
    /// How today's value stands to it.
    public let verdict: Verdict
    /// Today's value.
    public let value: ExactRatio?
    /// The unit.
    public let unit: String
    /// How far the limit was checked against its source.
    public let confidence: Confidence
}

/// What is to be paid for what lies above a limit in the period (涉及金额).
public struct MoneyAtStake: Hashable, Sendable {
    /// The energy above the limit.
    public let excess: Energy
    /// The price of a kilowatt-hour in the site's class.
    public let price: DecimalText
    /// The amount in hundredths of the currency, rounded half to even once.
    public let hundredths: Int128
    /// The currency.
    public let currency: String
    /// How the text was read.
    public let note: BilingualText
    /// How far the price was checked against its source.
    public let confidence: Confidence
}

/// Whether a level would stand with its missing hours filled the best and the worst way (稳健性).
public struct Robustness: Hashable, Sendable {
    /// The level in the best case.
    public let best: String?
    /// The level in the worst case.
    public let worst: String?
    /// Tells whether the level is the same in both.
    public let holds: Bool
    /// Tells that the classes of the meters count as well; else only hours that are missing do.
    public let countsMeters: Bool
}

/// A level that its own body gave, as declared (申报等级); never a result of this program.
public struct DeclaredLevel: Hashable, Sendable {
    /// The level as written.
    public let level: String
    /// The document that proves it.
    public let evidence: String
    /// Who stands behind it.
    public let assurance: Assurance
}

/// The grade of a site by a scheme (等级): the level, or why there is none, with all it rests on.
public struct Grade: Hashable, Sendable {
    /// The site, or the operator.
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
    /// Points that were not evaluated; nil in schemes without points.
    public let pointsNotEvaluated: DecimalText?
    /// Limits that stand before every level.
    public let gates: [CriterionResult]
    /// Limits of levels and scales of points, the best level first.
    public let criteria: [CriterionResult]
    /// Criteria that do not apply to the site.
    public let notApplicable: [String]
    /// Conditions that were assumed; they do not stop a level.
    public let assumed: [Assumption]
    /// What must be printed beside the level.
    public let remarks: [BilingualText]
    /// What is missing to the next better level; nil at the best and where nothing was evaluated.
    public let gapToNext: GapToNext?
    /// Whether the level stands with its missing hours filled otherwise; nil without a level.
    public let robustness: Robustness?
    /// Limits that fall due after the period, the nearest first.
    public let obligations: [Obligation]
    /// What is to be paid; nil where nothing is.
    public let moneyAtStake: MoneyAtStake?
    /// A level that its own body gave.
    public let declared: DeclaredLevel?
    /// The class by rank within a portfolio, which is never a level.
    public var rank: RankResult?

    /// The criteria without a verdict.
    public var notEvaluated: [CriterionResult] {
        (gates + criteria).filter { $0.verdict == .notEvaluated }
    }
}
