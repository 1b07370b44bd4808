import Provenance
import Quantities

/// Every criterion of a rulebook held against one case (逐项评价).
///
/// What does not depend on the value (which limits hold, why there is no verdict) is settled once,
/// so that the search for the next level may try many values.
struct Appraisal {
    /// One criterion with all that is settled before its value is compared.
    ///
    /// A reference, because the search for the next level looks at it again and again.
    final class Item: Sendable {
        let criterion: Criterion
        /// The adjusted value.
        let value: ExactRatio?
        let assurance: Assurance?
        /// Why there is no verdict.
        let hindrance: BilingualText?
        /// Tells that the hindrance is a lack of hours or of months, not of a value.
        let isShort: Bool
        /// Tells that a meter exists although no value counts: the lowest points, not none.
        let isMetered: Bool
        /// The gate that holds here and now.
        let gate: Threshold?
        /// The limit of each level that has one here and now.
        let limits: [(level: String, threshold: Threshold)]
        /// False where no limit holds here and now; one may fall due later.
        let applies: Bool
        /// What is said of an adjustment.
        let note: BilingualText?
        /// False where conditions of the points fail; nil where they are not stated.
        let mayScore: Bool?

        init(
            criterion: Criterion, value: ExactRatio?, assurance: Assurance?,
            hindrance: BilingualText?, isShort: Bool, isMetered: Bool, gate: Threshold?,
            limits: [(level: String, threshold: Threshold)], applies: Bool, note: BilingualText?,
            mayScore: Bool?
        ) {
            self.criterion = criterion
            self.value = value
            self.assurance = assurance
            self.hindrance = hindrance
            self.isShort = isShort
            self.isMetered = isMetered
            self.gate = gate
            self.limits = limits
            self.applies = applies
            self.note = note
            self.mayScore = mayScore
        }
    }

    private let grader: Grader
    var rulebook: Rulebook { grader.rulebook }
    let graded: GradingCase
    let items: [Item]
    /// Criteria without a limit here and now, for the sake of those that fall due.
    let dormant: [Item]
    let notApplicable: [String]

    /// Settles a case.
    ///
    /// - Parameters:
    ///   - hindrance: Why nothing at all gets a verdict.
    ///   - isLenient: Whether values stand although hours or months are lacking.
    ///   - values: Values that replace those of the case.
    init(
        of graded: GradingCase, by grader: Grader, hindrance: BilingualText? = nil,
        isLenient: Bool = false, replacing values: [IndicatorID: ExactRatio] = [:]
    ) {
        self.grader = grader
        self.graded = graded
        let all = grader.rulebook.criteria.compactMap {
            Self.item($0, graded, hindrance, isLenient, values)
        }
        items = all.filter(\.applies)
        dormant = all.filter { !$0.applies }
        let applicable = items.map(\.criterion)
        notApplicable = grader.rulebook.criteria.filter { criterion in
            !applicable.contains { $0 === criterion }
        }.map(\.id)
    }

    private static func item(
        _ criterion: Criterion, _ graded: GradingCase, _ hindrance: BilingualText?,
        _ isLenient: Bool, _ values: [IndicatorID: ExactRatio]
    ) -> Item? {
        let standing = Condition.standing(of: graded, to: criterion.when)
        if standing == .failed { return nil }
        var choice = Choice(of: criterion, in: graded)
        let hasNone = choice.gate == nil && choice.limits.isEmpty && !criterion.thresholds.isEmpty
        var applies = true
        if hasNone, choice.unstated == nil, criterion.points == nil {
            choice.unstated = criterion.noThreshold
            applies = criterion.noThreshold != nil
        }
        var reading = Reading(of: criterion, in: graded, isLenient, values)
        if standing == .unstated {
            reading.hindrance = Self.unstated(criterion.when, graded)
        }
        let scoring = Condition.standing(of: graded, to: criterion.points?.onlyIf ?? [])
        return Item(
            criterion: criterion, value: reading.value, assurance: reading.assurance,
            hindrance: hindrance ?? reading.hindrance ?? choice.unstated,
            isShort: hindrance == nil && reading.isShort, isMetered: reading.isMetered,
            gate: choice.gate, limits: choice.limits, applies: applies, note: reading.note,
            mayScore: scoring == .unstated ? nil : scoring == .met)
    }

