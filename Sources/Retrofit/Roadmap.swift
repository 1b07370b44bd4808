public import Quantities

/// Planned measures spread over years with a budget each (分年路线图).
///
/// One after the other each measure takes the first year whose budget still holds it and in which what it needs
/// stands already; what is ordered by a date is done in the first. Worths are those of today: what waits is not
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

    /// Spreads measures over years: in list order, dearest first and cheapest first, and takes the one that leaves least
    /// worth for later; list order where they leave the same.
    public init(_ measures: [ChosenMeasure], years: Int, budget: Money) {
        let places = measures.indices
        let dearest = places.sorted {
            let (one, other) = (measures[$0].capital, measures[$1].capital)
            return one == other ? $0 < $1 : one > other
        }
        let orders = [Array(places), dearest, dearest.reversed()]
        let placeOfName = Dictionary(
            places.map { ("\(measures[$0].option.siteID)/\(measures[$0].option.id)", $0) }
        ) { first, _ in first }
        let tried = orders.map {
            Placing(measures, placeOfName, in: $0, years: max(1, years), budget: budget)
        }
        let best = tried.dropFirst().reduce(tried[0]) { $1.isBetter(than: $0) ? $1 : $0 }
        lines = places.map { Line(measure: measures[$0], year: best.years[$0]) }.enumerated()
            .sorted {
                let (one, other) = ($0.element.year ?? Int.max, $1.element.year ?? Int.max)
                return one == other ? $0.offset < $1.offset : one < other
            }.map(\.element)
        capital = best.left.map { budget - $0 }
    }

    /// Measures placed in years one after the other, each behind what it needs.
    private struct Placing {
        /// The year of each measure, in list order; nil where none holds it.
        private(set) var years: [Int?]
        /// What each year still has.
        private(set) var left: [Money]
        private let measures: [ChosenMeasure]
        private let placeOfName: [String: Int]
        private var isPlaced: [Bool]

        init(
            _ measures: [ChosenMeasure], _ placeOfName: [String: Int], in order: [Int], years: Int,
            budget: Money
        ) {
            self.measures = measures
            self.placeOfName = placeOfName
            self.years = Array(repeating: nil, count: measures.count)
            isPlaced = Array(repeating: false, count: measures.count)
            left = Array(repeating: budget, count: years)
            for place in order { put(place) }
        }

        /// What is left for later [worth, outlay].
        private var later: (worth: Money, capital: Money) {
            zip(measures, years).reduce((Money.zero, Money.zero)) { sum, line in
                line.1 != nil
                    ? sum : (sum.0 + line.0.netPresentValue, sum.1 + line.0.capital)
            }
        }

        func isBetter(than other: Placing) -> Bool { later < other.later }

        private mutating func put(_ place: Int) {
            guard !isPlaced[place] else { return }
            isPlaced[place] = true
            let measure = measures[place]
            var earliest = 1
            for group in measure.option.measure.dependsOn {
                let needed = group.compactMap { placeOfName["\(measure.option.siteID)/\($0)"] }
                    .sorted()
                guard !needed.isEmpty else { continue }
                for need in needed { put(need) }
                earliest = max(earliest, needed.map { years[$0] ?? left.count + 1 }.min() ?? 1)
            }
            if measure.isMustDo {
                years[place] = 1
            } else if earliest <= left.count {
                years[place] = (earliest...left.count).first { left[$0 - 1] >= measure.capital }
                if let year = years[place] { left[year - 1] = left[year - 1] - measure.capital }
            }
        }
    }
}
