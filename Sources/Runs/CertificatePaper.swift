import Credentials
import Documents
import Provenance
import Reporting

/// The page of a credential with the credential inside, sealed (带签章的证书页).
enum CertificatePaper {
    static func pdf(
        of credential: JSONValue, sealedBy key: SigningKey, language: Language
    ) throws -> [UInt8] {
        let compact = DataIntegrityProof.proofs(of: credential).last?["compactProof"]?.string ?? ""
        let digest = CertificateIdentity(computedFrom: credential).digest
        let page = try CertificateSheet.page(
            of: credential, compact: compact, language: language)
        return try SealedPDF.bytes(
            page: page, attaching: CanonicalJSON.bytes(of: credential),
            named: digest.hexadecimal + ".json", key: key.publicKey.identifier,
            sign: key.seal)
    }
}
