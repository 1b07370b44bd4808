/// How a short number is written, and what stands behind it: how long it is and where its point is. Most
/// numbers of a meter are written alike, and one that is takes a few instructions.
struct CellForm {
    /// A zero for each digit, the point and what ends the number, where they stand.
    private let base: UInt64
    /// What lifts a byte that differs from the base by too much over its high bit: more than nine for a digit, at all
    /// for the others; and those high bits.
    private let lift: UInt64
    private let high: UInt64
    /// The bytes before the point, which move up into its place.
    private let lead: UInt64
    /// What moves the last digit to the last byte [bits].
    private let shift: UInt64
    /// To what comes after the end of the number [bytes].
    let step: Int
    /// Eight times how many digits stand behind the point.
    let placeBits: UInt64

    /// The form that no number has: of a byte and the byte lifted, one has the high bit.
    private static func none(places: Int) -> CellForm {
        CellForm(
            base: 0, lift: 0x80, high: 0x80, lead: 0, shift: 0, placeBits: UInt64(places) * 8,
            step: 0)
    }

    /// All forms of numbers of at most eight bytes. Of those that do not stand in eight bytes with what ends them,
    /// and of the first, no number is; they only tell the places.
    ///
    /// - Parameters:
    ///   - ending: What ends a number, its first byte in the lowest.
    ///   - count: How many bytes that is: 1 to 3.
    static func table(ending: UInt64, count: Int) -> UnsafePointer<CellForm> {
        let table = UnsafeMutablePointer<CellForm>.allocate(capacity: 9 * 9)
        table.initialize(repeating: none(places: 0), count: 9 * 9)
        for length in 1...8 {
            for places in [nil] + (0..<length).map(Optional.some) {
                table[index(length: length, places: places)] =
                    length + count <= 8 && (places == nil || length > 1)
                    ? CellForm(length: length, places: places, ending, count)
                    : none(places: places ?? 0)
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
        base: UInt64, lift: UInt64, high: UInt64, lead: UInt64, shift: UInt64, placeBits: UInt64,
        step: Int
    ) {
        self.base = base
        self.lift = lift
        self.high = high
        self.lead = lead
        self.shift = shift
        self.placeBits = placeBits
        self.step = step
    }

    private init(length: Int, places: Int?, _ ending: UInt64, _ count: Int) {
        let (number, whole) = (Self.bytes(length), Self.bytes(length + count))
        var base = 0x3030_3030_3030_3030 & number | ending << UInt64(length * 8)
        var lift = 0x7676_7676_7676_7676 & number | 0x7F7F_7F7F_7F7F_7F7F & (whole & ~number)
        var lead = UInt64(0)
        if let places {
            let point = UInt64((length - 1 - places) * 8)
            base ^= (0x30 ^ 0x2E) << point
            lift ^= (0x76 ^ 0x7F) << point
            lead = (UInt64(1) << point) - 1
        }
        self.init(
            base: base, lift: lift, high: 0x8080_8080_8080_8080 & whole, lead: lead,
            shift: UInt64(64 - length * 8), placeBits: UInt64(places ?? 0) * 8,
            step: length + count)
    }

    /// The first bytes of eight.
    private static func bytes(_ count: Int) -> UInt64 {
        count >= 8 ? .max : (UInt64(1) << UInt64(count * 8)) - 1
    }

    /// What a text has over zeros written so, a byte for each digit; nil when it is written otherwise. What stands in
    /// the bytes behind the number does not matter.
    @inline(__always)
    func digits(of text: UInt64) -> UInt64? {
        let differs = text ^ base
        guard (differs &+ lift | differs) & high == 0 else { return nil }
        return differs
    }

    /// The digits as one number; nil when it is written otherwise.
    @inline(__always)
    func value(of text: UInt64) -> Int64? {
        guard let digits = digits(of: text) else { return nil }
        return Int64(truncatingIfNeeded: PlainNumber.eightDigits(inPlace(digits)))
    }

    /// The last digit in the last byte, without the point: the lead moves up by a byte, which is 256 times itself
    /// less itself, and what stood behind the number is gone.
    @inline(__always)
    private func inPlace(_ digits: UInt64) -> UInt64 {
        (digits &+ (digits & lead) &* 255) &<< shift
    }

    // MARK: - Numbers that are summed digit by digit

    /// So many numbers can be added digit by digit before any byte overflows.
    static let mostSummed: Int32 = 28

    /// The sum of up to `mostSummed` numbers, whose digits were added place by place.
    func value(ofSummed digits: UInt64) -> Int64 {
        let digits = inPlace(digits)
        // Tens and ones in sixteen bits, hundreds and pairs in 32.
        let lanes: UInt64 = 0x00FF_00FF_00FF_00FF
        let pairs = (digits & lanes) &* 10 &+ (digits >> 8 & lanes)
        let halves: UInt64 = 0x0000_FFFF_0000_FFFF
        let fours = (pairs & halves) &* 100 &+ (pairs >> 16 & halves)
        return Int64(fours & 0xFFFF_FFFF) &* 10_000 &+ Int64(fours >> 32)
    }

    /// The digits of the greatest number written so that is at most a value, the first in the highest byte, to be
    /// compared with `digits(of:)` turned round; what stands behind the number is no more than it.
    func bound(_ value: UInt64) -> UInt64 {
        let length = (64 - Int(shift)) / 8
        var (rest, bound) = (value, UInt64.max)
        for place in stride(from: length - 1, through: 0, by: -1) {
            let at = UInt64((7 - place) * 8)
            bound &= ~(0xFF << at)
            // The point has no digit.
            if lead != 0, lead >> UInt64(place * 8) == 0, lead >> UInt64(place * 8 - 8) != 0 {
                continue
            }
            bound |= (rest % 10) << at
            rest /= 10
        }
        return rest == 0 ? bound : .max
    }
}
