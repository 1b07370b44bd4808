import EnergyLedger
import Provenance

/// How a site stands to the scope of a scheme: whether it applies, what is assumed, what must be
/// remarked, and whether its level would only inform.
struct ScopeReview {
    /// Why the scheme cannot be applied.
    private(set) var refusal: BilingualText?
    private(set) var assumed: [Assumption] = []
    private(set) var remarks: [BilingualText]
    private(set) var isInformative = false

    init(of graded: GradingCase, by rulebook: Rulebook) {
        let site = graded.site
        remarks = rulebook.remarks
        if !rulebook.applies(to: site.kind) {
            refusal = BilingualText(
                "\(rulebook.number) does not apply to the kind \(site.kind.rawValue)",
                zh: "\(rulebook.number) 不适用于 \(site.kind.rawValue)")
        }
        if !rulebook.holds(in: site.region) {
            isInformative = true
            remarks.append(
                BilingualText(
                    "for information: \(rulebook.number) does not hold in \(site.region)",
                    zh: "仅供参考：\(rulebook.number) 不适用于 \(site.region) 地区"))
        }
        for condition in rulebook.conditions { review(condition, graded) }
    }

    private mutating func review(_ condition: ScopeCondition, _ graded: GradingCase) {
        switch (condition.when.standing(of: graded), condition.otherwise) {
        case (.met, _): return
        case (.failed, .informs), (.unstated, .informs):
            isInformative = true
            remarks.append(condition.unmet)
        case (.unstated, _):
            assumed.append(Assumption(id: condition.id, text: condition.text))
        case (.failed, .remark): remarks.append(condition.unmet)
        case (.failed, .noLevel): refusal = refusal ?? condition.unmet
        }
    }
}
