import Quantities

/// What the draws of a fleet's spread walk (群体抽样对象): sites on which the same measures act alike are put together,
/// link by link and bin by bin, and walked as one.
///
/// Shares act on a sum as on its parts, but for a joule at each link and bin. Amounts at a site, and what hangs on
/// single hours, are walked site by site.
public struct FleetSample: Sendable {
    /// Most groups that can be drawn often enough.
    static let mostGroups = FleetSpread.mostWalks / FleetSpread.leastDraws

    /// What sites must share to be walked as one.
    private struct Likeness: Hashable {
        struct Part: Hashable {
            let measure: String
            let life: Int?
            let actions: [PowerChain.Action]
            let highActions: [PowerChain.Action]
        }

        let parts: [Part]
        let rules: PackageRules
        let following: [EndUse: Share]
        /// Efficiencies of conversions that a measure betters, in ten-thousandths.
        let efficiencies: [EndUse: Int64]
        let carbon: CarbonWeights
        /// Whether hours that the PUE leaves out have bins of their own.
        let isParted: Bool
        /// The name of the tariff, when it is not the one of the settings.
        let tariff: String?
    }

    private(set) var groups: [Group] = []
    private var placeOfLikeness: [Likeness: Int] = [:]
    /// Tells that there are more groups than can be drawn often enough.
    public private(set) var isTooMany = false

    /// Starts with no site.
    public init() {}

    /// Adds what is planned at a site.
    ///
    /// - Parameters:
    ///   - site: The site; its `carbon` the same for all sites of one grid, so that they can be told to be alike.
    ///   - measures: The names of what is planned.
    public mutating func add(_ site: SiteCase, _ measures: Set<String>) {
        guard !isTooMany else { return }
        let members = site.options.filter { measures.contains($0.id) }
        let rules = PackageRules(members, all: site.options)
        let group = Group(site, members, rules)
        guard group.isOfShares else { return append(group) }
        let likeness = Self.likeness(of: site, members, rules)
        if let place = placeOfLikeness[likeness], groups[place].hasRoom(for: group) {
            groups[place].join(group)
        } else {
            placeOfLikeness[likeness] = groups.count
            append(group)
        }
    }

    private mutating func append(_ group: Group) {
        groups.append(group)
        guard groups.count > Self.mostGroups else { return }
        (isTooMany, groups, placeOfLikeness) = (true, [], [:])
    }

    private static func likeness(
        of site: SiteCase, _ members: [RetrofitOption], _ rules: PackageRules
    ) -> Likeness {
        var efficiencies: [EndUse: Int64] = [:]
        for action in members.flatMap(\.actions) {
            guard case .convert(_, let endUse) = action else { continue }
            let it = Int128(site.chain.links[.it]?.total ?? 0)
            let loss = Int128(site.chain.links[endUse]?.total ?? 0)
            efficiencies[endUse] = Int64(it * 10_000 / max(1, it + loss))
        }
        return Likeness(
            parts: members.map {
                Likeness.Part(
                    measure: $0.id, life: $0.lifeYears, actions: $0.actions,
                    highActions: $0.highActions)
            }, rules: rules, following: site.chain.links.mapValues(\.following),
            efficiencies: efficiencies, carbon: site.carbon, isParted: site.chain.bins.isParted,
            tariff: site.tariff?.name)
    }
}

extension FleetSample {
    /// Sites that are walked as one.
    struct Group: Sendable {
        /// Most energy of a group [J], so that no sum leaves 64 bits.
        private static let mostJoules: Int64 = 1 << 60

        /// What is planned, priced for all sites together.
        private(set) var members: [RetrofitOption]
        private let rules: PackageRules
        private let first: SiteCase
        private var energies: [EndUse: [Int64]]
        private var joules: Int64

        init(_ site: SiteCase, _ members: [RetrofitOption], _ rules: PackageRules) {
            self.members = members
            self.rules = rules
            first = site
            energies = site.chain.links.mapValues(\.energies)
            joules = site.chain.links.values.reduce(0) { $0 + $1.total }
        }

        /// Tells that its measures are shares of links and that no single hour matters.
        /// A surcharge falls by steps site by site, so that a sum of sites does not tell it.
        var isOfShares: Bool {
            first.peaks == nil && first.surcharge == nil
                && members.allSatisfy { option in
                    (option.actions + option.highActions).allSatisfy {
                        switch $0 {
                        case .save, .convert: true
                        case .remove, .generate, .shift: false
                        }
                    }
                }
        }

        func hasRoom(for other: Group) -> Bool { joules <= Self.mostJoules - other.joules }

        mutating func join(_ other: Group) {
            joules += other.joules
            for (endUse, more) in other.energies {
                energies[endUse] = zip(energies[endUse] ?? [], more).map { $0 + $1 }
            }
            for place in members.indices { members[place].join(other.members[place]) }
        }

        /// What is planned, with some savings in the place of the expected ones.
        func package(
            _ shares: ActionShares, _ frames: PackageFrames
        ) -> PackageTable.Package? {
            let all = (PackageMask(1) << PackageMask(members.count)) - 1
            return PackageValuer(site, frames, shares: shares)
                .table(of: members, rules, masks: [all])[all]
        }

        /// The sites as one.
        private var site: SiteCase {
            let chain = first.chain
            return SiteCase(
                siteID: first.siteID,
                chain: PowerChain(
                    bins: chain.bins,
                    links: energies.reduce(into: [:]) { links, part in
                        guard let link = chain.links[part.key] else { return }
                        links[part.key] = PowerChain.Link(
                            energies: part.value, account: link.account,
                            following: link.following, basis: link.basis)
                    }, generationWeights: chain.generationWeights, supply: chain.supply),
                settled: members, carbon: first.carbon, peaks: first.peaks,
                surcharge: first.surcharge, tariff: first.tariff)
        }
    }
}
