public import Provenance

/// A factor that was chosen for a site, with the step down that was taken to reach it.
public struct FactorChoice: Hashable, Sendable {
    /// The factor.
    public let factor: EmissionFactor
    /// The step down that the portfolio named and that was taken; nil for the site's own factor.
    public let fallback: FactorStep?
    /// The weakest confidence on the way: of the value, and of the grid a province was put in.
    public let confidence: Confidence

    /// Makes a choice.
    public init(
        _ factor: EmissionFactor, fallback: FactorStep? = nil, byWayOf confidence: Confidence = .a
    ) {
        self.factor = factor
        self.fallback = fallback
        self.confidence = max(factor.confidence, confidence)
    }
}

/// Why no factor could be chosen; the emission is then absent, not zero.
public struct FactorAbsence: Error, Hashable, Sendable {
    /// The region a factor was sought for.
    public let region: String
    /// The measure that was sought.
    public let variant: FactorVariant
    /// The reporting year; no later data year may be used.
    public let reportingYear: Int
    /// Why, in a sentence.
    public let reason: BilingualText
}
