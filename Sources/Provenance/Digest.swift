/// The SHA-256 of some bytes, as 64 lower-case hexadecimal digits; it names a file for good.
public struct Digest: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The 64 digits.
    public let hexadecimal: String

    /// Makes a digest from its text; nil when it is not 64 lower-case hexadecimal digits.
    public init?(hexadecimal: String) {
        let digits = hexadecimal.utf8
        guard digits.count == 64, digits.allSatisfy({ Self.alphabet.contains($0) }) else {
            return nil
        }
        self.hexadecimal = hexadecimal
    }

    /// Makes a digest from its 32 bytes.
    public init(bytes: some Sequence<UInt8>) {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in bytes {
            text.append(Self.digits[Int(byte >> 4)])
            text.append(Self.digits[Int(byte & 15)])
        }
        hexadecimal = String(decoding: text, as: UTF8.self)
    }

    /// The digits.
    public var description: String { hexadecimal }

    /// Ordered by their digits.
    public static func < (lhs: Digest, rhs: Digest) -> Bool { lhs.hexadecimal < rhs.hexadecimal }

    private static let digits = Array("0123456789abcdef".utf8)
    private static let alphabet = Set(digits)
}
