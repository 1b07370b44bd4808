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
        try sign(
            Submission(report).json(issuer: key.publicKey.identifier), over: report.period,
            by: key, on: day)
    }

    /// The name of a submission that is not signed yet.
    public static let unsignedName = "unsigned.json"

    /// What a submission says before it is signed, for one whose key lies elsewhere.
    ///
    /// - Parameter key: The public key of whoever will sign it.
    /// - Throws: `RunFailure` when a text of the portfolio is too long to be read again.
    public static func unsigned(_ report: QuarterlyReport, naming key: String) throws -> [UInt8] {
        let document = Submission(report).json(issuer: key)
        try check(document, over: report.period, naming: key)
        return CanonicalJSON.bytes(of: document)
    }

    /// Signs what came from elsewhere as a submission, when it is one, of the period and the key that were asked for.
    ///
    /// - Throws: `RunFailure` when it is not.
    public static func sign(
        unsigned bytes: [UInt8], over period: Period, by key: SigningKey, on day: CivilDate
    ) throws -> [UInt8] {
        let document: JSONValue
        do {
            document = try StrictJSON.canonicalValue(of: bytes, limit: Submission.limit)
        } catch let fault { throw unfit("JSON", fault.reason) }
        return try sign(document, over: period, by: key, on: day)
    }

    private static func sign(
        _ document: JSONValue, over period: Period, by key: SigningKey, on day: CivilDate
    ) throws -> [UInt8] {
        try check(document, over: period, naming: key.publicKey.identifier)
        if let early = early(period, on: day) {
            throw RunFailure(
                "the report cannot be submitted: \(early.english)", zh: "报告无法报送：\(early.chinese)")
        }
        let signed = DataIntegrityProof.adding(to: document, by: key, created: day, compact: nil)
        let bytes = CanonicalJSON.bytes(of: signed)
        guard bytes.count <= Submission.limit else {
            throw RunFailure("the submission is too large", zh: "报送文件过大")
        }
        return bytes
    }

    private static func check(
        _ document: JSONValue, over period: Period, naming key: String
    ) throws {
        let read: (submission: Submission, issuer: String)
        do { read = try Submission.read(document) } catch let fault {
            throw unfit(fault.path, fault.reason)
        }
        guard read.issuer == key, read.submission.period == period else {
            throw unfit(
                "period",
                BilingualText("another period or key than was asked for", zh: "与所请求的统计期或密钥不同"))
        }
    }

    private static func unfit(_ path: String, _ reason: BilingualText) -> RunFailure {
        RunFailure(
            "the report cannot be submitted: \(path): \(reason.english)",
            zh: "报告无法报送：\(path)：\(reason.chinese)")
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
        try read(folder: folder) { _ in trust }.map(\.part)
    }

    /// Reads all `.json` files of a folder for somebody else who knows whom to trust: each is a submission that the
    /// key which it names has signed.
    ///
    /// - Throws: As `read(folder:trusting:)`.
    public static func readForHandingIn(
        folder: String
    ) throws -> [(name: String, bytes: [UInt8], part: RollUp.Part)] {
        try read(folder: folder) { bytes in
            let document = try? StrictJSON.canonicalValue(of: bytes, limit: Submission.limit)
            let ring = try? KeyRing(text: document?["issuer"]?.string ?? "")
            return ring.map(SubmissionTrust.keys) ?? .units([])
        }
    }

    private static func read(
        folder: String, _ trust: ([UInt8]) -> SubmissionTrust
    ) throws -> [(name: String, bytes: [UInt8], part: RollUp.Part)] {
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
        var parts: [(name: String, bytes: [UInt8], part: RollUp.Part)] = []
        var findings: [Finding] = []
        for name in names {
            let bytes = Files.bytes(at: folder + "/" + name, limit: Submission.limit) ?? []
            do {
                parts.append((name, bytes, try part(name, bytes, trust(bytes))))
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
