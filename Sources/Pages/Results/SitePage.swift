import CarbonAccounting
import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import Reporting
import Runs

/// Everything about one site in one period (站点页): figures, hours, grades, meters, findings.
struct SitePage {
    private let pages: RunPages
    private let site: Run.SiteResult
    private let context: PageContext

    init(_ pages: RunPages, _ site: Run.SiteResult, _ context: PageContext) {
        self.pages = pages
        self.site = site
        self.context = context
    }

    var body: PageBody {
        let name = context.name(of: site)
        let charts = SiteCharts(pages, site, context)
        let model: Model = [
            "name": name, "id": site.site.id, "home": pages.address([]).text,
            "kind": context.words(SiteWords.kind(site.site.kind)), "region": site.site.region,
            "zone": site.site.calendar.identifier,
            "periodHTML": pages.periodForm(context, keeping: ["heat"]),
            "figuresHTML": KeyFigure.row(figures, context),
            "isPartial": !site.balances.isWhole,
            "chartsHTML": charts.energy, "carbonHTML": charts.carbon, "waterHTML": charts.water,
            "matchingHTML": charts.matching,
            "matching": matching, "grades": grades(where: \.isTelling),
            "silent": silent.isEmpty
                ? nil : ["grades": silent, "count": String(silent.count)] as Model,
            "gradesAddress": pages.address(["sites", site.site.id, "grades"]).text,
            "meters": meters, "hasMeters": !meters.isEmpty,
            "indicators": indicators(where: true),
            "absent": ["indicators": indicators(where: false)] as Model, "factors": factors,
            "findingsCount": String(findings.reduce(0) { $0 + $1.count }),
            "findingsHTML": FindingList.markup(
                Array(heaviest), context, in: site.site.calendar),
            "findingsAddress": pages.address(["sites", site.site.id, "findings"]).text,
            "hasFindings": !findings.isEmpty,
        ]
        return PageBody(
            name, Self.template.render(model, in: context.language),
            isWide: true)
    }

    // MARK: - Figures

    private var figures: [KeyFigure] {
        let (balances, indicators) = (site.balances, site.indicators)
        let grade = site.leadingGrade
        return [
            KeyFigure(
                name: context.words("Level", "等级"), value: grade?.level,
                address: pages.address(["sites", site.site.id, "grades"]),
                reason: grade.flatMap(\.reason).map(context.words), note: grade?.scheme),
            pue, energy("E_DC", balances.facilityEnergy, "e_dc_kwh"),
            energy("E_IT", balances.itEnergy, "e_it_kwh"),
            mass(.scope2Location), mass(.scope2Market),
            indicator(.wue), indicator(.greenShare),
            KeyFigure(
                name: context.words("Coverage", "覆盖率"),
                value: balances.coverage.map(Figure.percent),
                note: balances.estimatedShare.map {
                    context.words("estimated ", "估算 ") + Figure.percent($0)
                }),
        ]
        .filter { $0.value != nil || $0.address != nil || indicators.pue.figure.value == nil }
    }

    private var pue: KeyFigure {
        let pue = site.indicators.pue
        let parts = [
            pue.designation == .annual
                ? nil : context.words("interim, not of a whole year", "期间值，不足完整一年"),
            pue.category.map { context.words("category \($0)", "类别 \($0)") },
        ]
        let note =
            pue.figure.value == nil
            ? "" : parts.compactMap { $0 }.joined(separator: context.words(", ", "，"))
        return KeyFigure(
            name: "PUE", value: pue.figure.value.map { Figure.ratio($0) },
            address: pages.explanation(site, "indicators.pue"),
            reason: pue.figure.reason.map(context.words),
            note: note.isEmpty ? nil : note)
    }

    private func energy(_ symbol: String, _ energy: Energy?, _ figure: String) -> KeyFigure {
        let names = [
            "E_DC": BilingualText("Energy of the site", zh: "总用电 E_DC"),
            "E_IT": BilingualText("IT energy", zh: "IT 用电 E_IT"),
        ]
        return KeyFigure(
            name: names[symbol].map(context.words) ?? symbol,
            value: energy.map(Figure.megawattHours), unit: "MWh",
            address: pages.explanation(site, figure))
    }

