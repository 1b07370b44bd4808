import Credentials
import Foundation
import HTTPTypes
import Quantities
import Reporting
import Runs
import Testing

@testable import Server

/// What others sign and hand in: units their figures, verifiers their countersignature.
@Suite struct HandingInTests {
    private static func submission(
        _ test: TestPlatform, by key: SigningKey, on day: String = "2026-05-01"
    ) throws -> String {
        let portfolio = try Portfolio(folder: test.folder)
        let data = try PublishedData(folder: TestPlatform.root, for: portfolio)
        let report = try ReportRun(portfolio, data, over: try #require(Period("2025-01"))).report
        let bytes = try SubmissionFiles.sign(report, by: key, on: try #require(CivilDate(iso: day)))
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("a submission is taken from a trusted key alone, and rolled up")
    func submissions() async throws {
        let test = try TestPlatform()
        let (key, other) = (SigningKey.random(), SigningKey.random())
        let text = try Self.submission(test, by: key)
        let administrator = try await test.administrator()
        let accountant = try await test.token("ann", [Grant(role: .accountant, scope: .all)])
        let partial = try await test.token(
            "part", [Grant(role: .accountant, scope: .site("north"))])
        try await test.test { client in
            let path = "/api/v1/submissions"
            // Nobody's key is trusted yet.
            let early = try await client.ask(.post, path, token: accountant, body: text)
            #expect(early.status == 422)
            #expect(early.text.contains("submission-unverified"))
            // Keys are the administrator's to write.
            let line = key.publicKey.identifier + "\n"
            for (token, status) in [(accountant, 403), (administrator, 204)] {
                let kept = try await client.ask(.put, "/api/v1/unit-keys", token: token, body: line)
                #expect(kept.status == status)
            }
            let bad = try await client.ask(
                .put, "/api/v1/unit-keys", token: administrator, body: "did:key:zzz\n")
            #expect(bad.status == 422)
            #expect(bad.code == "keys-refused")
            // A table of units is read as strictly as a file, and its finding names the place.
            let table = "unit,key,colour\nTest," + line
            let strange = try await client.ask(
                .put, "/api/v1/unit-keys", token: administrator, body: table)
            let finding = strange.json["findings"]?.elements.first
            #expect(strange.status == 422 && finding?["code"] == .string("unknown-column"))
            #expect(finding?["file"] == .string("units.csv"))
            // Someone of one site does not take what concerns the whole.
            #expect(try await client.ask(.post, path, token: partial, body: text).status == 403)
            let forged = try Self.submission(test, by: other)
            #expect(
                try await client.ask(.post, path, token: accountant, body: forged).status == 422)
            let changed = text.replacing("\"period\":", with: "\"period\" :")
            #expect(
                try await client.ask(.post, path, token: accountant, body: changed).status == 422)
            let taken = try await client.ask(.post, path, token: accountant, body: text + "\r\n")
            #expect(taken.status == 201)
            // The same unit once more: the older one gives way.
            let newer = try Self.submission(test, by: key, on: "2026-05-02")
            let again = try await client.ask(.post, path, token: accountant, body: newer)
            #expect(again.json["replaces"]?.elements == [try #require(taken.json["submission"])])
            let list = try await client.ask(.get, path, token: accountant).json["submissions"]
            #expect(list?.elements.count == 1)
            #expect(list?.elements.first?["trusted"] == .bool(true))
            let asked = try await client.ask(
                .post, path + "/roll-up", token: accountant,
                json: .object(["period": .string("2025-01")]))
            #expect(asked.status == 202)
            let job = try await client.over(
                try #require(asked.headers[.location]), token: accountant)
            #expect(job["state"] == .string("done"))
            let names = job["outcome"]?["files"]?.elements.compactMap(\.string) ?? []
            #expect(names.contains("report.pdf"))
            // A key that is no longer trusted ends it, also for what was taken before.
            _ = try await client.ask(.put, "/api/v1/unit-keys", token: administrator, body: "\n")
            let late = try await client.ask(
                .post, path + "/roll-up", token: accountant,
                json: .object(["period": .string("2025-01")]))
            let ended = try await client.over(
                try #require(late.headers[.location]), token: accountant)
            #expect(ended["state"] == .string("failed"))
        }
    }

    @Test("someone of one site gets a report of that site, in which no other appears")
    func partOfAReport() async throws {
        let test = try TestPlatform()
        let token = try await test.token("ann", [Grant(role: .accountant, scope: .site("north"))])
        try await test.test { client in
            let asked = try await client.ask(
                .post, "/api/v1/reports", token: token,
                json: .object(["period": .string("2025Q1")]))
            let path = try #require(asked.headers[.location])
            let job = try await client.over(path, token: token)
            #expect(job["state"] == .string("done"))
            let names = job["outcome"]?["files"]?.elements.compactMap(\.string) ?? []
            #expect(names.contains("report.xlsx") && names.contains("report.pdf"))
            for name in names where !name.hasSuffix(".pdf") && !name.hasSuffix(".xlsx") {
                let text = try await client.ask(.get, path + "/files/" + name, token: token).text
                #expect(!text.contains("south") && !text.contains("Zephyr"), "\(name)")
            }
            let report = try await client.ask(.get, path + "/files/report.json", token: token).text
            #expect(report.contains("a part: 1 of its sites"))
        }
    }

    @Test("a dry run does everything but write, and leaves the file to be booked")
    func dryRun() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let id = try await client.upload(
                "more.csv", TestPlatform.readings(month: 2, [("n-grid", 9)]), token: token)
            let asked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token,
                json: .object(["dry_run": .bool(true)]))
            let job = try await client.over(try #require(asked.headers[.location]), token: token)
            #expect(job["outcome"]?["dry_run"] == .bool(true))
            // 28 days of 24 hours of 9 kWh.
            let line = job["outcome"]?["energy_statement"]?.elements.first
            #expect(line?["energy_booked_kwh"] == .number("6048.000000000"))
            #expect(try LedgerBatches(of: test.folder).batches.count == 2)
            let upload = try await client.ask(.get, "/api/v1/uploads/" + id, token: token).json
            #expect(upload["upload"]?["state"] == .string("complete"))
            let booked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
            let done = try await client.over(try #require(booked.headers[.location]), token: token)
            #expect(done["outcome"]?["batch"]?.integer == 3)
        }
    }

    @Test("grades by schemes that are named are those of the command line")
    func schemes() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let path = "/api/v1/periods/2025-01/grade?scheme=eu-2026-pue,gb-40879-2021"
            let answer = try await client.ask(.get, path, token: token)
            let given = answer.json["sites"]?.elements.first?["grades"]?.elements ?? []
            #expect(
                Set(given.compactMap { $0["scheme"]?.string }) == ["eu-2026-pue", "gb-40879-2021"])
            let unknown = try await client.ask(
                .get, "/api/v1/periods/2025-01/grade?scheme=nobodys", token: token)
            #expect(unknown.status == 422)
        }
    }

    // MARK: - Countersigning

    /// A whole year at North: 10 kWh an hour in, 8 used by IT: PUE 1.25.
    static func year(_ test: TestPlatform) throws {
        try Data(
            """
            meter_id,site_id,account,quantity,unit,interval,measurement_point
            n-grid,north,grid_import,interval,kWh,PT1H,
            n-it,north,it,interval,kWh,PT1H,ups_output
            s-grid,south,grid_import,interval,kWh,PT1H,
            s-it,south,it,interval,kWh,PT1H,ups_output

            """.utf8
        ).write(to: URL(fileURLWithPath: test.folder + "/meters.csv"))
        var text = "timestamp,meter_id,value\n"
        // 2025-01-01T00:00+08:00.
        for hour in 0..<8_760 {
            let stamp = LocalCalendar.utcText(at: 1_735_660_800 + Int64(hour) * 3_600)
            text += "\(stamp),n-grid,10\n\(stamp),n-it,8\n"
        }
        let path = test.folder + "/year.csv"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        _ = try Ingest.run([path], into: try Portfolio(folder: test.folder))
    }

    @Test("a verifier countersigns with a key that never comes here, and strangers can tell")
    func countersigning() async throws {
        let test = try TestPlatform()
        try Self.year(test)
        let (key, other) = (SigningKey.random(), SigningKey.random())
        let certifier = try await test.token("cert", [Grant(role: .certifier, scope: .all)])
        let verifier = try await test.token("ver", [Grant(role: .verifier, scope: .all)])
        let viewer = try await test.token("view", [Grant(role: .viewer, scope: .all)])
        try await test.test { client in
            let issued = try await client.ask(
                .post, "/api/v1/certificates", token: certifier,
                json: .object([
                    "site": .string("north"), "period": .string("2025"),
                    "scheme": .string("gb-40879-2021"),
                    "verifier": .object([
                        "assurance": .string("limited"),
                        "key": .string(key.publicKey.identifier), "name": .string("Verifier"),
                        "standard": .string("ISO 14064-3:2019"), "opinion": .string("unmodified"),
                    ]),
                ]))
            #expect(issued.status == 201, "\(issued.text)")
            #expect(issued.json["awaits_countersignature"] == .bool(true))
            let path = "/api/v1/certificates/" + (issued.json["certificate"]?.string ?? "")
            let early = try await client.ask(.get, path + "/pdf", token: verifier)
            #expect(early.code == "awaits-countersignature")
            let credential = try await client.ask(.get, path, token: verifier)
            let day = try #require(CivilDate(iso: "2026-05-28"))
            #expect(throws: CertificateRefusal.self) {
                try Countersignature.add(to: credential.bytes, by: other, on: day, language: nil)
            }
            let signed = try Countersignature.add(
                to: credential.bytes, by: key, on: day, language: nil)
            let text = String(decoding: signed.json, as: UTF8.self)
            let target = path + "/countersignature"
            #expect(try await client.ask(.post, target, token: viewer, body: text).status == 403)
            for wrong in [credential.text, text.replacing("Test", with: "Best"), "{}", ""] {
                let answer = try await client.ask(.post, target, token: verifier, body: wrong)
                #expect(answer.status == 422, "\(wrong.prefix(40))")
            }
            for _ in 0..<2 {
                let taken = try await client.ask(.post, target, token: verifier, body: text)
                #expect(taken.status == 200, "\(taken.text)")
            }
            #expect(try await client.ask(.get, path, token: viewer).bytes == signed.json)
            #expect(try await client.ask(.get, path + "/pdf", token: viewer).status == 200)
            // A file of keys that somebody wrote without a last line feed glues no keys together.
            let file = try #require(test.platform.publicKeyFile)
            let own = try String(contentsOfFile: file, encoding: .utf8)
            try Data(own.utf8.dropLast()).write(to: URL(fileURLWithPath: file))
            #expect(own.hasSuffix("\n"))
            let keys = try await client.ask(.get, "/verify/keys").text
            #expect(keys.hasPrefix(own) && keys.hasSuffix("\n"))
            #expect(try KeyRing(text: keys).entry(of: key.publicKey) != nil)
            let verified = try await client.ask(.post, "/verify", body: text)
            #expect(verified.json["result"] == .string("valid"), "\(verified.text)")
        }
    }
}
