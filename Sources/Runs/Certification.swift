public import Credentials
import Documents
import EnergyLedger
import Foundation
import Grading
import Metering
public import Provenance
public import Quantities
public import Reporting
import Store

/// A certificate in the making (出证): a run of one site over one year becomes a signed credential
/// and a page, or is refused with every reason.
public struct Certification: Sendable {
    /// What is asked for.
    public struct Request: Sendable {
        /// The site.
        public var site: String
        /// The period; a full year.
        public var period: Period
        /// The rulebook whose level is certified.
        public var scheme: String
        /// The day of issue.
        public var issuedOn: CivilDate
        /// The verifier who will countersign; nil for a self-declared certificate.
        public var verifier: Verifier?

        /// Makes a request.
        public init(
            site: String, period: Period, scheme: String, issuedOn: CivilDate,
            verifier: Verifier? = nil
        ) {
            self.site = site
            self.period = period
            self.scheme = scheme
            self.issuedOn = issuedOn
            self.verifier = verifier
        }
    }

    /// Who verifies, to which standard, and with which opinion.
    public struct Verifier: Sendable {
        /// Limited or reasonable.
        public let level: CertificateForm.Assurance
        /// The verifier's key.
        public let key: PublicKey
        /// Its name.
        public let name: String
        /// Its accreditation.
        public let accreditation: String?
        /// The standard of the verification.
        public let standard: String
        /// What it concludes.
        public let opinion: CertificateForm.Opinion

        /// Makes a verifier.
        public init(
            level: CertificateForm.Assurance, key: PublicKey, name: String,
            accreditation: String?, standard: String, opinion: CertificateForm.Opinion
        ) {
            self.level = level
            self.key = key
            self.name = name
            self.accreditation = accreditation
            self.standard = standard
            self.opinion = opinion
        }
    }

    /// What was issued.
    public struct Outcome: Sendable {
        /// The certificate's number.
        public let digest: Digest
        /// The credential's bytes.
        public let json: [UInt8]
        /// The page; nil while a countersignature is awaited.
        public let pdf: [UInt8]?
        /// The certificate whose place it takes.
        public let supersedes: String?
        /// False when the very same certificate had been issued before.
        public let isNew: Bool
    }

    /// For how many months a certificate is valid.
    private static let validMonths = 12

    private let run: Run
    private let result: Run.SiteResult
    private let content: CertificateContent
    private let request: Request

    /// Works out what the certificate will say.
    ///
    /// - Throws: `CertificateRefusal` with every reason that stands against it.
    public init(_ request: Request, _ portfolio: Portfolio, _ data: PublishedData) throws {
        self.request = request
        run = try Run(
            portfolio, data, over: request.period, site: request.site, verifyingOriginals: true)
        guard let result = run.sites.first else {
            throw CertificateRefusal(
                .noLevel, "there is no site \(request.site)", zh: "没有站点 \(request.site)")
        }
        self.result = result
        let workspace = try Workspace(of: portfolio.folder, writing: false)
        let meterIDs = Set(result.meters.map(\.id))
        // Lots are drawn over all sites of an organisation: then every site's readings count.
        let drawsLots = !run.matching.allocations.isEmpty
        let files = try workspace.store.liveFiles().filter {
            drawsLots || !meterIDs.isDisjoint(with: $0.meterIDs)
        }
        let findings = Self.findings(run.findings, of: request.site, meterIDs, files)
        let grade = result.grades.first { $0.scheme == request.scheme }
        let reasons = CertificateRefusal.reasons(
            against: grade, scheme: request.scheme, result.indicators, findings: findings,
            issuedOn: request.issuedOn)
        guard reasons.isEmpty, let grade else { throw CertificateRefusal(reasons) }
        let batches = Set(files.map(\.batch)).sorted()
        content = CertificateContent(
            year: result.parts, months: try Self.months(of: result, run, workspace.store),
            grade: grade, others: result.grades.filter { $0.scheme != request.scheme },
            rulebooks: data.rulebooks.map(\.rulebook),
            allocations: run.matching.allocations.sorted { $0.key < $1.key }.map(\.value),
            heading: portfolio.heading(period: request.period, data: data, findings: findings),
            tables: portfolio.digests,
            readings: files.map { file in
                (
                    file.name, file.digest, (batches.firstIndex(of: file.batch) ?? 0) + 1,
                    file.layoutName
                )
            })
    }

    /// What was found about the site, its meters and its files; what other sites' files hold is not
    /// the certificate's business.
    private static func findings(
        _ findings: [Finding], of site: String, _ meterIDs: Set<String>, _ files: [StoredFile]
    ) -> [Finding] {
        let names = Set(files.map(\.name))
        return findings.filter { finding in
            if let owner = finding.siteID { return owner == site }
            if let meter = finding.meterID { return meterIDs.contains(meter) }
            if let file = finding.file, file.contains("/") { return names.contains(file) }
            return true
        }
    }

    /// The street once more for each month.
    private static func months(
        of result: Run.SiteResult, _ run: Run, _ store: LedgerStore
    ) throws -> [CertificateContent.Results] {
        try run.period.months.map { month in
            try Run.result(
                result.site, run.portfolio, run.data, month, Graders([], schemes: []), run.matching,
                store
            ).parts
        }
    }

    // MARK: - The credential

