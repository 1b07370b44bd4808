/// The one way of rounding: half to even, on exact integers.
public enum Rounding {
    /// The quotient rounded half to even.
    ///
    /// - Parameters:
    ///   - numerator: Any integer.
    ///   - denominator: A positive integer.
    public static func halfToEven(_ numerator: Int128, over denominator: Int128) -> Int128 {
        precondition(denominator > 0, "a denominator is positive")
        var (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        if remainder < 0 {
            quotient -= 1
            remainder += denominator
        }
        let rest = denominator - remainder
        if remainder > rest || (remainder == rest && quotient % 2 != 0) { quotient += 1 }
        return quotient
    }

    /// A fraction as decimal text with a fixed number of places, rounded half to even.
    ///
    /// `places` is at most 18; the scaled numerator must fit 128 bits, which holds for every
    /// quantity of this package (64-bit integers) and up to 18 places.
    public static func text(
        _ numerator: Int128, over denominator: Int128, places: Int
    ) -> String {
        let scaled = halfToEven(numerator * powerOfTen(places), over: denominator)
        return pointed(scaled, places: places)
    }

    /// An integer with a decimal point set before its last `places` digits; nothing is rounded.
    public static func pointed(_ integer: Int128, places: Int) -> String {
        let magnitude = String(integer.magnitude)
        let sign = integer < 0 ? "-" : ""
        guard places > 0 else { return sign + magnitude }
        let digits = String(repeating: "0", count: max(0, places + 1 - magnitude.count)) + magnitude
        let point = digits.index(digits.endIndex, offsetBy: -places)
        return sign + digits[..<point] + "." + digits[point...]
    }

    /// Ten to the power of `exponent`, for exponents from 0 to 38.
    public static func powerOfTen(_ exponent: Int) -> Int128 {
        precondition((0...38).contains(exponent), "ten to that power does not fit 128 bits")
        return powers[exponent]
    }

    private static let powers: [Int128] = (0..<38).reduce(into: [1]) { powers, exponent in
        powers.append(powers[exponent] * 10)
    }
}
