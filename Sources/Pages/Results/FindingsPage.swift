import EnergyLedger
import Metering
import Provenance
import Reporting
import Runs

/// What was found about a site (问题页), with the energy statement of its files.
struct FindingsPage {
    private let pages: RunPages
    private let site: Run.SiteResult
    private let context: PageContext

    init(_ pages: RunPages, _ site: Run.SiteResult, _ context: PageContext) {
        self.pages = pages
        self.site = site
        self.context = context
    }

    /// The findings that speak of a site or of one of its meters.
    static func findings(of site: Run.SiteResult, in run: Run) -> [Finding] {
        let meters = Set(site.meters.map(\.id))
        return run.findings.filter { finding in
            finding.siteID == site.site.id || finding.meterID.map(meters.contains) ?? false
        }
    }

    var body: PageBody {
        let all = Self.findings(of: site, in: pages.run)
        let severity = context.address["severity"].flatMap(Severity.init(rawValue:))
        let shown = severity.map { wanted in all.filter { $0.severity == wanted } } ?? all
        let title = context.words("Findings", "问题")
        let model: Model = [
            "title": title, "site": context.name(of: site), "home": pages.address([]).text,
            "siteAddress": pages.address(["sites", site.site.id]).text,
            "periodHTML": pages.periodForm(context),
            "filters": Severity.allCases.reversed().map { kind -> Model in
                [
                    "name": FindingDocument.severityName(kind, context.spoken),
                    "count": String(all.filter { $0.severity == kind }.reduce(0) { $0 + $1.count }),
                    "address": context.address.with(
                        "severity", kind == severity ? nil : kind.rawValue
                    ).text,
                    "severity": kind.rawValue, "isCurrent": kind == severity,
                ]
            },
            "findingsHTML": FindingList.markup(
                shown, context, folds: false, in: site.site.calendar),
            "isEmpty": shown.isEmpty,
        ]
        return PageBody(
            title + " · " + context.name(of: site),
            Self.template.render(model, in: context.language))
    }

    static let template = Template(
        """
        <div class="head"><div><p class="crumbs"><a href="{{home}}">[[Overview|总览]]</a> / <a href="{{siteAddress}}">{{site}}</a></p><h1>{{title}}</h1></div>{{{periodHTML}}}</div>
        <p class="row">{{#filters}}<a class="button small" href="{{address}}"{{#isCurrent}} aria-current="true"{{/isCurrent}}><span class="badge {{severity}}">{{count}}</span> {{name}}</a>{{/filters}}</p>
        <section class="card">{{{findingsHTML}}}{{#isEmpty}}<p class="quiet">[[Nothing was found.|没有发现问题。]]</p>{{/isEmpty}}</section>
        """)
}
