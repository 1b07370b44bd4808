public import Credentials
import Documents
import Foundation
public import Provenance
public import Quantities
public import Reporting

/// The check of a certificate (证书验证), step by step, offline; it stops at the first step that fails.
public struct Verification: Sendable {
    /// What is checked, in this order.
    public enum Step: String, Hashable, Sendable, CaseIterable {
        case seal, form, schema, identity, signature, issuer, assurance, compact, validity, status
        case log, replay
    }

    /// How a step ended.
    public enum Result: Hashable, Sendable {
        case passed(BilingualText)
        case notChecked(BilingualText)
        case failed(BilingualText)
    }

    /// What a verification is given beside the file.
    public struct Means: Sendable {
        /// The keys that are trusted; nil for none.
        public var keys: KeyRing?
        /// A status list or a folder of them.
        public var status: String?
        /// The transparency log.
        public var log: String?
        /// An older state of the log.
        public var olderLog: String?
        /// The day on which the certificate must be valid.
        public var day: CivilDate

        /// Makes means.
        public init(
            keys: KeyRing?, status: String? = nil, log: String? = nil, olderLog: String? = nil,
            day: CivilDate
        ) {
            self.keys = keys
            self.status = status
            self.log = log
            self.olderLog = olderLog
            self.day = day
        }
    }

    /// The steps that were taken, in their order.
    public private(set) var steps: [(step: Step, result: Result)] = []
    /// The certificate's number; nil before it is known.
    public private(set) var certificate: Digest?
    /// The credential; nil before its form is known.
    public private(set) var credential: JSONValue?

    /// The reason that failed first; nil when nothing failed.
    public var failure: (step: Step, reason: BilingualText)? {
        guard let last = steps.last, case .failed(let reason) = last.result else { return nil }
        return (last.step, reason)
    }

    private struct Stop: Error {}

    /// Checks a certificate: a PDF or its JSON.
    public init(of file: [UInt8], _ means: Means) {
        do {
            try checkForm(file)
            try checkSigners(means)
            try checkCompact()
            try checkValidity(means.day)
            try checkStatus(means)
            if let log = means.log { try checkLog(log, means) }
        } catch {}
    }

    /// Checks the text of a QR code: it is signed by itself, but holds only the heart.
    public init(ofCompact text: [UInt8], _ means: Means) {
        do { try checkCompact(alone: text, means) } catch {}
    }

    /// Checks a log alone.
    public init(ofLog log: String, _ means: Means) {
        do { try checkLog(log, means) } catch {}
    }

    private mutating func pass(_ step: Step, _ english: String, zh chinese: String) {
        steps.append((step, .passed(BilingualText(english, zh: chinese))))
    }

    mutating func fail(_ step: Step, _ reason: BilingualText) {
        steps.append((step, .failed(reason)))
    }

    mutating func pass(_ step: Step, _ words: BilingualText) {
        steps.append((step, .passed(words)))
    }

    private mutating func stop(_ step: Step, _ english: String, zh chinese: String) -> Stop {
        fail(step, BilingualText(english, zh: chinese))
        return Stop()
    }

    // MARK: - The file

    private var sealKey: PublicKey?

    private mutating func checkForm(_ file: [UInt8]) throws {
        var document = file
        if file.starts(with: "%PDF".utf8) {
            do {
                let sealed = try SealedPDF(file)
                guard let key = PublicKey(identifier: sealed.key),
                    key.sealed(sealed.message, with: sealed.seal)
                else {
                    throw stop(
                        .seal, "the PDF is not as it was sealed: bytes were changed",
                        zh: "PDF 与签章时不一致：内容被改动")
                }
                sealKey = key
                document = sealed.attachment
                pass(.seal, "every byte of the PDF is as sealed", zh: "PDF 每个字节与签章时一致")
            } catch let fault as SealedPDF.Fault {
                throw stop(.seal, fault.reason.english, zh: fault.reason.chinese)
            }
        }
        let credential: JSONValue
        do {
            credential = try StrictJSON.canonicalValue(of: document)
        } catch {
            throw stop(
                .form, "\(error.reason.english), at byte \(error.offset)",
                zh: "\(error.reason.chinese)，位于第 \(error.offset) 字节")
        }
        pass(.form, "canonical JSON, RFC 8785", zh: "规范 JSON（RFC 8785）")
        do {
            try CertificateForm.credential.check(credential)
        } catch {
            throw stop(
                .schema, "\(error.path): \(error.reason.english)",
                zh: "\(error.path)：\(error.reason.chinese)")
        }
        pass(.schema, CertificateForm.schema, zh: CertificateForm.schema)
        let computed = CertificateIdentity(computedFrom: credential)
        guard CertificateIdentity(of: credential) == computed else {
            throw stop(
                .identity, "the content does not have the digest that its id states",
                zh: "内容摘要与编号不符")
        }
        self.credential = credential
        certificate = computed.digest
        pass(.identity, computed.digest.hexadecimal, zh: computed.digest.hexadecimal)
    }

    // MARK: - Who signed

    private var signers: [PublicKey] = []

