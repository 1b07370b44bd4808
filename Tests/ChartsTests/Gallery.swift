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

    static func all(_ words: ChartWords) -> [any Chart] {
        let months = (1...12).map { "2026-" + ($0 < 10 ? "0" : "") + String($0) }
        let year = AxisMark.months(
            from: CivilDate(dayNumber: 20_454), days: 365, perDay: 24)
        let it = months.indices.map { $0 == 4 ? nil : decimal(String(800 + $0 * 13)) }
        let cooling = months.indices.map { $0 == 4 ? nil : decimal(String(210 + $0 * $0)) }
        let rest = months.indices.map { $0 == 4 ? nil : decimal($0 == 7 ? "-30.5" : "45.25") }
        let pue = months.indices.map { $0 == 4 || $0 == 6 ? nil : decimal("1.\(30 + $0)") }
        return [
            ColumnChart(
                title: "Energy by month", categories: months,
                series: [
                    Series("IT", it), Series("cooling", cooling), Series("unallocated", rest),
                ], measure: Measure("MWh"), words: words),
            ColumnChart(
                title: hostile, categories: [hostile, "b"],
                series: [Series(hostile, [decimal("1"), nil])], measure: Measure(hostile),
                thresholds: [Threshold(hostile, .one)], words: words),
            LineChart(
                title: "PUE", series: [Series("PUE", pue)],
                marks: months.enumerated().map { AxisMark($0, $1) },
                measure: Measure("", places: 2),
                thresholds: [
                    Threshold("1", DecimalText(significand: 13, scale: 1), tone: .good),
                    Threshold("2", DecimalText(significand: 14, scale: 1)),
                ], words: words),
            LineChart(
                title: "Power", series: [Series("IT", hours(base: 900, swing: 10))], marks: year,
                measure: Measure("kW", places: 1), words: words),
            AreaChart(
                title: "Hours by account",
                series: [
                    Series("IT", hours(base: 900, swing: 4)),
                    Series("cooling", hours(base: 100, swing: 12)),
                    Series("other", hours(base: 20, swing: 1)),
                ], marks: year, measure: Measure("kW"), words: words),
            HeatMap(
                title: "Hours", hours: hours(base: 900, swing: 10),
                marks: AxisMark.months(from: CivilDate(dayNumber: 20_454), days: 365),
                measure: Measure("kWh", places: 1), words: words),
            ThresholdBars(
                title: "PUE of sites",
                rows: (0..<8).map {
                    ThresholdBars.Row(
                        $0 == 3 ? hostile : "Site \($0) 数据中心", $0 == 5 ? nil : decimal("1.\($0)5"),
                        note: "grade \($0 / 2 + 1)",
                        link: $0 == 2 ? "#site-2" : "javascript:alert(1)")
                },
                thresholds: [
                    Threshold("1", DecimalText(significand: 12, scale: 1), tone: .good),
                    Threshold("2", DecimalText(significand: 13, scale: 1), tone: .good),
                    Threshold("3", DecimalText(significand: 15, scale: 1)),
                ], base: .one, measure: Measure("", places: 2), words: words),
            CostCurve(
                title: "Abatement cost",
                blocks: (0..<9).map {
                    CostCurve.Block(
                        "measure \($0)", amount: decimal(String(20 + $0 * 31 % 90)) ?? .one,
                        cost: decimal(String($0 * 90 - 250)) ?? .one)
                }, amount: ("saved a year", Measure("t CO2")), cost: ("cost", Measure("CNY/t")),
                words: words),
            Waterfall(
                title: "By cause",
                steps: [
                    .level("2026Q2", decimal("12400.5") ?? .one),
                    .change("activity", decimal("310")), .change("factor", decimal("-120.25")),
                    .change("green power", decimal("-402")), .change("restatement", nil),
                    .level("2026Q3", decimal("12188.25") ?? .one),
                ], measure: Measure("t", places: 2), words: words),
            CurveChart(
                title: "What a budget buys",
                places: (0..<40).map {
                    CurveChart.Place(
                        decimal(String($0 * 25_000)) ?? .one,
                        decimal(String($0 * 90_000 - $0 * $0 * 900)) ?? .one)
                }, chosen: 20, x: ("outlay", Measure("CNY")), y: ("worth", Measure("CNY"))),
            Sparkline(
                title: "trend", values: it, labels: months, measure: Measure("MWh"), words: words),
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
