public import Grading
public import Provenance
import Quantities

/// `grade` as JSON (评级结果).
public enum GradeDocument {
    /// The document.
    public static func json(
        _ heading: DocumentHeading, sites: [(siteID: String, grades: [Grade])], language: Language
    ) -> JSONValue {
        var members = heading.members("carbongrade-grade/1")
        members["sites"] = .array(
            sites.map { site in
                .object([
                    "site_id": .string(site.siteID),
                    "grades": .array(site.grades.map { grade($0, language) }),
                ])
            })
        return .object(members)
    }

    private static func grade(_ grade: Grade, _ language: Language) -> JSONValue {
        func words(_ texts: [BilingualText]) -> JSONValue {
            .array(texts.map { .string($0.text(in: language)) })
        }
        return .object([
            "scheme": .string(grade.scheme), "edition": .string(grade.edition),
            "level": .text(grade.level),
            "level_label": .text(grade.levelLabel?.text(in: language)),
            "indicative_level": .text(grade.indicativeLevel),
            "reason": .text(grade.reason?.text(in: language)),
            "informative": .bool(grade.isInformative),
            "confidence": .text(grade.confidence?.rawValue),
            "points": .decimal(grade.points?.description),
            "points_possible": .decimal(grade.pointsPossible?.description),
            "gates": .array(grade.gates.map { criterion($0, language) }),
            "criteria": .array(grade.criteria.map { criterion($0, language) }),
            "assumed": .array(
                grade.assumed.map {
                    .object(["id": .string($0.id), "text": .string($0.text.text(in: language))])
                }),
            "remarks": words(grade.remarks),
            "gap_to_next": grade.gapToNext.map { gap($0, language) } ?? .null,
            "not_evaluated": .array(
                grade.notEvaluated.map {
                    .object([
                        "id": .string($0.id), "reason": .text($0.reason?.text(in: language)),
                    ])
                }),
        ])
    }

    private static func criterion(_ result: CriterionResult, _ language: Language) -> JSONValue {
        .object([
            "id": .string(result.id), "verdict": .string(result.verdict.rawValue),
            "value": .decimal(result.value?.text()), "unit": .string(result.unit),
            "threshold": .number(result.threshold.description),
            "inclusive": .bool(result.isInclusive), "points": .decimal(result.points?.description),
            "reason": .text(result.reason?.text(in: language)),
            "source": .string(result.source.title.text(in: language)),
            "place": .string(result.place.text(in: language)),
            "confidence": .string(result.confidence.rawValue),
        ])
    }

    private static func gap(_ gap: GapToNext, _ language: Language) -> JSONValue {
        .object([
            "level": .string(gap.level),
            "level_label": .string(gap.levelLabel.text(in: language)),
            "changes": .array(
                gap.changes.map { change in
                    var members: [String: JSONValue] = [
                        "lever": .string(change.lever.rawValue),
                        "reachable": .bool(change.isReachable),
                        "reason": .text(change.reason?.text(in: language)),
                    ]
                    switch change.toSave {
                    case .energy(let energy):
                        members["energy_kwh"] = .number(energy.kilowattHoursText)
                    case .water(let water): members["water_m3"] = .number(water.cubicMetresText)
                    }
                    return .object(members)
                }),
        ])
    }
}
