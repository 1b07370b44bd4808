/// An exact fraction in lowest terms (精确有理数), for factors that are computed and not printed:
/// `44/12`, pounds in kilograms, the mass fractions of a blend.
///
/// Nothing is rounded until `rounded()` or `text(places:)`. A result that does not fit 128 bits is
/// nil, never wrong.
public struct ExactRational: Hashable, Sendable {
    /// The part above the line.
    public let numerator: Int128
    /// The part below the line; positive.
    public let denominator: Int128

    /// Zero.
    public static let zero = ExactRational(reduced: 0, 1)
    /// One.
    public static let one = ExactRational(reduced: 1, 1)
    /// The mass of carbon dioxide for each mass of the carbon in it, by molar masses.
    public static let carbonDioxidePerCarbon = ExactRational(reduced: 11, 3)

    /// Makes a fraction; nil when the denominator is not positive.
    public init?(_ numerator: Int128, over denominator: Int128) {
        guard denominator > 0, numerator != Int128.min else { return nil }
        let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        self.init(
            reduced: numerator / Int128(divisor), denominator / Int128(divisor))
    }

    /// The value of a printed decimal, exactly.
    public init(_ decimal: DecimalText) {
        var (numerator, scale) = (decimal.significand, decimal.scale)
        while scale > 0, numerator % 10 == 0 {
            numerator /= 10
            scale -= 1
        }
        let denominator = Rounding.powerOfTen(scale)
        let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        self.init(reduced: numerator / Int128(divisor), denominator / Int128(divisor))
    }

    private init(reduced numerator: Int128, _ denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The product; nil when it does not fit.
    public func multiplied(by other: ExactRational) -> ExactRational? {
        // Cancelling crosswise first keeps the parts small.
        let left = Self.greatestCommonDivisor(numerator.magnitude, other.denominator.magnitude)
        let right = Self.greatestCommonDivisor(other.numerator.magnitude, denominator.magnitude)
        let (above, overflow) = (numerator / Int128(left))
            .multipliedReportingOverflow(by: other.numerator / Int128(right))
        let (below, overflowToo) = (denominator / Int128(right))
            .multipliedReportingOverflow(by: other.denominator / Int128(left))
        return overflow || overflowToo ? nil : ExactRational(above, over: below)
    }

    /// The quotient; nil when the divisor is not positive or the result does not fit.
    public func divided(by other: ExactRational) -> ExactRational? {
        guard other.numerator > 0 else { return nil }
        return multiplied(by: ExactRational(reduced: other.denominator, other.numerator))
    }

    /// The sum; nil when it does not fit.
    public func adding(_ other: ExactRational) -> ExactRational? {
        let divisor = Int128(
            Self.greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude))
        let (left, one) = numerator.multipliedReportingOverflow(by: other.denominator / divisor)
        let (right, two) = other.numerator.multipliedReportingOverflow(by: denominator / divisor)
        let (above, three) = left.addingReportingOverflow(right)
        let (below, four) = denominator.multipliedReportingOverflow(
            by: other.denominator / divisor)
        return one || two || three || four ? nil : ExactRational(above, over: below)
    }

    /// The nearest integer, rounded half to even.
    public func rounded() -> Int128 { Rounding.halfToEven(numerator, over: denominator) }

    /// The value with a fixed number of places, rounded half to even, for display; nil when the
    /// digits do not fit.
    public func text(places: Int) -> String? {
        guard
            let scaled = multiplied(by: ExactRational(reduced: Rounding.powerOfTen(places), 1))
        else { return nil }
        return Rounding.pointed(scaled.rounded(), places: places)
    }

    /// The value as a decimal of at most 30 places; nil when it has no such end, as a third has not.
    public var decimal: DecimalText? {
        for scale in 0...30 {
            let (scaled, overflow) =
                numerator.multipliedReportingOverflow(by: Rounding.powerOfTen(scale))
            if overflow { return nil }
            if scaled % denominator == 0 {
                return DecimalText(significand: scaled / denominator, scale: scale)
            }
        }
        return nil
    }

    /// The greatest whole number that divides two positive ones.
    public static func greatestCommonDivisor(_ one: Int128, _ other: Int128) -> Int128 {
        Int128(greatestCommonDivisor(one.magnitude, other.magnitude))
    }

    private static func greatestCommonDivisor(_ one: UInt128, _ other: UInt128) -> UInt128 {
        var (larger, smaller) = (one, other)
        while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
        return max(larger, 1)
    }
}

extension EmissionMass {
    /// A mass that was computed exactly [kg], rounded half to even to a milligram here and nowhere
    /// else; nil when it does not fit 64 bits.
    public init?(roundingKilograms kilograms: ExactRational?) {
        guard
            let milligrams = kilograms?.multiplied(
                by: ExactRational(DecimalText(significand: 1_000_000, scale: 0))),
            let whole = Int64(exactly: milligrams.rounded())
        else { return nil }
        self.init(milligrams: whole)
    }
}
