import Charts
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting
import Runs

/// The grades of one site (站点等级): criteria with their source, the gap, and what if.
struct SiteGradesPage {
    private let pages: RunPages
    private let site: Run.SiteResult
    private let context: PageContext

    init(_ pages: RunPages, _ site: Run.SiteResult, _ context: PageContext) {
        self.pages = pages
        self.site = site
        self.context = context
    }

    var body: PageBody {
        let asked = context.address["scheme"]
        let chosen = site.grades.first { $0.scheme == asked } ?? site.leadingGrade
        let form = WhatIfForm(site.indicators, context.address)
        let title = context.words("Grades", "等级")
        let model: Model = [
            "title": title, "site": context.name(of: site), "home": pages.address([]).text,
            "siteAddress": pages.address(["sites", site.site.id]).text,
            "periodHTML": pages.periodForm(context, keeping: ["scheme"]),
            "schemes": (site.grades.filter(\.isTelling) + site.grades.filter { !$0.isTelling }).map
            {
                item($0, isChosen: $0.scheme == chosen?.scheme)
            },
            "grade": chosen.map { grade($0, form.question) },
            "formHTML": chosen.map { grade in
                form.markup(
                    context,
                    hidden: [("scheme", grade.scheme), ("period", pages.run.period.label)])
            },
        ]
        return PageBody(
            title + " · " + context.name(of: site),
            Self.template.render(model, in: context.language), isWide: true)
    }

    private func item(_ grade: Grade, isChosen: Bool) -> Model {
        var address = pages.address(["sites", site.site.id, "grades"], [("scheme", grade.scheme)])
        for name in WhatIfForm.names { address = address.with(name, context.address[name]) }
        return [
            "scheme": grade.scheme, "mark": grade.level ?? "–", "address": address.text,
            "title": title(of: grade), "isChosen": isChosen,
            "state": grade.level == nil ? "none" : grade.isInformative ? "informs" : "reached",
        ]
    }

    private func title(of grade: Grade) -> String? {
        pages.run.data.rulebook(grade.scheme).map { context.words($0.title) }
    }

    private func grade(_ grade: Grade, _ question: WhatIf) -> Model {
        let rulebook = pages.run.data.rulebook(grade.scheme)
        let after =
            question.isNothing
            ? nil
            : rulebook.map {
                Grader(by: $0).grade(site.site, question.applied(to: site.indicators))
            }
        let shown = after ?? grade
        let spoken = context.spoken
        return [
            "scheme": grade.scheme, "title": title(of: grade),
            "number": rulebook?.number, "issuer": rulebook.map { context.words($0.issuer) },
            "edition": grade.edition,
            "mark": shown.level ?? "–",
            "state": shown.level == nil ? "none" : shown.isInformative ? "informs" : "reached",
            "text": words(shown),
            "before": after == nil ? nil : (grade.level ?? "–"),
            "beforeText": after == nil ? nil : words(grade),
            "points": points(shown),
            "isInformative": grade.isInformative,
            "gap": shown.gapToNext.map { gap($0, grade) },
            "beside": GradeText.beside(shown, spoken).map { ["text": $0] as Model },
            "criteria": (shown.gates + shown.criteria).map { criterion($0, grade) },
            "remarks": (shown.remarks + shown.assumed.map(\.text)).map {
                ["text": context.words($0)] as Model
            },
            "hasRemarks": !shown.remarks.isEmpty || !shown.assumed.isEmpty,
            "explain": pages.explanation(site, "grades.\(grade.scheme)").text,
            "certify": context.may(.certify)
                ? PageAddress(
                    ["certificates", "issue"],
                    [
                        ("site", site.site.id), ("scheme", grade.scheme),
                        ("period", pages.run.period.label),
                    ]
                ).text : nil,
        ]
    }

    /// The level in words; the mark stands beside it.
    private func words(_ grade: Grade) -> String {
        grade.level == nil
            ? GradeText.level(grade, context.spoken) : grade.levelLabel.map(context.words) ?? ""
    }

    private func points(_ grade: Grade) -> Model? {
        guard let points = grade.points, let possible = grade.pointsPossible else { return nil }
        return [
            "value": points.description, "possible": possible.description,
            "text": GradeText.points(grade, context.spoken, drawsBar: false),
        ]
    }

    private func gap(_ gap: GapToNext, _ grade: Grade) -> Model {
        let spoken = context.spoken
        func changes(_ all: [GapToNext.Change]) -> [Model] {
            all.map { ["text": GradeText.change($0, spoken), "isReachable": $0.isReachable] }
        }
        return [
            "level": gap.level, "label": context.words(gap.levelLabel),
            "alone": gap.changes.isEmpty ? nil : ["changes": changes(gap.changes)] as Model,
            "together": gap.combination.isEmpty
                ? nil : ["changes": changes(gap.combination)] as Model,
            "blocked": gap.blockedBy.isEmpty ? nil : gap.blockedBy.joined(separator: ", "),
            "isStuck": gap.changes.isEmpty && gap.combination.isEmpty && gap.blockedBy.isEmpty,
            "points": gap.pointsMissing?.description,
            "plan": pages.run.period.isTwelveMonths
                ? PageAddress(
                    ["plan"],
                    [
                        ("period", pages.run.period.label),
                        ("target", "\(grade.scheme):\(gap.level)"),
                    ]
                ).text : nil,
        ]
    }

