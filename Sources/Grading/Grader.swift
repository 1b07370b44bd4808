public import EnergyLedger
import Provenance
import Quantities

/// Grades sites by one rulebook; levels compare unrounded values.
///
/// A reference, because ten thousand sites are graded by the same few rulebooks.
public final class Grader: Sendable {
    /// The rulebook.
    public let rulebook: Rulebook

    /// The points that its criteria can give, in millionths.
    private let known: Int64

    /// Makes a grader.
    public init(by rulebook: Rulebook) {
        self.rulebook = rulebook
        known = rulebook.criteria.filter(\.decides).reduce(0) {
            $0 + ($1.points?.possibleMillionths ?? 0)
        }
    }

    /// Grades a site from its indicators.
    ///
    /// A level needs a site that the scheme applies to, values, a PUE that is not below one, and
    /// twelve months with at least 0.99 of the hours; whatever is missing becomes the reason.
    public func grade(_ site: Site, _ indicators: Indicators) -> Grade {
        grade(GradingCase(site, indicators), named: site.id)
    }

    /// Grades a case that other rulebooks look at as well.
    func grade(_ graded: GradingCase) -> Grade { grade(graded, named: graded.site.id) }

    /// Grades all sites of an operator together.
    ///
    /// - Returns: Nil where no site is of a kind and in a region that the scheme is made for.
    public func grade(
        operatorNamed name: String, _ sites: [(site: Site, indicators: Indicators)]
    ) -> Grade? {
        let own = sites.filter {
            rulebook.applies(to: $0.site.kind) && rulebook.holds(in: $0.site.region)
        }
        guard let first = own.first, let pooled = Indicators.pooled(own.map(\.indicators)) else {
            return nil
        }
        return grade(GradingCase(first.site, pooled), named: name)
    }

    private func grade(_ graded: GradingCase, named name: String) -> Grade {
        let indicators = graded.indicators
        let scope = ScopeReview(of: graded, by: rulebook)
        let refusal = scope.refusal ?? Self.refusal(indicators)
        let short = refusal == nil ? Self.shortPeriod(indicators) : nil
        let appraisal = Appraisal(of: graded, by: self, hindrance: refusal ?? short)
        let points = appraisal.points()
        let reached = appraisal.reached(points)
        let confidence = reached.map(appraisal.confidence)
        let carries = confidence?.mayCarryCertificate ?? true
        let isShort = short != nil || appraisal.items.contains(where: \.isShort)
        let reason = reached != nil ? nil : refusal ?? short ?? why(appraisal, points)
        let scored = scored(points)
        return Grade(
            siteID: name, scheme: rulebook.id, edition: rulebook.edition,
            level: reached?.level, levelLabel: reached?.label, reason: reason,
            indicativeLevel: reached == nil && refusal == nil && isShort
                ? indicative(graded) : nil,
            confidence: confidence, isInformative: scope.isInformative || !carries,
            points: scored?.counted, pointsPossible: scored?.possible,
            pointsNotEvaluated: scored?.open, gates: appraisal.gates(),
            criteria: appraisal.limitsAndPoints(), notApplicable: appraisal.notApplicable,
            assumed: scope.assumed,
            remarks: scope.remarks + (carries ? [] : [Self.tooLittleConfidence]),
            gapToNext: refusal == nil && short == nil
                ? GapSearch(appraisal, points, reached).gap() : nil,
            robustness: reached.flatMap { robustness(graded, $0) },
            obligations: scope.refusal == nil ? appraisal.obligations() : [],
            moneyAtStake: rulebook.surcharge.flatMap(appraisal.moneyAtStake),
            declared: declared(graded))
    }

    // MARK: - Why there is no level

    private static func refusal(_ indicators: Indicators) -> BilingualText? {
        guard indicators.pue.isBelowOne else { return nil }
        return BilingualText(
            "PUE is below one: IT uses more than enters the boundary", zh: "PUE 小于 1：IT 用电大于进入边界的电量"
        )
    }

