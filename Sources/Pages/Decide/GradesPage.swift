import Charts
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting
import Runs

/// All sites by one scheme (等级总览), the best first, with operators where a scheme counts them together.
struct GradesPage {
    private let pages: RunPages
    private let context: PageContext

    /// The most sites in the picture and in the table.
    private static let (mostBars, mostRows) = (30, 200)

    init(_ pages: RunPages, _ context: PageContext) {
        self.pages = pages
        self.context = context
    }

    var body: PageBody {
        let rulebooks = pages.run.data.rulebooks.map(\.rulebook)
        let rankings = PortfolioRanking.all(
            pages.sites.map { ($0.site.id, $0.grades) }, by: rulebooks)
        let chosen =
            rankings.first { $0.scheme == context.address["scheme"] }
            ?? rankings.first { $0.rows.contains(where: \.hasResult) } ?? rankings.first
        let title = context.words("Grades", "等级")
        let model: Model = [
            "title": title, "periodHTML": pages.periodForm(context, keeping: ["scheme"]),
            "schemes": rankings.map { ranking -> Model in
                [
                    "scheme": ranking.scheme, "title": context.words(ranking.title),
                    "count": String(ranking.rows.count { $0.hasResult }),
                    "all": String(ranking.rows.count),
                    "address": pages.address(["grades"], [("scheme", ranking.scheme)]).text,
                    "isChosen": ranking.scheme == chosen?.scheme,
                ]
            },
            "isEmpty": rankings.isEmpty,
            "ranking": chosen.map(ranking), "operators": operators,
            "hasOperators": pages.visible == nil && !pages.run.operators.isEmpty,
        ]
        return PageBody(title, Self.template.render(model, in: context.language), isWide: true)
    }

    private func ranking(_ ranking: PortfolioRanking) -> Model {
        let sites = Dictionary(pages.sites.map { ($0.site.id, $0) }) { first, _ in first }
        return [
            "scheme": ranking.scheme, "title": context.words(ranking.title),
            "chartHTML": chart(ranking, sites),
            "rows": ranking.rows.prefix(Self.mostRows).map { row -> Model in
                let grade = sites[row.siteID]?.grades.first { $0.scheme == ranking.scheme }
                return [
                    "place": row.hasResult ? String(row.place) : "–",
                    "site": sites[row.siteID].map { context.name(of: $0) } ?? row.siteID,
                    "address": pages.address(
                        ["sites", row.siteID, "grades"], [("scheme", ranking.scheme)]
                    ).text,
                    "mark": row.mark, "figure": row.figure,
                    "state": grade?.level == nil
                        ? "none" : grade?.isInformative == true ? "informs" : "reached",
                    "gap": grade?.gapToNext.map { GradeText.gap($0, context.spoken) },
                    "reason": row.reason.map(context.words),
                ]
            },
            "more": ranking.rows.count > Self.mostRows
                ? String(ranking.rows.count - Self.mostRows) : nil,
        ]
    }

    /// PUE of the sites against the levels, where the scheme's leading value is a PUE.
    private func chart(
        _ ranking: PortfolioRanking, _ sites: [String: Run.SiteResult]
    ) -> HTML {
        guard let rulebook = pages.run.data.rulebook(ranking.scheme),
            case .indicator(.pue)? = rulebook.leading?.quantity
        else { return HTML("") }
        let grades = ranking.rows.compactMap { row in
            sites[row.siteID].flatMap { site in
                site.grades.first { $0.scheme == ranking.scheme }.map { (site, $0) }
            }
        }
        guard let first = grades.first?.1 else { return HTML("") }
        let thresholds = first.criteria.compactMap { result -> Charts.Threshold? in
            guard let level = result.level, let limit = result.limit, result.unit == "1" else {
                return nil
            }
            return Charts.Threshold(level, limit.threshold)
        }
        guard Set(thresholds.map(\.name)).count == thresholds.count else { return HTML("") }
        let rows = grades.prefix(Self.mostBars).map { site, grade in
            ThresholdBars.Row(
                context.name(of: site),
                site.indicators.pue.figure.value.flatMap { DecimalText($0.text(places: 4)) },
                note: grade.level ?? "", tone: grade.level == nil ? .series(7) : .series(0),
                link: pages.address(["sites", site.site.id]).text)
        }
        return ChartFigure(
            chart: ThresholdBars(
                title: context.words("PUE against the levels", "PUE 与等级限值"), rows: Array(rows),
                thresholds: thresholds, base: .one, measure: Measure("", places: 3),
                words: context.chartWords),
            width: 1_000
        ).markup(context)
    }

    private var operators: [Model] {
        guard pages.visible == nil else { return [] }
        return pages.run.operators.map { grade in
            [
                "name": grade.siteID, "scheme": grade.scheme, "mark": grade.level ?? "–",
                "state": grade.level == nil ? "none" : "reached",
                "text": GradeText.level(grade, context.spoken),
            ]
        }
    }

    static let template = Template(
        """
        <div class="head"><h1>{{title}}</h1>{{{periodHTML}}}</div>
        {{#isEmpty}}<section class="card empty"><p>[[No scheme grades a site that you see.|没有适用于可见站点的评价体系。]]</p></section>{{/isEmpty}}
        <div class="split">
        <nav class="card side" aria-label="[[Schemes|评价体系]]"><ul class="plain">{{#schemes}}<li><a href="{{address}}"{{#isChosen}} aria-current="true"{{/isChosen}}><span class="badge">{{count}}/{{all}}</span><span>{{scheme}}<small>{{title}}</small></span></a></li>
        {{/schemes}}</ul></nav>
        <div>
        {{#ranking}}
        {{{chartHTML}}}
        <section class="card" aria-labelledby="ranking"><h2 id="ranking">{{title}} <small>{{scheme}}</small></h2>
        <div class="table" tabindex="0" role="region" aria-labelledby="ranking"><table class="stacked"><thead><tr><th scope="col" class="n">[[Place|名次]]</th><th scope="col">[[Site|站点]]</th><th scope="col">[[Level|等级]]</th><th scope="col" class="n">[[Value|数值]]</th><th scope="col">[[To the next level|与上一级差距]]</th></tr></thead><tbody>
        {{#rows}}<tr><td class="n" data-label="[[Place|名次]]">{{place}}</td><th scope="row"><a href="{{address}}">{{site}}</a></th><td><span class="level {{state}}">{{mark}}</span></td><td class="n" data-label="[[Value|数值]]">{{figure}}</td><td>{{#gap}}{{gap}}{{/gap}}{{^gap}}{{reason}}{{/gap}}</td></tr>
        {{/rows}}</tbody></table></div>{{#more}}<p class="quiet">[[and {{more}} more|另有 {{more}} 个]]</p>{{/more}}</section>
        {{/ranking}}
        {{#hasOperators}}<section class="card" aria-labelledby="operators"><h2 id="operators">[[Operators|运营者]]</h2><div class="table"><table><tbody>{{#operators}}<tr><th scope="row">{{name}}</th><td>{{scheme}}</td><td><span class="level {{state}}">{{mark}}</span></td><td>{{text}}</td></tr>{{/operators}}</tbody></table></div></section>{{/hasOperators}}
        </div></div>
        """)
}
