/// The text of a stamp in two halves of sixteen bytes, which may overlap, so that one look tells whether a row
/// begins with the same.
struct StampText {
    typealias Half = SIMD2<UInt64>

    private var head = Half()
    private var tail = Half()
    /// What of the halves belongs to the text, where it is shorter than one of them.
    private var mask = Half(repeating: .max)
    /// Where the second half begins.
    private(set) var tailOffset = 0

    init() {}

    /// Takes the first 8 to 32 bytes of a row.
    init(_ row: UnsafeRawPointer, length: Int) {
        tailOffset = max(0, length - 16)
        if length < 16 { mask = Half(.max, length == 8 ? 0 : (1 << UInt64(length * 8 - 64)) - 1) }
        turn(to: row)
    }

    @inline(__always)
    static func half(_ place: UnsafeRawPointer) -> Half { place.loadUnaligned(as: Half.self) }

    @inline(__always)
    func isSame(_ head: Half, _ tail: Half) -> Bool {
        let differs = ((head ^ self.head) | (tail ^ self.tail)) & mask
        return differs.x | differs.y == 0
    }

    @inline(__always)
    mutating func turn(to head: Half, _ tail: Half) {
        (self.head, self.tail) = (head, tail)
    }

    mutating func turn(to row: UnsafeRawPointer) {
        turn(to: Self.half(row), Self.half(row + tailOffset))
    }
}
