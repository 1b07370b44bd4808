public import EnergyLedger
import Provenance
import Quantities

/// Energy reuse effectiveness (能源再利用效率), The Green Grid: `(E_DC - heat handed out) / E_IT`.
///
/// It may lie below one, which PUE never may: reuse does not lower PUE.
public struct EnergyReuseEffectiveness: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    public init(of balances: Balances) {
        guard let parts = EnergyReuse(of: balances, needsIT: true) else {
            figure = .notEvaluated(reason: EnergyReuseFactor.absence(balances))
            return
        }
        figure = IndicatorFigure(
            ExactRatio(parts.facility - parts.taken, to: parts.it), coverage: parts.coverage)
    }
}
