public import CarbonAccounting
public import EnergyLedger
import Provenance
import Quantities

/// Green share of consumption (绿电消费比例): what lots of renewable sources cover, with own use whose
/// certificates are kept, over all electricity that was consumed.
///
/// Numerator and denominator are all booked energy. New data centers at national hub nodes are to
/// raise their share further from 80 % (发改能源〔2025〕262号); the notices say "above" and "at least" in
/// different places, so both are told.
public struct GreenShare: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure
    /// Whether the share is above 80 %; nil without a value or where the site is at no hub.
    public let isAboveHubTarget: Bool?
    /// Whether it is at least 80 %.
    public let isAtLeastHubTarget: Bool?

    /// The share that the notices name for hub nodes.
    static let hubTarget = DecimalText(significand: 80, scale: 2)

    /// Why nothing is known of green power.
    static let noLots = BilingualText(
        "instruments.csv states no lot for the period", zh: "instruments.csv 在统计期内没有凭证")

    /// Works out the indicator.
    public init(of balances: Balances, inventory: Inventory) {
        let green = inventory.greenPower
        guard green.isStated else {
            figure = .notEvaluated(reason: Self.noLots)
            isAboveHubTarget = nil
            isAtLeastHubTarget = nil
            return
        }
        guard balances.facilityEnergy != nil, let coverage = balances.coverage,
            let ratio = ExactRatio(green.renewable, to: green.consumption)
        else {
            figure = .notEvaluated(
                reason: BilingualText("no consumption was read", zh: "没有用电读数"))
            isAboveHubTarget = nil
            isAtLeastHubTarget = nil
            return
        }
        figure = .value(ratio, coverage: coverage)
        let isAtHub = balances.site.hub != nil
        isAboveHubTarget = isAtHub ? !ratio.isAtMost(Self.hubTarget) : nil
        isAtLeastHubTarget = isAtHub ? !ratio.isBelow(Self.hubTarget) : nil
    }
}
