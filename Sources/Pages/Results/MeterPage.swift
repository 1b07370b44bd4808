import Charts
import EnergyLedger
import Metering
import Provenance
import Quantities
import Reporting
import Runs

/// One meter in one period (计量点页): what it is, its hours, its files, what was found.
struct MeterPage {
    private let pages: RunPages
    private let site: Run.SiteResult
    private let meters: [Meter]
    private let context: PageContext

    /// Nil when the site has no such meter.
    init?(_ pages: RunPages, _ site: Run.SiteResult, _ id: String, _ context: PageContext) {
        meters = site.meters.filter { $0.id == id }
        guard !meters.isEmpty else { return nil }
        self.pages = pages
        self.site = site
        self.context = context
    }

    private var id: String { meters[0].id }

    /// An amount of the ledger in the unit that suits a meter.
    static func amount(_ amount: Int64, of meter: Meter) -> String {
        switch meter.unit.dimension {
        case .energy: Figure.megawattHours(Energy(joules: amount)) + " MWh"
        case .volume: Figure.cubicMetres(Volume(millilitres: amount)) + " m³"
        case .mass: Figure.grouped(Rounding.pointed(Int128(amount), places: 3), places: 1) + " kg"
        }
    }

    func body() throws -> PageBody {
        let journal = site.balances.journal
        let columns = journal.columns.filter { $0.meterID == id }
        let findings = pages.run.findings.filter { $0.meterID == id }
        let model: Model = [
            "id": id, "home": pages.address([]).text,
            "site": context.name(of: site),
            "siteAddress": pages.address(["sites", site.site.id]).text,
            "periodHTML": pages.periodForm(context), "lines": meters.map(line),
            "chartsHTML": charts(columns),
            "bookings": columns.map { column -> Model in
                let total = column.amounts.reduce(0, +)
                let figure = Self.figure(column)
                return [
                    "account": context.words(Labels.account(column.account)),
                    "amount": meters.first.map { Self.amount(total, of: $0) },
                    "address": figure.map { pages.explanation(site, $0).text },
                ]
            },
            "findingsHTML": FindingList.markup(findings, context, in: site.site.calendar),
            "hasFindings": !findings.isEmpty,
        ]
        return PageBody(
            id + " · " + context.name(of: site), Self.template.render(model, in: context.language),
            isWide: true)
    }

    /// The name of the figure that a column is part of.
    private static func figure(_ column: Journal.Column) -> String? {
        switch column.account.side {
        case .supply, .use: "energy_kwh.\(column.account.rawValue)"
        case .carrier where column.dimension == .volume && column.account != .fuel:
            "water_m3.\(column.account.rawValue)"
        default: nil
        }
    }

    private func line(_ meter: Meter) -> Model {
        let (calendar, valid) = (meter.calendar, meter.validity)
        let from = valid.start == Meter.always.start ? nil : "\(calendar.date(at: valid.start))"
        let to = valid.end == Meter.always.end ? nil : "\(calendar.date(at: valid.end))"
        let span = from == nil && to == nil ? nil : "\(from ?? "…") – \(to ?? "…")"
        let facts: [(String, String?)] = [
            (context.words("Account", "账户"), context.words(Labels.account(meter.account))),
            (context.words("Medium", "介质"), meter.medium),
            (
                context.words("Reads", "读数"),
                context.words(MeterWords.quantity(meter.quantity)) + ", " + meter.unit.rawValue
            ),
            (context.words("Multiplier", "倍率"), meter.multiplier.description),
            (
                context.words("Interval", "间隔"),
                meter.intervalSeconds.map { "\($0) s" } ?? meter.calendarStep?.rawValue
            ),
            (context.words("Label", "时标"), meter.label.rawValue),
            (context.words("Time zone", "时区"), calendar.identifier),
            (context.words("Register wraps at", "表码回零值"), meter.registerMax?.description),
            (context.words("Parent", "上级计量点"), meter.parentID),
            (
                context.words("Measurement point", "测量点"),
                meter.measurementPoint.map { context.words(MeterWords.point($0)) }
            ),
            (context.words("Valid", "有效期"), span), (context.words("Layout", "版式"), meter.layout),
        ]
        return [
            "facts": facts.filter { $0.1 != nil }.map {
                ["name": $0.0, "value": $0.1] as Model
            }
        ]
    }

    private func charts(_ columns: [Journal.Column]) -> HTML {
        let hours = Hours(site: site)
        let own = columns.filter { $0.account == meters[0].account }
        guard !own.isEmpty else { return HTML("") }
        let values = hours.amounts(of: own)
        let unit: Charts.Measure =
            switch meters[0].unit.dimension {
            case .energy: Measure("kW", places: 2)
            case .volume: Measure("m³/h", places: 3)
            case .mass: Measure("kg/h", places: 3)
            }
        let (days, first) = hours.days(values)
        let charts = [
            ChartFigure(
                chart: LineChart(
                    title: context.words("Hour by hour: \(id)", "逐小时：\(id)"),
                    series: [Series(id, values)], marks: hours.fittingMarks(pages.run.period),
                    measure: unit, includesZero: true, words: context.chartWords), width: 1_200,
                note: context.words(
                    "What the ledger holds: a parent shows what its sub-meters leave over.",
                    "账簿所载数值：上级表仅含扣除分表后的余量。")),
            ChartFigure(
                chart: HeatMap(
                    title: context.words("By day and hour: \(id)", "逐日逐时：\(id)"), days: days,
                    marks: days.count > 62
                        ? AxisMark.months(from: first, days: days.count, withYear: true)
                        : days.indices.map {
                            AxisMark($0, String("\(first.adding(days: Int64($0)))".suffix(5)))
                        },
                    measure: unit, words: context.chartWords), width: 1_200, height: 280),
        ]
        return HTML(charts.map { $0.markup(context).html }.joined(separator: "\n"))
    }

    static let template = Template(
        """
        <div class="head"><div><p class="crumbs"><a href="{{home}}">[[Overview|总览]]</a> / <a href="{{siteAddress}}">{{site}}</a></p><h1>{{id}}</h1></div>{{{periodHTML}}}</div>
        <div class="pair">
        {{#lines}}<section class="card"><h2>[[As declared in meters.csv|meters.csv 登记]]</h2><div class="table"><table><tbody>{{#facts}}<tr><th scope="row">{{name}}</th><td>{{value}}</td></tr>{{/facts}}</tbody></table></div></section>{{/lines}}
        <section class="card"><h2>[[Booked in the period|本期入账]]</h2><div class="table"><table><tbody>{{#bookings}}<tr><th scope="row">{{#address}}<a href="{{address}}">{{account}}</a>{{/address}}{{^address}}{{account}}{{/address}}</th><td class="n">{{amount}}</td></tr>{{/bookings}}</tbody></table></div>
        {{^bookings}}<p class="quiet">[[Nothing is booked.|没有入账。]]</p>{{/bookings}}</section>
        </div>
        {{{chartsHTML}}}
        <section class="card" aria-labelledby="findings"><h2 id="findings">[[Findings|问题]]</h2>{{{findingsHTML}}}{{^hasFindings}}<p class="quiet">[[Nothing was found.|没有发现问题。]]</p>{{/hasFindings}}</section>
        """)
}
