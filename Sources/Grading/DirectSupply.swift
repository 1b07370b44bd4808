public import CarbonAccounting
import Provenance
public import Quantities

/// The ratios of direct green supply (绿电直连比例), 发改能源〔2025〕650号: own use is generation less what
/// was sold. Generation that was curtailed is not metered, so it is in none of the ratios.
public struct DirectSupply: Sendable {
    /// Own use over generation [1].
    public let selfUseOfGeneration: IndicatorFigure
    /// Own use over consumption [1].
    public let selfUseOfLoad: IndicatorFigure
    /// What was sold over generation [1].
    public let soldOfGeneration: IndicatorFigure

    /// Works out the ratios.
    public init(of inventory: Inventory, coverage: ExactRatio?) {
        let green = inventory.greenPower
        let generation = green.directGeneration
        let sold = min(green.exported, generation)
        func figure(_ part: Energy, _ whole: Energy) -> IndicatorFigure {
            guard generation > .zero, let coverage, let ratio = ExactRatio(part, to: whole) else {
                return .notEvaluated(
                    reason: BilingualText(
                        "the site has neither a direct line nor generation of its own",
                        zh: "站点既无直连线路也无自发电"))
            }
            return .value(ratio, coverage: coverage)
        }
        selfUseOfGeneration = figure(generation - sold, generation)
        selfUseOfLoad = figure(generation - sold, green.consumption)
        soldOfGeneration = figure(sold, generation)
    }
}
