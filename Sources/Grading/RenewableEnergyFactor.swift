public import CarbonAccounting
public import EnergyLedger
import Provenance
import Quantities

/// Renewable energy factor (可再生能源利用率), ISO/IEC 30134-3: renewable energy whose rights are owned
/// and retired, over `E_DC`; never above one.
public struct RenewableEnergyFactor: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator; numerator and denominator are all booked energy.
    public init(of balances: Balances, inventory: Inventory) {
        guard inventory.greenPower.isStated else {
            figure = .notEvaluated(reason: GreenShare.noLots)
            return
        }
        guard let facility = balances.facilityEnergy, let coverage = balances.coverage,
            let ratio = ExactRatio(min(inventory.greenPower.renewable, facility), to: facility)
        else {
            figure = .notEvaluated(reason: PowerUsageEffectiveness.absence(balances))
            return
        }
        figure = .value(ratio, coverage: coverage)
    }
}
