import CarbonAccounting
public import Quantities

/// How aggregates of many sites may be published (统计发布规则): a cell of fewer sites is left out.
public struct PublicationRule: Hashable, Sendable, Decodable {
    /// A cell is shown with at least this many sites.
    public let sitesAtLeast: Int
    /// The edges of the size classes in installed IT power [kW], rising.
    public let sizeEdges: [DecimalText]
    /// The document of the rule.
    public let source: String
    /// How far it was checked against its source.
    public let confidence: String

    enum CodingKeys: String, CodingKey, CaseIterable {
        case source, confidence
        case sitesAtLeast = "sites_at_least"
        case sizeEdges = "size_edges_kw"
    }

    /// Reads the rule strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        sitesAtLeast = try values.decode(Int.self, forKey: .sitesAtLeast)
        sizeEdges = try values.decode([String].self, forKey: .sizeEdges).compactMap {
            DecimalText($0)
        }
        source = try values.decode(String.self, forKey: .source)
        confidence = try values.decode(String.self, forKey: .confidence)
        guard sitesAtLeast > 0, zip(sizeEdges, sizeEdges.dropFirst()).allSatisfy({ $0 < $1 }) else {
            throw DecodingError.dataCorruptedError(
                forKey: .sizeEdges, in: values, debugDescription: "edges rise")
        }
    }
}

/// Classes by rank within a portfolio (相对等级): for sites without any published band.
public struct RankRule: Hashable, Sendable, Decodable {
    /// A class and the share of the sites, best first, up to which it goes.
    public struct RankClass: Hashable, Sendable, Decodable {
        /// Its mark: `I`.
        public let mark: String
        /// The share; nil for the last.
        public let bestShare: DecimalText?

        enum CodingKeys: String, CodingKey, CaseIterable {
            case mark = "class"
            case bestShare = "best_share"
        }

        /// Reads the class strictly.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
            mark = try values.decode(String.self, forKey: .mark)
            bestShare = try values.decodeDecimalIfPresent(forKey: .bestShare)
        }
    }

    /// The quantity that ranks; smaller is better.
    public let quantity: IndicatorID
    /// A group is ranked with at least this many sites.
    public let sitesAtLeast: Int
    /// The facts that make a group, beside the kind.
    public let groupedBy: [FactName]
    /// The classes, the best first.
    public let classes: [RankClass]

    enum CodingKeys: String, CodingKey, CaseIterable {
        case quantity, classes
        case sitesAtLeast = "sites_at_least"
        case groupedBy = "grouped_by"
    }

    /// Reads the rule strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        quantity = try values.decode(IndicatorID.self, forKey: .quantity)
        sitesAtLeast = try values.decode(Int.self, forKey: .sitesAtLeast)
        groupedBy = try values.decode([FactName].self, forKey: .groupedBy)
        classes = try values.decode([RankClass].self, forKey: .classes)
        guard sitesAtLeast > 0, let last = classes.last, last.bestShare == nil else {
            throw DecodingError.dataCorruptedError(
                forKey: .classes, in: values, debugDescription: "the last class takes the rest")
        }
    }
}
