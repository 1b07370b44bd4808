public import EnergyLedger
import Metering
public import Quantities

/// Generation of a lot by hour (逐小时发电曲线): whole joules of consecutive UTC hours.
public struct HourlyProfile: Hashable, Sendable {
    /// The first hour [h since 1970].
    public let firstHour: Int64
    /// The amounts [J].
    public let joules: [Int64]

    /// Makes a profile of whole hours.
    public init(firstHour: Int64, joules: [Int64]) {
        self.firstHour = firstHour
        self.joules = joules
    }

    /// All of it [J]; nil where it does not fit.
    public var total: Int64? { Int64(exactly: joules.reduce(Int128(0)) { $0 + Int128($1) }) }
}

/// What one site buys in each slot of a matching year, and the month that each slot lies in.
public struct HourlyConsumption: Sendable {
    let frame: SlotFrame
    /// For each slot whether all meters of supply have it.
    let counts: [Bool]
    /// What is not covered yet of `grid_import` in each slot [J].
    var grid: [Int64]
    /// What is not covered yet of `direct_line` [J]; empty where the site has none.
    var line: [Int64]

    /// Takes the bought electricity out of a journal.
    public init(of journal: Journal, months: [Period]) {
        let slots = months.map(journal.slots(of:))
        frame = SlotFrame(
            firstSlot: journal.interval.start, slotSeconds: journal.slotSeconds,
            monthBounds: slots.map(\.lowerBound) + slots.suffix(1).map(\.upperBound))
        counts = journal.hours(of: HourlyGreen.supply)
        grid = journal.amounts(of: [.gridImport])
        line =
            journal.columns.contains { $0.account == .directLine }
            ? journal.amounts(of: [.directLine]) : []
    }
}

/// Load and lots by the hour, where the profile matches by the hour (ghg_protocol_hourly).
public struct HourlyBook: Sendable {
    /// What a lot made in an hour and no load took (逐小时盈余).
    public struct Surplus: Hashable, Sendable {
        /// The start of the hour [s, Unix time].
        public let start: Int64
        /// The amount [J].
        public let joules: Int64

        /// Makes a record.
        public init(start: Int64, joules: Int64) {
            self.start = start
            self.joules = joules
        }
    }

    private var sites: [HourlyConsumption]
    private let profiles: [String: HourlyProfile]
    /// What lots and proven direct lines cover in each slot [J], by site.
    private var covered: [[Int64]]
    /// What of it proven direct lines cover [J]; empty where a site has none.
    private var lines: [[Int64]]
    /// What each lot has left over, by its name, in the order of the hours; an hour without is left out.
    public private(set) var surplus: [String: [Surplus]] = [:]

    /// Makes a book of all sites, in the order of the allocation.
    public init(sites: [HourlyConsumption], profiles: [String: HourlyProfile]) {
        self.sites = sites
        self.profiles = profiles
        covered = sites.map { Array(repeating: 0, count: $0.grid.count) }
        lines = sites.map { _ in [] }
    }

    /// What covers consumption hour by hour.
    public struct Cover: Hashable, Sendable {
        /// What proven direct lines brought in each slot [J].
        public let lines: [Int64]
        /// What lots of known hours cover in each slot [J].
        public let lots: [Int64]
    }

    /// What lots and proven direct lines cover in each slot of an interval at a site.
    public func covered(site number: Int, during interval: Interval) -> Cover {
        let slots = sites[number].frame.slots(during: interval)
        func amount(_ column: [Int64], _ slot: Int) -> Int64 {
            column.indices.contains(slot) ? column[slot] : 0
        }
        let lines = slots.map { amount(self.lines[number], $0) }
        return Cover(
            lines: lines, lots: zip(slots, lines).map { amount(covered[number], $0) - $1 })
    }

    /// The match of a site that has no green power but what is bought, over the slots of an interval that count;
    /// nil where the book does not hold all of them.
    func match(site number: Int, during interval: Interval) -> HourlyMatching? {
        let site = sites[number]
        let slots = site.frame.slots(during: interval)
        guard 0 <= slots.lowerBound, !slots.isEmpty, slots.upperBound <= site.grid.count else {
            return nil
        }
        var (load, green): ([Int64], [Int64]) = ([], [])
        load.reserveCapacity(slots.count)
        green.reserveCapacity(slots.count)
        for slot in slots where site.counts[slot] {
            let taken = covered[number][slot]
            let open = site.grid[slot] + (site.line.isEmpty ? 0 : site.line[slot])
            load.append(max(0, open + taken))
            green.append(max(0, taken))
        }
        return HourlyMatching(load: load, generation: green)
    }

    /// Takes off what direct lines cover already: it is spread over the hours of each month in
    /// proportion to what the line brought.
    mutating func settle(after book: AllocationBook) {
        for number in sites.indices {
            let bounds = sites[number].frame.monthBounds
            let line = sites[number].line
            guard line.contains(where: { $0 > 0 }) else { continue }
            var left: [Int64] = []
            left.reserveCapacity(line.count)
            for month in bounds.indices.dropLast() {
                let open = book.left(site: number, account: 1, month: month)
                left += AllocationBook.spread(
                    open, over: Array(line[bounds[month]..<bounds[month + 1]]))
            }
            lines[number] = left.indices.map { line[$0] - left[$0] }
            for slot in left.indices { covered[number][slot] += lines[number][slot] }
            sites[number].line = left
        }
    }

    /// Draws a lot hour by hour; in an hour with too little of it the sites get it in proportion, the
    /// remainder one joule each to the first.
    mutating func draw(
        _ assessment: LotAssessment, sites numbers: [Int]
    ) -> [(site: Int, account: Int, month: Int, joules: Int64)] {
        let id = assessment.lot.id
        guard let profile = profiles[id] else { return [] }
        var hours = HourlyDraw(profile)
        for number in numbers { hours.count(sites[number]) }
        hours.close()
        // Of each account in turn, by the month.
        var drawn = numbers.map {
            [Int64](repeating: 0, count: 2 * sites[$0].frame.monthCount)
        }
        for (index, number) in numbers.enumerated() {
            let (frame, count) = (sites[number].frame, sites[number].frame.monthCount)
            hours.deal(
                &sites[number].grid, of: frame, covering: &covered[number],
                drawn: &drawn[index][..<count])
            hours.deal(
                &sites[number].line, of: frame, covering: &covered[number],
                drawn: &drawn[index][count...])
        }
        for (index, number) in numbers.enumerated() where hours.hasRest {
            hours.dealRest(to: &sites[number], covering: &covered[number], drawn: &drawn[index])
        }
        surplus[id] = hours.surplus
        var parts: [(site: Int, account: Int, month: Int, joules: Int64)] = []
        for (index, number) in numbers.enumerated() {
            let months = sites[number].frame.monthCount
            for (place, joules) in drawn[index].enumerated() where joules > 0 {
                parts.append((number, place / months, place % months, joules))
            }
        }
        return parts
    }
}
