public import Quantities

/// A line as small as a word (迷你图), with a dot at its end and gaps where values are missing.
public struct Sparkline: Chart {
    /// What it is.
    public let title: String
    private let values: [DecimalText?]
    private let marks: [AxisMark]
    private let measure: Measure
    private let words: ChartWords

    /// Makes a line; `labels` name the values in the table.
    public init(
        title: String, values: [DecimalText?], labels: [String] = [], measure: Measure,
        words: ChartWords
    ) {
        self.title = title
        self.values = values
        self.marks = values.indices.map {
            AxisMark($0, $0 < labels.count ? labels[$0] : String($0 + 1))
        }
        self.measure = measure
        self.words = words
    }

    /// The picture.
    public func drawing(width: Double, height: Double) -> Drawing {
        let bins = Bins(values, count: Int(max(8, width)))
        let known = bins.bins.compactMap { $0?.mean }
        let (least, greatest) = (known.min() ?? 0, known.max() ?? 1)
        let field = Box(x: 2, y: 3, width: width - 6, height: height - 6)
        let step = field.width / Double(max(1, bins.bins.count - 1))
        func place(_ index: Int, _ value: Double) -> Point {
            let share = greatest > least ? (value - least) / (greatest - least) : 0.5
            return Point(field.x + step * Double(index), field.bottom - field.height * share)
        }
        var shapes: [Shape] = []
        for stretch in bins.stretches {
            let line = stretch.compactMap { index in
                bins.bins[index].map { place(index, $0.mean) }
            }
            shapes.append(
                line.count == 1
                    ? .disc(line[0], radius: 1, .series(0))
                    : .polyline(line, Stroke(.series(0), width: 1.4)))
        }
        if let last = bins.bins.last, let last {
            shapes.append(.disc(place(bins.bins.count - 1, last.mean), radius: 2.2, .series(0)))
        }
        let latest = values.last.flatMap { $0 }
        return Drawing(
            width: width, height: height, title: title,
            summary: latest.map(measure.text) ?? words.missing, shapes: shapes)
    }

    /// The same values in rows.
    public var table: ChartTable {
        SeriesTable.of(
            title: title, series: [Series(title, values)], marks: marks, measure: measure,
            words: words)
    }
}
