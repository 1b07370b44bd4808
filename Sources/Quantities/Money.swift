/// An amount of money (金额), held exactly as whole hundredths of the portfolio's currency.
///
/// The currency is named once, in `portfolio.yaml`; amounts of unlike currencies never meet.
public struct Money: Hashable, Sendable {
    /// The amount [1/100 of the currency].
    public let hundredths: Int64

    /// Nothing.
    public static let zero = Money(hundredths: 0)

    /// Makes an amount of whole hundredths.
    public init(hundredths: Int64) { self.hundredths = hundredths }

    /// Reads an amount that was written as a decimal and multiplies it by a count, rounded half to
    /// even to a hundredth once; nil when it does not fit.
    public init?(_ amount: DecimalText, times count: DecimalText = .one) {
        guard let value = amount.rounded(times: count, times: 100) else { return nil }
        self.init(hundredths: value)
    }

    /// The amount as exact text with two places.
    public var text: String { Rounding.pointed(Int128(hundredths), places: 2) }

    /// The sum; traps on overflow.
    public static func + (lhs: Money, rhs: Money) -> Money {
        Money(hundredths: lhs.hundredths + rhs.hundredths)
    }

    /// The difference; traps on overflow.
    public static func - (lhs: Money, rhs: Money) -> Money {
        Money(hundredths: lhs.hundredths - rhs.hundredths)
    }

    /// Adds in place; traps on overflow.
    public static func += (lhs: inout Money, rhs: Money) { lhs = lhs + rhs }

    /// The opposite.
    public static prefix func - (money: Money) -> Money { Money(hundredths: -money.hundredths) }
}

extension Money: Comparable {
    /// Ordered by amount.
    public static func < (lhs: Money, rhs: Money) -> Bool { lhs.hundredths < rhs.hundredths }
}
