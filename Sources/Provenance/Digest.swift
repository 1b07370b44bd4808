/// The SHA-256 of some bytes; it names a file for good and is written as 64 lower-case hexadecimal digits.
///
/// Its bytes are held in place, not as text: an ingest of many files holds several for each.
public struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The bytes, eight in each word, the first of them the highest.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// Makes a digest from its text; nil when it is not 64 lower-case hexadecimal digits.
    public init?(hexadecimal: String) {
        let digits = Array(hexadecimal.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = Self.value(of: digits[index]),
                let low = Self.value(of: digits[index + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        self.init(bytes: bytes)
    }

    /// Makes a digest from its 32 bytes.
    public init(bytes: some Sequence<UInt8>) {
        var words: [UInt64] = [0, 0, 0, 0]
        var count = 0
        for byte in bytes {
            precondition(count < 32, "a digest has 32 bytes")
            words[count / 8] = words[count / 8] << 8 | UInt64(byte)
            count += 1
        }
        precondition(count == 32, "a digest has 32 bytes")
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// The 64 digits.
    public var hexadecimal: String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: 60, through: 0, by: -4) {
                text.append(Self.digits[Int(word >> UInt64(shift) & 15)])
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The digits.
    public var description: String { hexadecimal }

    /// Equal where all bytes are.
    public static func == (lhs: Digest, rhs: Digest) -> Bool { lhs.words == rhs.words }

    /// Ordered as their digits are.
    public static func < (lhs: Digest, rhs: Digest) -> Bool { lhs.words < rhs.words }

    /// Hashes all bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }

    private static let digits = Array("0123456789abcdef".utf8)

    private static func value(of digit: UInt8) -> UInt8? {
        digits.firstIndex(of: digit).map { UInt8($0) }
    }
}
