import Credentials
import Foundation
import MeterFiles
import Provenance
import Quantities
import Reporting

/// What a portfolio has issued (证书登记), `.carbongrade/certificates/`: the credentials, the log of
/// everything that happened to them, and the status lists that follow from the log.
struct CertificateRegistry {
    let folder: String
    private(set) var log: TransparencyLog
    private(set) var credentials: [(digest: Digest, credential: JSONValue)] = []

    /// The limit of a file of the registry [bytes].
    private static let limit = 64 << 20

    init(of portfolio: String) throws {
        folder = portfolio + "/.carbongrade/certificates"
        do {
            log = try TransparencyLog(
                bytes: Files.bytes(at: folder + "/log.jsonl", limit: Self.limit) ?? [])
        } catch {
            throw RunFailure(
                "the log of certificates is damaged: line \(error.line), \(error.reason.english)",
                zh: "证书日志损坏：第 \(error.line) 行，\(error.reason.chinese)")
        }
        for entry in log.entries where entry.event == .issued {
            guard let bytes = Files.bytes(at: path(entry.certificate), limit: StrictJSON.limit),
                let credential = try? StrictJSON.canonicalValue(of: bytes),
                CertificateIdentity(computedFrom: credential).digest == entry.certificate
            else {
                throw RunFailure(
                    "the certificate \(entry.certificate) of the registry is damaged",
                    zh: "登记中的证书 \(entry.certificate) 已损坏")
            }
            credentials.append((entry.certificate, credential))
        }
    }

    private func path(_ digest: Digest) -> String { "\(folder)/\(digest.hexadecimal).json" }

    /// The place in the status lists that the next certificate gets.
    var nextIndex: Int { credentials.count }

    /// A certificate by its number or the beginning of it, of at least eight digits.
    func certificate(_ name: String) -> (digest: Digest, credential: JSONValue)? {
        let found = credentials.filter {
            name.utf8.count >= 8 && $0.digest.hexadecimal.hasPrefix(name)
        }
        return found.count == 1 ? found[0] : nil
    }

    /// The lists that certificates of an issuer cite.
    func lists(of issuer: PublicKey) -> [StatusList] {
        StatusList.Purpose.allCases.map { purpose in
            var list = StatusList(
                purpose, name: "urn:carbongrade:status:\(issuer.identifier):\(purpose.rawValue)")
            for entry in log.entries where entry.event == .issued {
                switch (log.state(of: entry.certificate), purpose) {
                case (.revoked?, .revocation), (.suspended?, .suspension):
                    list[entry.statusIndex] = true
                default: break
                }
            }
            return list
        }
    }

    /// Keeps a new certificate, and revokes with it the one whose place it takes: both stand in the log or neither.
    ///
    /// - Throws: `CertificateRefusal` when the key does not speak for the issuer of either; nothing is written then.
    mutating func issue(
        _ credential: JSONValue, superseding predecessor: Digest?, on date: CivilDate,
        by key: SigningKey
    ) throws {
        let digest = CertificateIdentity(computedFrom: credential).digest
        let old = credentials.first { $0.digest == predecessor }?.credential
        try Self.require(key, on: date, for: [credential, old].compactMap(\.self))
        try write(CanonicalJSON.bytes(of: credential), to: path(digest))
        log.add(.issued, digest, on: date, statusIndex: nextIndex, reason: "", by: key)
        credentials.append((digest, credential))
        if let predecessor,
            let index = credentials.firstIndex(where: { $0.digest == predecessor })
        {
            log.add(
                .revoked, predecessor, on: date, statusIndex: index,
                reason: "superseded by \(digest)", by: key)
        }
        try save(on: date, by: key, touching: [digest] + (predecessor.map { [$0] } ?? []))
    }

    /// Signs the status lists anew of every issuer for whom the key speaks, so that they hold for another while.
    ///
    /// - Throws: `CertificateRefusal` when it speaks for none.
    func renew(on date: CivilDate, by key: SigningKey) throws {
        let own = issuers.filter { key.speaks(for: $0, on: date) }
        guard !own.isEmpty else {
            throw Self.refusal(
                of: key, on: date, BilingualText("any certificate here", zh: "此处任何证书"))
        }
        for issuer in own { try write(lists(of: issuer), of: issuer, on: date, by: key) }
    }

    /// Keeps a certificate with the proof of its verifier; its number and its place in the log stay as they are.
    mutating func countersign(_ digest: Digest, _ credential: JSONValue) throws {
        guard let place = credentials.firstIndex(where: { $0.digest == digest }) else { return }
        try write(CanonicalJSON.bytes(of: credential), to: path(digest))
        credentials[place].credential = credential
    }

