import EnergyLedger
import Provenance
public import Quantities
public import Runs

/// The pages that follow from a run alone (结果页面): overview, sites, meters, explanations, grades.
///
/// Values in, HTML out: the same run and the same context give the same bytes.
public struct RunPages: Sendable {
    /// The run.
    public let run: Run
    /// The sites that whoever looks may see; nil for all.
    public let visible: Set<String>?
    /// Periods to choose from, the newest first.
    public let periods: [Period]

    /// Makes the pages of a run.
    public init(_ run: Run, visible: Set<String>? = nil, periods: [Period]) {
        self.run = run
        self.visible = visible
        self.periods = periods
    }

    /// The sites that are shown.
    var sites: [Run.SiteResult] {
        guard let visible else { return run.sites }
        return run.sites.filter { visible.contains($0.site.id) }
    }

    /// The page at the context's address; nil when no page of a run has it. Of the context only
    /// language, permissions and address count, so a server may keep what comes out by those.
    ///
    /// - Throws: What reading the evidence behind an explanation throws.
    public func body(_ context: PageContext) throws -> PageBody? {
        let parts = context.address.parts
        switch parts.first {
        case nil: return OverviewPage(self, context).body
        case "grades" where parts.count == 1: return GradesPage(self, context).body
        case "sites" where parts.count > 1:
            guard let site = sites.first(where: { $0.site.id == parts[1] }) else {
                return MessagePage.notFound(context)
            }
            return try body(of: site, Array(parts.dropFirst(2)), context)
        default: return nil
        }
    }

    private func body(
        of site: Run.SiteResult, _ rest: [String], _ context: PageContext
    ) throws -> PageBody? {
        switch rest.first {
        case nil: return SitePage(self, site, context).body
        case "explain" where rest.count == 1:
            return try ExplanationPage(self, site, context).body()
        case "meters" where rest.count == 2:
            return try MeterPage(self, site, rest[1], context)?.body()
                ?? MessagePage.notFound(context)
        case "grades" where rest.count == 1: return SiteGradesPage(self, site, context).body
        case "findings" where rest.count == 1: return FindingsPage(self, site, context).body
        default: return MessagePage.notFound(context)
        }
    }

    /// An address inside the platform that keeps the period.
    func address(_ parts: [String], _ query: [(name: String, value: String)] = []) -> PageAddress {
        PageAddress(parts, query + [("period", run.period.label)])
    }

    /// The explanation of a figure.
    func explanation(_ site: Run.SiteResult, _ figure: String) -> PageAddress {
        address(["sites", site.site.id, "explain"], [("figure", figure)])
    }

    /// The choice of a period, as a form that only asks.
    func periodForm(_ context: PageContext, keeping names: [String] = []) -> HTML {
        let now = run.period.label
        let labels = periods.map(\.label)
        let kept = names.compactMap { name in
            context.address[name].map { ["name": name, "value": $0] as Model }
        }
        return Self.periodTemplate.render(
            [
                "path": PageAddress(context.address.parts).text,
                "kept": kept,
                "choices": (labels.contains(now) ? labels : [now] + labels).map { label -> Model in
                    ["label": label, "isChosen": label == now]
                },
            ], in: context.language)
    }

    static let periodTemplate = Template(
        """
        <form method="get" action="{{path}}" class="row" data-asks>
        {{#kept}}<input type="hidden" name="{{name}}" value="{{value}}">{{/kept}}
        <label for="period">[[Period|统计期]]</label>
        <select id="period" name="period">{{#choices}}<option{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/choices}}</select>
        <button class="small">[[Show|显示]]</button>
        </form>
        """)
}

extension PageContext {
    /// The name of a site in the language of the page.
    func name(of site: Run.SiteResult) -> String {
        let name = language == .english ? site.site.name : site.site.nameChinese
        return name.isEmpty ? site.site.id : name
    }
}
