public import Credentials
import Documents
import Foundation
public import Provenance
public import Quantities
import Reporting

/// The verifier's part of a certificate with limited or reasonable assurance (核查方副署).
public enum Countersignature {
    /// Adds the verifier's proof and makes the page, sealed by the verifier.
    ///
    /// - Throws: `CertificateRefusal` when the certificate is not the issuer's, or names another
    ///   verifier.
    public static func add(
        to file: [UInt8], by key: SigningKey, on date: CivilDate, language: Language?
    ) throws -> (digest: Digest, json: [UInt8], pdf: [UInt8]) {
        let credential: JSONValue
        do {
            credential = try StrictJSON.canonicalValue(of: file)
            try CertificateForm.credential.check(credential)
        } catch let fault as StrictJSON.Fault {
            throw CertificateRefusal(
                .assuranceIncomplete, fault.reason.english, zh: fault.reason.chinese)
        } catch let fault as JSONForm.Fault {
            throw CertificateRefusal(
                .assuranceIncomplete, "\(fault.path): \(fault.reason.english)",
                zh: "\(fault.path)：\(fault.reason.chinese)")
        }
        let identity = CertificateIdentity(computedFrom: credential)
        let proofs = DataIntegrityProof.proofs(of: credential)
        guard proofs.count == 1, identity == CertificateIdentity(of: credential),
            let issuer = DataIntegrityProof.signer(of: proofs[0], on: credential),
            issuer.identifier == credential["issuer"]?["id"]?.string,
            let compact = proofs[0]["compactProof"]?.string.flatMap(CompactCertificate.init(text:)),
            compact.signers == [issuer]
        else {
            throw CertificateRefusal(
                .assuranceIncomplete,
                "the certificate is not as its issuer signed it, or is countersigned",
                zh: "证书与签发方签名不符，或已副署")
        }
        guard credential.verifierID == key.publicKey.identifier, key.publicKey != issuer else {
            throw CertificateRefusal(
                .assuranceIncomplete, "the certificate names another verifier's key",
                zh: "证书载明的核查方密钥与此不同")
        }
        let signed = DataIntegrityProof.adding(
            to: credential, by: key, created: date, compact: compact.signed(by: key).text)
        let stated = credential["credentialSubject"]?["data"]?["settings"]?["language"]?.string
        let pdf = try CertificatePaper.pdf(
            of: signed, sealedBy: key,
            language: language ?? stated.flatMap(Language.init) ?? .both)
        return (identity.digest, CanonicalJSON.bytes(of: signed), pdf)
    }
}
