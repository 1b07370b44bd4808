public import EnergyLedger
import Provenance
import Quantities

/// Grades sites by one rulebook; levels compare unrounded values.
public struct Grader: Sendable {
    /// The rulebook.
    public let rulebook: Rulebook

    /// Makes a grader.
    public init(by rulebook: Rulebook) { self.rulebook = rulebook }

    /// Grades a site from its indicators.
    ///
    /// A level needs a site that the scheme applies to, a value, a PUE that is not below one,
    /// and twelve months with at least 0.99 of the hours; whatever is missing becomes the reason.
    public func grade(_ site: Site, _ indicators: Indicators) -> Grade {
        let scope = ScopeReview(of: site, by: rulebook, category: indicators.pue.category)
        let figure = indicators.figure(rulebook.criterion.indicator)
        let refusal = scope.refusal ?? refusal(of: figure, indicators)
        let shortfall = refusal == nil ? shortfall(of: figure, indicators) : nil
        let band = refusal == nil ? figure.value.flatMap(rulebook.criterion.band) : nil
        let reached = shortfall == nil ? band : nil
        let confidence = reached.map { weakest(upTo: $0) }
        let carries = confidence?.mayCarryCertificate ?? true
        var reason = refusal ?? shortfall
        if reason == nil, reached == nil { reason = rulebook.criterion.aboveLast }
        return Grade(
            siteID: site.id, scheme: rulebook.id, edition: rulebook.edition,
            level: reached?.level, levelLabel: reached?.label, reason: reason,
            indicativeLevel: shortfall == nil ? nil : band?.level, confidence: confidence,
            isInformative: scope.isInformative || !carries, points: nil, pointsPossible: nil,
            gates: [], criteria: results(figure, unlessNil: refusal ?? shortfall),
            assumed: scope.assumed,
            remarks: scope.remarks + (carries ? [] : [Self.tooLittleConfidence]),
            gapToNext: refusal == nil && shortfall == nil ? gap(figure, indicators) : nil)
    }

    // MARK: - Why there is no level

    private func refusal(of figure: IndicatorFigure, _ indicators: Indicators) -> BilingualText? {
        if let reason = figure.reason { return reason }
        guard indicators.pue.isBelowOne else { return nil }
        return BilingualText(
            "PUE is below one: IT uses more than enters the boundary", zh: "PUE 小于 1：IT 用电大于进入边界的电量"
        )
    }

    private func shortfall(of figure: IndicatorFigure, _ indicators: Indicators) -> BilingualText? {
        if !indicators.period.isTwelveMonths {
            return BilingualText(
                "the period \(indicators.period.label) is not twelve months",
                zh: "统计期 \(indicators.period.label) 不是十二个月")
        }
        guard let coverage = figure.coverage, !figure.isCovered else { return nil }
        return BilingualText(
            "\(coverage.text()) of the hours are complete; \(IndicatorFigure.leastCoverage) is needed",
            zh: "完整小时占 \(coverage.text())；需要 \(IndicatorFigure.leastCoverage)")
    }

    // MARK: - What the level rests on

    private func results(
        _ figure: IndicatorFigure, unlessNil hindrance: BilingualText?
    ) -> [CriterionResult] {
        rulebook.criterion.bands.compactMap { band in
            guard let threshold = band.limit.threshold, let source = rulebook.source(band.source)
            else { return nil }
            var verdict = Verdict.notEvaluated
            if hindrance == nil, let value = figure.value {
                verdict = band.limit.admits(value) ? .met : .notMet
            }
            return CriterionResult(
                id: "\(rulebook.criterion.id).\(band.level)", verdict: verdict,
                value: figure.value, unit: rulebook.criterion.unit, threshold: threshold,
                isInclusive: band.limit == .atMost(threshold), points: nil, reason: hindrance,
                source: source, place: band.place, confidence: band.confidence)
        }
    }

    /// The weakest confidence of the limits that were compared to find a band.
    private func weakest(upTo band: Band) -> Confidence {
        let compared = rulebook.criterion.bands.prefix { $0 != band } + [band]
        return compared.map(\.confidence).max() ?? .m
    }

    private func gap(_ figure: IndicatorFigure, _ indicators: Indicators) -> GapToNext? {
        guard let next = figure.value.flatMap(rulebook.criterion.nextBetter) else { return nil }
        switch rulebook.criterion.indicator {
        case .pue:
            guard let facility = indicators.pue.numerator, let it = indicators.pue.denominator
            else { return nil }
            return GapToNext(to: next, facility: facility, it: it)
        case .wueFresh:
            guard let water = indicators.wueFresh.numerator,
                let it = indicators.wueFresh.denominator
            else { return nil }
            return GapToNext(to: next, water: water, it: it)
        default: return nil
        }
    }

    private static let tooLittleConfidence = BilingualText(
        "a limit rests on a source of confidence C or M: for information only",
        zh: "限值来源置信度为 C 或 M：仅供参考")
}
