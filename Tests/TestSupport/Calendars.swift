package import Quantities

extension LocalCalendar {
    /// UTC+8 all year.
    package static let shanghai = LocalCalendar(
        identifier: "Asia/Shanghai", changes: [], offsets: [28_800])

    /// UTC+5:30 all year.
    package static let kolkata = LocalCalendar(
        identifier: "Asia/Kolkata", changes: [], offsets: [19_800])

    /// Central European time: forward on the last Sunday of March at 01:00 UTC, back on that of
    /// October.
    package static let berlin = LocalCalendar(
        identifier: "Europe/Berlin",
        changes: [
            .clock("2025-03-30 01:00"), .clock("2025-10-26 01:00"), .clock("2026-03-29 01:00"),
            .clock("2026-10-25 01:00"),
        ],
        offsets: [3_600, 7_200, 3_600, 7_200, 3_600])

    /// Clocks go forward at midnight, so that a day begins at one o'clock.
    package static let santiago = LocalCalendar(
        identifier: "America/Santiago",
        changes: [.clock("2025-04-06 03:00"), .clock("2025-09-07 04:00")],
        offsets: [-10_800, -14_400, -10_800])
}

extension Int64 {
    /// Seconds since 1970 of `2025-03-30` or `2025-03-30 01:00`, on a wall clock or in UTC.
    package static func clock(_ text: String) -> Int64 {
        guard let date = CivilDate(iso: text.prefix(10)) else {
            preconditionFailure("\(text) is no date")
        }
        let parts = text.dropFirst(11).split(separator: ":").compactMap { Int64($0) }
        return zip(parts, [3_600, 60, 1]).reduce(date.dayNumber * 86_400) { $0 + $1.0 * $1.1 }
    }
}
