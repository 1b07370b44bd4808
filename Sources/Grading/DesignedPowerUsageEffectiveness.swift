import Provenance
import Quantities

/// Designed PUE (设计电能利用效率, dPUE): PUE from design data, a derivative of ISO/IEC 30134-2.
///
/// It is a declared fact (`design_pue`) and never stands in for a measured year.
public struct DesignedPowerUsageEffectiveness: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Takes the fact.
    init(_ facts: SiteFacts) {
        figure = IndicatorFigure(
            declared: facts.ratio("design_pue"),
            absent: "facts.csv states no design_pue", zh: "facts.csv 未填写 design_pue")
    }
}
