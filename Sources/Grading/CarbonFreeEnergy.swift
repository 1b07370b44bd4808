public import CarbonAccounting
import Provenance
import Quantities

/// The carbon-free energy score (CFE 得分): what is matched by the hour, and of the rest the carbon-free
/// share of the grid in that hour. It is another figure than the hourly matched share.
public struct CarbonFreeEnergy: Sendable {
    /// The score [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    public init(of inventory: Inventory) {
        guard let green = inventory.hourlyGreen else {
            figure = HourlyMatch(of: inventory).figure
            return
        }
        guard let score = green.score else {
            figure = .notEvaluated(
                reason: BilingualText(
                    "the carbon-free share of the grid is not given for every hour",
                    zh: "未提供电网逐小时零碳占比"))
            return
        }
        figure = .value(score, coverage: green.coverage)
    }
}
