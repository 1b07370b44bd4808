import CarbonAccounting
import EnergyLedger
import Grading
import Metering
public import Provenance
import Quantities
public import Retrofit

/// `plan` as JSON (改造方案): options, what must be done, what is chosen, totals, frontier.
public enum PlanDocument {
    /// The document.
    public static func json(
        _ heading: DocumentHeading, _ outcome: PlanOutcome, language: Language
    ) -> JSONValue {
        var members = heading.members("carbongrade-plan/1")
        let writer = PlanWriter(outcome: outcome, language: language)
        members["measures_digest"] = .string(outcome.measuresDigest.hexadecimal)
        members["planning"] = writer.planning
        members["sites"] = .array(outcome.sites.map(writer.site))
        let measures = outcome.measures
        members["must_do"] = .array(measures.filter(\.chosen.isMustDo).map(writer.measure))
        members["chosen"] = .array(measures.filter { !$0.chosen.isMustDo }.map(writer.measure))
        members["totals"] = writer.totals
        members["optimum"] = writer.optimum
        members["spread"] = writer.spread
        members["roadmap"] = writer.roadmap
        members["frontier"] = writer.frontier
        return .object(members)
    }
}

/// The parts of a plan's document.
struct PlanWriter: PlanWriting {
    let outcome: PlanOutcome
    let language: Language
    static let method = BilingualText(
        "branch and bound in whole numbers, one package a site", zh: "整数分支定界，每站选一个组合")
    static let draws = BilingualText("each measure at each site", zh: "每站每项措施")

    // MARK: - Sites and options

    func site(_ site: SiteOutcome) -> JSONValue {
        .object([
            "site_id": .string(site.site.id),
            "chain": chain(site),
            "hours_used": .decimal(site.fit.usedShare?.text()),
            "options": .array(
                site.plan.site.options.map { option(site.plan, $0) }),
            "packages": .integer(site.plan.table.packages.count),
            "pue_before": .decimal(site.before.indicators.pue.figure.value?.text()),
            "pue_after": .decimal(site.after.indicators.pue.figure.value?.text()),
            "green_share_before": .decimal(
                site.before.indicators.greenShare.figure.value?.text()),
            "green_share_after": .decimal(
                site.after.indicators.greenShare.figure.value?.text()),
            "wue_before": .decimal(site.before.indicators.wue.figure.value?.text()),
            "wue_after": .decimal(site.after.indicators.wue.figure.value?.text()),
            "wue_fresh_before": .decimal(site.before.indicators.wueFresh.figure.value?.text()),
            "wue_fresh_after": .decimal(site.after.indicators.wueFresh.figure.value?.text()),
            "grid_import_saved_kwh": .number(site.savedGrid.kilowattHoursText),
            "level_effect": site.before.levelEffects(to: site.after).json,
        ])
    }

    private func chain(_ site: SiteOutcome) -> JSONValue {
        .array(
            site.fit.chain.links.sorted { $0.key.rawValue < $1.key.rawValue }.map { endUse, link in
                .object([
                    "end_use": .string(endUse.rawValue), "energy_kwh": energy(link.total),
                    "account": .string(link.account.rawValue),
                    "basis": .string(link.basis.rawValue),
                    "following_load": .number(link.following.text),
                    "following_fitted": .bool(site.fit.fitted.contains(endUse)),
                ])
            })
    }

    private func option(_ plan: RetrofitPlan.SitePlan, _ option: RetrofitOption) -> JSONValue {
        let reason = plan.reasonAgainst(option)
        let saved = plan.site.chain.savings(option.actions).total
        return .object([
            "measure": .string(option.id),
            "title": words(option.measure.title),
            "planned": .bool(reason == nil),
            "reason": .text(reason?.rawValue),
            "reason_text": .text(reason?.text.text(in: language)),
            "range": .object([
                "low": .decimal(option.low?.description),
                "high": .decimal(option.high?.description),
                "own": .bool(option.isOwnRange), "unit": .string(option.measure.unit),
            ]),
            "alone_kwh_saved": option.actions.isEmpty ? .null : energy(saved),
            "capex": money(option.capex),
            "annual_cost": money(option.capex == nil ? nil : option.annualCost),
            "life_years": option.lifeYears.map { .integer($0) } ?? .null,
            "required_by": .text(option.requiredBy.map { "\($0)" }),
            "depends_on": MeasureDocument.dependencies(option.measure),
            "conflicts_with": .array(option.measure.conflictsWith.map(JSONValue.string)),
            "water": .string(option.measure.water.rawValue),
            "annual_water_m3": .decimal(option.annualWater?.cubicMetresText),
            "annual_water_cost": money(option.annualWaterCost),
            "source": .string(option.measure.source),
            "evidence": .text(option.terms?.evidence),
            "confidence": .string(option.measure.confidence.rawValue),
        ])
    }

