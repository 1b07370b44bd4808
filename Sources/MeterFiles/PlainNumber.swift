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
