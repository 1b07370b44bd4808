import Metering
import Provenance
import Quantities

/// Counters that stand still while other meters say that energy flowed (计数卡死).
///
/// Standing still alone is measured and only suspected. Here there is evidence against it: a parent at
/// zero whose sub-meters count, or the only supply of a site at zero while its uses count.
enum StuckCounters {
    static func findings(of journal: Journal, loads: [MeterLoad]) -> [Finding] {
        loads.indices.flatMap { index -> [Finding] in
            let meter = loads[index].meter
            let witnesses = witnesses(of: index, among: loads)
            guard !witnesses.isEmpty else { return [] }
            return standstills(of: loads[index], in: journal).compactMap { run in
                let energy = witnesses.reduce(Int64(0)) { $0 + amount(of: $1, in: run, journal) }
                guard energy > 0 else { return nil }
                return Finding(
                    .stuckCounter,
                    arguments: [
                        "from": journal.site.calendar.text(at: run.start),
                        "to": journal.site.calendar.text(at: run.end),
                        "energy": Energy(joules: energy).kilowattHoursText,
                    ], meterID: meter.id, siteID: journal.site.id, interval: run)
            }
        }
    }

    /// Who shows that a meter that stands still should not: its sub-meters, else the uses of a site of which it
    /// is the only supply.
    private static func witnesses(of index: Int, among loads: [MeterLoad]) -> [MeterLoad] {
        let meter = loads[index].meter
        guard meter.unit.dimension == .energy else { return [] }
        let below = loads.filter { $0.meter.parentID == meter.id }
        let isOnlySupply =
            meter.account.side == .supply
            && loads.count { $0.meter.account.side == .supply } == 1
        return below.isEmpty && isOnlySupply
            ? loads.filter { $0.meter.account.side == .use && $0.meter.parentID == nil } : below
    }

    /// Tells whether any counter that has witnesses shows exactly zero in a slot of some time; runs that
    /// matter may begin before it and end after.
    static func mayStand(in interval: Interval, slotSeconds: Int64, _ loads: [MeterLoad]) -> Bool {
        loads.indices.contains { index in
            !witnesses(of: index, among: loads).isEmpty
                && !zeros(of: loads[index], in: interval, slotSeconds).isEmpty
        }
    }

    /// Runs of wholly covered slots of exact zero, as long as the account rests at most; a day where it may
    /// rest as long as it likes.
    private static func standstills(of load: MeterLoad, in journal: Journal) -> [Interval] {
        guard load.mirror.months.isEmpty else { return [] }
        let limit = load.meter.account.longestRest ?? 86_400
        return zeros(of: load, in: journal.interval, journal.slotSeconds).filter {
            $0.seconds >= limit
        }
    }

    /// Runs of wholly covered slots of exact zero.
    private static func zeros(
        of load: MeterLoad, in interval: Interval, _ slotSeconds: Int64
    ) -> [Interval] {
        var runs: [Interval] = []
        for (number, month) in load.own.months.sorted(by: { $0.key < $1.key }) {
            let bounds = LoadProfile.interval(ofMonth: number)
            guard let shared = bounds.intersection(interval) else { continue }
            let first = Int((shared.start - bounds.start) / slotSeconds)
            for slot in first..<first + Int(shared.seconds / slotSeconds)
            where month.amounts[slot] == 0
                && Int64(month.coveredSeconds[slot]) == slotSeconds && month.sources[slot] >= 0
            {
                let start = bounds.start + Int64(slot) * slotSeconds
                if let last = runs.last, last.end == start {
                    runs[runs.count - 1] = Interval(start: last.start, end: start + slotSeconds)
                } else {
                    runs.append(Interval(start: start, end: start + slotSeconds))
                }
            }
        }
        return runs
    }

    private static func amount(of load: MeterLoad, in run: Interval, _ journal: Journal) -> Int64 {
        stride(from: run.start, to: run.end, by: Int64.Stride(journal.slotSeconds)).reduce(0) {
            $0 + load.own.amount(at: $1)
        }
    }
}
