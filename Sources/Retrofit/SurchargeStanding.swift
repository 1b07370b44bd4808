public import Provenance

/// How a site stands to a surcharge that it is subject to (能效加价适用情况): counted, or why not.
public enum SurchargeStanding: Hashable, Sendable {
    /// It is part of the worth.
    case counted(SiteSurcharge)
    /// It is not, by name and reason.
    case notCounted(EfficiencySurcharge, Hindrance)

    /// Why a surcharge is not part of the worth.
    public enum Hindrance: String, Hashable, Sendable, CaseIterable {
        /// No PUE of twelve months with 0.99 of the hours.
        case noRatio = "no-annual-pue"
        /// A use or a supply lies outside of the boundary.
        case outsideBoundary = "outside-boundary"
        /// The rule is not in force in the first year of the plan.
        case notInForce = "not-in-force"

        /// Why, in words.
        public var text: BilingualText {
            switch self {
            case .noRatio:
                BilingualText(
                    "the site has no PUE of twelve months with 0.99 of the hours",
                    zh: "站点没有覆盖 99% 小时的十二个月 PUE")
            case .outsideBoundary:
                BilingualText(
                    "boundary_excludes names a supply or a use of the chain, so months and bins do not tell the PUE",
                    zh: "boundary_excludes 排除了链路中的供电或用电，无法由链路推算 PUE")
            case .notInForce:
                BilingualText(
                    "the rule is not in force in the first year after the period",
                    zh: "统计期后的第一年该规则尚未生效")
            }
        }
    }

    /// The surcharge.
    public var surcharge: EfficiencySurcharge {
        switch self {
        case .counted(let site): site.surcharge
        case .notCounted(let surcharge, _): surcharge
        }
    }

    /// What is counted with; nil where it is not.
    public var site: SiteSurcharge? {
        if case .counted(let site) = self { site } else { nil }
    }

    /// Why it is not counted; nil where it is.
    public var hindrance: Hindrance? {
        if case .notCounted(_, let hindrance) = self { hindrance } else { nil }
    }
}
