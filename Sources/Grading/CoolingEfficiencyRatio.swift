public import EnergyLedger
import Metering
import Provenance
import Quantities

/// Cooling efficiency ratio (制冷能效比), ISO/IEC 30134-7 and EN 50600-4-7: heat removed over the electricity of the
/// cooling system, over the hours that both have.
///
/// The cooling system is `cooling` and, where it is metered by itself, `ventilation`. Where cooling is bought as
/// well, the electricity that makes it stands elsewhere, and there is no value.
public struct CoolingEfficiencyRatio: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure

    private static let system: Set<Account> = [.cooling, .ventilation]

    /// Works out the indicator.
    public init(of balances: Balances) {
        let closing = balances.closing
        guard balances.heat[.heatRemoved] != nil, balances.energy[.cooling] != nil else {
            figure = IndicatorFigure(
                absent: "the site has no meter of heat_removed, or none of cooling",
                zh: "站点没有 heat_removed 计量，或没有 cooling 计量")
            return
        }
        guard balances.heat[.coolingImport] == nil else {
            figure = IndicatorFigure(
                absent: "cooling is bought as well, and the electricity that makes it is not known",
                zh: "另有外购冷量，其制冷用电未知")
            return
        }
        let heat = closing.hours(of: [.heatRemoved])
        let system = closing.hours(of: Self.system, anchoredBy: [.cooling])
        let both = zip(heat, system).map { $0 && $1 }
        guard let coverage = closing.share(both) else {
            figure = IndicatorFigure(
                absent: "no hour of the period has both parts", zh: "统计期内没有两部分都完整的小时")
            return
        }
        figure = IndicatorFigure(
            ExactRatio(
                Int128(closing.sum(of: [.heatRemoved], where: both)),
                to: Int128(closing.sum(of: Self.system, where: both))), coverage: coverage)
    }
}
