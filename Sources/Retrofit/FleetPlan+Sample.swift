import EnergyLedger
import Quantities

extension FleetPlan {
    /// One site of a sample, with the package that the plan gives it.
    public struct Drawn: Sendable {
        /// The site.
        public var siteID: String { member.siteID }
        let member: Member
        let mask: PackageMask
    }

    /// Every n-th of the sites at which anything can be planned, in the order of kind, province, measures and worth, so
    /// few that their packages can be valued in each draw.
    public func sample(of members: [Member]) -> (sites: [Drawn], step: Int) {
        let masks = Dictionary(lines.map { ($0.siteID, $0.package.mask) }) { first, _ in first }
        let worths = Dictionary(lines.map { ($0.siteID, $0.package.netPresentValue) }) {
            first, _ in first
        }
        let all = members.filter { !$0.candidates.isEmpty }
        let packages = all.reduce(0) { $0 + $1.choices.packages.count + $1.candidates.count + 2 }
        let most = FleetStability.mostPackages / FleetStability.draws
        let step = max(1, (packages + most - 1) / most)
        struct Place {
            let kind: String
            let region: String
            let mask: PackageMask
            let names: String
            let worth: Money
            let member: Member
        }
        let places = all.map { member in
            let mask = masks[member.siteID] ?? 0
            return Place(
                kind: member.kind.rawValue, region: member.region, mask: mask,
                names: member.names(of: mask).joined(separator: ";"),
                worth: worths[member.siteID] ?? .zero, member: member)
        }.sorted {
            if $0.kind != $1.kind { return $0.kind < $1.kind }
            if $0.region != $1.region { return $0.region < $1.region }
            if $0.names != $1.names { return $0.names < $1.names }
            return $0.worth == $1.worth
                ? $0.member.siteID < $1.member.siteID : $0.worth > $1.worth
        }
        // From the middle of the first step on, so that no end is preferred.
        let drawn = stride(from: step / 2, to: places.count, by: step).map {
            Drawn(member: places[$0].member, mask: places[$0].mask)
        }
        return (drawn, step)
    }
}
