public import Grading
public import Provenance
import Quantities

/// `grade` as JSON (评级结果).
public enum GradeDocument {
    /// What is known of all sites together.
    public typealias Together = (
        operators: [Grade], aggregates: [(scheme: String, cells: [PublishedAggregate])]
    )

    /// The document as text, one site at a time.
    public static func text(
        _ heading: DocumentHeading, sites: [(siteID: String, grades: [Grade])],
        together: Together = ([], []), language: Language
    ) -> String {
        json(heading, sites: [], together: together, language: language).text(
            member: "sites", holding: sites.lazy.map { site($0, language) })
    }

    private static func site(
        _ site: (siteID: String, grades: [Grade]), _ language: Language
    ) -> JSONValue {
        .object([
            "site_id": .string(site.siteID),
            "grades": .array(site.grades.map { grade($0, language) }),
        ])
    }

    /// The document.
    public static func json(
        _ heading: DocumentHeading, sites: [(siteID: String, grades: [Grade])],
        together: Together = ([], []), language: Language
    ) -> JSONValue {
        var members = heading.members("carbongrade-grade/1")
        members["sites"] = .array(sites.map { site($0, language) })
        members["operators"] = .array(
            together.operators.map {
                .object(["operator": .string($0.siteID), "grade": grade($0, language)])
            })
        members["aggregates"] = .array(
            together.aggregates.map { scheme, cells in
                .object([
                    "scheme": .string(scheme),
                    "cells": .array(cells.map { aggregate($0, language) }),
                ])
            })
        return .object(members)
    }

    static func grade(_ grade: Grade, _ language: Language) -> JSONValue {
        func words(_ texts: [BilingualText]) -> JSONValue {
            .array(texts.map { .string($0.text(in: language)) })
        }
        var members: [String: JSONValue] = [
            "scheme": .string(grade.scheme), "edition": .string(grade.edition),
            "level": .text(grade.level),
            "level_label": .text(grade.levelLabel?.text(in: language)),
            "indicative_level": .text(grade.indicativeLevel),
            "reason": .text(grade.reason?.text(in: language)),
            "informative": .bool(grade.isInformative),
            "confidence": .text(grade.confidence?.rawValue),
            "points": .decimal(grade.points?.description),
            "points_possible": .decimal(grade.pointsPossible?.description),
            "points_not_evaluated": .decimal(grade.pointsNotEvaluated?.description),
            "gates": .array(grade.gates.map { criterion($0, language) }),
            "criteria": .array(grade.criteria.map { criterion($0, language) }),
            "not_applicable": .array(grade.notApplicable.map(JSONValue.string)),
            "assumed": .array(
                grade.assumed.map {
                    .object(["id": .string($0.id), "text": .string($0.text.text(in: language))])
                }),
            "remarks": words(grade.remarks),
            "gap_to_next": grade.gapToNext.map { gap($0, language) } ?? .null,
        ]
        members["not_evaluated"] = .array(
            grade.notEvaluated.map {
                .object(["id": .string($0.id), "reason": .text($0.reason?.text(in: language))])
            })
        members["robustness"] =
            grade.robustness.map {
                .object([
                    "best": .text($0.best), "worst": .text($0.worst), "holds": .bool($0.holds),
                    "counts_meters": .bool($0.countsMeters),
                ])
            } ?? .null
        members["obligations"] = .array(grade.obligations.map(obligation))
        members["money_at_stake"] = grade.moneyAtStake.map { money($0, language) } ?? .null
        members["declared_level"] =
            grade.declared.map {
                .object([
                    "level": .string($0.level), "evidence": .string($0.evidence),
                    "assurance": .string($0.assurance.rawValue),
                ])
            } ?? .null
        members["rank"] = grade.rank.map { rank($0, language) } ?? .null
        return .object(members)
    }

