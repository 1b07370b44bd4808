public import Provenance

/// A factor of electricity that counts carbon dioxide alone (电力二氧化碳排放因子).
public struct CarbonDioxideFactor: Hashable, Sendable {
    /// What it says of itself.
    public let published: PublishedFactor
}

/// A factor of electricity in carbon dioxide equivalent, direct emissions only
/// (电力二氧化碳当量排放因子).
public struct CarbonDioxideEquivalentFactor: Hashable, Sendable {
    /// What it says of itself.
    public let published: PublishedFactor
    /// By which potentials it was made.
    public let warming: WarmingBasis
    /// The gases one by one, where its publisher prints them; then another set of potentials makes
    /// another value.
    public let gases: GasSplit?
}

/// An emission factor of electricity for Scope 2 and the losses and upstream of it (电力排放因子):
/// carbon dioxide alone, or direct carbon dioxide equivalent, and it says which.
///
/// A life-cycle footprint is a `FootprintFactor` and cannot stand here.
@dynamicMemberLookup
public enum EmissionFactor: Hashable, Sendable {
    /// Carbon dioxide alone.
    case carbonDioxide(CarbonDioxideFactor)
    /// Direct carbon dioxide equivalent.
    case carbonDioxideEquivalent(CarbonDioxideEquivalentFactor)

    /// Makes a factor of a printed value; nil when the value or the unit cannot be read, the unit
    /// is none of the family, the value is negative, or the family is no direct one.
    public init?(
        region: String, name: BilingualText, level: FactorLevel, dataYear: Int,
        variant: FactorVariant, family: FactorFamily, lossBasis: LossBasis = .notStated,
        warming: GWPSet? = nil, valuePrinted: String, unitPrinted: String,
        publication: Publication, place: String, confidence: Confidence
    ) {
        let published = PublishedFactor(
            region: region, name: name, level: level, dataYear: dataYear, variant: variant,
            lossBasis: lossBasis, family: family, valuePrinted: valuePrinted,
            unitPrinted: unitPrinted, publication: publication, place: place,
            confidence: confidence)
        guard let published else { return nil }
        switch family {
        case .co2: self = .carbonDioxide(CarbonDioxideFactor(published: published))
        case .co2e:
            self = .carbonDioxideEquivalent(
                CarbonDioxideEquivalentFactor(
                    published: published, warming: .asPublished(warming), gases: nil))
        case .lifeCycle: return nil
        }
    }

    /// What the factor says of itself.
    public var published: PublishedFactor {
        switch self {
        case .carbonDioxide(let factor): factor.published
        case .carbonDioxideEquivalent(let factor): factor.published
        }
    }

    /// The facts of the factor, by name: `factor.intensity`, `factor.region`.
    public subscript<Fact>(dynamicMember fact: KeyPath<PublishedFactor, Fact>) -> Fact {
        published[keyPath: fact]
    }

    /// The kind of gas account it belongs to.
    public var family: FactorFamily {
        switch self {
        case .carbonDioxide: .co2
        case .carbonDioxideEquivalent: .co2e
        }
    }

    /// By which potentials it was made; nil for carbon dioxide alone.
    public var warming: WarmingBasis? {
        switch self {
        case .carbonDioxide: nil
        case .carbonDioxideEquivalent(let factor): factor.warming
        }
    }

    /// The gases it counts, for people: `CO2`, `CO2e (AR5)`, `CO2e (as published)`.
    public var gasesText: String { warming.map { "CO2e (\($0.text))" } ?? "CO2" }
}
