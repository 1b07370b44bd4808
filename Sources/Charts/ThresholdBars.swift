public import Quantities

/// Things in rows, each a bar against the limits of a scheme (阈值条形图): PUE of sites against the levels.
public struct ThresholdBars: Chart {
    /// One row.
    public struct Row: Hashable, Sendable {
        /// What it is.
        public let name: String
        /// Its value; nil is missing.
        public let value: DecimalText?
        /// What stands behind the value: the level that was reached.
        public let note: String
        /// Its colour.
        public let tone: Tone
        /// Where its name leads.
        public let link: String?

        /// Makes a row.
        public init(
            _ name: String, _ value: DecimalText?, note: String = "", tone: Tone = .series(0),
            link: String? = nil
        ) {
            self.name = name
            self.value = value
            self.note = note
            self.tone = tone
            self.link = link
        }
    }

    /// What it is.
    public let title: String
    private let rows: [Row]
    private let thresholds: [Threshold]
    private let base: DecimalText
    private let measure: Measure
    private let note: String
    private let words: ChartWords

    /// Makes a chart.
    ///
    /// - Parameters:
    ///   - base: Where bars begin: zero, or one for a PUE; it is printed on the axis.
    ///   - note: What stands behind the values, as the heading of that column.
    public init(
        title: String, rows: [Row], thresholds: [Threshold],
        base: DecimalText = DecimalText(significand: 0, scale: 0), measure: Measure,
        note: String = "", words: ChartWords
    ) {
        self.title = title
        self.rows = rows
        self.thresholds = thresholds
        self.base = base
        self.measure = measure
        self.note = note.isEmpty ? words.value : note
        self.words = words
    }

    private static let rowHeight = 20.0

    /// The picture.
    public func drawing(width: Double, height: Double) -> Drawing {
        let names = rows.map { TextWidth.of($0.name, size: 11) }.max() ?? 0
        let left = min(names, width * 0.36) + 8
        let notes = rows.map { TextWidth.of(label($0), size: 11) }.max() ?? 0
        let right = min(notes + 12, width * 0.34)
        let values = rows.compactMap { $0.value?.coordinate } + [base.coordinate]
        let scale = Scale(
            covering: Plot.reach(values, thresholds), wanted: 5, includesZero: false)
        let top = thresholds.isEmpty ? 6.0 : 20
        let field = Box(
            x: left, y: top, width: width - left - right,
            height: Double(rows.count) * Self.rowHeight)
        func x(_ value: Double) -> Double { field.x + field.width * scale.share(value) }
        var shapes: [Shape] = []
        for tick in scale.ticks {
            let place = Point(x(tick.position), field.y)
            shapes.append(.line(place, Point(place.x, field.bottom), Stroke(.grid, width: 0.7)))
            shapes.append(
                .text(
                    Caption(
                        tick.label, at: Point(place.x, field.bottom + 14), tone: .quiet,
                        anchor: .middle)))
        }
        for (number, row) in rows.enumerated() {
            let y = field.y + Double(number) * Self.rowHeight
            shapes.append(draw(row, y: y, from: x(base.coordinate), to: x, field: field))
        }
        shapes += marks(scale, field, x)
        shapes.append(
            .text(
                Caption(measure.unit, at: Point(field.right + 6, field.bottom + 14), tone: .quiet)))
        return Drawing(
            width: width, height: field.bottom + 22, title: title,
            summary: thresholds.map { "\($0.name): \(measure.text($0.value))" }
                .joined(separator: "; "), shapes: shapes)
    }

    private func label(_ row: Row) -> String {
        let value = row.value.map(measure.number) ?? words.missing
        return row.note.isEmpty ? value : value + "  " + row.note
    }

    private func draw(
        _ row: Row, y: Double, from start: Double, to x: (Double) -> Double, field: Box
    ) -> Shape {
        let name = TextWidth.fitted(row.name, width: field.x - 8, size: 11)
        var parts: [Shape] = [
            .text(Caption(name, at: Point(field.x - 6, y + 14), anchor: .end))
        ]
        if let value = row.value {
            let end = x(value.coordinate)
            let bar = Box(
                x: min(start, end), y: y + 4, width: max(abs(end - start), 1),
                height: Self.rowHeight - 8)
            parts.append(.box(bar, row.tone))
        }
        // In a column of their own: beside the bars the limits would run through them.
        parts.append(
            .text(
                Caption(
                    label(row), at: Point(field.right + 8, y + 14),
                    tone: row.value == nil ? .quiet : .ink)))
        return .group(parts, title: "\(row.name): \(label(row))", link: row.link)
    }

    /// The limits across all rows, their names above where they do not touch.
    private func marks(_ scale: Scale, _ field: Box, _ x: (Double) -> Double) -> [Shape] {
        var free = 0.0
        let visible = thresholds.filter {
            (scale.low...scale.high).contains($0.value.coordinate)
        }.sorted { $0.value < $1.value }
        return visible.map { threshold in
            let place = x(threshold.value.coordinate)
            var parts: [Shape] = [
                .line(
                    Point(place, field.y - 3), Point(place, field.bottom),
                    Stroke(threshold.tone, width: 1.2, dash: .dashed))
            ]
            let half = TextWidth.of(threshold.name, size: 10) / 2
            if place - half > free {
                free = place + half + 4
                parts.append(
                    .text(
                        Caption(
                            threshold.name, at: Point(place, field.y - 6), size: 10,
                            tone: threshold.tone, anchor: .middle, isStrong: true)))
            }
            return .group(
                parts, title: "\(threshold.name): \(measure.text(threshold.value))", link: nil)
        }
    }

    /// The same values in rows.
    public var table: ChartTable {
        ChartTable(
            title: title,
            columns: [
                ChartTable.Column(words.item, isNumber: false),
                ChartTable.Column(measure.heading(words.value)),
                ChartTable.Column(note, isNumber: false),
            ],
            rows: rows.map {
                [$0.name, $0.value.map(measure.number) ?? words.missing, $0.note]
            } + thresholds.map { [$0.name, measure.number($0.value), ""] })
    }
}
