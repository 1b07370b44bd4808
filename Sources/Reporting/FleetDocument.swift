import CarbonAccounting
import EnergyLedger
public import Provenance
import Quantities
public import Retrofit

/// `plan --fleet` as JSON (群体改造方案): archetypes, ranked sites, totals, frontier.
public enum FleetDocument {
    /// The document.
    public static func json(
        _ heading: DocumentHeading, _ outcome: FleetOutcome, language: Language
    ) -> JSONValue {
        var members = heading.members("carbongrade-fleet-plan/1")
        let writer = FleetWriter(outcome: outcome, language: language)
        members["measures_digest"] = .string(outcome.measuresDigest.hexadecimal)
        members["planning"] = writer.planning
        members["totals"] = writer.totals
        members["optimum"] = writer.optimum
        members["archetypes"] = writer.archetypes
        members["measures"] = writer.measures
        members["stability"] = writer.stability
        members["sites"] = .array(outcome.plan.lines.indices.map(writer.line))
        members["not_planned"] = writer.hindrances
        members["roadmap"] = writer.roadmap
        members["spread"] = writer.spread
        members["spread_reason"] = .text(outcome.spreadReason?.text(in: language))
        members["frontier"] = writer.frontier
        return .object(members)
    }
}

/// The parts of the document.
private struct FleetWriter: PlanWriting {
    let outcome: FleetOutcome
    let language: Language
    static let method = BilingualText(
        "linear relaxation over one package a site, whole steps by worth for outlay, then what still fits; branched up to 1,500 sites",
        zh: "每站一个组合的线性松弛，按价值与投资之比取整步，再补入可容纳者；1500 站以内分支定界")

    static let draws = BilingualText("each measure, at all its sites alike", zh: "每项措施（各站相同）")

    private func sums(_ sums: FleetPlan.Sums) -> [String: JSONValue] {
        [
            "sites": .integer(sums.sites), "capex": money(sums.capital),
            "npv": money(sums.netPresentValue), "annual_net": money(sums.annualNet),
            "annual_kwh_saved": energy(sums.savedJoules),
            "annual_surcharge_avoided": money(sums.avoidedSurcharge),
        ]
    }

    var totals: JSONValue {
        var members = sums(outcome.sums)
        members["sites"] = .integer(outcome.plan.siteCount)
        members["sites_planned"] = .integer(outcome.plan.lines.count)
        members["sites_by_hours"] = .integer(outcome.sitesByHours)
        members["option_archetypes"] = .integer(outcome.archetypeCount)
        members["capex_beside_must_do"] = money(outcome.plan.freeCapital)
        members["annual_kgco2e_saved"] = mass(outcome.saved(.location))
        members["annual_kgco2e_saved_market"] = mass(outcome.saved(.market))
        members["annual_water_m3"] = .number(outcome.water.stated.cubicMetresText)
        members["water_not_stated"] = strings(outcome.water.notStated)
        members["surcharges_not_counted"] = .array(
            outcome.surchargesNotCounted.map { hindrance, sites in
                .object([
                    "reason": .string(hindrance.rawValue), "reason_text": words(hindrance.text),
                    "sites": .integer(sites),
                ])
            })
        return .object(members)
    }

    var archetypes: JSONValue {
        .array(
            outcome.plan.archetypes.map { archetype, sums in
                var members = self.sums(sums)
                members["kind"] = .string(archetype.kind.rawValue)
                members["region"] = .string(archetype.region)
                members["measures"] = strings(archetype.measures)
                members["stays_in_percent"] = percent(outcome.stability?.ofArchetype[archetype])
                return .object(members)
            })
    }

    private func percent(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }

    var measures: JSONValue {
        .array(
            outcome.measures.map { name, sites in
                .object([
                    "measure": .string(name), "sites": .integer(sites),
                    "stays_in_percent": percent(outcome.stability?.ofMeasure[name]),
                ])
            })
    }

    /// What was drawn to tell how often the choice stays; null where nothing is planned.
    var stability: JSONValue {
        guard let stability = outcome.stability else { return .null }
        return .object([
            "draws": .integer(stability.sampling.count),
            "sampling_error_points": .integer(stability.sampling.errorInPoints),
            "seed": .string(String(stability.sampling.seed)),
            "sites": .integer(stability.sites), "every": .integer(stability.step),
            "drawn_apart": words(Self.draws),
            "basis": words(
                BilingualText(
                    "an estimate: every n-th site in the order of kind, province, measures and worth, chosen anew in each draw under its part of the budget and of the tonnes, among packages undominated at the expectation and those one measure away from what is chosen",
                    zh: "估计值：按类型、省份、措施与价值排序等距取样，每次抽样按样本所占的预算与吨数，在期望值下的非支配组合及与所选相差一项的组合中重新优选"
                )),
        ])
    }

