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

    /// All of it.
    public var total: Int64 { joules.reduce(0, +) }
}

/// What one site buys in each slot of a matching year, and the month that each slot lies in.
public struct HourlyConsumption: Sendable {
    let firstSlot: Int64
    let slotSeconds: Int64
    /// The first slot of each month, and the end of the last.
    let monthBounds: [Int]
    /// For `grid_import` and `direct_line` [J], then own consumption.
    var uncovered: [[Int64]]

    /// Takes the bought electricity and the own consumption out of a journal.
    public init(of journal: Journal, months: [Period]) {
        firstSlot = journal.interval.start
        slotSeconds = journal.slotSeconds
        let calendar = journal.site.calendar
        let slotSeconds = slotSeconds
        func slot(_ instant: Int64) -> Int {
            Int((instant - journal.interval.start) / slotSeconds)
        }
        monthBounds =
            months.map { slot($0.interval(in: calendar).start) }
            + months.suffix(1).map { slot($0.interval(in: calendar).end) }
        func column(_ account: Account) -> [Int64] { journal.amounts(of: [account]) }
        uncovered = SiteConsumption.accounts.prefix(2).map(column)
    }
}

/// Load and lots by the hour, where the profile matches by the hour (ghg_protocol_hourly).
public struct HourlyBook: Sendable {
    private var sites: [HourlyConsumption]
    private let profiles: [String: HourlyProfile]
    /// What lots and proven direct lines cover in each slot [J], by site.
    private var covered: [[Int64]]

    /// Makes a book of all sites, in the order of the allocation.
    public init(sites: [HourlyConsumption], profiles: [String: HourlyProfile]) {
        self.sites = sites
        self.profiles = profiles
        covered = sites.map { Array(repeating: 0, count: $0.uncovered[0].count) }
    }

    /// What lots and proven direct lines cover in each slot of an interval at a site [J].
    public func covered(site number: Int, during interval: Interval) -> [Int64] {
        let site = sites[number]
        let first = Int((interval.start - site.firstSlot) / site.slotSeconds)
        let end = Int((interval.end - site.firstSlot) / site.slotSeconds)
        return (first..<max(first, end)).map { slot in
            covered[number].indices.contains(slot) ? covered[number][slot] : 0
        }
    }

    /// Takes off what direct lines cover already: it is spread over the hours of each month in
    /// proportion to what the line brought.
    mutating func settle(after book: AllocationBook) {
        for number in sites.indices {
            let bounds = sites[number].monthBounds
            let line = sites[number].uncovered[1]
            guard line.contains(where: { $0 > 0 }) else { continue }
            var left: [Int64] = []
            left.reserveCapacity(line.count)
            for month in bounds.indices.dropLast() {
                let open = book.left(site: number, account: 1, month: month)
                left += AllocationBook.spread(
                    open, over: Array(line[bounds[month]..<bounds[month + 1]]))
            }
            for slot in left.indices { covered[number][slot] += line[slot] - left[slot] }
            sites[number].uncovered[1] = left
        }
    }

    /// Draws a lot hour by hour; in an hour with too little of it the sites get it in proportion, the
    /// remainder one joule each to the first.
    mutating func draw(
        _ assessment: LotAssessment, sites numbers: [Int]
    ) -> [(site: Int, account: Int, month: Int, joules: Int64)] {
        guard let profile = profiles[assessment.lot.id] else { return [] }
        var drawn: [[Int64]] = numbers.map {
            Array(repeating: 0, count: 2 * (sites[$0].monthBounds.count - 1))
        }
        var places: [(number: Int, account: Int, slot: Int)] = []
        var open: [Int64] = []
        for (offset, amount) in profile.joules.enumerated() where amount > 0 {
            places.removeAll(keepingCapacity: true)
            open.removeAll(keepingCapacity: true)
            let hour = (profile.firstHour + Int64(offset)) * 3_600
            for (index, number) in numbers.enumerated() {
                let site = sites[number]
                for slot in site.slots(ofHour: hour) {
                    for account in 0..<2 where site.uncovered[account][slot] > 0 {
                        places.append((index, account, slot))
                        open.append(site.uncovered[account][slot])
                    }
                }
            }
            for (place, joules) in zip(places, AllocationBook.spread(amount, over: open)) {
                guard joules > 0 else { continue }
                let number = numbers[place.number]
                sites[number].uncovered[place.account][place.slot] -= joules
                covered[number][place.slot] += joules
                let months = sites[number].monthBounds.count - 1
                let month = sites[number].month(ofSlot: place.slot)
                drawn[place.number][place.account * months + month] += joules
            }
        }
        var parts: [(site: Int, account: Int, month: Int, joules: Int64)] = []
        for (index, number) in numbers.enumerated() {
            let months = sites[number].monthBounds.count - 1
            for (place, joules) in drawn[index].enumerated() where joules > 0 {
                parts.append((number, place / months, place % months, joules))
            }
        }
        return parts
    }
}

extension HourlyConsumption {
    /// The slots that begin in an hour and lie in the year.
    func slots(ofHour hour: Int64) -> Range<Int> {
        let count = uncovered[0].count
        let first = LocalCalendar.floor(hour - firstSlot + slotSeconds - 1, by: slotSeconds)
        let end = LocalCalendar.floor(hour + 3_600 - firstSlot + slotSeconds - 1, by: slotSeconds)
        let from = Int(max(0, min(first, Int64(count))))
        return from..<Int(max(Int64(from), min(end, Int64(count))))
    }

    /// The month of a slot.
    func month(ofSlot slot: Int) -> Int {
        var (low, high) = (0, monthBounds.count - 1)
        while high - low > 1 {
            let middle = (low + high) / 2
            if monthBounds[middle] <= slot { low = middle } else { high = middle }
        }
        return low
    }
}
