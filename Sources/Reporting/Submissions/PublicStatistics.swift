public import Provenance
import Quantities

/// Aggregates of a report that may be published (公开统计): groups of enough sites, and nothing from which a smaller
/// group could be worked out.
///
/// A cell is shown with at least as many sites as the publication rule of Delegated Regulation (EU)
/// 2024/1364, Annex IV asks for (three). A figure is shown where every site of the cell has it, so
/// that no figure rests on fewer. No sum and difference of any shown cells, of whatever kinds, speaks of
/// fewer sites: cells are taken from the largest to the smallest, and one is left out when something
/// about too few sites would follow from it and those taken before. Cells of the same sites share one
/// fate, and below a hidden level of the organisation all is hidden. What two publications tell
/// together, when sites join or leave between them, is not guarded.
public struct PublicStatistics: Sendable {
    /// One cell.
    public struct Cell: Hashable, Sendable {
        /// The group; its figures are to be shown only where `reason` is nil.
        public let group: ReportGroup
        /// Why it is left out; nil where it is shown.
        public let reason: BilingualText?
    }

    /// How many sets of sites are held against each other; of more, the smaller ones are hidden.
    public static let setsAtMost = 300
    /// The greatest least number of sites that can be checked; beyond, only the portfolio is shown.
    static let leastChecked = 3

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
        cells = Guardian(report, sitesAtLeast).cells
    }

    static let tooFew = BilingualText("too few sites to be published", zh: "站点数不足，不予发布")
    static let derivable = BilingualText(
        "left out so that a smaller group cannot be worked out", zh: "为防止推算较小分组而不予发布")
    static let tooMany = BilingualText(
        "left out: more groups than are checked together", zh: "分组过多，超出联合检查范围，不予发布")
}

/// Decides which groups are hidden.
private struct Guardian {
    private let groups: [ReportGroup]
    private let members: [[Int]]
    private let parents: [Int?]
    private let least: Int
    private var hidden: [Int: BilingualText] = [:]

    init(_ report: QuarterlyReport, _ least: Int) {
        let groups = report.groups.filter { $0.kind != .site }
        let places = Dictionary(
            groups.enumerated().map { (Self.key($1.kind, $1.id), $0) }
        ) { first, _ in first }
        let sites = report.groups(.site)
        var members = groups.map { _ in [Int]() }
        for (number, site) in sites.enumerated() {
            for key in Self.keys(of: site) {
                if let place = places[key] { members[place].append(number) }
            }
        }
        let portfolio = places[Self.key(.portfolio, "")]
        parents = groups.map { group -> Int? in
            guard group.kind == .organisation else { return nil }
            let path = group.id.split(separator: "/").dropLast().joined(separator: "/")
            return path.isEmpty ? portfolio : places[Self.key(.organisation, path)]
        }
        self.groups = groups
        self.members = members
        self.least = least
        hideWhatTells(sites.count)
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

    var cells: [PublicStatistics.Cell] {
        groups.indices.map { PublicStatistics.Cell(group: groups[$0], reason: hidden[$0]) }
    }

    /// Takes sets of sites from the largest to the smallest; of equal size the one that comes first.
    private mutating func hideWhatTells(_ sites: Int) {
        for index in groups.indices where members[index].count < least {
            hidden[index] = PublicStatistics.tooFew
        }
        let sets = Dictionary(grouping: groups.indices.filter { hidden[$0] == nil }) {
            members[$0]
        }.values.sorted {
            let (one, other) = (members[$0[0]].count, members[$1[0]].count)
            return one == other ? $0[0] < $1[0] : one > other
        }
        let limit = least > PublicStatistics.leastChecked ? 1 : PublicStatistics.setsAtMost
        for index in sets.dropFirst(limit).joined() { hidden[index] = PublicStatistics.tooMany }
        let checked = Array(sets.prefix(limit))
        let (atoms, weights) = Self.atoms(checked.map { members[$0[0]] }, sites)
        var span = SiteSpan(weights: weights, least: least)
        for (set, atoms) in zip(checked, atoms) {
            let isBelowHidden = set.contains { parents[$0].map { hidden[$0] != nil } ?? false }
            if isBelowHidden || !span.add(atoms) {
                for index in set { hidden[index] = PublicStatistics.derivable }
            }
        }
    }

    /// Sites that stand in the same sets are one atom: the atoms of each set, and the sites of each atom.
    private static func atoms(_ sets: [[Int]], _ sites: Int) -> (of: [[Int]], weights: [Int]) {
        var marks = [[Int]](repeating: [], count: sites)
        for (number, set) in sets.enumerated() {
            for site in set { marks[site].append(number) }
        }
        var places: [[Int]: Int] = [:]
        var (atoms, weights) = (sets.map { _ in [Int]() }, [Int]())
        for mark in marks where !mark.isEmpty {
            if let place = places[mark] {
                weights[place] += 1
            } else {
                places[mark] = weights.count
                for set in mark { atoms[set].append(weights.count) }
                weights.append(1)
            }
        }
        return (atoms, weights)
    }
}
