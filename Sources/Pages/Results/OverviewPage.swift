import CarbonAccounting
import Charts
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Reporting
import Runs

/// All sites on one page (组合总览): what they use, emit and reach, and what is due.
struct OverviewPage {
    private let pages: RunPages
    private let context: PageContext

    /// The most rows on one page.
    private static let most = 100

    init(_ pages: RunPages, _ context: PageContext) {
        self.pages = pages
        self.context = context
    }

    var body: PageBody {
        let rows = pages.sites.map { SiteRow($0, context) }
        let list = SiteList(rows, context)
        let from = list.page * Self.most
        let shown = list.rows.dropFirst(from).prefix(Self.most)
        let title = context.words("Overview", "总览")
        let model: Model = [
            "title": title, "period": pages.run.period.label,
            "periodHTML": pages.periodForm(context, keeping: SiteList.names),
            "figuresHTML": KeyFigure.row(figures, context),
            "search": context.address["q"],
            "searchPath": PageAddress([]).text, "hiddenPeriod": pages.run.period.label,
            "kept": ["sort", "order"].compactMap { name in
                context.address[name].map { ["name": name, "value": $0] as Model }
            },
            "kinds": kinds,
            "levels": list.marks.map { mark -> Model in
                ["mark": mark, "isChosen": context.address["level"] == mark]
            },
            "columns": list.columns, "rows": shown.map { $0.model(pages, context) },
            "isEmpty": list.rows.isEmpty, "hasSites": !rows.isEmpty,
            "mayUpload": context.may(.upload),
            "count": String(list.rows.count), "total": String(rows.count),
            "previous": list.page > 0 ? list.address(page: list.page - 1).text : nil,
            "next": from + Self.most < list.rows.count
                ? list.address(page: list.page + 1).text : nil,
            "obligationsHTML": obligations,
        ]
        return PageBody(
            title, Self.template.render(model, in: context.language),
            isWide: true)
    }

    private var kinds: [Model] {
        let present = Set(pages.sites.map(\.site.kind))
        return Site.Kind.allCases.filter(present.contains).map { kind in
            [
                "value": kind.rawValue, "label": context.words(SiteWords.kind(kind)),
                "isChosen": context.address["kind"] == kind.rawValue,
            ]
        }
    }

    // MARK: - Sums

