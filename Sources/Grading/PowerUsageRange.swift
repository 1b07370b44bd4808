public import EnergyLedger
import Metering
public import Quantities

/// How far the PUE of a period would move if its missing hours were like its best or its worst
/// calendar month (缺失小时对 PUE 的影响): a case to each side, no statistical interval.
public struct PowerUsageRange: Hashable, Sendable {
    /// With all missing hours as the best month.
    public let best: ExactRatio
    /// With all missing hours as the worst month.
    public let worst: ExactRatio

    /// Works out the range; nil where there is no PUE, or where its digits do not fit.
    public init?(of balances: Balances) {
        guard let parts = balances.facilityToIT else { return nil }
        let terms = BoundaryTerms(excluding: balances.site.boundaryExcludes)
        let isGrid = balances.closing.hasMeter(of: .gridImport)
        self.init(parts) {
            Self.months(
                of: balances.closing, terms.inside, less: terms.off, terms.all,
                anchors: isGrid ? [.gridImport] : Balances.facilitySupply
            ).filter { $0.numerator > 0 }
        }
    }

    /// The same of other accounts in the place of the boundary's energy, such as water, of which a month may
    /// take none.
    init?(of balances: Balances, _ parts: Balances.Parts, _ accounts: Set<Account>) {
        self.init(parts) {
            Self.months(of: balances.closing, accounts, less: [], accounts, anchors: accounts)
        }
    }

    /// With `m` of `n` hours missing, `F / I` over the others and `f / i` the ratio of a month, of which the
    /// missing hours have the mean IT energy: `F/I (n - m)/n + f/i m/n`.
    private init?(_ parts: Balances.Parts, _ months: () -> [ExactRatio]) {
        guard let mean = ExactRatio(Int128(parts.numerator), to: Int128(parts.denominator)) else {
            return nil
        }
        let (complete, all) = (parts.coverage.numerator, parts.coverage.denominator)
        guard complete < all else {
            (best, worst) = (mean, mean)
            return
        }
        func filled(_ month: ExactRatio) -> ExactRatio? {
            guard let share = ExactRational(complete, over: all),
                let missing = ExactRational(all - complete, over: all),
                let known = ExactRational(mean)?.multiplied(by: share),
                let sum = ExactRational(month)?.multiplied(by: missing)?.adding(known)
            else { return nil }
            return ExactRatio(sum.numerator, to: sum.denominator)
        }
        let known = months()
        guard let low = known.min(by: { $0.isBelow($1) }).flatMap(filled),
            let high = known.max(by: { $0.isBelow($1) }).flatMap(filled)
        else { return nil }
        (best, worst) = (low, high)
    }

    /// The ratios of the months with both energies, over the hours that have both.
    private static func months(
        of closing: Closing, _ inside: Set<Account>, less off: Set<Account>, _ all: Set<Account>,
        anchors: Set<Account>
    ) -> [ExactRatio] {
        var both = closing.hours(of: all, anchoredBy: anchors)
        let it = closing.hours(of: Balances.itAccounts)
        for place in both.indices where !it[place] { both[place] = false }
        // What each stretch adds to the part above the line and to the part below it.
        var (above, below) = (
            [Int64](repeating: 0, count: both.count), [Int64](repeating: 0, count: both.count)
        )
        for line in closing.lines {
            let sign: Int64 =
                (inside.contains(line.account) ? 1 : 0) - (off.contains(line.account) ? 1 : 0)
            let isIT = Balances.itAccounts.contains(line.account)
            guard sign != 0 || isIT else { continue }
            for place in both.indices where both[place] {
                above[place] += sign * line.amounts[place]
                if isIT { below[place] += line.amounts[place] }
            }
        }
        return closing.months.compactMap { month in
            let range = closing.stretches(of: month)
            let (top, bottom) = (above[range].reduce(0, +), below[range].reduce(0, +))
            // Less than a watt-hour of IT is no month to go by.
            guard bottom >= 3_600, top >= 0 else { return nil }
            return ExactRatio(Int128(top), to: Int128(bottom))
        }
    }
}

extension ExactRational {
    fileprivate init?(_ ratio: ExactRatio) { self.init(ratio.numerator, over: ratio.denominator) }
}
