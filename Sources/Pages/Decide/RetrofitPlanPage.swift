import CarbonAccounting
import Charts
import EnergyLedger
import Grading
public import Provenance
public import Quantities
import Reporting
import Retrofit
public import Runs

/// The retrofit plan (改造方案页): what a budget buys, what is chosen and why, what it leaves.
public struct RetrofitPlanPage: Sendable {
    private let context: PageContext
    private let periods: [Period]
    private let period: Period

    /// Makes the page for a period.
    ///
    /// - Parameter periods: Periods to choose from; a plan needs twelve whole months.
    public init(_ context: PageContext, period: Period, periods: [Period]) {
        self.context = context
        self.period = period
        self.periods = periods.filter(\.isTwelveMonths)
    }

    /// What an address asks of a plan; what cannot be read is left out.
    public static func question(_ address: PageAddress) -> PlanRun.Question {
        func decimal(_ name: String) -> DecimalText? {
            address[name].flatMap { $0.utf8.count <= 20 ? DecimalText($0) : nil }
        }
        let years = address["years"].flatMap(Int.init).flatMap { (1...20).contains($0) ? $0 : nil }
        return PlanRun.Question(
            budget: decimal("budget").flatMap { $0.significand < 0 ? nil : Money($0) },
            target: address["target"].flatMap(PlanTarget.init),
            discountRate: decimal("rate").flatMap {
                $0.significand >= 0 && $0 <= .one ? $0 : nil
            },
            years: years)
    }

    /// The page without a plan, with the reason.
    public func body(without reason: BilingualText) -> PageBody {
        PageBody(
            title,
            Self.absence.render(
                [
                    "title": title, "reason": context.words(reason),
                    "periods": periods.map { period -> Model in
                        [
                            "label": period.label,
                            "address": PageAddress(["plan"], [("period", period.label)]).text,
                        ]
                    },
                ], in: context.language))
    }

    private var title: String { context.words("Retrofit plan", "改造方案") }

    /// The page of a plan.
    public func body(_ plan: PlanRun) -> PageBody {
        let outcome = plan.outcome
        let charts = PlanCharts(outcome, context)
        let model: Model = [
            "title": title, "period": period.label,
            "formHTML": PlanForm(plan, periods, context).markup,
            "figuresHTML": isOpen(outcome) ? KeyFigure.row(figures(outcome), context) : nil,
            "lack": isOpen(outcome) ? nil : lack(plan),
            "proof": proof(outcome), "isFeasible": outcome.plan.isFeasible,
            "missing": outcome.plan.missingTarget.isEmpty
                ? nil : outcome.plan.missingTarget.joined(separator: ", "),
            "curvesHTML": charts.curves, "waterfallsHTML": charts.waterfalls,
            "measures": outcome.measures.map { measure($0, outcome) },
            "isEmpty": outcome.measures.isEmpty,
            "roadmap": outcome.roadmap.map { roadmap($0, outcome) },
            "options": options(outcome), "gates": gates(outcome),
            "hasGates": outcome.sites.contains { !$0.legalGates.isEmpty },
            "surcharges": surcharges(outcome),
            "hasSurcharges": outcome.sites.contains { $0.surcharge != nil },
        ]
        return PageBody(title, Self.template.render(model, in: context.language), isWide: true)
    }

    /// The rules of law that sites do not meet, with their days.
    private func gates(_ outcome: PlanOutcome) -> [Model] {
        outcome.sites.flatMap { site in
            site.legalGates.map {
                ["site": site.site.id, "text": context.words($0.text)] as Model
            }
        }.prefix(200).map { $0 }
    }

    /// What becomes of the surcharges that hang on the PUE.
    private func surcharges(_ outcome: PlanOutcome) -> [Model] {
        outcome.sites.compactMap { site -> Model? in
            site.surchargeText(in: outcome.currency) { Figure.grouped($0.text, places: 0) }.map {
                ["site": site.site.id, "text": context.words($0)]
            }
        }.prefix(200).map { $0 }
    }

