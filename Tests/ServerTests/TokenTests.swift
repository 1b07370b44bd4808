import Foundation
import HTTPTypes
import Reporting
import Testing

@testable import Server

/// Tokens of programs.
@Suite struct TokenTests {
    private static func request(_ permissions: [String], days: Int = 30) -> JSONValue {
        .object([
            "name": .string("script"), "permissions": .array(permissions.map(JSONValue.string)),
            "days": .integer(days),
        ])
    }

    /// The owner's name and password.
    private static let basic = TestPlatform.basic("owner")

    @Test("a token is made with name and password, shown once, and kept as a digest only")
    func making() async throws {
        let test = try TestPlatform()
        _ = try await test.administrator()
        let secret = try await test.test { client in
            let made = try await client.ask(
                .post, "/api/v1/tokens", json: Self.request(["read", "upload"]),
                headers: ["Authorization": Self.basic])
            #expect(made.status == 201)
            let secret = try #require(made.json["secret"]?.string)
            #expect(try await client.ask(.get, "/api/v1/sites", token: secret).status == 200)
            #expect(try await client.ask(.get, "/api/v1/users", token: secret).status == 403)
            let list = try await client.ask(.get, "/api/v1/tokens", token: secret)
            #expect(!list.text.contains(secret.suffix(43)))
            // Name and password open nothing else.
            let other = try await client.ask(
                .get, "/api/v1/sites", headers: ["Authorization": Self.basic])
            #expect(other.status == 401)
            return secret
        }
        let hidden = Data(secret.suffix(43).utf8)
        let names = try FileManager.default.contentsOfDirectory(
            atPath: test.folder + "/.carbongrade")
        for name in names where name.hasPrefix("platform.sqlite") {
            let bytes = try Data(
                contentsOf: URL(fileURLWithPath: test.folder + "/.carbongrade/" + name))
            #expect(bytes.range(of: hidden) == nil, "\(name) holds the secret")
            #expect(bytes.range(of: Data(TestPlatform.password.utf8)) == nil)
        }
    }

