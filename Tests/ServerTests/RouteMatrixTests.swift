import HTTPTypes
import Reporting
import Testing

@testable import Server

/// Every route with every role; the table of routes is the same that the server answers by.
@Suite struct RouteMatrixTests {
    /// A path with something harmless in the place of each parameter.
    private static func path(_ route: Route) -> String {
        var path = route.path
        for parameter in route.parameters where parameter.isInPath {
            let value: String =
                switch parameter.form {
                case .period: "2025"
                case .date: "2025-01-31"
                case .integer: "999999"
                case .word(let words): words.first ?? "x"
                case .text: "nothing-of-this-name"
                }
            path = path.replacing("{\(parameter.name)}", with: value)
        }
        return path
    }

    @Test("a stranger gets 401 wherever a route is not open, before there is an owner and after")
    func strangers() async throws {
        let test = try TestPlatform()
        try await test.test { client in
            for hasOwner in [false, true] {
                if hasOwner { _ = try await test.administrator() }
                for route in RouteTable.all where route.access != .open {
                    let answer = try await client.ask(route.method, Self.path(route))
                    #expect(answer.status == 401, "\(route.method) \(route.path)")
                    let wrong = try await client.ask(
                        route.method, Self.path(route), token: "cgt_0123456789abcdef_wrong")
                    #expect(wrong.status == 401, "\(route.method) \(route.path), wrong token")
                }
                for path in ["/api/v1/nothing", "/nothing", "/api/v1/sites/../users", "/api"] {
                    #expect(try await client.ask(.get, path).status == 401, "\(path)")
                }
            }
        }
    }

    @Test("open are the description, health, verification, set-up and sign-in, and nothing else")
    func openRoutes() {
        let open = Set(RouteTable.all.filter { $0.access == .open }.map(\.path))
        let expected: Set = [
            "/api/v1/openapi.json", "/health/live", "/health/ready", "/verify", "/verify/keys",
            "/verify/status/{file}", "/verify/text", "/setup", "/sign-in", "/assets/{asset}",
        ]
        #expect(open == expected)
    }

    @Test("a role gets 403 exactly where its permissions do not reach", arguments: Role.allCases)
    func roles(role: Role) async throws {
        let test = try TestPlatform()
        let everywhere = try await test.token("all", [Grant(role: role, scope: .all)])
        let somewhere = try await test.token("some", [Grant(role: role, scope: .site("north"))])
        try await test.test { client in
            for route in RouteTable.all where route.access != .open {
                let (isAllowed, isAllowedAtASite): (Bool, Bool) =
                    switch route.access {
                    case .open, .signedIn: (true, true)
                    case .needs(let permission):
                        (
                            role.permissions.contains(permission),
                            role.permissions.contains(permission)
                        )
                    case .needsEverywhere(let permission):
                        (role.permissions.contains(permission), false)
                    }
                for (token, allowed) in [(everywhere, isAllowed), (somewhere, isAllowedAtASite)] {
                    let answer = try await client.ask(route.method, Self.path(route), token: token)
                    #expect(
                        (answer.status == 403) == !allowed,
                        "\(role) \(route.method) \(route.path): \(answer.status)")
                    #expect(answer.status != 401, "\(role) \(route.method) \(route.path)")
                    #expect(answer.status < 500, "\(route.method) \(route.path): \(answer.text)")
                }
            }
        }
    }

    @Test("a token that is narrowed to reading writes nothing, whoever its user is")
    func narrowed() async throws {
        let test = try TestPlatform()
        _ = try await test.administrator()
        let token = try await test.token("admin", [], permissions: [.read])
        try await test.test { client in
            for route in RouteTable.all {
                let needed: Permission
                switch route.access {
                case .needs(let permission), .needsEverywhere(let permission): needed = permission
                case .open, .signedIn: continue
                }
                let answer = try await client.ask(route.method, Self.path(route), token: token)
                #expect(
                    (answer.status == 403) == (needed != .read), "\(route.method) \(route.path)")
            }
        }
    }

    @Test(
        "another method than those of a path is 405, and an unknown path 404, for those who are known"
    )
    func unknown() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            let wrong = try await client.ask(.delete, "/api/v1/sites", token: token)
            #expect(wrong.status == 405)
            #expect(wrong.headers[.allow] == "GET, HEAD")
            #expect(try await client.ask(.get, "/api/v1/nothing", token: token).status == 404)
        }
    }

    @Test("every answer forbids foreign scripts, frames and guesses at its type")
    func headers() async throws {
        let test = try TestPlatform()
        try await test.test { client in
            for path in ["/health/live", "/sign-in", "/api/v1/sites", "/nothing", "/verify"] {
                let answer = try await client.ask(.get, path)
                #expect(
                    answer.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                #expect(answer.headers[.xContentTypeOptions] == "nosniff")
                #expect(answer.headers[FieldName.frameOptions] == "DENY")
                #expect(answer.headers[.cacheControl] != nil)
            }
        }
    }
}
