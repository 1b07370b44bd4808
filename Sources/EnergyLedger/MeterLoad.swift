public import Metering

/// A meter with the load that was derived from its readings.
public struct MeterLoad: Sendable {
    /// The meter.
    public let meter: Meter
    /// Its load in its own direction.
    public let own: LoadProfile
    /// Its load in the opposite direction, booked to the mirror account.
    public let mirror: LoadProfile
    /// Bookings that cross a local midnight of the site; where a period begins or ends inside
    /// one, the part inside is an estimate.
    public let midnightSpans: [Booking]
    /// Amounts far above what the meter usually shows.
    public let suspects: [Booking]
    /// Since when it is out of service for good [s, Unix time]; it counts zero from then on.
    public let outOfServiceSince: Int64?
    /// Tells that at some time, not only in the months at hand, energy flowed against the meter's own
    /// direction.
    public let flowsBothWays: Bool
    /// The maximum demand of its months; nil where it has none, or was derived before demand was.
    public let demands: [MonthlyDemand]?
    /// What estimation added, by the start of its slot [s, Unix time].
    public private(set) var estimates: [Int64: Estimate] = [:]

    /// Makes a load.
    public init(
        meter: Meter, own: LoadProfile, mirror: LoadProfile, midnightSpans: [Booking],
        suspects: [Booking], outOfServiceSince: Int64? = nil, flowsBothWays: Bool = false,
        demands: [MonthlyDemand]? = nil
    ) {
        self.meter = meter
        self.own = own
        self.mirror = mirror
        self.midnightSpans = midnightSpans
        self.suspects = suspects
        self.outOfServiceSince = outOfServiceSince
        self.demands = demands
        self.flowsBothWays = flowsBothWays || !mirror.months.isEmpty
    }

    /// The load with estimates beside what was measured.
    func adding(_ estimates: [Int64: Estimate]) -> MeterLoad {
        var load = self
        load.estimates = estimates
        return load
    }
}