    // MARK: - What is planned

    func measure(_ planned: PlannedMeasure) -> JSONValue {
        let (chosen, option) = (planned.chosen, planned.chosen.option)
        let saved = planned.before.saved(.scope2Location, to: planned.after)
        let market = planned.before.saved(.scope2Market, to: planned.after)
        let discounting = Discounting(rate: outcome.settings.discountRate)
        let net = chosen.annualized - chosen.annualBenefit
        return .object([
            "measure": .string(option.id), "site_id": .string(option.siteID),
            "title": words(option.measure.title),
            "capex": money(chosen.capital),
            "annual_kwh_saved": energy(chosen.savedJoules),
            "annual_kgco2e_saved": mass(saved),
            "annual_kgco2e_saved_market": mass(market),
            "annual_net": money(chosen.annualNet),
            "npv": money(chosen.netPresentValue),
            "irr": .decimal(
                chosen.economics.internalRateMillionths.map {
                    Rounding.pointed(Int128($0), places: 6)
                }),
            "payback_years": .decimal(chosen.economics.simplePayback),
            "discounted_payback_years": .decimal(
                discounting.flatMap(chosen.economics.discountedPayback)),
            "cost_of_saved_energy": .decimal(
                Economics.costOfSavedEnergy(
                    annualized: chosen.annualized, saved: chosen.savedJoules)),
            "abatement_cost_per_t": .decimal(
                Economics.abatementCost(net: net, saved: saved?.milligrams ?? 0)),
            "life_years": option.lifeYears.map { .integer($0) } ?? .null,
            "required_by": .text(option.requiredBy.map { "\($0)" }),
            "level_effect": planned.before.levelEffects(to: planned.after).json,
            "pue_after": .decimal(planned.after.indicators.pue.figure.value?.text()),
            "depends_on": MeasureDocument.dependencies(option.measure),
            "water": .string(option.measure.water.rawValue),
            "annual_water_m3": .decimal(option.annualWater?.cubicMetresText),
            "annual_water_cost": money(option.annualWaterCost),
            "reasons": .array(chosen.reasons.map { .string($0.rawValue) }),
            "reason_text": .array(chosen.reasons.map { words($0.text) }),
            "stays_in_percent": outcome.spread?.stability["\(option.siteID)/\(option.id)"].map {
                .integer($0)
            } ?? .null,
            "own_range": .bool(option.isOwnRange),
            "source": .string(option.measure.source),
            "evidence": .text(option.terms?.evidence),
            "confidence": .string(option.measure.confidence.rawValue),
        ])
    }

    // MARK: - Sums and proof

    var totals: JSONValue {
        func object(_ totals: PlanOutcome.Totals) -> [String: JSONValue] {
            [
                "capex": money(totals.capital), "npv": money(totals.netPresentValue),
                "annual_kwh_saved": .number(totals.saved.kilowattHoursText),
                "annual_kgco2e_saved": mass(totals.savedLocation),
                "annual_kgco2e_saved_market": mass(totals.savedMarket),
                "annual_net": money(totals.annualNet),
            ]
        }
        var members = object(outcome.totals(where: false))
        members["must_do"] = .object(object(outcome.totals(where: true)))
        members["annual_water_m3"] = .number(outcome.water.stated.cubicMetresText)
        members["water_not_stated"] = strings(outcome.water.notStated)
        return .object(members)
    }

    var roadmap: JSONValue {
        guard let roadmap = outcome.roadmap else { return .null }
        return .object([
            "years": .array(
                roadmap.capital.enumerated().map { year, capital in
                    .object([
                        "year": .integer(year + 1), "capex": money(capital),
                        "measures": lines(roadmap, in: year + 1),
                    ])
                }),
            "later": lines(roadmap, in: nil),
        ])
    }

    private func lines(_ roadmap: Roadmap, in year: Int?) -> JSONValue {
        .array(
            roadmap.lines.filter { $0.year == year }.map {
                .object([
                    "measure": .string($0.measure.option.id),
                    "site_id": .string($0.measure.option.siteID),
                    "capex": money($0.measure.capital), "must_do": .bool($0.measure.isMustDo),
                ])
            })
    }

    var frontier: JSONValue {
        .array(
            outcome.plan.frontier.points.enumerated().map { number, point in
                var members = members(of: point)
                if number < outcome.frontierLevels.count {
                    members["level_effect"] = .array(
                        outcome.frontierLevels[number].filter { !$0.effects.isEmpty }.map {
                            .object([
                                "site_id": .string($0.siteID), "levels": $0.effects.json,
                            ])
                        })
                } else {
                    members["level_effect"] = .null
                }
                return .object(members)
            })
    }
}
