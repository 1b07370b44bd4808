/// An exact decimal, as a meter, a publisher or a standard printed it: `significand / 10^scale`.
///
/// Factors, thresholds, multipliers and readings are decimals on paper, so they are decimals
/// here; no binary float stands between the page and the figure.
public struct DecimalText: Sendable {
    /// All digits as one integer.
    public let significand: Int128
    /// How many of them stand after the decimal point; 0 to 38.
    public let scale: Int

    /// One.
    public static let one = DecimalText(significand: 1, scale: 0)

    /// Makes a decimal from its digits.
    public init(significand: Int128, scale: Int) {
        precondition((0...38).contains(scale), "a decimal has 0 to 38 places")
        self.significand = significand
        self.scale = scale
    }

    /// Reads `12`, `-0.50`, `.5`, `1e3`, `2.5E-2`; anything else, and anything that is too long
    /// for 38 digits, is nil. Grouping marks and decimal commas belong to the reader of a file.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let decimal = text.withUTF8 { DecimalText(utf8: $0) }
        guard let decimal else { return nil }
        self = decimal
    }

    /// Reads the same forms from bytes.
    public init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
        var significand: Int128 = 0
        var scale = 0
        var digits = 0
        var seenPoint = false
        var index = 0
        var negative = false
        if index < bytes.count,
            bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+")
        {
            negative = bytes[index] == UInt8(ascii: "-")
            index += 1
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ".") {
                guard !seenPoint else { return nil }
                seenPoint = true
            } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
                let (tens, overflow) = significand.multipliedReportingOverflow(by: 10)
                guard !overflow, tens <= Int128.max - 9 else { return nil }
                significand = tens + Int128(byte - UInt8(ascii: "0"))
                digits += 1
                if seenPoint { scale += 1 }
            } else {
                break
            }
            index += 1
        }
        guard digits > 0, scale <= 38 else { return nil }
        if index < bytes.count {
            guard
                let exponent = Self.exponent(UnsafeBufferPointer(rebasing: bytes[index...])),
                let shifted = Self.shifted(significand, scale: scale, by: exponent)
            else { return nil }
            (significand, scale) = shifted
        }
        self.init(significand: negative ? -significand : significand, scale: scale)
    }

    /// The value multiplied by a decimal and by a whole number, rounded half to even once.
    ///
    /// This is the one rounding between a meter and the ledger: `value x multiplier x unit`,
    /// where the unit is given in joules, millilitres or grams. Nil when the result does not
    /// fit 64 bits or the factors have too many digits to multiply exactly.
    public func rounded(times multiplier: DecimalText, times unit: Int64) -> Int64? {
        roundedNarrow(times: multiplier, times: unit)
            ?? roundedWide(times: multiplier, times: unit).flatMap { Int64(exactly: $0) }
    }

    /// The same in 64 bits, where they are enough, as for almost every reading; else nil.
    private func roundedNarrow(times multiplier: DecimalText, times unit: Int64) -> Int64? {
        let places = scale + multiplier.scale
        guard let value = UInt64(exactly: significand.magnitude),
            let factor = UInt64(exactly: multiplier.significand.magnitude), places < 19, unit >= 0
        else { return nil }
        let (product, isWide) = value.multipliedReportingOverflow(by: factor)
        let (whole, isWider) = product.multipliedReportingOverflow(by: UInt64(unit))
        guard !isWide, !isWider else { return nil }
        var divisor: UInt64 = 1
        for _ in 0..<places { divisor *= 10 }
        var (quotient, remainder) = whole.quotientAndRemainder(dividingBy: divisor)
        let rest = divisor - remainder
        if remainder > rest || (remainder == rest && quotient % 2 != 0) { quotient += 1 }
        guard let amount = Int64(exactly: quotient) else { return nil }
        return (significand < 0) != (multiplier.significand < 0) ? -amount : amount
    }

    /// The same in 128 bits, for the count of a register: a register that counts in watt-hours may
    /// show more joules than 64 bits hold, while the differences of its readings fit.
    public func roundedWide(times multiplier: DecimalText, times unit: Int64) -> Int128? {
        let (product, overflow) =
            significand.magnitude.multipliedReportingOverflow(by: multiplier.significand.magnitude)
        let places = scale + multiplier.scale
        guard !overflow, places <= 38, unit >= 0 else { return nil }
        let divisor = Rounding.powerOfTen(places).magnitude
        let wide = product.multipliedFullWidth(by: UInt128(unit))
        guard wide.high < divisor else { return nil }
        var (quotient, remainder) = divisor.dividingFullWidth(wide)
        let rest = divisor - remainder
        if remainder > rest || (remainder == rest && quotient % 2 != 0) {
            guard quotient < UInt128.max else { return nil }
            quotient += 1
        }
        guard quotient <= UInt128(Int128.max) else { return nil }
        let negative = (significand < 0) != (multiplier.significand < 0)
        return negative ? -Int128(quotient) : Int128(quotient)
    }

    /// The digits after an `e` or `E`; nil when the rest is not an exponent.
    private static func exponent(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard bytes.count >= 2, bytes[0] | 0x20 == UInt8(ascii: "e") else { return nil }
        var index = 1
        let negative = bytes[1] == UInt8(ascii: "-")
        if negative || bytes[1] == UInt8(ascii: "+") { index += 1 }
        guard index < bytes.count, bytes.count - index <= 3 else { return nil }
        var value = 0
        for byte in bytes[index...] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return negative ? -value : value
    }

    private static func shifted(
        _ significand: Int128, scale: Int, by exponent: Int
    ) -> (Int128, Int)? {
        let places = scale - exponent
        if significand == 0 { return (0, 0) }
        if places >= 0 { return places <= 38 ? (significand, places) : nil }
        guard places >= -38 else { return nil }
        let (product, overflow) =
            significand.multipliedReportingOverflow(by: Rounding.powerOfTen(-places))
        return overflow ? nil : (product, 0)
    }
}

extension DecimalText: Comparable {
    /// Equal in value: `1.5` equals `1.50`.
    public static func == (lhs: DecimalText, rhs: DecimalText) -> Bool {
        let (left, right) = (lhs.normalized, rhs.normalized)
        return left.significand == right.significand && left.scale == right.scale
    }

    /// Ordered by value.
    public static func < (lhs: DecimalText, rhs: DecimalText) -> Bool {
        if (lhs.significand < 0) != (rhs.significand < 0) {
            return lhs.significand < rhs.significand
        }
        let left = lhs.significand.magnitude.multipliedFullWidth(
            by: Rounding.powerOfTen(rhs.scale).magnitude)
        let right = rhs.significand.magnitude.multipliedFullWidth(
            by: Rounding.powerOfTen(lhs.scale).magnitude)
        let smaller = (left.high, left.low) < (right.high, right.low)
        let equal = left.high == right.high && left.low == right.low
        return lhs.significand < 0 ? !smaller && !equal : smaller
    }

    /// The same value without trailing zeros.
    private var normalized: DecimalText {
        var (significand, scale) = (significand, scale)
        while scale > 0, significand % 10 == 0 {
            significand /= 10
            scale -= 1
        }
        return DecimalText(significand: significand, scale: scale)
    }
}

extension DecimalText: Hashable {
    /// Equal values hash alike.
    public func hash(into hasher: inout Hasher) {
        let normalized = normalized
        hasher.combine(normalized.significand)
        hasher.combine(normalized.scale)
    }
}

extension DecimalText: CustomStringConvertible {
    /// The plain decimal, with the places it was read with.
    public var description: String {
        Rounding.pointed(significand, places: scale)
    }
}
