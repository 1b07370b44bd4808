import Foundation
import HTTPTypes
import Reporting
import Testing

@testable import Server

/// What is refused stands in the log as refused, and is told in words that help.
@Suite struct RefusalTests {
    private static let name = ["name": "owner", "password": TestPlatform.password]

    private static func last(_ test: TestPlatform, _ action: String) async throws
        -> [AuditLog.Line]
    {
        try await test.platform.audit.lines(AuditLog.Filter(action: action), limit: 100)
    }

    @Test("a form that is refused leaves a line that says so")
    func outcomes() async throws {
        let test = try TestPlatform(isEmpty: true)
        _ = try await test.platform.newSetupCode()
        try await test.test { client in
            let wrong = try await client.form(
                "/setup", Self.name.merging(["code": "AAAAA"]) { $1 },
                headers: ["Accept": "text/html"])
            #expect(wrong.answer.status == 403)
        }
        let line = try #require(try await Self.last(test, "set-up").first)
        #expect(line.event.outcome == "refused" && line.event.status == 403)
    }

    @Test("a signed-in user who is refused at the gate leaves lines, but not without end")
    func gate() async throws {
        let test = try TestPlatform()
        let viewer = try await test.token("viewer", [Grant(role: .viewer, scope: .all)])
        try await test.test { client in
            for _ in 0..<30 {
                let answer = try await client.ask(.get, "/api/v1/audit", token: viewer)
                #expect(answer.status == 403)
            }
        }
        let lines = try await test.platform.audit.lines(
            AuditLog.Filter(actor: "viewer"), limit: 100)
        #expect(lines.count == 20)
        #expect(lines.allSatisfy { $0.event.status == 403 && $0.event.outcome == "not-permitted" })
        #expect(lines.first?.event.target == "GET /api/v1/audit")
    }

    @Test("a form without the word of the session leaves a line")
    func forged() async throws {
        let test = try TestPlatform()
        _ = try await test.administrator()
        try await test.test { client in
            let session = try await client.form("/sign-in", Self.name)
            let answer = try await client.ask(
                .post, "/api/v1/tokens", json: .object([:]),
                headers: ["Cookie": TestClient.header(session.cookies)])
            #expect(answer.status == 403)
        }
        let line = try #require(try await Self.last(test, "make-token").first)
        #expect(line.event.outcome == "form-expired" && line.event.actor == "owner")
    }

    @Test("right passwords do not count, and nobody locks a name from elsewhere")
    func limits() async throws {
        let test = try TestPlatform()
        _ = try await test.administrator()
        let platform = test.platform
        for _ in 0..<40 {
            let user = try await platform.signedIn("owner", TestPlatform.password, from: "1.1.1.1")
            #expect(user != nil)
        }
        var refused = 0
        for attempt in 0..<100 {
            do {
                let user = try await platform.signedIn(
                    "owner", "a wrong password", from: "2.2.2.\(attempt)")
                #expect(user == nil)
            } catch let problem as Problem {
                #expect(problem.status.code == 429 && problem.headers[.retryAfter] != nil)
                refused += 1
            }
        }
        // The name has 50 tries for whoever is wrong.
        #expect(refused == 50)
        func told(_ detail: String) async throws -> [AuditLog.Line] {
            try await Self.last(test, "sign-in").filter {
                $0.event.outcome == "too-many-requests" && $0.event.detail == detail
            }
        }
        #expect(try await told("the limit name").count == 1, "fifty refusals, one line")
        #expect(
            try await platform.signedIn("owner", TestPlatform.password, from: "1.1.1.1") != nil)
        // Many names from one address: 30 tries.
        var tried = 0
        for attempt in 0..<40 {
            do {
                let name = "user\(attempt)"
                #expect(
                    try await platform.signedIn(name, "a wrong password", from: "3.3.3.3") == nil)
                tried += 1
            } catch let problem as Problem {
                #expect(problem.headers[.retryAfter] == "10")
            }
        }
        #expect(tried == 30)
        let lines = try await told("the limit address")
        #expect(lines.count == 1, "ten refusals, one line")
        #expect(lines.first?.event.address == "3.3.3.3" && lines.first?.event.status == 429)
        #expect(lines.first?.event.actor == "user30")
        // An hour later the address has tries again, and after them its refusal is told once more.
        test.clock.advance(3_600)
        for _ in 0..<40 {
            _ = try? await platform.signedIn("u", "a wrong password", from: "3.3.3.3")
        }
        #expect(try await told("the limit sign-in").count == 1)
    }

    @Test("who asks for too much, or in the wrong form, is told what")
    func words() async throws {
        let test = try TestPlatform()
        let admin = try await test.administrator()
        let viewer = try await test.token("viewer", [Grant(role: .viewer, scope: .all)])
        try await test.test { client in
            let token = try await client.ask(
                .post, "/api/v1/tokens", token: viewer,
                json: .object([
                    "name": .string("t"), "days": .integer(1),
                    "permissions": .array(["read", "upload", "certify"].map(JSONValue.string)),
                ]))
            #expect(token.status == 403)
            #expect(token.json["detail"] == .string("your roles do not hold: certify, upload"))
            let signedIn = ["Authorization": TestPlatform.basic("admin")]
            let user = try await client.ask(
                .post, "/api/v1/users",
                json: .object([
                    "name": .string("guest"), "password": .string("a very secret word"),
                    "grants": .array([.object(["role": .string("viewer")])]),
                ]), headers: signedIn)
            #expect(user.json["detail"] == .string("`grants[0].scope` is missing"))
            let bare = try await client.ask(
                .post, "/api/v1/users",
                json: .object([
                    "name": .string("guest"), "password": .string("a very secret word"),
                ]), headers: signedIn)
            #expect(bare.status == 201 && bare.json["user"]?["grants"]?.elements.isEmpty == true)
            let begun = try await client.ask(
                .post, "/api/v1/uploads", token: admin,
                json: .object(["name": .string("a.csv"), "size": .integer(10)]))
            let path = try #require(begun.headers[.location])
            for offset in ["-1", "abc", "+0", "0x0", "99999999999999999999"] {
                let sent = try await client.ask(
                    .patch, path, token: admin, body: "x", headers: ["Upload-Offset": offset])
                #expect(sent.status == 400)
                #expect(sent.json["detail"]?.string?.contains("whole number") == true)
            }
        }
    }

    @Test("to an uploader of some sites, another site's meter is as one that is not there")
    func unknownMeters() async throws {
        let test = try TestPlatform()
        let token = try await test.token("north", [Grant(role: .uploader, scope: .site("north"))])
        try await test.test { client in
            var told: [String] = []
            for meter in ["s-grid", "s-none"] {
                let text = TestPlatform.readings(month: 2, [("n-grid", 10), (meter, 20)])
                let id = try await client.upload("february.csv", text, token: token)
                let asked = try await client.ask(
                    .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
                let path = try #require(asked.headers[.location])
                let job = try await client.over(path, token: token)
                #expect(job["problem"]?["code"] == .string("meters-out-of-scope"))
                told.append(
                    (job["problem"]?["detail"]?.string ?? "").replacing(meter, with: "METER"))
                // The problem is told in the language that is asked for, and in no other.
                let chinese = try await client.ask(.get, path + "?lang=zh", token: token).json
                #expect(
                    chinese["job"]?["problem"]?["detail"]
                        == .string("文件含有您的站点所没有的计量点：\(meter)"))
            }
            #expect(told[0] == "the files hold meters that your sites do not have: METER")
            #expect(told[0] == told[1])
        }
    }
}
