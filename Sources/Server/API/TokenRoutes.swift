import HTTPTypes
import Hummingbird
import Provenance
import Reporting

/// Tokens of programs (接口令牌): listed, made, revoked.
enum TokenRoutes {
    static let all: [Route] = [tokens, makeToken, removeToken]

    private static let tokens = Route(
        method: .get, path: "/api/v1/tokens", access: .signedIn,
        summary: "Your tokens; of an administrator those of all users.",
        parameters: ListPage.parameters,
        answers: [
            Route.Answer(
                status: 200, summary: "A page of tokens, without their secrets.",
                schema: .document(["tokens", "next_cursor"]))
        ]
    ) { call in
        let identity = try call.identity
        let tokens = try await call.platform.tokens.all(
            of: identity.mayEverywhere(.administer) ? nil : identity.userID)
        let (page, next) = try ListPage.cut(tokens, call, key: \.id)
        return Document.of(
            "carbongrade-tokens/1", ["tokens": .array(page.map(\.json)), "next_cursor": next]
        ).response(to: call)
    }

    private static let makeToken = Route(
        method: .post, path: "/api/v1/tokens", access: .signedIn,
        summary:
            "A new token of yours, shown once. Name and password are given by HTTP Basic authentication, or in a session: "
            + "a token makes no other, which would outlive it.",
        body: .json(limit: 16 << 10),
        bodySchema: .object(
            [
                "name": .text(most: 200),
                "permissions": .list(.word(Permission.allCases.map(\.rawValue)), most: 20),
                "days": .integer(1...Tokens.mostDays),
            ], needs: ["name", "permissions", "days"]),
        answers: [
            Route.Answer(
                status: 201, summary: "The token and its text.",
                schema: .document(["token", "secret"]))
        ], limit: .write, action: "make-token", takesPassword: true
    ) { call in
        let identity = try call.identity
        let fields = try call.json()
        try fields.only("name", "permissions", "days")
        let asked = try fields.texts("permissions", most: 20) ?? []
        let permissions = asked.compactMap(Permission.init(rawValue:))
        guard !asked.isEmpty, permissions.count == asked.count else {
            throw Fields.fault("permissions", "is a list of permissions", "应为权限列表")
        }
        // A token never gets more than the one who makes it has.
        let missing = permissions.filter { !identity.may($0) }.map(\.rawValue).sorted()
        guard missing.isEmpty else {
            let list = missing.joined(separator: ", ")
            throw Problem(
                .forbidden, "not-permitted", "your roles do not hold: \(list)",
                zh: "您的角色不具有：\(list)")
        }
        try AccountRoutes.refuseToken(
            call, "token-makes-no-token", "a token makes no other token: give name and password",
            zh: "令牌不能签发其他令牌：请提供用户名和口令")
        guard let days = try fields.integer("days", in: 1...Int64(Tokens.mostDays)) else {
            throw Fields.fault("days", "is missing", "缺失")
        }
        let made = try await call.platform.tokens.make(
            for: identity.userID, name: try fields.needed("name", most: 200),
            permissions: Set(permissions), days: Int(days))
        guard let token = made.token else { throw Problem.notFound }
        call.context.target.note(
            "token \(token.id)", detail: asked.sorted().joined(separator: " ") + ", \(days) days")
        return Document.of(
            "carbongrade-token/1", ["token": token.json, "secret": .string(made.text)]
        ).response(to: call, status: .created)
    }

    private static let removeToken = Route(
        method: .delete, path: "/api/v1/tokens/{token}", access: .signedIn,
        summary: "Revokes a token: one of yours, or any as administrator.",
        parameters: [
            Route.Parameter(
                name: "token", form: .text(most: 16), summary: "Its id.", isInPath: true)
        ],
        answers: [
            Route.Answer(status: 204, summary: "Revoked.", type: nil), PortfolioRoutes.notFound,
        ], limit: .write, action: "revoke-token"
    ) { call in
        let identity = try call.identity
        let id = try call.text("token")
        let tokens = try await call.platform.tokens.all(
            of: identity.mayEverywhere(.administer) ? nil : identity.userID)
        guard tokens.contains(where: { $0.id == id }) else { throw Problem.notFound }
        try await call.platform.tokens.remove(id)
        return .nothing
    }
}
