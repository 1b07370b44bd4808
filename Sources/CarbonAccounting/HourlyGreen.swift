import EnergyLedger
public import Metering
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
        let closing = balances.closing
        guard balances.facilityEnergy != nil, !closing.isSupplyDerived else { return nil }
        let supply = Self.supply
        let hours = closing.hours(of: supply)
        guard let coverage = closing.share(hours) else { return nil }
        // Most sites of a fleet have no green power by the hour; for them one sum is enough.
        guard grid != nil || !allocations.isEmpty || Self.hasOwn(closing) else {
            let load =
                closing.sum(of: supply, where: hours)
                - closing.sum(of: [.gridExport, .storageCharge], where: hours)
            self.init(
                matching: HourlyMatching(unmatched: max(0, load), hours: closing.count(hours)),
                coverage: coverage, score: nil)
            return
        }
        self.init(
            balances.journal, balances.period, coverage: coverage, allocations: allocations,
            grid: grid)
    }

    private init(matching: HourlyMatching, coverage: ExactRatio, score: ExactRatio?) {
        self.matching = matching
        self.coverage = coverage
        self.score = score
    }

    /// The match hour by hour.
    private init(
        _ journal: Journal, _ period: Period, coverage: ExactRatio,
        allocations: [Int: Allocation], grid: CarbonFreeGrid?
    ) {
        self.coverage = coverage
        let supply = Self.supply
        let hours = journal.hours(of: supply)
        let exported = journal.amounts(of: [.gridExport])
        let charge = journal.amounts(of: [.storageCharge])
        let discharge = journal.amounts(of: [.storageDischarge])
        var load = journal.amounts(of: supply)
        var green = journal.amounts(of: [.onsiteSolar, .onsiteWind, .onsiteOther])
        let years = Set(period.months.map { $0.start.components.year })
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

    /// Tells whether a site needs its hours for this.
    public static func needsHours(_ accounts: some Sequence<Account>) -> Bool {
        accounts.contains { $0.isOnsiteGeneration }
    }

    private static func hasOwn(_ closing: Closing) -> Bool {
        needsHours(closing.lines.map(\.account))
    }

    private static let supply = Balances.facilitySupply.union([.storageDischarge])
}
