import Metering
import Quantities

/// Names of columns that are times (以时间为列名): `2026-01`, `2026年1月用电量`, `2026-01-31`, `01/31/2026 00:15`.
struct TimeLabels: Hashable, Sendable {
    /// A column and the time that its name says.
    struct Label: Hashable, Sendable {
        let column: Int
        /// The begin of a period or a day, else the moment.
        let stamp: Timestamp
        /// How long the period or the day is on the clock [s]; nil where the name says a moment.
        let length: Int64?
    }

    /// What settles the order of day and month in the names.
    enum Order: Hashable, Sendable {
        /// Nothing is open in them.
        case plain
        case settled(Timestamp.DateOrder)
        /// Both orders read them.
        case open
    }

    /// The columns in their order.
    let labels: [Label]
    /// What is named where it is no day and no moment.
    let period: PeriodText.Kind?
    let order: Order

    private init(_ labels: [Label], period: PeriodText.Kind? = nil, order: Order = .plain) {
        (self.labels, self.period, self.order) = (labels, period, order)
    }

    /// The same names in other columns.
    func placed(_ place: (Int) throws(FileRefusal) -> Int) throws(FileRefusal) -> TimeLabels {
        var placed: [Label] = []
        for label in labels {
            placed.append(
                Label(
                    column: try place(label.column), stamp: label.stamp, length: label.length))
        }
        return TimeLabels(placed, period: period, order: order)
    }

    // MARK: - Reading them

    /// So many cells of a row tell whether it is worth reading them all.
    private static let probes = 32
    /// From so many columns on, the hour that clocks repeat may stand among them.
    private static let wholeDay = 23

    /// Reads the cells of a row; nil where fewer than two are times that follow each other.
    init?(_ cells: [String], _ times: TimeForm) {
        guard Self.isWorthReading(cells, times) else { return nil }
        let names = cells.map(Self.bare)
        guard let found = Self.periods(names, times) ?? Self.stamps(names, times) else {
            return nil
        }
        self = found
    }

    /// Months whose years are named elsewhere; nil where they do not follow each other.
    init?(months: [(column: Int, month: Int, year: Int)], _ times: TimeForm) {
        let firsts = months.compactMap { CivilDate(year: $0.year, month: $0.month, day: 1) }
        guard firsts.count == months.count,
            zip(firsts, firsts.dropFirst()).allSatisfy({ $0.firstOfMonth(adding: 1) == $1 })
        else { return nil }
        let labels = zip(months, firsts).map { entry, first in
            Self.label(entry.column, from: first, to: first.firstOfMonth(adding: 1), times)
        }
        self.init(labels, period: .month)
    }

    /// Most rows of a file are no such header, and may have thousands of cells.
    private static func isWorthReading(_ cells: [String], _ times: TimeForm) -> Bool {
        let stride = max(1, cells.count / probes)
        var found = 0
        for column in Swift.stride(from: 0, to: cells.count, by: stride)
        where mayBeLabel(cells[column]) {
            let name = bare(cells[column])
            let isLabel =
                [TimeForm.Periods.named, .short, .bare].contains {
                    PeriodText(name.utf8, $0) != nil
                } || FileShape.isStamp(name, times)
            if isLabel { found += 1 }
            if found == 2 { return true }
        }
        return false
    }

    /// Has a digit, and is no amount.
    private static func mayBeLabel(_ cell: String) -> Bool {
        guard (5...60).contains(cell.utf8.count) else { return false }
        var (digits, others) = (0, 0)
        for byte in cell.utf8 {
            if (0x30...0x39).contains(byte) { digits += 1 } else { others += 1 }
        }
        return others > 0 ? digits > 0 : digits == 6 || digits == 8
    }

    /// A name without the unit and the word for what was measured behind its time.
    static func bare(_ name: String) -> String {
        var text = name
        for (open, close) in [("(", ")"), ("（", "）"), ("[", "]")] where text.hasSuffix(close) {
            if let begin = text.lastIndex(of: Character(open)) {
                text = String(text[..<begin]).trimmingSpaces
            }
        }
        if let blank = text.lastIndex(of: " "),
            MeterUnit(word: String(text[text.index(after: blank)...])) != nil
        {
            text = String(text[..<blank]).trimmingSpaces
        }
        for word in ["用电量", "耗电量", "电量", "能耗"] where text.hasSuffix(word) {
            return String(text.dropLast(word.count)).trimmingSpaces
        }
        return text
    }

