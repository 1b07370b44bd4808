import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept (口令散列): scrypt, RFC 7914, with its own salt and its cost beside it.
struct PasswordHash: Hashable, Sendable {
    /// How dear one try is; memory is 128 x rounds x blockSize bytes.
    struct Cost: Hashable, Sendable {
        let rounds: Int
        let blockSize: Int
        let parallelism: Int

        /// 32 MiB and three passes, one of the settings that OWASP's cheat sheet on password storage names.
        static let standard = Cost(rounds: 1 << 15, blockSize: 8, parallelism: 3)
        /// Nearly nothing; for tests.
        static let least = Cost(rounds: 16, blockSize: 1, parallelism: 1)
    }

    /// A password is refused before anything is derived from it.
    static let lengths = 12...200

    let text: String

    init(text: String) { self.text = text }

    /// Derives what is kept of a new password.
    init(of password: String, cost: Cost) throws {
        let salt = Array(Secret.digest(Secret.random()).prefix(16))
        let key = try Self.derive(password, salt: salt, cost: cost)
        text =
            "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$"
            + Base64URL.text(salt) + "$" + Base64URL.text(key)
    }

    /// Tells whether a password is the one.
    func accepts(_ password: String) -> Bool {
        let parts = text.split(separator: "$").map(String.init)
        guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]),
            let blockSize = Int(parts[2]), let parallelism = Int(parts[3]),
            let salt = Base64URL.bytes(parts[4]), let kept = Base64URL.bytes(parts[5]),
            let key = try? Self.derive(
                password, salt: salt,
                cost: Cost(rounds: rounds, blockSize: blockSize, parallelism: parallelism))
        else { return false }
        return Secret.isEqual(key, kept)
    }

    /// Tells whether it was made at another cost, and should be made anew when the password is at hand.
    func isMade(at cost: Cost) -> Bool {
        text.hasPrefix("scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$")
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Cost) throws -> [UInt8] {
        // The same letters typed on another machine must be the same bytes.
        let bytes = Array(password.precomposedStringWithCanonicalMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: bytes, salt: salt, outputByteCount: 32, rounds: cost.rounds,
            blockSize: cost.blockSize, parallelism: cost.parallelism,
            maxMemory: 256 * cost.rounds * cost.blockSize + (1 << 20))
        return key.withUnsafeBytes { Array($0) }
    }
}
