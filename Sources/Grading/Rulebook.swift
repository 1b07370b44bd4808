import CarbonAccounting
public import EnergyLedger
public import Provenance

/// A scheme as data (评价规则): what it looks at, its levels, and to whom and when it applies.
///
/// It is read from a file of `Rulebooks/`. Numbers are decimals written as strings, and a key that
/// is not known is refused, so that a misspelt one is never passed over.
///
/// A reference, because ten thousand sites are held against the same.
public final class Rulebook: Sendable, Decodable {
    /// How long a period must be for a level.
    public enum RequiredPeriod: String, Hashable, Sendable, CaseIterable, Codable {
        /// Twelve whole months with at least 0.99 of the hours.
        case twelveMonths = "twelve_months"
    }

    /// Whose law or programme it is.
    public enum Jurisdiction: String, Hashable, Sendable, CaseIterable, Codable {
        case china = "CN"
        case europeanUnion = "EU"
        case germany = "DE"
        case japan = "JP"
        case korea = "KR"
        case singapore = "SG"
        /// A programme of no state.
        case international = "INT"
        /// This project's own.
        case project = "OWN"
    }

    /// What is graded.
    public enum GradedUnit: String, Hashable, Sendable, CaseIterable, Codable {
        case site
        /// All sites of an operator together: sums, never means.
        case organisation = "operator"
    }

    /// The form of the file.
    public static let schema = "carbongrade-rulebook/2"

    /// Its name in commands and outputs: `gb-40879-2021`.
    public let id: String
    /// The edition of the scheme.
    public let edition: String
    /// Its name in the research notes that its values are compared with.
    public let sourceScheme: String
    /// Who issued the scheme.
    public let issuer: BilingualText
    /// The scheme's title.
    public let title: BilingualText
    /// The scheme's number.
    public let number: String
    /// Whose law or programme it is.
    public let jurisdiction: Jurisdiction
    /// What is graded.
    public let grades: GradedUnit
    /// The regions where it holds; each holds for the regions below it. None: everywhere.
    public let regions: [String]
    /// Regions below these where it does not hold.
    public let regionsExcept: [String]
    /// The kinds of site it applies to.
    public let appliesTo: [Site.Kind]
    /// Conditions that decide whether and how it may be used at all.
    public let conditions: [ScopeCondition]
    /// How long a period must be.
    public let period: RequiredPeriod
    /// The levels, the best first; none in a set of indicators.
    public let levels: [RulebookLevel]
    /// How points are counted; nil without points.
    public let scoring: Scoring?
    /// What it looks at.
    public let criteria: [Criterion]
    /// What is said where no level is reached.
    public let unreached: BilingualText?
    /// Why it binds by law in its regions; nil where it is a plan, a programme, a recommendation.
    public let mandatory: BilingualText?
    /// A price on what lies above a limit.
    public let surcharge: Surcharge?
    /// The place of a level whose table is not at hand.
    public let slot: DeclaredSlot?
    /// How aggregates of many sites are published.
    public let publication: PublicationRule?
    /// Its place among the schemes of a site; 100 where none is given.
    public let order: Int
    /// Classes by rank within a portfolio.
    public let rank: RankRule?
    /// What is printed beside every grade.
    public let remarks: [BilingualText]
    /// The documents its values were taken from.
    public let sources: [RulebookSource]
    /// What was not seen of the scheme and is therefore not in the file.
    public let notKnown: [BilingualText]

    /// Reads a rulebook strictly: unknown keys, unknown sources and levels, another form are errors.
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
        grades = try values.decodeIfPresent(GradedUnit.self, forKey: .grades) ?? .site
        regions = try values.decode([String].self, forKey: .regions)
        regionsExcept = try values.decodeIfPresent([String].self, forKey: .regionsExcept) ?? []
        appliesTo = try values.decode([Site.Kind].self, forKey: .appliesTo)
        conditions = try values.decodeIfPresent([ScopeCondition].self, forKey: .conditions) ?? []
        period = try values.decode(RequiredPeriod.self, forKey: .period)
        levels = try values.decode([RulebookLevel].self, forKey: .levels)
        scoring = try values.decodeIfPresent(Scoring.self, forKey: .scoring)
        criteria = try values.decode([Criterion].self, forKey: .criteria)
        unreached = try values.decodeTextIfPresent(forKey: .unreached)
        mandatory = try values.decodeTextIfPresent(forKey: .mandatory)
        surcharge = try values.decodeIfPresent(Surcharge.self, forKey: .surcharge)
        slot = try values.decodeIfPresent(DeclaredSlot.self, forKey: .slot)
        publication = try values.decodeIfPresent(PublicationRule.self, forKey: .publication)
        rank = try values.decodeIfPresent(RankRule.self, forKey: .rank)
        order = try values.decodeIfPresent(Int.self, forKey: .order) ?? 100
        remarks = try values.decodeTexts(forKey: .remarks)
        sources = try values.decode([RulebookSource].self, forKey: .sources)
        notKnown = try values.decodeTexts(forKey: .notKnown)
        if let fault {
            throw DecodingError.dataCorruptedError(
                forKey: .criteria, in: values, debugDescription: fault)
        }
    }

    /// Tells whether the scheme is made for a kind of site.
    public func applies(to kind: Site.Kind) -> Bool { appliesTo.contains(kind) }

    /// Tells whether the scheme holds in a region.
    public func holds(in region: String) -> Bool {
        func matches(_ prefix: String) -> Bool {
            region == prefix || region.hasPrefix(prefix + "-")
        }
        return (regions.isEmpty || regions.contains(where: matches))
            && !regionsExcept.contains(where: matches)
    }

    /// The document of a name.
    public func source(_ id: String) -> RulebookSource? { sources.first { $0.id == id } }

    /// The criterion whose value stands for the scheme on one line: the first with levels, else
    /// the first with a limit, else the first.
    public var leading: Criterion? {
        criteria.first { $0.thresholds.contains { $0.level != nil } }
            ?? criteria.first { !$0.thresholds.isEmpty } ?? criteria.first
    }
}
