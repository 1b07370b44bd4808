import Charts
import Foundation
import Quantities
import Testing

@Suite struct ChartTests {
    private let charts = Gallery.all(.english)

    @Test("every picture is well-formed XML, names no script and nothing from elsewhere")
    func wellFormed() throws {
        for chart in charts {
            for place in [SVG.Place.page, .file] {
                let text = SVG.text(chart.drawing(width: 720, height: 280), for: place)
                #expect(XMLCheck.fault(text) == nil, "\(chart.title)")
                #expect(!text.contains("<script") && !text.contains("javascript:"))
                #expect(!text.contains("style=\"") && !text.contains("url("))
                #expect(!text.contains("\u{202E}"))
                #expect(!text.contains("nan") && !text.contains("inf\""))
                #expect(text.contains("role=\"img\"") || text.contains("role=\"group\""))
            }
            #expect(XMLCheck.fault(chart.table.html) == nil, "\(chart.title)")
        }
    }

    @Test("the same chart has the same bytes")
    func deterministic() {
        for (one, other) in zip(charts, Gallery.all(.english)) {
            #expect(one.svg() == other.svg())
            #expect(one.table == other.table)
        }
    }

    @Test("a year of hours stays small: areas, lines and the heat map")
    func small() {
        for chart in charts {
            let size = chart.svg().utf8.count
            // Noise without any runs is the worst that a heat map can meet.
            #expect(size < 80_000, "\(chart.title): \(size)")
        }
    }

    @Test("a gap is drawn as a gap: months on both sides of it are two lines")
    func gaps() {
        let values = ["1", nil, "3", "4"].map { $0.flatMap { DecimalText($0) } }
        let chart = LineChart(
            title: "x", series: [Series("x", values)],
            marks: (0..<4).map { AxisMark($0, String($0)) }, measure: Measure(""), words: .english)
        let lines = chart.drawing(width: 300, height: 200).shapes.filter {
            if case .polyline = $0 { true } else { false }
        }
        // One value alone, then two: two stretches.
        #expect(lines.count == 2)
        #expect(chart.table.rows[1] == ["1", "missing"])
        #expect(chart.table.rows[2] == ["2", "3"])
    }

    @Test("the table holds what the picture shows, exactly; a year is digested by its marks")
    func tables() throws {
        let columns = try #require(charts.first?.table)
        #expect(
            columns.columns.map(\.name) == [
                "item", "IT [MWh]", "cooling [MWh]", "unallocated [MWh]",
            ])
        #expect(columns.rows[0] == ["2026-01", "800", "210", "45"])
        #expect(columns.rows[4] == ["2026-05", "missing", "missing", "missing"])
        // -30.5 to a whole number, half to even: -30.
        #expect(columns.rows[7] == ["2026-08", "891", "259", "−30"])

