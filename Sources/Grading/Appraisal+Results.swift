import Provenance
import Quantities

extension Appraisal {
    /// The limits that stand before every level.
    func gates() -> [CriterionResult] {
        var results: [CriterionResult] = []
        for item in items {
            if let gate = item.gate {
                results.append(result(item, gate))
                continue
            }
            // A gate whose limit is not known here still shows that it was not evaluated.
            if item.limits.isEmpty, item.criterion.points == nil, rulebook.scoring == nil {
                results.append(unlimited(item, points: nil))
            }
        }
        return results
    }

    /// Limits of levels, the best first, and scales of points.
    func limitsAndPoints() -> [CriterionResult] {
        var results: [CriterionResult] = []
        results.reserveCapacity(items.reduce(0) { $0 + $1.limits.count + 1 })
        for item in items {
            if item.criterion.points != nil {
                results.append(
                    unlimited(item, points: item.points(at: item.value, in: graded)))
            }
            for limit in item.limits { results.append(result(item, limit.threshold)) }
        }
        return results
    }

    private func result(_ item: Item, _ threshold: Threshold) -> CriterionResult {
        let verdict = item.verdict(threshold, at: item.value)
        return CriterionResult(
            id: item.criterion.id + (threshold.level.map { "." + $0 } ?? ""),
            level: threshold.level, name: item.criterion.name, verdict: verdict,
            value: item.value, unit: item.criterion.unit, limit: threshold.limit, points: nil,
            pointsPossible: nil,
            decides: item.criterion.decides, assurance: item.assurance,
            reason: verdict == .notEvaluated ? item.hindrance : nil,
            note: threshold.note ?? item.note, source: rulebook.source(threshold.source),
            place: threshold.place, confidence: threshold.confidence)
    }

    /// A criterion without a limit: its points, or the mere value.
    private func unlimited(_ item: Item, points: Int64?) -> CriterionResult {
        let criterion = item.criterion
        let citation = criterion.points?.citations.first ?? criterion.citations.first
        let verdict: Verdict = points.map { $0 > 0 ? .met : .notMet } ?? .notEvaluated
        return CriterionResult(
            id: criterion.id, level: nil, name: criterion.name, verdict: verdict, value: item.value,
            unit: criterion.unit, limit: nil, points: points.map(Self.decimal),
            pointsPossible: criterion.points?.possible, decides: criterion.decides,
            assurance: item.assurance,
            reason: verdict == .notEvaluated ? openness(of: item) : item.hindrance,
            note: item.note, source: (citation?.source).flatMap(rulebook.source), place: nil,
            confidence: criterion.citations.map(\.confidence).max())
    }

    private func openness(of item: Item) -> BilingualText? {
        if let hindrance = item.hindrance { return hindrance }
        if item.criterion.points == nil {
            return BilingualText("the scheme sets no limit for it", zh: "该方案未设限值")
        }
        if item.mayScore == nil {
            return Self.unstated(item.criterion.points?.onlyIf ?? [], graded)
        }
        return BilingualText(
            "the way from this value to points was not seen", zh: "未见该数值对应的计分规则")
    }

    /// Limits that fall due after the period, the nearest first.
    func obligations() -> [Obligation] {
        (items + dormant).flatMap { item -> [Obligation] in
            item.criterion.thresholds.compactMap { threshold in
                guard item.criterion.decides, threshold.level == nil,
                    let due = threshold.holdsFrom, due > graded.day,
                    Condition.standing(of: graded, to: threshold.timeless) == .met
                else { return nil }
                let verdict: Verdict =
                    item.value.map { threshold.limit.admits($0) ? .met : .notMet } ?? .notEvaluated
                return Obligation(
                    criterion: item.criterion.id, due: due, limit: threshold.limit,
                    verdict: verdict, value: item.value, unit: item.criterion.unit,
                    confidence: threshold.confidence)
            }
        }.sorted { ($0.due, $0.criterion) < ($1.due, $1.criterion) }
    }

    /// What is to be paid for the energy above a limit: `E_DC - limit x E_IT`, at the price of the
    /// class of the site's excess over the limit; rounded half to even to a hundredth, once.
    func moneyAtStake(_ surcharge: Surcharge) -> MoneyAtStake? {
        guard let item = items.first(where: { $0.criterion.id == surcharge.criterion }),
            let gate = item.gate, item.verdict(gate, at: item.value) == .notMet,
            let value = item.value,
            Condition.standing(of: graded, to: surcharge.when) == .met
        else { return nil }
        let limit = gate.limit.threshold
        let scale = Rounding.powerOfTen(limit.scale)
        let (top, isTopLong) = value.numerator.multipliedReportingOverflow(by: scale)
        let (allowed, isLong) = limit.significand.multipliedReportingOverflow(
            by: value.denominator)
        let (excess, isFar) = top.subtractingReportingOverflow(allowed)
        guard !isTopLong, !isLong, !isFar, let over = ExactRatio(excess, to: allowed),
            let joules = Int64(exactly: Rounding.halfToEven(excess, over: scale)),
            let tier = surcharge.tiers.first(where: { tier in
                tier.excessAtMost.map { over.isAtMost($0) } ?? true
            })
        else { return nil }
        let (amount, tooWide) = excess.multipliedReportingOverflow(
            by: tier.price.significand * 100)
        guard !tooWide else { return nil }
        return MoneyAtStake(
            excess: Energy(joules: joules),
            price: tier.price,
            hundredths: Rounding.halfToEven(
                amount, over: scale * 3_600_000 * Rounding.powerOfTen(tier.price.scale)),
            currency: surcharge.currency, note: surcharge.note,
            confidence: max(tier.confidence, gate.confidence))
    }
}
