public import Quantities

/// A line through places that have two values each (曲线图): what each budget buys.
public struct CurveChart: Chart {
    /// One place of the line.
    public struct Place: Hashable, Sendable {
        /// Along.
        public let x: DecimalText
        /// Upwards.
        public let y: DecimalText

        /// Makes a place.
        public init(_ x: DecimalText, _ y: DecimalText) {
            self.x = x
            self.y = y
        }
    }

    /// What it is.
    public let title: String
    private let places: [Place]
    private let chosen: Int?
    private let x: (name: String, measure: Measure)
    private let y: (name: String, measure: Measure)

    /// Makes a curve of places in the order of their first value.
    ///
    /// - Parameter chosen: The number of the place that is marked.
    public init(
        title: String, places: [Place], chosen: Int? = nil, x: (name: String, measure: Measure),
        y: (name: String, measure: Measure)
    ) {
        self.title = title
        self.places = places
        self.chosen = chosen
        self.x = x
        self.y = y
    }

    /// The picture.
    public func drawing(width: Double, height: Double) -> Drawing {
        var plot = Plot(
            width: width, height: height - 14, scale: Scale(covering: places.map(\.y.coordinate)),
            unit: y.measure.heading(y.name), legend: [])
        let across = Scale(covering: places.map(\.x.coordinate), wanted: 5)
        func place(_ place: Place) -> Point {
            Point(
                plot.box.x + plot.box.width * across.share(place.x.coordinate),
                plot.y(place.y.coordinate))
        }
        for tick in across.ticks {
            let share = across.share(tick.position)
            plot.addLabel(
                tick.label, x: plot.box.x + plot.box.width * share,
                anchor: share > 0.97 ? .end : .middle)
        }
        plot.addZeroLine()
        plot.add(.polyline(places.map(place), Stroke(.series(0), width: 2)))
        // Hundreds of dots would only hide the line.
        for (number, one) in places.enumerated() where places.count <= 120 || number == chosen {
            let isChosen = number == chosen
            plot.add(
                .group(
                    [.disc(place(one), radius: isChosen ? 5 : 2.5, .series(isChosen ? 4 : 0))],
                    title: "\(x.measure.text(one.x)) → \(y.measure.text(one.y))", link: nil))
        }
        plot.add(
            .text(
                Caption(
                    x.measure.heading(x.name), at: Point(plot.box.right, height - 4),
                    size: Plot.labelSize, tone: .quiet, anchor: .end)))
        return Drawing(
            width: width, height: height, title: title, summary: "\(x.name) → \(y.name)",
            shapes: plot.shapes)
    }

    /// The same values in rows.
    public var table: ChartTable {
        ChartTable(
            title: title,
            columns: [
                ChartTable.Column(x.measure.heading(x.name)),
                ChartTable.Column(y.measure.heading(y.name)),
            ], rows: places.map { [x.measure.number($0.x), y.measure.number($0.y)] })
    }
}
