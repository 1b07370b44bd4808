import Crypto
public import Quantities

/// The private half of an Ed25519 key (私钥); signing the same bytes twice gives the same signature.
public struct SigningKey: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    /// The lines of the `.pub` beside it, which tell whose place it took; nil where there is none.
    public var lines: KeyRing?

    /// Multicodec ed25519-priv.
    private static let prefix: [UInt8] = [0x80, 0x26]

    /// A new key from the system's random source.
    public static func random() -> SigningKey { SigningKey(key: Curve25519.Signing.PrivateKey()) }

    private init(key: Curve25519.Signing.PrivateKey) { self.key = key }

    /// Reads the text of a private key file; nil when it is none, or its two halves differ.
    public init?(text: String) {
        var (identifier, secret): (String?, String?)
        for line in text.split(whereSeparator: \.isNewline) where !line.hasPrefix("#") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 2 else { return nil }
            switch words[0] {
            case "public": identifier = words[1]
            case "secret": secret = words[1]
            default: return nil
            }
        }
        guard let bytes = secret.flatMap(Multibase.bytes(ofBase58:)), bytes.count == 34,
            bytes.starts(with: Self.prefix),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes.dropFirst(2))
        else { return nil }
        self.key = key
        guard publicKey.identifier == identifier else { return nil }
    }

    /// The text of a private key file.
    public var text: String {
        """
        # Private signing key of carbongrade. Whoever has it can sign in your name.
        public \(publicKey.identifier)
        secret \(Multibase.base58(Self.prefix + Array(key.rawRepresentation)))

        """
    }

    /// The public half.
    public var publicKey: PublicKey { PublicKey(bytes: Array(key.publicKey.rawRepresentation)) }

    /// Whether verifiers accept what it says on a day of the certificates of an issuer: it is that issuer's key, or took
    /// its place, and its line lets it sign on that day.
    public func speaks(for issuer: PublicKey, on day: CivilDate) -> Bool {
        (publicKey == issuer || lines?.isHeir(publicKey, of: issuer) ?? false)
            && lines?.entry(of: publicKey)?.holds(on: day) ?? true
    }

    /// Signs bytes; empty only if the library fails, and then no check accepts it.
    func signature(of message: [UInt8]) -> [UInt8] {
        (try? key.signature(for: message)).map(Array.init) ?? []
    }
}

extension SigningKey {
    /// Seals a message whose first line says what it is.
    public func seal(_ message: [UInt8]) -> [UInt8] { signature(of: message) }
}

extension PublicKey {
    /// Tells whether the key's owner sealed a message.
    public func sealed(_ message: [UInt8], with seal: [UInt8]) -> Bool {
        accepts(seal, of: message)
    }
}