    private func figures(_ outcome: PlanOutcome) -> [KeyFigure] {
        let (must, chosen) = (outcome.totals(where: true), outcome.totals(where: false))
        let currency = outcome.currency
        func money(_ name: String, _ money: Money) -> KeyFigure {
            KeyFigure(name: name, value: Figure.grouped(money.text, places: 0), unit: currency)
        }
        let masses = [chosen.savedLocation, must.savedLocation].compactMap { $0 }
        let all = [
            money(context.words("Outlay", "投资"), chosen.capital),
            must.capital > .zero
                ? money(context.words("Must be done", "必须实施"), must.capital) : nil,
            money(
                context.words("Net present value", "净现值"),
                chosen.netPresentValue + must.netPresentValue),
            KeyFigure(
                name: context.words("Saved a year", "年节电"),
                value: Figure.megawattHours(chosen.saved + must.saved), unit: "MWh"),
            KeyFigure(
                name: context.words("Carbon saved a year, by location", "年减排（位置法）"),
                value: masses.count == 2 ? Figure.tonnes(masses[0] + masses[1]) : nil, unit: "t"),
            outcome.avoidedSurcharge.map {
                money(context.words("PUE surcharge avoided a year", "年免缴能效加价"), $0)
            },
        ].compactMap { $0 }
        guard let spread = outcome.spread?.netPresentValue else { return all }
        return all + [
            KeyFigure(
                name: context.words("Net present value, P10 – P90", "净现值 P10–P90"),
                value: Figure.grouped(spread.p10.text, places: 0) + " – "
                    + Figure.grouped(spread.p90.text, places: 0), unit: currency)
        ]
    }

    /// Whether there is anything to choose from.
    private func isOpen(_ outcome: PlanOutcome) -> Bool {
        !outcome.measures.isEmpty
            || outcome.plan.frontier.points.contains { $0.capital > .zero }
    }

    /// What is missing where no measure can be planned: prices first, then why the measures fall out, the most
    /// frequent reasons first.
    private func lack(_ plan: PlanRun) -> Model {
        var lines: [String] = []
        if plan.outcome.settings.tariff == nil, plan.outcome.settings.tariffs.isEmpty {
            lines.append(
                context.words(
                    "The price of electricity: tariff in portfolio.yaml.",
                    "电价：portfolio.yaml 中的 tariff。"))
        }
        if PortfolioTables.bytes(of: "measures.csv", in: plan.run.portfolio.folder) == nil {
            lines.append(
                context.words(
                    "The prices of measures: measures.csv with measure, capex, capex_per and life_years.",
                    "措施价格：measures.csv，含 measure、capex、capex_per 与 life_years。"))
        }
        var counts: [String: Int] = [:]
        for site in plan.outcome.sites {
            for option in site.plan.site.options {
                guard let reason = site.plan.reasonAgainst(option) else { continue }
                counts[reason.text.text(in: context.spoken), default: 0] += 1
            }
        }
        let reasons = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(5)
        return [
            "lines": lines.map { ["text": $0] as Model }, "hasLines": !lines.isEmpty,
            "reasons": reasons.map { ["text": $0.key, "count": String($0.value)] as Model },
            "hasReasons": !reasons.isEmpty,
        ]
    }

    private func proof(_ outcome: PlanOutcome) -> String {
        context.words(outcome.proof(\.text))
    }

    // MARK: - Lists

