public import EnergyLedger
import Metering
import Provenance
public import Quantities

/// Water usage effectiveness (水资源利用效率), ISO/IEC 30134-9: water for each unit of IT energy
/// [L/kWh], over the hours that both have.
public struct WaterUsageEffectiveness: Sendable {
    /// Which water is counted.
    public enum Water: Sendable {
        /// All water that enters the boundary (`water_in`).
        case total
        /// Fresh water only (`water_fresh`), the quantity of the European classes.
        case fresh
        /// Potable water only (`water_potable`), the quantity of the Climate Neutral Data Centre Pact.
        case potable

        var account: Account {
            switch self {
            case .total: .waterIn
            case .fresh: .waterFresh
            case .potable: .waterPotable
            }
        }
    }

    /// The value [L/kWh], or why there is none.
    public let figure: IndicatorFigure
    /// The water over the hours that both parts have [mL].
    public let numerator: Volume?
    /// `E_IT` over the hours that both parts have [J].
    public let denominator: Energy?

    /// Works out the indicator.
    public init(of balances: Balances, counting water: Water) {
        guard let parts = balances.perIT([water.account]) else {
            let name = water.account.rawValue
            figure = .notEvaluated(
                reason: balances.itEnergy == nil
                    ? BilingualText("the site has no meter of the IT load", zh: "站点没有 IT 负载计量")
                    : BilingualText("the site has no meter of \(name)", zh: "站点没有 \(name) 计量"))
            numerator = nil
            denominator = nil
            return
        }
        let volume = Volume(millilitres: parts.numerator)
        let it = Energy(joules: parts.denominator)
        figure = IndicatorFigure(ExactRatio(volume, to: it), coverage: parts.coverage)
        numerator = volume
        denominator = it
    }
}
