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
        if length < 16 { mask = Self.mask(ofFirst: length) }
        turn(to: row)
    }

    /// The first bytes of sixteen.
    static func mask(ofFirst count: Int) -> Half {
        func bytes(_ count: Int) -> UInt64 { count >= 8 ? .max : (1 << UInt64(count * 8)) - 1 }
        return Half(bytes(count), bytes(max(0, count - 8)))
    }

    @inline(__always)
    static func half(_ place: UnsafeRawPointer) -> Half { place.loadUnaligned(as: Half.self) }

    /// What differs from the text; nothing where it is the same.
    @inline(__always)
    func difference(_ head: Half, _ tail: Half) -> Half {
        ((head ^ self.head) | (tail ^ self.tail)) & mask
    }

    /// What differs from the text, apart from what it is masked with.
    @inline(__always)
    func difference(_ head: Half, _ tail: Half, but masks: (head: Half, tail: Half)) -> Half {
        (((head ^ self.head) & masks.head) | ((tail ^ self.tail) & masks.tail)) & mask
    }

    @inline(__always)
    func isSame(_ head: Half, _ tail: Half) -> Bool { Self.isNothing(difference(head, tail)) }

    @inline(__always)
    static func isNothing(_ half: Half) -> Bool { half.x | half.y == 0 }

    @inline(__always)
    mutating func turn(to head: Half, _ tail: Half) {
        (self.head, self.tail) = (head, tail)
    }

    mutating func turn(to row: UnsafeRawPointer) {
        turn(to: Self.half(row), Self.half(row + tailOffset))
    }
}
