import EnergyLedger
import Provenance
import Quantities

/// Efficiency of a base station (基站能效): data traffic for each unit of site energy [GB/kWh], and its gain
/// over the base year.
///
/// 工信部联通信〔2022〕103号 asks for a gain of 20 % by 2025 and gives no formula in the text seen; traffic over
/// energy is this project's reading, and the base year is a fact.
public struct BaseStationEfficiency: Sendable {
    /// The efficiency [GB/kWh], or why there is none.
    public let figure: IndicatorFigure
    /// The gain over the base year [1], or why there is none.
    public let gain: IndicatorFigure

    /// Works out the indicator.
    init(of balances: Balances, _ facts: SiteFacts) {
        guard let traffic = facts.number("data_traffic"), let energy = balances.facilityEnergy,
            let coverage = balances.coverage
        else {
            figure = IndicatorFigure(
                absent: "facts.csv states no data_traffic, or the site has no supply meter",
                zh: "facts.csv 未填写 data_traffic，或站点没有进线计量")
            gain = figure
            return
        }
        let ratio = ExactRatio(
            traffic.significand * 3_600_000,
            to: Int128(energy.joules) * Rounding.powerOfTen(traffic.scale))
        figure = IndicatorFigure(ratio, coverage: coverage)
        guard let ratio, let base = facts.number("base_year_efficiency"),
            let quotient = ratio.over(base)
        else {
            gain = IndicatorFigure(
                absent: "facts.csv states no base_year_efficiency",
                zh: "facts.csv 未填写 base_year_efficiency")
            return
        }
        gain = IndicatorFigure(
            ExactRatio(quotient.numerator - quotient.denominator, to: quotient.denominator),
            coverage: coverage)
    }
}
