public import Provenance
import Quantities

/// A factor as an entry used it (所用因子): its name, the printed value and where that stands.
///
/// A reference to constants, because hundreds of thousands of entries share a few of them.
public final class AppliedFactor: Sendable {
    /// Its name; of an instrument's rate the lot's.
    public let factorID: String
    /// The region it speaks for.
    public let region: String
    /// The year it describes; nil for defaults without one.
    public let dataYear: Int?
    /// Which measure it is.
    public let variant: String
    /// The value as printed, or as computed from printed values.
    public let value: String
    /// The unit.
    public let unit: String
    /// The document; nil where the portfolio itself states the value.
    public let publication: Publication?
    /// The place in it.
    public let place: String
    /// The weakest confidence of all that was used.
    public let confidence: Confidence
    /// The step down that was taken.
    public let fallback: FactorStep?
    /// The gases that it counts: `CO2`, `CO2e (AR5)`.
    public let gases: String

    /// Makes a record of a factor.
    public init(
        factorID: String, region: String, dataYear: Int?, variant: String, value: String,
        unit: String, publication: Publication?, place: String, confidence: Confidence,
        fallback: FactorStep? = nil, gases: String
    ) {
        self.factorID = factorID
        self.region = region
        self.dataYear = dataYear
        self.variant = variant
        self.value = value
        self.unit = unit
        self.publication = publication
        self.place = place
        self.confidence = confidence
        self.fallback = fallback
        self.gases = gases
    }

    /// The record of an electricity factor.
    public convenience init(_ choice: FactorChoice) {
        let factor = choice.factor
        self.init(
            factorID: factor.factorID, region: factor.region, dataYear: factor.dataYear,
            variant: factor.variant.rawValue, value: factor.valuePrinted,
            unit: factor.unitPrinted, publication: factor.publication, place: factor.place,
            confidence: choice.confidence, fallback: choice.fallback, gases: factor.gasesText)
    }

    /// The record of the rate that a lot conveys.
    convenience init(_ draw: Allocation.Draw) {
        self.init(
            factorID: "instrument/\(draw.instrumentID)", region: "", dataYear: nil,
            variant: draw.kind.rawValue,
            value: draw.rate.kilogramsPerKilowattHour.description, unit: "kgCO2/kWh",
            publication: nil, place: "instruments.csv", confidence: draw.confidence, gases: "CO2")
    }
}

extension AppliedFactor: Hashable {
    /// Equal in everything that is printed.
    public static func == (lhs: AppliedFactor, rhs: AppliedFactor) -> Bool {
        lhs === rhs
            || (lhs.factorID == rhs.factorID && lhs.value == rhs.value && lhs.unit == rhs.unit
                && lhs.publication?.identifier == rhs.publication?.identifier
                && lhs.fallback == rhs.fallback && lhs.confidence == rhs.confidence)
    }

    /// By name and value.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(factorID)
        hasher.combine(value)
    }
}

/// A factor that entries use, listed once with the scopes that use it.
public struct FactorUse: Hashable, Sendable {
    /// The factor.
    public let factor: AppliedFactor
    /// The scopes whose entries use it.
    public let scopes: [EmissionScope]

    /// The methods of Scope 2 that use it.
    public var methods: [AccountingMethod] {
        AccountingMethod.allCases.filter { scopes.contains($0.scope) }
    }
}
