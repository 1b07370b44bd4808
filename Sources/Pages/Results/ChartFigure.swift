import Charts
import Provenance
import Quantities

/// A chart on a page (图表区): the picture, and behind it the table with the same values.
struct ChartFigure {
    let chart: any Charts.Chart
    var width = 580.0
    var height = 250.0
    /// What stands below it.
    var note: String?

    /// The figure as HTML.
    func markup(_ context: PageContext) -> HTML {
        Self.template.render(
            [
                "title": chart.title, "pictureHTML": HTML(chart.svg(width: width, height: height)),
                "tableHTML": HTML(chart.table.html), "note": note,
            ], in: context.language)
    }

    static let template = Template(
        """
        <figure class="card"><figcaption>{{title}}</figcaption>
        <div class="picture" tabindex="0" role="group" aria-label="{{title}}">{{{pictureHTML}}}</div>
        {{#note}}<p class="quiet">{{note}}</p>{{/note}}
        <details class="behind"><summary>[[The same as a table|以表格查看]]</summary><div class="table" tabindex="0" role="region" aria-label="{{title}}">{{{tableHTML}}}</div></details>
        </figure>
        """)
}

extension PageContext {
    /// The words that charts add of their own.
    var chartWords: ChartWords { language == .english ? .english : .chinese }
}
