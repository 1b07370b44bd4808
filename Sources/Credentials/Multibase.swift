/// The two text forms of bytes that credentials use (多基编码): base58btc with `z`, base64url with `u`.
enum Multibase {
    private static let base58 = Array(
        "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)
    private static let base64 = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// `z` and base58btc; quadratic, for keys and signatures only.
    static func base58(_ bytes: [UInt8]) -> String {
        var digits: [UInt8] = []
        for byte in bytes {
            var carry = Int(byte)
            for index in digits.indices {
                carry += Int(digits[index]) << 8
                digits[index] = UInt8(carry % 58)
                carry /= 58
            }
            while carry > 0 {
                digits.append(UInt8(carry % 58))
                carry /= 58
            }
        }
        let zeros = bytes.prefix { $0 == 0 }.map { _ in base58[0] }
        return "z"
            + String(decoding: zeros + digits.reversed().map { base58[Int($0)] }, as: UTF8.self)
    }

    /// The bytes of a `z` text of at most 200 characters; nil when it is none.
    static func bytes(ofBase58 text: String) -> [UInt8]? {
        guard text.utf8.first == UInt8(ascii: "z"), text.utf8.count <= 200 else { return nil }
        var bytes: [UInt8] = []
        for character in text.utf8.dropFirst() {
            guard var carry = base58.firstIndex(of: character) else { return nil }
            for index in bytes.indices {
                carry += Int(bytes[index]) * 58
                bytes[index] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            while carry > 0 {
                bytes.append(UInt8(carry & 0xFF))
                carry >>= 8
            }
        }
        let zeros = text.utf8.dropFirst().prefix { $0 == base58[0] }.map { _ in UInt8(0) }
        return zeros + bytes.reversed()
    }

    /// `u` and base64url without padding.
    static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = [UInt8(ascii: "u")]
        var buffer = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | Int(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(base64[buffer >> bits & 63])
            }
            buffer &= (1 << bits) - 1
        }
        if bits > 0 { text.append(base64[buffer << (6 - bits) & 63]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of a `u` text; nil when it is none or its last bits are not zero.
    static func bytes(ofBase64 text: String) -> [UInt8]? {
        guard text.utf8.first == UInt8(ascii: "u") else { return nil }
        var bytes: [UInt8] = []
        var buffer = 0
        var bits = 0
        for character in text.utf8.dropFirst() {
            guard let digit = base64.firstIndex(of: character) else { return nil }
            buffer = buffer << 6 | digit
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(buffer >> bits & 0xFF))
            }
            buffer &= (1 << bits) - 1
        }
        return buffer == 0 && bits < 6 ? bytes : nil
    }
}
