import Credentials
import Foundation
import Provenance
import Quantities
import Reporting
import Runs
import TestSupport
import Testing

/// Who may say what became of a certificate: the issuer's key, or one that took its place.
@Suite struct CertificateStandingTests {
    /// A portfolio with the example's certificate of the issuer.
    private struct Issued: Sendable {
        let folder: String
        let issuer: SigningKey
        let json: [UInt8]

        static let shared = Result { try Issued() }

        private init() throws {
            let root = Self.root
            folder = NSTemporaryDirectory() + "carbongrade-" + UUID().uuidString
            try FileManager.default.copyBytes(
                atPath: root + "/Examples/pearl-river", toPath: folder)
            issuer = SigningKey.random()
            json = try Self.certification(of: folder, on: CertificateStandingTests.day).issue(
                by: issuer, language: .both
            ).json
        }

        static var root: String {
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .deletingLastPathComponent().deletingLastPathComponent().path
        }

        static func certification(
            of folder: String, on day: CivilDate, for verifier: Certification.Verifier? = nil
        ) throws -> Certification {
            try Certification.overLedger(
                Certification.Request(
                    site: "dc-nansha", period: try #require(Period("2025")),
                    scheme: "gb-40879-2021", issuedOn: day, verifier: verifier),
                Portfolio(folder: folder),
                PublishedData(folder: root))
        }
    }

    /// 2026-02-01.
    private static let day = CivilDate(dayNumber: 20_485)
    private let issued: Issued
    private let folder: String
    private var issuer: SigningKey { issued.issuer }
    private var registry: String { folder + "/.carbongrade/certificates" }

    init() throws {
        issued = try Issued.shared.get()
        folder = NSTemporaryDirectory() + "carbongrade-" + UUID().uuidString
        try FileManager.default.copyBytes(atPath: issued.folder, toPath: folder)
    }

    /// Every file of the registry.
    private func files() throws -> [String: [UInt8]] {
        let names = try FileManager.default.contentsOfDirectory(atPath: registry)
        return Dictionary(uniqueKeysWithValues: names.map { ($0, bytes($0)) })
    }

    private func bytes(_ name: String) -> [UInt8] {
        Array(FileManager.default.contents(atPath: registry + "/" + name) ?? Data())
    }

    private func number() throws -> String {
        let credential = try StrictJSON.canonicalValue(of: issued.json)
        return CertificateIdentity(computedFrom: credential).digest.hexadecimal
    }

    private func mend(_ key: SigningKey, after days: Int64 = 0) throws -> Bool {
        try CertificateStatus.mend(in: folder, on: Self.day.adding(days: days), by: key)
    }

    private func note(_ event: TransparencyLog.Event, by key: SigningKey) throws {
        _ = try CertificateStatus.note(
            event, number(), in: Portfolio(folder: folder), on: Self.day, reason: "", by: key)
    }

    private func failedStep(
        _ json: [UInt8], keys: String, log: String? = nil
    ) throws -> Verification.Step? {
        Verification(
            of: json,
            Verification.Means(
                keys: try KeyRing(text: keys), status: log == nil ? registry : nil,
                log: log, day: Self.day.adding(days: 1))
        ).failure?.step
    }

