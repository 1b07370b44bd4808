public import Credentials
import Foundation
import MeterFiles
public import Provenance
public import Quantities
public import Reporting

/// Submissions as files (报送文件): signed by the unit, verified and rolled up by its parent.
public enum SubmissionFiles {
    /// The name of the file.
    public static let name = "submission.json"

    /// Signs a report as a submission: canonical JSON (RFC 8785) with a proof of the cryptosuite
    /// `eddsa-jcs-2022`. The same report, key and day give the same bytes.
    ///
    /// - Throws: `RunFailure` when a text of the portfolio is too long to be read again, or the period has not begun on
    ///   that day.
    public static func sign(
        _ report: QuarterlyReport, by key: SigningKey, on day: CivilDate
    ) throws -> [UInt8] {
        if let early = early(report.period, on: day) {
            throw RunFailure(
                "the report cannot be submitted: \(early.english)", zh: "报告无法报送：\(early.chinese)")
        }
        let document = Submission(report).json(issuer: key.publicKey.identifier)
        let signed = DataIntegrityProof.adding(to: document, by: key, created: day, compact: nil)
        let bytes = CanonicalJSON.bytes(of: signed)
        do {
            _ = try Submission.read(document)
        } catch let fault {
            throw RunFailure(
                "the report cannot be submitted: \(fault.path): \(fault.reason.english)",
                zh: "报告无法报送：\(fault.path)：\(fault.reason.chinese)")
        }
        guard bytes.count <= Submission.limit else {
            throw RunFailure("the submission is too large", zh: "报送文件过大")
        }
        return bytes
    }

    /// A folder with a file that cannot be trusted.
    public struct Unverified: Error, Sendable {
        /// Every such file with its reason.
        public let findings: [Finding]
    }

    /// Reads and verifies all `.json` files of a folder, in the order of their names.
    ///
    /// - Throws: `Unverified` when a file is malformed, not canonical, not signed by a trusted key on a
    ///   day on which it may sign, signed before its period began or by another than it names, or of another unit
    ///   than its key may speak for; `RunFailure` when there is none.
    public static func read(folder: String, trusting trust: SubmissionTrust) throws -> [RollUp.Part]
    {
        guard Files.isFolder(folder) else {
            throw RunFailure(
                "there is no folder \(folder) to take submissions from",
                zh: "没有报送文件夹 \(folder)")
        }
        let names = Files.all(below: folder).filter { $0.hasSuffix(".json") }
        guard !names.isEmpty else {
            throw RunFailure(
                "\(folder) holds no submission: put the submission.json of each unit there",
                zh: "\(folder) 中没有报送文件：请放入各单位的 submission.json")
        }
        var parts: [RollUp.Part] = []
        var findings: [Finding] = []
        for name in names {
            let bytes = Files.bytes(at: folder + "/" + name, limit: Submission.limit) ?? []
            do {
                parts.append(try part(name, bytes, trust))
            } catch {
                findings.append(error.finding(in: name))
            }
        }
        guard findings.isEmpty else { throw Unverified(findings: findings) }
        return parts
    }

    /// Verifies one submission by its bytes.
    ///
    /// - Throws: `Unverified` when it cannot be trusted.
    public static func verify(
        _ bytes: [UInt8], named name: String, trusting trust: SubmissionTrust
    ) throws -> RollUp.Part {
        do {
            return try part(name, bytes, trust)
        } catch {
            throw Unverified(findings: [error.finding(in: name)])
        }
    }

    private struct Fault: Error {
        var code = FindingCode.submissionUnverified
        let reason: BilingualText

        func finding(in name: String) -> Finding {
            Finding(code, file: ReportText.plain(name), phrases: ["reason": reason])
        }
    }

    /// Why a day is none on which a report of a period may be signed; nil where it may.
    private static func early(_ period: Period, on day: CivilDate) -> BilingualText? {
        day >= period.start
            ? nil
            : BilingualText(
                "it says that it was signed on \(day), before its period began on \(period.start)",
                zh: "署明的签名日 \(day) 早于统计期起始日 \(period.start)")
    }

    private static func part(
        _ name: String, _ bytes: [UInt8], _ trust: SubmissionTrust
    ) throws(Fault) -> RollUp.Part {
        func fault(_ english: String, zh chinese: String) -> Fault {
            Fault(reason: BilingualText(english, zh: chinese))
        }
        guard !bytes.isEmpty else {
            throw fault("it cannot be read or is too large", zh: "无法读取或过大")
        }
        let signed: JSONValue
        do {
            signed = try StrictJSON.canonicalValue(of: bytes, limit: Submission.limit)
        } catch { throw Fault(reason: error.reason) }
        let proofs = DataIntegrityProof.proofs(of: signed)
        guard proofs.count == 1,
            let signer = DataIntegrityProof.signer(of: proofs[0], on: signed)
        else { throw fault("its signature does not hold", zh: "签名无效") }
        guard let day = proofs[0]["created"]?.string.flatMap({ CivilDate(iso: $0.prefix(10)) }),
            trust.knows(signer, on: day)
        else {
            throw fault(
                "its key \(signer.identifier) is not among the trusted ones, or not on the day of signing",
                zh: "其密钥 \(signer.identifier) 不在受信任密钥之列，或在签名日无效")
        }
        do {
            let (submission, issuer) = try Submission.read(signed.without("proof"))
            guard issuer == signer.identifier else {
                throw fault("another key than it names has signed it", zh: "签名密钥与所署密钥不同")
            }
            // The signer states the day: one that lies before all figures is made up to suit a key.
            if let early = early(submission.period, on: day) { throw Fault(reason: early) }
            if let others = trust.units(of: signer, on: day, besides: submission.organisation) {
                throw Fault(
                    code: .submissionWrongUnit,
                    reason: BilingualText(
                        "it says it is of \(submission.organisation.english), but its key …\(signer.shortName) speaks for \(others.english)",
                        zh:
                            "文件署名 \(submission.organisation.chinese)，而其密钥 …\(signer.shortName) 只代表 \(others.chinese)"
                    ))
            }
            return RollUp.Part(
                file: name, submission: submission, key: signer.identifier,
                isBound: trust.namesUnits, digest: ByteReader.digest(of: bytes))
        } catch let inner as SubmissionFault {
            let place = ReportText.plain(String(inner.path.prefix(120)))
            throw fault(
                "\(place): \(inner.reason.english)", zh: "\(place)：\(inner.reason.chinese)")
        } catch let inner as Fault {
            throw inner
        } catch {
            throw fault("it cannot be read", zh: "无法读取")
        }
    }
}
