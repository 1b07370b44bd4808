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

    /// In which order day and month stand where a slash or the year's place leaves it open.
    public enum DateOrder: String, Sendable, CaseIterable {
        case dayMonthYear = "dmy"
        case monthDayYear = "mdy"
    }

    /// Reads the forms that leave nothing to guess: `2026-01-31 00:15[:00][.000]`, with `T`, `Z` or
    /// an offset; `2026/1/31 0:15`; `2026年1月31日 00:15`; `31.01.2026 00:15`; a date alone; `24:00`;
    /// `20260131`, `202601310015`, `20260131001500`; Unix seconds (10 digits) and milliseconds (13).
    /// `31/01/2026` is read only when its order is given. Anything else is nil.
    public init?(_ bytes: UnsafeBufferPointer<UInt8>, order: DateOrder? = nil) {
        var cursor = Cursor(bytes)
        guard let (first, digits) = cursor.number() else { return nil }
        if cursor.isAtEnd, digits >= 8 {
            guard let stamp = Timestamp(digits: first, count: digits) else { return nil }
            self = stamp
            return
        }
        guard let date = cursor.date(after: first, digits: digits, order: order),
            let day = CivilDate(year: date.year, month: date.month, day: date.day)
        else { return nil }
        var local = day.dayNumber * 86_400
        var hadFraction = false
        var offset: Int64?
        let seenTime = !cursor.isAtEnd
        if seenTime {
            guard cursor.takeAny(" T"), let time = cursor.time() else { return nil }
            local += time.seconds
            hadFraction = time.hadFraction
            guard let zone = cursor.zone() else { return nil }
            offset = zone.offset
        }
        guard cursor.isAtEnd else { return nil }
        hasTime = seenTime
        seconds = local - (offset ?? 0)
        isLocal = offset == nil
        self.hadFraction = hadFraction
    }

    /// A stamp from text, for tests and small tables.
    public init?(text: String, order: DateOrder? = nil) {
        var text = text
        let stamp = text.withUTF8 { Timestamp($0, order: order) }
        guard let stamp else { return nil }
        self = stamp
    }

    private init(
        seconds: Int64, isLocal: Bool, hadFraction: Bool = false, hasTime: Bool = true
    ) {
        self.hasTime = hasTime
        self.seconds = seconds
        self.isLocal = isLocal
        self.hadFraction = hadFraction
    }

    /// Digits only: a compact date and time, or Unix time.
    private init?(digits value: Int64, count: Int) {
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
        let stamp: Timestamp?
        switch count {
        case 8: stamp = compact(value, 0)
        case 10: stamp = Timestamp(seconds: value, isLocal: false)
        case 12: stamp = compact(value / 10_000, value % 10_000 * 100)
        case 13:
            stamp = Timestamp(
                seconds: value / 1_000, isLocal: false, hadFraction: value % 1_000 != 0)
        case 14: stamp = compact(value / 1_000_000, value % 1_000_000)
        default: stamp = nil
        }
        guard let stamp else { return nil }
        self = stamp
    }
}

/// Walks through the bytes of a stamp.
private struct Cursor {
    /// The offset that a stamp names [s]; nil when it names none.
    struct Zone { let offset: Int64? }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Takes digits; nil when there is none or there are more than 18.
    mutating func number() -> (value: Int64, digits: Int)? {
        let start = index
        var value: Int64 = 0
        while let byte = next, byte >= 0x30, byte <= 0x39 {
            guard index - start < 18 else { return nil }
            value = value * 10 + Int64(byte - 0x30)
            index += 1
        }
        return index > start ? (value, index - start) : nil
    }

    mutating func take(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard index + length <= bytes.count else { return false }
        for offset in 0..<length where bytes[index + offset] != text.utf8Start[offset] {
            return false
        }
        index += length
        return true
    }

    mutating func takeAny(_ text: StaticString) -> Bool {
        guard let byte = next else { return false }
        for offset in 0..<text.utf8CodeUnitCount where text.utf8Start[offset] == byte {
            index += 1
            return true
        }
        return false
    }

    /// The rest of a date whose first number was taken.
    mutating func date(
        after first: Int64, digits: Int, order: Timestamp.DateOrder?
    ) -> (year: Int, month: Int, day: Int)? {
        func upTo(_ width: Int, _ number: (value: Int64, digits: Int)?) -> Int? {
            guard let number, number.digits <= width else { return nil }
            return Int(number.value)
        }
        if digits == 4 {
            if take("年") {
                guard let month = upTo(2, number()), take("月"), let day = upTo(2, number()),
                    take("日")
                else { return nil }
                return (Int(first), month, day)
            }
            for separator in ["-", "/", "."] as [StaticString] where take(separator) {
                guard let month = upTo(2, number()), take(separator), let day = upTo(2, number())
                else { return nil }
                return (Int(first), month, day)
            }
            return nil
        }
        guard digits <= 2 else { return nil }
        if take(".") {
            guard let month = upTo(2, number()), take("."), let year = number(), year.digits == 4
            else { return nil }
            return (Int(year.value), month, Int(first))
        }
        guard let order, takeAny("/-"), let second = upTo(2, number()), takeAny("/-"),
            let year = number(), year.digits == 4
        else { return nil }
        return order == .dayMonthYear
            ? (Int(year.value), second, Int(first)) : (Int(year.value), Int(first), second)
    }

    /// `0:15`, `00:15:00`, `00:15:00.000`; `24:00` is the end of the day.
    mutating func time() -> (seconds: Int64, hadFraction: Bool)? {
        while take(" ") {}
        guard let hour = number(), hour.digits <= 2, take(":"), let minute = number(),
            minute.digits == 2, minute.value < 60
        else { return nil }
        var second: Int64 = 0
        var hadFraction = false
        if take(":") {
            guard let seconds = number(), seconds.digits == 2, seconds.value < 60 else {
                return nil
            }
            second = seconds.value
            if takeAny(".,") {
                guard let fraction = number() else { return nil }
                hadFraction = fraction.value != 0
            }
        }
        let rest = minute.value * 60 + second
        guard hour.value < 24 || (hour.value == 24 && rest == 0) else { return nil }
        return (hour.value * 3_600 + rest, hadFraction)
    }

    /// Nothing, `Z`, `+08`, `+0800` or `+08:00`; nil when something else follows.
    mutating func zone() -> Zone? {
        while take(" ") {}
        if isAtEnd { return Zone(offset: nil) }
        if takeAny("Zz") { return Zone(offset: 0) }
        guard let sign = next, takeAny("+-"), let hours = number() else { return nil }
        var (hour, minute) = (hours.value, Int64(0))
        if hours.digits == 4 {
            (hour, minute) = (hours.value / 100, hours.value % 100)
        } else {
            guard hours.digits == 2 else { return nil }
            if take(":") {
                guard let minutes = number(), minutes.digits == 2 else { return nil }
                minute = minutes.value
            }
        }
        guard hour <= 18, minute < 60 else { return nil }
        let offset = hour * 3_600 + minute * 60
        return Zone(offset: sign == UInt8(ascii: "-") ? -offset : offset)
    }
}
