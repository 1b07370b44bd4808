import CarbonAccounting
import EnergyLedger
import Metering
public import Quantities

/// How far indicators would move in the best and in the worst case (指标区间): missing hours as in the best or the
/// worst calendar month, and meters that are off by their classes, both to the same side.
///
/// A case to each side, no statistical interval. PUE, WUE, CUE and REF have one; CUE moves with PUE, and REF
/// falls with the energy that missing hours add. Ends are rounded outwards to a billionth; without missing
/// hours and classes both are the value itself. An end that does not fit, or that nothing bounds, is none.
public struct IndicatorRanges: Hashable, Sendable {
    /// Both ends.
    public struct Ends: Hashable, Sendable {
        /// The end that is better for the site.
        public let best: ExactRatio
        /// The end that is worse.
        public let worst: ExactRatio
        /// Tells that the classes of all meters behind the indicator are stated and counted.
        public let countsMeters: Bool
    }

    /// The ends by indicator.
    public private(set) var ends: [IndicatorID: Ends] = [:]

    /// The indicators that have a range.
    static let moving: Set<IndicatorID> = [
        .pue, .wue, .wueFresh, .wuePotable, .cueLocation, .cueMarket, .ref,
    ]

    /// No ranges at all.
    static let none = IndicatorRanges()

    private init() {}

    /// Works out the ranges.
    ///
    /// - Parameter value: The value of an indicator, where it has one.
    init(
        of balances: Balances, _ pueRange: PowerUsageRange?,
        classes: [MeterClass.Key: MeterClass], value: (IndicatorID) -> ExactRatio?
    ) {
        let terms = BoundaryTerms(excluding: balances.site.boundaryExcludes)
        let facility = Self.error(
            of: terms.inside.union(terms.off), balances.facilityEnergy?.joules, balances, classes)
        let it = Self.error(of: Balances.itAccounts, balances.itEnergy?.joules, balances, classes)
        guard let pueRange, let pue = value(.pue) else { return }
        let power = Self.moved(pue, pueRange, Errors(above: facility, below: it))
        ends[.pue] = power
        for (id, account) in [
            (IndicatorID.wue, Account.waterIn), (.wueFresh, .waterFresh),
            (.wuePotable, .waterPotable),
        ] {
            guard let value = value(id), let parts = balances.perIT([account]),
                let range = PowerUsageRange(of: balances, parts, [account])
            else { continue }
            let water = Self.error(
                of: [account], balances.closing.sum(of: [account]), balances, classes)
            // mL over J; the value is litres for each kWh.
            ends[id] = Self.moved(
                value, range, times: 3_600, Errors(above: water, below: it))
        }
        for id in [IndicatorID.cueLocation, .cueMarket] {
            guard let value = value(id), let power else { continue }
            ends[id] = Self.moved(value, with: power, from: pue)
        }
        if let value = value(.ref) {
            ends[.ref] = Self.renewable(value, pue, pueRange, balances, error: facility)
        }
    }

    /// The same without the range of an indicator that has another value.
    func without(_ id: IndicatorID) -> IndicatorRanges {
        var ranges = self
        ranges.ends[id] = nil
        return ranges
    }

    // MARK: - The ways of moving

    private static let million: Int128 = 1_000_000
    private static let billion: Int128 = 1_000_000_000

    /// The errors of the parts of a ratio [millionths]; without all classes none is counted, nor where the
    /// part below the line may be nothing at all.
    private struct Errors {
        let above: Int128
        let below: Int128
        let areCounted: Bool

        init(above: Int128?, below: Int128?) {
            if let above, let below, below < IndicatorRanges.million {
                (self.above, self.below, areCounted) = (above, below, true)
            } else {
                (self.above, self.below, areCounted) = (0, 0, false)
            }
        }
    }

    /// A ratio with the missing hours of a range, `factor` times its unit, and with the errors of both parts.
    private static func moved(
        _ value: ExactRatio, _ range: PowerUsageRange, times factor: Int128 = 1, _ errors: Errors
    ) -> Ends? {
        if range.best == range.worst, errors.above == 0, errors.below == 0 {
            return Ends(best: value, worst: value, countsMeters: errors.areCounted)
        }
        let low = billionths(range.best, times: factor, up: false).flatMap {
            scaled(
                $0, by: max(0, million - errors.above), over: million + errors.below, up: false)
        }
        let high = billionths(range.worst, times: factor, up: true).flatMap {
            scaled($0, by: million + errors.above, over: million - errors.below, up: true)
        }
        return ends(low, high, countsMeters: errors.areCounted)
    }

