public import Provenance

/// Which countries form one market of certificates (凭证市场边界): a line each of `markets.csv`.
///
/// Without a line the market of a site is the country of its region.
public struct MarketMap: Hashable, Sendable {
    /// The columns of `markets.csv`.
    public static let columns = ["kind", "region", "market", "confidence"]

    private struct Key: Hashable {
        let kind: Instrument.Kind
        let nation: String
    }

    private struct Line: Hashable {
        let market: String
        let confidence: Confidence
    }

    private let markets: [Key: Line]

    /// A map in which every country is a market of its own.
    public init() { markets = [:] }

    /// Makes a map of lines, given as cells by column name; nil when a cell cannot be read.
    public init?(lines: [[String: String]]) {
        var markets: [Key: Line] = [:]
        for cells in lines {
            guard let kind = cells["kind"].flatMap(Instrument.Kind.init(rawValue:)),
                let nation = cells["region"], !nation.isEmpty,
                let market = cells["market"], !market.isEmpty,
                let confidence = cells["confidence"].flatMap(Confidence.init(rawValue:))
            else { return nil }
            markets[Key(kind: kind, nation: nation)] = Line(
                market: market, confidence: confidence)
        }
        self.markets = markets
    }

    /// The market in which a kind of instrument may serve a region.
    public func market(of region: String, for kind: Instrument.Kind) -> String {
        let nation = FactorCatalogue.nation(of: region)
        return markets[Key(kind: kind, nation: nation)]?.market ?? nation
    }

    /// How sure it is that a lot and a region belong to one market: as sure as the lines that say so, and
    /// wholly inside one country or where no market is asked for.
    public func confidence(of lot: Instrument, in region: String) -> Confidence {
        let nation = FactorCatalogue.nation(of: region)
        let origin = (lot.market ?? lot.region).map { FactorCatalogue.nation(of: $0) }
        guard lot.kind.drawClass > 0, let origin, origin != nation else { return .a }
        return [origin, nation].compactMap {
            markets[Key(kind: lot.kind, nation: $0)]?.confidence
        }.max() ?? .a
    }

    /// The market of a lot; nil when neither market nor region is stated.
    public func market(of lot: Instrument) -> String? {
        (lot.market ?? lot.region).map { market(of: $0, for: lot.kind) }
    }
}
