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

    init(of site: Site, by rulebook: Rulebook, category: Int?) {
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
        review(rulebook.conditions, site)
        if let scope = rulebook.cooling { review(scope, site) }
        for requirement in rulebook.requires where category != requirement.measurementCategory {
            isInformative = true
            remarks.append(requirement.remark)
        }
    }

    private mutating func review(_ conditions: [ScopeCondition], _ site: Site) {
        for condition in conditions {
            switch (condition.standing(of: site), condition.otherwise) {
            case (.met, _): continue
            case (.assumed, _): assumed.append(Assumption(id: condition.id, text: condition.text))
            case (.failed, .remark): remarks.append(condition.unmet)
            case (.failed, .noLevel): refusal = refusal ?? condition.unmet
            }
        }
    }

    private mutating func review(_ scope: Rulebook.CoolingScope, _ site: Site) {
        guard let cooling = site.cooling else {
            assumed.append(Assumption(id: "cooling", text: scope.assumption))
            return
        }
        if !scope.within.contains(cooling.rawValue) { remarks.append(scope.remark) }
    }
}
