public import Quantities

/// A chart (图表): a picture of exact values, and the table that holds the same values for those who want to
/// read or hear them.
public protocol Chart: Sendable {
    /// What it is.
    var title: String { get }
    /// The picture. The chart may take less height than it is given, never more width.
    func drawing(width: Double, height: Double) -> Drawing
    /// The same values in rows.
    var table: ChartTable { get }
}

extension Chart {
    /// The picture as SVG for a page.
    public func svg(width: Double = 720, height: Double = 280) -> String {
        SVG.text(drawing(width: width, height: height))
    }
}

/// Values of one kind along a chart (数据系列); nil is missing, never zero.
public struct Series: Hashable, Sendable {
    /// What they are.
    public let name: String
    /// One for each place of the chart.
    public let values: [DecimalText?]
    /// Their colour; nil takes the next one.
    public let tone: Tone?

    /// Makes a series.
    public init(_ name: String, _ values: [DecimalText?], tone: Tone? = nil) {
        self.name = name
        self.values = values
        self.tone = tone
    }

    func tone(at index: Int) -> Tone { tone ?? .series(index) }
}

/// What values are counted in, and with how many places they are printed (单位与小数位).
public struct Measure: Hashable, Sendable {
    /// The unit as printed, `MWh`; empty for a ratio.
    public let unit: String
    /// Places after the point.
    public let places: Int

    /// Makes a measure.
    public init(_ unit: String, places: Int = 0) {
        self.unit = unit
        self.places = max(0, min(places, 18))
    }

    /// A value without its unit; a dash where there is none.
    public func number(_ value: DecimalText?) -> String {
        value?.grouped(places: places) ?? "–"
    }

    /// A value with its unit.
    public func text(_ value: DecimalText?) -> String {
        unit.isEmpty || value == nil ? number(value) : number(value) + " " + unit
    }

    /// A name with the unit behind it in brackets.
    func heading(_ name: String) -> String { unit.isEmpty ? name : "\(name) [\(unit)]" }
}

/// A value that a chart marks by a line (阈值): a limit, the edge of a level.
public struct Threshold: Hashable, Sendable {
    /// What it is called.
    public let name: String
    /// Where it lies.
    public let value: DecimalText
    /// Its colour.
    public let tone: Tone

    /// Makes a mark.
    public init(_ name: String, _ value: DecimalText, tone: Tone = .caution) {
        self.name = name
        self.value = value
        self.tone = tone
    }
}

/// A label below a chart, standing where its place among the values begins.
public struct AxisMark: Hashable, Sendable {
    /// The number of the value, from 0.
    public let index: Int
    /// What is printed.
    public let label: String

    /// Makes a label.
    public init(_ index: Int, _ label: String) {
        self.index = index
        self.label = label
    }

    /// A label at every first of a month: `2026-07`, or the month's number where the year is said
    /// elsewhere.
    ///
    /// - Parameter perDay: How many values a day has; days of 23 and 25 hours shift what follows by one.
    public static func months(
        from first: CivilDate, days: Int, perDay: Int = 1, withYear: Bool = false
    ) -> [AxisMark] {
        (0..<max(0, days)).compactMap { number in
            let date = first.adding(days: Int64(number))
            let (_, month, day) = date.components
            guard day == 1 || number == 0 else { return nil }
            return AxisMark(
                number * perDay, withYear ? String(date.description.prefix(7)) : String(month))
        }
    }
}

/// The few words that charts add of their own.
public struct ChartWords: Hashable, Sendable {
    let item, part, hour, value, missing, least, mean, greatest, none: String

    /// In Chinese.
    public static let chinese = ChartWords(
        item: "项目", part: "时段", hour: "时", value: "数值", missing: "缺数据", least: "最小",
        mean: "平均", greatest: "最大", none: "无数据")
    /// In English.
    public static let english = ChartWords(
        item: "item", part: "part", hour: "hour", value: "value", missing: "missing",
        least: "least", mean: "mean", greatest: "greatest", none: "no data")
    /// In both, Chinese first.
    public static let both = ChartWords(
        item: "项目 / item", part: "时段 / part", hour: "时 / hour", value: "数值 / value",
        missing: "缺数据 / missing", least: "最小 / least", mean: "平均 / mean",
        greatest: "最大 / greatest", none: "无数据 / no data")
}