    /// What hangs on something that the portfolio does not state.
    static func unstated(_ conditions: [Condition], _ graded: GradingCase) -> BilingualText {
        let names = conditions.filter { $0.standing(of: graded) == .unstated }.map(\.shown)
            .joined(separator: ", ")
        return BilingualText(
            "the portfolio does not state what decides the limit: \(names)",
            zh: "组合未填写决定限值的信息：\(names)")
    }

    /// The value of a criterion and why it may not count.
    private struct Reading {
        var value: ExactRatio?
        var assurance: Assurance?
        var hindrance: BilingualText?
        var isShort = false
        var isMetered = false
        var note: BilingualText?

        init(
            of criterion: Criterion, in graded: GradingCase, _ isLenient: Bool,
            _ values: [IndicatorID: ExactRatio]
        ) {
            switch graded.outcome(of: criterion.quantity) {
            case .missing(let reason, let metered):
                hindrance = reason
                isMetered = metered
            case .value(let ratio, let coverage, let assurance):
                value = ratio
                if case .indicator(let id) = criterion.quantity { value = values[id] ?? ratio }
                self.assurance = assurance
                if !isLenient, let coverage, coverage.isBelow(IndicatorFigure.leastCoverage) {
                    hindrance = Self.tooFewHours(coverage)
                    isShort = true
                    isMetered = true
                }
            }
            guard let adjustment = criterion.adjustment,
                Condition.standing(of: graded, to: adjustment.when) == .met
            else { return }
            value = value?.over(adjustment.divideBy)
            note = adjustment.note
        }

        private static func tooFewHours(_ coverage: ExactRatio) -> BilingualText {
            BilingualText(
                "\(coverage.text()) of the hours are complete; \(IndicatorFigure.leastCoverage) is needed",
                zh: "完整小时占 \(coverage.text())；需要 \(IndicatorFigure.leastCoverage)")
        }
    }

    /// The limits of a criterion that hold for a case.
    private struct Choice {
        var gate: Threshold?
        var limits: [(level: String, threshold: Threshold)] = []
        var unstated: BilingualText?

        init(of criterion: Criterion, in graded: GradingCase) {
            // There are a handful of levels at most.
            var settled: [String] = []
            for threshold in criterion.thresholds {
                let key = threshold.level ?? ""
                if settled.contains(key) { continue }
                switch Condition.standing(of: graded, to: threshold.when) {
                case .failed: continue
                case .unstated:
                    unstated = unstated ?? Appraisal.unstated(threshold.when, graded)
                    settled.append(key)
                case .met:
                    settled.append(key)
                    if let level = threshold.level {
                        limits.append((level, threshold))
                    } else {
                        gate = threshold
                    }
                }
            }
        }
    }
}

extension Appraisal.Item {
    /// How a value stands to a limit; without a value that counts there is no verdict.
    func verdict(_ threshold: Threshold, at value: ExactRatio?) -> Verdict {
        guard hindrance == nil, let value else { return .notEvaluated }
        return threshold.limit.admits(value) ? .met : .notMet
    }

    /// Points in millionths at a value; nil where they are not evaluated.
    func points(at value: ExactRatio?, in graded: GradingCase) -> Int64? {
        guard let scale = criterion.points else { return nil }
        guard hindrance == nil, let value else { return isMetered ? 0 : nil }
        guard let mayScore else { return nil }
        return mayScore ? scale.millionths(of: value, in: graded) : 0
    }
}
