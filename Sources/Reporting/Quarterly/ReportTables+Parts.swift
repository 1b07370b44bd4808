import Provenance
import Quantities

extension ReportTables {
    static func levels(_ report: QuarterlyReport, _ language: Language) -> String {
        var table = QuotedTable([
            "site_id", "operator", "scheme", "title", "edition", "level", "level_label",
            "indicative_level", "informative", "confidence", "criterion", "value", "unit", "limit",
            "points", "points_possible", "next_level", "gap", "money_at_stake", "declared_level",
            "reason",
        ])
        for grade in report.grades {
            table.append([
                grade.siteID, String(grade.isOperator), grade.scheme,
                grade.title.text(in: language), grade.edition, grade.level ?? "",
                grade.levelLabel?.text(in: language) ?? "", grade.indicativeLevel ?? "",
                String(grade.isInformative), grade.confidence?.rawValue ?? "",
                grade.criterion?.text(in: language) ?? "", grade.value?.text() ?? "", grade.unit,
                grade.limit ?? "", grade.points ?? "", grade.pointsPossible ?? "",
                grade.nextLevel ?? "", grade.gap?.text(in: language) ?? "",
                grade.moneyAtStake?.text(in: language) ?? "", grade.declared ?? "",
                grade.reason?.text(in: language) ?? "",
            ])
        }
        return table.text
    }

    static func obligations(_ report: QuarterlyReport) -> String {
        var table = QuotedTable([
            "due", "site_id", "scheme", "criterion", "limit", "value", "unit", "standing",
            "confidence",
        ])
        for (grade, due) in report.obligations {
            table.append([
                "\(due.due)", grade.siteID, grade.scheme, due.criterion, due.limit,
                due.value?.text() ?? "", due.unit, due.standing.rawValue, due.confidence.rawValue,
            ])
        }
        return table.text
    }

    static func plan(_ report: QuarterlyReport, _ language: Language) -> String {
        var table = QuotedTable([
            "site_id", "measure", "title", "must_do", "capex", "annual_kwh_saved",
            "annual_kgco2e_saved", "npv", "payback_years", "level_effect", "confidence", "source",
            "currency",
        ])
        for one in report.plan.measures {
            table.append([
                one.siteID, one.measure, one.title.text(in: language), String(one.isMustDo),
                one.capital.text, one.saved.kilowattHoursText,
                one.savedEmission?.kilogramsText ?? "", one.netPresentValue.text,
                one.paybackYears ?? "", one.levelEffects.joined(separator: "; "),
                one.confidence.rawValue, one.source, report.plan.currency,
            ])
        }
        return table.text
    }

    static func progress(_ report: QuarterlyReport) -> String {
        var table = QuotedTable(["site_id", "measure", "status", "required_by", "evidence"])
        for one in report.plan.progress {
            table.append([
                one.siteID ?? "", one.measure, one.status, one.requiredBy.map { "\($0)" } ?? "",
                one.evidence ?? "",
            ])
        }
        return table.text
    }

    static func findings(_ report: QuarterlyReport, _ language: Language) -> String {
        var table = QuotedTable(["code", "severity", "count", "sites", "example", "remedy"])
        for kind in report.quality.kinds {
            table.append([
                kind.code, kind.severity.rawValue, String(kind.count),
                kind.sites.joined(separator: ";"), kind.example.text(in: language),
                kind.remedy.text(in: language),
            ])
        }
        return table.text
    }

    static func methods(_ report: QuarterlyReport, _ language: Language) -> String {
        var table = QuotedTable(["topic", "text", "source"])
        for method in report.methods {
            table.append([
                method.topic.text(in: language), method.text.text(in: language), method.source,
            ])
        }
        return table.text
    }

    static func factors(_ report: QuarterlyReport, _ language: Language) -> String {
        var table = QuotedTable([
            "factor_id", "region", "data_year", "variant", "value", "unit", "gases", "scopes",
            "publication", "title", "issuer", "published", "place", "locator", "confidence",
            "fallback",
        ])
        for factor in report.sources.factors {
            let publication = factor.publication
            table.append([
                factor.id, factor.region, factor.dataYear.map(String.init) ?? "", factor.variant,
                factor.value, factor.unit, factor.gases,
                factor.scopes.map(\.rawValue).joined(separator: ";"),
                publication?.identifier ?? "", publication?.title.text(in: language) ?? "",
                publication?.issuer ?? "", publication?.published ?? "", factor.place,
                publication?.locator ?? "", factor.confidence.rawValue, factor.fallback ?? "",
            ])
        }
        return table.text
    }

    static func rulebooks(_ report: QuarterlyReport, _ language: Language) -> String {
        var table = QuotedTable([
            "scheme", "number", "title", "edition", "issuer", "document", "locator", "sha256",
        ])
        for book in report.sources.rulebooks {
            for document in book.documents {
                table.append([
                    book.id, book.number, book.title.text(in: language), book.edition,
                    book.issuer.text(in: language), document.title.text(in: language),
                    document.locator, book.digest.hexadecimal,
                ])
            }
        }
        return table.text
    }

    /// A return for submission.
    static func statisticalReturn(_ one: ReportReturn, _ language: Language) -> String {
        var table = QuotedTable([
            "subject", "code", "indicator", "unit", "period", "value", "period_before",
            "value_before", "change", "change_percent", "reason", "note",
        ])
        for row in one.rows {
            table.append([
                row.subject, row.code, row.title.text(in: language), row.unit, one.presentLabel,
                row.present ?? "", one.beforeLabel ?? "", row.before ?? "", row.change ?? "",
                row.changePercent ?? "", row.reason?.text(in: language) ?? "",
                row.note?.text(in: language) ?? "",
            ])
        }
        return table.text
    }
}

extension QuarterlyReport {
    /// The obligations of schemes that bind their site, the nearest first, then by site and scheme;
    /// a scheme that only informs, such as one of another jurisdiction, obliges nobody.
    public var obligations: [(grade: ReportGrade, due: ReportObligation)] {
        let all = grades.filter { !$0.isInformative }.flatMap { grade in
            grade.obligations.map { (grade: grade, due: $0) }
        }
        return all.sorted {
            ($0.due.due, $0.grade.siteID, $0.grade.scheme, $0.due.criterion)
                < ($1.due.due, $1.grade.siteID, $1.grade.scheme, $1.due.criterion)
        }
    }
}
