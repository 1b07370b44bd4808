import Quantities

/// A stamp as written in a file (时间戳).
public struct Timestamp: Hashable, Sendable {
    /// Unix seconds where an offset is written, else seconds on the wall clock since 1970.
    public let seconds: Int64
    /// Tells that no offset is written.
    public let isLocal: Bool
    /// Tells that a fraction of a second was cut off.
    public let hadFraction: Bool
    /// Tells that a time of day is written, not a date alone.
    public let hasTime: Bool
    /// Tells that a leap second is written, `23:59:60`; it is counted as the second after it.
    public let isLeapSecond: Bool

    /// In which order day and month stand where a slash or the year's place leaves it open.
    public enum DateOrder: String, Sendable, CaseIterable {
        case dayMonthYear = "dmy"
        case monthDayYear = "mdy"
    }

    /// Reads the forms that leave nothing to guess: `2026-01-31 00:15[:00][.000]`, with `T`, `Z` or
    /// an offset; `2026/1/31 0:15`; `2026年1月31日 0时15分`; `31.01.2026 00:15`; `31-Jan-2026`;
    /// `12:15 AM`, `上午12:15`; a date alone; `24:00`; `20260131`, `202601310015`,
    /// `20260131001500`; Unix time in seconds (10 digits, with a fraction too), milliseconds (13),
    /// microseconds (16) and nanoseconds (19).
    /// `31/01/2026` is read only when its order is given. Anything else is nil.
    public init?(_ bytes: UnsafeBufferPointer<UInt8>, order: DateOrder? = nil) {
        var cursor = TimestampCursor(bytes)
        let date: (year: Int, month: Int, day: Int)
        _ = cursor.weekday()
        if let (first, digits) = cursor.number() {
            if digits >= 8, let stamp = Timestamp(digits: first, count: digits, rest: &cursor) {
                self = stamp
                return
            }
            guard let read = cursor.date(after: first, digits: digits, order: order) else {
                return nil
            }
            date = read
        } else {
            guard let read = cursor.dateFromMonthName() else { return nil }
            date = read
        }
        guard let day = CivilDate(year: date.year, month: date.month, day: date.day)
        else { return nil }
        var local = day.dayNumber * 86_400
        var clock = TimestampCursor.Clock()
        var offset: Int64?
        let seenTime = !cursor.isAtEnd
        if seenTime {
            guard cursor.takeAny(" T") || cursor.isAfterDay, let time = cursor.time(),
                let zone = cursor.zone()
            else { return nil }
            clock = time
            local += time.seconds
            offset = zone.offset
        }
        guard cursor.isAtEnd else { return nil }
        self.init(
            seconds: local - (offset ?? 0), isLocal: offset == nil,
            hadFraction: clock.hadFraction, hasTime: seenTime, isLeapSecond: clock.isLeapSecond)
    }

    /// A stamp from text, for tests and small tables.
    public init?(text: String, order: DateOrder? = nil) {
        var text = text
        let stamp = text.withUTF8 { Timestamp($0, order: order) }
        guard let stamp else { return nil }
        self = stamp
    }

    /// A stamp of its parts.
    init(
        seconds: Int64, isLocal: Bool, hadFraction: Bool = false, hasTime: Bool = true,
        isLeapSecond: Bool = false
    ) {
        self.hasTime = hasTime
        self.seconds = seconds
        self.isLocal = isLocal
        self.hadFraction = hadFraction
        self.isLeapSecond = isLeapSecond
    }

    /// Digits only: a compact date and time, or Unix time.
    private init?(digits value: Int64, count: Int, rest cursor: inout TimestampCursor) {
        func compact(_ date: Int64, _ clock: Int64) -> Timestamp? {
            guard
                let day = CivilDate(
                    year: Int(date / 10_000), month: Int(date / 100 % 100), day: Int(date % 100))
            else { return nil }
            let (hour, minute, second) = (clock / 10_000, clock / 100 % 100, clock % 100)
            guard hour <= 24, minute < 60, second < 60, hour < 24 || minute + second == 0
            else { return nil }
            return Timestamp(
                seconds: day.dayNumber * 86_400 + hour * 3_600 + minute * 60 + second,
                isLocal: true, hasTime: count > 8)
        }
        func unix(parts: Int64) -> Timestamp {
            Timestamp(seconds: value / parts, isLocal: false, hadFraction: value % parts != 0)
        }
        if count == 10, cursor.take(".") {
            guard let fraction = cursor.number(), cursor.isAtEnd else { return nil }
            self.init(seconds: value, isLocal: false, hadFraction: fraction.value != 0)
            return
        }
        guard cursor.isAtEnd else { return nil }
        let stamp: Timestamp?
        switch count {
        case 8: stamp = compact(value, 0)
        case 10: stamp = Timestamp(seconds: value, isLocal: false)
        case 12: stamp = compact(value / 10_000, value % 10_000 * 100)
        case 13: stamp = unix(parts: 1_000)
        case 14: stamp = compact(value / 1_000_000, value % 1_000_000)
        case 16: stamp = unix(parts: 1_000_000)
        case 19: stamp = unix(parts: 1_000_000_000)
        default: stamp = nil
        }
        guard let stamp else { return nil }
        self = stamp
    }
}
