import Provenance
import Quantities

extension ReportWriter {
    func grade(_ grade: ReportGrade) -> JSONValue {
        .object([
            "site_id": .string(grade.siteID), "operator": .bool(grade.isOperator),
            "scheme": .string(grade.scheme), "title": words(grade.title),
            "edition": .string(grade.edition), "level": .text(grade.level),
            "level_label": words(grade.levelLabel),
            "indicative_level": .text(grade.indicativeLevel), "reason": words(grade.reason),
            "informative": .bool(grade.isInformative),
            "confidence": .text(grade.confidence?.rawValue), "criterion": words(grade.criterion),
            "value": .decimal(grade.value?.text()), "unit": .string(grade.unit),
            "limit": .text(grade.limit), "points": .text(grade.points),
            "points_possible": .text(grade.pointsPossible), "next_level": .text(grade.nextLevel),
            "gap": words(grade.gap), "money_at_stake": words(grade.moneyAtStake),
            "declared_level": .text(grade.declared),
            "obligations": .array(
                grade.obligations.map { due in
                    .object([
                        "criterion": .string(due.criterion), "due": .string("\(due.due)"),
                        "limit": .string(due.limit), "standing": .string(due.standing.rawValue),
                        "value": .decimal(due.value?.text()), "unit": .string(due.unit),
                        "confidence": .string(due.confidence.rawValue),
                    ])
                }),
        ])
    }

    func plan(_ plan: ReportPlan) -> JSONValue {
        .object([
            "currency": .string(plan.currency), "reason": words(plan.reason),
            "measures": .array(
                plan.measures.map { one in
                    .object([
                        "site_id": .string(one.siteID), "measure": .string(one.measure),
                        "title": words(one.title), "must_do": .bool(one.isMustDo),
                        "capex": .number(one.capital.text),
                        "annual_kwh_saved": .number(one.saved.kilowattHoursText),
                        "annual_kgco2e_saved": .decimal(one.savedEmission?.kilogramsText),
                        "npv": .number(one.netPresentValue.text),
                        "payback_years": .text(one.paybackYears),
                        "level_effect": .array(one.levelEffects.map(JSONValue.string)),
                        "source": .string(one.source),
                        "confidence": .string(one.confidence.rawValue),
                    ])
                }),
            "totals": .object([
                "capex": .number(plan.capital.text),
                "annual_kwh_saved": .number(plan.saved.kilowattHoursText),
                "annual_kgco2e_saved": .decimal(plan.savedEmission?.kilogramsText),
                "npv": .number(plan.netPresentValue.text),
            ]),
            "progress": .array(
                plan.progress.map { one in
                    .object([
                        "site_id": .text(one.siteID), "measure": .string(one.measure),
                        "status": .string(one.status),
                        "required_by": .text(one.requiredBy.map { "\($0)" }),
                        "evidence": .text(one.evidence),
                    ])
                }),
        ])
    }

    func quality(_ quality: ReportQuality) -> JSONValue {
        .object([
            "findings": .array(
                quality.kinds.map { kind in
                    .object([
                        "code": .string(kind.code), "severity": .string(kind.severity.rawValue),
                        "count": .integer(kind.count),
                        "sites": .array(kind.sites.map(JSONValue.string)),
                        "example": words(kind.example), "remedy": words(kind.remedy),
                    ])
                }),
            "energy_statement": quality.statement.map { one in
                .object([
                    "files": .integer(one.files), "rows": .integer(one.rows),
                    "rows_accepted": .integer(one.rowsAccepted),
                    "rows_rejected": .integer(one.rowsRejected),
                    "energy_in_kwh": .number(one.energyIn.kilowattHoursText),
                    "energy_booked_kwh": .number(one.booked.kilowattHoursText),
                    "energy_duplicate_kwh": .number(one.duplicate.kilowattHoursText),
                    "energy_superseded_kwh": .number(one.superseded.kilowattHoursText),
                    "energy_rejected_kwh": .number(one.rejected.kilowattHoursText),
                    "energy_estimated_kwh": .number(one.estimated.kilowattHoursText),
                    "balance_kwh": .number(one.balance.kilowattHoursText),
                ])
            } ?? .null,
        ])
    }

    func `return`(_ one: ReportReturn) -> JSONValue {
        .object([
            "id": .string(one.id), "title": words(one.title), "source": .string(one.source),
            "confidence": .string(one.confidence.rawValue),
            "remarks": .array(one.remarks.map(words)), "present": .string(one.presentLabel),
            "before": .text(one.beforeLabel),
            "rows": .array(
                one.rows.map { row in
                    .object([
                        "subject": .string(row.subject), "code": .string(row.code),
                        "title": words(row.title), "unit": .string(row.unit),
                        "value": .text(row.present), "value_before": .text(row.before),
                        "change": .text(row.change), "change_percent": .text(row.changePercent),
                        "reason": words(row.reason), "note": words(row.note),
                    ])
                }),
        ])
    }

    func sources(_ sources: ReportSources) -> JSONValue {
        .object([
            "factors": .array(
                sources.factors.map { factor in
                    .object([
                        "factor_id": .string(factor.id), "region": .string(factor.region),
                        "data_year": factor.dataYear.map { .integer($0) } ?? .null,
                        "variant": .string(factor.variant), "value": .string(factor.value),
                        "unit": .string(factor.unit), "gases": .string(factor.gases),
                        "scopes": .array(factor.scopes.map { .string($0.rawValue) }),
                        "publication": factor.publication.map { publication in
                            .object([
                                "id": .string(publication.identifier),
                                "issuer": .string(publication.issuer),
                                "title": words(publication.title),
                                "published": .text(publication.published),
                                "locator": .string(publication.locator),
                            ])
                        } ?? .null, "place": .string(factor.place),
                        "confidence": .string(factor.confidence.rawValue),
                        "fallback": .text(factor.fallback),
                    ])
                }),
            "rulebooks": .array(
                sources.rulebooks.map { book in
                    .object([
                        "id": .string(book.id), "number": .string(book.number),
                        "title": words(book.title), "edition": .string(book.edition),
                        "issuer": words(book.issuer),
                        "documents": .array(
                            book.documents.map {
                                .object([
                                    "title": words($0.title), "locator": .string($0.locator),
                                ])
                            }), "sha256": .string(book.digest.hexadecimal),
                    ])
                }),
        ])
    }
}
