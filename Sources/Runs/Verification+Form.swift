import Credentials
import Documents
import Provenance
import Reporting

/// The file: its seal, its form, its schema, its number (文件形式).
extension Verification {
    mutating func checkForm(_ file: [UInt8]) throws {
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
}