    func line(_ index: Int) -> JSONValue {
        let (line, effect) = (outcome.plan.lines[index], outcome.effects[index])
        var members: [String: JSONValue] = [
            "rank": .integer(index + 1), "site_id": .string(line.siteID),
            "kind": .string(line.kind.rawValue), "region": .string(line.region),
            "measures": strings(line.measures), "must_do": strings(line.mustDo),
            "capex": money(line.package.capital), "annual_net": money(line.package.annualNet),
            "annual_surcharge_avoided": money(line.package.surcharge?.avoided),
            "annual_kwh_saved": energy(line.package.savedJoules),
            "annual_kgco2e_saved": mass(effect.savedLocation),
            "annual_kgco2e_saved_market": mass(effect.savedMarket),
            "npv": money(line.package.netPresentValue),
            "payback_years": .decimal(line.payback),
            "pue_before": .decimal(effect.ratioBefore?.text()),
            "pue_after": .decimal(effect.ratioAfter?.text()),
            "annual_water_m3": .number(effect.water.stated.cubicMetresText),
            "water_not_stated": strings(effect.water.notStated),
            "level_effect": effect.levels.json,
            "reasons": strings(line.reasons.map(\.rawValue)),
            "archetype_stays_in_percent": percent(outcome.stability?.ofArchetype[line.archetype]),
        ]
        if !outcome.years.isEmpty {
            members["year"] = outcome.years[index].map { .integer($0) } ?? .null
        }
        return .object(members)
    }

    /// What each year takes; null where no years were asked for.
    var roadmap: JSONValue {
        guard !outcome.years.isEmpty else { return .null }
        return .array(
            outcome.sumsOfYears.map { year, sums in
                .object([
                    "year": year.map { .integer($0) } ?? .null, "sites": .integer(sums.sites),
                    "capex": money(sums.capital), "npv": money(sums.netPresentValue),
                ])
            })
    }

    var hindrances: JSONValue {
        .array(
            outcome.hindrances.map { hindrance, sites in
                .object([
                    "measure": .string(hindrance.measure),
                    "reason": .string(hindrance.reason.rawValue),
                    "reason_text": words(hindrance.reason.text), "sites": .integer(sites.count),
                    "age": age(hindrance, sites),
                ])
            })
    }

    /// The age that is asked, and the ages that the sites have; null where no age is in the way.
    private func age(_ hindrance: FleetHindrance, _ sites: FleetHindrance.Sites) -> JSONValue {
        guard let age = hindrance.age else { return .null }
        return .object([
            "replaces": .string(age.plant.rawValue),
            "minimum_age_years": .integer(age.minimumYears),
            "years_least": sites.years.map { .integer($0.lowerBound) } ?? .null,
            "years_most": sites.years.map { .integer($0.upperBound) } ?? .null,
            "text": .text(hindrance.detail(sites)?.text(in: language)),
        ])
    }

    var frontier: JSONValue {
        .array(outcome.plan.frontier.points.map { .object(members(of: $0)) })
    }
}

extension FleetPlan.Line {
    /// Outlay over the first year's return [years]; nil when it gives nothing.
    public var payback: String? {
        Economics(capital: package.capital, flows: [package.annualNet]).simplePayback
    }
}

/// `plan --fleet` as CSV (群体方案表): one line for each site that something is planned at, by rank.
public enum FleetTable {
    /// The table.
    public static func csv(_ outcome: FleetOutcome) -> String {
        var table = CSVText(header: [
            "rank", "site_id", "kind", "region", "measures", "must_do", "capex",
            "annual_kwh_saved", "annual_kgco2e_saved", "npv", "payback_years", "level_effect",
            "reasons", "year", "annual_water_m3", "water_not_stated", "archetype_stays_in_percent",
            "annual_surcharge_avoided",
        ])
        for (index, line) in outcome.plan.lines.enumerated() {
            let effect = outcome.effects[index]
            let year = outcome.years.isEmpty ? nil : outcome.years[index]
            table.append([
                String(index + 1), line.siteID, line.kind.rawValue, line.region,
                line.measures.joined(separator: ";"), line.mustDo.joined(separator: ";"),
                line.package.capital.text,
                Energy(joules: line.package.savedJoules).kilowattHoursText,
                effect.savedLocation?.kilogramsText ?? "", line.package.netPresentValue.text,
                line.payback ?? "",
                effect.levels.cell,
                line.reasons.map(\.rawValue).joined(separator: ";"),
                year.map(String.init) ?? "", effect.water.stated.cubicMetresText,
                effect.water.notStated.joined(separator: ";"),
                outcome.stability?.ofArchetype[line.archetype].map(String.init) ?? "",
                line.package.surcharge?.avoided.text ?? "",
            ])
        }
        return table.text
    }
}
