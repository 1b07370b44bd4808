public import Reporting
public import Quantities

/// A proof of W3C Data Integrity (数据完整性证明), cryptosuite `eddsa-jcs-2022`: Ed25519 over
/// SHA-256(canonical proof options) and SHA-256(canonical document).
///
/// Data Integrity EdDSA Cryptosuites v1.0, section 3.3. The proof carries one member of its own,
/// `compactProof`: the text of the QR code, signed beside it and covered by it.
public enum DataIntegrityProof {
    /// The document with one proof more.
    public static func adding(
        to credential: JSONValue, by key: SigningKey, created: CivilDate, compact: String?
    ) -> JSONValue {
        var options: [String: JSONValue] = [
            "@context": credential["@context"] ?? .array([]),
            "type": .string("DataIntegrityProof"), "cryptosuite": .string("eddsa-jcs-2022"),
            "created": .string("\(created)T00:00:00Z"), "proofPurpose": .string("assertionMethod"),
            "verificationMethod": .string(key.publicKey.verificationMethod),
        ]
        if let compact { options["compactProof"] = .string(compact) }
        let message = hashData(credential.without("proof"), .object(options))
        options["proofValue"] = .string(Multibase.base58(key.signature(of: message)))
        let proofs = proofs(of: credential) + [.object(options)]
        return credential.with("proof", proofs.count == 1 ? proofs[0] : .array(proofs))
    }

    /// The proofs of a document, in their order.
    public static func proofs(of credential: JSONValue) -> [JSONValue] {
        guard let proof = credential["proof"] else { return [] }
        if case .array(let proofs) = proof { return proofs }
        return [proof]
    }

    /// The key that made a proof; nil when the proof does not hold.
    public static func signer(of proof: JSONValue, on credential: JSONValue) -> PublicKey? {
        guard let method = proof["verificationMethod"]?.string,
            let key = PublicKey(verificationMethod: method),
            proof["type"]?.string == "DataIntegrityProof",
            proof["cryptosuite"]?.string == "eddsa-jcs-2022",
            proof["proofPurpose"]?.string == "assertionMethod",
            proof["@context"] == credential["@context"],
            let text = proof["proofValue"]?.string,
            let signature = Multibase.bytes(ofBase58: text), Multibase.base58(signature) == text,
            key.accepts(
                signature, of: hashData(credential.without("proof"), proof.without("proofValue")))
        else { return nil }
        return key
    }

    private static func hashData(_ document: JSONValue, _ options: JSONValue) -> [UInt8] {
        Hash.sha256(CanonicalJSON.bytes(of: options))
            + Hash.sha256(CanonicalJSON.bytes(of: document))
    }
}
