public import Grading
public import Provenance
import Quantities

/// `grade` as CSV (评级结果表): one line for each site and scheme.
public enum GradeTable {
    /// The table.
    public static func csv(_ sites: [(siteID: String, grades: [Grade])], language: Language)
        -> String
    {
        var table = CSVText(header: [
            "site_id", "scheme", "edition", "level", "level_label", "informative", "value", "unit",
            "next_level", "to_save", "to_save_unit", "reason", "lever", "points",
            "points_possible", "points_not_evaluated", "indicative_level", "confidence",
            "declared_level", "rank_class", "worst_case_level", "next_due", "money_at_stake",
            "currency",
        ])
        for site in sites {
            for grade in site.grades { table.append(row(site.siteID, grade, language)) }
        }
        return table.text
    }

    private static func row(_ siteID: String, _ grade: Grade, _ language: Language) -> [String] {
        let criterion = grade.leading
        let gap = grade.gapToNext
        let change = gap?.changes.first ?? gap?.combination.first
        let (amount, unit) = change.map { text(of: $0.amount) } ?? ("", "")
        let money = grade.moneyAtStake
        return [
            siteID, grade.scheme, grade.edition, grade.level ?? "",
            grade.levelLabel?.text(in: language) ?? "", grade.isInformative ? "true" : "false",
            criterion?.value?.text() ?? "", criterion?.unit ?? "", gap?.level ?? "", amount, unit,
            grade.reason?.text(in: language) ?? "", change?.lever.rawValue ?? "",
            grade.points?.description ?? "", grade.pointsPossible?.description ?? "",
            grade.pointsNotEvaluated?.description ?? "", grade.indicativeLevel ?? "",
            grade.confidence?.rawValue ?? "", grade.declared?.level ?? "", grade.rank?.mark ?? "",
            grade.robustness?.worst ?? "",
            grade.obligations.first { $0.verdict != .met }.map { "\($0.due)" } ?? "",
            money.map { Rounding.pointed($0.hundredths, places: 2) } ?? "", money?.currency ?? "",
        ]
    }

    /// An amount and its unit.
    public static func text(of amount: GapToNext.Amount) -> (String, String) {
        switch amount {
        case .energy(let energy): (energy.kilowattHoursText, "kWh")
        case .water(let water): (water.cubicMetresText, "m3")
        case .certificates(let count): (String(count), "MWh")
        case .heat(let heat): (heat.kilowattHoursText, "kWh")
        case .racks(let count): (String(count), "racks")
        case .emission(let mass): (mass.kilogramsText, "kg")
        }
    }
}

extension Grade {
    /// The line that stands for the grade: a limit of a level, else the first with a value.
    public var leading: CriterionResult? {
        func first(where isMeant: (CriterionResult) -> Bool) -> CriterionResult? {
            criteria.first(where: isMeant) ?? gates.first(where: isMeant)
        }
        return first { $0.limit != nil && $0.value != nil } ?? first { $0.value != nil }
            ?? first { _ in true }
    }
}
