public import Provenance
public import Quantities

/// A level of a site or an operator by one scheme (等级), over the twelve months that end with the
/// report's period: schemes give levels to years, not to quarters.
public struct ReportGrade: Hashable, Sendable {
    /// The site, or the operator.
    public let siteID: String
    /// Tells that an operator's sites are graded together.
    public let isOperator: Bool
    /// The rulebook: `gb-40879-2021`.
    public let scheme: String
    /// The scheme's title.
    public let title: BilingualText
    /// The scheme's edition.
    public let edition: String
    /// The scheme's own mark; nil when none is reached or could be evaluated.
    public let level: String?
    /// The mark in words.
    public let levelLabel: BilingualText?
    /// The mark that the value would have if only its period or coverage were enough.
    public let indicativeLevel: String?
    /// Why there is no level.
    public let reason: BilingualText?
    /// Tells that the level only informs: another jurisdiction, another point, weak confidence.
    public let isInformative: Bool
    /// The weakest confidence among the limits that decided it.
    public let confidence: Confidence?
    /// The criterion that stands for the grade on one line.
    public let criterion: BilingualText?
    /// Its value [unit].
    public let value: ExactRatio?
    /// The unit of value and limit.
    public let unit: String
    /// The limit as printed: `≤ 1.25`.
    public let limit: String?
    /// Points; nil in schemes without points.
    public let points: String?
    /// Points that could be had; nil in schemes without points.
    public let pointsPossible: String?
    /// The next better level; nil at the best and where nothing was evaluated.
    public let nextLevel: String?
    /// What takes it there, on one line.
    public let gap: BilingualText?
    /// What is to be paid for what lies above a limit.
    public let moneyAtStake: BilingualText?
    /// A level that its own body gave, as declared.
    public let declared: String?
    /// Limits that fall due after the period, the nearest first.
    public let obligations: [ReportObligation]

    /// Makes a line of a grade.
    public init(
        siteID: String, isOperator: Bool, scheme: String, title: BilingualText, edition: String,
        level: String?, levelLabel: BilingualText?, indicativeLevel: String?,
        reason: BilingualText?, isInformative: Bool, confidence: Confidence?,
        criterion: BilingualText?, value: ExactRatio?, unit: String, limit: String?,
        points: String?, pointsPossible: String?, nextLevel: String?, gap: BilingualText?,
        moneyAtStake: BilingualText?, declared: String?, obligations: [ReportObligation]
    ) {
        self.siteID = siteID
        self.isOperator = isOperator
        self.scheme = scheme
        self.title = title
        self.edition = edition
        self.level = level
        self.levelLabel = levelLabel
        self.indicativeLevel = indicativeLevel
        self.reason = reason
        self.isInformative = isInformative
        self.confidence = confidence
        self.criterion = criterion
        self.value = value
        self.unit = unit
        self.limit = limit
        self.points = points
        self.pointsPossible = pointsPossible
        self.nextLevel = nextLevel
        self.gap = gap
        self.moneyAtStake = moneyAtStake
        self.declared = declared
        self.obligations = obligations
    }
}

/// A limit that falls due (到期义务), with how today's value stands to it.
public struct ReportObligation: Hashable, Sendable {
    /// How the value stands.
    public enum Standing: String, Hashable, Sendable, CaseIterable {
        case met
        case notMet = "not_met"
        case notEvaluated = "not_evaluated"

        /// In words.
        public var label: BilingualText {
            switch self {
            case .met: BilingualText("met today", zh: "目前已达到")
            case .notMet: BilingualText("not met today", zh: "目前未达到")
            case .notEvaluated: BilingualText("not evaluated", zh: "未评价")
            }
        }
    }

    /// The criterion inside the rulebook.
    public let criterion: String
    /// The day from which the limit holds.
    public let due: CivilDate
    /// The limit as printed: `≤ 1.2`.
    public let limit: String
    /// How today's value stands to it.
    public let standing: Standing
    /// Today's value.
    public let value: ExactRatio?
    /// The unit.
    public let unit: String
    /// How far the limit was checked against its source.
    public let confidence: Confidence

    /// Makes an obligation.
    public init(
        criterion: String, due: CivilDate, limit: String, standing: Standing, value: ExactRatio?,
        unit: String, confidence: Confidence
    ) {
        self.criterion = criterion
        self.due = due
        self.limit = limit
        self.standing = standing
        self.value = value
        self.unit = unit
        self.confidence = confidence
    }
}
