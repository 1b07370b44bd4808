import Crypto
import Foundation

/// Random words that open something, and how they are kept and compared (密钥材料).
enum Secret {
    /// A new word of 32 random bytes, as base64url.
    static func random(bytes count: Int = 32) -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return Base64URL.text(bytes)
    }

    /// A new name, 16 hexadecimal digits; it opens nothing.
    static func name() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = String(generator.next() as UInt64, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// A code that a person types: 20 letters and digits in groups of five, about 98 bits.
    static func code() -> String {
        let alphabet = Array("23456789ABCDEFGHJKMNPQRSTVWXYZ")
        var generator = SystemRandomNumberGenerator()
        let letters = (0..<20).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
        return stride(from: 0, to: 20, by: 5).map { String(letters[$0..<$0 + 5]) }
            .joined(separator: "-")
    }

    /// What is kept of a secret: SHA-256. Only for secrets with 128 random bits or more.
    static func digest(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Data(secret.utf8))) }

    /// Compares in a time that does not depend on where the first difference is.
    static func isEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard one.count == other.count else { return false }
        var difference: UInt8 = 0
        for index in one.indices { difference |= one[index] ^ other[index] }
        return difference == 0
    }
}

/// Base64 with the alphabet of URLs and without padding, RFC 4648 section 5.
enum Base64URL {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }

    static func bytes(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= 4_096 else { return nil }
        let plain = text.replacingOccurrences(of: "-", with: "+")
            .replacingOccurrences(of: "_", with: "/")
        let padding = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
        return Data(base64Encoded: plain + padding).map(Array.init)
    }
}
