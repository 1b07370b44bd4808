public import EnergyLedger
import Metering
import Provenance
import Quantities

/// PUE without the electricity that only lifts waste heat to a useful temperature
/// (不计余热提温用电的 PUE): `(E_DC - heat_pump_upgrade) / E_IT`, as the German EnEfG §11(2) counts.
public struct HeatPumpExcluded: Sendable {
    /// The value [1]; the plain PUE where the site has no such heat pump.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    public init(of balances: Balances, pue: PowerUsageEffectiveness) {
        let isOutside = balances.site.boundaryExcludes.contains(.heatPumpUpgrade)
        guard balances.energy[.heatPumpUpgrade] != nil, !isOutside else {
            figure = pue.figure
            return
        }
        guard
            let parts = EnergyReuse(of: balances, taking: .heatPumpUpgrade, needsIT: true)
        else {
            figure = .notEvaluated(reason: PowerUsageEffectiveness.absence(balances))
            return
        }
        figure = IndicatorFigure(
            ExactRatio(parts.facility - parts.taken, to: parts.it), coverage: parts.coverage)
    }
}