    /// A value that moves with PUE.
    private static func moved(_ value: ExactRatio, with power: Ends, from pue: ExactRatio) -> Ends?
    {
        if power.best == power.worst {
            return Ends(best: value, worst: value, countsMeters: power.countsMeters)
        }
        guard let below = billionths(pue, up: false), let above = billionths(pue, up: true),
            let best = billionths(power.best, up: false),
            let worst = billionths(power.worst, up: true)
        else { return nil }
        let low = billionths(value, up: false).flatMap {
            scaled($0, by: best, over: above, up: false)
        }
        let high = billionths(value, up: true).flatMap {
            scaled($0, by: worst, over: below, up: true)
        }
        return ends(low, high, countsMeters: power.countsMeters)
    }

    /// `green / E_DC`: hours that are missing add energy and nothing green, and a meter of supply may be off to
    /// either side; at best nothing was used in the missing hours.
    ///
    /// With all hours `E_DC` is `(PUE' / PUE) x all / complete` times what it was, PUE' as in the worst month.
    private static func renewable(
        _ value: ExactRatio, _ pue: ExactRatio, _ range: PowerUsageRange, _ balances: Balances,
        error: Int128?
    ) -> Ends? {
        guard let parts = balances.facilityToIT, parts.coverage.numerator > 0 else { return nil }
        let (complete, all) = (parts.coverage.numerator, parts.coverage.denominator)
        let above = error ?? 0
        if complete == all, above == 0 {
            return Ends(best: value, worst: value, countsMeters: error != nil)
        }
        var low = billionths(value, up: false)
        if complete < all {
            guard let before = billionths(pue, up: false),
                let after = billionths(range.worst, up: true)
            else { return nil }
            low = low.flatMap { scaled($0, by: before, over: max(before, after), up: false) }
                .flatMap { scaled($0, by: complete, over: all, up: false) }
        }
        low = low.flatMap { scaled($0, by: million, over: million + above, up: false) }
        // Never above one.
        let high =
            above < million
            ? billionths(value, up: true)
                .flatMap { scaled($0, by: million, over: million - above, up: true) } : billion
        return ends(high.map { min($0, billion) }, low, countsMeters: error != nil)
    }

    // MARK: - Billionths

    private static func ends(_ best: Int128?, _ worst: Int128?, countsMeters: Bool) -> Ends? {
        guard let best, let worst, let best = ExactRatio(best, to: billion),
            let worst = ExactRatio(worst, to: billion)
        else { return nil }
        return Ends(best: best, worst: worst, countsMeters: countsMeters)
    }

    /// A ratio in billionths, rounded to the side asked for.
    private static func billionths(
        _ ratio: ExactRatio, times factor: Int128 = 1, up: Bool
    ) -> Int128? {
        scaled(ratio.numerator, by: factor * billion, over: ratio.denominator, up: up)
    }

    /// `value x factor / divisor`, rounded to the side asked for; nil below zero, over nothing, and where it
    /// does not fit.
    private static func scaled(
        _ value: Int128, by factor: Int128, over divisor: Int128, up: Bool
    ) -> Int128? {
        guard value >= 0, factor >= 0, divisor > 0 else { return nil }
        let product = value.magnitude.multipliedFullWidth(by: factor.magnitude)
        guard product.high < divisor.magnitude else { return nil }
        let (quotient, rest) = divisor.magnitude.dividingFullWidth(product)
        guard quotient < Int128.max.magnitude else { return nil }
        return Int128(quotient) + (up && rest > 0 ? 1 : 0)
    }

    /// The worst error of a sum of lines, of its amount [millionths], rounded up; nil where the class of a
    /// meter is not stated.
    private static func error(
        of accounts: Set<Account>, _ whole: Int64?, _ balances: Balances,
        _ classes: [MeterClass.Key: MeterClass]
    ) -> Int128? {
        guard let whole, whole > 0 else { return nil }
        var parts: [(amount: Int64, meterClass: MeterClass)] = []
        for line in balances.closing.lines(of: accounts) where line.meterID != nil {
            let amount = line.amounts.reduce(0, +)
            if amount == 0 { continue }
            let key = MeterClass.Key(meterID: line.meterID ?? "", validFrom: line.validFrom ?? 0)
            guard let meterClass = classes[key] else { return nil }
            parts.append((amount, meterClass))
        }
        guard !parts.isEmpty, let uncertainty = Uncertainty(of: parts) else { return nil }
        return (Int128(uncertainty.worst) * million + Int128(whole) - 1) / Int128(whole)
    }
}
