public import Provenance
import Quantities
public import Reporting

/// What the QR code holds (二维码内容): the heart of a certificate in a few hundred bytes, signed, so
/// that it can be checked with nothing but the issuer's public key.
///
/// `CG1:` and base45 of: the body, then for each signer 32 bytes of key and 64 of signature over
/// `carbongrade-compact/1` LF body. The body is one byte of count of signers, 32 bytes of the
/// certificate's digest, and UTF-8 fields, each with one byte of length before it.
public struct CompactCertificate: Hashable, Sendable {
    /// The certificate's digest.
    public let certificate: Digest
    /// The fields, in the order of `names`.
    public let fields: [String]
    /// Who signed it, in order.
    public internal(set) var signatures: [Signature] = []

    /// A signature with its key.
    public struct Signature: Hashable, Sendable {
        /// The signer.
        public let key: PublicKey
        let bytes: [UInt8]
    }

    /// The names of the fields.
    public static let names = [
        "site", "period", "scheme", "level", "value", "assurance", "valid_from", "valid_until",
        "verifier",
    ]
    private static let mark = "CG1:"
    /// A field is cut to so many bytes, at a character.
    private static let longestField = 60

    /// The heart of a credential that has its id but no proof yet; nil when it lacks something.
    public init?(of credential: JSONValue) {
        guard let id = CertificateIdentity(of: credential),
            let subject = credential["credentialSubject"],
            let site = subject["site"], let grade = subject["grade"],
            let name = site["name"]?.bilingual?.text(in: .both)
        else { return nil }
        certificate = id.digest
        let texts: [String?] = [
            name, subject["period"]?["label"]?.string, grade["scheme"]?.string,
            grade["level"]?.string,
            grade["value"]?.string ?? grade["points"]?.string ?? "",
            subject["assurance"]?["level"]?.string,
            credential["validFrom"]?.string.map { String($0.prefix(10)) },
            credential["validUntil"]?.string.map { String($0.prefix(10)) },
            credential.verifierID.flatMap(PublicKey.init(identifier:))?.shortName ?? "",
        ]
        fields = texts.map { Self.cut($0 ?? "") }
        guard !texts.contains(nil) else { return nil }
    }

    /// Reads the text of a QR code; nil when it is none. Signatures are not checked here.
    public init?(text: String) {
        guard text.utf8.count <= 1_200, text.hasPrefix(Self.mark),
            let bytes = Base45.bytes(of: String(text.dropFirst(Self.mark.count))), bytes.count > 33,
            (1...2).contains(bytes[0])
        else { return nil }
        certificate = Digest(bytes: bytes[1..<33])
        var offset = 33
        var fields: [String] = []
        for _ in Self.names {
            guard offset < bytes.count else { return nil }
            let end = offset + 1 + Int(bytes[offset])
            guard end <= bytes.count,
                let field = String(validating: bytes[(offset + 1)..<end], as: UTF8.self)
            else { return nil }
            fields.append(field)
            offset = end
        }
        self.fields = fields
        for _ in 0..<bytes[0] {
            guard offset + 96 <= bytes.count else { return nil }
            signatures.append(
                Signature(
                    key: PublicKey(bytes: Array(bytes[offset..<(offset + 32)])),
                    bytes: Array(bytes[(offset + 32)..<(offset + 96)])))
            offset += 96
        }
        guard offset == bytes.count, self.text == text else { return nil }
    }

    /// A field by its name.
    public subscript(_ name: String) -> String {
        Self.names.firstIndex(of: name).map { fields[$0] } ?? ""
    }

    /// The text of the QR code.
    public var text: String {
        let signed = signatures.flatMap { $0.key.bytes + $0.bytes }
        return Self.mark + Base45.text([UInt8(signatures.count)] + body + signed)
    }

    /// The certificate signed by one more key.
    public func signed(by key: SigningKey) -> CompactCertificate {
        var signed = self
        signed.signatures.append(
            Signature(key: key.publicKey, bytes: key.signature(of: message)))
        return signed
    }

    /// The keys whose signatures hold; nil when one does not, or one signed twice.
    public var signers: [PublicKey]? {
        let keys = signatures.map(\.key)
        guard Set(keys).count == keys.count,
            signatures.allSatisfy({ $0.key.accepts($0.bytes, of: message) })
        else { return nil }
        return keys
    }

    private var body: [UInt8] {
        certificate.bytes
            + fields.flatMap { field in [UInt8(field.utf8.count)] + Array(field.utf8) }
    }

    private var message: [UInt8] { Array("carbongrade-compact/1\n".utf8) + body }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > longestField else { return text }
        var cut = ""
        for character in text {
            guard cut.utf8.count + character.utf8.count <= longestField - 3 else { break }
            cut.append(character)
        }
        return cut + "…"
    }
}

/// The name of a certificate (证书编号): the SHA-256 of its canonical credential without id and proof.
public struct CertificateIdentity: Hashable, Sendable {
    /// The digest; its digits name the files.
    public let digest: Digest

    /// The identity that a credential's content gives it.
    public init(computedFrom credential: JSONValue) {
        let bytes = CanonicalJSON.bytes(of: credential.without("id", "proof"))
        digest = Digest(bytes: Hash.sha256(bytes))
    }

    /// The identity that a credential states; nil when it states none.
    public init?(of credential: JSONValue) {
        guard let id = credential["id"]?.string, id.hasPrefix(Self.prefix),
            let digest = Digest(hexadecimal: String(id.dropFirst(Self.prefix.count)))
        else { return nil }
        self.digest = digest
    }

    /// The identity as RFC 6920 writes it: `nih:sha-256;<hex>`.
    public var text: String { Self.prefix + digest.hexadecimal }

    private static let prefix = "nih:sha-256;"
}

extension Digest {
    /// The 32 bytes.
    var bytes: [UInt8] {
        let digits = hexadecimal.compactMap(\.hexDigitValue)
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] << 4 | digits[$0 + 1])
        }
    }
}
