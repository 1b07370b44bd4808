import Crypto

/// The public half of an Ed25519 key (公钥), named by itself: `did:key:z6Mk...`.
public struct PublicKey: Hashable, Sendable {
    /// The 32 bytes of the key.
    let bytes: [UInt8]

    /// Multicodec ed25519-pub.
    private static let prefix: [UInt8] = [0xED, 0x01]

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Reads `did:key:z6Mk...`; nil when it names no Ed25519 key, or names it otherwise than we do.
    public init?(identifier: String) {
        guard identifier.utf8.starts(with: "did:key:".utf8),
            let bytes = Multibase.bytes(ofBase58: String(identifier.dropFirst(8))),
            bytes.count == 34, bytes.starts(with: Self.prefix)
        else { return nil }
        self.bytes = Array(bytes.dropFirst(2))
        guard self.identifier.utf8.elementsEqual(identifier.utf8) else { return nil }
    }

    private var multikey: String { Multibase.base58(Self.prefix + bytes) }

    /// The key as `did:key:z6Mk...`.
    public var identifier: String { "did:key:" + multikey }

    /// The key as a method of verification: `did:key:z6Mk...#z6Mk...`.
    public var verificationMethod: String { identifier + "#" + multikey }

    /// The last characters of the key, for people: eight of base58.
    public var shortName: String { String(multikey.suffix(8)) }

    /// The key of a method of verification.
    init?(verificationMethod: String) {
        guard let name = verificationMethod.split(separator: "#").first,
            let key = PublicKey(identifier: String(name)),
            key.verificationMethod.utf8.elementsEqual(verificationMethod.utf8)
        else { return nil }
        self = key
    }

    /// Tells whether the key's owner signed some bytes.
    func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes) else {
            return false
        }
        return key.isValidSignature(signature, for: message)
    }
}

/// SHA-256 of bytes.
enum Hash {
    static func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}