    private func measure(_ planned: PlannedMeasure, _ outcome: PlanOutcome) -> Model {
        let (chosen, option) = (planned.chosen, planned.chosen.option)
        return [
            "title": option.measure.title.text(in: context.spoken), "site": option.siteID,
            "address": PageAddress(["sites", option.siteID], [("period", period.label)]).text,
            "mustDo": chosen.isMustDo,
            "capital": Figure.grouped(chosen.capital.text, places: 0),
            "saved": Figure.megawattHours(Energy(joules: chosen.savedJoules)),
            "carbon": planned.before.saved(.scope2Location, to: planned.after).map(Figure.tonnes),
            "worth": Figure.grouped(chosen.netPresentValue.text, places: 0),
            "payback": chosen.economics.simplePayback.map { Figure.grouped($0, places: 1) },
            "levels": planned.before.levelEffects(to: planned.after).map { effect -> Model in
                [
                    "scheme": effect.scheme, "before": effect.before ?? "–",
                    "after": effect.after ?? "–",
                ]
            },
            "reasons": chosen.reasons.map { ["text": $0.text.text(in: context.spoken)] as Model },
            "stays": outcome.spread?.stability["\(option.siteID)/\(option.id)"].map(String.init),
            "confidence": option.measure.confidence.rawValue, "source": option.measure.source,
        ]
    }

    private func roadmap(_ roadmap: Roadmap, _ outcome: PlanOutcome) -> Model {
        func names(_ year: Int?) -> [Model] {
            roadmap.lines.filter { $0.year == year }.map { line in
                [
                    "title": line.measure.option.measure.title.text(in: context.spoken),
                    "site": line.measure.option.siteID,
                    "capital": Figure.grouped(line.measure.capital.text, places: 0),
                ]
            }
        }
        let later = names(nil)
        return [
            "currency": outcome.currency,
            "years": roadmap.capital.enumerated().map { year, capital -> Model in
                [
                    "year": String(year + 1), "capital": Figure.grouped(capital.text, places: 0),
                    "measures": names(year + 1),
                ]
            },
            "later": later.isEmpty ? nil : ["measures": later] as Model,
        ]
    }

    private func options(_ outcome: PlanOutcome) -> [Model] {
        outcome.sites.flatMap { site in
            site.plan.site.options.compactMap { option -> Model? in
                site.plan.reasonAgainst(option).map { reason in
                    [
                        "title": option.measure.title.text(in: context.spoken),
                        "site": option.siteID,
                        "reason": option.text(of: reason).text(in: context.spoken),
                    ]
                }
            }
        }.prefix(300).map { $0 }
    }

    static let absence = Template(
        """
        <h1>{{title}}</h1>
        <section class="card empty"><p>{{reason}}</p>
        <p class="row">{{#periods}}<a class="button" href="{{address}}">{{label}}</a>{{/periods}}</p></section>
        """)

