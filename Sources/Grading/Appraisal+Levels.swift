import CarbonAccounting
import Provenance
import Quantities

extension Appraisal {
    /// The points of a case, in millionths.
    struct Points {
        /// What counts, after the cap on declared facts.
        var counted: Int64 = 0
        /// What could be had by criteria that were not evaluated, and by those that were not seen.
        var unevaluated: Int64 = 0
    }

    /// All points.
    func points() -> Points {
        var sum = Points()
        var declared = Int64(0)
        for item in items where item.criterion.decides {
            guard let scale = item.criterion.points else { continue }
            guard let points = item.points(at: item.value, in: graded) else {
                sum.unevaluated += scale.possibleMillionths
                continue
            }
            if item.assurance == .declared { declared += points } else { sum.counted += points }
        }
        if let scoring = rulebook.scoring {
            if let cap = scoring.declaredAtMost {
                declared = min(declared, PointScale.millionths(cap))
            }
            let known = rulebook.criteria.reduce(Int64(0)) {
                $0 + ($1.points?.possibleMillionths ?? 0)
            }
            sum.unevaluated += max(0, PointScale.millionths(scoring.possible) - known)
        }
        sum.counted += declared
        return sum
    }

    /// What stands between a case and a level.
    struct Standing {
        var notMet: [String] = []
        var notEvaluated: [String] = []
        /// Points that are missing, in millionths.
        var pointsMissing: Int64 = 0

        var isReached: Bool { notMet.isEmpty && notEvaluated.isEmpty && pointsMissing == 0 }
    }

    /// How the case stands to a level.
    func standing(to level: RulebookLevel, _ points: Points) -> Standing {
        var standing = Standing()
        for item in items where item.criterion.decides {
            for threshold in requirements(of: item, for: level) {
                switch item.verdict(threshold, at: item.value) {
                case .met: continue
                case .notMet: standing.notMet.append(item.criterion.id)
                case .notEvaluated: standing.notEvaluated.append(item.criterion.id)
                }
            }
            if blocks(item) { standing.notEvaluated.append(item.criterion.id) }
        }
        if let least = level.pointsAtLeast {
            standing.pointsMissing = max(0, PointScale.millionths(least) - points.counted)
        }
        return standing
    }

    /// The gate, and the limit of the level.
    func requirements(of item: Item, for level: RulebookLevel) -> [Threshold] {
        (item.gate.map { [$0] } ?? [])
            + item.limits.filter { $0.level == level.level }.map(\.threshold)
    }

    /// A criterion without a verdict blocks every level of a scheme without points: an open last
    /// level is no refuge for a value that is missing.
    private func blocks(_ item: Item) -> Bool {
        guard item.hindrance != nil, rulebook.scoring == nil else { return false }
        return item.gate == nil && !item.criterion.thresholds.isEmpty
    }

    /// Why points allow no level at all.
    func tooFewPoints(_ points: Points) -> BilingualText? {
        guard let scoring = rulebook.scoring else { return nil }
        let allowed = scoring.unevaluatedAtMost.map(PointScale.millionths) ?? 0
        guard points.unevaluated > allowed else { return nil }
        let (open, cap) = (Self.text(points.unevaluated), Self.text(allowed))
        return BilingualText(
            "\(open) points were not evaluated; a level allows \(cap)",
            zh: "\(open) 分未评价；评级最多允许 \(cap) 分")
    }

    /// Millionths of points as the shortest decimal.
    static func decimal(_ millionths: Int64) -> DecimalText {
        var (significand, scale) = (Int128(millionths), PointScale.unit)
        while scale > 0, significand % 10 == 0 {
            significand /= 10
            scale -= 1
        }
        return DecimalText(significand: significand, scale: scale)
    }

    private static func text(_ millionths: Int64) -> String { decimal(millionths).description }

    /// The best level that is reached, with what stands between the case and each level.
    func reached(_ points: Points) -> RulebookLevel? {
        let isApplied = items.contains { $0.criterion.decides }
        guard isApplied, tooFewPoints(points) == nil else { return nil }
        return rulebook.levels.first { standing(to: $0, points).isReached }
    }

    /// The weakest confidence of what was compared to find a level.
    func confidence(of level: RulebookLevel) -> Confidence {
        let better = rulebook.levels.prefix { $0 != level }.map(\.level) + [level.level]
        var used: [Confidence] = rulebook.levels.prefix { $0 != level }.compactMap(\.confidence)
        if let own = level.confidence { used.append(own) }
        for item in items where item.criterion.decides && item.hindrance == nil {
            if case .indicator(let id) = item.criterion.quantity {
                used.append(graded.indicators.confidence(of: id))
            }
            if let gate = item.gate { used.append(gate.confidence) }
            used += item.limits.filter { better.contains($0.level) }.map(\.threshold.confidence)
            used += item.criterion.points?.citations.map(\.confidence) ?? []
        }
        return used.max() ?? .a
    }
}
