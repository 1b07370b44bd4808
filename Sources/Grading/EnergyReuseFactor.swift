public import EnergyLedger
import Metering
import Provenance
import Quantities

/// Energy reuse factor (余热利用率), ISO/IEC 30134-6: heat handed out of the boundary over `E_DC`.
public struct EnergyReuseFactor: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    public init(of balances: Balances) {
        guard let parts = EnergyReuse(of: balances, needsIT: false) else {
            figure = .notEvaluated(reason: Self.absence(balances))
            return
        }
        figure = IndicatorFigure(
            ExactRatio(parts.taken, to: parts.facility), coverage: parts.coverage)
    }

    static func absence(_ balances: Balances) -> BilingualText {
        balances.heat[.heatExport] == nil
            ? BilingualText("the site has no meter of heat_export", zh: "站点没有 heat_export 计量")
            : PowerUsageEffectiveness.absence(balances)
    }
}
