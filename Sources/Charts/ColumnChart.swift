import Quantities

/// Columns side by side, each made of parts that are stacked (堆积柱形图): energy and carbon by month.
///
/// A place where no series has a value is hatched. Negative parts hang below zero.
public struct ColumnChart: Chart {
    /// What it is.
    public let title: String
    private let categories: [String]
    private let series: [Series]
    private let measure: Measure
    private let thresholds: [Threshold]
    private let words: ChartWords

    /// Makes a chart; every series has one value for each category.
    public init(
        title: String, categories: [String], series: [Series], measure: Measure,
        thresholds: [Threshold] = [], words: ChartWords
    ) {
        self.title = title
        self.categories = categories
        self.series = series
        self.measure = measure
        self.thresholds = thresholds
        self.words = words
    }

    private func value(_ series: Series, _ index: Int) -> DecimalText? {
        index < series.values.count ? series.values[index] : nil
    }

    private func isMissing(_ index: Int) -> Bool {
        series.allSatisfy { value($0, index) == nil }
    }

    /// The heights of a column above and below zero.
    private func reach(_ index: Int) -> [Double] {
        let parts = series.compactMap { value($0, index)?.coordinate }
        return [parts.filter { $0 > 0 }.reduce(0, +), parts.filter { $0 < 0 }.reduce(0, +)]
    }

    private var legend: [LegendEntry] {
        var entries = series.enumerated().map { LegendEntry(name: $1.name, tone: $1.tone(at: $0)) }
        if entries.count == 1 { entries = [] }
        if categories.indices.contains(where: isMissing) {
            entries.append(LegendEntry(name: words.missing, tone: .missing, mark: .hatched))
        }
        return entries
    }

    /// The picture.
    public func drawing(width: Double, height: Double) -> Drawing {
        let reach = categories.indices.flatMap(self.reach)
        let scale = Scale(covering: Plot.reach(reach, thresholds))
        var plot = Plot(
            width: width, height: height, scale: scale, unit: measure.unit, legend: legend)
        let step = plot.box.width / Double(max(1, categories.count))
        for index in categories.indices {
            let x = plot.box.x + step * (Double(index) + 0.15)
            plot.add(column(index, x: x, width: step * 0.7, plot))
        }
        plot.addZeroLine()
        plot.addThresholds(thresholds, measure)
        plot.addCategories(categories)
        return Drawing(
            width: width, height: height, title: title, summary: summary, shapes: plot.shapes)
    }

    private func column(_ index: Int, x: Double, width: Double, _ plot: Plot) -> Shape {
        if isMissing(index) {
            let gap = Box(x: x, y: plot.box.y, width: width, height: plot.box.height)
            return .group(
                [.hatched(gap)], title: "\(categories[index]): \(words.missing)", link: nil)
        }
        var (above, below) = (0.0, 0.0)
        var parts: [Shape] = []
        var lines = [categories[index]]
        for (number, one) in series.enumerated() {
            let value = value(one, index)
            lines.append("\(one.name): \(value.map { measure.text($0) } ?? words.missing)")
            guard let amount = value?.coordinate, amount != 0 else { continue }
            let start = amount > 0 ? above : below
            if amount > 0 { above += amount } else { below += amount }
            let (y0, y1) = (plot.y(max(start, start + amount)), plot.y(min(start, start + amount)))
            parts.append(
                .box(Box(x: x, y: y0, width: width, height: y1 - y0), one.tone(at: number)))
        }
        return .group(parts, title: lines.joined(separator: "\n"), link: nil)
    }

    private var summary: String {
        let names = series.map(\.name).joined(separator: ", ")
        guard let first = categories.first, let last = categories.last else { return words.none }
        return "\(names); \(first) – \(last)"
    }

    /// The same values in rows.
    public var table: ChartTable {
        ChartTable(
            title: title,
            columns: [ChartTable.Column(words.item, isNumber: false)]
                + series.map { ChartTable.Column(measure.heading($0.name)) },
            rows: categories.indices.map { index in
                [categories[index]]
                    + series.map { value($0, index).map(measure.number) ?? words.missing }
            })
    }
}
