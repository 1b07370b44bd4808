import Credentials
public import Provenance
public import Quantities
import Reporting

extension Countersignature {
    /// Takes a countersigned credential into the registry of the portfolio that issued it: the verifier's key stays
    /// with the verifier, only its signature comes back. The same once more changes nothing.
    ///
    /// - Parameters:
    ///   - name: The number of the certificate that it is to be.
    ///   - day: Today.
    /// - Throws: `CertificateRefusal` when it is not the very credential that was issued, with the proof of the
    ///   verifier whom it names and nothing else.
    public static func accept(
        _ file: [UInt8], as name: String, in portfolio: Portfolio, on day: CivilDate
    ) throws -> Digest {
        // One writer at a time, as for the ledger.
        let workspace = try Workspace(of: portfolio.folder, writing: true)
        defer { withExtendedLifetime(workspace) {} }
        var registry = try CertificateRegistry(of: portfolio.folder)
        guard let (digest, issued) = registry.certificate(name) else {
            throw refusal("it was not issued here", zh: "并非由此处签发")
        }
        switch registry.log.state(of: digest) {
        case .revoked?:
            throw CertificateRefusal(
                .wrongState, "the certificate \(digest) was revoked", zh: "证书 \(digest) 已被吊销")
        case .suspended?:
            throw CertificateRefusal(
                .wrongState, "the certificate \(digest) is suspended", zh: "证书 \(digest) 已暂停")
        case .issued?, .reinstated?, nil: break
        }
        let given: JSONValue
        do {
            given = try StrictJSON.canonicalValue(of: file)
        } catch let fault {
            throw CertificateRefusal(
                .assuranceIncomplete, fault.reason.english, zh: fault.reason.chinese)
        }
        if given == issued, DataIntegrityProof.proofs(of: issued).count == 2 { return digest }
        guard given.without("proof") == issued.without("proof"),
            DataIntegrityProof.proofs(of: given).first
                == DataIntegrityProof.proofs(of: issued).first
        else {
            throw refusal("it is not the credential that was issued", zh: "与所签发的凭证不同")
        }
        guard let verifier = issued.verifierID, let issuer = issued["issuer"]?["id"]?.string,
            let ring = try? KeyRing(text: issuer + "\n" + verifier)
        else {
            throw refusal("it names no verifier: nobody countersigns it", zh: "未载明核查方，无需副署")
        }
        // Its state was asked above; the lists and the log may be signed by a key that took the issuer's place.
        let verification = Verification(of: file, Verification.Means(keys: ring, day: day))
        if let failure = verification.failure {
            throw CertificateRefusal(
                .assuranceIncomplete, failure.reason.english, zh: failure.reason.chinese)
        }
        try registry.countersign(digest, given)
        return digest
    }

    private static func refusal(_ english: String, zh chinese: String) -> CertificateRefusal {
        CertificateRefusal(.assuranceIncomplete, english, zh: chinese)
    }
}

extension IssuedCertificates.Entry {
    /// Whether the verifier whom it names has not countersigned it yet.
    public var awaitsCountersignature: Bool {
        credential.verifierID != nil && DataIntegrityProof.proofs(of: credential).count < 2
    }

    /// The key of the verifier who countersigned it, as a line of a file of keys; nil without one.
    public var verifierKeyLine: String? {
        awaitsCountersignature ? nil : credential.verifierID
    }
}
