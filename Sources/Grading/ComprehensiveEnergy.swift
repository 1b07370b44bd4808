import Provenance
import Quantities

/// Comprehensive energy in coal equivalents (综合能耗), by one of the two values that are kept side
/// by side: equal-value (等价值) and calorific (当量值) [tce].
public struct ComprehensiveEnergy: Sendable {
    /// Which value.
    public enum Value: Sendable {
        /// The energy that made the electricity (等价值).
        case equal
        /// The heat of the electricity itself (当量值).
        case calorific
    }

    /// The value [tce], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    ///
    /// - Parameters:
    ///   - energy: The energy of the boundary, electricity at site energy.
    ///   - coverage: The hours behind it.
    ///   - factor: Kilograms of coal equivalent for each kWh, from the factor release; nil while it
    ///     holds none.
    ///   - absent: What is said then.
    init(
        _ energy: Energy?, coverage: ExactRatio?, factor: DecimalText?, absent: BilingualText
    ) {
        guard let factor else {
            figure = .notEvaluated(reason: absent)
            return
        }
        guard let energy, let coverage else {
            figure = IndicatorFigure(absent: "the site has no supply meter", zh: "站点没有进线计量")
            return
        }
        // J / 3,600,000 x kgce/kWh / 1000
        let (above, over) = Int128(energy.joules).multipliedReportingOverflow(
            by: factor.significand)
        let (below, under) = Int128(3_600_000_000).multipliedReportingOverflow(
            by: Rounding.powerOfTen(factor.scale))
        guard !over, !under else {
            figure = IndicatorFigure(absent: "the numbers are too large", zh: "数字过大")
            return
        }
        figure = IndicatorFigure(ExactRatio(above, to: below), coverage: coverage)
    }
}

/// Carbon for each unit of energy (单位能耗碳排放): Scope 2 over comprehensive energy [tCO2/tce], the core
/// indicator of 发改环资〔2025〕910号.
public struct CarbonPerEnergy: Sendable {
    /// The value [tCO2/tce], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    init(_ mass: EmissionMass?, over coal: IndicatorFigure) {
        guard let value = coal.value, let coverage = coal.coverage, value.numerator > 0 else {
            figure = .notEvaluated(
                reason: coal.reason ?? BilingualText("the energy is zero", zh: "能耗为零"))
            return
        }
        guard let mass else {
            figure = IndicatorFigure(absent: "the emission is absent", zh: "排放量缺失")
            return
        }
        let (above, over) = Int128(mass.milligrams).multipliedReportingOverflow(
            by: value.denominator)
        let (below, under) = value.numerator.multipliedReportingOverflow(by: 1_000_000_000)
        figure = IndicatorFigure(
            over || under ? nil : ExactRatio(above, to: below), coverage: coverage)
    }
}
