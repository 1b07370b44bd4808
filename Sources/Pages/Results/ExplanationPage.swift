import EnergyLedger
import Provenance
import Quantities
import Runs

/// The chain behind a figure (溯源页), down to file and line.
struct ExplanationPage {
    private let pages: RunPages
    private let site: Run.SiteResult
    private let context: PageContext

    /// The most steps that are shown; a chain of more is read at the command line.
    private static let most = 4_000

    init(_ pages: RunPages, _ site: Run.SiteResult, _ context: PageContext) {
        self.pages = pages
        self.site = site
        self.context = context
    }

    func body() throws -> PageBody {
        let hour = context.may(.evidence) ? narrowed : nil
        let explainer = try Explainer(
            pages.run, site: site, narrowed: hour, language: context.spoken)
        let figures = explainer.figures
        let asked = context.address["figure"]
        let chosen = figures.first { figure in
            asked.map { figure == $0 || figure.hasSuffix("." + $0) } ?? (figure == "indicators.pue")
        }
        guard let chosen else { return MessagePage.notFound(context) }
        let chain = try explainer.explain(chosen)
        var left = Self.most
        let tree = Self.tree(chain, &left)
        let model: Model = [
            "site": context.name(of: site), "home": pages.address([]).text,
            "siteAddress": pages.address(["sites", site.site.id]).text,
            "path": PageAddress(["sites", site.site.id, "explain"]).text,
            "period": pages.run.period.label, "chainHTML": HTML("<ul class=\"chain\">\(tree)</ul>"),
            "figures": figures.map { figure -> Model in
                ["figure": figure, "isChosen": figure == chosen]
            },
            "mayNarrow": context.may(.evidence), "hour": context.address["hour"],
            "isBadHour": context.address["hour"] != nil && context.may(.evidence) && hour == nil,
            "isCut": left <= 0,
            "command":
                "carbongrade explain \(site.site.id):\(chosen) --period \(pages.run.period.label)",
        ]
        let title = context.words("Where it comes from", "数据溯源")
        return PageBody(
            title + " · " + chosen, Self.template.render(model, in: context.language),
            isWide: true)
    }

    /// The hour that is asked for, in the site's own time.
    private var narrowed: Interval? {
        guard let text = context.address["hour"] else { return nil }
        // 2025-07-01T13, 2025-07-01T13:00
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let date = CivilDate(iso: parts[0]),
            let hour = Int64(parts[1].prefix(2)), (0...23).contains(hour)
        else { return nil }
        let local = date.dayNumber * 86_400 + hour * 3_600
        switch site.site.calendar.instants(ofLocal: local) {
        case .once(let instant), .twice(let instant, _):
            let span = site.balances.journal.interval
            guard span.start <= instant, instant < span.end else { return nil }
            return Interval(start: instant, end: instant + 3_600)
        case .never: return nil
        }
    }

    /// The steps as nested lists; branches with much in them can be folded.
    private static func tree(_ step: Explanation, _ left: inout Int, depth: Int = 0) -> String {
        guard left > 0 else { return "" }
        left -= 1
        let text = HTML(showing: step.text).html
        guard !step.steps.isEmpty else { return "<li>\(text)</li>" }
        let inner = step.steps.map { tree($0, &left, depth: depth + 1) }.joined()
        if depth == 0 { return "<li><strong>\(text)</strong><ul>\(inner)</ul></li>" }
        let isOpen = step.steps.count <= 40 ? " open" : ""
        return "<li><details\(isOpen)><summary>\(text)</summary><ul>\(inner)</ul></details></li>"
    }

    static let template = Template(
        """
        <div class="head"><div><p class="crumbs"><a href="{{home}}">[[Overview|总览]]</a> / <a href="{{siteAddress}}">{{site}}</a></p><h1>[[Where it comes from|数据溯源]]</h1></div></div>
        <form method="get" action="{{path}}" class="row card" data-asks>
        <input type="hidden" name="period" value="{{period}}">
        <label for="figure">[[Figure|数据]]</label><select id="figure" name="figure">{{#figures}}<option{{#isChosen}} selected{{/isChosen}}>{{figure}}</option>{{/figures}}</select>
        {{#mayNarrow}}<label for="hour">[[Lines of one hour|查看某小时原始行]]</label><input id="hour" name="hour" type="datetime-local" step="3600" value="{{hour}}"{{#isBadHour}} aria-invalid="true" aria-describedby="hour-fault"{{/isBadHour}}>{{/mayNarrow}}
        <button class="small">[[Show|显示]]</button>
        {{#isBadHour}}<span class="fault" id="hour-fault">[[The period has no such hour at the site.|统计期内该站点没有此小时。]]</span>{{/isBadHour}}
        </form>
        <section class="card">{{{chainHTML}}}
        {{#isCut}}<p class="notice note">[[The chain is longer than this page; the command below prints all of it.|链条超出本页篇幅；下列命令可输出全部。]]</p>{{/isCut}}</section>
        <p class="quiet">[[The same at a terminal:|命令行等价：]] <code>{{command}}</code></p>
        """)
}
