import CarbonAccounting
public import Provenance
import Quantities

/// The quarterly report as JSON (季度报告 JSON): exact decimals, every absent figure `null` beside its reason.
public enum ReportDocument {
    /// The name of its form.
    public static let schema = "carbongrade-report/1"

    /// The document.
    public static func json(_ report: QuarterlyReport, language: Language) -> JSONValue {
        let writer = ReportWriter(language: language)
        var members = report.heading.members(schema, language: language)
        members["compared_with"] = .object([
            "before": period(report.periodBefore), "year_before": period(report.periodYearBefore),
        ])
        members["twelve_months"] = period(report.twelveMonths)
        members["empty_period"] = writer.words(report.emptiness)
        members["groups"] = .array(report.groups.map(writer.group))
        members["levels"] = .array(report.grades.map(writer.grade))
        members["plan"] = writer.plan(report.plan)
        members["data_quality"] = writer.quality(report.quality)
        members["restatements"] = .array(report.restatements.map(writer.restatement))
        members["returns"] = .array(report.returns.map(writer.return))
        members["methods"] = .array(
            report.methods.map {
                .object([
                    "topic": writer.words($0.topic), "text": writer.words($0.text),
                    "source": .string($0.source),
                ])
            })
        members["sources"] = writer.sources(report.sources)
        members["submissions"] = .array(
            report.submissions.map {
                .object([
                    "organisation": writer.words($0.organisation), "key": .string($0.key),
                    "sha256": .string($0.digest.hexadecimal), "sites": .integer($0.sites),
                ])
            })
        return .object(members)
    }

    /// What the command prints: the heading, all sites together, and the files that were written.
    public static func summary(
        _ report: QuarterlyReport, files: [String], language: Language
    ) -> JSONValue {
        let writer = ReportWriter(language: language)
        var members = report.heading.members("carbongrade-report-summary/1", language: language)
        members["empty_period"] = writer.words(report.emptiness)
        members["portfolio"] = report.portfolio.map(writer.group) ?? .null
        members["restatements"] = .array(report.restatements.map(writer.restatement))
        members["files"] = .array(files.map(JSONValue.string))
        return .object(members)
    }

    static func period(_ period: Period) -> JSONValue {
        .object([
            "start": .string("\(period.start)"), "end": .string("\(period.end)"),
            "label": .string(period.label),
        ])
    }
}

/// Writes the parts of a report in one language.
struct ReportWriter {
    let language: Language

    func words(_ text: BilingualText?) -> JSONValue { .text(text?.text(in: language)) }

    func group(_ group: ReportGroup) -> JSONValue {
        .object([
            "kind": .string(group.kind.rawValue), "id": .string(group.id),
            "name": words(group.name), "depth": .integer(group.depth),
            "site": group.site.map {
                .object([
                    "kind": .string($0.kind), "region": .string($0.region),
                    "organisation": .text($0.organisation), "hub": .text($0.hub),
                ])
            } ?? .null, "present": figures(group.present),
            "before": comparison(group.before), "year_before": comparison(group.yearBefore),
            "months": .array(group.months.map(month)),
        ])
    }

    private func comparison(_ comparison: ReportComparison) -> JSONValue {
        .object([
            "figures": comparison.figures.map(figures) ?? .null,
            "reason": words(comparison.reason),
            "differences_kgco2e": .array(comparison.differences.map(difference)),
        ])
    }

    func total<Quantity>(_ total: ReportTotal<Quantity>) -> JSONValue {
        .object([
            "total": .decimal(total.total?.text), "known": .decimal(total.known?.text),
            "sites": .integer(total.sites), "missing": .integer(total.missing),
            "reason": words(total.reason),
        ])
    }

