import Foundation
import GRDB
import HTTPTypes
import Reporting
import Testing

@testable import Server

/// The audit log and its chain.
@Suite struct AuditTests {
    static func event(_ action: String) -> AuditLog.Event {
        AuditLog.Event(
            userID: 1, actor: "owner", means: "token 1", action: action, target: "x",
            outcome: "done", status: 200, detail: "", address: "127.0.0.1")
    }

    private static func filled() async throws -> TestPlatform {
        let test = try TestPlatform()
        for number in 0..<20 { try await test.platform.audit.add(event("action-\(number)")) }
        #expect(try await test.platform.audit.check().brokenAt == nil)
        return test
    }

    @Test(
        "a log that was touched is found, and where",
        arguments: [
            ("UPDATE audit SET actor = 'someone' WHERE number = 7", 7),
            ("UPDATE audit SET outcome = 'done ' WHERE number = 12", 12),
            ("UPDATE audit SET at = at + 1 WHERE number = 1", 1),
            ("DELETE FROM audit WHERE number = 5", 5),
            ("DELETE FROM audit WHERE number > 15", 16),
            ("DELETE FROM audit", 1),
            ("UPDATE audit SET number = 99 WHERE number = 20", 20),
            ("UPDATE audit_head SET number = 19", 21),
        ])
    func tampered(statement: String, place: Int64) async throws {
        let test = try await Self.filled()
        try await test.platform.database.pool.write { try $0.execute(sql: statement) }
        #expect(try await test.platform.audit.check().brokenAt == place)
    }

    @Test("what is done stands in the log with who, what and how it ended, and no secret")
    func lines() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let user: JSONValue = .object([
                "name": .string("guest"), "password": .string("a very secret word"),
                "grants": .array([
                    .object([
                        "role": .string("viewer"), "scope": .string("site"),
                        "value": .string("north"),
                    ])
                ]),
            ])
            for status in [201, 409] {
                let made = try await client.ask(
                    .post, "/api/v1/users", json: user,
                    headers: ["Authorization": TestPlatform.basic("admin")])
                #expect(made.status == status, "\(made.text)")
            }
            let lines = try await client.ask(
                .get, "/api/v1/audit?action=make-user", token: token
            ).json["lines"]?.elements
            #expect(lines?.map { $0["outcome"]?.string } == ["user-exists", "done"])
            #expect(lines?.last?["actor"] == .string("admin"))
            #expect(lines?.last?["detail"] == .string("viewer@site:north"))
            let all = try await client.ask(.get, "/api/v1/audit/export", token: token).text
            #expect(!all.contains("secret word") && !all.contains(token))
            #expect(all.split(separator: "\n").count >= 2)
            #expect(
                try await client.ask(.get, "/api/v1/audit/check", token: token).json["intact"]
                    == .bool(true))
        }
    }

    @Test("a page of the log begins where the page before ended")
    func pages() async throws {
        let test = try await Self.filled()
        let token = try await test.administrator()
        try await test.test { client in
            var seen: [Int] = []
            var path: String? = "/api/v1/audit?limit=7&actor=owner"
            while let next = path {
                let page = try await client.ask(.get, next, token: token).json
                seen += (page["lines"]?.elements ?? []).compactMap { $0["number"]?.integer }
                path = page["next_before"]?.integer.map {
                    "/api/v1/audit?limit=7&actor=owner&before=\($0)"
                }
            }
            #expect(seen == Array((1...20).reversed()))
        }
    }
}
