public import Quantities

/// The fan law (风机定律): power goes with a power of the speed, 3 in theory, 2 to 2.7 in systems.
public enum FanLaw {
    /// What slower fans save: `1 - speed^exponent`.
    ///
    /// - Parameters:
    ///   - speed: The new speed over the old one, above 0 and at most 1.
    ///   - exponent: 1 to 3 in halves, so that a square root suffices.
    /// - Returns: The share of the fans' energy, the remaining power rounded up to a billionth; nil when
    ///   an argument lies outside.
    public static func saving(atSpeed speed: DecimalText, exponent: DecimalText) -> Share? {
        guard let ratio = Share(speed), ratio > .none else { return nil }
        let halves = exponent.significand * 2
        let one = Rounding.powerOfTen(exponent.scale)
        guard halves % one == 0, (2...6).contains(halves / one) else { return nil }
        // Millionths: the sixth power of a million is 10^36 and still fits.
        let millionths = Int128((ratio.billionths + 999) / 1_000)
        let power = (0..<Int(halves / one)).reduce(Int128(1)) { product, _ in product * millionths }
        // sqrt(speed^halves) in billionths: sqrt(power / 10^(6 halves) x 10^18)
        let places = 6 * Int(halves / one) - 18
        let square =
            places >= 0
            ? (power + Rounding.powerOfTen(places) - 1) / Rounding.powerOfTen(places)
            : power * Rounding.powerOfTen(-places)
        return Share(billionths: Int64(ceilingRoot(square))).rest
    }

    /// The smallest whole number whose square is not below another.
    static func ceilingRoot(_ value: Int128) -> Int128 {
        guard value > 0 else { return 0 }
        var (low, high) = (Int128(0), Int128(1) << 62)
        while low < high {
            let middle = (low + high) / 2
            if middle * middle >= value { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
