/// A method by which missing hours are estimated (估算方法), as `portfolio.yaml` names it; without a
/// name nothing is estimated.
public struct EstimationRule: Hashable, Sendable {
    /// The methods.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// Between the hour before a gap and the hour after it, in equal steps (线性内插).
        case linear
        /// The mean of the same hour on like days of the month around (同类日).
        case likeDays = "like_days"
        /// The parent's energy times the meter's usual share of it (总表分摊).
        case parentShare = "parent_share"
    }

    /// The method.
    public let method: Method
    /// The longest gap that it may fill [s of missing time]; nil fills any.
    public let longestGap: Int64?

    /// Makes a rule.
    public init(_ method: Method, longestGap: Int64? = nil) {
        self.method = method
        self.longestGap = longestGap
    }
}

/// What estimation added to one slot; an estimate cannot exist without its method and its basis.
public struct Estimate: Hashable, Sendable {
    /// The amount [J, mL or g], for the seconds of the slot that no reading covers.
    public let amount: Int64
    /// How it was found.
    public let method: EstimationRule.Method
    /// From what: the two hours, the days, or the parent and the share.
    public let basis: String
    /// The file of the next reading, else of the one before, in the order of evidence; -1 for none.
    public let source: Int32

    /// Makes an estimate.
    public init(amount: Int64, method: EstimationRule.Method, basis: String, source: Int32) {
        self.amount = amount
        self.method = method
        self.basis = basis
        self.source = source
    }
}

extension EstimationRule: CustomStringConvertible {
    /// The rule as outputs print it: `linear 3h`, `like_days`.
    public var description: String {
        method.rawValue + (longestGap.map { " \($0 / 3_600)h" } ?? "")
    }
}
