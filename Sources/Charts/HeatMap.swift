public import Quantities

/// Days from left to right, hours from top to bottom, the darker the more (热力图); missing hours are
/// hatched. A year of hours takes nine paths and no rectangle an hour.
public struct HeatMap: Chart {
    /// What is known of one hour of one day.
    public enum Cell: Hashable, Sendable {
        /// A value.
        case value(DecimalText)
        /// No value, though there should be one.
        case missing
        /// No such hour: the one that daylight saving leaves out, or outside the period.
        case absent
    }

    /// What it is.
    public let title: String
    private let days: [[Cell]]
    private let marks: [AxisMark]
    private let measure: Measure
    private let words: ChartWords

    /// Makes a map.
    ///
    /// - Parameters:
    ///   - days: For each day its rows from the top, one an hour; days may differ in length.
    ///   - marks: Labels below, by number of day.
    public init(
        title: String, days: [[Cell]], marks: [AxisMark], measure: Measure, words: ChartWords
    ) {
        self.title = title
        self.days = days
        self.marks = marks
        self.measure = measure
        self.words = words
    }

    /// Makes a map of a row of hours, 24 for each day; nil is missing.
    public init(
        title: String, hours: [DecimalText?], marks: [AxisMark], measure: Measure,
        words: ChartWords
    ) {
        let days = stride(from: 0, to: hours.count, by: 24).map { start in
            hours[start..<min(start + 24, hours.count)].map { $0.map(Cell.value) ?? .missing }
        }
        self.init(title: title, days: days, marks: marks, measure: measure, words: words)
    }

    private var rows: Int { days.map(\.count).max() ?? 0 }

    /// The least and the greatest of all values.
    private var span: (least: DecimalText, greatest: DecimalText)? {
        var span: (least: DecimalText, greatest: DecimalText)?
        for case .value(let value) in days.joined() {
            guard let known = span else {
                span = (value, value)
                continue
            }
            if value < known.least { span?.least = value }
            if value > known.greatest { span?.greatest = value }
        }
        return span
    }

    /// The picture.
    public func drawing(width: Double, height: Double) -> Drawing {
        let left = 32.0
        let key = 24.0
        let rows = max(1, rows)
        let cell = (width - left - 4) / Double(max(1, days.count))
        // Whole tenths, so that neighbours meet exactly.
        let row = max(3, ((height - key - 26) / Double(rows) * 10).rounded(.down) / 10)
        let field = Box(
            x: left, y: key, width: cell * Double(days.count), height: row * Double(rows))
        var shapes: [Shape] = [.box(field, .grid)]
        let span = span.map { ($0.least.coordinate, $0.greatest.coordinate) } ?? (0, 1)
        let runs = Self.runs(days, rows: rows, span: span)
        for (step, runs) in runs.values.enumerated() {
            shapes.append(
                .segments(
                    runs.flatMap { run -> [Point] in
                        let y = field.y + row * (Double(run.row) + 0.5)
                        return [
                            Point(field.x + cell * Double(run.days.lowerBound), y),
                            Point(field.x + cell * Double(run.days.upperBound), y),
                        ]
                    }, Stroke(.heat(step), width: row)))
        }
        for run in runs.absent + runs.missing {
            shapes.append(.box(Self.box(run, field, cell, row), .paper))
        }
        for gap in Self.blocks(runs.missing) {
            shapes.append(
                .hatched(
                    Box(
                        x: field.x + cell * Double(gap.days.lowerBound),
                        y: field.y + row * Double(gap.rows.lowerBound),
                        width: cell * Double(gap.days.count), height: row * Double(gap.rows.count)),
                    step: 4))
        }
        shapes += hourLabels(field, row) + dayLabels(field, cell) + legend(width)
        return Drawing(
            width: width, height: field.bottom + 22, title: title, summary: summary,
            shapes: shapes)
    }

    // MARK: - Runs of like cells

    private struct Run {
        let row: Int
        let days: Range<Int>
    }

    private struct Runs {
        var values = [[Run]](repeating: [], count: Tone.heatCount)
        var missing: [Run] = []
        var absent: [Run] = []
    }

    /// What neighbours in a row have in common; -1 is missing, -2 absent.
    private static func kind(_ cell: Cell, _ span: (Double, Double)) -> Int {
        switch cell {
        case .missing: -1
        case .absent: -2
        case .value(let value):
            span.1 > span.0
                ? min(
                    Tone.heatCount - 1,
                    Int((value.coordinate - span.0) / (span.1 - span.0) * Double(Tone.heatCount)))
                : Tone.heatCount / 2
        }
    }

