public import CarbonAccounting
import Provenance
import Quantities

/// Hourly matched share (逐小时匹配率): consumption that own generation and contracts cover in the same
/// hour, over all consumption. Contracts count whose generation is known by the hour.
public struct HourlyMatch: Sendable {
    /// The share of energy, or why there is none.
    public let figure: IndicatorFigure
    /// The annual match over the same hours: generation over consumption; may exceed one.
    public let annual: IndicatorFigure

    /// Works out the indicator.
    public init(of inventory: Inventory) {
        guard let green = inventory.hourlyGreen, let share = green.matching.share,
            let annual = green.matching.annualShare
        else {
            let reason = BilingualText(
                "no hour of the period has all supply meters", zh: "统计期内没有供电计量完整的小时")
            figure = .notEvaluated(reason: reason)
            self.annual = .notEvaluated(reason: reason)
            return
        }
        figure = .value(share, coverage: green.coverage)
        self.annual = .value(annual, coverage: green.coverage)
    }
}
