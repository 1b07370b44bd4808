import Grading
import Provenance
import Quantities

/// The level that is certified, how it came about, and the levels of further schemes (等级).
extension CertificateContent {
    var gradeValue: JSONValue {
        let rulebook = rulebooks.first { $0.id == grade.scheme }
        let empty = BilingualText("", zh: "")
        // What decided: the reached level's own limit, else the first criterion with a verdict.
        let deciding = grade.criteria.filter { $0.decides && $0.limit != nil }
        let reached =
            deciding.first { $0.level == grade.level && $0.verdict == .met } ?? deciding.first
        let indicator = reached.flatMap { result in
            rulebook?.criteria.first { result.id.hasPrefix($0.id) }
        }.flatMap { criterion -> IndicatorID? in
            if case .indicator(let id) = criterion.quantity { id } else { nil }
        }
        let parts = Self.parts(of: indicator, year.indicators)
        let coverage = indicator.map { year.indicators.figure($0).coverage }
        var members: [String: JSONValue] = [
            "scheme": .string(grade.scheme), "edition": .string(grade.edition),
            "title": .words(rulebook?.title ?? BilingualText(grade.scheme, zh: grade.scheme)),
            "number": .string(rulebook?.number ?? ""), "issuer": .words(rulebook?.issuer ?? empty),
            "level": .string(grade.level ?? ""), "level_label": .words(grade.levelLabel ?? empty),
        ]
        members["levels"] = .array((rulebook?.levels ?? []).map { level($0, deciding) })
        members["criterion"] = .string(reached?.id ?? "")
        members["indicator"] = .string(indicator?.rawValue ?? "")
        members["unit"] = .string(reached?.unit ?? "")
        members["value"] = .text(reached?.value?.text())
        members["numerator"] = .text(parts?.0)
        members["denominator"] = .text(parts?.1)
        members["coverage"] = .text(coverage??.text())
        members["points"] = .text(grade.points.map { "\($0)" })
        members["points_possible"] = .text(grade.pointsPossible.map { "\($0)" })
        members["confidence"] = .string(grade.confidence?.rawValue ?? "")
        members["place"] = .words(reached?.place ?? empty)
        members["source"] = .words(reached?.source?.title ?? empty)
        members["assumed"] = .array(
            grade.assumed.map { .object(["id": .string($0.id), "text": .words($0.text)]) })
        members["remarks"] = .array(grade.remarks.map { .words($0) })
        members["gap_to_next"] = grade.gapToNext.map(gap) ?? .null
        members["not_evaluated"] = .array(
            grade.notEvaluated.map {
                .object(["id": .string($0.id), "reason": .words($0.reason)])
            })
        return .object(members)
    }

    /// A level with the limit that opens it: of the deciding criterion, else in points.
    private func level(_ level: RulebookLevel, _ deciding: [CriterionResult]) -> JSONValue {
        let limit = deciding.first { $0.level == level.level }?.limit
        return .object([
            "level": .string(level.level), "label": .words(level.label),
            "limit": .text(limit.map { "\($0.threshold)" } ?? level.pointsAtLeast.map { "\($0)" }),
            "bound": .string(limit?.key ?? "at_least"),
            "reached": .bool(level.level == grade.level),
        ])
    }

    /// Both parts of the ratio that was classified, unrounded: kWh over kWh, m3 over kWh.
    private static func parts(
        of indicator: IndicatorID?, _ indicators: Indicators
    ) -> (String?, String?)? {
        switch indicator {
        case .pue:
            (
                indicators.pue.numerator?.kilowattHoursText,
                indicators.pue.denominator?.kilowattHoursText
            )
        default: nil
        }
    }

    private func gap(_ gap: GapToNext) -> JSONValue {
        .object([
            "level": .string(gap.level), "label": .words(gap.levelLabel),
            "changes": .array(
                gap.changes.map { change in
                    let (amount, unit) = Self.amount(change.amount)
                    return .object([
                        "lever": .string(change.lever.rawValue), "amount": .string(amount),
                        "unit": .string(unit), "reachable": .bool(change.isReachable),
                    ])
                }),
        ])
    }

    private static func amount(_ amount: GapToNext.Amount) -> (String, String) {
        switch amount {
        case .energy(let energy), .heat(let energy): (energy.kilowattHoursText, "kWh")
        case .water(let volume): (volume.cubicMetresText, "m3")
        case .certificates(let count): (String(count), "certificates")
        case .racks(let count): (String(count), "racks")
        case .emission(let mass): (mass.kilogramsText, "kg")
        }
    }

    func furtherGrade(_ grade: Grade) -> JSONValue {
        let title = rulebooks.first { $0.id == grade.scheme }?.title
        return .object([
            "scheme": .string(grade.scheme), "edition": .string(grade.edition),
            "title": .words(title ?? BilingualText(grade.scheme, zh: grade.scheme)),
            "level": .text(grade.level), "informative": .bool(grade.isInformative),
            "value": .text(grade.criteria.first?.value?.text()), "reason": .words(grade.reason),
            "not_evaluated": .string(String(grade.notEvaluated.count)),
        ])
    }
}