        // 1, 2, missing, 4 and then 10, 20: means 7/3 and 15.
        let values = ["1", "2", nil, "4", "10", "20"].map { $0.flatMap { DecimalText($0) } }
        let line = LineChart(
            title: "x", series: [Series("x", values)], marks: [AxisMark(0, "a"), AxisMark(4, "b")],
            measure: Measure("kW", places: 3), words: .english)
        #expect(
            line.table.rows == [
                ["a", "1.000", "2.333", "4.000", "1"], ["b", "10.000", "15.000", "20.000", "0"],
            ])
    }

    @Test("whatever the values, nothing breaks and everything stays on the page")
    func extremes() {
        let largest = DecimalText(significand: Int128.max, scale: 0)
        let least = DecimalText(significand: 1, scale: 38)
        let odd: [[DecimalText?]] = [
            [], [nil], [nil, nil], [largest],
            [largest, DecimalText(significand: -Int128.max, scale: 0)],
            [least], [least, largest], [DecimalText(significand: 0, scale: 0)],
            [.one, .one, .one],
        ]
        for values in odd {
            let marks = values.indices.map { AxisMark($0, "m") } + [AxisMark(99, "beyond")]
            let series = [Series("s", values), Series("t", Array(values.dropLast()))]
            let charts: [any Chart] = [
                ColumnChart(
                    title: "c", categories: values.map { _ in "k" }, series: series,
                    measure: Measure("u"), words: .english),
                LineChart(
                    title: "l", series: series, marks: marks, measure: Measure("u", places: 18),
                    words: .english),
                AreaChart(
                    title: "a", series: series, marks: marks, measure: Measure("u"), words: .english
                ),
                HeatMap(
                    title: "h", hours: values, marks: marks, measure: Measure("u"), words: .english),
                Sparkline(title: "s", values: values, measure: Measure("u"), words: .english),
                ThresholdBars(
                    title: "t", rows: values.map { ThresholdBars.Row("r", $0) },
                    thresholds: [Threshold("x", largest)], measure: Measure("u"), words: .english),
                Waterfall(
                    title: "w", steps: values.map { .change("s", $0) }, measure: Measure("u"),
                    words: .english),
            ]
            for chart in charts {
                for (width, height) in [(720.0, 280.0), (40, 20), (0, 0)] {
                    let text = SVG.text(chart.drawing(width: width, height: height))
                    #expect(XMLCheck.fault(text) == nil)
                    #expect(!text.lowercased().contains("nan"))
                }
                _ = chart.table.html
            }
        }
    }

    @Test("a small change of a large value is seen: its axis does not begin at zero, and says so")
    func zoom() throws {
        let chart = Waterfall(
            title: "x",
            steps: [
                .level("a", DecimalText(significand: 123_456_789_000, scale: 3)),
                .change("b", DecimalText(significand: -12, scale: 0)),
                .level("c", DecimalText(significand: 123_456_777_000, scale: 3)),
            ], measure: Measure("t"), words: .english)
        let shapes = chart.drawing(width: 700, height: 200).shapes
        let labels = shapes.compactMap { shape -> String? in
            if case .text(let caption) = shape { caption.text } else { nil }
        }
        #expect(labels.contains("123,456,780"))
        // The bars of beginning and end differ by a good part of the field.
        let bars = shapes.compactMap { shape -> Double? in
            guard case .group(let parts, _, _) = shape else { return nil }
            return parts.compactMap {
                if case .boxes(let boxes, _) = $0 { boxes[0].width } else { nil }
            }
            .first
        }
        try #require(bars.count == 3)
        #expect(bars[0] - bars[2] > 50)
    }

    @Test("marks of an axis are printed exactly")
    func ticks() {
        let chart = ColumnChart(
            title: "x", categories: ["a"], series: [Series("x", [DecimalText("0.3")])],
            measure: Measure(""), words: .english)
        let labels = chart.drawing(width: 300, height: 200).shapes.compactMap { shape -> String? in
            if case .text(let caption) = shape { caption.text } else { nil }
        }
        #expect(labels.starts(with: ["0.0", "0.1", "0.2", "0.3"]))
    }

    @Test("decimals for the eye: grouped, half to even, no negative zero")
    func grouped() {
        let cases: [(String, Int, String)] = [
            ("1234567.5", 0, "1,234,568"), ("1234566.5", 0, "1,234,566"), ("-0.4", 0, "0"),
            ("-1000", 2, "−1,000.00"), ("999.995", 2, "1,000.00"), ("12", 1, "12.0"),
            ("0.05", 1, "0.0"), ("0.15", 1, "0.2"),
        ]
        for (text, places, expected) in cases {
            #expect(DecimalText(text)?.grouped(places: places) == expected)
        }
    }

    @Test("a hidden character of a name is shown by its number")
    func hidden() {
        #expect(ShownText.of("a\u{202E}b\u{0}c\u{FEFF}") == "a[U+202E]b[U+0000]c[U+FEFF]")
        #expect(ShownText.of("数据中心 A\tB") == "数据中心 A\tB")
    }

    @Test("only addresses of this page, this site or the web are links")
    func addresses() {
        for good in ["#a", "/sites/x", "?page=2", "./a.html", "https://example.org/"] {
            #expect(Markup.address(good) == good)
        }
        for bad in [
            "javascript:alert(1)", " javascript:alert(1)", "//example.org", "data:text/html,x",
            "/\\example.org", "a.html", "JAVASCRIPT:x", "/a\nb",
        ] {
            #expect(Markup.address(bad) == nil)
        }
    }

    @Test(
        "the gallery is written where one wants to look at it",
        .enabled(if: ProcessInfo.processInfo.environment["CARBONGRADE_GALLERY"] != nil))
    func galleryPage() throws {
        let path = try #require(ProcessInfo.processInfo.environment["CARBONGRADE_GALLERY"])
        try Gallery.page(.english).write(toFile: path, atomically: true, encoding: .utf8)
    }
}
