import CarbonAccounting
public import Provenance
import Quantities
public import Retrofit

/// `plan` as CSV (方案表): one line for each option, the planned ones first and in list order.
public enum PlanTable {
    /// The table.
    public static func csv(_ outcome: PlanOutcome, language: Language) -> String {
        var table = CSVText(header: [
            "site_id", "measure", "title", "planned", "must_do", "reasons", "capex",
            "annual_kwh_saved", "annual_kgco2e_saved", "npv", "payback_years",
            "abatement_cost_per_t", "life_years", "level_effect", "depends_on", "confidence",
            "source", "reason_text", "annual_water_m3", "annual_surcharge_avoided", "year",
            "required_by", "stays_in_percent",
        ])
        let years = Dictionary(
            (outcome.roadmap?.lines ?? []).map { line in
                (
                    "\(line.measure.option.siteID)/\(line.measure.option.id)",
                    line.year.map(String.init) ?? "later"
                )
            }
        ) { first, _ in first }
        for planned in outcome.measures {
            let (chosen, option) = (planned.chosen, planned.chosen.option)
            let place = "\(option.siteID)/\(option.id)"
            let saved = planned.before.saved(.scope2Location, to: planned.after)
            table.append([
                option.siteID, option.id, option.measure.title.text(in: language), "true",
                chosen.isMustDo ? "true" : "false",
                chosen.reasons.map(\.rawValue).joined(separator: ";"), chosen.capital.text,
                Energy(joules: chosen.savedJoules).kilowattHoursText,
                saved?.kilogramsText ?? "", chosen.netPresentValue.text,
                chosen.economics.simplePayback ?? "",
                Economics.abatementCost(
                    net: chosen.annualized - chosen.annualBenefit, saved: saved?.milligrams ?? 0)
                    ?? "",
                option.lifeYears.map(String.init) ?? "",
                planned.before.levelEffects(to: planned.after).cell,
                depends(option), option.measure.confidence.rawValue, option.measure.source,
                chosen.reasons.map { $0.text.text(in: language) }.joined(separator: "; "),
                option.annualWater?.cubicMetresText ?? "", chosen.avoidedSurcharge?.text ?? "",
                years[place] ?? "", option.requiredBy.map { "\($0)" } ?? "",
                outcome.spread.map { String($0.stability[place] ?? 0) } ?? "",
            ])
        }
        for site in outcome.sites {
            for option in site.plan.site.options {
                guard let reason = site.plan.reasonAgainst(option) else { continue }
                table.append([
                    option.siteID, option.id, option.measure.title.text(in: language), "false", "",
                    reason.rawValue, option.capex?.text ?? "", "", "", "", "", "",
                    option.lifeYears.map(String.init) ?? "", "", depends(option),
                    option.measure.confidence.rawValue, option.measure.source,
                    option.text(of: reason).text(in: language),
                    option.annualWater?.cubicMetresText ?? "", "", "", "", "",
                ])
            }
        }
        return table.text
    }

    private static func depends(_ option: RetrofitOption) -> String {
        option.measure.dependsOn.map { $0.joined(separator: "|") }.joined(separator: ";")
    }
}
