public import Quantities

/// Measures as blocks, as wide as what they save and as high as each unit of it costs
/// (边际减排成本曲线), in the order in which they are given. Blocks below the line pay for themselves.
public struct CostCurve: Chart {
    /// One measure.
    public struct Block: Hashable, Sendable {
        /// What is done.
        public let name: String
        /// How much it saves; not negative.
        public let amount: DecimalText
        /// What each unit of that costs.
        public let cost: DecimalText

        /// Makes a block.
        public init(_ name: String, amount: DecimalText, cost: DecimalText) {
            self.name = name
            self.amount = amount
            self.cost = cost
        }
    }

    /// What it is.
    public let title: String
    private let blocks: [Block]
    private let amount: (name: String, measure: Measure)
    private let cost: (name: String, measure: Measure)
    private let words: ChartWords

    /// Makes a curve.
    public init(
        title: String, blocks: [Block], amount: (name: String, measure: Measure),
        cost: (name: String, measure: Measure), words: ChartWords
    ) {
        self.title = title
        self.blocks = blocks
        self.amount = amount
        self.cost = cost
        self.words = words
    }

    /// The picture.
    public func drawing(width: Double, height: Double) -> Drawing {
        let scale = Scale(covering: blocks.map(\.cost.coordinate))
        var plot = Plot(
            width: width, height: height - 14, scale: scale,
            unit: cost.measure.heading(cost.name), legend: [])
        let sum = blocks.reduce(0.0) { $0 + max(0, $1.amount.coordinate) }
        let across = Scale(covering: [0, sum])
        func x(_ value: Double) -> Double {
            plot.box.x + plot.box.width * (sum > 0 ? min(1, value / sum) : 0)
        }
        for tick in across.ticks where tick.position <= sum {
            plot.addLabel(tick.label, x: x(tick.position))
        }
        var start = 0.0
        for (number, block) in blocks.enumerated() {
            let end = start + max(0, block.amount.coordinate)
            let (top, bottom) = (
                plot.y(max(0, block.cost.coordinate)), plot.y(min(0, block.cost.coordinate))
            )
            let wide = x(end) - x(start)
            let box = Box(
                x: x(start), y: top, width: max(0.5, wide - (wide > 3 ? 1 : 0)),
                height: max(1, bottom - top))
            let tone: Tone = block.cost.significand <= 0 ? .good : .series(4)
            var parts: [Shape] = [.box(box, tone)]
            let label = String(number + 1)
            if wide > TextWidth.of(label, size: 10) + 2 {
                let y =
                    block.cost.significand <= 0 ? min(bottom + 11, plot.box.bottom - 2) : top - 3
                parts.append(
                    .text(
                        Caption(
                            label, at: Point(x(start) + wide / 2, max(y, 10)), size: 10,
                            anchor: .middle)))
            }
            plot.add(.group(parts, title: hint(block, number), link: nil))
            start = end
        }
        plot.addZeroLine()
        plot.add(
            .text(
                Caption(
                    amount.measure.heading(amount.name), at: Point(plot.box.right, height - 4),
                    size: Plot.labelSize, tone: .quiet, anchor: .end)))
        return Drawing(
            width: width, height: height, title: title,
            summary: blocks.prefix(12).enumerated().map { hint($1, $0) }.joined(separator: "; "),
            shapes: plot.shapes)
    }

    private func hint(_ block: Block, _ number: Int) -> String {
        "\(number + 1) \(block.name): \(amount.measure.text(block.amount)), "
            + cost.measure.text(block.cost)
    }

    /// The same values in rows.
    public var table: ChartTable {
        ChartTable(
            title: title,
            columns: [
                ChartTable.Column(words.item, isNumber: false),
                ChartTable.Column(amount.measure.heading(amount.name)),
                ChartTable.Column(cost.measure.heading(cost.name)),
            ],
            rows: blocks.enumerated().map { number, block in
                [
                    "\(number + 1) \(block.name)", amount.measure.number(block.amount),
                    cost.measure.number(block.cost),
                ]
            })
    }
}