    static let template = Template(
        """
        <div class="head"><h1>{{title}} <small>{{period}}</small></h1></div>
        {{{formHTML}}}
        {{{figuresHTML}}}
        {{#lack}}<section class="card" aria-labelledby="lack"><h2 id="lack">[[Nothing can be planned yet|尚无法制定方案]]</h2>
        <p>[[No measure has all that a plan needs, so there is no choice to be made.|没有措施具备制定方案所需的全部数据，因此无可选择。]]</p>
        {{#hasLines}}<h3>[[What is missing|所缺数据]]</h3><ul>{{#lines}}<li>{{text}}</li>{{/lines}}</ul>{{/hasLines}}
        {{#hasReasons}}<h3>[[Why the measures fall out|各措施未纳入的原因]]</h3><ul>{{#reasons}}<li>{{text}} <span class="quiet">×{{count}}</span></li>{{/reasons}}</ul>{{/hasReasons}}</section>{{/lack}}
        {{^lack}}<p class="notice {{#isFeasible}}note{{/isFeasible}}{{^isFeasible}}wrong{{/isFeasible}}">{{proof}}{{#missing}} [[The target is out of reach at:|以下站点无法达到目标：]] {{missing}}{{/missing}}</p>
        {{{curvesHTML}}}{{/lack}}
        {{#hasGates}}<section class="card" aria-labelledby="gates"><h2 id="gates">[[The law, not met as it is|未达到的强制要求]]</h2><ul>{{#gates}}<li>{{site}}: {{text}}</li>{{/gates}}</ul></section>{{/hasGates}}
        {{#hasSurcharges}}<section class="card" aria-labelledby="surcharges"><h2 id="surcharges">[[Surcharges by the PUE|能效加价]]</h2><ul>{{#surcharges}}<li>{{site}}: {{text}}</li>{{/surcharges}}</ul></section>{{/hasSurcharges}}
        {{^lack}}<section class="card" aria-labelledby="chosen"><h2 id="chosen">[[What is planned, in this order|入选措施（按序）]]</h2>
        {{#isEmpty}}<p class="quiet">[[Nothing is planned.|无入选措施。]]</p>{{/isEmpty}}
        {{^isEmpty}}<div class="table" tabindex="0" role="region" aria-labelledby="chosen"><table class="stacked"><thead><tr><th scope="col">[[Measure|措施]]</th><th scope="col" class="n">[[Outlay|投资]]</th><th scope="col" class="n">[[MWh a year|年节电 MWh]]</th><th scope="col" class="n">[[t CO₂ a year|年减排 t CO₂]]</th><th scope="col" class="n">[[Worth|净现值]]</th><th scope="col" class="n">[[Payback, years|回收期（年）]]</th><th scope="col">[[Effect and reason|效果与理由]]</th></tr></thead><tbody>
        {{#measures}}<tr><th scope="row">{{title}}{{#mustDo}} <span class="badge warning">[[must|必须]]</span>{{/mustDo}}<small><a href="{{address}}">{{site}}</a></small></th><td class="n" data-label="[[Outlay|投资]]">{{capital}}</td><td class="n" data-label="[[MWh a year|年节电 MWh]]">{{saved}}</td><td class="n" data-label="[[t CO₂ a year|年减排 t CO₂]]">{{carbon}}{{^carbon}}–{{/carbon}}</td><td class="n" data-label="[[Worth|净现值]]">{{worth}}</td><td class="n" data-label="[[Payback, years|回收期（年）]]">{{payback}}{{^payback}}–{{/payback}}</td><td>{{#levels}}<div><code>{{scheme}}</code> {{before}} → <strong>{{after}}</strong></div>{{/levels}}{{#reasons}}<div>{{text}}</div>{{/reasons}}{{#stays}}<small>[[stays in {{stays}} of 100 draws|100 次抽样中 {{stays}} 次入选]]</small>{{/stays}}<small>{{source}} [{{confidence}}]</small></td></tr>
        {{/measures}}</tbody></table></div>{{/isEmpty}}</section>{{/lack}}
        {{{waterfallsHTML}}}
        {{#roadmap}}<section class="card" aria-labelledby="roadmap"><h2 id="roadmap">[[Roadmap|路线图]]</h2>
        <div class="table" tabindex="0" role="region" aria-labelledby="roadmap"><table><thead><tr><th scope="col">[[Year|年]]</th><th scope="col" class="n">[[Outlay|投资]] [{{currency}}]</th><th scope="col">[[Measures|措施]]</th></tr></thead><tbody>
        {{#years}}<tr><th scope="row">{{year}}</th><td class="n">{{capital}}</td><td>{{#measures}}<div>{{title}} <span class="quiet">{{site}} · {{capital}}</span></div>{{/measures}}</td></tr>
        {{/years}}{{#later}}<tr><th scope="row">[[later|之后]]</th><td class="n">–</td><td>{{#measures}}<div>{{title}} <span class="quiet">{{site}} · {{capital}}</span></div>{{/measures}}</td></tr>{{/later}}</tbody></table></div></section>{{/roadmap}}
        <details class="card"><summary>[[What is not planned, and why|未入选措施及原因]]</summary><div class="table" tabindex="0" role="region" aria-label="[[What is not planned|未入选措施]]"><table class="stacked"><tbody>
        {{#options}}<tr><th scope="row">{{title}}<small>{{site}}</small></th><td>{{reason}}</td></tr>
        {{/options}}</tbody></table></div></details>
        """)
}
