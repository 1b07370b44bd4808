public import EnergyLedger
import Provenance

/// The sites that a clause of `portfolio.yaml` speaks of (适用站点); an empty list is any.
public struct SiteScope: Hashable, Sendable {
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

    /// Tells whether it speaks of a site.
    public func holds(_ site: Site) -> Bool {
        (regions.isEmpty || regions.contains { Self.isWithin(site.region, $0) })
            && (kinds.isEmpty || kinds.contains(site.kind))
            && (sites.isEmpty || sites.contains(site.id))
    }

    /// Tells whether a region is another or lies below it: `CN-GD` in `CN`.
    private static func isWithin(_ region: String, _ other: String) -> Bool {
        guard region.utf8.starts(with: other.utf8) else { return false }
        let rest = region.utf8.dropFirst(other.utf8.count)
        return rest.first.map { $0 == UInt8(ascii: "-") } ?? true
    }

    /// What it names, as outputs print it.
    var texts: [BilingualText] {
        [
            ("regions", "地区", regions), ("kinds", "类型", kinds.map(\.rawValue)),
            ("sites", "站点", sites),
        ].filter { !$0.2.isEmpty }.map { english, chinese, words in
            let list = words.joined(separator: ";")
            return BilingualText("\(english) \(list)", zh: "\(chinese) \(list)")
        }
    }
}
