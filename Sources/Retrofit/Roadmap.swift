public import Quantities

/// Planned measures spread over years with a budget each (分年路线图).
///
/// In list order each measure takes the first year whose budget still holds it and in which what it needs
/// stands already; what is ordered by a date comes first. Worths are those of today: what waits is not
/// discounted for its waiting, and says so.
public struct Roadmap: Sendable {
    /// One line.
    public struct Line: Sendable {
        /// The measure.
        public let measure: ChosenMeasure
        /// The year, counted from 1; nil where no year's budget holds it.
        public let year: Int?
    }

    /// The lines by year, then in list order.
    public let lines: [Line]
    /// What each year pays beside what must be done.
    public let capital: [Money]

    /// Spreads measures over years.
    public init(_ measures: [ChosenMeasure], years: Int, budget: Money) {
        var left = Array(repeating: budget, count: max(1, years))
        var yearOf: [String: Int] = [:]
        var lines: [Line] = []
        for measure in measures {
            let site = measure.option.siteID
            // A prerequisite done in the same year comes before it in the list.
            let earliest =
                measure.option.measure.dependsOn.map { group in
                    group.compactMap { yearOf["\(site)/\($0)"] }.min() ?? 1
                }.max() ?? 1
            var year: Int?
            if measure.isMustDo {
                year = 1
            } else if earliest <= left.count {
                year = (earliest...left.count).first { left[$0 - 1] >= measure.capital }
                if let year { left[year - 1] = left[year - 1] - measure.capital }
            }
            yearOf["\(site)/\(measure.option.id)"] = year ?? left.count + 1
            lines.append(Line(measure: measure, year: year))
        }
        self.lines = lines.enumerated().sorted {
            let (one, other) = ($0.element.year ?? Int.max, $1.element.year ?? Int.max)
            return one == other ? $0.offset < $1.offset : one < other
        }.map(\.element)
        capital = left.map { budget - $0 }
    }
}
