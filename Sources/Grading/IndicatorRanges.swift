import CarbonAccounting
import EnergyLedger
import Metering
public import Quantities

/// How far indicators would move in the best and in the worst case (指标区间): missing hours as in the best or the
/// worst calendar month, and meters that are off by their classes, both to the same side.
///
/// A case to each side, no statistical interval. PUE, WUE, CUE and REF have one; CUE moves with PUE, and REF
/// falls with the energy that missing hours add. Ends are rounded outwards to a billionth; without missing
/// hours and classes both are the value itself.
public struct IndicatorRanges: Hashable, Sendable {
    /// Both ends.
    public struct Ends: Hashable, Sendable {
        /// The end that is better for the site.
        public let best: ExactRatio
        /// The end that is worse.
        public let worst: ExactRatio

        var isPoint: Bool { best == worst }
    }

    /// The ends by indicator.
    public private(set) var ends: [IndicatorID: Ends] = [:]
    /// Tells that the classes of all meters of `E_DC` and `E_IT` are stated and counted.
    public let countsMeters: Bool

    init(
        of balances: Balances, _ pueRange: PowerUsageRange?,
        classes: [MeterClass.Key: MeterClass], figure: (IndicatorID) -> IndicatorFigure
    ) {
        let terms = BoundaryTerms(excluding: balances.site.boundaryExcludes)
        let facility = Self.error(
            of: terms.inside.union(terms.off), balances.facilityEnergy?.joules, balances, classes)
        let it = Self.error(of: Balances.itAccounts, balances.itEnergy?.joules, balances, classes)
        countsMeters = facility != nil && it != nil
        let (above, below) = countsMeters ? (facility ?? 0, it ?? 0) : (0, 0)
        guard let pueRange, let pue = figure(.pue).value else { return }
        ends[.pue] = Self.moved(
            pueRange.best, pueRange.worst, value: pue, above: above, below: below)
        for (id, account) in [
            (IndicatorID.wue, Account.waterIn), (.wueFresh, .waterFresh),
            (.wuePotable, .waterPotable),
        ] {
            guard let value = figure(id).value, let parts = balances.perIT([account]),
                let range = PowerUsageRange(of: balances, parts, [account])
            else { continue }
            let water = Self.error(
                of: [account], balances.closing.sum(of: [account]), balances, classes)
            // The parts are mL over J; the value is litres for each kWh.
            func litres(_ ratio: ExactRatio) -> ExactRatio? {
                ExactRatio(
                    Self.billionths(ratio, up: false) * 3_600, to: 1_000_000_000)
            }
            guard let low = litres(range.best), let high = litres(range.worst) else { continue }
            ends[id] = Self.moved(
                range.best == range.worst ? value : low, range.best == range.worst ? value : high,
                value: value, above: countsMeters ? water ?? 0 : 0, below: below)
        }
        guard let ends = ends[.pue] else { return }
        for id in [IndicatorID.cueLocation, .cueMarket] {
            guard let value = figure(id).value else { continue }
            if ends.isPoint {
                self.ends[id] = Ends(best: value, worst: value)
                continue
            }
            let mean = Self.billionths(pue, up: false)
            func scaled(_ end: ExactRatio, up: Bool) -> ExactRatio? {
                ExactRatio(
                    Self.billionths(value, up: up) * Self.billionths(end, up: up) / mean
                        + (up ? 1 : 0), to: 1_000_000_000)
            }
            guard let best = scaled(ends.best, up: false), let worst = scaled(ends.worst, up: true)
            else { continue }
            self.ends[id] = Ends(best: best, worst: worst)
        }
        renewable(figure(.ref).value, pue, ends, balances, above: above)
    }

    /// `green / E_DC`: hours that are missing add energy and nothing green; a meter of supply may be off to
    /// either side.
    private mutating func renewable(
        _ value: ExactRatio?, _ pue: ExactRatio, _ ends: Ends, _ balances: Balances, above: Int128
    ) {
        guard let value, let parts = balances.facilityToIT else { return }
        let (complete, all) = (parts.coverage.numerator, parts.coverage.denominator)
        guard complete > 0, !ends.isPoint else {
            self.ends[.ref] = Ends(best: value, worst: value)
            return
        }
        let million: Int128 = 1_000_000
        let base = Self.billionths(value, up: false)
        // Energy with the missing hours over energy: (PUE' / PUE) x all / complete, in millionths.
        let growth =
            all == complete
            ? million
            : Self.billionths(ends.worst, up: true) * million / Self.billionths(pue, up: false)
                * all / complete + 1
        let least = base * million / max(growth, million) * million / (million + above)
        let most = base * million / max(1, million - above) + 1
        guard let worst = ExactRatio(least, to: 1_000_000_000),
            let best = ExactRatio(
                all == complete ? most : base + (above == 0 ? 0 : most - base), to: 1_000_000_000)
        else { return }
        self.ends[.ref] = Ends(best: best, worst: worst)
    }

    /// A range moved by the errors of both parts [millionths].
    private static func moved(
        _ best: ExactRatio, _ worst: ExactRatio, value: ExactRatio, above: Int128, below: Int128
    ) -> Ends {
        if best == worst, above == 0, below == 0 { return Ends(best: value, worst: value) }
        let million: Int128 = 1_000_000
        let low =
            billionths(best, up: false) * max(0, million - above) / (million + below)
        let high =
            billionths(worst, up: true) * (million + above) / max(1, million - below) + 1
        guard let lower = ExactRatio(low, to: 1_000_000_000),
            let upper = ExactRatio(high, to: 1_000_000_000)
        else { return Ends(best: best, worst: worst) }
        return Ends(best: lower, worst: upper)
    }

    /// A ratio in billionths, rounded to the side asked for; parts that are too long lose their last bits.
    private static func billionths(_ ratio: ExactRatio, up: Bool) -> Int128 {
        var (above, below) = (ratio.numerator, ratio.denominator)
        while above.magnitude > UInt128(1) << 96 {
            above >>= 1
            below >>= 1
        }
        guard below > 0 else { return 0 }
        return above * 1_000_000_000 / below + (up ? 1 : 0)
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
        return (Int128(uncertainty.worst) * 1_000_000 + Int128(whole) - 1) / Int128(whole)
    }
}
