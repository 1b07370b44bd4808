import CarbonAccounting
public import EnergyLedger
public import Provenance

/// A scheme as data (评价规则): one indicator, its bands, and to whom and when they apply.
///
/// It is read from a file of `Rulebooks/`. Thresholds are decimals written as strings, and a key
/// that is not known is refused, so that a misspelt one is never passed over.
public struct Rulebook: Hashable, Sendable, Decodable {
    /// How long a period must be for a level.
    public enum RequiredPeriod: String, Hashable, Sendable, Codable {
        /// Twelve whole months with at least 0.99 of the hours.
        case twelveMonths = "twelve_months"
    }

    /// Whose law or programme it is.
    public enum Jurisdiction: String, Hashable, Sendable, CaseIterable, Codable {
        /// China.
        case china = "CN"
        /// The European Union.
        case europeanUnion = "EU"
    }

    /// The cooling that the scheme was written for; other sites are graded by analogy.
    public struct CoolingScope: Hashable, Sendable {
        /// The values of a site's `cooling` that lie inside.
        public let within: [String]
        /// What is remarked for any other.
        public let remark: BilingualText
        /// What is assumed where the site does not state its cooling.
        public let assumption: BilingualText
    }

    /// The form of the file.
    public static let schema = "carbongrade-rulebook/1"

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
    /// The regions where it holds; each holds for the regions below it.
    public let regions: [String]
    /// Regions below these where it does not hold.
    public let regionsExcept: [String]
    /// The kinds of site it applies to.
    public let appliesTo: [Site.Kind]
    /// Scope conditions on facts of the site.
    public let conditions: [ScopeCondition]
    /// The cooling it was written for; nil when that does not matter.
    public let cooling: CoolingScope?
    /// How long a period must be.
    public let period: RequiredPeriod
    /// What is compared, and with which bands.
    public let criterion: Criterion
    /// What must hold of the measurement for the level to be more than information.
    public let requires: [Requirement]
    /// What is printed beside every grade.
    public let remarks: [BilingualText]
    /// The documents its values were taken from.
    public let sources: [RulebookSource]
    /// What was not seen of the scheme and is therefore not in the file.
    public let notKnown: [BilingualText]

    /// Tells whether the scheme is made for a kind of site.
    public func applies(to kind: Site.Kind) -> Bool { appliesTo.contains(kind) }

    /// Tells whether the scheme holds in a region.
    public func holds(in region: String) -> Bool {
        func matches(_ prefix: String) -> Bool {
            region == prefix || region.hasPrefix(prefix + "-")
        }
        return regions.contains(where: matches) && !regionsExcept.contains(where: matches)
    }

    /// The document of a name.
    public func source(_ id: String) -> RulebookSource? { sources.first { $0.id == id } }
}
