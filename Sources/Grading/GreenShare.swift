public import CarbonAccounting
public import EnergyLedger
public import Provenance
public import Quantities

/// Green share of consumption (绿电消费比例): what lots of renewable sources cover, with own use whose
/// certificates are kept, over all electricity that was consumed.
///
/// Numerator and denominator are all booked energy. The share that notices name for new data centers at
/// national hub nodes is data, `Rulebooks/hub-green-share.csv`; they say "above" and "at least" in
/// different places, so both are told.
public struct GreenShare: Sendable {
    /// The value [1], or why there is none.
    public let figure: IndicatorFigure
    /// Whether the share is above the hubs' target; nil without a value or target, or where the site is at no
    /// hub.
    public let isAboveHubTarget: Bool?
    /// Whether it is at least the target.
    public let isAtLeastHubTarget: Bool?

    /// Why nothing is known of green power.
    static let noLots = BilingualText(
        "instruments.csv states no lot for the period", zh: "instruments.csv 在统计期内没有凭证")

    /// Works out the indicator.
    public init(of balances: Balances, inventory: Inventory, hub: HubTarget? = nil) {
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
        let target = balances.site.hub == nil ? nil : hub?.share
        isAboveHubTarget = target.map { !ratio.isAtMost($0) }
        isAtLeastHubTarget = target.map { !ratio.isBelow($0) }
    }
}

/// The green share that notices name for data centers at national hub nodes (枢纽节点绿电比例要求).
public struct HubTarget: Hashable, Sendable {
    /// The columns of the table.
    public static let columns = ["share", "document", "number", "place", "confidence"]

    /// The share [1].
    public let share: DecimalText
    /// How far it was checked.
    public let confidence: Confidence

    /// Reads the table: the line that was checked best; nil when a cell cannot be read or none is there.
    public init?(lines: [[String: String]]) {
        var best: (share: DecimalText, confidence: Confidence)?
        for cells in lines {
            guard let share = cells["share"].flatMap({ DecimalText($0) }),
                let confidence = cells["confidence"].flatMap(Confidence.init(rawValue:))
            else { return nil }
            if best.map({ confidence < $0.confidence }) ?? true { best = (share, confidence) }
        }
        guard let best else { return nil }
        (share, confidence) = best
    }
}
