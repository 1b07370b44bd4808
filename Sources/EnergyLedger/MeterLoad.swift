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

    /// Makes a load.
    public init(
        meter: Meter, own: LoadProfile, mirror: LoadProfile, midnightSpans: [Booking],
        suspects: [Booking]
    ) {
        self.meter = meter
        self.own = own
        self.mirror = mirror
        self.midnightSpans = midnightSpans
        self.suspects = suspects
    }
}
