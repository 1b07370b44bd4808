import Foundation
import TestSupport
import Testing

/// What happens to a certificate after it was issued, and what must never be issued.
@Suite(.serialized) struct CertificateStatusTests {
    /// The example with its readings ingested, made once.
    private static let ingested = Result {
        let folder = try Folder.example("pearl-river")
        try Program.run("ingest", "-C", folder.path, "--quiet")
        return folder
    }

    private func issue(_ edit: (Folder) throws -> Void = { _ in }) throws -> Issuer {
        let folder = try Folder()
        try FileManager.default.removeItem(atPath: folder.path)
        try FileManager.default.copyBytes(
            atPath: try Self.ingested.get().path, toPath: folder.path)
        try edit(folder)
        return try Issuer(folder)
    }

    /// A portfolio with a key beside it.
    private final class Issuer {
        let folder: Folder
        let keys = try? Folder()
        var key: String { (keys?.path ?? "") + "/k" }
        var registry: String { folder.path + "/.carbongrade/certificates" }
        var out: String { (keys?.path ?? "") + "/out" }

        init(_ folder: Folder) throws {
            self.folder = folder
            try Program.run("keygen", "-o", key)
        }

        func certify(
            period: String = "2025", scheme: String = "gb-40879-2021",
            on day: String = "2026-02-01",
            _ more: String...
        ) throws -> Program.Outcome {
            try Program.run(
                [
                    "certify", "-C", folder.path, "--site", "dc-nansha", "--period", period,
                    "--scheme", scheme, "--key", key, "--issued-on", day, "-o", out, "--format",
                    "json",
                ] + more)
        }

        func identity(_ outcome: Program.Outcome) throws -> String {
            try #require(try Document(outcome.output)["certificate"]?.text, "\(outcome.errors)")
        }

        func verify(_ identity: String, _ more: String...) throws -> Program.Outcome {
            try Program.run(
                [
                    "verify", "\(out)/\(identity).json", "--keys", key + ".pub", "--on",
                    "2026-03-01",
                    "--format", "json",
                ] + more)
        }

        func change(_ command: String, _ arguments: String...) throws -> Program.Outcome {
            try Program.run(
                [command] + arguments + ["-C", folder.path, "--key", key, "--on", "2026-02-10"])
        }
    }

