public import Provenance

/// All published factors of one release (排放因子库), and which of them hold by default.
public struct FactorCatalogue: Sendable {
    /// A catalogue that contradicts itself.
    public enum Fault: Error, Hashable, Sendable {
        /// Two factors of one publication bear the same name.
        case duplicate(factorID: String, publication: String)
        /// A default names a publication that has no factor here.
        case unknownPublication(String)
    }

    /// The release's name, `2026a`.
    public let release: String
    /// All factors, sorted by name and publication.
    public let factors: [EmissionFactor]
    /// Which publications hold by default.
    public let defaults: [FactorDefault]
    /// The regional grid of each province that belongs to one grid only.
    public let grids: [String: GridMembership]
    /// The digest of the files it was read from.
    public let digest: Digest

    /// Factors by region and measure, the newest first.
    private let byRegion: [Key: [EmissionFactor]]

    private struct Key: Hashable {
        let region: String
        let variant: FactorVariant
    }

    /// Makes a catalogue.
    ///
    /// - Throws: `Fault` when a name is used twice or a default names what is not there.
    public init(
        release: String, factors: [EmissionFactor], defaults: [FactorDefault],
        grids: [GridMembership] = [], digest: Digest
    ) throws(Fault) {
        let sorted = factors.sorted {
            ($0.factorID, $0.publication.identifier) < ($1.factorID, $1.publication.identifier)
        }
        for (one, next) in zip(sorted, sorted.dropFirst())
        where one.factorID == next.factorID && one.publication == next.publication {
            throw .duplicate(factorID: one.factorID, publication: one.publication.identifier)
        }
        let publications = Set(sorted.map(\.publication.identifier))
        for name in defaults.flatMap(\.publications) where !publications.contains(name) {
            throw .unknownPublication(name)
        }
        self.release = release
        self.factors = sorted
        self.defaults = defaults
        self.grids = grids.reduce(into: [:]) { $0[$1.region] = $1 }
        self.digest = digest
        byRegion = Dictionary(grouping: sorted) { Key(region: $0.region, variant: $0.variant) }
            .mapValues { $0.sorted { $0.dataYear > $1.dataYear } }
    }

    /// All factors of a name; more than one only where publications repeat each other.
    public func factors(named factorID: String) -> [EmissionFactor] {
        factors.filter { $0.factorID == factorID }
    }

    /// The default factor of a region with the newest data year not later than a year.
    ///
    /// Where two default publications give the same data year, the one named last supersedes.
    public func newest(
        _ variant: FactorVariant, of region: String, notLaterThan year: Int
    ) -> EmissionFactor? {
        let order = publications(for: region, variant)
        let eligible = (byRegion[Key(region: region, variant: variant)] ?? []).filter {
            $0.dataYear <= year && order.contains($0.publication.identifier)
        }
        guard let newest = eligible.first?.dataYear else { return nil }
        return eligible.filter { $0.dataYear == newest }.max {
            (order.firstIndex(of: $0.publication.identifier) ?? 0)
                < (order.firstIndex(of: $1.publication.identifier) ?? 0)
        }
    }

    /// Tells whether the default publications print a value for a region, whatever its year.
    public func covers(_ region: String) -> Bool {
        newest(.average, of: region, notLaterThan: Int.max) != nil
    }

    /// The default publications of a region: those of the longest prefix that holds for it.
    private func publications(for region: String, _ variant: FactorVariant) -> [String] {
        defaults.filter { $0.holds(for: region) && $0.variants.contains(variant) }
            .max { $0.region.count < $1.region.count }?.publications ?? []
    }

    /// The country that a region belongs to: `CN` of `CN-GD`.
    public static func nation(of region: String) -> String {
        String(region.prefix { $0 != "-" })
    }
}
