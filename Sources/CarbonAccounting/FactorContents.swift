/// Everything that the tables of a release, and a portfolio's own, hold; nothing is chosen yet.
public struct FactorContents: Sendable {
    /// The publications that were read.
    public var records: [PublicationRecord] = []
    /// Electricity factors that are printed as one value.
    public var electricity: [EmissionFactor] = []
    /// Electricity factors that are printed gas by gas.
    public var gasFactors: [GasFactor] = []
    /// Life-cycle footprints of electricity.
    public var footprints: [FootprintFactor] = []
    /// Fuels.
    public var fuels: [FuelFactor] = []
    /// Bought heat.
    public var heat: [HeatFactor] = []
    /// Coal equivalents.
    public var coalEquivalents: [CoalEquivalent] = []
    /// Gases, refrigerants and fire-suppression agents.
    public var substances: [Substance] = []
    /// Printed global warming potentials.
    public var potentials: [WarmingPotential] = []
    /// Hourly intensities.
    public var profiles: [IntensityProfile] = []

    /// Nothing.
    public init() {}
}
