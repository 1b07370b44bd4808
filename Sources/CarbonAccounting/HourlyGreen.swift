public import EnergyLedger
public import Metering
public import Quantities

/// Green power of one site hour by hour (逐小时绿电匹配): own generation whose certificates were not sold,
/// and what contracts with generation by the hour cover.
///
/// Only hours count that all supply meters have. A battery hands on what it was charged with from surplus of own
/// generation and proven lines; charging from the grid is never green, not even where a lot covers its hour.
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
        if grid == nil, balances.hours == nil, Self.buysOnly(closing.lines.map(\.account)),
            let match = Self.bought(balances, allocations)
        {
            self.init(matching: match, coverage: coverage, score: nil)
            return
        }
        // Most sites of a fleet have no green power but their own; for them sums are enough.
        guard grid != nil || !allocations.isEmpty || Self.hasStorage(closing) else {
            let count = closing.count(hours)
            let matching: HourlyMatching
            if closing.lines.contains(where: \.account.isOnsiteGeneration) {
                matching = HourlyMatching(closing.ownMatch(where: hours), hours: count)
            } else {
                let load =
                    closing.sum(of: supply, where: hours)
                    - closing.sum(of: [.gridExport, .storageCharge], where: hours)
                matching = HourlyMatching(unmatched: max(0, load), hours: count)
            }
            self.init(matching: matching, coverage: coverage, score: nil)
            return
        }
        guard balances.hours != nil else { return nil }
        self.init(
            balances.journal, balances.period, coverage: coverage, allocations: allocations,
            grid: grid)
    }

    private init(matching: HourlyMatching, coverage: ExactRatio, score: ExactRatio?) {
        self.matching = matching
        self.coverage = coverage
        self.score = score
    }

    /// Consumption and green power of each slot [J], after a battery moved a part of it.
    private static func columns(
        _ journal: Journal, _ period: Period, _ allocations: [Int: Allocation]
    ) -> (load: [Int64], green: [Int64]) {
        let exported = journal.amounts(of: [.gridExport])
        let charge = journal.amounts(of: [.storageCharge])
        let discharge = journal.amounts(of: [.storageDischarge])
        var load = journal.amounts(of: Self.supply)
        var own = journal.amounts(of: [.onsiteSolar, .onsiteWind, .onsiteOther])
        for slot in load.indices {
            load[slot] = max(0, load[slot] - exported[slot] - charge[slot])
            own[slot] = max(0, own[slot] - exported[slot])
        }
        Self.takeSold(from: &own, journal, period, allocations)
        // What a proven line brings comes from its plant, as own generation does; lots cover what the grid brings.
        var bought = journal.amounts(of: [.gridImport, .directLine])
        var lots = [Int64](repeating: 0, count: load.count)
        for year in period.years {
            guard
                let covered = allocations[year]?.covered(
                    journal.site.id, during: journal.interval)
            else { continue }
            for slot in load.indices {
                own[slot] += covered.lines[slot]
                bought[slot] -= covered.lines[slot]
                lots[slot] += covered.lots[slot]
            }
        }
        var green = HourlyMatching.shifted(
            load: load, generation: own, charge: charge, discharge: discharge)
        for slot in load.indices {
            // What a battery takes beyond surplus is charged from the grid, and no lot makes that green.
            let fromGrid = charge[slot] - min(charge[slot], max(0, own[slot] - load[slot]))
            green[slot] +=
                fromGrid > 0 ? min(lots[slot], max(0, bought[slot] - fromGrid)) : lots[slot]
        }
        return (load, green)
    }

    /// Consumption and green power hour by hour [J]; nil in both where an hour does not count. Summed over
    /// the hours that count they are those of the match.
    public static func hours(
        of balances: Balances, allocations: [Int: Allocation]
    ) -> (load: [Int64?], green: [Int64?]) {
        let counts = balances.journal.hours(of: supply)
        let (load, green) = columns(balances.journal, balances.period, allocations)
        func kept(_ column: [Int64]) -> [Int64?] {
            zip(column, counts).map { $1 ? max(0, $0) : nil }
        }
        return (kept(load), kept(green))
    }

    /// The match hour by hour.
    private init(
        _ journal: Journal, _ period: Period, coverage: ExactRatio,
        allocations: [Int: Allocation], grid: CarbonFreeGrid?
    ) {
        self.coverage = coverage
        let supply = Self.supply
        let hours = journal.hours(of: supply)
        let (load, shifted) = Self.columns(journal, period, allocations)
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

    /// Tells whether all that a site takes is bought and nothing is handed on: its hours then stand in the book of
    /// the matching, and need not be walked again.
    ///
    /// - Parameter accounts: What its journal has lines of.
    public static func buysOnly(_ accounts: some Sequence<Account>) -> Bool {
        var isSupplied = false
        for account in accounts {
            switch account {
            case .gridImport, .directLine: isSupplied = true
            case .gridExport, .storageCharge: return false
            default: if account.side == .supply { return false }
            }
        }
        return isSupplied
    }

    /// The match of a site that only buys, out of the book of the one year that holds the period.
    private static func bought(
        _ balances: Balances, _ allocations: [Int: Allocation]
    ) -> HourlyMatching? {
        let years = balances.period.years
        guard years.count == 1, let allocation = allocations[years.lowerBound] else { return nil }
        return allocation.hourlyMatch(of: balances.site.id, during: balances.interval)
    }

    /// Tells whether a site needs its hours for this: a battery hands on what it got in other hours.
    public static func needsHours(_ accounts: some Sequence<Account>) -> Bool {
        let accounts = Set(accounts)
        return accounts.contains(where: \.isOnsiteGeneration)
            && !accounts.isDisjoint(with: storage)
    }

    private static func hasStorage(_ closing: Closing) -> Bool {
        needsHours(closing.lines.map(\.account))
    }

    private static let storage: Set<Account> = [.storageCharge, .storageDischarge]
    /// Takes off own consumption whose certificates were sold: a month's null power is spread over the hours of
    /// the month in proportion to own consumption, because a sale names no hour.
    private static func takeSold(
        from green: inout [Int64], _ journal: Journal, _ period: Period,
        _ allocations: [Int: Allocation]
    ) {
        for month in period.months {
            guard let allocation = allocations[month.start.components.year],
                let whole = allocation.month(of: journal.site.id, holding: month)
            else { continue }
            let sold = [Account.onsiteSolar, .onsiteWind, .onsiteOther].reduce(Int64(0)) {
                $0 + allocation.nullPower(journal.site.id, $1, whole).joules
            }
            guard sold > 0 else { continue }
            let slots = journal.slots(of: month)
            let open = Array(green[slots])
            // Of a month that the period cuts, the part in proportion to its time.
            let (inside, all) = (
                month.interval(in: journal.site.calendar).seconds,
                whole.interval(in: journal.site.calendar).seconds
            )
            let part = Int64(Int128(sold) * Int128(inside) / Int128(all))
            for (slot, joules) in zip(slots, AllocationBook.spread(part, over: open)) {
                green[slot] -= joules
            }
        }
    }

    static let supply = Balances.facilitySupply.union([.storageDischarge])
}
