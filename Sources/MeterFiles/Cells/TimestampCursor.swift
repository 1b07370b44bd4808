/// Walks through the bytes of a stamp.
struct TimestampCursor {
    /// The offset that a stamp names [s]; nil when it names none.
    struct Zone { let offset: Int64? }

    /// A time of day.
    struct Clock {
        var seconds: Int64 = 0
        var hadFraction = false
        var isLeapSecond = false
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    /// Tells that the date ended with 日, after which a time may follow at once.
    private(set) var isAfterDay = false

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// Takes digits; nil when there is none or they do not fit 64 bits.
    mutating func number() -> (value: Int64, digits: Int)? {
        let start = index
        var value: Int64 = 0
        while let byte = next, byte >= 0x30, byte <= 0x39 {
            guard index - start < 19 else { return nil }
            let (tens, first) = value.multipliedReportingOverflow(by: 10)
            let (sum, second) = tens.addingReportingOverflow(Int64(byte - 0x30))
            guard !first, !second else { return nil }
            value = sum
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

    // MARK: - The date

    private static let months = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// The rest of a date whose first number was taken.
    mutating func date(
        after first: Int64, digits: Int, order: Timestamp.DateOrder?
    ) -> (year: Int, month: Int, day: Int)? {
        if digits == 4 {
            if take("年") {
                guard let month = upTo(2), take("月"), let day = upTo(2), take("日")
                else { return nil }
                isAfterDay = true
                return (Int(first), month, day)
            }
            for separator in ["-", "/", "."] as [StaticString] where take(separator) {
                guard let month = upTo(2), take(separator), let day = upTo(2) else { return nil }
                return (Int(first), month, day)
            }
            return nil
        }
        guard digits <= 2 else { return nil }
        if take(".") {
            // `5. Dez. 2025`
            if take(" "), let month = monthName() {
                _ = take(".")
                guard takeAny(" -"), let year = year() else { return nil }
                return (year, month, Int(first))
            }
            guard let month = upTo(2), take("."), let year = year() else { return nil }
            return (year, month, Int(first))
        }
        guard takeAny("/- ") else { return nil }
        if let month = monthName() {
            _ = take(".")
            guard takeAny("/- "), let year = year(orShort: true) else { return nil }
            return (year, month, Int(first))
        }
        guard let order, let second = upTo(2), takeAny("/-"), let year = year() else { return nil }
        return order == .dayMonthYear ? (year, second, Int(first)) : (year, Int(first), second)
    }

    /// `Jan 31, 2026`.
    mutating func dateFromMonthName() -> (year: Int, month: Int, day: Int)? {
        guard let month = monthName(), take(" "), let day = upTo(2) else { return nil }
        _ = take(",")
        guard take(" "), let year = year() else { return nil }
        return (year, month, day)
    }

    private mutating func upTo(_ width: Int) -> Int? {
        guard let number = number(), number.digits <= width else { return nil }
        return Int(number.value)
    }

    /// - Parameter orShort: Two digits are a year of this century: behind the name of a month no day stands.
    private mutating func year(orShort: Bool = false) -> Int? {
        guard let number = number() else { return nil }
        if orShort, number.digits == 2 { return 2_000 + Int(number.value) }
        return number.digits == 4 ? Int(number.value) : nil
    }

    /// Takes a day of the week before a date: `Mon, `, `Monday `, `Mo `.
    mutating func weekday() -> Bool {
        guard let first = next, (0x61...0x7A).contains(first | 0x20) else { return false }
        let start = index
        var letters: [UInt8] = []
        while let byte = next, (0x61...0x7A).contains(byte | 0x20), letters.count < 10 {
            letters.append(byte | 0x20)
            index += 1
        }
        _ = take(".")
        _ = take(",")
        guard Self.weekdays.contains(String(decoding: letters, as: UTF8.self)), take(" ") else {
            index = start
            return false
        }
        return true
    }

    private static let weekdays: Set<String> = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday",
        "thursday", "friday", "saturday", "sunday", "mo", "di", "mi", "do", "fr", "sa", "so",
        "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag",
    ]

    /// A month, in English by its first three letters or in full, else as it is written in another language.
    private mutating func monthName() -> Int? {
        let start = index
        var letters: [UInt8] = []
        while let byte = next, (0x61...0x7A).contains(byte | 0x20), letters.count < 10 {
            letters.append(byte | 0x20)
            index += 1
        }
        let word = String(decoding: letters, as: UTF8.self)
        if letters.count >= 3, next ?? 0 < 0x80,
            let month = Self.months.firstIndex(where: { word.hasPrefix($0) })
        {
            return month + 1
        }
        index = start
        while let byte = next, (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80,
            index - start < 16
        {
            index += 1
        }
        let name = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
        guard let month = PeriodText.months[name] else {
            index = start
            return nil
        }
        return month
    }

    // MARK: - The time

    /// `0:15`, `00:15:00`, `00:15:00.000`, `12:15 AM`, `上午12:15`, `0时15分`; `24:00` is the end of
    /// the day, `23:59:60` the leap second before it.
    mutating func time() -> Clock? {
        while take(" ") {}
        var half = chineseHalf()
        guard let hour = number(), hour.digits <= 2 else { return nil }
        var minute: Int64 = 0
        var second: Int64 = 0
        var clock = Clock()
        if take("时") || take("點") || take("点") {
            if let minutes = number() {
                guard minutes.digits <= 2, take("分") else { return nil }
                minute = minutes.value
                if let seconds = number() {
                    guard seconds.digits <= 2, take("秒") else { return nil }
                    second = seconds.value
                }
            }
        } else {
            let isColon = take(":")
            if !isColon, let name = englishHalf() {
                half = half ?? name
            } else {
                // Some spreadsheets part hours and minutes by a point: `23.00`.
                guard isColon || take("."), let minutes = number(), minutes.digits == 2 else {
                    return nil
                }
                minute = minutes.value
                if take(isColon ? ":" : ".") {
                    guard let seconds = number(), seconds.digits == 2 else { return nil }
                    second = seconds.value
                    if takeAny(".,") {
                        guard let fraction = number() else { return nil }
                        clock.hadFraction = fraction.value != 0
                    }
                }
            }
        }
        half = half ?? englishHalf()
        var hours = hour.value
        if let half {
            guard (1...12).contains(hours) else { return nil }
            hours = hours % 12 + (half == .afternoon ? 12 : 0)
        }
        clock.isLeapSecond = hours == 23 && minute == 59 && second == 60
        guard minute < 60, second < 60 || clock.isLeapSecond else { return nil }
        let rest = minute * 60 + second
        guard hours < 24 || (hours == 24 && rest == 0 && !clock.hadFraction) else { return nil }
        clock.seconds = hours * 3_600 + rest
        return clock
    }

    private enum Half { case morning, afternoon }

    private mutating func chineseHalf() -> Half? {
        for (word, half) in [("上午", .morning), ("下午", .afternoon)] as [(StaticString, Half)]
        where take(word) {
            while take(" ") {}
            return half
        }
        return nil
    }

    private mutating func englishHalf() -> Half? {
        let start = index
        while take(" ") {}
        guard let letter = next, letter | 0x20 == 0x61 || letter | 0x20 == 0x70 else {
            index = start
            return nil
        }
        index += 1
        _ = take(".")
        guard takeAny("mM") else {
            index = start
            return nil
        }
        _ = take(".")
        return letter | 0x20 == 0x61 ? .morning : .afternoon
    }

    /// Nothing, `Z`, `UTC`, `GMT`, `+08`, `+0800` or `+08:00`; nil when something else follows.
    mutating func zone() -> Zone? {
        while take(" ") {}
        if isAtEnd { return Zone(offset: nil) }
        if takeAny("Zz") || take("UTC") || take("GMT") {
            if isAtEnd { return Zone(offset: 0) }
        }
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