    private func mass(_ scope: EmissionScope) -> KeyFigure {
        let inventory = site.inventory
        return KeyFigure(
            name: context.words(FigureWords.scope(scope)),
            value: inventory.mass(of: scope).map(Figure.tonnes),
            unit: "t "
                + Figure.gases(
                    context.words(Inventory.text(ofGases: inventory.gases(of: scope)))),
            address: pages.explanation(site, "emissions_kgco2e.\(scope.rawValue)"),
            reason: inventory.reasons[scope].map(context.words))
    }

    private func indicator(_ id: IndicatorID) -> KeyFigure {
        let figure = site.indicators.figure(id)
        return KeyFigure(
            name: context.words(FigureWords.indicator(id)), value: Self.text(figure, id),
            unit: id.unit == "1" ? "" : id.unit,
            address: pages.explanation(site, "indicators.\(id.rawValue)"),
            reason: figure.reason.map(context.words))
    }

    private static func text(_ figure: IndicatorFigure, _ id: IndicatorID) -> String? {
        let shares: Set<IndicatorID> = [
            .greenShare, .hourlyMatch, .annualMatch, .cfeHourly, .onsiteShare, .rackOccupancy,
            .itLoadUse,
        ]
        return figure.value.map { shares.contains(id) ? Figure.percent($0) : Figure.ratio($0) }
    }

    private func indicators(where hasValue: Bool) -> [Model] {
        IndicatorID.allCases.filter {
            (site.indicators.figure($0).value != nil) == hasValue
        }.map { id in
            let figure = site.indicators.figure(id)
            return [
                "name": context.words(FigureWords.indicator(id)),
                "value": Self.text(figure, id), "unit": id.unit == "1" ? nil : id.unit,
                "coverage": figure.coverage.map(Figure.percent),
                "reason": figure.reason.map(context.words),
                "address": pages.explanation(site, "indicators.\(id.rawValue)").text,
            ]
        }
    }

    // MARK: - Green power by the hour

    private var matching: Model? {
        guard let green = site.inventory.hourlyGreen else { return nil }
        let match = green.matching
        func energy(_ joules: Int128) -> String {
            Figure.grouped(Rounding.text(joules, over: 3_600_000_000, places: 1), places: 1)
        }
        func share(_ ratio: ExactRatio?) -> Model? {
            ratio.map { ["text": Figure.percent($0), "value": $0.text(places: 6)] }
        }
        return [
            "load": energy(match.load), "green": energy(match.generation),
            "matched": energy(match.matched), "surplus": energy(match.surplus),
            "hourly": share(match.share), "annual": share(match.annualShare),
            "score": share(green.score), "covered": String(match.coveredHours),
            "hours": String(match.hours),
            "address": pages.explanation(site, "indicators.hourly_match").text,
        ]
    }

    // MARK: - Lists

    private var silent: [Model] { grades { !$0.isTelling } }

    private func grades(where isWanted: (Grade) -> Bool) -> [Model] {
        site.grades.filter(isWanted).map { grade in
            [
                "scheme": grade.scheme, "mark": grade.level ?? "–",
                "state": grade.level == nil ? "none" : grade.isInformative ? "informs" : "reached",
                "text": grade.level == nil
                    ? GradeText.level(grade, context.spoken) : grade.levelLabel.map(context.words),
                "gap": grade.gapToNext.map { GradeText.gap($0, context.spoken) },
                "address": pages.address(
                    ["sites", site.site.id, "grades"], [("scheme", grade.scheme)]
                ).text,
            ]
        }
    }

    private var meters: [Model] {
        let journal = site.balances.journal
        return site.meters.map { meter in
            let columns = journal.columns.filter {
                $0.meterID == meter.id && $0.validFrom == meter.validity.start
            }
            let total = columns.reduce(Int64(0)) { $0 + $1.amounts.reduce(0, +) }
            let owed = columns.flatMap(\.states).filter { $0 & Journal.Column.owed != 0 }
            let covered = owed.count { $0 & Journal.Column.covered != 0 }
            let share = ExactRatio(Int128(covered), to: Int128(owed.count))
            return [
                "id": meter.id,
                "address": pages.address(["sites", site.site.id, "meters", meter.id]).text,
                "account": context.words(Labels.account(meter.account)),
                "quantity": meter.quantity.rawValue, "unit": meter.unit.rawValue,
                "multiplier": meter.multiplier == .one ? nil : meter.multiplier.description,
                "parent": meter.parentID,
                "amount": MeterPage.amount(total, of: meter),
                "coverage": share.map(Figure.percent),
            ]
        }
    }

