public import Quantities

/// Present values (贴现): `1/(1+r)^t`, held to eighteen places, half to even, year after year.
///
/// The eighteenth place of a factor times a trillion of money is a millionth, so that a net present
/// value, rounded half to even to a hundredth once, is the exact one's.
public struct Discounting: Hashable, Sendable {
    /// Longest life that is counted [years].
    public static let horizon = 60
    /// What one is in a factor.
    public static let one: Int128 = 1_000_000_000_000_000_000

    /// Sums of the factors of years 1 to n, for n from 0 to the horizon.
    public let sums: [Int128]

    /// Makes the factors of a rate, each year's flow growing by a share before it is discounted.
    ///
    /// - Parameters:
    ///   - rate: The discount rate, above -0.5 and at most 10.
    ///   - growth: The growth of the flow a year, from -0.5 to 1.
    /// - Returns: Nil when an argument lies outside or has more than nine places.
    public init?(rate: DecimalText, growth: DecimalText = PlanningSettings.zero) {
        guard rate.scale <= 9, growth.scale <= 9 else { return nil }
        let unit = Rounding.powerOfTen(9)
        let divisor = unit + rate.significand * Rounding.powerOfTen(9 - rate.scale)
        let factor = unit + growth.significand * Rounding.powerOfTen(9 - growth.scale)
        guard divisor > unit / 2, divisor <= 11 * unit, factor >= unit / 2, factor <= 2 * unit
        else { return nil }
        var (sum, value) = (Int128(0), Self.one)
        var sums: [Int128] = [0]
        for _ in 0..<Self.horizon {
            // A factor of the fastest growth over sixty years would leave 128 bits; it is capped.
            guard value < Self.one * 1_000_000_000 else { return nil }
            value = Rounding.halfToEven(value * factor, over: divisor)
            sum += value
            sums.append(sum)
        }
        self.sums = sums
    }

    /// The sum of the factors of the years after `start` up to `end`.
    public func factor(after start: Int, through end: Int) -> Int128 {
        let last = Self.horizon
        return sums[min(max(end, 0), last)] - sums[min(max(start, 0), last)]
    }

    /// What a sum of money paid once comes to a year over a life: `C x CRF`, half to even.
    public func annuity(of capital: Money, over years: Int) -> Money {
        let factor = factor(after: 0, through: years)
        guard factor > 0 else { return capital }
        return Money(
            hundredths: Int64(
                Rounding.halfToEven(Int128(capital.hundredths) * Self.one, over: factor)))
    }

    /// What an equal yearly flow is worth today, in hundredths times `one`; not rounded.
    func worth(of flow: Money, after start: Int, through end: Int) -> Int128 {
        Int128(flow.hundredths) * factor(after: start, through: end)
    }

    /// Rounds a worth half to even to a hundredth.
    static func money(_ worth: Int128) -> Money {
        Money(hundredths: Int64(Rounding.halfToEven(worth, over: one)))
    }
}
