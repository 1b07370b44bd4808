import Metering
import Quantities

/// What of the energy of the supply and IT accounts is estimated (估算电量): everything that an estimation
/// filled in, and of spans that cross an edge of the period the part inside.
struct EstimatedEnergy {
    private var totals: [Account: Int128] = [:]
    private var estimated: [Account: Int128] = [:]

    /// Adds up a closing.
    ///
    /// - Parameter loads: The loads, for the spans that cross the edges of the period.
    init(of closing: Closing, loads: [MeterLoad]) {
        for line in closing.lines where Balances.supplyAndIT.contains(line.account) {
            totals[line.account, default: 0] += line.amounts.reduce(Int128(0)) { $0 + Int128($1) }
            estimated[line.account, default: 0] += line.estimated
        }
        guard loads.contains(where: { !$0.midnightSpans.isEmpty }) else { return }
        let crossing = loads.map { Self.edgeEnergy(of: $0, in: closing) }
        let families = Families(loads.map(\.meter))
        for (index, load) in loads.enumerated()
        where Balances.supplyAndIT.contains(load.meter.account) {
            // What its sub-meters estimate is part of a parent's energy, which is booked once.
            let children = families.bookedChildren(of: index).reduce(Int128(0)) {
                $0 + crossing[$1]
            }
            estimated[load.meter.account, default: 0] += max(0, crossing[index] - children)
        }
    }

    /// Over all accounts together; nil without energy.
    var share: ExactRatio? {
        ExactRatio(estimated.values.reduce(0, +), to: totals.values.reduce(0, +))
    }

    /// Account by account, where there is energy.
    var shares: [Account: ExactRatio] {
        totals.reduce(into: [:]) { shares, account in
            shares[account.key] = ExactRatio(estimated[account.key] ?? 0, to: account.value)
        }
    }

    /// The part inside a period of the spans of a meter that cross its edges.
    private static func edgeEnergy(of load: MeterLoad, in closing: Closing) -> Int128 {
        let (period, slotSeconds) = (closing.interval, closing.slotSeconds)
        var energy: Int128 = 0
        for span in load.midnightSpans where crossesEdge(span.interval, of: period) {
            span.forEachPart(slotSeconds: slotSeconds) { slot, _, amount in
                if slot >= period.start, slot < period.end {
                    energy += Int128(max(0, amount))
                }
            }
        }
        return energy
    }

    private static func crossesEdge(_ span: Interval, of period: Interval) -> Bool {
        (span.start < period.start && span.end > period.start)
            || (span.start < period.end && span.end > period.end)
    }
}