    func ratio(_ ratio: ReportRatio) -> JSONValue {
        func part(_ whole: Int128, isWater: Bool) -> JSONValue {
            guard ratio.sites > 0 else { return .null }
            switch ratio.kind {
            case .time: return .number("\(whole)")
            case .energy: return .number(Rounding.text(whole, over: 3_600_000, places: 9))
            case .water:
                return .number(
                    isWater
                        ? Rounding.pointed(whole, places: 6)
                        : Rounding.text(whole, over: 3_600_000, places: 9))
            }
        }
        return .object([
            "value": .decimal(ratio.text), "numerator": part(ratio.numerator, isWater: true),
            "denominator": part(ratio.denominator, isWater: false),
            "sites": .integer(ratio.sites), "missing": .integer(ratio.missing),
            "reason": words(ratio.reason),
        ])
    }

    private func lines<Quantity>(_ lines: [ReportLine<Quantity>]) -> JSONValue {
        .object(
            Dictionary(
                lines.map {
                    (
                        $0.name,
                        .object(["amount": .number($0.amount.text), "sites": .integer($0.sites)])
                    )
                }
            ) { first, _ in first })
    }

    func figures(_ figures: ReportFigures) -> JSONValue {
        var emissions: [String: JSONValue] = [:]
        for scope in ReportScope.allCases {
            emissions[scope.rawValue] = total(figures.emission(scope))
                .with("gases", .string(figures.gases[scope] ?? ""))
        }
        return .object([
            "sites": .integer(figures.sites), "supply_kwh": lines(figures.supply),
            "use_kwh": lines(figures.uses),
            "unallocated_kwh": .decimal(figures.unallocated?.kilowattHoursText),
            "heat_kwh": lines(figures.heat), "water_accounts_m3": lines(figures.waterLines),
            "e_dc_kwh": total(figures.facilityEnergy), "e_it_kwh": total(figures.itEnergy),
            "pue": ratio(figures.pue).with("designation", .string(figures.pueDesignation))
                .with("category", figures.pueCategory.map { .integer($0) } ?? .null)
                .with("edition", .string(figures.pueEdition)),
            "coverage": ratio(figures.coverage), "resolved_share": ratio(figures.resolvedShare),
            "estimated_share": ratio(figures.estimatedShare),
            "whole_sites": .integer(figures.wholeSites), "emissions_kgco2e": .object(emissions),
            "green_kwh": total(figures.greenEnergy), "green_share": ratio(figures.greenShare),
            "water_m3": total(figures.water), "wue": ratio(figures.wue),
            "wue_fresh": ratio(figures.wueFresh),
        ])
    }

    private func difference(_ difference: ReportDifference) -> JSONValue {
        var members: [String: JSONValue] = [
            "scope": .string(difference.scope.rawValue),
            "reported": .number(difference.reported.kilogramsText),
            "present": .number(difference.present.kilogramsText),
            "difference": .number(difference.whole.kilogramsText),
            "sites": .integer(difference.sites), "missing": .integer(difference.missing),
        ]
        for cause in difference.causes { members[cause.name] = .number(cause.mass.kilogramsText) }
        return .object(members)
    }

    private func month(_ month: ReportMonth) -> JSONValue {
        var emissions: [String: JSONValue] = [:]
        for (scope, mass) in month.emissions { emissions[scope.rawValue] = total(mass) }
        return .object([
            "month": .string(month.label), "e_dc_kwh": total(month.facilityEnergy),
            "e_it_kwh": total(month.itEnergy), "pue": ratio(month.pue),
            "water_m3": total(month.water), "emissions_kgco2e": .object(emissions),
        ])
    }

    func restatement(_ one: ReportRestatement) -> JSONValue {
        func mass(_ mass: EmissionMass?) -> JSONValue { .decimal(mass?.kilogramsText) }
        let causes = one.causes.map(mass)
        return .object([
            "period": .string(one.period), "version": .integer(one.version),
            "site_id": .string(one.siteID), "scope": .string(one.scope.rawValue),
            "released_kgco2e": mass(one.released), "present_kgco2e": mass(one.present),
            "difference_kgco2e": mass(one.whole), "readings_kgco2e": causes[0],
            "factor_kgco2e": causes[1], "green_power_kgco2e": causes[2],
            "rule_kgco2e": causes[3],
        ])
    }
}
