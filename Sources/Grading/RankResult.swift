public import EnergyLedger
public import Provenance
import Quantities

/// Where a site stands among like sites of its portfolio (相对等级): a class, never a level.
public struct RankResult: Hashable, Sendable {
    /// The class; nil where the group is too small or the site has no value.
    public let mark: String?
    /// What makes the group.
    public let group: String
    /// Sites of the group with a value.
    public let sites: Int
    /// Sites that are strictly better.
    public let better: Int?
    /// Why there is no class.
    public let reason: BilingualText?

    /// Ranks sites: `(better + 1) / sites` is held against the shares of the classes, so that ties
    /// take the better class.
    ///
    /// A fact that groups and is not stated makes a group of its own.
    public static func all(
        _ rule: RankRule, _ sites: [(site: Site, indicators: Indicators)]
    ) -> [String: RankResult] {
        var groups: [String: [(id: String, value: ExactRatio?)]] = [:]
        for (site, indicators) in sites {
            let graded = GradingCase(site, indicators)
            let facts = rule.groupedBy.map { graded.fact($0)?.text ?? "-" }
            let key = ([site.kind.rawValue] + facts).joined(separator: "/")
            let figure = indicators.figure(rule.quantity)
            groups[key, default: []].append((site.id, figure.isCovered ? figure.value : nil))
        }
        return groups.reduce(into: [:]) { results, group in
            rank(group.value, rule, named: group.key).forEach { results[$0] = $1 }
        }
    }

    private static func rank(
        _ members: [(id: String, value: ExactRatio?)], _ rule: RankRule, named group: String
    ) -> [(String, RankResult)] {
        let values = members.compactMap(\.value).sorted { $0.isBelow($1) }
        let isLarge = values.count >= rule.sitesAtLeast
        return members.map { id, value in
            guard let value, isLarge else {
                let reason =
                    isLarge
                    ? BilingualText("the site has no value of a whole year", zh: "站点没有全年数值")
                    : BilingualText(
                        "\(values.count) like sites; a rank needs \(rule.sitesAtLeast)",
                        zh: "同类站点 \(values.count) 个；排名需要 \(rule.sitesAtLeast) 个")
                return (
                    id,
                    RankResult(
                        mark: nil, group: group, sites: values.count, better: nil, reason: reason)
                )
            }
            // Bisection, so that a fleet is ranked in one sort.
            let better = values.bisected { !$0.isBelow(value) }
            let share = ExactRatio(Int128(better + 1), to: Int128(values.count))
            let mark = rule.classes.first { rank in
                rank.bestShare.map { share?.isAtMost($0) ?? false } ?? true
            }
            return (
                id,
                RankResult(
                    mark: mark?.mark, group: group, sites: values.count, better: better,
                    reason: nil)
            )
        }
    }
}
