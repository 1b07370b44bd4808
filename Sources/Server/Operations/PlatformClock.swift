import Foundation
import Quantities

/// The platform's clock (时钟); a test turns it by hand.
struct PlatformClock: Sendable {
    /// Seconds since 1970, UTC, with their fraction.
    let precise: @Sendable () -> Double
    /// Seconds since some instant, which nobody sets back: for how long ago something was.
    let steady: @Sendable () -> Double

    /// The clock of the machine.
    static let system: PlatformClock = {
        let start = ContinuousClock.now
        return PlatformClock {
            Date().timeIntervalSince1970
        } steady: {
            (ContinuousClock.now - start).inSeconds
        }
    }()

    /// Whole seconds since 1970, UTC.
    var now: Int64 { Int64(precise()) }

    /// Today in UTC.
    var today: CivilDate { CivilDate(dayNumber: LocalCalendar.floor(now, by: 86_400)) }
}