    @Test("a token never gets what its maker may not do, and loses what the user loses")
    func bounds() async throws {
        let test = try TestPlatform()
        let admin = try await test.administrator()
        let viewer = try await test.token("viewer", [Grant(role: .viewer, scope: .all)])
        try await test.test { client in
            let more = try await client.ask(
                .post, "/api/v1/tokens", token: viewer, json: Self.request(["administer"]))
            #expect(more.status == 403)
            let users = try await client.ask(.get, "/api/v1/users", token: admin).json["users"]
            let id = try #require(
                users?.elements.first { $0["name"] == .string("viewer") }?["user_id"]?.integer)
            let changed = try await client.ask(
                .patch, "/api/v1/users/\(id)", json: .object(["grants": .array([])]),
                headers: ["Authorization": Self.basic])
            #expect(changed.status == 200)
            #expect(try await client.ask(.get, "/api/v1/sites", token: viewer).status == 403)
        }
    }

    @Test("a token gives no password and no roles, by which it would outlive itself")
    func waysIn() async throws {
        let test = try TestPlatform()
        let admin = try await test.administrator()
        let narrow = try await test.token("admin", [], permissions: [.administer])
        _ = try await test.token("guest", [Grant(role: .viewer, scope: .all)])
        try await test.test { client in
            let users = try await client.ask(.get, "/api/v1/users", token: admin).json["users"]
            let id = try #require(
                users?.elements.first { $0["name"] == .string("admin") }?["user_id"]?.integer)
            let guest = try #require(
                users?.elements.first { $0["name"] == .string("guest") }?["user_id"]?.integer)
            let everything: JSONValue = .array([
                .object(["role": .string("administrator"), "scope": .string("all")])
            ])
            let password: JSONValue = .string("another long password")
            let path = "/api/v1/users/\(id)"
            let heir: JSONValue = .object([
                "name": .string("heir"), "password": password, "grants": everything,
            ])
            for token in [admin, narrow] {
                for change: JSONValue in [
                    .object(["password": password]), .object(["grants": everything]),
                    .object(["display_name": .string("A"), "grants": .array([])]),
                ] {
                    let refused = try await client.ask(.patch, path, token: token, json: change)
                    #expect(refused.status == 403 && refused.code == "token-opens-no-way")
                }
                let made = try await client.ask(.post, "/api/v1/users", token: token, json: heir)
                #expect(made.status == 403 && made.code == "token-opens-no-way")
                // Whoever was disabled is not let in again by a token, which may disable.
                for (disabled, status) in [(true, 200), (false, 403)] {
                    let answer = try await client.ask(
                        .patch, "/api/v1/users/\(guest)", token: token,
                        json: .object(["disabled": .bool(disabled)]))
                    #expect(answer.status == status, "\(answer.text)")
                    #expect(status == 200 || answer.code == "token-opens-no-way")
                }
                // What opens nothing, a token changes.
                let named = try await client.ask(
                    .patch, path, token: token, json: .object(["display_name": .string("B")]))
                #expect(named.status == 200, "\(named.text)")
            }
            let signedIn = ["Authorization": TestPlatform.basic("admin")]
            let list = try await client.ask(.get, "/api/v1/users", token: admin)
            #expect(!list.text.contains("heir"))
            // With name and password it is done, unless they are another's who may not.
            let made = try await client.ask(
                .post, "/api/v1/users", json: heir, headers: signedIn)
            #expect(made.status == 201, "\(made.text)")
            let wrong = try await client.ask(
                .post, "/api/v1/users", json: heir,
                headers: ["Authorization": TestPlatform.basic("nobody")])
            #expect(wrong.status == 401)
            let log = try await client.ask(
                .get, "/api/v1/audit?action=change-user", token: admin)
            #expect(log.text.contains("token-opens-no-way"))
            let enabled = try await client.ask(
                .patch, "/api/v1/users/\(guest)", json: .object(["disabled": .bool(false)]),
                headers: signedIn)
            #expect(enabled.json["user"]?["disabled"] == .bool(false), "\(enabled.text)")
            let changed = try await client.ask(
                .patch, path, json: .object(["password": password]), headers: signedIn)
            #expect(changed.status == 200)
            #expect(try await client.ask(.get, "/api/v1/me", token: admin).status == 401)
        }
    }

    @Test("a token ends with its last day, or when it is revoked")
    func ending() async throws {
        let test = try TestPlatform()
        let admin = try await test.administrator()
        try await test.test { client in
            let made = try await client.ask(
                .post, "/api/v1/tokens", json: Self.request(["read"], days: 2),
                headers: ["Authorization": Self.basic])
            let secret = try #require(made.json["secret"]?.string)
            let id = try #require(made.json["token"]?["token_id"]?.string)
            // What it opens ends with it: it makes no other that would outlive it.
            let child = try await client.ask(
                .post, "/api/v1/tokens", token: secret, json: Self.request(["read"], days: 366))
            #expect(child.status == 403 && child.code == "token-makes-no-token")
            test.clock.advance(2 * 86_400 - 5)
            #expect(try await client.ask(.get, "/api/v1/me", token: secret).status == 200)
            test.clock.advance(10)
            #expect(try await client.ask(.get, "/api/v1/me", token: secret).status == 401)
            #expect(
                try await client.ask(.delete, "/api/v1/tokens/" + id, token: admin).status == 204)
            #expect(
                try await client.ask(.delete, "/api/v1/tokens/" + id, token: admin).status == 404)
        }
    }

    @Test("a token with another secret or another form opens nothing")
    func wrong() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        let parts = token.split(separator: "_", maxSplits: 2).map(String.init)
        try await test.test { client in
            let texts: [String] = [
                String(token.dropLast()) + "!", "cgt_\(parts[1])_", "cgt_\(parts[1])", parts[2], "",
                "cgt_0000000000000000_\(parts[2])",
            ]
            for text in texts {
                let status = try await client.ask(.get, "/api/v1/me", token: text).status
                #expect(status == 401, "\(text)")
            }
        }
    }
}
