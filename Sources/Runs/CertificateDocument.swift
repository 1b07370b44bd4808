public import Credentials
public import Provenance
public import Quantities
public import Reporting

/// What the commands about certificates print as JSON (证书命令的 JSON 输出).
public enum CertificateDocument {
    private static func document(_ schema: String, _ members: [String: JSONValue]) -> JSONValue {
        var all = DocumentHeading(tool: Tool.version, zoneRelease: TimeZones.release).members(
            schema)
        all.merge(members) { $1 }
        return .object(all)
    }

    /// A new pair of keys.
    public static func key(
        _ key: PublicKey, privateFile: String, publicFile: String
    ) -> JSONValue {
        document(
            "carbongrade-keygen/1",
            [
                "key": .string(key.identifier), "private_file": .string(privateFile),
                "public_file": .string(publicFile),
            ])
    }

    /// A certificate that was issued or countersigned.
    public static func issued(
        _ digest: Digest, files: [String], supersedes: String?, awaits: Bool
    ) -> JSONValue {
        document(
            "carbongrade-certify/1",
            [
                "certificate": .string(digest.hexadecimal),
                "files": .array(files.map(JSONValue.string)), "supersedes": .text(supersedes),
                "awaits_countersignature": .bool(awaits),
            ])
    }

    /// What happened to certificates.
    public static func status(
        _ event: String, _ changed: [(certificate: String, reason: String)]
    ) -> JSONValue {
        document(
            "carbongrade-certificate-status/1",
            [
                "event": .string(event),
                "certificates": .array(
                    changed.map {
                        .object([
                            "certificate": .string($0.certificate), "reason": .string($0.reason),
                        ])
                    }),
            ])
    }

    /// How long status lists hold that were signed anew.
    public static func renewed(from: CivilDate, until: CivilDate) -> JSONValue {
        document(
            "carbongrade-renew/1",
            ["valid_from": .string("\(from)"), "valid_until": .string("\(until)")])
    }

    /// Why a certificate is refused.
    public static func refusal(_ refusal: CertificateRefusal, _ language: Language) -> JSONValue {
        document(
            "carbongrade-certify/1",
            [
                "certificate": .null,
                "refused": .array(
                    refusal.reasons.map {
                        .object([
                            "code": .string($0.code.rawValue),
                            "reason": .string($0.text.text(in: language)),
                        ])
                    }),
            ])
    }

    /// The steps of a verification.
    public static func verification(
        _ verification: Verification, _ language: Language
    ) -> JSONValue {
        document(
            "carbongrade-verify/1",
            [
                "result": .string(verification.failure == nil ? "valid" : "failed"),
                "certificate": .text(verification.certificate?.hexadecimal),
                "failed_step": .text(verification.failure?.step.rawValue),
                "reason": .text(verification.failure?.reason.text(in: language)),
                "steps": .array(
                    verification.steps.map { step, result in
                        let (word, reason) = result.words
                        return .object([
                            "step": .string(step.rawValue), "result": .string(word),
                            "reason": .string(reason.text(in: language)),
                        ])
                    }),
            ])
    }
}

extension Verification.Result {
    /// The word for programs, and what is said of it.
    public var words: (word: String, reason: BilingualText) {
        switch self {
        case .passed(let reason): ("passed", reason)
        case .notChecked(let reason): ("not_checked", reason)
        case .failed(let reason): ("failed", reason)
        }
    }
}

extension Verification.Step {
    /// The words for people.
    public var words: BilingualText {
        switch self {
        case .seal: BilingualText("seal of the PDF", zh: "PDF 签章")
        case .form: BilingualText("form", zh: "格式")
        case .schema: BilingualText("schema", zh: "结构")
        case .identity: BilingualText("digest", zh: "摘要")
        case .signature: BilingualText("signature", zh: "签名")
        case .issuer: BilingualText("keys", zh: "密钥")
        case .assurance: BilingualText("assurance", zh: "保证程度")
        case .compact: BilingualText("QR code", zh: "二维码")
        case .validity: BilingualText("validity", zh: "有效期")
        case .status: BilingualText("status", zh: "状态")
        case .log: BilingualText("log", zh: "日志")
        case .replay: BilingualText("replay", zh: "重算")
        }
    }
}