    /// The credential without id and proof.
    ///
    /// - Parameter status: The entries of the status lists.
    func credential(issuer: String, status: JSONValue, supersedes: String?) -> JSONValue {
        let until = Self.date(request.issuedOn, addingMonths: Self.validMonths)
        let terms = CertificateContent.Terms(
            issuedOn: request.issuedOn, supersedes: supersedes, assurance: assurance)
        let organisation = run.portfolio.organisation
        return .object([
            "@context": .array(CertificateForm.contexts.map(JSONValue.string)),
            "type": .array(CertificateForm.types.map(JSONValue.string)),
            "issuer": .object([
                "id": .string(issuer), "name": .string(organisation.text(in: .both)),
            ]),
            "validFrom": .string("\(request.issuedOn)T00:00:00Z"),
            "validUntil": .string("\(until)T00:00:00Z"), "credentialStatus": status,
            "credentialSubject": content.subject(terms),
        ])
    }

    private var assurance: JSONValue {
        let level = request.verifier?.level ?? .selfDeclared
        return .object([
            "level": .string(level.rawValue), "label": .words(level.label),
            "verifier": request.verifier.map { verifier in
                .object([
                    "id": .string(verifier.key.identifier), "name": .string(verifier.name),
                    "accreditation": .text(verifier.accreditation),
                    "standard": .string(verifier.standard),
                    "opinion": .string(verifier.opinion.rawValue),
                ])
            } ?? .null,
        ])
    }

    /// The same day some months later; the last day of the month where there is no such day.
    private static func date(_ date: CivilDate, addingMonths count: Int) -> CivilDate {
        let first = date.firstOfMonth(adding: count)
        let (year, month, _) = first.components
        let day = min(date.components.day, CivilDate.days(inMonth: month, of: year))
        return first.adding(days: Int64(day - 1))
    }

    // MARK: - Issuing

    /// Signs the certificate and keeps it in the registry; the same content twice gives the same
    /// bytes, and an earlier certificate of the same site, period and scheme is superseded.
    public func issue(by key: SigningKey, language: Language) throws -> Outcome {
        // One writer at a time, as for the ledger.
        let workspace = try Workspace(of: run.portfolio.folder, writing: true)
        defer { withExtendedLifetime(workspace) {} }
        var registry = try CertificateRegistry(of: run.portfolio.folder)
        let issuer = key.publicKey.identifier
        let plain = credential(issuer: issuer, status: .null, supersedes: nil)
        if let verifier = request.verifier, verifier.key == key.publicKey {
            throw CertificateRefusal(
                .assuranceIncomplete, "the verifier's key is the issuer's own",
                zh: "核查方密钥与签发方密钥相同")
        }
        if let known = registry.credentials.first(where: {
            Self.core($0.credential) == Self.core(plain)
        }
        ) {
            guard registry.log.state(of: known.digest) == .issued else {
                throw CertificateRefusal(
                    .wrongState, "this very certificate, \(known.digest), was revoked or suspended",
                    zh: "同一证书 \(known.digest) 已被吊销或暂停")
            }
            return try outcome(known.credential, key, language, isNew: false)
        }
        let predecessor = registry.credentials.last {
            Self.subjectKey($0.credential) == Self.subjectKey(plain)
                && registry.log.state(of: $0.digest) != .revoked
        }
        let index = registry.nextIndex
        let status = JSONValue.array(
            registry.lists(of: key.publicKey).map { $0.entry(index) })
        let unsigned = credential(
            issuer: issuer, status: status, supersedes: predecessor?.digest.hexadecimal)
        let signed = try Self.sign(unsigned, by: key, on: request.issuedOn)
        let outcome = try outcome(signed, key, language, isNew: true)
        try registry.issue(
            signed, superseding: predecessor?.digest, on: request.issuedOn, by: key)
        return outcome
    }

    /// What two issues of the same certificate share.
    private static func core(_ credential: JSONValue) -> JSONValue {
        let subject = credential["credentialSubject"] ?? .null
        return credential.without("id", "proof", "credentialStatus")
            .with("credentialSubject", subject.without("supersedes"))
    }

    /// What a certificate and its successor share.
    private static func subjectKey(_ credential: JSONValue) -> [String?] {
        let subject = credential["credentialSubject"]
        return [
            subject?["site"]?["site_id"]?.string, subject?["period"]?["start"]?.string,
            subject?["period"]?["end"]?.string, subject?["grade"]?["scheme"]?.string,
        ]
    }

    /// Gives a credential its id, its compact form and its first proof.
    private static func sign(
        _ unsigned: JSONValue, by key: SigningKey, on date: CivilDate
    ) throws -> JSONValue {
        let named = unsigned.with(
            "id", .string(CertificateIdentity(computedFrom: unsigned).text))
        guard let compact = CompactCertificate(of: named)?.signed(by: key).text else {
            throw CertificateRefusal(
                .unsafeText, "the certificate lacks a name", zh: "证书缺少名称")
        }
        let signed = DataIntegrityProof.adding(
            to: named, by: key, created: date, compact: compact)
        do {
            try CertificateForm.credential.check(signed)
        } catch {
            throw CertificateRefusal(
                .unsafeText,
                "\(error.path): \(error.reason.english); no control characters, no marks of "
                    + "direction, and not too long, please",
                zh: "\(error.path)：\(error.reason.chinese)；不得含控制字符、方向标记，且不宜过长")
        }
        return signed
    }

    private func outcome(
        _ credential: JSONValue, _ key: SigningKey, _ language: Language, isNew: Bool
    ) throws -> Outcome {
        let isWhole = request.verifier == nil
        return Outcome(
            digest: CertificateIdentity(computedFrom: credential).digest,
            json: CanonicalJSON.bytes(of: credential),
            pdf: isWhole
                ? try CertificatePaper.pdf(of: credential, sealedBy: key, language: language) : nil,
            supersedes: credential["credentialSubject"]?["supersedes"]?.string, isNew: isNew)
    }
}

extension Run.SiteResult {
    /// The parts that a certificate speaks of.
    var parts: CertificateContent.Results { (balances, inventory, indicators) }
}