    /// Notes what happened to a certificate.
    ///
    /// - Throws: `CertificateRefusal` when the key does not speak for its issuer; nothing is written then.
    mutating func note(
        _ event: TransparencyLog.Event, _ digest: Digest, on date: CivilDate, reason: String,
        by key: SigningKey
    ) throws {
        guard let index = credentials.firstIndex(where: { $0.digest == digest }) else { return }
        try Self.require(key, on: date, for: [credentials[index].credential])
        log.add(event, digest, on: date, statusIndex: index, reason: reason, by: key)
        try save(on: date, by: key, touching: [digest])
    }

    /// Makes the status lists say what the log says, where writing was cut off between the two, and signs those
    /// anew that hold for less than half their time. The lists of issuers for whom the key does not speak stay as they
    /// are: signed by it they would be refused.
    ///
    /// - Returns: Whether there was anything to mend.
    func mend(on date: CivilDate, by key: SigningKey) throws -> Bool {
        let broken = issuers.filter { issuer in
            key.speaks(for: issuer, on: date)
                && !lists(of: issuer).allSatisfy { list in
                    let bytes = Files.bytes(at: path(of: list, issuer), limit: Self.limit)
                    let kept = bytes.flatMap { try? StrictJSON.canonicalValue(of: $0) }
                        .flatMap(StatusList.read)
                    guard let kept else { return false }
                    return kept.list == list && key.speaks(for: kept.signer, on: date)
                        && date < kept.from.adding(days: StatusList.days / 2)
                }
        }
        for issuer in broken { try write(lists(of: issuer), of: issuer, on: date, by: key) }
        return !broken.isEmpty
    }

    /// The log first: status lists can be made again from it, it from nothing. The lists of other issuers
    /// than those of the certificates stay as they were signed.
    private func save(
        on date: CivilDate, by key: SigningKey, touching digests: [Digest]
    ) throws {
        try write(Array(log.text.utf8), to: folder + "/log.jsonl")
        let touched = credentials.filter { digests.contains($0.digest) }
        for issuer in Set(touched.compactMap { Self.issuer(of: $0.credential) }) {
            try write(lists(of: issuer), of: issuer, on: date, by: key)
        }
    }

    private var issuers: Set<PublicKey> {
        Set(credentials.compactMap { Self.issuer(of: $0.credential) })
    }

    private func path(of list: StatusList, _ issuer: PublicKey) -> String {
        "\(folder)/status-\(issuer.shortName)-\(list.purpose.rawValue).json"
    }

    private func write(
        _ lists: [StatusList], of issuer: PublicKey, on date: CivilDate, by key: SigningKey
    ) throws {
        for list in lists {
            try write(
                CanonicalJSON.bytes(of: list.credential(signedBy: key, on: date)),
                to: path(of: list, issuer))
        }
    }

    /// Refuses a key whose word about certificates no verifier would take.
    static func require(
        _ key: SigningKey, on day: CivilDate, for credentials: [JSONValue]
    ) throws {
        let other = credentials.first {
            !(issuer(of: $0).map { key.speaks(for: $0, on: day) } ?? false)
        }
        guard let other else { return }
        let number = CertificateIdentity(computedFrom: other).digest.hexadecimal.prefix(8)
        throw refusal(
            of: key, on: day, BilingualText("the certificate \(number)", zh: "证书 \(number)"))
    }

    private static func refusal(
        of key: SigningKey, on day: CivilDate, _ what: BilingualText
    ) -> CertificateRefusal {
        let name = key.publicKey.shortName
        if let entry = key.lines?.entry(of: key.publicKey), !entry.holds(on: day) {
            return CertificateRefusal(
                .keyNotValid,
                "the key …\(name) may not sign on \(day): see from= and until= in its .pub",
                zh: "密钥 …\(name) 在 \(day) 不得签名：见其 .pub 中的 from=、until=")
        }
        return CertificateRefusal(
            .keyNotValid,
            "the key …\(name) neither issued \(what.english) nor took the place of the key that did: give the "
                + "issuer's key with its .pub beside it",
            zh: "密钥 …\(name) 既未签发\(what.chinese)，也未接替其签发密钥：请给出签发方密钥，其 .pub 须与之同在一处")
    }

    private static func issuer(of credential: JSONValue) -> PublicKey? {
        credential["issuer"]?["id"]?.string.flatMap(PublicKey.init(identifier:))
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Files.write(bytes, to: path)
        } catch {
            throw RunFailure(
                "the registry of certificates cannot be written", zh: "无法写入证书登记")
        }
    }
}
