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
        members["stability"] = writer.stability
        members["roadmap"] = writer.roadmap
        members["frontier"] = writer.frontier
        members["carbon_frontier"] = writer.carbonFrontier
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
            "hourly_match_before": indicator(.hourlyMatch, site.before),
            "hourly_match_after": indicator(.hourlyMatch, site.after),
            "cfe_hourly_before": indicator(.cfeHourly, site.before),
            "cfe_hourly_after": indicator(.cfeHourly, site.after),
            "annual_kgco2e_saved_hourly_location": mass(site.savedHourly),
            "legal_gates": .array(site.legalGates.map(gate)),
            "pue_hours": ratioGaps(site.ratioGaps),
            "pue_surcharge": surcharge(site),
            "money_at_stake_before": stakes(site.before),
            "money_at_stake_after": stakes(site.after),
            "grid_import_saved_kwh": .number(site.savedGrid.kilowattHoursText),
            "level_effect": site.before.levelEffects(to: site.after).json,
        ])
    }

    private func indicator(_ id: IndicatorID, _ state: SiteState) -> JSONValue {
        .decimal(state.indicators.figure(id).value?.text())
    }

    /// What rules that bind the site ask to be paid for what lies above their limits in the period.
    private func stakes(_ state: SiteState) -> JSONValue {
        .array(
            state.grades.filter { !$0.isInformative }.compactMap { grade in
                grade.moneyAtStake.map {
                    .object([
                        "scheme": .string(grade.scheme), "currency": .string($0.currency),
                        "amount": .decimal(Rounding.pointed($0.hundredths, places: 2)),
                    ])
                }
            })
    }

    /// The hours that the PUE leaves out; null where it has all, or there is none.
    private func ratioGaps(_ gaps: RatioGaps?) -> JSONValue {
        guard let gaps else { return .null }
        return .object([
            "of_period": .number(gaps.hours(gaps.slotCount)),
            "left_out": .number(gaps.hours(gaps.leftOut)),
            "left_out_with_savings": .number(gaps.hours(gaps.leftOutOfSaving)),
            "missing": .array(
                gaps.meters.map {
                    .object([
                        "meter_id": .string($0.meterID), "account": .string($0.account.rawValue),
                        "hours": .number(gaps.hours($0.slots)),
                    ])
                }),
            "text": .string(gaps.text.text(in: language)),
        ])
    }

    /// The surcharge that hangs on the PUE, before and after; null where the site is subject to none.
    private func surcharge(_ site: SiteOutcome) -> JSONValue {
        guard let standing = site.surcharge else { return .null }
        let rule = standing.surcharge
        func price(_ due: SiteSurcharge.Due?) -> JSONValue {
            .decimal(due.map { rule.price(ofStep: $0.step).description })
        }
        let (before, after) = (site.surchargeToday, site.surchargeAfter)
        return .object([
            "name": .string(rule.name), "scheme": .text(rule.scheme),
            "evidence": .text(rule.evidence), "of": .string(rule.base.rawValue),
            "from_kwh": .decimal(rule.leastFacility?.kilowattHoursText),
            "steps": .array(
                rule.steps.map {
                    .object([
                        "pue_above": .number($0.limit.description),
                        "price_per_kwh": .number($0.price.description),
                    ])
                }),
            "counted": .bool(standing.site != nil), "reason": .text(standing.hindrance?.rawValue),
            "reason_text": .text(standing.hindrance?.text.text(in: language)),
            "price_before": price(before), "price_after": price(after),
            "amount_before": money(before?.money), "amount_after": money(after?.money),
        ])
    }

    private func gate(_ gate: LegalGate) -> JSONValue {
        .object([
            "scheme": .string(gate.scheme), "basis": words(gate.basis),
            "criterion": .text(gate.criterion), "limit_kind": .text(gate.limit?.key),
            "limit": .decimal(gate.limit?.threshold.description),
            "due": .text(gate.due.map { "\($0)" }), "reached": .bool(gate.isReached),
            "text": words(gate.text),
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
            "reason_text": .text(reason.map { option.text(of: $0).text(in: language) }),
            "plant": plant(option), "age": age(option),
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

    /// The plant that an option needs, and whether the site has it.
    private func plant(_ option: RetrofitOption) -> JSONValue {
        .array(
            option.needs.map {
                .object([
                    "needs": .string($0.part.rawValue), "outcome": .string($0.outcome.rawValue),
                    "text": words($0.text),
                ])
            })
    }

    /// The age that is asked of what an option replaces, and whether it is reached; null where none is asked.
    private func age(_ option: RetrofitOption) -> JSONValue {
        guard let age = option.age else { return .null }
        return .object([
            "replaces": .string(age.condition.plant.rawValue),
            "minimum_age_years": .integer(age.condition.minimumYears),
            "commissioned": .text(age.commissioned.map { "\($0)" }),
            "on": .string("\(age.day)"),
            "years_least": age.years.map { .integer($0.lowerBound) } ?? .null,
            "years_most": age.years.map { .integer($0.upperBound) } ?? .null,
            "outcome": .string(age.outcome.rawValue), "text": words(age.text),
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
            "annual_surcharge_avoided": money(chosen.avoidedSurcharge),
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
            "plant": plant(option), "age": age(option),
            "water": .string(option.measure.water.rawValue),
            "annual_water_m3": .decimal(option.annualWater?.cubicMetresText),
            "annual_water_cost": money(option.annualWaterCost),
            "reasons": .array(chosen.reasons.map { .string($0.rawValue) }),
            "reason_text": .array(chosen.reasons.map { words($0.text) }),
            "stays_in_percent": outcome.spread.map {
                .integer($0.stability["\(option.siteID)/\(option.id)"] ?? 0)
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
                "annual_surcharge_avoided": money(totals.avoidedSurcharge),
            ]
        }
        var members = object(outcome.totals(where: false))
        members["must_do"] = .object(object(outcome.totals(where: true)))
        members["annual_water_m3"] = .number(outcome.water.stated.cubicMetresText)
        members["water_not_stated"] = strings(outcome.water.notStated)
        return .object(members)
    }

    /// What was drawn to tell how often the choice stays; null where nothing was drawn.
    var stability: JSONValue {
        guard let spread = outcome.spread else { return .null }
        return .object([
            "draws": .integer(spread.sampling.count),
            "sampling_error_points": .integer(spread.sampling.errorInPoints),
            "seed": .string(String(spread.sampling.seed)),
            "all_packages": .bool(spread.isOfAllPackages),
            "basis": words(
                spread.isOfAllPackages
                    ? BilingualText(
                        "an estimate: in each draw all packages are valued and chosen anew",
                        zh: "估计值：每次抽样对全部组合重新估值和优选")
                    : BilingualText(
                        "an estimate: in each draw those packages are valued and chosen anew that are undominated at the expectation or in one of a few draws, and those one measure away from what is chosen",
                        zh: "估计值：每次抽样对期望值或少数抽样下的非支配组合、以及与所选相差一项的组合重新估值和优选")),
        ])
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

    var frontier: JSONValue { json(outcome.plan.frontier, outcome.frontierLevels) }

    var carbonFrontier: JSONValue { json(outcome.carbonFrontier, outcome.carbonFrontierLevels) }

    private func json(_ frontier: Frontier, _ levels: PlanOutcome.Levels) -> JSONValue {
        .array(
            frontier.points.enumerated().map { number, point in
                var members = members(of: point)
                if number < levels.count {
                    members["level_effect"] = .array(
                        levels[number].filter { !$0.effects.isEmpty }.map {
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