    private static func shortPeriod(_ indicators: Indicators) -> BilingualText? {
        if indicators.period.isTwelveMonths { return nil }
        return BilingualText(
            "the period \(indicators.period.label) is not twelve months",
            zh: "统计期 \(indicators.period.label) 不是十二个月")
    }

    private func why(_ appraisal: Appraisal, _ points: Appraisal.Points) -> BilingualText? {
        if let slot = rulebook.slot { return slot.missing }
        guard let last = rulebook.levels.last else {
            return BilingualText("the scheme gives no level", zh: "该方案不设等级")
        }
        guard appraisal.items.contains(where: { $0.criterion.decides }) else {
            return BilingualText(
                "no rule of the scheme applies to this site and period",
                zh: "该方案没有适用于本站点和统计期的条款")
        }
        let standing = appraisal.standing(to: last, points)
        if standing.notMet.isEmpty, standing.pointsMissing == 0 {
            if let text = appraisal.tooFewPoints(points) { return text }
            let open = appraisal.items.filter { standing.notEvaluated.contains($0.criterion.id) }
            if open.count == 1, let only = open[0].hindrance { return only }
            let names = open.map(\.criterion.id).joined(separator: ", ")
            return BilingualText("not evaluated: \(names)", zh: "未评价：\(names)")
        }
        if standing.notMet.isEmpty {
            let least = last.pointsAtLeast?.description ?? ""
            let counted = Appraisal.decimal(points.counted)
            return BilingualText(
                "\(counted) points; level \(last.level) takes \(least)",
                zh: "得分 \(counted)；\(last.level) 需要 \(least) 分")
        }
        let names = standing.notMet.joined(separator: ", ")
        return rulebook.unreached ?? BilingualText("not met: \(names)", zh: "未达到：\(names)")
    }

    private func indicative(_ graded: GradingCase) -> String? {
        let lenient = Appraisal(of: graded, by: self, isLenient: true)
        return lenient.reached(lenient.points())?.level
    }

    // MARK: - Beside the level

    private func scored(
        _ points: Appraisal.Points
    ) -> (counted: DecimalText, possible: DecimalText, open: DecimalText)? {
        guard known > 0 else { return nil }
        return (
            Appraisal.decimal(points.counted),
            rulebook.scoring?.possible ?? Appraisal.decimal(known),
            Appraisal.decimal(points.unevaluated)
        )
    }

    private func declared(_ graded: GradingCase) -> DeclaredLevel? {
        guard let name = rulebook.slot?.fact, let fact = graded.fact(name) else { return nil }
        return DeclaredLevel(
            level: fact.text, evidence: fact.evidence, assurance: fact.assurance)
    }

    /// The level with everything that is not known to one side and to the other: missing hours as in the best
    /// and in the worst month, meters off by their classes.
    private func robustness(_ graded: GradingCase, _ reached: RulebookLevel) -> Robustness? {
        var (best, worst) = ([IndicatorID: ExactRatio](), [IndicatorID: ExactRatio]())
        var countsMeters = true
        for criterion in rulebook.criteria where criterion.decides {
            guard case .indicator(let id) = criterion.quantity,
                IndicatorRanges.moving.contains(id), graded.indicators.figure(id).value != nil
            else { continue }
            // A value that moves, nobody knows how far, lets nothing be said.
            guard let ends = graded.indicators.ranges.ends[id] else { return nil }
            (best[id], worst[id]) = (ends.best, ends.worst)
            countsMeters = countsMeters && ends.countsMeters
        }
        if best.isEmpty { return nil }
        func level(_ values: [IndicatorID: ExactRatio]) -> String? {
            let tried = Appraisal(of: graded, by: self, replacing: values)
            return tried.reached(tried.points())?.level
        }
        let isPoint = best == worst
        let (high, low) =
            isPoint ? (reached.level, reached.level) : (level(best), level(worst))
        return Robustness(
            best: high, worst: low, holds: high == low, countsMeters: countsMeters)
    }

    private static let tooLittleConfidence = BilingualText(
        "a limit, a factor or a market of certificates rests on a source of confidence C or M: for information only",
        zh: "限值、因子或凭证市场的来源置信度为 C 或 M：仅供参考")
}
