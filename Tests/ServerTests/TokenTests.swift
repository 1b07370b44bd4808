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
    private static let basic =
        "Basic " + Data("owner:\(TestPlatform.password)".utf8).base64EncodedString()

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
                .patch, "/api/v1/users/\(id)", token: admin, json: .object(["grants": .array([])]))
            #expect(changed.status == 200)
            #expect(try await client.ask(.get, "/api/v1/sites", token: viewer).status == 403)
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
