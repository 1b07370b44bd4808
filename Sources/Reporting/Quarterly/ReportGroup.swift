public import Provenance
public import Quantities

/// A group of sites with its figures in the report's period and in the two it is held against
/// (分组): the portfolio, a level of the organisation, a province, a hub, or one site.
public struct ReportGroup: Hashable, Sendable {
    /// What makes the group.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// All sites.
        case portfolio
        /// A level of the organisation's path: `group/province/city` gives three.
        case organisation
        /// A province or other region, ISO 3166-2.
        case region
        /// A national computing hub (国家枢纽节点).
        case hub
        /// One site.
        case site

        /// Its name for people.
        public var label: BilingualText {
            switch self {
            case .portfolio: BilingualText("Portfolio", zh: "全部站点")
            case .organisation: BilingualText("Organisation", zh: "组织")
            case .region: BilingualText("Region", zh: "地区")
            case .hub: BilingualText("Hub", zh: "枢纽节点")
            case .site: BilingualText("Site", zh: "站点")
            }
        }
    }

    /// What is told of a site beside its figures.
    public struct SiteFacts: Hashable, Sendable {
        /// The kind in all files: `data_center`.
        public let kind: String
        /// The kind for people.
        public let kindLabel: BilingualText
        /// ISO 3166-2 code of the region.
        public let region: String
        /// The organisation's path; nil where none is stated.
        public let organisation: String?
        /// The hub; nil where none is stated.
        public let hub: String?

        /// Makes the facts of a site.
        public init(
            kind: String, kindLabel: BilingualText, region: String, organisation: String?,
            hub: String?
        ) {
            self.kind = kind
            self.kindLabel = kindLabel
            self.region = region
            self.organisation = organisation
            self.hub = hub
        }
    }

    /// What makes it.
    public let kind: Kind
    /// Its name in all files: a path, a region, a hub, a `site_id`; empty for the portfolio.
    public let id: String
    /// Its name for people; comes from the portfolio's tables and is hostile.
    public let name: BilingualText
    /// How deep it lies in the organisation's path, from 1; zero for other kinds.
    public let depth: Int
    /// What is told of a site; nil for groups of sites.
    public let site: SiteFacts?
    /// The figures of the report's period.
    public let present: ReportFigures
    /// Against the period before it.
    public let before: ReportComparison
    /// Against the same period a year before.
    public let yearBefore: ReportComparison
    /// Month by month over the twelve months that end with the period, the earliest first.
    public let months: [ReportMonth]

    /// Makes a group.
    public init(
        kind: Kind, id: String, name: BilingualText, depth: Int = 0, site: SiteFacts? = nil,
        present: ReportFigures, before: ReportComparison, yearBefore: ReportComparison,
        months: [ReportMonth]
    ) {
        self.kind = kind
        self.id = id
        self.name = name
        self.depth = depth
        self.site = site
        self.present = present
        self.before = before
        self.yearBefore = yearBefore
        self.months = months
    }
}

/// An earlier period beside the report's (对比期): its figures, and why emissions differ.
public struct ReportComparison: Hashable, Sendable {
    /// The earlier figures by today's readings, factors and rules; nil where the ledger has none.
    public let figures: ReportFigures?
    /// The difference of each scope by cause; a scope that no site has in both periods is left out.
    public let differences: [ReportDifference]
    /// Why there are no figures.
    public let reason: BilingualText?

    /// Makes a comparison.
    public init(
        figures: ReportFigures?, differences: [ReportDifference], reason: BilingualText? = nil
    ) {
        self.figures = figures
        self.differences = differences
        self.reason = reason
    }

    /// The difference of a scope.
    public func difference(of scope: ReportScope) -> ReportDifference? {
        differences.first { $0.scope == scope }
    }
}

/// One calendar month of a group (月度数据), for charts and trends.
public struct ReportMonth: Hashable, Sendable {
    /// The month: `2026-07`.
    public let label: String
    /// Energy that entered the boundary.
    public let facilityEnergy: ReportTotal<Energy>
    /// Energy of the IT equipment.
    public let itEnergy: ReportTotal<Energy>
    /// `E_DC / E_IT` over the hours that both have.
    public let pue: ReportRatio
    /// All water.
    public let water: ReportTotal<Volume>
    /// The emission of each scope; a scope that is absent over the twelve months has none.
    public let emissions: [ReportScope: ReportTotal<EmissionMass>]

    /// Makes a month.
    public init(
        label: String, facilityEnergy: ReportTotal<Energy>, itEnergy: ReportTotal<Energy>,
        pue: ReportRatio, water: ReportTotal<Volume>,
        emissions: [ReportScope: ReportTotal<EmissionMass>]
    ) {
        self.label = label
        self.facilityEnergy = facilityEnergy
        self.itEnergy = itEnergy
        self.pue = pue
        self.water = water
        self.emissions = emissions
    }
}
