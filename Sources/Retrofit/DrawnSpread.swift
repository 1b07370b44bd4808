public import Quantities

/// How far the sums of a plan may stray, for few sites and for very many (方案不确定性).
public protocol DrawnSpread: Sendable {
    /// How many draws, and their seed.
    var sampling: Sampling { get }
    /// Net present value of the plan, what must be done included.
    var netPresentValue: SpreadRanks<Money> { get }
    /// Bought energy saved in the first year [J].
    var savedJoules: SpreadRanks<Int64> { get }
}

/// Three ranks of a figure over the draws of a spread (分位数).
public struct SpreadRanks<Value: Sendable>: Sendable {
    /// One draw in ten lies below it.
    public let p10: Value
    /// One draw in two lies below it.
    public let p50: Value
    /// Nine draws in ten lie below it.
    public let p90: Value

    init?(_ values: [Value]) {
        guard let p10 = Sampling.percentile(10, of: values),
            let p50 = Sampling.percentile(50, of: values),
            let p90 = Sampling.percentile(90, of: values)
        else { return nil }
        (self.p10, self.p50, self.p90) = (p10, p50, p90)
    }
}
