import Quantities

/// Values over time (折线图), gaps drawn as gaps. Where many values fall on one pixel, the line is their mean
/// and a pale band reaches from the least to the greatest.
public struct LineChart: Chart {
    /// What it is.
    public let title: String
    private let series: [Series]
    private let marks: [AxisMark]
    private let measure: Measure
    private let thresholds: [Threshold]
    private let includesZero: Bool
    private let words: ChartWords

    /// Makes a chart.
    ///
    /// - Parameters:
    ///   - series: All of one length, one value for each hour, day or month.
    ///   - marks: Labels below, by number of value; the table has one row from each to the next when the
    ///     values are many.
    ///   - includesZero: Whether the axis begins at zero; a ratio such as PUE does not.
    public init(
        title: String, series: [Series], marks: [AxisMark], measure: Measure,
        thresholds: [Threshold] = [], includesZero: Bool = false, words: ChartWords
    ) {
        self.title = title
        self.series = series
        self.marks = marks
        self.measure = measure
        self.thresholds = thresholds
        self.includesZero = includesZero
        self.words = words
    }

    private var count: Int { series.map(\.values.count).max() ?? 0 }
    private static let dashes: [Stroke.Dash] = [.solid, .dashed, .dotted]

    /// The picture.
    public func drawing(width: Double, height: Double) -> Drawing {
        let all = series.map { Bins($0.values, count: Int(max(50, width - 60))) }
        let known = all.flatMap { $0.bins.compactMap { $0 } }
        let scale = Scale(
            covering: Plot.reach(known.flatMap { [$0.least, $0.greatest] }, thresholds),
            includesZero: includesZero)
        let legend =
            series.count < 2
            ? []
            : series.enumerated().map {
                LegendEntry(
                    name: $1.name, tone: $1.tone(at: $0), mark: .line(Self.dashes[$0 % 3]))
            }
        var plot = Plot(
            width: width, height: height, scale: scale, unit: measure.unit, legend: legend)
        plot.addThresholds(thresholds, measure)
        for (number, bins) in all.enumerated() {
            draw(bins, count: series[number].values.count, number, &plot)
        }
        if count <= 24, marks.count == count {
            plot.addCategories(marks.map(\.label))
        } else {
            plot.addMarks(marks, count: count)
        }
        plot.add(
            .line(
                Point(plot.box.x, plot.box.bottom), Point(plot.box.right, plot.box.bottom),
                Stroke(.quiet)))
        return Drawing(
            width: width, height: height, title: title,
            summary: series.map(\.name).joined(separator: ", "), shapes: plot.shapes)
    }

    private func draw(_ bins: Bins, count: Int, _ number: Int, _ plot: inout Plot) {
        let tone = series[number].tone(at: number)
        let step = plot.box.width / Double(max(1, bins.bins.count))
        func x(_ index: Int) -> Double { plot.box.x + step * (Double(index) + 0.5) }
        let isDense = count > bins.bins.count
        for stretch in bins.stretches {
            let places = stretch.compactMap { index in bins.bins[index].map { (x(index), $0) } }
            if isDense {
                let upper = places.map { Point($0.0, plot.y($0.1.greatest)) }
                let lower = places.reversed().map { Point($0.0, plot.y($0.1.least)) }
                plot.add(.area(upper + lower, tone, opacity: 0.25))
            }
            let line = places.map { Point($0.0, plot.y($0.1.mean)) }
            let stroke = Stroke(tone, width: isDense ? 1.2 : 2, dash: Self.dashes[number % 3])
            plot.add(.polyline(line, stroke))
            // A value between two gaps would have no line at all.
            if isDense {
                for point in line where line.count == 1 { plot.add(.disc(point, radius: 1, tone)) }
            } else if count <= 62 {
                for (place, index) in zip(line, stretch) {
                    plot.add(dot(place, number, index, tone))
                }
            }
        }
    }

    private func dot(_ place: Point, _ number: Int, _ index: Int, _ tone: Tone) -> Shape {
        let label = marks.last { $0.index <= index }?.label ?? String(index + 1)
        let value = measure.text(series[number].values[index])
        return .group(
            [.disc(place, radius: 3, tone)], title: "\(label) · \(series[number].name): \(value)",
            link: nil)
    }

    /// The same values in rows.
    public var table: ChartTable {
        SeriesTable.of(
            title: title, series: series, marks: marks, measure: measure, words: words)
    }
}

/// The table behind charts over time: the values themselves where there is one for each mark, else what
/// they come to between the marks.
enum SeriesTable {
    static func of(
        title: String, series: [Series], marks: [AxisMark], measure: Measure, words: ChartWords
    ) -> ChartTable {
        let count = series.map(\.values.count).max() ?? 0
        let first = ChartTable.Column(words.part, isNumber: false)
        if marks.count == count {
            return ChartTable(
                title: title,
                columns: [first] + series.map { ChartTable.Column(measure.heading($0.name)) },
                rows: marks.map { mark in
                    [mark.label]
                        + series.map {
                            let values = $0.values
                            let value = mark.index < values.count ? values[mark.index] : nil
                            return value.map(measure.number) ?? words.missing
                        }
                })
        }
        let columns = series.flatMap { one in
            [words.least, words.mean, words.greatest].map {
                ChartTable.Column(measure.heading("\(one.name), \($0)"))
            } + [ChartTable.Column("\(one.name), \(words.missing)")]
        }
        let digests = series.map { Digest.parts($0.values, marks, places: measure.places) }
        let labels = marks.filter { $0.index < count }.map(\.label)
        let rows = labels.enumerated().map { number, label in
            [label]
                + digests.flatMap { parts -> [String] in
                    guard number < parts.count else { return ["–", "–", "–", "–"] }
                    let part = parts[number]
                    return [part.least, part.mean, part.greatest].map(measure.number)
                        + [String(part.missing)]
                }
        }
        return ChartTable(title: title, columns: [first] + columns, rows: rows)
    }
}