    private mutating func checkSigners(_ means: Means) throws {
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
        let verifier = assurance?["verifier"]?["id"]?.string
        switch (level, verifier, signers.count) {
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
    private mutating func checkCompact() throws {
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

    private mutating func checkCompact(alone text: [UInt8], _ means: Means) throws {
        let trimmed = text.last == 0x0A ? Array(text.dropLast()) : text
        guard let string = String(validating: trimmed, as: UTF8.self),
            let compact = CompactCertificate(text: string)
        else { throw stop(.form, "no text of a certificate's QR code", zh: "不是证书二维码文本") }
        pass(.form, "CG1", zh: "CG1")
        certificate = compact.certificate
        guard let signers = compact.signers else {
            throw stop(.signature, "its signature does not hold", zh: "签名无效")
        }
        pass(.signature, "\(signers.count) of Ed25519", zh: "\(signers.count) 个 Ed25519 签名")
        for (number, signer) in signers.enumerated() {
            guard let keys = means.keys, keys.entry(of: signer) != nil else {
                throw stop(
                    .issuer,
                    "no key file (--keys) knows signer \(number + 1), \(signer.identifier)",
                    zh: "密钥文件（--keys）不识别第 \(number + 1) 个签名者 \(signer.identifier)")
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
        guard let from = CivilDate(iso: compact["valid_from"]),
            let until = CivilDate(iso: compact["valid_until"]), from <= means.day, means.day < until
        else { throw stop(.validity, "not valid on \(means.day)", zh: "在 \(means.day) 无效") }
        pass(.validity, "from \(from) up to \(until)", zh: "\(from) 起至 \(until)")
    }

    // MARK: - When, and whether it still stands

    private mutating func checkValidity(_ day: CivilDate) throws {
        func date(_ name: String) -> CivilDate? {
            credential?[name]?.string.flatMap { CivilDate(iso: $0.prefix(10)) }
        }
        guard let from = date("validFrom"), let until = date("validUntil"), from <= day else {
            throw stop(.validity, "not valid yet on \(day)", zh: "在 \(day) 尚未生效")
        }
        guard day < until else {
            throw stop(.validity, "expired on \(until)", zh: "已于 \(until) 到期")
        }
        pass(.validity, "from \(from) up to \(until)", zh: "\(from) 起至 \(until)")
    }

    private mutating func checkStatus(_ means: Means) throws {
        guard let path = means.status else {
            steps.append(
                (
                    .status,
                    .notChecked(
                        BilingualText(
                            "no status list at hand (--status)", zh: "没有状态列表（--status）"))
                ))
            return
        }
        let lists = StatusLists(at: path)
        var oldest: CivilDate?
        for entry in credential?["credentialStatus"]?.elements ?? [] {
            let name = entry["statusListCredential"]?.string ?? ""
            let purpose = entry["statusPurpose"]?.string ?? ""
            guard let index = entry["statusListIndex"]?.string.flatMap({ Int($0) }),
                index < StatusList.capacity
            else { throw stop(.status, "no such place in a status list", zh: "状态列表无此位置") }
            guard let (list, signer, date) = lists.list(named: name, purpose: purpose) else {
                steps.append(
                    (
                        .status,
                        .notChecked(
                            BilingualText(
                                "no \(purpose) list of this issuer at hand",
                                zh: "没有该签发方的 \(purpose) 列表"))
                    ))
                return
            }
            oldest = min(oldest ?? date, date)
            guard means.keys?.entry(of: signer) != nil else {
                throw stop(
                    .status, "the \(purpose) list is signed by an unknown key",
                    zh: "\(purpose) 列表由未知密钥签名")
            }
            if list[index] {
                throw list.purpose == .revocation
                    ? stop(.status, "revoked", zh: "已吊销") : stop(.status, "suspended", zh: "已暂停")
            }
        }
        let asOf = oldest.map { "\($0)" } ?? ""
        pass(
            .status, "neither revoked nor suspended, as of \(asOf)", zh: "截至 \(asOf) 未吊销、未暂停")
    }

    private mutating func checkLog(_ path: String, _ means: Means) throws {
        func read(_ path: String) throws -> TransparencyLog {
            guard let bytes = Files.bytes(at: path, limit: 64 << 20) else {
                throw stop(.log, "\(path.lastPart) cannot be read", zh: "无法读取 \(path.lastPart)")
            }
            do {
                return try TransparencyLog(bytes: bytes)
            } catch {
                throw stop(
                    .log, "\(path.lastPart):\(error.line): \(error.reason.english)",
                    zh: "\(path.lastPart):\(error.line)：\(error.reason.chinese)")
            }
        }
        let log = try read(path)
        let unknown = log.entries.first { means.keys?.entry(of: $0.key) == nil }
        if let unknown {
            throw stop(
                .log, "the key file does not know \(unknown.key.identifier)",
                zh: "密钥文件不识别 \(unknown.key.identifier)")
        }
        if let older = means.olderLog, !log.continues(try read(older)) {
            throw stop(
                .log, "the older state is not a beginning of this log: history was rewritten",
                zh: "旧状态不是本日志的前段：历史被改写")
        }
        if let certificate {
            switch log.state(of: certificate) {
            case .issued?, .reinstated?: break
            case .revoked?: throw stop(.log, "revoked", zh: "已吊销")
            case .suspended?: throw stop(.log, "suspended", zh: "已暂停")
            case nil:
                throw stop(.log, "the log does not know the certificate", zh: "日志中没有该证书")
            }
        }
        pass(
            .log, "\(log.entries.count) lines, head \(log.head)",
            zh: "\(log.entries.count) 行，末行摘要 \(log.head)")
    }
}

/// The signed status lists of a file or of a folder.
private struct StatusLists {
    private let lists: [(list: StatusList, signer: PublicKey, date: CivilDate)]

    init(at path: String) {
        let files =
            Files.isFolder(path)
            ? Files.all(below: path).filter { $0.hasSuffix(".json") && $0.contains("status") }
                .map { path + "/" + $0 } : [path]
        lists = files.prefix(100).compactMap { file in
            Files.bytes(at: file, limit: 1 << 20)
                .flatMap { try? StrictJSON.canonicalValue(of: $0) }.flatMap(StatusList.read)
        }
    }

    func list(named name: String, purpose: String) -> (StatusList, PublicKey, CivilDate)? {
        lists.first { $0.list.name == name && $0.list.purpose.rawValue == purpose }
    }
}