    private var factors: [Model] {
        site.inventory.factors.map { use in
            let factor = use.factor
            let source = factor.publication.map { context.words($0.title) }
            return [
                "id": factor.factorID, "value": factor.value, "unit": factor.unit,
                "source": [source, factor.place].compactMap { $0 }.joined(separator: ", ")
                    + " [\(factor.confidence.rawValue)]",
                "scopes": use.scopes.map { context.words(FigureWords.scope($0)) }.joined(
                    separator: ", "),
            ]
        }
    }

    private var findings: [Finding] { FindingsPage.findings(of: site, in: pages.run) }

    private var heaviest: ArraySlice<Finding> {
        findings.sorted { $0.severity > $1.severity }.prefix(5)
    }

    static let template = Template(
        """
        <div class="head"><div><p class="crumbs"><a href="{{home}}">[[Overview|总览]]</a></p><h1>{{name}} <small>{{id}}</small></h1><p class="quiet">{{kind}} · {{region}} · {{zone}}</p></div>{{{periodHTML}}}</div>
        {{{figuresHTML}}}
        {{#isPartial}}<p class="notice note">[[Some hours of the period are neither measured nor estimated: totals are those of the covered hours, and nothing missing is counted as zero.|统计期内部分小时既无实测也无估算：合计仅为已覆盖小时，缺失不按零计。]]</p>{{/isPartial}}
        {{{chartsHTML}}}
        {{{carbonHTML}}}
        {{#matching}}<section class="card" aria-labelledby="matching"><h2 id="matching">[[Green power hour by hour|逐小时绿电匹配]]</h2>
        <div class="table"><table><tbody>
        <tr><th scope="row"><a href="{{address}}">[[Matched hour by hour|逐小时匹配]]</a></th><td class="bar">{{#hourly}}<meter min="0" max="1" value="{{value}}" aria-label="[[Matched hour by hour|逐小时匹配]]"></meter>{{/hourly}}</td><td class="n">{{#hourly}}{{text}}{{/hourly}}{{^hourly}}–{{/hourly}}</td></tr>
        <tr><th scope="row">[[Matched over the period|全期匹配]]</th><td class="bar">{{#annual}}<meter min="0" max="1" value="{{value}}" aria-label="[[Matched over the period|全期匹配]]"></meter>{{/annual}}</td><td class="n">{{#annual}}{{text}}{{/annual}}{{^annual}}–{{/annual}}</td></tr>
        {{#score}}<tr><th scope="row">[[Carbon-free energy score|无碳能源得分]]</th><td class="bar"><meter min="0" max="1" value="{{value}}" aria-label="[[Carbon-free energy score|无碳能源得分]]"></meter></td><td class="n">{{text}}</td></tr>{{/score}}
        </tbody></table></div>
        <p class="quiet">[[Load {{load}} MWh, green {{green}} MWh, matched {{matched}} MWh, surplus {{surplus}} MWh; {{covered}} of {{hours}} hours are covered whole.|用电 {{load}} MWh，绿电 {{green}} MWh，匹配 {{matched}} MWh，余量 {{surplus}} MWh；{{hours}} 小时中 {{covered}} 小时完全覆盖。]]</p></section>{{/matching}}
        {{{matchingHTML}}}
        {{{waterHTML}}}
        <section class="card" aria-labelledby="grades"><div class="head"><h2 id="grades">[[Grades|等级]]</h2><a href="{{gradesAddress}}">[[Criteria, gaps, what if|条款、差距与情景]]</a></div>
        <div class="table" tabindex="0" role="region" aria-labelledby="grades"><table class="stacked"><tbody>
        {{#grades}}<tr><td><span class="level {{state}}">{{mark}}</span></td><th scope="row"><a href="{{address}}">{{scheme}}</a></th><td>{{text}}{{#gap}}<small>{{gap}}</small>{{/gap}}</td></tr>
        {{/grades}}</tbody></table></div>
        {{#silent}}<details class="behind"><summary>[[{{count}} schemes without a level, and why|{{count}} 个体系无等级及原因]]</summary><div class="table" tabindex="0" role="region" aria-label="[[Schemes without a level|无等级的体系]]"><table class="stacked"><tbody>{{#grades}}<tr><th scope="row"><a href="{{address}}">{{scheme}}</a></th><td>{{text}}</td></tr>
        {{/grades}}</tbody></table></div></details>{{/silent}}</section>
        <section class="card" aria-labelledby="findings"><div class="head"><h2 id="findings">[[Findings|问题]] <small>{{findingsCount}}</small></h2>{{#hasFindings}}<a href="{{findingsAddress}}">[[All of them|全部]]</a>{{/hasFindings}}</div>
        {{{findingsHTML}}}{{^hasFindings}}<p class="quiet">[[Nothing was found.|没有发现问题。]]</p>{{/hasFindings}}</section>
        <section class="card" aria-labelledby="factors"><h2 id="factors">[[Emission factors|排放因子]]</h2>
        <div class="table" tabindex="0" role="region" aria-labelledby="factors"><table><thead><tr><th scope="col">[[Factor|因子]]</th><th scope="col" class="n">[[Value|数值]]</th><th scope="col">[[Used for|用于]]</th></tr></thead><tbody>
        {{#factors}}<tr><th scope="row">{{id}}<small>{{source}}</small></th><td class="n">{{value}}<small>{{unit}}</small></td><td>{{scopes}}</td></tr>
        {{/factors}}</tbody></table></div></section>
        <section class="card" aria-labelledby="meters"><h2 id="meters">[[Meters|计量点]]</h2>
        {{^hasMeters}}<p class="quiet">[[No meter is declared.|没有登记计量点。]]</p>{{/hasMeters}}
        {{#hasMeters}}<div class="table" tabindex="0" role="region" aria-labelledby="meters"><table><thead><tr><th scope="col">[[Meter|计量点]]</th><th scope="col">[[Account|账户]]</th><th scope="col">[[Reads|读数]]</th><th scope="col">[[Parent|上级]]</th><th scope="col" class="n">[[Booked|入账]]</th><th scope="col" class="n">[[Coverage|覆盖率]]</th></tr></thead><tbody>
        {{#meters}}<tr><th scope="row"><a href="{{address}}">{{id}}</a></th><td>{{account}}</td><td>{{quantity}} {{unit}}{{#multiplier}} × {{multiplier}}{{/multiplier}}</td><td>{{parent}}{{^parent}}–{{/parent}}</td><td class="n">{{amount}}</td><td class="n">{{coverage}}{{^coverage}}–{{/coverage}}</td></tr>
        {{/meters}}</tbody></table></div>{{/hasMeters}}</section>
        <section class="card" aria-labelledby="indicators"><h2 id="indicators">[[All indicators|全部指标]]</h2>
        <div class="table" tabindex="0" role="region" aria-labelledby="indicators"><table><thead><tr><th scope="col">[[Indicator|指标]]</th><th scope="col" class="n">[[Value|数值]]</th><th scope="col" class="n">[[Hours behind it|小时覆盖率]]</th></tr></thead><tbody>
        {{#indicators}}<tr><th scope="row"><a href="{{address}}">{{name}}</a>{{#reason}}<small>{{reason}}</small>{{/reason}}</th><td class="n">{{#value}}{{value}}{{#unit}}<small>{{unit}}</small>{{/unit}}{{/value}}{{^value}}–{{/value}}</td><td class="n">{{coverage}}{{^coverage}}–{{/coverage}}</td></tr>
        {{/indicators}}</tbody></table></div>
        {{#absent}}<details class="behind"><summary>[[Not evaluated, and why|未评价的指标及原因]]</summary><div class="table" tabindex="0" role="region" aria-label="[[Not evaluated|未评价]]"><table><tbody>{{#indicators}}<tr><th scope="row"><a href="{{address}}">{{name}}</a></th><td>{{reason}}</td></tr>
        {{/indicators}}</tbody></table></div></details>{{/absent}}</section>
        """)
}
