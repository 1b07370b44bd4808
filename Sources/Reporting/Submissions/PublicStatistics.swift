public import Provenance
import Quantities

/// Aggregates of a report that may be published (公开统计): groups of enough sites, and nothing from which a smaller
/// group could be worked out.
///
/// A cell is shown with at least as many sites as the publication rule of Delegated Regulation (EU)
/// 2024/1364, Annex IV asks for (three). A figure is shown where every site of the cell has it, so
/// that no figure rests on fewer. What is left out may not follow from a margin: the hidden cells
/// of a family are together at least two and have at least as many sites, else the smallest shown
/// ones are hidden as well; below a hidden level of the organisation all is hidden; a cell that
/// differs from a shown larger one by too few sites is hidden. What two publications tell
/// together, when sites join or leave between them, is not guarded.
public struct PublicStatistics: Sendable {
    /// One cell.
    public struct Cell: Hashable, Sendable {
        /// The group; its figures are to be shown only where `reason` is nil.
        public let group: ReportGroup
        /// Why it is left out; nil where it is shown.
        public let reason: BilingualText?
    }

    /// The cells: the portfolio, levels of the organisation, regions, hubs.
    public let cells: [Cell]
    /// The least number of sites.
    public let sitesAtLeast: Int
    /// The document of the rule.
    public let source: String

    /// Applies the rule to a report.
    public init(_ report: QuarterlyReport, sitesAtLeast: Int, source: String) {
        self.sitesAtLeast = sitesAtLeast
        self.source = source
        var guardian = Guardian(report, sitesAtLeast)
        guardian.hideSmall()
        guardian.hideWhatFollows()
        cells = guardian.cells
    }

    static let tooFew = BilingualText("too few sites to be published", zh: "站点数不足，不予发布")
    static let derivable = BilingualText(
        "left out so that a smaller group cannot be worked out", zh: "为防止推算较小分组而不予发布")
}

/// Decides which groups are hidden.
private struct Guardian {
    /// The cells of which a shown cell is the sum, and how many sites no cell of them holds.
    private struct Family {
        let whole: Int
        let cells: [Int]
        let rest: Int
    }

    private let groups: [ReportGroup]
    private let members: [Set<String>]
    private let parents: [Int?]
    private let families: [Family]
    private let least: Int
    private var hidden: [Int: BilingualText] = [:]

    init(_ report: QuarterlyReport, _ least: Int) {
        let groups = report.groups.filter { $0.kind != .site }
        let places = Dictionary(
            groups.enumerated().map { (Self.key($1.kind, $1.id), $0) }
        ) { first, _ in first }
        var members = groups.map { _ in Set<String>() }
        for site in report.groups(.site) {
            for key in Self.keys(of: site) {
                if let place = places[key] { members[place].insert(site.id) }
            }
        }
        let portfolio = places[Self.key(.portfolio, "")]
        let parents = groups.map { group -> Int? in
            guard group.kind == .organisation else { return nil }
            let path = group.id.split(separator: "/").dropLast().joined(separator: "/")
            return path.isEmpty ? portfolio : places[Self.key(.organisation, path)]
        }
        self.groups = groups
        self.members = members
        self.parents = parents
        self.least = least
        families = Self.families(groups, members, parents, portfolio)
    }

    private static func key(_ kind: ReportGroup.Kind, _ id: String) -> String {
        kind.rawValue + "\u{1F}" + id
    }

    private static func keys(of site: ReportGroup) -> [String] {
        var keys = [key(.portfolio, "")]
        guard let facts = site.site else { return keys }
        keys.append(key(.region, facts.region))
        if let hub = facts.hub { keys.append(key(.hub, hub)) }
        let path = (facts.organisation ?? "").split(separator: "/")
        for depth in path.indices {
            keys.append(key(.organisation, path[...depth].joined(separator: "/")))
        }
        return keys
    }

    private static func families(
        _ groups: [ReportGroup], _ members: [Set<String>], _ parents: [Int?], _ portfolio: Int?
    ) -> [Family] {
        var cells: [(whole: Int, cells: [Int])] = []
        let children = Dictionary(grouping: groups.indices.filter { parents[$0] != nil }) {
            parents[$0] ?? 0
        }
        cells += children.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        if let portfolio {
            for kind in [ReportGroup.Kind.region, .hub] {
                let all = groups.indices.filter { groups[$0].kind == kind }
                if !all.isEmpty { cells.append((portfolio, all)) }
            }
        }
        return cells.map { whole, cells in
            Family(
                whole: whole, cells: cells,
                rest: members[whole].count - cells.reduce(0) { $0 + members[$1].count })
        }
    }

    var cells: [PublicStatistics.Cell] {
        groups.indices.map { PublicStatistics.Cell(group: groups[$0], reason: hidden[$0]) }
    }

    mutating func hideSmall() {
        for index in groups.indices where members[index].count < least {
            hidden[index] = PublicStatistics.tooFew
        }
    }

    /// Hides until nothing more follows from what is shown; each round hides or ends.
    mutating func hideWhatFollows() {
        while hideBelowHidden() || hideInFamilies() || hideNearlyEqual() {}
    }

    private mutating func hide(_ index: Int) { hidden[index] = PublicStatistics.derivable }

    /// A hidden level of the organisation hides all below it.
    private mutating func hideBelowHidden() -> Bool {
        let below = groups.indices.filter { index in
            hidden[index] == nil && parents[index].map { hidden[$0] != nil } ?? false
        }
        for index in below { hide(index) }
        return !below.isEmpty
    }

    /// The hidden part of a family whose sum is shown must be large enough by itself.
    private mutating func hideInFamilies() -> Bool {
        var changed = false
        for family in families where hidden[family.whole] == nil {
            let covered = family.cells.filter { hidden[$0] != nil }
            let sites = covered.reduce(family.rest) { $0 + members[$1].count }
            let parts = covered.count + (family.rest > 0 ? 1 : 0)
            guard sites > 0, sites < least || (parts < 2 && !covered.isEmpty) else { continue }
            let smallest = family.cells.filter { hidden[$0] == nil }.min {
                (members[$0].count, groups[$0].id) < (members[$1].count, groups[$1].id)
            }
            // Without another cell to hide, the sum itself would tell.
            hide(smallest ?? family.whole)
            changed = true
        }
        return changed
    }

    /// Of two shown cells, one within the other, the smaller is hidden where they differ by too few.
    private mutating func hideNearlyEqual() -> Bool {
        let shown = groups.indices.filter { hidden[$0] == nil }.sorted {
            members[$0].count < members[$1].count
        }
        var changed = false
        for (place, one) in shown.enumerated() {
            let isWithin = shown[(place + 1)...].prefix {
                members[$0].count - members[one].count < least
            }.contains { other in
                members[one].count < members[other].count
                    && members[one].isSubset(of: members[other])
            }
            guard isWithin else { continue }
            hide(one)
            changed = true
        }
        return changed
    }
}
