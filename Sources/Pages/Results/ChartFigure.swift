import Charts
import Provenance
import Quantities

/// A chart on a page (图表区): the picture, and behind it the table with the same values.
struct ChartFigure {
    let chart: any Charts.Chart
    var width = 580.0
    var height = 250.0
    /// Where along it the first value is, from 0 to 1, so that a narrow screen begins there.
    var focus = 0.0
    /// What stands below it.
    var note: String?

    /// The figure as HTML.
    func markup(_ context: PageContext) -> HTML {
        Self.template.render(
            [
                "title": chart.title, "isBroad": width >= 1_000,
                "focus": focus > 0 ? String(Int(focus * 100)) : nil,
                "pictureHTML": HTML(chart.svg(width: width, height: height)),
                "tableHTML": HTML(chart.table.html), "note": note,
            ], in: context.language)
    }

    /// Where the first value of some series is.
    static func focus(_ series: [Series]) -> Double {
        let count = series.map(\.values.count).max() ?? 0
        let first = series.compactMap { $0.values.firstIndex { $0 != nil } }.min() ?? 0
        return count > 0 ? Double(first) / Double(count) : 0
    }

    static let template = Template(
        """
        <figure class="card"><figcaption>{{title}}</figcaption>
        <div class="picture{{#isBroad}} broad{{/isBroad}}"{{#focus}} data-focus="{{focus}}"{{/focus}} tabindex="0" role="group" aria-label="{{title}}">{{{pictureHTML}}}</div>
        <p class="quiet more" hidden>[[It goes on to the side: scroll it.|图表超出屏幕宽度，可左右滑动。]]</p>
        {{#note}}<p class="quiet">{{note}}</p>{{/note}}
        <details class="behind"><summary>[[The same as a table|以表格查看]]</summary><div class="table" tabindex="0" role="region" aria-label="{{title}}">{{{tableHTML}}}</div></details>
        </figure>
        """)
}

extension PageContext {
    /// The words that charts add of their own.
    var chartWords: ChartWords { language == .english ? .english : .chinese }
}
