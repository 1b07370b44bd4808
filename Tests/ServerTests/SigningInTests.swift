import Foundation
import HTTPTypes
import Reporting
import Testing

@testable import Server

/// The first user, sessions, forms, limits.
@Suite struct SigningInTests {
    private static let name = ["name": "owner", "password": TestPlatform.password]

    @Test("the first user needs the code of the terminal, and there is only one first user")
    func setup() async throws {
        let test = try TestPlatform(isEmpty: true)
        let code = try #require(try await test.platform.newSetupCode())
        try await test.test { client in
            let wrong = try await client.form("/setup", Self.name.merging(["code": "AAAAA"]) { $1 })
            #expect(wrong.answer.status == 403)
            let right = try await client.form("/setup", Self.name.merging(["code": code]) { $1 })
            #expect(right.answer.status == 303)
            let me = try await client.ask(
                .get, "/api/v1/me", headers: ["Cookie": TestClient.header(right.cookies)])
            #expect(me.json["permissions"]?.elements.count == Permission.allCases.count)
            let again = try await client.form("/setup", Self.name.merging(["code": code]) { $1 })
            #expect(again.answer.status == 403 || again.answer.status == 409)
            #expect(try await client.ask(.get, "/setup").status == 303)
        }
    }

    @Test("a session's cookie is for us alone, is new at each sign-in, and ends when it is ended")
    func sessions() async throws {
        let test = try TestPlatform()
        _ = try await test.administrator()
        try await test.test { client in
            let first = try await client.form("/sign-in", Self.name)
            let line = try #require(
                first.answer.headers[values: .setCookie].first {
                    $0.hasPrefix("carbongrade_session=")
                })
            #expect(
                line.contains("HttpOnly") && line.contains("SameSite=Lax")
                    && line.contains("Path=/"))
            func status(_ cookies: [String: String]) async throws -> Int {
                try await client.ask(
                    .get, "/api/v1/me", headers: ["Cookie": TestClient.header(cookies)]
                ).status
            }
            #expect(try await status(first.cookies) == 200)
            let second = try await client.form("/sign-in", Self.name, cookies: first.cookies)
            #expect(second.cookies["carbongrade_session"] != first.cookies["carbongrade_session"])
            #expect(try await status(first.cookies) == 401)
            #expect(try await status(second.cookies) == 200)
            let out = try await client.ask(
                .post, "/sign-out",
                headers: [
                    "Content-Type": "application/x-www-form-urlencoded",
                    "Cookie": TestClient.header(second.cookies),
                    "X-CSRF-Token": try await test.formWord(second.cookies),
                ])
            #expect(out.status == 303)
            #expect(try await status(second.cookies) == 401)
        }
    }

    @Test("a session ends after twelve idle hours and after a week")
    func expiry() async throws {
        let test = try TestPlatform()
        _ = try await test.administrator()
        let user = try #require(try await test.platform.accounts.users().first)
        let sessions = test.platform.sessions
        let idle = try await sessions.begin(for: user.id, replacing: nil).cookie
        test.clock.advance(12 * 3_600 - 10)
        #expect(try await sessions.identity(of: idle) != nil)
        test.clock.advance(12 * 3_600 + 10)
        #expect(try await sessions.identity(of: idle) == nil)
        let long = try await sessions.begin(for: user.id, replacing: nil).cookie
        for _ in 0..<17 {
            test.clock.advance(10 * 3_600 - 3_600 / 2)
            _ = try await sessions.identity(of: long)
        }
        // 17 x 9.5 h = 161.5 h stands; 7 days are 168 h.
        #expect(try await sessions.identity(of: long) != nil)
        test.clock.advance(7 * 3_600)
        #expect(try await sessions.identity(of: long) == nil)
    }

    @Test("a write of a session needs the word of the session, and comes from our own pages")
    func forms() async throws {
        let test = try TestPlatform()
        _ = try await test.administrator()
        try await test.test { client in
            let session = try await client.form("/sign-in", Self.name)
            let cookie = TestClient.header(session.cookies)
            let word = try await test.formWord(session.cookies)
            func status(_ headers: [String: String]) async throws -> Int {
                try await client.ask(
                    .post, "/api/v1/tokens",
                    json: .object([
                        "name": .string("t"), "permissions": .array([.string("read")]),
                        "days": .integer(1),
                    ]), headers: headers.merging(["Cookie": cookie]) { $1 }
                ).status
            }
            #expect(try await status([:]) == 403)
            #expect(try await status(["X-CSRF-Token": word + "x"]) == 403)
            #expect(try await status(["X-CSRF-Token": word]) == 201)
            #expect(
                try await status(["X-CSRF-Token": word, "Sec-Fetch-Site": "cross-site"]) == 403)
            #expect(
                try await status(["X-CSRF-Token": word, "Origin": "https://elsewhere.example"])
                    == 403)
            #expect(
                try await status(["X-CSRF-Token": word, "Origin": "http://localhost"]) == 201)
            // Signing in has no session yet; the word of its form stands in a cookie beside it.
            let forged = try await client.ask(
                .post, "/sign-in", body: TestClient.encoded(Self.name),
                headers: ["Content-Type": "application/x-www-form-urlencoded"])
            #expect(forged.status == 403)
        }
    }

    @Test("a cookie is no token and a token is no cookie, also while both are known")
    func kinds() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let entry = try await client.form("/sign-in", Self.name)
            let cookie = try #require(entry.cookies["carbongrade_session"])
            func status(_ headers: [String: String]) async throws -> Int {
                try await client.ask(.get, "/api/v1/me", headers: headers).status
            }
            for _ in 0..<2 {
                #expect(try await status(["Cookie": "carbongrade_session=" + cookie]) == 200)
                #expect(try await status(["Authorization": "Bearer " + token]) == 200)
                #expect(try await status(["Authorization": "Bearer " + cookie]) == 401)
                #expect(try await status(["Cookie": "carbongrade_session=" + token]) == 401)
            }
        }
    }

    @Test("wrong passwords are counted by address and by name, and time gives tries back")
    func limits() async throws {
        let test = try TestPlatform()
        _ = try await test.administrator()
        try await test.test { client in
            for attempt in 1...11 {
                let answer = try await client.form(
                    "/sign-in", ["name": "owner", "password": "wrong password"]
                ).answer
                #expect(answer.status == (attempt <= 10 ? 401 : 429))
                if attempt == 11 { #expect(answer.headers[.retryAfter] == "30") }
            }
            // The right password does not pass either, until a try is there again.
            #expect(try await client.form("/sign-in", Self.name).answer.status == 429)
            test.clock.advance(31)
            #expect(try await client.form("/sign-in", Self.name).answer.status == 303)
        }
    }

    @Test("whoever is disabled or gets another password is out at once")
    func disabling() async throws {
        let test = try TestPlatform()
        let admin = try await test.administrator()
        let token = try await test.token("guest", [Grant(role: .viewer, scope: .all)])
        try await test.test { client in
            let session = try await client.form(
                "/sign-in", ["name": "guest", "password": TestPlatform.password])
            let users = try await client.ask(.get, "/api/v1/users", token: admin).json["users"]
            let guest = try #require(users?.elements.first { $0["name"] == .string("guest") })
            let path = "/api/v1/users/\(guest["user_id"]?.integer ?? 0)"
            #expect(try await client.ask(.get, "/api/v1/me", token: token).status == 200)
            let off = try await client.ask(
                .patch, path, token: admin, json: .object(["disabled": .bool(true)]))
            #expect(off.status == 200)
            #expect(try await client.ask(.get, "/api/v1/me", token: token).status == 401)
            let headers = ["Cookie": TestClient.header(session.cookies)]
            #expect(try await client.ask(.get, "/api/v1/me", headers: headers).status == 401)
        }
    }

    @Test("the last who administers everything can be neither disabled nor demoted")
    func lastAdministrator() async throws {
        let test = try TestPlatform()
        _ = try await test.platform.accounts.makeOwner(
            "owner", displayName: "Owner", password: TestPlatform.password)
        try await test.test { client in
            for change: JSONValue in [
                .object(["disabled": .bool(true)]), .object(["grants": .array([])]),
                .object([
                    "grants": .array([
                        .object([
                            "role": .string("administrator"), "scope": .string("site"),
                            "value": .string("north"),
                        ])
                    ])
                ]),
            ] {
                let answer = try await client.ask(
                    .patch, "/api/v1/users/1", json: change,
                    headers: ["Authorization": TestPlatform.basic("owner")])
                #expect(answer.status == 409)
                #expect(answer.code == "last-administrator")
            }
        }
    }

    @Test("a password is kept as scrypt with a salt of its own, and no short or weak one is taken")
    func passwords() throws {
        let one = try PasswordHash(of: TestPlatform.password, cost: .least)
        let other = try PasswordHash(of: TestPlatform.password, cost: .least)
        #expect(one != other)
        #expect(one.text.hasPrefix("scrypt$16$1$1$"))
        #expect(one.accepts(TestPlatform.password) && !one.accepts("Correct horse battery"))
        #expect(Accounts.fault(ofPassword: "short", name: "owner")?.code == "password-length")
        #expect(
            Accounts.fault(ofPassword: "my-owner-password", name: "owner")?.code == "password-weak")
        #expect(
            Accounts.fault(ofPassword: "aaaaaaaaaaaaaaaa", name: "owner")?.code == "password-weak")
        // RFC 7914, section 12: scrypt("password", "NaCl", N 1024, r 8, p 16) begins fdbabe1c9d347200.
        #expect(
            PasswordHash(
                text: "scrypt$1024$8$16$TmFDbA$_bq-HJ00cgB4VucZDQHp_nxq18vII3gw53N2Y0s3MWI"
            ).accepts("password"))
    }

    @Test("plain HTTP is spoken on this machine only, unless it is asked for")
    func plainHTTP() {
        var settings = PlatformSettings(portfolioFolder: ".")
        #expect(settings.fault == nil)
        settings.host = "0.0.0.0"
        #expect(settings.fault != nil)
        settings.isBehindProxy = true
        #expect(settings.fault == nil && settings.isSecure)
        settings.isBehindProxy = false
        settings.certificateFile = "chain.pem"
        #expect(settings.fault != nil)
        settings.keyFile = "key.pem"
        #expect(settings.fault == nil && settings.isSecure)
    }
}

extension TestPlatform {
    /// The word that the forms of a session carry.
    func formWord(_ cookies: [String: String]) async throws -> String {
        let identity = try await platform.sessions.identity(
            of: cookies["carbongrade_session"] ?? "")
        guard case .session(_, let word)? = identity?.means else { return "" }
        return word
    }
}
