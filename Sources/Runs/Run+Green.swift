import CarbonAccounting
import Reporting

extension Run {
    /// Consumption and green power of a site hour by hour [J] (逐小时绿电); nil in both where an hour does not
    /// count. Their smaller parts sum to the hourly match.
    public func greenHours(of site: SiteResult) -> (load: [Int64?], green: [Int64?]) {
        HourlyGreen.hours(of: site.balances, allocations: matching.hourly)
    }

    /// What is known hour by hour: the matching of lots, and of a run over one site, whose hours were walked, what
    /// that site had left over.
    var hourlyRecord: HourlyRecord {
        let allocations = matching.hourly.sorted { $0.key < $1.key }.map(\.value)
        guard sites.count == 1, sites[0].balances.hours != nil else {
            return HourlyRecord(allocations: allocations)
        }
        let (load, green) = greenHours(of: sites[0])
        let journal = sites[0].balances.journal
        let surplus = load.indices.compactMap { slot -> HourlyBook.Surplus? in
            guard let used = load[slot], let made = green[slot], made > used else { return nil }
            return HourlyBook.Surplus(start: journal.start(ofSlot: slot), joules: made - used)
        }
        return HourlyRecord(allocations: allocations, surplus: [sites[0].site.id: surplus])
    }
}
