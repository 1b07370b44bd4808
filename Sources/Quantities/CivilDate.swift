/// A day of the Gregorian calendar, without a place on earth.
public struct CivilDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    public let dayNumber: Int64

    /// Makes a date from its day number.
    public init(dayNumber: Int64) { self.dayNumber = dayNumber }

    /// Makes a date; nil when there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...12).contains(month), (1...10_000).contains(year),
            day >= 1, day <= Self.days(inMonth: month, of: year)
        else { return nil }
        // Days are counted from March, so that a leap day ends its year.
        let shifted = Int64(month <= 2 ? year - 1 : year)
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = Int64((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(dayNumber: era * 146_097 + dayOfEra - 719_468)
    }

    /// Reads `2026-07-01`; anything else is nil.
    public init?(iso text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Year, month (1 to 12) and day (1 to 31).
    public var components: (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let fromMarch = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * fromMarch + 2) / 5 + 1)
        let month = Int(fromMarch < 10 ? fromMarch + 3 : fromMarch - 9)
        return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, day)
    }

    /// The first day of the month that lies `count` months later.
    public func firstOfMonth(adding count: Int = 0) -> CivilDate {
        let (year, month, _) = components
        let months = year * 12 + month - 1 + count
        return CivilDate(year: months / 12, month: months % 12 + 1, day: 1) ?? self
    }

    /// The date some days later.
    public func adding(days: Int64) -> CivilDate { CivilDate(dayNumber: dayNumber + days) }

    /// Whole years that have passed on a later day (周年数); below zero before it. Who began on 29 February completes
    /// a year on 1 March where there is no such day.
    public func wholeYears(until day: CivilDate) -> Int {
        let (began, now) = (components, day.components)
        let isBefore = (now.month, now.day) < (began.month, began.day)
        return now.year - began.year - (isBefore ? 1 : 0)
    }

    /// The day on which some whole years have passed.
    public func adding(years: Int) -> CivilDate {
        let (year, month, day) = components
        return CivilDate(year: year + years, month: month, day: day)
            ?? firstOfMonth(adding: 12 * years + 1)
    }

    /// How many days a month has.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        if month == 2 {
            return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// Ordered in time.
    public static func < (lhs: CivilDate, rhs: CivilDate) -> Bool { lhs.dayNumber < rhs.dayNumber }
}

extension CivilDate: CustomStringConvertible {
    /// The date as `2026-07-01`.
    public var description: String {
        let (year, month, day) = components
        func padded(_ value: Int, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }
}
