public import Provenance

/// The groups of a report from its sites (分组汇总): all sites, every level of the organisation's path,
/// regions, hubs, and the sites themselves.
public enum ReportGrouping {
    /// All groups, made of nothing but the sites' own.
    ///
    /// - Parameters:
    ///   - sites: The groups of kind `site`, each `site_id` once.
    ///   - organisation: The name of the whole.
    public static func groups(of sites: [ReportGroup], organisation: BilingualText)
        -> [ReportGroup]
    {
        var members: [Key: [ReportGroup]] = [:]
        for site in sites {
            for key in keys(of: site) { members[key, default: []].append(site) }
        }
        let all = members.sorted { $0.key < $1.key }.map { key, members in
            group(key, of: members)
        }
        let portfolio = group(
            Key(kind: .portfolio, id: "", depth: 0), of: sites, named: organisation)
        return [portfolio] + all + sites.sorted { $0.id < $1.id }
    }

    private struct Key: Hashable, Comparable {
        let kind: ReportGroup.Kind
        let id: String
        let depth: Int

        static func < (lhs: Key, rhs: Key) -> Bool {
            let order: [ReportGroup.Kind: Int] = [.organisation: 0, .region: 1, .hub: 2]
            return (order[lhs.kind] ?? 9, lhs.id) < (order[rhs.kind] ?? 9, rhs.id)
        }
    }

    private static func keys(of site: ReportGroup) -> [Key] {
        guard let facts = site.site else { return [] }
        var keys = [Key(kind: .region, id: facts.region, depth: 0)]
        if let hub = facts.hub { keys.append(Key(kind: .hub, id: hub, depth: 0)) }
        let path = (facts.organisation ?? "").split(separator: "/").map(String.init)
        for depth in path.indices {
            keys.append(
                Key(
                    kind: .organisation, id: path[...depth].joined(separator: "/"),
                    depth: depth + 1))
        }
        return keys
    }

    private static func group(
        _ key: Key, of sites: [ReportGroup], named name: BilingualText? = nil
    ) -> ReportGroup {
        let plain = BilingualText(key.id, zh: key.id)
        return ReportGroup(
            kind: key.kind, id: key.id,
            name: name ?? (key.kind == .region ? RegionNames.name(of: key.id) : plain),
            depth: key.depth, present: .sum(sites.map(\.present)),
            before: comparison(sites.map(\.before)),
            yearBefore: comparison(sites.map(\.yearBefore)),
            months: ReportMonth.sum(sites.map(\.months)))
    }

    /// Where some sites have an earlier period and others have not, these are counted as lacking it.
    private static func comparison(_ sites: [ReportComparison]) -> ReportComparison {
        let reason = sites.lazy.compactMap(\.reason).first
        guard sites.contains(where: { $0.figures != nil }) else {
            return ReportComparison(figures: nil, differences: [], reason: reason)
        }
        return ReportComparison(
            figures: .sum(sites.map { $0.figures ?? .missing($0.reason) }),
            differences: ReportDifference.sum(sites.map(\.differences)))
    }
}
