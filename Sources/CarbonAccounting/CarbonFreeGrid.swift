import Quantities

/// The carbon-free share of a grid by the hour (电网逐小时零碳占比), as a user brings it [millionths].
public struct CarbonFreeGrid: Hashable, Sendable {
    /// An hour without a value.
    public static let missing: Int64 = -1

    /// The first hour [h since 1970].
    public let firstHour: Int64
    /// The shares [millionths], `missing` where there is none.
    public let millionths: [Int64]

    /// Makes a column of shares.
    public init(firstHour: Int64, millionths: [Int64]) {
        self.firstHour = firstHour
        self.millionths = millionths
    }

    /// The share in the hour of an instant; nil when it is missing.
    func share(at instant: Int64) -> Int64? {
        let place = LocalCalendar.floor(instant, by: 3_600) - firstHour
        guard place >= 0, place < Int64(millionths.count) else { return nil }
        let share = millionths[Int(place)]
        return share == Self.missing ? nil : share
    }
}
