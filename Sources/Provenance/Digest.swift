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
        var text = ""
        for byte in bytes {
            let hexadecimal = String(byte, radix: 16)
            text += byte < 16 ? "0" + hexadecimal : hexadecimal
        }
        self.hexadecimal = text
    }

    /// The digits.
    public var description: String { hexadecimal }

    /// Ordered by their digits.
    public static func < (lhs: Digest, rhs: Digest) -> Bool { lhs.hexadecimal < rhs.hexadecimal }

    private static let alphabet = Set("0123456789abcdef".utf8)
}
