/// A number of digits and at most one point, read eight bytes at a time.
///
/// It takes exactly those of `DecimalText`'s forms that have no sign and no exponent and at most 18
/// digits, and gives the same significand and places.
enum PlainNumber {
    @inline(__always)
    static func word(_ pointer: UnsafeRawPointer, _ offset: Int = 0) -> UInt64 {
        UInt64(littleEndian: pointer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The high bit of each byte that is no ASCII digit.
    @inline(__always)
    static func nonDigits(_ word: UInt64) -> UInt64 {
        let nibbles = word ^ 0x3030_3030_3030_3030
        let high = (nibbles & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676
        return (high | nibbles) & 0x8080_8080_8080_8080
    }

    /// The value of eight digits, the first in the lowest byte; bytes are 0 to 9.
    @inline(__always)
    static func eightDigits(_ digits: UInt64) -> UInt64 {
        let pairs = digits &* 10 &+ (digits >> 8)
        let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let high = ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        return (low &+ high) >> 32
    }

    /// The seconds that `HH:MM[:SS]` shows; nil when it is no time of day.
    ///
    /// - Parameter mask: Which of the eight bytes are digits.
    @inline(__always)
    static func clock(_ text: UInt64, mask: UInt64) -> Int64? {
        let digits = (text ^ 0x3030_3030_3030_3030) & mask
        guard (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080 == 0 else {
            return nil
        }
        let pairs = digits &* 10 &+ (digits >> 8)
        let hour = Int64(truncatingIfNeeded: pairs & 0xFF)
        let minute = Int64(truncatingIfNeeded: pairs >> 24 & 0xFF)
        let second = Int64(truncatingIfNeeded: pairs >> 48 & 0xFF)
        guard hour < 24, minute < 60, second < 60 else { return nil }
        return hour &* 3_600 &+ minute &* 60 &+ second
    }

    /// Reads a number of at most eight bytes with its point, from a word whose first byte is its first.
    ///
    /// - Returns: The digits as one number, eight times how many stand behind the point, and how many
    ///   bytes it takes; 0 bits when it is no number. Of a longer number it gives the beginning, so
    ///   that what stands behind must be looked at.
    @inline(__always)
    static func short(
        _ text: UInt64
    ) -> (value: Int64, placeBits: UInt64, length: Int, bits: UInt64) {
        let others = nonDigits(text)
        var digits = text ^ 0x3030_3030_3030_3030
        // Lengths are counted in bits here; without another byte all eight are digits.
        let whole = UInt64(truncatingIfNeeded: others.trailingZeroBitCount) & ~7
        var (bits, length, placeBits) = (whole, whole, UInt64(0))
        if (text &>> whole) & 0xFF == 0x2E {
            let rest = others & (others &- 1)
            let low = (1 &<< whole) &- 1
            length = UInt64(truncatingIfNeeded: rest.trailingZeroBitCount) & ~7
            digits = digits & low | digits >> 8 & ~low
            bits = length &- 8
            placeBits = bits &- whole
        }
        let value = eightDigits(digits &<< (64 &- bits))
        return (
            Int64(truncatingIfNeeded: value), placeBits, Int(truncatingIfNeeded: length >> 3),
            bits
        )
    }

    /// Reads a whole cell byte by byte; nil when it is anything but digits and a point.
    static func parse(
        _ cell: UnsafeRawBufferPointer
    ) -> (significand: Int64, places: Int)? {
        var value: Int64 = 0
        var digits = 0
        var point: Int?
        for index in 0..<cell.count {
            let byte = cell[index]
            if byte >= 0x30, byte <= 0x39 {
                guard digits < 18 else { return nil }
                value = value * 10 + Int64(byte - 0x30)
                digits += 1
            } else if byte == UInt8(ascii: "."), point == nil {
                point = digits
            } else {
                return nil
            }
        }
        guard digits > 0 else { return nil }
        return (value, point.map { digits - $0 } ?? 0)
    }
}