    private static func runs(_ days: [[Cell]], rows: Int, span: (Double, Double)) -> Runs {
        var runs = Runs()
        for row in 0..<rows {
            var start = 0
            var current: Int?
            for day in 0...days.count {
                let next: Int? =
                    day == days.count
                    ? nil : row < days[day].count ? kind(days[day][row], span) : -2
                guard next != current else { continue }
                if let current {
                    let run = Run(row: row, days: start..<day)
                    switch current {
                    case -1: runs.missing.append(run)
                    case -2: runs.absent.append(run)
                    default: runs.values[current].append(run)
                    }
                }
                (start, current) = (day, next)
            }
        }
        return runs
    }

    private struct Block {
        var rows: Range<Int>
        let days: Range<Int>
    }

    /// Runs of the same days one below the other as one block: whole days without data have one hatch.
    private static func blocks(_ runs: [Run]) -> [Block] {
        var open: [Range<Int>: Int] = [:]
        var blocks: [Block] = []
        for run in runs {
            if let index = open[run.days], blocks[index].rows.upperBound == run.row {
                blocks[index].rows = blocks[index].rows.lowerBound..<(run.row + 1)
            } else {
                open[run.days] = blocks.count
                blocks.append(Block(rows: run.row..<(run.row + 1), days: run.days))
            }
        }
        return blocks
    }

    private static func box(_ run: Run, _ field: Box, _ cell: Double, _ row: Double) -> Box {
        Box(
            x: field.x + cell * Double(run.days.lowerBound), y: field.y + row * Double(run.row),
            width: cell * Double(run.days.count), height: row)
    }

    // MARK: - Labels

    private func hourLabels(_ field: Box, _ row: Double) -> [Shape] {
        stride(from: 0, to: rows, by: 6).map { hour in
            .text(
                Caption(
                    String(hour), at: Point(field.x - 6, field.y + row * Double(hour) + 9),
                    size: 11, tone: .quiet, anchor: .end))
        }
    }

    private func dayLabels(_ field: Box, _ cell: Double) -> [Shape] {
        var free = field.x
        return marks.compactMap { mark -> Shape? in
            let x = field.x + cell * Double(mark.index)
            guard x >= free, (0..<days.count).contains(mark.index) else { return nil }
            free = x + TextWidth.of(mark.label, size: 11) + 8
            return .text(
                Caption(mark.label, at: Point(x, field.bottom + 14), size: 11, tone: .quiet))
        }
    }

    private func legend(_ width: Double) -> [Shape] {
        guard let span else {
            return [.text(Caption(words.none, at: Point(32, 12), tone: .quiet))]
        }
        let least = measure.text(span.least)
        var x = 32 + TextWidth.of(least, size: 11) + 6
        var shapes: [Shape] = [.text(Caption(least, at: Point(32, 12), tone: .quiet))]
        for step in 0..<Tone.heatCount {
            shapes.append(.box(Box(x: x, y: 3, width: 14, height: 11), .heat(step)))
            x += 14
        }
        let greatest = measure.text(span.greatest)
        shapes.append(.text(Caption(greatest, at: Point(x + 6, 12), tone: .quiet)))
        guard days.joined().contains(.missing) else { return shapes }
        x += TextWidth.of(greatest, size: 11) + 22
        shapes.append(.hatched(Box(x: x, y: 3, width: 14, height: 11), step: 4))
        shapes.append(.text(Caption(words.missing, at: Point(x + 19, 12), tone: .quiet)))
        return shapes
    }

    private var summary: String {
        let missing = days.joined().count { $0 == .missing }
        guard let span else { return words.none }
        return "\(measure.text(span.least)) – \(measure.text(span.greatest)); "
            + "\(words.missing): \(missing)"
    }

    /// Each hour of the day over all days.
    public var table: ChartTable {
        let columns = [words.least, words.mean, words.greatest].map {
            ChartTable.Column(measure.heading($0))
        }
        return ChartTable(
            title: title,
            columns: [ChartTable.Column(words.hour, isNumber: false)] + columns
                + [ChartTable.Column(words.missing)],
            rows: (0..<rows).map { hour in
                let cells = days.compactMap { $0.indices.contains(hour) ? $0[hour] : nil }
                let values = cells.filter { $0 != .absent }.map { cell -> DecimalText? in
                    if case .value(let value) = cell { value } else { nil }
                }
                guard
                    let part = Digest.parts(values, [AxisMark(0, "")], places: measure.places).first
                else { return [String(hour), "–", "–", "–", "0"] }
                return [String(hour)]
                    + [part.least, part.mean, part.greatest].map(measure.number)
                    + [String(part.missing)]
            })
    }
}
