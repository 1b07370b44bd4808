public import EnergyLedger
public import Provenance
public import Quantities

/// A cell of aggregates that may be published (汇总统计单元): sums over sites, and nothing where too few
/// sites stand behind it.
public struct PublishedAggregate: Hashable, Sendable {
    /// The cell: `all`, or a size class in kW such as `500-1000`.
    public let cell: String
    /// Sites in the cell; nil where the cell is left out.
    public let sites: Int?
    /// Energy that entered the boundaries [J]; nil where the cell is left out.
    public let facilityEnergy: Energy?
    /// PUE of all sites of the cell together, weighted by energy; nil where it is left out.
    public let pue: ExactRatio?
    /// Why it is left out.
    public let reason: BilingualText?

    /// All cells of a rule over sites.
    ///
    /// Sites without `it_design_kw` or below the lowest edge stand in `all` only. A single size cell
    /// that is left out would follow from the rest, so the next smallest is then left out as well.
    public static func cells(
        _ rule: PublicationRule, _ sites: [(site: Site, indicators: Indicators)]
    ) -> [PublishedAggregate] {
        let edges = rule.sizeEdges
        let classes = edges.indices.map { index -> (String, [Indicators]) in
            let upper = index + 1 < edges.count ? edges[index + 1] : nil
            let members = sites.filter { site, _ in
                guard let size = site.itDesignKilowatts else { return false }
                return edges[index] <= size && (upper.map { size < $0 } ?? true)
            }
            return (
                "\(edges[index])-\(upper.map(\.description) ?? "")", members.map(\.indicators)
            )
        }
        var hidden = Set(
            classes.indices.filter {
                let count = classes[$0].1.count
                return count > 0 && count < rule.sitesAtLeast
            })
        if hidden.count == 1 {
            let shown = classes.indices.filter { !hidden.contains($0) && !classes[$0].1.isEmpty }
            if let smallest = shown.min(by: { classes[$0].1.count < classes[$1].1.count }) {
                hidden.insert(smallest)
            }
        }
        let all = aggregate(
            "all", sites.map(\.indicators), isHidden: sites.count < rule.sitesAtLeast)
        return [all]
            + classes.indices.filter { !classes[$0].1.isEmpty }.map {
                aggregate(classes[$0].0, classes[$0].1, isHidden: hidden.contains($0))
            }
    }

    private static func aggregate(
        _ cell: String, _ members: [Indicators], isHidden: Bool
    ) -> PublishedAggregate {
        guard !isHidden else {
            return PublishedAggregate(
                cell: cell, sites: nil, facilityEnergy: nil, pue: nil,
                reason: BilingualText("too few sites to be published", zh: "站点数不足，不予发布"))
        }
        let energies = members.compactMap(\.facilityEnergy)
        let isWhole = energies.count == members.count
        return PublishedAggregate(
            cell: cell, sites: members.count,
            facilityEnergy: isWhole ? energies.reduce(.zero, +) : nil,
            pue: Indicators.pooled(members)?.figure(.pue).value,
            reason: isWhole ? nil : BilingualText("a site has no supply meter", zh: "有站点没有进线计量"))
    }
}
