extension Period {
    /// The period of the same length that ends where this one begins (上一期): whole months before whole
    /// months, else as many days.
    public var before: Period {
        if let count = wholeMonths {
            return Period.named(from: start.firstOfMonth(adding: -count), to: start)
        }
        return Period.named(from: start.adding(days: start.dayNumber - end.dayNumber), to: start)
    }

    /// The same days a year before (上年同期); of a leap day the day before it.
    public var yearBefore: Period { Period.named(from: start.aYearEarlier, to: end.aYearEarlier) }

    /// The twelve months that end with the period (截至期末的十二个月).
    public var twelveMonths: Period { Period.named(from: end.aYearEarlier, to: end) }

    /// From the first of January of the year in which its last day lies to its end (本年累计).
    public var yearToDate: Period {
        let year = end.adding(days: -1).components.year
        guard let january = CivilDate(year: year, month: 1, day: 1) else { return self }
        return Period.named(from: january, to: end)
    }

    /// The last period of a kind that is over on a day: `last-month`, `last-quarter`, `last-year`; nil for
    /// other words.
    public init?(relative text: String, on today: CivilDate) {
        let months = ["last-month": 1, "last-quarter": 3, "last-year": 12]
        guard let count = months[text] else { return nil }
        let (year, month, _) = today.components
        guard let january = CivilDate(year: year, month: 1, day: 1) else { return nil }
        let end = january.firstOfMonth(adding: (month - 1) / count * count)
        self = Period.named(from: end.firstOfMonth(adding: -count), to: end)
    }

    /// How many whole calendar months it is; nil when it is none.
    private var wholeMonths: Int? {
        let (from, to) = (start.components, end.components)
        guard from.day == 1, to.day == 1 else { return nil }
        return (to.year - from.year) * 12 + to.month - from.month
    }

    /// A period with the shortest label that names it; the second date must be later.
    private static func named(from start: CivilDate, to end: CivilDate) -> Period {
        let (year, quarter) = ("\(start)".prefix(4), (start.components.month + 2) / 3)
        let labels = ["\(year)", "\(year)Q\(quarter)", String("\(start)".prefix(7))]
        let fitting = labels.lazy.compactMap { Period($0) }.first {
            $0.start == start && $0.end == end
        }
        return fitting ?? Period(spanning: start, end)
    }
}

extension CivilDate {
    /// The same day a year before; of a leap day the 28th of February.
    fileprivate var aYearEarlier: CivilDate {
        let (year, month, day) = components
        return CivilDate(
            year: year - 1, month: month, day: min(day, Self.days(inMonth: month, of: year - 1)))
            ?? self
    }
}
