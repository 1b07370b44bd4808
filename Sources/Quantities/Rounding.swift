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
    /// The quotient itself must fit 128 bits with its places.
    public static func text(
        _ numerator: Int128, over denominator: Int128, places: Int
    ) -> String {
        let (scaled, isLong) = numerator.multipliedReportingOverflow(by: powerOfTen(places))
        let rounded =
            isLong
            ? halfToEven(numerator, times: powerOfTen(places), over: denominator)
            : halfToEven(scaled, over: denominator)
        return pointed(rounded, places: places)
    }

    /// A product over a denominator, rounded half to even, where the product takes more than 128 bits.
    private static func halfToEven(
        _ numerator: Int128, times factor: Int128, over denominator: Int128
    ) -> Int128 {
        let product = numerator.magnitude.multipliedFullWidth(by: factor.magnitude)
        let (quotient, remainder) = denominator.magnitude.dividingFullWidth(product)
        let rest = denominator.magnitude - remainder
        let isUp = remainder > rest || (remainder == rest && quotient % 2 != 0)
        let magnitude = Int128(quotient) + (isUp ? 1 : 0)
        return numerator < 0 ? -magnitude : magnitude
    }

    /// An integer with a decimal point set before its last `places` digits; nothing is rounded.
    public static func pointed(_ integer: Int128, places: Int) -> String {
        // From the last digit to the first; 39 digits, a sign and a point at most, or the places.
        let room = max(places, 39) + 3
        return String(unsafeUninitializedCapacity: room) { bytes in
            var at = room
            func put(_ byte: UInt8) {
                at -= 1
                bytes[at] = byte
            }
            var (rest, written) = (integer.magnitude, 0)
            while rest > 0 || written <= places {
                if written == places, places > 0 { put(UInt8(ascii: ".")) }
                if rest <= UInt128(UInt64.max) {
                    let (tens, digit) = UInt64(rest).quotientAndRemainder(dividingBy: 10)
                    put(UInt8(ascii: "0") + UInt8(digit))
                    rest = UInt128(tens)
                } else {
                    let (tens, digit) = rest.quotientAndRemainder(dividingBy: 10)
                    put(UInt8(ascii: "0") + UInt8(digit))
                    rest = tens
                }
                written += 1
            }
            if integer < 0 { put(UInt8(ascii: "-")) }
            for place in at..<room { bytes[place - at] = bytes[place] }
            return room - at
        }
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
