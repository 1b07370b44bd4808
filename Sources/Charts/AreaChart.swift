import Quantities

/// Parts of a whole over time (堆积面积图): the hours of a site by account. A pixel shows the mean of its
/// hours; where all parts are missing there is a hatched gap. A part that alone is missing counts
/// nothing there, and the table says how often; where the stack is said not to be whole, it is hatched
/// above what is known.
public struct AreaChart: Chart {
    /// What it is.
    public let title: String
    private let series: [Series]
    private let marks: [AxisMark]
    private let isWhole: [Bool]
    private let measure: Measure
    private let words: ChartWords

    /// Makes a chart of series of one length, the first one lowest. Negative values are drawn as lines
    /// below zero, for they are no part of the stack.
    ///
    /// - Parameter isWhole: Whether nothing lacks of the sum, value by value; without any it is always so.
    public init(
        title: String, series: [Series], marks: [AxisMark], isWhole: [Bool] = [],
        measure: Measure, words: ChartWords
    ) {
        self.title = title
        self.series = series
        self.marks = marks
        self.isWhole = isWhole
        self.measure = measure
        self.words = words
    }

    /// The picture.
    public func drawing(width: Double, height: Double) -> Drawing {
        let all = series.map { Bins($0.values, count: Int(max(50, width - 60))) }
        let number = all.map(\.bins.count).max() ?? 0
        let known = (0..<number).map { index in
            all.contains { index < $0.bins.count && $0.bins[index] != nil }
        }
        let whole = wholeBins(number, known)
        /// The mean of a part in a bin.
        func mean(_ part: Int, _ index: Int) -> Double {
            index < all[part].bins.count ? all[part].bins[index]?.mean ?? 0 : 0
        }
        let sums = (0..<number).map { index in
            series.indices.reduce(0) { $0 + max(0, mean($1, index)) }
        }
        let lows = series.indices.flatMap { part in (0..<number).map { min(0, mean(part, $0)) } }
        let scale = Scale(covering: sums + lows)
        var plot = Plot(
            width: width, height: height, scale: scale, unit: measure.unit,
            legend: legend(hasGaps: whole.contains(false)))
        let step = plot.box.width / Double(max(1, number))
        func x(_ index: Int) -> Double { plot.box.x + step * Double(index) }
        // The parts that are known are drawn over it.
        for gap in Bins.stretches(whole.map { !$0 }) {
            plot.add(
                .hatched(
                    Box(
                        x: x(gap.lowerBound), y: plot.box.y, width: step * Double(gap.count),
                        height: plot.box.height)))
        }
        for stretch in Bins.stretches(known) {
            var base = [Double](repeating: 0, count: number)
            for part in series.indices {
                let tops = stretch.map { base[$0] + max(0, mean(part, $0)) }
                guard tops != stretch.map({ base[$0] }) else { continue }
                // Each bin has its width, so that one hour alone is seen.
                let upper = zip(stretch, tops).flatMap { index, top in
                    [Point(x(index), plot.y(top)), Point(x(index + 1), plot.y(top))]
                }
                let lower = stretch.reversed().flatMap { index in
                    [
                        Point(x(index + 1), plot.y(base[index])),
                        Point(x(index), plot.y(base[index])),
                    ]
                }
                plot.add(
                    .area(Self.thinned(upper + lower), series[part].tone(at: part), opacity: 1))
                for (index, top) in zip(stretch, tops) { base[index] = top }
            }
            for part in series.indices where stretch.contains(where: { mean(part, $0) < 0 }) {
                let line = stretch.map { Point(x($0) + step / 2, plot.y(min(0, mean(part, $0)))) }
                plot.add(.polyline(line, Stroke(series[part].tone(at: part), width: 1)))
            }
        }
        plot.addZeroLine()
        plot.addMarks(marks, count: series.map(\.values.count).max() ?? 0)
        return Drawing(
            width: width, height: height, title: title,
            summary: series.map(\.name).joined(separator: ", "), shapes: plot.shapes)
    }

    /// Tells for each bin that every value of it is a whole sum.
    private func wholeBins(_ number: Int, _ known: [Bool]) -> [Bool] {
        let count = series.map(\.values.count).max() ?? 0
        guard isWhole.count == count, count > 0 else { return known }
        return known.indices.map { index in
            let first = index * count / number
            let end = max(first + 1, (index + 1) * count / number)
            return known[index] && isWhole[first..<end].allSatisfy { $0 }
        }
    }

    private func legend(hasGaps: Bool) -> [LegendEntry] {
        series.enumerated().map { LegendEntry(name: $1.name, tone: $1.tone(at: $0)) }
            + (hasGaps ? [LegendEntry(name: words.missing, tone: .missing, mark: .hatched)] : [])
    }

    /// The same outline without places in the middle of a level line.
    private static func thinned(_ points: [Point]) -> [Point] {
        var result: [Point] = []
        for point in points {
            if result.count > 1, result[result.count - 1].y == point.y,
                result[result.count - 2].y == point.y
            {
                result[result.count - 1] = point
            } else if result.last != point {
                result.append(point)
            }
        }
        return result
    }

    /// The same values in rows.
    public var table: ChartTable {
        SeriesTable.of(title: title, series: series, marks: marks, measure: measure, words: words)
    }
}
