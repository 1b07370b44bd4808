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
            "next_level", "to_save", "to_save_unit", "reason",
        ])
        for site in sites {
            for grade in site.grades {
                let criterion = grade.criteria.first
                let change = grade.gapToNext?.changes.first
                let (amount, unit) = Self.amount(change)
                table.append([
                    site.siteID, grade.scheme, grade.edition, grade.level ?? "",
                    grade.levelLabel?.text(in: language) ?? "",
                    grade.isInformative ? "true" : "false",
                    criterion?.value?.text() ?? "", criterion?.unit ?? "",
                    grade.gapToNext?.level ?? "", amount, unit,
                    grade.reason?.text(in: language) ?? "",
                ])
            }
        }
        return table.text
    }

    private static func amount(_ change: GapToNext.Change?) -> (String, String) {
        switch change?.toSave {
        case .energy(let energy): (energy.kilowattHoursText, "kWh")
        case .water(let water): (water.cubicMetresText, "m3")
        case nil: ("", "")
        }
    }
}
