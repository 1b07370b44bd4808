import CarbonAccounting

extension Run {
    /// Consumption and green power of a site hour by hour [J] (逐小时绿电); nil in both where an hour does not
    /// count. Their smaller parts sum to the hourly match.
    public func greenHours(of site: SiteResult) -> (load: [Int64?], green: [Int64?]) {
        HourlyGreen.hours(of: site.balances, allocations: matching.hourly)
    }

    /// The matching by the hour of each year, the earliest first.
    var hourlyAllocations: [Allocation] {
        matching.hourly.sorted { $0.key < $1.key }.map(\.value)
    }
}
