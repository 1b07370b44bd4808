import Grading
import Provenance
import Quantities
import Retrofit
import Runs

/// What a plan is asked (方案条件): budget, target, rate and years, as a form that only asks.
struct PlanForm {
    private let plan: PlanRun
    private let periods: [Period]
    private let context: PageContext

    init(_ plan: PlanRun, _ periods: [Period], _ context: PageContext) {
        self.plan = plan
        self.periods = periods
        self.context = context
    }

    var markup: HTML {
        let outcome = plan.outcome
        let frontier = outcome.plan.frontier.points
        let most = frontier.map(\.capital.hundredths).max() ?? 0
        return Self.template.render(
            [
                "periods": periods.map { period -> Model in
                    ["label": period.label, "isChosen": period == plan.run.period]
                },
                "targets": targets, "otherTarget": otherTarget,
                "rate": plan.question.discountRate?.description,
                "standardRate": outcome.settings.discountRate.description,
                "years": plan.question.years.map(String.init),
                "budget": most > 0 ? budgetRange(most) : nil,
            ], in: context.language)
    }

    /// The slider over what budgets buy.
    private func budgetRange(_ most: Int64) -> Model {
        let outcome = plan.outcome
        // Whole currency, so that the slider's end buys everything.
        let end = max((most + 99) / 100, 1)
        let step = max(Int64(1), end / 200)
        let budget = plan.question.budget ?? Money(hundredths: most)
        let value = String(min(end, budget.hundredths / 100))
        return [
            "most": String(end), "step": String(step), "value": value,
            "shown": Figure.grouped(value, places: 0), "currency": outcome.currency,
            "shownMost": Figure.grouped(String(end), places: 0),
            "used": Figure.grouped(outcome.totals(where: false).capital.text, places: 0),
        ]
    }

    /// The better levels of the schemes that grade some site in earnest.
    private var targets: [Model] {
        var seen: Set<String> = []
        let schemes = plan.run.sites.flatMap(\.grades).filter { !$0.isInformative }.map(\.scheme)
            .filter { seen.insert($0).inserted }
        return schemes.flatMap { scheme in
            plan.run.data.levels(of: scheme).map { level -> Model in
                [
                    "value": "\(scheme):\(level)",
                    "isChosen": plan.question.target?.text == "\(scheme):\(level)",
                ]
            }
        }
    }

    private var otherTarget: String? {
        switch plan.question.target {
        case .pue, .tonnes: plan.question.target?.text
        default: nil
        }
    }

    static let template = Template(
        """
        <form method="get" action="/plan" class="card" data-asks>
        <div class="sliders">
        {{#budget}}<div><label for="budget">[[Budget|预算]] <output for="budget" data-unit=" {{currency}}">{{shown}} {{currency}}</output></label>
        <input type="range" id="budget" name="budget" min="0" max="{{most}}" step="{{step}}" value="{{value}}"><span class="hint">0 – {{shownMost}} {{currency}} · [[spent|已用]] {{used}}</span></div>{{/budget}}
        <div><label for="target">[[Shall reach|目标]]</label><select id="target" name="target"><option value="">[[the greatest worth|净现值最大]]</option>{{#otherTarget}}<option selected>{{otherTarget}}</option>{{/otherTarget}}{{#targets}}<option{{#isChosen}} selected{{/isChosen}}>{{value}}</option>{{/targets}}</select></div>
        <div><label for="rate">[[Discount rate|折现率]]</label><input id="rate" name="rate" inputmode="decimal" pattern="0?\\.?[0-9]*" maxlength="10" value="{{rate}}" placeholder="{{standardRate}}"></div>
        <div><label for="years">[[Spread over years|分年实施]]</label><input id="years" name="years" type="number" min="1" max="20" value="{{years}}" placeholder="–"></div>
        <div><label for="period">[[Year that it starts from|基准年]]</label><select id="period" name="period">{{#periods}}<option{{#isChosen}} selected{{/isChosen}}>{{label}}</option>{{/periods}}</select></div>
        </div>
        <button class="primary">[[Plan|制定方案]]</button>
        </form>
        """)
}