    private func criterion(_ result: CriterionResult, _ grade: Grade) -> Model {
        let limit = result.limit.map { "\($0.symbol) \($0.threshold)" }
        let source = result.source.map { context.words($0.title) }
        let place = result.place.map(context.words)
        return [
            "name": context.words(result.name), "id": result.id,
            "verdict": result.verdict.rawValue,
            "verdictText": context.words(FigureWords.verdict(result.verdict)),
            "value": result.value.map { Figure.grouped($0.text(places: 4), places: 4) },
            "unit": result.unit == "1" ? nil : result.unit, "limit": limit,
            "points": result.pointsPossible.map {
                "\(result.points?.description ?? "?") / \($0)"
            },
            "reason": result.reason.map(context.words), "note": result.note.map(context.words),
            "onlyShown": !result.decides,
            "source": [place, source].compactMap { $0 }.joined(separator: " — "),
            "confidence": result.confidence?.rawValue,
        ]
    }

    static let template = Template(
        """
        <div class="head"><div><p class="crumbs"><a href="{{home}}">[[Overview|总览]]</a> / <a href="{{siteAddress}}">{{site}}</a></p><h1>{{title}}</h1></div>{{{periodHTML}}}</div>
        <div class="split">
        <nav class="card side" aria-label="[[Schemes|评价体系]]"><ul class="plain">
        {{#schemes}}<li><a href="{{address}}"{{#isChosen}} aria-current="true"{{/isChosen}}><span class="level {{state}}">{{mark}}</span><span>{{scheme}}<small>{{title}}</small></span></a></li>
        {{/schemes}}</ul></nav>
        <div>
        {{#grade}}
        <section class="card" aria-labelledby="grade">
        <h2 id="grade">{{title}} <small>{{number}}</small></h2>
        <p class="big">{{#before}}<span class="level none">{{before}}</span> <span aria-hidden="true">→</span><span class="heard">[[would become|将变为]]</span> {{/before}}<span class="level {{state}}">{{mark}}</span> <span>{{text}}</span></p>
        {{#beforeText}}<p class="quiet">[[As measured:|实测：]] {{beforeText}}</p>{{/beforeText}}
        {{#points}}<p><meter min="0" max="{{possible}}" value="{{value}}" aria-label="[[Points|得分]]"></meter> {{text}}</p>{{/points}}
        {{#isInformative}}<p class="notice note">[[This only informs: another jurisdiction, another measurement point, or a limit of too little confidence.|仅供参考：适用辖区、测量点不同，或限值可信度不足。]]</p>{{/isInformative}}
        {{#gap}}<h3>[[To level {{level}}|距 {{level}} 级]] <small>{{label}}</small></h3>
        {{#points}}<p>[[Points missing:|尚缺分数：]] {{points}}</p>{{/points}}
        {{#alone}}<p class="quiet">[[Each of these alone would do:|以下任一措施即可：]]</p><ul>{{#changes}}<li>{{text}}</li>{{/changes}}</ul>{{/alone}}
        {{#together}}<p class="quiet">[[These together would do:|以下措施合计可达：]]</p><ul>{{#changes}}<li>{{text}}</li>{{/changes}}</ul>{{/together}}
        {{#blocked}}<p>[[Also needed, moved by no lever:|另需（无杠杆可调）：]] <code>{{blocked}}</code></p>{{/blocked}}
        {{#isStuck}}<p>[[No lever of this program reaches it.|现有杠杆无法达到。]]</p>{{/isStuck}}
        {{#plan}}<p><a class="button small" href="{{plan}}">[[Plan the retrofit that reaches it|制定达到该等级的改造方案]]</a></p>{{/plan}}
        {{/gap}}
        {{#beside}}<p>{{text}}</p>{{/beside}}
        <p class="row"><a class="button small" href="{{explain}}">[[Where it comes from|数据溯源]]</a>{{#certify}}<a class="button small" href="{{certify}}">[[Issue a certificate|签发证书]]</a>{{/certify}}</p>
        </section>
        {{{formHTML}}}
        <section class="card" aria-labelledby="criteria"><h2 id="criteria">[[Criteria|条款]]</h2>
        <div class="table" tabindex="0" role="region" aria-labelledby="criteria"><table class="stacked"><thead><tr><th scope="col">[[Criterion|条款]]</th><th scope="col">[[Verdict|结论]]</th><th scope="col" class="n">[[Value|数值]]</th><th scope="col" class="n">[[Limit|限值]]</th><th scope="col" class="n">[[Points|得分]]</th><th scope="col">[[Where it stands|出处]]</th></tr></thead><tbody>
        {{#criteria}}<tr><th scope="row">{{name}}{{#onlyShown}} <small>[[shown only|仅展示]]</small>{{/onlyShown}}<small>{{id}}</small></th><td><span class="badge {{verdict}}">{{verdictText}}</span>{{#reason}}<small>{{reason}}</small>{{/reason}}{{#note}}<small>{{note}}</small>{{/note}}</td><td class="n" data-label="[[Value|数值]]">{{value}}{{^value}}–{{/value}}{{#unit}}<small>{{unit}}</small>{{/unit}}</td><td class="n" data-label="[[Limit|限值]]">{{limit}}{{^limit}}–{{/limit}}</td><td class="n" data-label="[[Points|得分]]">{{points}}{{^points}}–{{/points}}</td><td>{{source}}{{#confidence}} <span class="badge" title="[[confidence|可信度]]">{{confidence}}</span>{{/confidence}}</td></tr>
        {{/criteria}}</tbody></table></div>
        {{#hasRemarks}}<h3>[[Remarks and assumptions|说明与假定]]</h3><ul>{{#remarks}}<li>{{text}}</li>{{/remarks}}</ul>{{/hasRemarks}}</section>
        {{/grade}}
        </div></div>
        """)
}
