public import Grading
public import Provenance
public import Quantities

/// A rule of law that a site does not meet (强制要求): in force already, or from a day on that the law names.
public struct LegalGate: Hashable, Sendable {
    /// The rulebook: `gb-40879-2021`.
    public let scheme: String
    /// Why it binds.
    public let basis: BilingualText
    /// The criterion with a limit to come; nil for the weakest level of a rule that is in force.
    public let criterion: String?
    /// The limit to come.
    public let limit: Limit?
    /// The day from which it holds; nil where it is in force.
    public let due: CivilDate?
    /// Tells that the plan reaches it.
    public let isReached: Bool

    /// Makes a gate.
    public init(
        scheme: String, basis: BilingualText, criterion: String? = nil, limit: Limit? = nil,
        due: CivilDate? = nil, isReached: Bool
    ) {
        self.scheme = scheme
        self.basis = basis
        self.criterion = criterion
        self.limit = limit
        self.due = due
        self.isReached = isReached
    }

    /// What is asked and whether the plan reaches it, in words.
    public var text: BilingualText {
        let asked = limit.map { "\(criterion ?? "") \($0.symbol) \($0.threshold)" }
        let (reached, reachedChinese) =
            isReached
            ? ("reached by what must be done", "必须实施项可达到")
            : ("out of reach of the measures at hand", "现有措施无法达到")
        let english =
            asked.map { "\(scheme): \($0)" } ?? "\(scheme): its weakest limit is not met"
        let chinese = asked.map { "\(scheme)：\($0)" } ?? "\(scheme)：最低限值未达到"
        return BilingualText(
            english + (due.map { " from \($0) on" } ?? "") + "; " + reached,
            zh: chinese + (due.map { "，自 \($0) 起" } ?? "") + "；" + reachedChinese)
    }
}
