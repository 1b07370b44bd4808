import EnergyLedger
import Metering
import Provenance
import Quantities

/// Peak load (最大负荷): the highest hourly mean of the electricity that the site takes [kW].
///
/// Supply without storage less export, over the complete hours; the fact `peak_load_kw` stands in
/// where no supply is metered.
public struct PeakLoad: Sendable {
    /// The value [kW], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    init(of balances: Balances, _ facts: SiteFacts) {
        guard balances.facilityEnergy != nil else {
            figure = IndicatorFigure(
                declared: facts.ratio("peak_load_kw"),
                absent: "the site has no supply meter and facts.csv no peak_load_kw",
                zh: "站点没有进线计量，facts.csv 也没有 peak_load_kw")
            return
        }
        let closing = balances.closing
        let supply = Balances.facilitySupply
        let hours = closing.hours(
            of: supply.union([.gridExport]),
            anchoredBy: closing.hasMeter(of: .gridImport) ? [.gridImport] : supply)
        guard let peak = closing.peak(where: hours), let coverage = closing.share(hours) else {
            figure = IndicatorFigure(absent: "no hour is complete", zh: "没有完整的小时")
            return
        }
        figure = IndicatorFigure(
            ExactRatio(Int128(peak), to: Int128(closing.slotSeconds) * 1_000), coverage: coverage)
    }
}

/// Demand-response share (需求侧响应能力): declared adjustable power over the peak load.
///
/// Source of the formula: the 2025 round of the national programme, indicator 4.
public struct DemandResponseShare: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    init(_ peak: IndicatorFigure, _ facts: SiteFacts) {
        guard let power = facts.number("demand_response_kw") else {
            figure = IndicatorFigure(
                absent: "facts.csv states no demand_response_kw",
                zh: "facts.csv 未填写 demand_response_kw")
            return
        }
        guard let load = peak.value, let coverage = peak.coverage, load.numerator > 0 else {
            figure = .notEvaluated(
                reason: peak.reason ?? BilingualText("the peak load is zero", zh: "最大负荷为零"))
            return
        }
        figure = IndicatorFigure(
            ExactRatio(
                power.significand * load.denominator,
                to: load.numerator * Rounding.powerOfTen(power.scale)),
            coverage: coverage)
    }
}
