import Credentials
import Provenance
import Quantities
import Reporting

/// Who signed, whether they are known, and whether the QR code says the same (签名).
extension Verification {
    mutating func checkSigners(_ means: Means) throws {
        guard let credential else { return }
        let proofs = DataIntegrityProof.proofs(of: credential)
        for (number, proof) in proofs.enumerated() {
            guard let signer = DataIntegrityProof.signer(of: proof, on: credential),
                !signers.contains(signer)
            else {
                throw stop(
                    .signature, "proof \(number + 1) does not hold", zh: "第 \(number + 1) 个签名无效")
            }
            signers.append(signer)
        }
        guard signers.first?.identifier == credential["issuer"]?["id"]?.string else {
            throw stop(
                .signature, "the first proof is not the issuer's", zh: "第一个签名不是签发方的签名")
        }
        if let sealKey, !signers.contains(sealKey) {
            throw stop(
                .signature, "the PDF was sealed by a key that did not sign", zh: "PDF 签章密钥并非签名密钥")
        }
        pass(
            .signature, "\(signers.count) of eddsa-jcs-2022",
            zh: "\(signers.count) 个 eddsa-jcs-2022 签名")
        for (number, signer) in signers.enumerated() {
            let who =
                number == 0
                ? BilingualText("the issuer", zh: "签发方") : BilingualText("the verifier", zh: "核查方")
            try checkTrust(signer, who, proofs[number], means)
        }
        let names = signers.map(\.shortName).joined(separator: ", ")
        pass(.issuer, "known keys …\(names)", zh: "密钥可信 …\(names)")
        try checkAssurance(credential)
    }

    private mutating func checkTrust(
        _ signer: PublicKey, _ who: BilingualText, _ proof: JSONValue, _ means: Means
    ) throws {
        guard let keys = means.keys else {
            throw stop(
                .issuer, "no key file is given (--keys) that knows \(who.english)",
                zh: "未提供（--keys）可识别\(who.chinese)的密钥文件")
        }
        guard let entry = keys.entry(of: signer) else {
            throw stop(
                .issuer, "the key file does not know \(who.english), \(signer.identifier)",
                zh: "密钥文件不识别\(who.chinese) \(signer.identifier)")
        }
        guard let created = proof["created"]?.string.flatMap({ CivilDate(iso: $0.prefix(10)) }),
            entry.holds(on: created)
        else {
            throw stop(
                .issuer, "the key of \(who.english) was not valid on the day of signing",
                zh: "\(who.chinese)密钥在签名日无效")
        }
    }

    private mutating func checkAssurance(_ credential: JSONValue) throws {
        let assurance = credential["credentialSubject"]?["assurance"]
        let level = assurance?["level"]?.string.flatMap(CertificateForm.Assurance.init)
        switch (level, credential.verifierID, signers.count) {
        case (.selfDeclared?, nil, 1):
            pass(.assurance, "self-declared", zh: "自我声明")
        case (.limited?, let id?, 2), (.reasonable?, let id?, 2):
            guard signers[1].identifier == id else {
                throw stop(
                    .assurance, "the second proof is not the verifier's", zh: "第二个签名不是核查方的签名")
            }
            pass(
                .assurance, "\(level?.rawValue ?? ""), countersigned",
                zh: "\(level?.label.chinese ?? "")，核查方已副署")
        case (.limited?, _, 1), (.reasonable?, _, 1):
            throw stop(
                .assurance, "the verifier's countersignature is missing", zh: "缺少核查方的副署")
        default:
            throw stop(
                .assurance, "the proofs do not fit the level of assurance", zh: "签名与保证程度不符")
        }
    }

    /// Every proof's QR text must say what the credential says and be signed by those who signed.
    mutating func checkCompact() throws {
        guard let credential, let expected = CompactCertificate(of: credential) else { return }
        for (number, proof) in DataIntegrityProof.proofs(of: credential).enumerated() {
            guard let text = proof["compactProof"]?.string,
                let compact = CompactCertificate(text: text),
                compact.certificate == expected.certificate, compact.fields == expected.fields,
                compact.signers == Array(signers.prefix(number + 1))
            else {
                throw stop(
                    .compact, "the QR code does not say what the certificate says",
                    zh: "二维码内容与证书不符")
            }
        }
        pass(.compact, "the QR code says the same", zh: "二维码内容一致")
    }

    mutating func checkCompact(alone text: [UInt8], _ means: Means) throws {
        let trimmed = text.last == 0x0A ? Array(text.dropLast()) : text
        guard let string = String(validating: trimmed, as: UTF8.self),
            let compact = CompactCertificate(text: string)
        else { throw stop(.form, "no text of a certificate's QR code", zh: "不是证书二维码文本") }
        pass(.form, "CG1", zh: "CG1")
        certificate = compact.certificate
        guard let signers = compact.signers else {
            throw stop(.signature, "its signature does not hold", zh: "签名无效")
        }
        self.signers = signers
        pass(.signature, "\(signers.count) of Ed25519", zh: "\(signers.count) 个 Ed25519 签名")
        let from = CivilDate(iso: compact["valid_from"])
        let until = CivilDate(iso: compact["valid_until"])
        for (number, signer) in signers.enumerated() {
            guard let entry = means.keys?.entry(of: signer) else {
                throw stop(
                    .issuer,
                    "no key file (--keys) knows signer \(number + 1), \(signer.identifier)",
                    zh: "密钥文件（--keys）不识别第 \(number + 1) 个签名者 \(signer.identifier)")
            }
            // The issuer signs on the first day; the verifier on a later one that the text does not tell.
            guard let from, let until,
                number == 0
                    ? entry.holds(on: from)
                    : entry.until.map({ from < $0 }) ?? true
                        && entry.from.map({ $0 < until }) ?? true
            else {
                throw stop(
                    .issuer, "the key …\(signer.shortName) was not valid on the day of signing",
                    zh: "密钥 …\(signer.shortName) 在签名日无效")
            }
        }
        pass(.issuer, "known keys", zh: "密钥可信")
        let isSelfDeclared = compact["assurance"] == "self_declared"
        guard signers.count == (isSelfDeclared ? 1 : 2),
            isSelfDeclared || compact["verifier"] == signers[1].shortName
        else {
            throw stop(.assurance, "the signatures do not fit the assurance", zh: "签名与保证程度不符")
        }
        pass(.assurance, compact["assurance"], zh: compact["assurance"])
        let words = CompactCertificate.names.map { "\($0) \(compact[$0])" }
            .joined(separator: ", ")
        pass(.compact, words, zh: words)
        guard let from, let until, from <= means.day, means.day < until
        else { throw stop(.validity, "not valid on \(means.day)", zh: "在 \(means.day) 无效") }
        pass(.validity, "from \(from) up to \(until)", zh: "\(from) 起至 \(until)")
    }
}