    @Test("suspending, reinstating and revoking show in status lists and log")
    func life() throws {
        let issuer = try issue()
        let identity = try issuer.identity(issuer.certify())
        func states() throws -> [Int32] {
            [
                try issuer.verify(identity, "--status", issuer.registry).status,
                try issuer.verify(identity, "--log", issuer.registry + "/log.jsonl").status,
            ]
        }
        #expect(try states() == [0, 0])
        let short = String(identity.prefix(10))
        let blank = try issuer.change("suspend", short, "--reason", " ")
        #expect(blank.status == 3 && blank.errors.contains("[unsafe-text]"), "\(blank)")
        #expect(try issuer.change("suspend", short, "--reason", "读数存疑").status == 0)
        #expect(try states() == [4, 4])
        #expect(try issuer.change("suspend", short).status == 3)
        let before = issuer.keys.map { $0.path + "/older.jsonl" } ?? ""
        try FileManager.default.copyBytes(atPath: issuer.registry + "/log.jsonl", toPath: before)
        #expect(try issuer.change("reinstate", short).status == 0)
        #expect(try states() == [0, 0])
        #expect(try issuer.change("revoke", short, "--reason", "site closed").status == 0)
        #expect(try states() == [4, 4])
        #expect(try issuer.change("reinstate", short).status == 3)
        // Issuing the very same again does not bring it back.
        #expect(try issuer.certify().status == 3)
        let log = issuer.registry + "/log.jsonl"
        #expect(
            try Program.run(
                "verify", "--log", log, "--older-log", before, "--keys", issuer.key + ".pub"
            )
            .status == 0)
        #expect(
            try Program.run(
                "verify", "--log", before, "--older-log", log, "--keys", issuer.key + ".pub"
            )
            .status == 4)
    }

    @Test("a restatement suspends the certificate, and its successor takes its place")
    func restated() throws {
        let issuer = try issue()
        let first = try issuer.identity(issuer.certify())
        #expect(try issuer.change("suspend", "--restated").output.isEmpty)
        let correction = "timestamp,meter_id,value\n2025-05-05 10:00:00,dcn-utility-b,100.00\n"
        try issuer.folder.write(correction, to: "correction.csv")
        func doubts(_ arguments: String...) throws -> Bool {
            let outcome = try Program.run(
                arguments + ["-C", issuer.folder.path, "--format", "json"])
            return outcome.output.contains("certificate-restated")
        }
        let file = issuer.folder.path + "/correction.csv"
        #expect(try !doubts("check", "--period", "2025"))
        #expect(try doubts("ingest", file))
        #expect(try doubts("check", "--period", "2025"))
        // What is taken back leaves the certificate as it was.
        #expect(try !doubts("undo", "2"))
        #expect(try doubts("ingest", file))
        let suspended = try issuer.change("suspend", "--restated")
        #expect(suspended.output.contains(first))
        #expect(try issuer.verify(first, "--status", issuer.registry).status == 4)
        let second = try issuer.certify(on: "2026-02-20")
        let document = try Document(second.output)
        #expect(document["supersedes"]?.text == first)
        let identity = try issuer.identity(second)
        #expect(identity != first)
        #expect(try issuer.verify(identity, "--status", issuer.registry).status == 0)
        // The correction came later: a replay takes both batches in their order.
        #expect(try issuer.verify(identity, "--replay", issuer.folder.path).status == 0)
    }

    @Test("a status list tells its age, is refused when it ran out, and can be renewed")
    func listsRunOut() throws {
        let issuer = try issue()
        let identity = try issuer.identity(issuer.certify())
        func check(on day: String, _ keys: String? = nil) throws -> (Int32, String) {
            let outcome = try Program.run([
                "verify", "\(issuer.out)/\(identity).json", "--keys", keys ?? issuer.key + ".pub",
                "--on", day, "--status", issuer.registry, "--lang", "en",
            ])
            let line = outcome.output.split(separator: "\n").first { $0.contains("  status  ") }
            return (outcome.status, String(line ?? ""))
        }
        // Signed on the first of February: holds up to the fourth of May.
        let fresh = try check(on: "2026-03-01")
        #expect(fresh.0 == 0)
        #expect(
            fresh.1.contains("as of 2026-02-01, 28 days before; the list holds up to 2026-05-04"))
        #expect(try check(on: "2026-05-03").0 == 0)
        let old = try check(on: "2026-05-04")
        #expect(old.0 == 4)
        #expect(old.1.contains("the revocation list ran out on 2026-05-04"))
        let renewed = try Program.run(
            "renew", "-C", issuer.folder.path, "--key", issuer.key, "--on", "2026-05-04",
            "--format",
            "json")
        #expect(renewed.status == 0, "\(renewed.errors)")
        #expect(try Document(renewed.output)["valid_until"]?.text == "2026-08-04")
        #expect(try check(on: "2026-05-04").0 == 0)
        // A list that ran out clears nobody, but what it says against a certificate stands.
        #expect(try issuer.change("revoke", String(identity.prefix(8))).status == 0)
        let late = try check(on: "2026-12-01")
        #expect(late.0 == 4)
        #expect(late.1.contains("revoked"))
        // A stranger's key may not sign the lists at all.
        let stranger = issuer.key + "-stranger"
        try Program.run("keygen", "-o", stranger)
        let refused = try Program.run(
            "renew", "-C", issuer.folder.path, "--key", stranger, "--on", "2026-05-05")
        #expect(refused.status == 3)
        #expect(refused.errors.contains("key-not-valid"))
        // Another key, though trusted for its own certificates, cannot clear this issuer's: the verifier was not told
        // that it took the issuer's place.
        let heir = issuer.key + "-heir"
        try Program.run("keygen", "-o", heir, "--succeeds", issuer.key)
        let renewedByHeir = try Program.run(
            "renew", "-C", issuer.folder.path, "--key", heir, "--on", "2026-05-05")
        #expect(renewedByHeir.status == 0)
        let ring = try ["", "-heir"].map {
            try String(contentsOfFile: issuer.key + $0 + ".pub", encoding: .utf8)
                .prefix { $0 != " " && $0 != "\n" }
        }
        try issuer.folder.write(ring.joined(separator: "\n"), to: "ring.pub")
        let forged = try check(on: "2026-06-01", issuer.folder.path + "/ring.pub")
        #expect(forged.0 == 4)
        #expect(forged.1.contains("not signed by the issuer's key or one that took its place"))
    }

    @Test("an ingest with the issuer's key suspends what it restates")
    func suspendedAtOnce() throws {
        let issuer = try issue()
        let first = try issuer.identity(issuer.certify())
        try issuer.folder.write(
            "timestamp,meter_id,value\n2025-05-05 10:00:00,dcn-utility-b,100.00\n",
            to: "correction.csv")
        try Program.run(
            "ingest", "-C", issuer.folder.path, issuer.folder.path + "/correction.csv", "--quiet",
            "--key", issuer.key)
        #expect(try issuer.verify(first, "--status", issuer.registry).status == 4)
        #expect(try issuer.change("suspend", "--restated").output.isEmpty)
    }

    @Test("a replay from the inputs gives the same bytes, and names what differs first")
    func replay() throws {
        let issuer = try issue()
        let identity = try issuer.identity(issuer.certify())
        func replay(_ environment: [String: String] = [:]) throws -> (Int32, String) {
            let outcome = try Program.run(
                [
                    "verify", "\(issuer.out)/\(identity).json", "--keys", issuer.key + ".pub",
                    "--on",
                    "2026-03-01", "--replay", issuer.folder.path, "--format", "json", "--lang",
                    "en",
                ], environment: environment)
            return (outcome.status, try Document(outcome.output)["reason"]?.text ?? "")
        }
        #expect(try replay(["LC_ALL": "zh_CN.UTF-8", "TZ": "Asia/Kathmandu"]).0 == 0)
        // One byte more of each input, one after the other; and one digit of one reading.
        let credential = try Document(
            String(contentsOfFile: "\(issuer.out)/\(identity).json", encoding: .utf8))
        let data = credential["credentialSubject"]?["data"]
        let inputs = ["tables", "readings"].flatMap { data?[$0]?.elements ?? [] }
            .compactMap { $0["name"]?.text }
        #expect(inputs.count == 16)
        func changed(_ name: String, _ edit: (Data) -> Data) throws -> (Int32, String) {
            let file = URL(fileURLWithPath: issuer.folder.path + "/" + name)
            let bytes = try Data(contentsOf: file)
            try edit(bytes).write(to: file)
            defer { try? bytes.write(to: file) }
            return try replay()
        }
        for name in inputs {
            let outcome = try changed(name) { $0 + Data("\n".utf8) }
            #expect(outcome.0 == 4)
            #expect(outcome.1.contains(name), "\(name): \(outcome.1)")
        }
        let digit = try changed("readings/nansha-house-2025.csv") { bytes in
            var bytes = bytes
            bytes[bytes.count - 3] ^= 0x01
            return bytes
        }
        #expect(digit.0 == 4 && digit.1.contains("nansha-house-2025.csv"))
        #expect(try replay().0 == 0)
        // Without the readings, the kept originals are the inputs.
        try FileManager.default.removeItem(atPath: issuer.folder.path + "/readings")
        #expect(try replay().0 == 0)
    }

    @Test("a release that differs is named before any figure")
    func release() throws {
        let issuer = try issue()
        let identity = try issuer.identity(issuer.certify())
        let data = try Folder()
        for name in ["EmissionFactors", "Rulebooks", "RetrofitMeasures"] {
            try FileManager.default.copyBytes(
                atPath: Program.root + "/" + name, toPath: data.path + "/" + name)
        }
        let path = data.path + "/EmissionFactors/release.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let release = try #require(try Document(text)["release"]?.text)
        try text.replacing(release, with: "2099z").write(
            toFile: path, atomically: true, encoding: .utf8)
        let outcome = try issuer.verify(
            identity, "--replay", issuer.folder.path, "--data", data.path)
        #expect(outcome.status == 4)
        let reason = try Document(outcome.output)["reason"]?.text ?? ""
        #expect(reason.contains("release of emission factors") && reason.contains("2099z"))
    }

    @Test(
        "what must not be certified is refused with its reason, and nothing is written",
        arguments: [
            ("2025Q1", "gb-40879-2021", "2026-02-01", "not-full-year"),
            ("2025", "gb-40879-2021", "2025-12-31", "period-not-over"),
            ("2025", "eu-2026-pue", "2026-02-01", "informative-level"),
            ("2024", "gb-40879-2021", "2026-02-01", "no-level"),
        ])
    func refused(period: String, scheme: String, day: String, code: String) throws {
        let issuer = try issue()
        let outcome = try issuer.certify(period: period, scheme: scheme, on: day)
        #expect(outcome.status == 3)
        let codes = try Document(outcome.output)["refused"]?.elements.map { $0["code"]?.text } ?? []
        #expect(codes.contains(code), "\(codes)")
        #expect(outcome.errors.contains("[\(code)]"))
        #expect(!FileManager.default.fileExists(atPath: issuer.out))
        #expect(!FileManager.default.fileExists(atPath: issuer.registry))
    }

    @Test("coverage below 0.99 is refused")
    func coverage() throws {
        // Feeder A is gone, and with it every complete hour of the supply.
        let issuer = try issue { folder in
            try FileManager.default.removeItem(atPath: folder.path + "/.carbongrade")
            try FileManager.default.removeItem(
                atPath: folder.path + "/readings/nansha-feeder-a-2025.csv.gz")
        }
        let outcome = try issuer.certify()
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("[no-level]"))
        #expect(!FileManager.default.fileExists(atPath: issuer.out))
        // The ledger that the certificate would have rested on goes as well.
        #expect(!FileManager.default.fileExists(atPath: issuer.folder.path + "/.carbongrade"))
    }

    @Test("a finding that disqualifies is refused, and so is a ledger that is out of date")
    func disqualified() throws {
        let stale = try issue { folder in
            let path = folder.path + "/meters.csv"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.contains("dcn-utility-b"))
            try text.split(separator: "\n").filter { !$0.contains("dcn-utility-b") }
                .joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        }
        let outcome = try stale.certify()
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("[stale-ledger]"), "\(outcome.errors)")
        let altered = try issue { folder in
            let originals = folder.path + "/.carbongrade/originals"
            let files = FileManager.default.enumerator(atPath: originals)?.allObjects ?? []
            for case let name as String in files where name.utf8.count > 60 {
                let path = originals + "/" + name
                try FileManager.default.removeItem(atPath: path)
                try "changed".write(toFile: path, atomically: true, encoding: .utf8)
            }
        }
        let refused = try altered.certify()
        #expect(refused.status == 3)
        #expect(refused.errors.contains("[disqualifying-finding]"), "\(refused.errors)")
    }

    @Test("a key that others can read is refused, and an existing key is never overwritten")
    func keyFiles() throws {
        let issuer = try issue()
        #expect(try Program.run("keygen", "-o", issuer.key).status == 3)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: issuer.key)
        let outcome = try issuer.certify()
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("unsafe-key"))
    }

    @Test(
        "a name that would disguise itself is refused; one that a program would run is only text",
        arguments: [
            ("Nansha \u{202E}retnec", 3), ("Nansha\u{200B} center", 3),
            ("Nansha \u{0E44}\u{0E17}\u{0E22}", 3),
            ("=HYPERLINK(1)", 0), ("<script>alert(1)</script>", 0), (") Tj /JS (x) \\", 0),
        ])
    func names(name: String, status: Int32) throws {
        let issuer = try issue { folder in
            let path = folder.path + "/sites.csv"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("Nansha data center", with: name).write(
                toFile: path, atomically: true, encoding: .utf8)
        }
        let outcome = try issuer.certify()
        #expect(outcome.status == status, "\(outcome.errors)")
        if status == 0 {
            let identity = try issuer.identity(outcome)
            #expect(try issuer.verify(identity).status == 0)
        } else {
            #expect(outcome.errors.contains("unsafe-text"))
            #expect(!FileManager.default.fileExists(atPath: issuer.out))
        }
    }

    @Test("more than a self-declaration needs the verifier's own signature")
    func countersigned() throws {
        let issuer = try issue()
        let verifier = issuer.key + "-verifier"
        try Program.run("keygen", "-o", verifier)
        let issued = try issuer.certify(
            period: "2025", scheme: "gb-40879-2021", on: "2026-02-01", "--assurance", "limited",
            "--verifier-key", verifier + ".pub", "--verifier-name", "South Verification",
            "--verification-standard", "ISO 14064-3:2019", "--opinion", "unmodified")
        let identity = try issuer.identity(issued)
        #expect(!FileManager.default.fileExists(atPath: "\(issuer.out)/\(identity).pdf"))
        let both = issuer.key + "-both"
        let texts = try [issuer.key, verifier].map {
            try String(contentsOfFile: $0 + ".pub", encoding: .utf8)
        }
        try texts.joined().write(toFile: both, atomically: true, encoding: .utf8)
        func verify(_ ending: String) throws -> (Int32, String?) {
            let outcome = try Program.run(
                "verify", "\(issuer.out)/\(identity).\(ending)", "--keys", both, "--on",
                "2026-03-01", "--format", "json")
            return (outcome.status, try Document(outcome.output)["failed_step"]?.text)
        }
        #expect(try verify("json") == (4, "assurance"))
        func countersign(_ key: String) throws -> Int32 {
            try Program.run(
                "countersign", "\(issuer.out)/\(identity).json", "--key", key, "--signed-on",
                "2026-02-10", "-o", issuer.out
            ).status
        }
        // The issuer cannot be its own verifier, and a stranger is not the one named.
        #expect(try countersign(issuer.key) == 3)
        try Program.run("keygen", "-o", issuer.key + "-stranger")
        #expect(try countersign(issuer.key + "-stranger") == 3)
        #expect(try countersign(verifier) == 0)
        #expect(try verify("json") == (0, nil))
        #expect(try verify("pdf") == (0, nil))
        // A verifier whom nobody knows gives no assurance.
        #expect(try issuer.verify(identity).status == 4)
    }
}
