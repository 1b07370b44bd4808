import Quantities

/// The field of a chart between its axes (绘图区), and what all charts draw alike.
struct Plot {
    static let labelSize = 11.0

    /// The field itself.
    let box: Box
    /// What its height means.
    let scale: Scale
    private(set) var shapes: [Shape] = []

    /// Lays out a field: legend and unit above, numbers at the left, labels below.
    init(width: Double, height: Double, scale: Scale, unit: String, legend: [LegendEntry]) {
        let numbers = scale.ticks.map { TextWidth.of($0.label, size: Self.labelSize) }.max() ?? 0
        let left = numbers + 10
        let rows = Legend.rows(legend, width: width)
        let top = (unit.isEmpty ? 6 : 20) + Double(rows.count) * Legend.rowHeight
        box = Box(x: left, y: top, width: width - left - 8, height: height - top - 22)
        self.scale = scale
        shapes += Legend.shapes(rows)
        if !unit.isEmpty {
            add(
                .text(
                    Caption(
                        unit, at: Point(0, top - 8), size: Self.labelSize, tone: .quiet)))
        }
        for tick in scale.ticks {
            let y = self.y(tick.position)
            add(.line(Point(box.x, y), Point(box.right, y), Stroke(.grid, width: 0.7)))
            add(
                .text(
                    Caption(
                        tick.label, at: Point(box.x - 6, y + 4), size: Self.labelSize, tone: .quiet,
                        anchor: .end)))
        }
    }

    /// Where a value lies.
    func y(_ value: Double) -> Double { box.bottom - box.height * scale.share(value) }

    /// Draws one thing more.
    mutating func add(_ shape: Shape) { shapes.append(shape) }

    /// The line at zero, above the areas.
    mutating func addZeroLine() {
        let y = self.y(min(max(0, scale.low), scale.high))
        add(.line(Point(box.x, y), Point(box.right, y), Stroke(.quiet)))
    }

    /// A label below the field.
    mutating func addLabel(_ text: String, x: Double, anchor: Caption.Anchor = .middle) {
        add(
            .text(
                Caption(
                    text, at: Point(x, box.bottom + 15), size: Self.labelSize, tone: .quiet,
                    anchor: anchor)))
    }

    /// Labels of places that share the field evenly: as many as do not touch.
    mutating func addCategories(_ names: [String]) {
        let step = box.width / Double(max(1, names.count))
        guard step > 0 else { return }
        let widest = names.map { TextWidth.of($0, size: Self.labelSize) }.max() ?? 0
        let every = max(1, Int(((min(widest, 90) + 6) / step).rounded(.up)))
        for index in stride(from: 0, to: names.count, by: every) {
            let text = TextWidth.fitted(
                names[index], width: max(step * Double(every) - 4, 24), size: Self.labelSize)
            addLabel(text, x: box.x + step * (Double(index) + 0.5))
        }
    }

    /// Labels at marks along so many values, with a short line at each; those that would touch the one
    /// before are left out.
    mutating func addMarks(_ marks: [AxisMark], count: Int) {
        guard count > 0 else { return }
        var free = box.x - 20
        for mark in marks where (0..<count).contains(mark.index) {
            let x = box.x + box.width * Double(mark.index) / Double(count)
            let width = TextWidth.of(mark.label, size: Self.labelSize)
            add(.line(Point(x, box.bottom), Point(x, box.bottom + 4), Stroke(.quiet, width: 0.7)))
            guard x >= free, x + width <= box.right + 8 else { continue }
            addLabel(mark.label, x: x + 2, anchor: .start)
            free = x + width + 8
        }
    }

    /// Lines across the field, each with its name at the right end.
    mutating func addThresholds(_ thresholds: [Threshold], _ measure: Measure) {
        var taken: [Double] = []
        for threshold in thresholds {
            let value = threshold.value.coordinate
            guard value >= scale.low, value <= scale.high else { continue }
            let y = self.y(value)
            let title = "\(threshold.name): \(measure.text(threshold.value))"
            var parts: [Shape] = [
                .line(
                    Point(box.x, y), Point(box.right, y),
                    Stroke(threshold.tone, width: 1.2, dash: .dashed))
            ]
            if taken.allSatisfy({ abs($0 - y) > 11 }) {
                taken.append(y)
                parts.append(
                    .text(
                        Caption(
                            TextWidth.fitted(threshold.name, width: box.width / 2, size: 10),
                            at: Point(box.right - 3, y - 3), size: 10, tone: threshold.tone,
                            anchor: .end, isStrong: true)))
            }
            add(.group(parts, title: title, link: nil))
        }
    }

    /// The values that an axis must cover so that thresholds near the data are on it.
    static func reach(_ values: [Double], _ thresholds: [Threshold]) -> [Double] {
        guard let least = values.min(), let greatest = values.max() else {
            return thresholds.map(\.value.coordinate)
        }
        let slack = max(greatest - least, abs(greatest) * 0.25)
        return values
            + thresholds.map(\.value.coordinate).filter {
                $0 >= least - slack && $0 <= greatest + slack
            }
    }
}
