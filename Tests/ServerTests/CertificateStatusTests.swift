import Credentials
import Foundation
import HTTPTypes
import Provenance
import Quantities
import Reporting
import Runs
import Testing

@testable import Server

/// What happens on a platform to a certificate after it was issued.
@Suite struct CertificateStatusTests {
    private static let path = "/api/v1/certificates"

    private static func issue(_ client: TestClient, _ token: String) async throws -> String {
        let issued = try await client.ask(
            .post, path, token: token,
            json: .object([
                "site": .string("north"), "period": .string("2025"),
                "scheme": .string("gb-40879-2021"),
            ]))
        return try #require(issued.json["certificate"]?.string, "\(issued.text)")
    }

    @Test(
        "what the ledger no longer gives is suspended, at the sites of whoever asks and nowhere else"
    )
    func restated() async throws {
        let test = try TestPlatform()
        try HandingInTests.year(test)
        let certifier = try await test.token(
            "cert", [Grant(role: .certifier, scope: .site("north"))])
        let other = try await test.token("other", [Grant(role: .certifier, scope: .site("south"))])
        let accountant = try await test.token("ann", [Grant(role: .accountant, scope: .all)])
        let administrator = try await test.administrator()
        try await test.test { client in
            let number = try await Self.issue(client, certifier)
            func ask(_ token: String) async throws -> TestClient.Answer {
                try await client.ask(.post, Self.path + "/suspend-restated", token: token)
            }
            #expect(try await ask(certifier).json["certificates"]?.elements.isEmpty == true)
            // 11 kWh in place of 10 in one hour.
            let id = try await client.upload(
                "correction.csv",
                "timestamp,meter_id,value\n2025-05-05T10:00:00+08:00,n-grid,11\n",
                token: accountant)
            let booked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: accountant, json: .object([:]))
            _ = try await client.over(
                try #require(booked.headers[.location]), token: accountant)
            // Who keeps accounts does not suspend, and a certifier of another site does not suspend here.
            #expect(try await ask(accountant).status == 403)
            #expect(try await ask(other).json["certificates"]?.elements.isEmpty == true)
            // A key that did not issue it cannot suspend it, and that is told.
            let keys = test.folder + "/.carbongrade/keys"
            try FileManager.default.moveItem(atPath: keys, toPath: keys + "-away")
            let strange = try await ask(certifier).json
            #expect(strange["certificates"]?.elements.isEmpty == true)
            #expect(strange["left"]?.elements.first?["code"] == .string("key-not-valid"))
            try FileManager.default.removeItem(atPath: keys)
            try FileManager.default.moveItem(atPath: keys + "-away", toPath: keys)
            let suspended = try await ask(certifier)
            #expect(suspended.json["left"]?.elements.isEmpty == true)
            let line = suspended.json["certificates"]?.elements.first
            #expect(suspended.json["event"] == .string("suspended"))
            #expect(line?["certificate"] == .string(number))
            #expect(line?["reason"]?.string?.hasPrefix("restatement: ") == true)
            // Once more there is nothing to suspend.
            #expect(try await ask(certifier).json["certificates"]?.elements.isEmpty == true)
            let list = try await client.ask(.get, Self.path, token: certifier).json
            #expect(list["certificates"]?.elements.first?["state"] == .string("suspended"))
            let audit = try await client.ask(
                .get, "/api/v1/audit?action=suspend-restated", token: administrator
            ).json["lines"]?.elements.first { $0["target"] == .string("certificates: 1") }
            #expect(audit?["actor"] == .string("cert"), "\(String(describing: audit))")
            #expect(audit?["detail"] == .string(String(number.prefix(8))))
        }
    }

    @Test("eight digits name a certificate, fewer do not, and the log has all of them")
    func beginnings() async throws {
        let test = try TestPlatform()
        try HandingInTests.year(test)
        let certifier = try await test.token("cert", [Grant(role: .certifier, scope: .all)])
        let other = try await test.token("other", [Grant(role: .certifier, scope: .site("south"))])
        let administrator = try await test.administrator()
        try await test.test { client in
            let number = try await Self.issue(client, certifier)
            func ask(_ beginning: String, _ word: String, _ token: String) async throws
                -> TestClient.Answer
            {
                try await client.ask(
                    .post, "\(Self.path)/\(beginning)/\(word)", token: token,
                    json: .object(["reason": .string("in doubt")]))
            }
            let eight = String(number.prefix(8))
            // A reason that says nothing is none.
            let blank = try await client.ask(
                .post, "\(Self.path)/\(eight)/suspend", token: certifier,
                json: .object(["reason": .string(" \u{3000}")]))
            #expect(blank.status == 422 && blank.text.contains("blanks"), "\(blank.text)")
            #expect(try await ask(String(number.prefix(7)), "suspend", certifier).status == 404)
            #expect(try await ask(number + "0", "suspend", certifier).status == 400)
            #expect(try await ask(eight, "suspend", other).status == 404)
            let done = try await ask(eight, "suspend", certifier)
            #expect(
                done.json["certificates"]?.elements.first?["certificate"] == .string(number))
            #expect(try await ask(eight, "suspend", certifier).json["reasons"] != nil)
            #expect(try await ask(eight, "reinstate", certifier).status == 200)
            let audit = try await client.ask(
                .get, "/api/v1/audit?action=suspend", token: administrator)
            #expect(audit.text.contains(number))
        }
    }

    @Test("a submission to be signed elsewhere is made for whoever reports on the whole")
    func unsigned() async throws {
        let test = try TestPlatform()
        let all = try await test.token("ann", [Grant(role: .accountant, scope: .all)])
        let some = try await test.token("part", [Grant(role: .accountant, scope: .site("north"))])
        let key = SigningKey.random()
        try await test.test { client in
            func ask(_ token: String, _ key: String) async throws -> TestClient.Answer {
                try await client.ask(
                    .post, "/api/v1/reports", token: token,
                    json: .object(["period": .string("2025-01"), "key": .string(key)]))
            }
            #expect(try await ask(all, "did:key:z6Mk").status == 400)
            #expect(try await ask(some, key.publicKey.identifier).status == 403)
            let asked = try await ask(all, key.publicKey.identifier)
            let path = try #require(asked.headers[.location])
            #expect(try await client.over(path, token: all)["state"] == .string("done"))
            let file = try await client.ask(
                .get, path + "/files/" + SubmissionFiles.unsignedName, token: all)
            // The page offers the report, and not what only the command that signs it needs.
            let page = try await client.ask(.get, "/reports", token: all).text
            #expect(page.contains("report.json") && !page.contains(SubmissionFiles.unsignedName))
            let day = try #require(CivilDate(iso: "2026-05-01"))
            let month = try #require(Period("2025-01"))
            let signed = try SubmissionFiles.sign(
                unsigned: file.bytes, over: month, by: key, on: day)
            // The same that is signed where the readings lie.
            let portfolio = try Portfolio(folder: test.folder)
            let data = try PublishedData(folder: TestPlatform.root, for: portfolio)
            let report = try ReportRun(portfolio, data, over: month).report
            #expect(try SubmissionFiles.sign(report, by: key, on: day) == signed)
            // Another key, another period, another thing than a submission is not signed.
            let year = try #require(Period("2025"))
            for (bytes, period, signer) in [
                (file.bytes, month, SigningKey.random()), (file.bytes, year, key),
                (Array("{}".utf8), month, key), (signed, month, key),
            ] {
                #expect(throws: RunFailure.self) {
                    try SubmissionFiles.sign(unsigned: bytes, over: period, by: signer, on: day)
                }
            }
        }
    }
}