    private var figures: [KeyFigure] {
        let sites = pages.sites
        func lacking(_ has: (Run.SiteResult) -> Bool) -> String {
            let names = sites.filter { !has($0) }.map(\.site.id)
            let first = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " …" : "")
            return context.words("not known of \(first)", "\(first) 无此数据")
        }
        func energy(_ name: String, _ of: (Run.SiteResult) -> Energy?) -> KeyFigure {
            let known = sites.compactMap(of)
            let sum = known.reduce(Energy.zero, +)
            let isKnown = known.count == sites.count && !known.isEmpty
            return KeyFigure(
                name: name, value: isKnown ? Figure.megawattHours(sum) : nil, unit: "MWh",
                reason: lacking { of($0) != nil })
        }
        func mass(_ name: String, _ scope: EmissionScope) -> KeyFigure {
            let sum = Inventory.total(scope, of: sites.map(\.inventory))
            return KeyFigure(
                name: name, value: sum.map(Figure.tonnes), unit: "t CO₂",
                reason: lacking { $0.inventory.mass(of: scope) != nil })
        }
        let coverages = sites.compactMap(\.balances.coverage)
        let least = coverages.min { $0.isBelow($1) }
        let heavy = findings(.disqualifies)
        return [
            KeyFigure(name: context.words("Sites", "站点"), value: String(sites.count)),
            energy(context.words("Energy of the sites", "总用电 E_DC"), \.balances.facilityEnergy),
            energy(context.words("IT energy", "IT 用电 E_IT"), \.balances.itEnergy),
            mass(context.words("Scope 2 by location", "范围二（位置法）"), .scope2Location),
            mass(context.words("Scope 2 by market", "范围二（市场法）"), .scope2Market),
            KeyFigure(
                name: context.words("Least coverage", "最低覆盖率"),
                value: least.map(Figure.percent)),
            KeyFigure(
                name: context.words("Findings against a certificate", "影响出证的问题"),
                value: String(heavy)),
        ]
    }

    private func findings(_ severity: Severity) -> Int {
        pages.run.findings.filter { finding in
            finding.severity == severity
                && (finding.siteID.map { id in pages.visible?.contains(id) ?? true }
                    ?? (pages.visible == nil))
        }.reduce(0) { $0 + $1.count }
    }

    /// What falls due, the nearest first.
    private var obligations: HTML {
        let all = pages.sites.flatMap { site in
            site.grades.filter { !$0.isInformative }.flatMap { grade in
                grade.obligations.map { (site, grade, $0) }
            }
        }.filter { $0.2.verdict != .met }.sorted { $0.2.due < $1.2.due }
        let lines = all.prefix(20).map { site, grade, due -> Model in
            [
                "due": "\(due.due)", "site": context.name(of: site),
                "address": pages.address(
                    ["sites", site.site.id, "grades"], [("scheme", grade.scheme)]
                ).text,
                "scheme": grade.scheme, "criterion": due.criterion,
                "limit": "\(due.limit.symbol) \(due.limit.threshold)",
                "value": due.value.map { Figure.ratio($0) }, "verdict": due.verdict.rawValue,
                "isOpen": due.verdict == .notEvaluated,
            ]
        }
        guard !lines.isEmpty else { return HTML("") }
        return Self.obligationTemplate.render(
            [
                "lines": Array(lines),
                "more": all.count > lines.count ? String(all.count - lines.count) : nil,
            ],
            in: context.language)
    }

    static let obligationTemplate = Template(
        """
        <section class="card" aria-labelledby="due">
        <h2 id="due">[[Due and not met|到期且未达到的要求]]</h2>
        <div class="table" tabindex="0" role="region" aria-labelledby="due"><table>
        <thead><tr><th scope="col">[[From|生效日]]</th><th scope="col">[[Site|站点]]</th><th scope="col">[[Rule|规则]]</th><th scope="col" class="n">[[Limit|限值]]</th><th scope="col" class="n">[[Today|当前]]</th><th scope="col">[[State|状态]]</th></tr></thead>
        <tbody>{{#lines}}<tr><td class="day">{{due}}</td><th scope="row"><a href="{{address}}">{{site}}</a></th><td>{{scheme}}<small>{{criterion}}</small></td><td class="n">{{limit}}</td><td class="n">{{value}}{{^value}}–{{/value}}</td><td><span class="badge {{verdict}}">{{#isOpen}}[[not evaluated|未评价]]{{/isOpen}}{{^isOpen}}[[not met|未达到]]{{/isOpen}}</span></td></tr>
        {{/lines}}</tbody></table></div>
        {{#more}}<p class="quiet">[[and {{more}} more|另有 {{more}} 条]]</p>{{/more}}
        </section>
        """)

    static let template = Template(
        """
        <div class="head"><h1>{{title}} <small>{{period}}</small></h1>{{{periodHTML}}}</div>
        {{^hasSites}}<section class="card empty"><p>[[No site is here yet, or none is yours to see.|尚无站点，或没有您可查看的站点。]]</p>{{#mayUpload}}<p><a class="button primary" href="/uploads">[[Upload meter files|上传计量文件]]</a></p>{{/mayUpload}}</section>{{/hasSites}}
        {{#hasSites}}
        {{{figuresHTML}}}
        <section class="card" aria-labelledby="sites">
        <div class="head"><h2 id="sites">[[Sites|站点]] <small>{{count}} / {{total}}</small></h2>
        <form method="get" action="{{searchPath}}" class="row" role="search" data-asks>
        <input type="hidden" name="period" value="{{hiddenPeriod}}">{{#kept}}<input type="hidden" name="{{name}}" value="{{value}}">{{/kept}}
        <label class="heard" for="q">[[Search by name, place or organisation|按名称、地区或单位查找]]</label><input id="q" name="q" type="search" maxlength="100" placeholder="[[name, place, organisation|名称、地区、单位]]" value="{{search}}">
        <label class="heard" for="kind">[[Kind|类型]]</label><select id="kind" name="kind"><option value="">[[all kinds|全部类型]]</option>{{#kinds}}<option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/kinds}}</select>
        <label class="heard" for="level">[[Level|等级]]</label><select id="level" name="level"><option value="">[[all levels|全部等级]]</option>{{#levels}}<option{{#isChosen}} selected{{/isChosen}}>{{mark}}</option>{{/levels}}</select>
        <button class="small">[[Filter|筛选]]</button>
        </form></div>
        {{#isEmpty}}<p class="empty">[[No site fits.|没有符合条件的站点。]]</p>{{/isEmpty}}
        {{^isEmpty}}<div class="table" tabindex="0" role="region" aria-labelledby="sites"><table>
        <thead><tr>{{#columns}}<th scope="col"{{#isNumber}} class="n"{{/isNumber}}{{#direction}} aria-sort="{{direction}}"{{/direction}}>{{#address}}<a href="{{address}}">{{name}}{{#arrow}} <span aria-hidden="true">{{arrow}}</span>{{/arrow}}</a>{{/address}}{{^address}}{{name}}{{/address}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{#rows}}<tr><th scope="row"><a href="{{address}}">{{name}}</a><small>{{kind}} · {{region}}</small></th>
        <td><span class="level {{levelState}}">{{level}}</span><small>{{scheme}}</small></td>
        <td class="n">{{#pue}}<a href="{{pueAddress}}">{{pue}}</a>{{/pue}}{{^pue}}–{{/pue}}</td>
        <td class="n">{{#energy}}<a href="{{energyAddress}}">{{energy}}</a>{{/energy}}{{^energy}}–{{/energy}}</td>
        <td class="n">{{#location}}<a href="{{locationAddress}}">{{location}}</a>{{/location}}{{^location}}–{{/location}}</td>
        <td class="n">{{#market}}<a href="{{marketAddress}}">{{market}}</a>{{/market}}{{^market}}–{{/market}}</td>
        <td class="n">{{coverage}}{{^coverage}}–{{/coverage}}</td>
        <td>{{#due}}<span class="badge not_met">{{due}}</span>{{/due}}{{^due}}<span class="quiet">–</span>{{/due}}</td>
        <td class="spark">{{{sparkHTML}}}</td></tr>
        {{/rows}}
        </tbody></table></div>{{/isEmpty}}
        <nav class="row" aria-label="[[Pages|分页]]">{{#previous}}<a class="button small" rel="prev" href="{{previous}}">[[← earlier|← 上一页]]</a>{{/previous}}{{#next}}<a class="button small" rel="next" href="{{next}}">[[later →|下一页 →]]</a>{{/next}}</nav>
        </section>
        {{{obligationsHTML}}}
        {{/hasSites}}
        """)
}
