public import EnergyLedger
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

    /// The sites that are subject to it; an empty list is any.
    public struct Scope: Hashable, Sendable {
        /// Regions, each with those below it.
        public let regions: [String]
        /// Kinds of site.
        public let kinds: [Site.Kind]
        /// Names of sites.
        public let sites: [String]

        /// Makes a scope.
        public init(regions: [String] = [], kinds: [Site.Kind] = [], sites: [String] = []) {
            self.regions = regions
            self.kinds = kinds
            self.sites = sites
        }

        /// Tells whether a site is subject to it.
        public func holds(_ site: Site) -> Bool {
            (sites.isEmpty || sites.contains(site.id))
                && (kinds.isEmpty || kinds.contains(site.kind))
                && (regions.isEmpty
                    || regions.contains {
                        site.region == $0 || site.region.hasPrefix($0 + "-")
                    })
        }
    }

    /// Its name.
    public let name: String
    /// The rule.
    public let rule: Rule
    /// The sites.
    public let scope: Scope
    /// What the portfolio names as its ground; nil when nothing.
    public let evidence: String?

    /// Makes a clause.
    public init(name: String, rule: Rule, scope: Scope, evidence: String? = nil) {
        self.name = name
        self.rule = rule
        self.scope = scope
        self.evidence = evidence
    }

    /// The clause in one line, as outputs print it.
    public var text: String {
        let rule =
            switch self.rule {
            case .scheme(let scheme): scheme
            case .stated(let surcharge):
                (surcharge.steps.map { "PUE > \($0.limit): \($0.price)/kWh" }
                    + [surcharge.base.rawValue]
                    + (surcharge.leastFacility.map { ["from_kwh \($0.kilowattHoursText)"] } ?? []))
                    .joined(separator: ", ")
            }
        let scope = [
            ("regions", self.scope.regions), ("kinds", self.scope.kinds.map(\.rawValue)),
            ("sites", self.scope.sites),
        ].filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: ";"))" }
        return "\(name): " + ([rule] + scope).joined(separator: "; ")
    }
}
