import Provenance
import Quantities

// How a site, its comparisons, months and levels are written and read.

enum SubmissionSites {
    static func json(_ site: ReportGroup) -> JSONValue {
        .object([
            "site_id": .plain(site.id), "name": .plain(site.name),
            "kind": .plain(site.site?.kind), "kind_label": .plain(site.site?.kindLabel),
            "region": .plain(site.site?.region), "organisation": .plain(site.site?.organisation),
            "hub": .plain(site.site?.hub), "present": SubmissionFigures.json(site.present),
            "before": json(site.before), "year_before": json(site.yearBefore),
            "months": .array(site.months.map(json)),
        ])
    }

    static func site(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> ReportGroup {
        var members = try StrictMembers(value, path)
        let id = try members.take("site_id", StrictMembers.text)
        guard !id.isEmpty else { throw SubmissionFault(path, "a site without name", zh: "站点无标识") }
        let group = ReportGroup(
            kind: .site, id: id, name: try members.take("name", StrictMembers.words),
            site: ReportGroup.SiteFacts(
                kind: try members.take("kind", StrictMembers.text),
                kindLabel: try members.take("kind_label", StrictMembers.words),
                region: try members.take("region", StrictMembers.text),
                organisation: try members.optional("organisation", StrictMembers.text),
                hub: try members.optional("hub", StrictMembers.text)),
            present: try members.take("present", SubmissionFigures.figures),
            before: try members.take("before", comparison),
            yearBefore: try members.take("year_before", comparison),
            months: try members.list("months", atMost: 60, month))
        try members.end()
        return group
    }

    // MARK: - Comparisons

    private static func json(_ comparison: ReportComparison) -> JSONValue {
        .object([
            "figures": comparison.figures.map(SubmissionFigures.json) ?? .null,
            "reason": .plain(comparison.reason),
            "differences_mg": .array(comparison.differences.map(json)),
        ])
    }

    private static func comparison(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportComparison {
        var members = try StrictMembers(value, path)
        let comparison = ReportComparison(
            figures: try members.optional("figures", SubmissionFigures.figures),
            differences: try members.list("differences_mg", atMost: 4, difference),
            reason: try members.optional("reason", StrictMembers.words))
        try members.end()
        return comparison
    }

    private static func json(_ one: ReportDifference) -> JSONValue {
        var members: [String: JSONValue] = [
            "scope": .string(one.scope.rawValue),
            "reported": .whole(one.reported.milligrams),
            "present": .whole(one.present.milligrams),
        ]
        for cause in one.causes { members[cause.name] = .whole(cause.mass.milligrams) }
        return .object(members)
    }

    private static func difference(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportDifference {
        var members = try StrictMembers(value, path)
        let difference = ReportDifference(
            scope: try members.take("scope", StrictMembers.word),
            reported: try members.take("reported", SubmissionFigures.quantity),
            present: try members.take("present", SubmissionFigures.quantity),
            activity: try members.take("activity", SubmissionFigures.quantity),
            factor: try members.take("factor", SubmissionFigures.quantity),
            greenPower: try members.take("green_power", SubmissionFigures.quantity),
            restatement: try members.take("restatement", SubmissionFigures.quantity),
            sites: 1, missing: 0)
        try members.end()
        guard let difference else {
            throw SubmissionFault(
                path, "the causes do not add up to the difference", zh: "各原因之和不等于差异")
        }
        return difference
    }

    // MARK: - Months

    private static func json(_ month: ReportMonth) -> JSONValue {
        var masses: [String: JSONValue] = [:]
        for scope in ReportScope.allCases {
            masses[scope.rawValue] =
                month.emissions[scope].map { SubmissionFigures.json($0) }
                ?? .object(["reason": .null])
        }
        return .object([
            "month": .string(month.label),
            "e_dc_j": SubmissionFigures.json(month.facilityEnergy),
            "e_it_j": SubmissionFigures.json(month.itEnergy),
            "pue": SubmissionFigures.json(month.pue),
            "water_in_ml": SubmissionFigures.json(month.water), "emissions_mg": .object(masses),
        ])
    }

    private static func month(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportMonth {
        var members = try StrictMembers(value, path)
        let label = try members.take("month", StrictMembers.text)
        guard label.utf8.count == 7, Period(label) != nil else {
            throw SubmissionFault(path, "no month", zh: "不是月份")
        }
        let month = ReportMonth(
            label: label, facilityEnergy: try members.take("e_dc_j", SubmissionFigures.total),
            itEnergy: try members.take("e_it_j", SubmissionFigures.total),
            pue: try members.take("pue", SubmissionFigures.ratio(.energy)),
            water: try members.take("water_in_ml", SubmissionFigures.total),
            emissions: try members.take("emissions_mg") { value, path throws(SubmissionFault) in
                try SubmissionFigures.scopes(value, path, SubmissionFigures.total)
            })
        try members.end()
        return month
    }

    // MARK: - Levels

    static func json(_ grade: ReportGrade) -> JSONValue {
        .object([
            "site_id": .plain(grade.siteID), "scheme": .string(grade.scheme),
            "title": .plain(grade.title), "edition": .plain(grade.edition),
            "level": .plain(grade.level), "level_label": .plain(grade.levelLabel),
            "indicative_level": .plain(grade.indicativeLevel), "reason": .plain(grade.reason),
            "informative": .bool(grade.isInformative),
            "confidence": .text(grade.confidence?.rawValue), "criterion": .plain(grade.criterion),
            "value": .ratio(grade.value), "unit": .plain(grade.unit), "limit": .plain(grade.limit),
            "points": .plain(grade.points), "points_possible": .plain(grade.pointsPossible),
            "next_level": .plain(grade.nextLevel), "gap": .plain(grade.gap),
            "money_at_stake": .plain(grade.moneyAtStake),
            "declared_level": .plain(grade.declared),
            "obligations": .array(grade.obligations.map(json)),
        ])
    }

    static func grade(_ value: JSONValue, _ path: String) throws(SubmissionFault) -> ReportGrade {
        var members = try StrictMembers(value, path)
        let grade = ReportGrade(
            siteID: try members.take("site_id", StrictMembers.text), isOperator: false,
            scheme: try members.take("scheme", StrictMembers.text),
            title: try members.take("title", StrictMembers.words),
            edition: try members.take("edition", StrictMembers.text),
            level: try members.optional("level", StrictMembers.text),
            levelLabel: try members.optional("level_label", StrictMembers.words),
            indicativeLevel: try members.optional("indicative_level", StrictMembers.text),
            reason: try members.optional("reason", StrictMembers.words),
            isInformative: try members.take("informative", StrictMembers.flag),
            confidence: try members.optional("confidence", StrictMembers.word),
            criterion: try members.optional("criterion", StrictMembers.words),
            value: try members.optional("value", StrictMembers.ratio),
            unit: try members.take("unit", StrictMembers.text),
            limit: try members.optional("limit", StrictMembers.text),
            points: try members.optional("points", StrictMembers.text),
            pointsPossible: try members.optional("points_possible", StrictMembers.text),
            nextLevel: try members.optional("next_level", StrictMembers.text),
            gap: try members.optional("gap", StrictMembers.words),
            moneyAtStake: try members.optional("money_at_stake", StrictMembers.words),
            declared: try members.optional("declared_level", StrictMembers.text),
            obligations: try members.list("obligations", atMost: 200, obligation))
        try members.end()
        return grade
    }

    private static func json(_ due: ReportObligation) -> JSONValue {
        .object([
            "criterion": .plain(due.criterion), "due": .string("\(due.due)"),
            "limit": .plain(due.limit), "standing": .string(due.standing.rawValue),
            "value": .ratio(due.value), "unit": .plain(due.unit),
            "confidence": .string(due.confidence.rawValue),
        ])
    }

    private static func obligation(
        _ value: JSONValue, _ path: String
    ) throws(SubmissionFault) -> ReportObligation {
        var members = try StrictMembers(value, path)
        let due = ReportObligation(
            criterion: try members.take("criterion", StrictMembers.text),
            due: try members.take("due", StrictMembers.date),
            limit: try members.take("limit", StrictMembers.text),
            standing: try members.take("standing", StrictMembers.word),
            value: try members.optional("value", StrictMembers.ratio),
            unit: try members.take("unit", StrictMembers.text),
            confidence: try members.take("confidence", StrictMembers.word))
        try members.end()
        return due
    }
}
