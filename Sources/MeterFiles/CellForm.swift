/// How a short number is written, and what stands behind it: how long it is and where its point is. Most
/// numbers of a meter are written alike, and one that is takes a few instructions.
struct CellForm {
    /// The point and what ends the number where they stand, and their bytes.
    private let pattern: UInt64
    private let mask: UInt64
    /// The bytes before the point, and those behind it once they have moved up by one.
    private let lead: UInt64
    private let rest: UInt64
    /// What moves the last digit to the last byte [bits].
    private let shift: UInt64
    /// Eight times how many digits stand behind the point.
    let placeBits: UInt64
    /// To what comes after the end of the number [bytes].
    let step: Int

    /// The form that no number has: a pattern outside its mask.
    private static let none = CellForm(
        pattern: 1, mask: 0, lead: 0, rest: 0, shift: 0, placeBits: 0, step: 0)

    /// All forms of numbers that stand in eight bytes with what ends them; the first, and each that is too
    /// long for that, is the one that no number has.
    ///
    /// - Parameters:
    ///   - ending: What ends a number, its first byte in the lowest.
    ///   - count: How many bytes that is: 1 to 3.
    static func table(ending: UInt64, count: Int) -> UnsafePointer<CellForm> {
        let table = UnsafeMutablePointer<CellForm>.allocate(capacity: 9 * 9)
        table.initialize(repeating: none, count: 9 * 9)
        for length in 1...8 - count {
            table[index(length: length, places: nil)] = CellForm(
                length: length, places: nil, ending, count)
            for places in 0..<length where length > 1 {
                table[index(length: length, places: places)] = CellForm(
                    length: length, places: places, ending, count)
            }
        }
        return UnsafePointer(table)
    }

    /// Where a form stands in the table.
    static func index(length: Int, places: Int?) -> Int {
        length &* 9 &+ (places.map { $0 &+ 1 } ?? 0)
    }

    /// Where the form of a number of at most eight bytes stands in the table.
    static func index(of text: UInt64, length: Int, places: Int) -> Int {
        let isPointed = (text &>> UInt64((length &- 1 &- places) &* 8)) & 0xFF == 0x2E
        return index(length: length, places: isPointed ? places : nil)
    }

    private init(
        pattern: UInt64, mask: UInt64, lead: UInt64, rest: UInt64, shift: UInt64,
        placeBits: UInt64, step: Int
    ) {
        self.pattern = pattern
        self.mask = mask
        self.lead = lead
        self.rest = rest
        self.shift = shift
        self.placeBits = placeBits
        self.step = step
    }

    private init(length: Int, places: Int?, _ ending: UInt64, _ count: Int) {
        let end = UInt64(length * 8)
        var pattern = ending << end
        var mask = ((UInt64(1) << UInt64(count * 8)) - 1) << end
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
            placeBits: UInt64(places ?? 0) * 8, step: length + count)
    }

    /// The digits as one number; nil when it is written otherwise.
    @inline(__always)
    func value(of text: UInt64) -> Int64? {
        guard text & mask == pattern else { return nil }
        let digits = text ^ 0x3030_3030_3030_3030
        let packed = (digits & lead | digits >> 8 & rest) &<< shift
        guard (packed &+ 0x7676_7676_7676_7676 | packed) & 0x8080_8080_8080_8080 == 0 else {
            return nil
        }
        return Int64(truncatingIfNeeded: PlainNumber.eightDigits(packed))
    }
}
