public import Provenance
public import Quantities

extension ProvenPlan {
    /// What is not proven; zero when the plan is the optimum.
    public var gap: Money { bound - netPresentValue }

    /// Tells that no other choice is worth more.
    public var isProven: Bool { isFeasible && gap == .zero }

    /// The gap over the bound in millionths, rounded up, so that it is never told too small; nil where nothing above
    /// zero bounds the worth, or where the gap is so far above the bound that no share tells it.
    public var gapMillionths: Int64? {
        guard isFeasible, bound > .zero else { return nil }
        let (gap, bound) = (Int128(gap.hundredths), Int128(bound.hundredths))
        return Int64(exactly: (gap * 1_000_000 + bound - 1) / bound)
    }
}

extension ToldPlan {
    /// How far the choice is proven, in words (证明程度).
    ///
    /// - Parameter text: How money is written.
    public func proof(_ text: (Money) -> String) -> BilingualText {
        guard plan.isFeasible else {
            return plan.isDecided
                ? BilingualText("No plan keeps the limits.", zh: "没有满足约束的方案。")
                : BilingualText(
                    "No plan that keeps the limits was found; that there is none is not proven.",
                    zh: "未找到满足约束的方案；尚未证明其不存在。")
        }
        if plan.isProven {
            return BilingualText(
                "Proven: no other choice is worth more.", zh: "已证明：没有价值更高的选择。")
        }
        let gap = "\(text(plan.gap)) \(currency)"
        // Millionths are ten-thousandths of a percent.
        let percent = plan.gapMillionths.map { Rounding.pointed(Int128($0), places: 4) }
        return BilingualText(
            "No other choice is worth over \(gap) more"
                + (percent.map { ", \($0) % of the bound" } ?? "") + ".",
            zh: "任何其他选择最多再多 \(gap)" + (percent.map { "，为上界的 \($0)%" } ?? "") + "。")
    }
}

extension PlanRequest {
    /// The budget in words; nil without one.
    ///
    /// - Parameter text: How money is written.
    public func budgetText(_ text: (Money) -> String) -> BilingualText? {
        guard let pace else {
            return budget.map { BilingualText(text($0), zh: text($0)) }
        }
        return BilingualText(
            "\(text(pace.budget)) in each of \(pace.years) years",
            zh: "每年 \(text(pace.budget))，共 \(pace.years) 年")
    }
}
