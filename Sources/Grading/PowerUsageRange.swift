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

    /// Works out the range; nil where there is no PUE.
    ///
    /// With `m` missing and `h` complete hours, `I / h` the mean IT energy of an hour and `f / i` the
    /// ratio of the month: `(F + m I/h f/i) / (I + m I/h) = (F h i + m I f) / (I i (h + m))`.
    public init?(of balances: Balances) {
        guard let parts = balances.facilityToIT else { return nil }
        let terms = BoundaryTerms(excluding: balances.site.boundaryExcludes)
        let isGrid = balances.closing.hasMeter(of: .gridImport)
        self.init(
            parts,
            Self.months(
                of: balances.closing, terms.inside, less: terms.off, terms.all,
                anchors: isGrid ? [.gridImport] : Balances.facilitySupply))
    }

    /// The same of other accounts in the place of the boundary's energy, such as water.
    init?(of balances: Balances, _ parts: Balances.Parts, _ accounts: Set<Account>) {
        self.init(
            parts,
            Self.months(of: balances.closing, accounts, less: [], accounts, anchors: accounts))
    }

    private init?(_ parts: Balances.Parts, _ months: [Month]) {
        guard parts.denominator > 0 else { return nil }
        let (facility, it) = (Int128(parts.numerator), Int128(parts.denominator))
        guard let mean = ExactRatio(facility, to: it) else { return nil }
        let complete = parts.coverage.numerator
        let missing = parts.coverage.denominator - complete
        guard missing > 0 else {
            (best, worst) = (mean, mean)
            return
        }
        func filled(_ month: Month) -> ExactRatio? {
            let (left, a) = facility.multipliedReportingOverflow(by: complete)
            let (leftWhole, b) = left.multipliedReportingOverflow(by: month.it)
            let (right, c) = it.multipliedReportingOverflow(by: missing)
            let (rightWhole, d) = right.multipliedReportingOverflow(by: month.facility)
            let (below, e) = it.multipliedReportingOverflow(by: month.it)
            let (belowWhole, f) = below.multipliedReportingOverflow(by: complete + missing)
            guard ![a, b, c, d, e, f].contains(true) else { return nil }
            return ExactRatio(leftWhole + rightWhole, to: belowWhole)
        }
        guard
            let low = months.min(by: { $0.isBelow($1) }).flatMap(filled),
            let high = months.max(by: { $0.isBelow($1) }).flatMap(filled)
        else { return nil }
        (best, worst) = (low, high)
    }

    private struct Month {
        let facility: Int128
        let it: Int128

        /// Watt-hours are fine enough for a case and keep the products within 128 bits.
        init?(_ facility: Int64, _ it: Int64) {
            guard it >= 3_600, facility > 0 else { return nil }
            self.facility = Int128(facility / 3_600)
            self.it = Int128(it / 3_600)
        }

        func isBelow(_ other: Month) -> Bool { facility * other.it < other.facility * it }
    }

    /// The months with both energies, over the hours that have both.
    private static func months(
        of closing: Closing, _ inside: Set<Account>, less off: Set<Account>, _ all: Set<Account>,
        anchors: Set<Account>
    ) -> [Month] {
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
            return Month(above[range].reduce(0, +), below[range].reduce(0, +))
        }
    }
}
