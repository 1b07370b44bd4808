import Quantities

/// The rule by which a zone goes on after the last change of its table (POSIX TZ text, RFC 8536
/// section 3.3), such as `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
    /// When in a year the offset changes.
    private struct Turn {
        let month: Int
        let week: Int
        let weekday: Int
        /// Seconds after local midnight.
        let time: Int64
    }

    private let standard: Int64
    private let daylight: Int64
    private let begins: Turn
    private let ends: Turn

    /// Reads the rule; nil when the zone has none, or one not of the month-week-day form.
    init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 3, let begins = Self.turn(parts[1]), let ends = Self.turn(parts[2])
        else { return nil }
        var rest = parts[0]
        guard Self.takeName(&rest), let standard = Self.takeTime(&rest), Self.takeName(&rest)
        else { return nil }
        self.standard = -standard
        daylight = Self.takeTime(&rest).map { -$0 } ?? -standard + 3_600
        self.begins = begins
        self.ends = ends
    }

    /// The changes after an instant, year by year.
    func changes(after instant: Int64?, to lastYear: Int) -> [(at: Int64, offset: Int64)] {
        let firstYear = instant.map {
            CivilDate(dayNumber: LocalCalendar.floor($0, by: 86_400)).components.year
        }
        return ((firstYear ?? 1970)...lastYear).flatMap { year in
            [
                (at: Self.local(begins, in: year) - standard, offset: daylight),
                (at: Self.local(ends, in: year) - daylight, offset: standard),
            ]
        }
        .filter { change in instant.map { change.at > $0 } ?? true }
        .sorted { $0.at < $1.at }
    }

    private static func local(_ turn: Turn, in year: Int) -> Int64 {
        guard let first = CivilDate(year: year, month: turn.month, day: 1) else { return 0 }
        // 1970-01-01 was a Thursday, the fourth day after Sunday.
        let weekday = Int((first.dayNumber % 7 + 11) % 7)
        var day = 1 + (turn.weekday - weekday + 7) % 7 + (turn.week - 1) * 7
        while day > CivilDate.days(inMonth: turn.month, of: year) { day -= 7 }
        return first.adding(days: Int64(day - 1)).dayNumber * 86_400 + turn.time
    }

    private static func turn(_ text: Substring) -> Turn? {
        let halves = text.split(separator: "/")
        guard halves[0].first == "M" else { return nil }
        let numbers = halves[0].dropFirst().split(separator: ".").compactMap { Int($0) }
        var time: Int64 = 7_200
        if halves.count == 2 {
            var rest = halves[1]
            guard let given = takeTime(&rest) else { return nil }
            time = given
        }
        guard numbers.count == 3, (1...12).contains(numbers[0]), (1...5).contains(numbers[1]),
            (0...6).contains(numbers[2])
        else { return nil }
        return Turn(month: numbers[0], week: numbers[1], weekday: numbers[2], time: time)
    }

    /// Takes `CET` or `<+1030>`.
    private static func takeName(_ text: inout Substring) -> Bool {
        if text.first == "<", let close = text.firstIndex(of: ">") {
            text = text[text.index(after: close)...]
            return true
        }
        let name = text.prefix { $0.isLetter }
        text = text[name.endIndex...]
        return name.count >= 3
    }

    /// Takes `-1`, `5`, `-10:30`, in seconds.
    private static func takeTime(_ text: inout Substring) -> Int64? {
        let part = text.prefix { $0.isNumber || $0 == ":" || $0 == "-" || $0 == "+" }
        guard !part.isEmpty else { return nil }
        text = text[part.endIndex...]
        let negative = part.first == "-"
        let numbers = part.drop { $0 == "-" || $0 == "+" }.split(separator: ":").compactMap {
            Int64($0)
        }
        guard !numbers.isEmpty, numbers.count <= 3 else { return nil }
        let seconds = zip(numbers, [3_600, 60, 1]).reduce(Int64(0)) { $0 + $1.0 * $1.1 }
        return negative ? -seconds : seconds
    }
}
