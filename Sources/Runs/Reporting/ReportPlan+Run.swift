import CarbonAccounting
import EnergyLedger
import Grading
import Provenance
import Quantities
import Reporting
import Retrofit

extension ReportPlan {
    /// The plan of twelve months, and where the lines of `measures.csv` stand.
    ///
    /// A portfolio that states no measure has no prices, and so no plan.
    static func made(of year: Run, known: PlanRun? = nil) throws -> ReportPlan {
        let currency = year.portfolio.settings.currency
        let visible = Set(year.sites.map(\.site.id))
        let terms = year.portfolio.ownMeasures.terms.filter { line in
            !year.isLimited || line.siteID.map(visible.contains) ?? false
        }
        func absent(_ english: String, zh chinese: String) -> ReportPlan {
            ReportPlan(
                currency: currency, measures: [], progress: progress(terms),
                reason: BilingualText(english, zh: chinese))
        }
        guard !terms.isEmpty else {
            return absent(
                "measures.csv states no measure and no price",
                zh: "measures.csv 未填写措施与价格")
        }
        let outcome: PlanOutcome
        do {
            outcome = try (known ?? PlanRun(year, PlanRun.Question())).outcome
        } catch is PlanRun.NoYear {
            return absent(
                "the twelve months do not begin with a month", zh: "十二个月不从月初开始")
        }
        return ReportPlan(
            currency: currency, measures: outcome.measures.map(Measure.init),
            progress: progress(terms))
    }

    private static func progress(_ terms: [MeasureTerms]) -> [Progress] {
        func rank(_ line: MeasureTerms) -> Int {
            switch line.status {
            case .done: 0
            case .available: line.requiredBy == nil ? 2 : 1
            case .refused: 3
            }
        }
        return terms.sorted {
            (rank($0), $0.siteID ?? "", $0.measureID) < (rank($1), $1.siteID ?? "", $1.measureID)
        }.map { line in
            let label: BilingualText =
                switch line.status {
                case .done: BilingualText("done", zh: "已完成")
                case .available: BilingualText("open", zh: "待实施")
                case .refused: BilingualText("refused", zh: "不实施")
                }
            return Progress(
                siteID: line.siteID, measure: line.measureID, status: line.status.rawValue,
                statusLabel: label, requiredBy: line.requiredBy, evidence: line.evidence)
        }
    }
}

extension ReportPlan.Measure {
    init(_ planned: PlannedMeasure) {
        let (chosen, option) = (planned.chosen, planned.chosen.option)
        self.init(
            siteID: option.siteID, measure: option.id, title: option.measure.title,
            isMustDo: chosen.isMustDo, capital: chosen.capital,
            saved: Energy(joules: chosen.savedJoules),
            savedEmission: planned.before.saved(.scope2Location, to: planned.after),
            netPresentValue: chosen.netPresentValue,
            paybackYears: chosen.economics.simplePayback,
            levelEffects: planned.before.levelEffects(to: planned.after).map {
                "\($0.scheme): \($0.before ?? "-") → \($0.after ?? "-")"
            }, source: option.measure.source,
            // Both scales have the same words.
            confidence: ReportPlan.SavingConfidence(rawValue: option.measure.confidence.rawValue)
                ?? .m)
    }
}
