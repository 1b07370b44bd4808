public import Quantities

/// The way from one value to another, step by step (瀑布图), in rows so that long names have room: what
/// made this quarter differ from the last, what a plan does to PUE.
public struct Waterfall: Chart {
    /// One row.
    public enum Step: Hashable, Sendable {
        /// A value that stands for itself: the beginning, a sum in between, the end.
        case level(String, DecimalText)
        /// What adds to it or takes from it; nil is not known.
        case change(String, DecimalText?)
    }

    /// What it is.
    public let title: String
    private let steps: [Step]
    private let measure: Measure
    private let lessIsGood: Bool
    private let includesZero: Bool
    private let words: ChartWords

    /// Makes a chart. Changes follow the level before them; nothing is computed but places, so that levels
    /// and changes are printed as they are given.
    ///
    /// - Parameters:
    ///   - lessIsGood: Whether a change downwards is drawn as a gain.
    ///   - includesZero: Whether the axis begins at zero.
    public init(
        title: String, steps: [Step], measure: Measure, lessIsGood: Bool = true,
        includesZero: Bool = false, words: ChartWords
    ) {
        self.title = title
        self.steps = steps
        self.measure = measure
        self.lessIsGood = lessIsGood
        self.includesZero = includesZero
        self.words = words
    }

    private static let rowHeight = 24.0

    /// Where each row begins and ends; a level begins at the axis.
    private var spans: [(start: Double?, end: Double)] {
        var last = 0.0
        return steps.map { step in
            switch step {
            case .level(_, let value):
                last = value.coordinate
                return (nil, last)
            case .change(_, let value):
                let start = last
                last += value?.coordinate ?? 0
                return (start, last)
            }
        }
    }

    /// The picture.
    public func drawing(width: Double, height: Double) -> Drawing {
        let spans = spans
        let ends = spans.map(\.end)
        let scale = scale(ends)
        let names = steps.map { TextWidth.of(name($0), size: 12) }.max() ?? 0
        let left = min(names, width * 0.42) + 8
        // The unit stands behind the last mark of the axis, which reaches half into this column.
        let unit = TextWidth.of(measure.unit, size: 11)
        let mark = TextWidth.of(scale.ticks.last?.label ?? "", size: 11) / 2
        let labels = steps.map { TextWidth.of(label($0), size: 12) }.max() ?? 0
        let right = max(labels, unit + mark) + 14
        let field = Box(
            x: left, y: 4, width: width - left - right, height: Double(steps.count) * Self.rowHeight
        )
        func x(_ value: Double) -> Double { field.x + field.width * scale.share(value) }
        var shapes: [Shape] = []
        for tick in scale.ticks {
            let place = x(tick.position)
            shapes.append(
                .line(Point(place, field.y), Point(place, field.bottom), Stroke(.grid, width: 0.7)))
            shapes.append(
                .text(
                    Caption(
                        tick.label, at: Point(place, field.bottom + 14), tone: .quiet,
                        anchor: .middle)))
        }
        let zero = x(min(max(0, scale.low), scale.high))
        for (number, step) in steps.enumerated() {
            let y = field.y + Double(number) * Self.rowHeight
            let (start, end) = (spans[number].start.map(x) ?? zero, x(spans[number].end))
            shapes.append(draw(step, y: y, from: start, to: end, field))
            if number + 1 < steps.count {
                shapes.append(
                    .line(
                        Point(end, y + Self.rowHeight - 5), Point(end, y + Self.rowHeight + 5),
                        Stroke(.quiet, width: 0.7)))
            }
        }
        shapes.append(
            .text(
                Caption(
                    measure.unit, at: Point(width - 2, field.bottom + 14), tone: .quiet,
                    anchor: .end)))
        return Drawing(
            width: width, height: field.bottom + 22, title: title,
            summary: steps.map { "\(name($0)): \(label($0))" }.joined(separator: "; "),
            shapes: shapes)
    }

    /// Small changes of a large value are what the picture is for: then the axis does not begin at zero,
    /// and its numbers say so.
    private func scale(_ ends: [Double]) -> Scale {
        let (least, greatest) = (ends.min() ?? 0, ends.max() ?? 1)
        let spread = greatest - least
        if includesZero || least - spread <= 0 {
            return Scale(covering: ends, wanted: 5)
        }
        return Scale(covering: ends + [least - spread * 0.3], wanted: 5, includesZero: false)
    }

    private func draw(
        _ step: Step, y: Double, from start: Double, to end: Double, _ field: Box
    ) -> Shape {
        let bar = Box(
            x: min(start, end), y: y + 5, width: max(abs(end - start), 1),
            height: Self.rowHeight - 10)
        var parts: [Shape] = [
            .text(
                Caption(
                    TextWidth.fitted(name(step), width: field.x - 8, size: 11),
                    at: Point(field.x - 6, y + 16), anchor: .end, isStrong: isLevel(step)))
        ]
        if case .change(_, nil) = step {
            parts.append(
                .hatched(Box(x: start, y: y + 5, width: 24, height: Self.rowHeight - 10), step: 4))
        } else {
            parts.append(.box(bar, tone(step)))
        }
        parts.append(
            .text(
                Caption(
                    label(step), at: Point(field.right + 6, y + 16),
                    tone: tone(step) == .quiet ? .quiet : .ink,
                    isStrong: isLevel(step))))
        return .group(parts, title: "\(name(step)): \(label(step)) \(measure.unit)", link: nil)
    }

    private func isLevel(_ step: Step) -> Bool {
        if case .level = step { true } else { false }
    }

    private func name(_ step: Step) -> String {
        switch step {
        case .level(let name, _), .change(let name, _): name
        }
    }

    private func label(_ step: Step) -> String {
        switch step {
        case .level(_, let value): return measure.number(value)
        case .change(_, let value):
            guard let value else { return words.missing }
            return (value.significand > 0 ? "+" : "") + measure.number(value)
        }
    }

    private func tone(_ step: Step) -> Tone {
        switch step {
        case .level: return .series(5)
        case .change(_, let value):
            guard let value, value.significand != 0 else { return .quiet }
            return (value.significand < 0) == lessIsGood ? .good : .bad
        }
    }

    /// The same values in rows.
    public var table: ChartTable {
        ChartTable(
            title: title,
            columns: [
                ChartTable.Column(words.item, isNumber: false),
                ChartTable.Column(measure.heading(words.value)),
            ], rows: steps.map { [name($0), label($0)] })
    }
}
