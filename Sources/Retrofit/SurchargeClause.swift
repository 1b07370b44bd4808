public import Provenance
import Quantities

/// What `portfolio.yaml` says of a surcharge that hangs on the PUE (能效加价条款): the rule, and the sites that it says
/// are subject to it.
public struct SurchargeClause: Hashable, Sendable {
    /// The rule.
    public enum Rule: Hashable, Sendable {
        /// Limits and prices that the portfolio states itself.
        case stated(EfficiencySurcharge)
        /// A published rule, by its name.
        case scheme(String)
    }

    /// Its name.
    public let name: String
    /// The rule.
    public let rule: Rule
    /// The sites.
    public let scope: SiteScope
    /// What the portfolio names as its ground; nil when nothing.
    public let evidence: String?

    /// Makes a clause.
    public init(name: String, rule: Rule, scope: SiteScope, evidence: String? = nil) {
        self.name = name
        self.rule = rule
        self.scope = scope
        self.evidence = evidence
    }

    /// The clause in one line, in words.
    public var text: BilingualText {
        let rule: [BilingualText] =
            switch self.rule {
            case .scheme(let scheme): [BilingualText(scheme, zh: scheme)]
            case .stated(let surcharge):
                [.joined(surcharge.texts, by: ", ")]
            }
        return BilingualText.joined(rule + scope.texts, by: "; ").headed(name)
    }
}

extension EfficiencySurcharge {
    /// Steps, base and size, in words.
    fileprivate var texts: [BilingualText] {
        var texts = steps.map {
            BilingualText(
                "PUE > \($0.limit): \($0.price)/kWh", zh: "PUE > \($0.limit)：\($0.price)/kWh")
        }
        texts.append(
            BilingualText(base.rawValue, zh: base == .bought ? "按全部购电量" : "按超限额部分"))
        if let least = leastFacility {
            texts.append(
                BilingualText(
                    "from_kwh \(least.kilowattHoursText)",
                    zh: "年用电量自 \(least.kilowattHoursText) kWh 起"))
        }
        return texts
    }
}