    private static func criterion(_ result: CriterionResult, _ language: Language) -> JSONValue {
        .object([
            "id": .string(result.id), "name": .string(result.name.text(in: language)),
            "verdict": .string(result.verdict.rawValue),
            "value": .decimal(result.value?.text()), "unit": .string(result.unit),
            "threshold": .decimal(result.threshold?.description),
            "bound": .text(result.limit?.key),
            "inclusive": result.limit.map { .bool($0.isInclusive) } ?? .null,
            "points": .decimal(result.points?.description),
            "points_possible": .decimal(result.pointsPossible?.description),
            "decides": .bool(result.decides), "assurance": .text(result.assurance?.rawValue),
            "reason": .text(result.reason?.text(in: language)),
            "note": .text(result.note?.text(in: language)),
            "source": .text(result.source?.title.text(in: language)),
            "place": .text(result.place?.text(in: language)),
            "confidence": .text(result.confidence?.rawValue),
        ])
    }

    private static func gap(_ gap: GapToNext, _ language: Language) -> JSONValue {
        .object([
            "level": .string(gap.level),
            "level_label": .string(gap.levelLabel.text(in: language)),
            "changes": .array(gap.changes.map { change($0, language) }),
            "combination": .array(gap.combination.map { change($0, language) }),
            "blocked_by": .array(gap.blockedBy.map(JSONValue.string)),
            "points_missing": .decimal(gap.pointsMissing?.description),
        ])
    }

    private static func change(_ change: GapToNext.Change, _ language: Language) -> JSONValue {
        var members: [String: JSONValue] = [
            "lever": .string(change.lever.rawValue), "reachable": .bool(change.isReachable),
            "reason": .text(change.reason?.text(in: language)),
            "cost_cny": .decimal(
                change.costHundredths.map { Rounding.pointed($0, places: 2) }),
        ]
        switch change.amount {
        case .energy(let energy): members["energy_kwh"] = .number(energy.kilowattHoursText)
        case .water(let water): members["water_m3"] = .number(water.cubicMetresText)
        case .certificates(let count):
            members["certificates"] = .integer(count)
            members["green_mwh"] = .integer(count)
        case .heat(let heat): members["heat_kwh"] = .number(heat.kilowattHoursText)
        case .racks(let count): members["racks"] = .integer(count)
        case .emission(let mass): members["emissions_kgco2e"] = .number(mass.kilogramsText)
        }
        return .object(members)
    }

    private static func obligation(_ obligation: Obligation) -> JSONValue {
        .object([
            "criterion": .string(obligation.criterion), "due": .string("\(obligation.due)"),
            "bound": .string(obligation.limit.key),
            "threshold": .number(obligation.limit.threshold.description),
            "verdict": .string(obligation.verdict.rawValue),
            "value": .decimal(obligation.value?.text()), "unit": .string(obligation.unit),
            "confidence": .string(obligation.confidence.rawValue),
        ])
    }

    private static func money(_ money: MoneyAtStake, _ language: Language) -> JSONValue {
        .object([
            "currency": .string(money.currency),
            "amount": .number(Rounding.pointed(money.hundredths, places: 2)),
            "excess_kwh": .number(money.excess.kilowattHoursText),
            "price_per_kwh": .number(money.price.description),
            "note": .string(money.note.text(in: language)),
            "confidence": .string(money.confidence.rawValue),
        ])
    }

    private static func rank(_ rank: RankResult, _ language: Language) -> JSONValue {
        .object([
            "class": .text(rank.mark), "group": .string(rank.group),
            "sites": .integer(rank.sites),
            "better": rank.better.map { .integer($0) } ?? .null,
            "reason": .text(rank.reason?.text(in: language)),
        ])
    }

    private static func aggregate(
        _ cell: PublishedAggregate, _ language: Language
    ) -> JSONValue {
        .object([
            "cell": .string(cell.cell), "sites": cell.sites.map { .integer($0) } ?? .null,
            "e_dc_kwh": .decimal(cell.facilityEnergy?.kilowattHoursText),
            "pue": .decimal(cell.pue?.text()), "reason": .text(cell.reason?.text(in: language)),
        ])
    }
}
