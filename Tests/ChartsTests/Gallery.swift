import Charts
import Quantities

/// One of each chart, with gaps, negative values, long and hostile names.
enum Gallery {
    static func decimal(_ text: String) -> DecimalText? { DecimalText(text) }

    /// A year of hours with a shape of days and seasons and two gaps; integers only, so that it is the
    /// same everywhere.
    static func hours(base: Int, swing: Int, gaps: Bool = true) -> [DecimalText?] {
        (0..<8_760).map { hour in
            let isMissing = gaps && ((2_000..<2_120).contains(hour) || hour % 1_013 == 7)
            if isMissing { return nil }
            let day = abs(hour % 24 - 14)
            let season = abs(hour / 24 - 200)
            let value = base + swing * (24 - day) + swing * (200 - season) / 10 + hour * 7_919 % 97
            return DecimalText(significand: Int128(value), scale: 1)
        }
    }

    static let hostile = "</svg><script>alert(1)</script>\u{202E}\"' & 甲乙丙数据中心一期二期三期四期"

    private static let months = (1...12).map { "2026-" + ($0 < 10 ? "0" : "") + String($0) }
    private static let year = AxisMark.months(
        from: CivilDate(dayNumber: 20_454), days: 365, perDay: 24)

    /// Twelve values, without the fifth.
    private static func row(_ value: (Int) -> String) -> [DecimalText?] {
        (0..<12).map { $0 == 4 ? nil : decimal(value($0)) }
    }

    static func all(_ words: ChartWords) -> [any Chart] {
        columns(words) + lines(words) + hours(words) + [bars(words)] + plans(words)
    }

    static func columns(_ words: ChartWords) -> [any Chart] {
        let series = [
            Series("IT", row { String(800 + $0 * 13) }),
            Series("cooling", row { String(210 + $0 * $0) }),
            Series("unallocated", row { $0 == 7 ? "-30.5" : "45.25" }),
        ]
        return [
            ColumnChart(
                title: "Energy by month", categories: months, series: series,
                measure: Measure("MWh"), words: words),
            ColumnChart(
                title: hostile, categories: [hostile, "b"],
                series: [Series(hostile, [decimal("1"), nil])], measure: Measure(hostile),
                thresholds: [Threshold(hostile, .one)], words: words),
        ]
    }

    static func lines(_ words: ChartWords) -> [any Chart] {
        let limits = [
            Threshold("1", DecimalText(significand: 13, scale: 1), tone: .good),
            Threshold("2", DecimalText(significand: 14, scale: 1)),
        ]
        return [
            LineChart(
                title: "PUE", series: [Series("PUE", row { "1.\(30 + $0)" })],
                marks: months.enumerated().map { AxisMark($0, $1) },
                measure: Measure("", places: 2), thresholds: limits, words: words),
            LineChart(
                title: "Power", series: [Series("IT", hours(base: 900, swing: 10))], marks: year,
                measure: Measure("kW", places: 1), words: words),
            Sparkline(
                title: "trend", values: row { String(800 + $0 * 13) }, labels: months,
                measure: Measure("MWh"), words: words),
        ]
    }

    static func hours(_ words: ChartWords) -> [any Chart] {
        let series = [
            Series("IT", hours(base: 900, swing: 4)),
            Series("cooling", hours(base: 100, swing: 12)),
            Series("other", hours(base: 20, swing: 1)),
        ]
        return [
            AreaChart(
                title: "Hours by account", series: series, marks: year, measure: Measure("kW"),
                words: words),
            HeatMap(
                title: "Hours", hours: hours(base: 900, swing: 10),
                marks: AxisMark.months(from: CivilDate(dayNumber: 20_454), days: 365),
                measure: Measure("kWh", places: 1), words: words),
        ]
    }

    static func bars(_ words: ChartWords) -> any Chart {
        let rows = (0..<8).map { number -> ThresholdBars.Row in
            let name = number == 3 ? hostile : "Site \(number) 数据中心"
            let link = number == 2 ? "#site-2" : "javascript:alert(1)"
            return ThresholdBars.Row(
                name, number == 5 ? nil : decimal("1.\(number)5"), note: "grade \(number / 2 + 1)",
                link: link)
        }
        let limits = [
            Threshold("1", DecimalText(significand: 12, scale: 1), tone: .good),
            Threshold("2", DecimalText(significand: 13, scale: 1), tone: .good),
            Threshold("3", DecimalText(significand: 15, scale: 1)),
        ]
        return ThresholdBars(
            title: "PUE of sites", rows: rows, thresholds: limits, base: .one,
            measure: Measure("", places: 2), words: words)
    }

    static func plans(_ words: ChartWords) -> [any Chart] {
        let blocks = (0..<9).map { number -> CostCurve.Block in
            let amount = DecimalText(significand: Int128(20 + number * 31 % 90), scale: 0)
            let cost = DecimalText(significand: Int128(number * 90 - 250), scale: 0)
            return CostCurve.Block("measure \(number)", amount: amount, cost: cost)
        }
        let places = (0..<40).map { number -> CurveChart.Place in
            let worth = number * 90_000 - number * number * 900
            return CurveChart.Place(
                DecimalText(significand: Int128(number * 25_000), scale: 0),
                DecimalText(significand: Int128(worth), scale: 0))
        }
        let steps: [Waterfall.Step] = [
            .level("2026Q2", DecimalText(significand: 1_240_050, scale: 2)),
            .change("activity", decimal("310")), .change("factor", decimal("-120.25")),
            .change("green power", decimal("-402")), .change("restatement", nil),
            .level("2026Q3", DecimalText(significand: 1_218_825, scale: 2)),
        ]
        return [
            CostCurve(
                title: "Abatement cost", blocks: blocks,
                amount: ("saved a year", Measure("t CO2")), cost: ("cost", Measure("CNY/t")),
                words: words),
            Waterfall(
                title: "By cause", steps: steps, measure: Measure("t", places: 2), words: words),
            CurveChart(
                title: "What a budget buys", places: places, chosen: 20,
                x: ("outlay", Measure("CNY")), y: ("worth", Measure("CNY"))),
        ]
    }

    /// A page to look at: `CARBONGRADE_GALLERY=/tmp/g.html swift test --filter Gallery`.
    static func page(_ words: ChartWords) -> String {
        let figures = all(words).map { chart in
            "<figure><figcaption>\(Markup.escaped(chart.title))</figcaption>"
                + (chart is Sparkline ? chart.svg(width: 120, height: 28) : chart.svg())
                + "<details><summary>table</summary>\(chart.table.html)</details></figure>"
        }
        return
            "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gallery</title><style>"
            + "body{font:15px system-ui;max-width:760px;margin:1rem auto}"
            + "@media(prefers-color-scheme:dark){body{background:#121816;color:#e6ece9}}"
            + ChartStyle.css + "</style>" + figures.joined() + "</html>"
    }
}