    @Test("a key that is neither the issuer's nor its heir changes no list and no line of the log")
    func stranger() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (stranger, before) = (SigningKey.random(), try files())
        func isRefused(_ body: () throws -> Void) -> Bool {
            do { try body() } catch let refusal as CertificateRefusal {
                return refusal.reasons.map(\.code) == [.keyNotValid]
            } catch {}
            return false
        }
        #expect(isRefused { try note(.revoked, by: stranger) })
        #expect(
            isRefused {
                _ = try CertificateStatus.renew(
                    in: Portfolio(folder: folder), on: Self.day, by: stranger)
            })
        // It would take the place of the issuer's certificate, which it could not revoke.
        #expect(
            isRefused {
                _ = try Issued.certification(of: folder, on: Self.day.adding(days: 9)).issue(
                    by: stranger, language: .both)
            })
        // Past their half-time the lists stay as they are, for the issuer to renew.
        #expect(try !mend(stranger, after: 60))
        #expect(try files() == before)
    }

    @Test("a key that took the issuer's place answers for its certificates")
    func heir() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var heir = SigningKey.random()
        let lines =
            KeyRing.line(of: issuer.publicKey)
            + KeyRing.line(of: heir.publicKey, succeeding: issuer)
        heir.lines = try KeyRing(text: lines)
        #expect(try failedStep(issued.json, keys: lines) == nil)
        try note(.suspended, by: heir)
        #expect(try failedStep(issued.json, keys: lines) == .status)
        #expect(try failedStep(issued.json, keys: lines, log: registry + "/log.jsonl") == .log)
        try note(.reinstated, by: heir)
        #expect(try failedStep(issued.json, keys: lines) == nil)
        #expect(try failedStep(issued.json, keys: lines, log: registry + "/log.jsonl") == nil)
    }

    @Test("lists are signed anew from their half-time on, and where they are none any more")
    func mended() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        // 92 days: whole on the 45th day after, mended on the 46th.
        #expect(try !mend(issuer))
        #expect(try !mend(issuer, after: 45))
        #expect(try mend(issuer, after: 46))
        #expect(try !mend(issuer, after: 46))
        // A list as it was signed before lists had an end counts for nothing.
        let name = try #require(try files().keys.first { $0.hasSuffix("-revocation.json") })
        let list = try StrictJSON.canonicalValue(of: bytes(name))
        let endless = DataIntegrityProof.adding(
            to: list.without("proof", "validUntil"), by: issuer, created: Self.day, compact: nil)
        try Data(CanonicalJSON.bytes(of: endless)).write(
            to: URL(fileURLWithPath: registry + "/" + name))
        #expect(StatusList.read(endless) == nil)
        #expect(try mend(issuer, after: 46))
        #expect(StatusList.read(try StrictJSON.canonicalValue(of: bytes(name))) != nil)
        #expect(try !mend(issuer, after: 46))
    }

    @Test("the log is believed only from keys that may answer for the certificate on that day")
    func logKeys() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let verifier = SigningKey.random()
        let own = KeyRing.line(of: issuer.publicKey)
        let both = own + KeyRing.line(of: verifier.publicKey)
        let path = registry + "/log.jsonl"
        func log(_ edit: (inout TransparencyLog, Digest) throws -> Void) throws {
            var log = try TransparencyLog(bytes: bytes("log.jsonl"))
            try edit(&log, log.entries[0].certificate)
            try log.text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        try note(.suspended, by: issuer)
        // A trusted verifier cannot lift what the issuer suspended ...
        try log { log, certificate in
            log.add(
                .reinstated, certificate, on: Self.day, statusIndex: 0, reason: "", by: verifier)
        }
        #expect(try failedStep(issued.json, keys: both, log: path) == .log)
        // ... and a key that was given up says nothing from that day on.
        try FileManager.default.removeItem(atPath: path)
        try Data(contentsOf: URL(fileURLWithPath: issued.folder + path.dropFirst(folder.count)))
            .write(to: URL(fileURLWithPath: path))
        try log { log, certificate in
            for event in [TransparencyLog.Event.suspended, .reinstated] {
                log.add(
                    event, certificate, on: Self.day.adding(days: 3), statusIndex: 0, reason: "",
                    by: issuer)
            }
        }
        #expect(try failedStep(issued.json, keys: own, log: path) == nil)
        func retired(_ date: String) -> String {
            own.replacing("\n", with: " until=\(date)\n")
        }
        #expect(try failedStep(issued.json, keys: retired("2026-02-05"), log: path) == nil)
        #expect(try failedStep(issued.json, keys: retired("2026-02-04"), log: path) == .log)
    }

    @Test(
        "the text of a QR code stands as its certificate does in the log, and says when nobody asked"
    )
    func compact() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let credential = try StrictJSON.canonicalValue(of: issued.json)
        let text = try #require(credential["proof"]?["compactProof"]?.string)
        let own = KeyRing.line(of: issuer.publicKey)
        func check(_ text: String, _ keys: String, log: Bool) throws -> Verification {
            Verification(
                ofCompact: Array(text.utf8),
                Verification.Means(
                    keys: try KeyRing(text: keys), log: log ? registry + "/log.jsonl" : nil,
                    day: Self.day.adding(days: 1)))
        }
        let alone = try check(text, own, log: false)
        #expect(alone.failure == nil)
        #expect(
            alone.steps.contains {
                if case .notChecked = $0.result { $0.step == .status } else { false }
            })
        #expect(try check(text, own, log: true).failure == nil)
        try note(.revoked, by: issuer)
        #expect(try check(text, own, log: true).failure?.step == .log)

        // Whoever countersigns for the issuer is known, but has issued nothing here.
        let verifier = SigningKey.random()
        let both = own + KeyRing.line(of: verifier.publicKey)
        let made = credential.without("id", "proof").with(
            "issuer",
            try #require(credential["issuer"]).with("id", .string(verifier.publicKey.identifier)))
        let named = made.with("id", .string(CertificateIdentity(computedFrom: made).text))
        let forged = try #require(CompactCertificate(of: named)?.signed(by: verifier).text)
        #expect(try check(forged, both, log: true).failure?.step == .log)

        // It was issued on 2026-02-01.
        for (fact, step) in [
            ("until=2026-02-01", Verification.Step.issuer), ("until=2026-02-02", nil),
            ("from=2026-02-02", .issuer), ("from=2026-02-01", nil),
        ] {
            let keys = own.replacing("\n", with: " \(fact)\n")
            #expect(try check(text, keys, log: false).failure?.step == step, "\(fact)")
        }
    }

    @Test(
        "a verifier countersigns what another key answers for since, but nothing that is suspended")
    func countersignedLater() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let verifier = SigningKey.random()
        let later = Self.day.adding(days: 9)
        let made = try Issued.certification(
            of: folder, on: later,
            for: Certification.Verifier(
                level: .limited, key: verifier.publicKey, name: "Verifier", accreditation: nil,
                standard: "ISO 14064-3:2019", opinion: .unmodified)
        ).issue(by: issuer, language: .both)
        let signed = try Countersignature.add(
            to: made.json, by: verifier, on: later, language: .both)
        var heir = SigningKey.random()
        heir.lines = try KeyRing(
            text: KeyRing.line(of: issuer.publicKey)
                + KeyRing.line(of: heir.publicKey, succeeding: issuer))
        let portfolio = try Portfolio(folder: folder)
        func note(_ event: TransparencyLog.Event) throws {
            _ = try CertificateStatus.note(
                event, signed.digest.hexadecimal, in: portfolio, on: later, reason: "", by: heir)
        }
        func accept() throws -> Digest {
            try Countersignature.accept(
                signed.json, as: signed.digest.hexadecimal, in: portfolio, on: later)
        }
        try note(.suspended)
        #expect(throws: CertificateRefusal.self) { try accept() }
        try note(.reinstated)
        #expect(try accept() == signed.digest)
    }

    @Test(
        "a key notes nothing on a day on which it may not sign: that line would spoil the log for good"
    )
    func day() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let before = try files()
        for fact in ["from=2026-02-02", "until=2026-02-01"] {
            var heir = SigningKey.random()
            heir.lines = try KeyRing(
                text: KeyRing.line(of: issuer.publicKey)
                    + KeyRing.line(of: heir.publicKey, succeeding: issuer))
            try note(.suspended, by: heir)
            try note(.reinstated, by: heir)
            var early = issuer
            early.lines = try KeyRing(
                text: KeyRing.line(of: issuer.publicKey).replacing("\n", with: " \(fact)\n"))
            let now = try files()
            #expect(now != before)
            for event in [TransparencyLog.Event.suspended, .revoked] {
                #expect(throws: CertificateRefusal.self) { try note(event, by: early) }
            }
            #expect(throws: CertificateRefusal.self) {
                _ = try CertificateStatus.renew(
                    in: Portfolio(folder: folder), on: Self.day, by: early)
            }
            #expect(try files() == now)
        }
    }

    @Test("a certificate that names no place in one of the two lists cannot be asked for it")
    func bothPurposes() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let credential = try StrictJSON.canonicalValue(of: issued.json)
        let entries = credential["credentialStatus"]?.elements ?? []
        #expect(entries.count == 2)
        func step(_ entries: [JSONValue]) throws -> Verification.Step? {
            let unsigned = credential.without("id", "proof")
                .with("credentialStatus", .array(entries))
            let named = unsigned.with(
                "id", .string(CertificateIdentity(computedFrom: unsigned).text))
            let compact = try #require(CompactCertificate(of: named)?.signed(by: issuer).text)
            let signed = DataIntegrityProof.adding(
                to: named, by: issuer, created: Self.day, compact: compact)
            return try failedStep(
                CanonicalJSON.bytes(of: signed), keys: KeyRing.line(of: issuer.publicKey))
        }
        #expect(try step(entries) == nil)
        #expect(try step([]) == .status)
        for entry in entries {
            #expect(try step([entry]) == .status)
            #expect(try step([entry, entry]) == .status)
        }
    }
}
