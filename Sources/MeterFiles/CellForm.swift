/// How a short number is written in a cell of a wide row: how long it is and where its point stands. Most
/// numbers of a column are written alike, and one that is takes a few instructions.
struct CellForm {
    /// The longest number that stands with the delimiter behind it in eight bytes.
    static let longest = 7

    /// The point and the delimiter where they stand, and their bytes.
    private let pattern: UInt64
    private let mask: UInt64
    /// The bytes before the point, and those behind it once they have moved up by one.
    private let lead: UInt64
    private let rest: UInt64
    /// What moves the last digit to the last byte [bits].
    private let shift: UInt64
    /// To the next cell [bytes].
    let step: Int

    /// No number is written so.
    private static let none = CellForm(
        pattern: 0, mask: .max, lead: 0, rest: 0, shift: 0, step: 0)

    /// All forms with a delimiter; the first is the one that no number has.
    static func table(delimiter: UInt8) -> UnsafePointer<CellForm> {
        let table = UnsafeMutablePointer<CellForm>.allocate(capacity: 8 * 9)
        table.initialize(repeating: none, count: 8 * 9)
        for length in 1...longest {
            table[index(length: length, places: nil)] = CellForm(
                length: length, places: nil, delimiter)
            for places in 0..<length where length > 1 {
                table[index(length: length, places: places)] = CellForm(
                    length: length, places: places, delimiter)
            }
        }
        return UnsafePointer(table)
    }

    /// Where a form stands in the table.
    static func index(length: Int, places: Int?) -> Int {
        length &* 9 &+ (places.map { $0 &+ 1 } ?? 0)
    }

    private init(
        pattern: UInt64, mask: UInt64, lead: UInt64, rest: UInt64, shift: UInt64, step: Int
    ) {
        self.pattern = pattern
        self.mask = mask
        self.lead = lead
        self.rest = rest
        self.shift = shift
        self.step = step
    }

    private init(length: Int, places: Int?, _ delimiter: UInt8) {
        let end = UInt64(length * 8)
        var (pattern, mask) = (UInt64(delimiter) << end, UInt64(0xFF) << end)
        var (lead, digits) = (UInt64.max, length)
        if let places {
            let point = UInt64((length - 1 - places) * 8)
            pattern |= 0x2E << point
            mask |= UInt64(0xFF) << point
            lead = (UInt64(1) << point) - 1
            digits -= 1
        }
        self.init(
            pattern: pattern, mask: mask, lead: lead, rest: ~lead, shift: UInt64(64 - digits * 8),
            step: length + 1)
    }

    /// The digits as one number; nil when a cell is written otherwise.
    @inline(__always)
    func value(of text: UInt64) -> Int64? {
        guard (text ^ pattern) & mask == 0 else { return nil }
        let digits = text ^ 0x3030_3030_3030_3030
        let packed = (digits & lead | digits >> 8 & rest) &<< shift
        guard (packed &+ 0x7676_7676_7676_7676 | packed) & 0x8080_8080_8080_8080 == 0 else {
            return nil
        }
        return Int64(truncatingIfNeeded: PlainNumber.eightDigits(packed))
    }
}
