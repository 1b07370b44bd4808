public import EnergyLedger
import Metering
import Provenance
import Quantities

/// Partial PUE (局部电能利用效率, pPUE) of one subsystem: `(E_IT + E_sub) / E_IT`, over the hours that
/// both have.
///
/// A derivative of ISO/IEC 30134-2 and EN 50600-4-2 annex C; the formula was not seen in the text of
/// the standard (confidence M), so no grade rests on it.
public struct PartialPowerUsageEffectiveness: Sendable {
    /// Which subsystem is looked at.
    public enum Subsystem: Sendable {
        /// Cooling and ventilation.
        case cooling
        /// UPS and distribution losses.
        case power

        var accounts: Set<Account> {
            self == .cooling ? [.cooling, .ventilation] : [.upsLoss, .distributionLoss]
        }
    }

    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    /// Works out the indicator.
    public init(of balances: Balances, _ subsystem: Subsystem) {
        guard let parts = balances.perIT(subsystem.accounts) else {
            let names = subsystem.accounts.map(\.rawValue).sorted().joined(separator: ", ")
            figure = IndicatorFigure(
                absent: "the site has no meter of \(names), or none of the IT load",
                zh: "站点没有 \(names) 计量，或没有 IT 负载计量")
            return
        }
        figure = IndicatorFigure(
            ExactRatio(
                Int128(parts.numerator) + Int128(parts.denominator), to: Int128(parts.denominator)),
            coverage: parts.coverage)
    }
}
