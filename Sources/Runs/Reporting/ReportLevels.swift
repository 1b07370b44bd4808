import CarbonAccounting
import Grading
import Provenance
import Quantities
import Reporting

/// The levels of a report (等级与义务), by the run of the twelve months that end with its period.
struct ReportLevels {
    /// Levels of sites, then of operators.
    let grades: [ReportGrade]
    /// The schemes that gave one or say why not.
    let schemes: Set<String>

    init(_ run: Run) {
        let rulebooks = Dictionary(run.data.rulebooks.map { ($0.rulebook.id, $0.rulebook) }) {
            one, _ in one
        }
        func lines(_ grades: [Grade], isOperator: Bool) -> [ReportGrade] {
            grades.filter(GradeText.speaks).compactMap { grade in
                rulebooks[grade.scheme].map {
                    ReportGrade(grade, $0, isOperator: isOperator)
                }
            }
        }
        grades =
            run.sites.flatMap { lines($0.grades, isOperator: false) }
            + lines(run.operators, isOperator: true)
        schemes = Set(grades.map(\.scheme))
    }
}

extension ReportGrade {
    init(_ grade: Grade, _ rulebook: Rulebook, isOperator: Bool) {
        func both(_ words: (Language) -> String) -> BilingualText {
            BilingualText(words(.english), zh: words(.chinese))
        }
        let criterion = grade.leading
        self.init(
            siteID: grade.siteID, isOperator: isOperator, scheme: grade.scheme,
            title: rulebook.title, edition: grade.edition, level: grade.level,
            levelLabel: grade.levelLabel, indicativeLevel: grade.indicativeLevel,
            reason: grade.reason, isInformative: grade.isInformative,
            confidence: grade.confidence, criterion: criterion?.name, value: criterion?.value,
            unit: criterion?.unit ?? "",
            limit: criterion?.limit.map { "\($0.symbol) \($0.threshold)" },
            points: grade.points?.description,
            pointsPossible: grade.pointsPossible?.description, nextLevel: grade.gapToNext?.level,
            gap: grade.gapToNext.map { gap in both { GradeText.gap(gap, $0) } },
            moneyAtStake: grade.moneyAtStake.map { money in
                let amount = Rounding.pointed(money.hundredths, places: 2)
                return BilingualText(
                    "\(amount) \(money.currency) a year for \(money.excess.kilowattHoursText) kWh "
                        + "above the limit",
                    zh: "超限电量 \(money.excess.kilowattHoursText) kWh，每年 \(amount) \(money.currency)")
            }, declared: grade.declared?.level,
            obligations: grade.obligations.map(ReportObligation.init))
    }
}

extension ReportObligation {
    init(_ due: Obligation) {
        let standing: Standing =
            switch due.verdict {
            case .met: .met
            case .notMet: .notMet
            case .notEvaluated: .notEvaluated
            }
        self.init(
            criterion: due.criterion, due: due.due,
            limit: "\(due.limit.symbol) \(due.limit.threshold)", standing: standing,
            value: due.value, unit: due.unit, confidence: due.confidence)
    }
}