    private static func periods(_ names: [String], _ times: TimeForm) -> TimeLabels? {
        for form in [TimeForm.Periods.named, .short, .bare] {
            let found = names.enumerated().compactMap { column, name in
                PeriodText(name.utf8, form).map { (column: column, period: $0) }
            }
            guard found.count >= 2, let kind = found.first?.period.kind,
                found.allSatisfy({ $0.period.kind == kind })
            else { continue }
            let pairs = zip(found, found.dropFirst()).map { ($0.period, $1.period) }
            let follow =
                pairs.allSatisfy { $0.end == $1.first } || pairs.allSatisfy { $1.end == $0.first }
            // What may be a number or a day too is a period where each begins with the end of another.
            guard
                follow
                    || form == .named
                        && (pairs.allSatisfy { $0.first < $1.first }
                            || pairs.allSatisfy { $1.first < $0.first })
            else { continue }
            return TimeLabels(
                found.map { label($0.column, from: $0.period.first, to: $0.period.end, times) },
                period: kind)
        }
        return nil
    }

    private static func label(
        _ column: Int, from first: CivilDate, to end: CivilDate, _ times: TimeForm
    ) -> Label {
        let stamp = Timestamp(seconds: first.dayNumber * 86_400, isLocal: true, hasTime: false)
        return Label(
            column: column, stamp: times.offset.map(stamp.placed) ?? stamp,
            length: (end.dayNumber - first.dayNumber) * 86_400)
    }

    private static func stamps(_ names: [String], _ times: TimeForm) -> TimeLabels? {
        func read(_ order: Timestamp.DateOrder?) -> [Label] {
            var form = times
            form.order = order
            return names.enumerated().compactMap { column, name in
                guard mayBeLabel(name), let stamp = form.stamp(text: name) else { return nil }
                return Label(column: column, stamp: stamp, length: nil)
            }
        }
        if times.order != nil { return following(read(times.order), .plain) }
        let plain = read(nil)
        let both: [Timestamp.DateOrder] = [.dayMonthYear, .monthDayYear]
        let orders = both.map { ($0, read($0)) }
        let most = orders.map(\.1.count).max() ?? 0
        if plain.count == most { return following(plain, .plain) }
        let whole = orders.filter { $0.1.count == most && following($0.1, .plain) != nil }
        // Days follow each other in equal steps in one of the orders.
        let even = whole.filter { Set(steps($0.1)).count == 1 }
        let settled = whole.count == 1 ? whole : even
        if settled.count == 1 { return following(settled[0].1, .settled(settled[0].0)) }
        return whole.first.flatMap { following($0.1, .open) }
    }

    private static func steps(_ labels: [Label]) -> [Int64] {
        zip(labels, labels.dropFirst()).map { $1.stamp.seconds - $0.stamp.seconds }
    }

    /// Labels that run one way; but for the hour that clocks repeat.
    private static func following(_ labels: [Label], _ order: Order) -> TimeLabels? {
        guard labels.count >= 2 else { return nil }
        let steps = steps(labels)
        let (rises, falls) = (steps.count { $0 > 0 }, steps.count { $0 < 0 })
        let isDay = labels.count >= wholeDay && labels.allSatisfy { $0.stamp.isLocal }
        guard max(rises, falls) >= steps.count - (isDay ? 1 : 0) else { return nil }
        // A date alone is a moment, unless the next day has a column too.
        let areDays =
            labels.allSatisfy { !$0.stamp.hasTime } && steps.contains { abs($0) == 86_400 }
        guard areDays else { return TimeLabels(labels, order: order) }
        return TimeLabels(
            labels.map { Label(column: $0.column, stamp: $0.stamp, length: 86_400) },
            order: order)
    }

    // MARK: - Months alone

    /// The columns of months without a year, `1月`, `一月`, `Jan`, that follow each other.
    static func months(in cells: [String]) -> [(column: Int, month: Int)]? {
        let found = cells.enumerated().compactMap { column, cell in
            month(bare(cell)).map { (column: column, month: $0) }
        }
        guard found.count >= 2,
            zip(found, found.dropFirst()).allSatisfy({ $1.month == $0.month % 12 + 1 })
        else { return nil }
        return found
    }

    private static func month(_ name: String) -> Int? {
        guard name.utf8.count <= 12 else { return nil }
        if name.hasSuffix("月") || name.hasSuffix("月份") {
            let number = name.prefix { $0 != "月" }
            let month = Int(number) ?? chinese.firstIndex(of: String(number)).map { $0 + 1 }
            return month.flatMap { (1...12).contains($0) ? $0 : nil }
        }
        return PeriodText.months[name.lowercased()]
    }

    private static let chinese = [
        "一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二",
    ]
}
