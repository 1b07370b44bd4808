import EnergyLedger
import Metering
import Provenance
import Quantities

/// Maximum demand of grid import (最大需量) [kW]: the energy of a quarter of an hour over its length, of the
/// highest one of any calendar month.
///
/// On the fixed grid of blocks and sliding from reading to reading; both exact from the readings of the one
/// meter of the site's intake, within its boundary of grid import, not that of `E_DC`. Coverage is complete
/// blocks, and seconds in readings of a block at most, over the period. Source: the usual terms of demand
/// charges (两部制电价按 15 分钟最大需量计收); `peak_load` stands beside it, an hourly mean of all supply.
public struct MaximumDemand: Sendable {
    /// Over blocks that begin with a quarter of an hour, or why there is none.
    public let fixed: IndicatorFigure
    /// Over any quarter of an hour that begins and ends with a reading, or why there is none.
    public let sliding: IndicatorFigure

    /// Works out the indicators.
    init(of balances: Balances) {
        let demand = balances.demand
        func figure(_ block: DemandBlock?, _ coverage: ExactRatio?) -> IndicatorFigure {
            if let reason = demand.reason { return .notEvaluated(reason: reason) }
            guard let value = block.flatMap(SiteDemand.kilowatts), let coverage else {
                return IndicatorFigure(
                    absent: "no readings begin and end with a quarter of an hour",
                    zh: "没有与整刻钟对齐的读数")
            }
            return .value(value, coverage: coverage)
        }
        fixed = figure(demand.fixed, demand.fixedCoverage(demand.months))
        sliding = figure(demand.sliding, demand.slidingCoverage(demand.months))
    }
}
