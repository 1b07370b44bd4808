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
            guard meter.unit.dimension == .energy else { return [] }
            let below = loads.filter { $0.meter.parentID == meter.id }
            let isOnlySupply =
                meter.account.side == .supply
                && loads.count { $0.meter.account.side == .supply } == 1
            let witnesses =
                below.isEmpty && isOnlySupply
                ? loads.filter { $0.meter.account.side == .use && $0.meter.parentID == nil } : below
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

    /// Runs of wholly covered slots of exact zero, as long as the account rests at most; a day where it may
    /// rest as long as it likes.
    private static func standstills(of load: MeterLoad, in journal: Journal) -> [Interval] {
        guard load.mirror.months.isEmpty else { return [] }
        let limit = load.meter.account.longestRest ?? 86_400
        var runs: [Interval] = []
        var first: Int64?
        func close(at end: Int64) {
            if let start = first, end - start >= limit {
                runs.append(Interval(start: start, end: end))
            }
            first = nil
        }
        for slot in 0..<journal.slotCount {
            let start = journal.start(ofSlot: slot)
            let isZero =
                load.own.coveredSeconds(at: start) == journal.slotSeconds
                && load.own.amount(at: start) == 0
                && !load.own.isOutOfService(at: start)
            if isZero {
                first = first ?? start
            } else {
                close(at: start)
            }
        }
        close(at: journal.interval.end)
        return runs
    }

    private static func amount(of load: MeterLoad, in run: Interval, _ journal: Journal) -> Int64 {
        stride(from: run.start, to: run.end, by: Int64.Stride(journal.slotSeconds)).reduce(0) {
            $0 + load.own.amount(at: $1)
        }
    }
}
