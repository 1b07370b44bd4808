import CarbonAccounting
import EnergyLedger
import Provenance

extension Rulebook {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case schema, id, edition, issuer, title, number, jurisdiction, regions, conditions, cooling,
            period, criterion, requires, remarks, sources
        case sourceScheme = "source_scheme"
        case regionsExcept = "regions_except"
        case appliesTo = "applies_to"
        case notKnown = "not_known"
    }

    /// Reads a rulebook strictly: unknown keys, unknown sources and another form are errors.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        guard try values.decode(String.self, forKey: .schema) == Self.schema else {
            throw DecodingError.dataCorruptedError(
                forKey: .schema, in: values, debugDescription: "not a \(Self.schema)")
        }
        id = try values.decode(String.self, forKey: .id)
        edition = try values.decode(String.self, forKey: .edition)
        sourceScheme = try values.decode(String.self, forKey: .sourceScheme)
        issuer = try values.decodeText(forKey: .issuer)
        title = try values.decodeText(forKey: .title)
        number = try values.decode(String.self, forKey: .number)
        jurisdiction = try values.decode(Jurisdiction.self, forKey: .jurisdiction)
        regions = try values.decode([String].self, forKey: .regions)
        regionsExcept = try values.decode([String].self, forKey: .regionsExcept)
        appliesTo = try values.decode([Site.Kind].self, forKey: .appliesTo)
        conditions = try values.decode([ScopeCondition].self, forKey: .conditions)
        cooling = try values.decodeIfPresent(CoolingScope.self, forKey: .cooling)
        period = try values.decode(RequiredPeriod.self, forKey: .period)
        criterion = try values.decode(Criterion.self, forKey: .criterion)
        requires = try values.decode([Requirement].self, forKey: .requires)
        remarks = try values.decodeTexts(forKey: .remarks)
        sources = try values.decode([RulebookSource].self, forKey: .sources)
        notKnown = try values.decodeTexts(forKey: .notKnown)
        let cited =
            conditions.map(\.source) + requires.map(\.source) + criterion.bands.map(\.source)
        for name in cited where source(name) == nil {
            throw DecodingError.dataCorruptedError(
                forKey: .sources, in: values, debugDescription: "no source `\(name)`")
        }
    }
}

extension Rulebook.CoolingScope: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable { case within, remark, assumption }

    /// Reads the scope strictly.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        within = try values.decode([String].self, forKey: .within)
        remark = try values.decodeText(forKey: .remark)
        assumption = try values.decodeText(forKey: .assumption)
        for word in within where Site.Cooling(rawValue: word) == nil {
            throw DecodingError.dataCorruptedError(
                forKey: .within, in: values, debugDescription: "no cooling `\(word)`")
        }
    }
}
