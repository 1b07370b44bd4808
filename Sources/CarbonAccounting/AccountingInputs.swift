public import Metering

/// What an inventory is made of beside the balances of the site (清单输入).
public struct AccountingInputs: Sendable {
    /// The matching of each calendar year, over all sites of the portfolio.
    public let allocations: [Int: Allocation]
    /// The matching by the rule of the green share, which the accounting profile does not change.
    public let greenAllocations: [Int: Allocation]
    /// The matching by the hour of the lots whose generation is known by the hour.
    public let hourlyAllocations: [Int: Allocation]
    /// The activities of the site.
    public let activities: [Activity]
    /// The meters of the site, for the media of fuel meters.
    public let meters: [Meter]
    /// The intensity of the site's grid by the hour, where the portfolio brings it.
    public let intensity: IntensityProfile?
    /// The carbon-free share of the site's grid by the hour, where the portfolio brings it.
    public let carbonFreeGrid: CarbonFreeGrid?
    /// The errors that the classes of meters allow, by meter.
    public let meterClasses: [MeterClass.Key: MeterClass]

    /// Makes inputs; without arguments there are none.
    public init(
        allocations: [Int: Allocation] = [:], greenAllocations: [Int: Allocation]? = nil,
        hourlyAllocations: [Int: Allocation] = [:], activities: [Activity] = [],
        meters: [Meter] = [],
        intensity: IntensityProfile? = nil, carbonFreeGrid: CarbonFreeGrid? = nil,
        meterClasses: [MeterClass.Key: MeterClass] = [:]
    ) {
        self.allocations = allocations
        self.greenAllocations = greenAllocations ?? allocations
        self.hourlyAllocations = hourlyAllocations
        self.activities = activities
        self.meters = meters
        self.intensity = intensity
        self.carbonFreeGrid = carbonFreeGrid
        self.meterClasses = meterClasses
    }
}
