import Provenance

/// Cooling efficiency ratio (制冷能效比), ISO/IEC 30134-7: heat removed over the energy of cooling.
public struct CoolingEfficiencyRatio: Sendable {
    /// The value [1]; none in this release, for no account holds the heat removed.
    public let figure = IndicatorFigure.notEvaluated(
        reason: BilingualText(
            "the heat that cooling removes is not metered by any account",
            zh: "没有账户计量制冷移出的热量"))

    /// Makes the indicator.
    public init() {}
}
