import EnergyLedger
import Metering
public import Quantities

/// Green power of one site hour by hour (逐小时绿电匹配): own generation whose certificates were not sold,
/// and what contracts with generation by the hour cover.
///
/// Only hours count that all supply meters have. A battery hands on what it was charged with from
/// surplus; charging from the grid is never green.
public struct HourlyGreen: Hashable, Sendable {
    /// The match over the hours that count.
    public let matching: HourlyMatching
    /// The hours that count over the hours of the period.
    public let coverage: ExactRatio
    /// The carbon-free energy score; nil where an hour that counts has no share of the grid.
    public let score: ExactRatio?

    init?(of balances: Balances, allocations: [Int: Allocation], grid: CarbonFreeGrid?) {
        let journal = balances.journal
        guard balances.facilityEnergy != nil, !journal.isSupplyDerived else { return nil }
        let supply = Balances.facilitySupply.union([.storageDischarge])
        let hours = journal.hours(of: supply)
        guard let coverage = ExactRatio(Int128(hours.count { $0 }), to: Int128(journal.slotCount))
        else { return nil }
        self.coverage = coverage
        // Most sites of a fleet have no green power by the hour; for them one sum is enough.
        guard grid != nil || !allocations.isEmpty || Self.hasOwn(journal) else {
            matching = HourlyMatching(
                unmatched: max(0, Self.load(journal, where: hours)), hours: hours.count { $0 })
            score = nil
            return
        }
        let exported = journal.amounts(of: [.gridExport])
        let charge = journal.amounts(of: [.storageCharge])
        let discharge = journal.amounts(of: [.storageDischarge])
        var load = journal.amounts(of: supply)
        var green = journal.amounts(of: [.onsiteSolar, .onsiteWind, .onsiteOther])
        let years = Set(balances.period.months.map { $0.start.components.year })
        let isSold = years.contains { allocations[$0]?.hasNullPower(journal.site.id) ?? false }
        for slot in load.indices {
            load[slot] = max(0, load[slot] - exported[slot] - charge[slot])
            green[slot] = isSold ? 0 : max(0, green[slot] - exported[slot])
        }
        for year in years.sorted() {
            let covered = allocations[year]?.covered(journal.site.id, during: journal.interval)
            for (slot, joules) in (covered ?? []).enumerated() { green[slot] += joules }
        }
        let shifted = HourlyMatching.shifted(
            load: load, generation: green, charge: charge, discharge: discharge)
        func kept(_ column: [Int64]) -> [Int64] {
            column.indices.filter { hours[$0] }.map { max(0, column[$0]) }
        }
        let (used, made) = (kept(load), kept(shifted))
        matching = HourlyMatching(load: used, generation: made)
        let shares = grid.map { grid in
            load.indices.filter { hours[$0] }.compactMap {
                grid.share(at: journal.start(ofSlot: $0))
            }
        }
        score = shares.flatMap { shares in
            guard shares.count == used.count else { return nil }
            return HourlyMatching.score(
                load: used, generation: made, gridShare: shares, scale: 1_000_000)
        }
    }

    private static func hasOwn(_ journal: Journal) -> Bool {
        journal.columns.contains { $0.account.isOnsiteGeneration }
    }

    /// Supply less export and what charges a battery, over the hours that count [J].
    private static func load(_ journal: Journal, where hours: [Bool]) -> Int64 {
        let supply = Balances.facilitySupply.union([.storageDischarge])
        return journal.sum(of: supply, where: hours)
            - journal.sum(of: [.gridExport, .storageCharge], where: hours)
    }
}
