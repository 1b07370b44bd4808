import Hummingbird
import Provenance
import Reporting

/// Users and roles (账户管理).
enum AccountRoutes {
    static let all: [Route] = [users, makeUser, user, changeUser]

    static let nameFault = Problem(
        .unprocessableContent, "user-name", "a user name has 2 to 64 letters, digits and . _ - @",
        zh: "用户名须为 2 至 64 个字母、数字及 . _ - @")

    /// Refuses a token what would outlive it: whoever took it would keep what it opens beyond its last day and its
    /// revocation.
    static func refuseToken(
        _ call: Call, _ code: String, _ english: String, zh chinese: String
    ) throws {
        guard case .token = try call.identity.means else { return }
        throw Problem(.forbidden, code, english, zh: chinese)
    }

    /// A password, roles or a user enabled anew that a token gave would be a way in of their own.
    private static func refuseWayIn(_ call: Call) throws {
        try refuseToken(
            call, "token-opens-no-way",
            "a token gives no password and no roles and enables nobody: give your name and password",
            zh: "令牌不能设置口令或角色，也不能重新启用用户：请提供用户名和口令")
    }

    // MARK: - Users

    private static let userInPath = Route.Parameter(
        name: "user", form: .integer(1...Int(Int32.max)), summary: "The user's number.",
        isInPath: true)
    private static let grantSchema = Schema.object(
        [
            "role": .word(Role.allCases.map(\.rawValue)),
            "scope": .word(["all", "site", "organisation"]), "value": .nullable(.text(most: 200)),
        ], needs: ["role", "scope"])

    private static let users = Route(
        method: .get, path: "/api/v1/users", access: .needsEverywhere(.administer),
        summary: "All users.",
        parameters: ListPage.parameters,
        answers: [
            Route.Answer(
                status: 200, summary: "A page of users.",
                schema: .document(["users", "next_cursor"]))
        ]
    ) { call in
        let users = try await call.platform.accounts.users()
        let (page, next) = try ListPage.cut(users, call) { String($0.id) }
        return Document.of(
            "carbongrade-users/1", ["users": .array(page.map(\.json)), "next_cursor": next]
        ).response(to: call)
    }

    private static let makeUser = Route(
        method: .post, path: "/api/v1/users", access: .needsEverywhere(.administer),
        summary:
            "A new user. Your name and password are given by HTTP Basic authentication, or in a session: a token "
            + "gives no password and no roles, which would outlive it.",
        body: .json(limit: 64 << 10),
        bodySchema: .object(
            [
                "name": .text(most: 64), "display_name": .text(most: 200),
                "password": .text(most: 800), "grants": .list(grantSchema, most: 200),
            ], needs: ["name", "password"]),
        answers: [
            Route.Answer(status: 201, summary: "The user.", schema: .document(["user"]))
        ], limit: .write, action: "make-user", keepsAnswer: true, takesPassword: true
    ) { call in
        let fields = try call.json()
        try fields.only("name", "display_name", "password", "grants")
        let name = try fields.needed("name", most: 64)
        guard Accounts.isName(name) else { throw nameFault }
        let password = try fields.needed("password", most: 800)
        if let fault = Accounts.fault(ofPassword: password, name: name) { throw fault }
        let grants = try grants(fields) ?? []
        try refuseWayIn(call)
        let user = try await call.platform.accounts.make(
            name, displayName: try fields.text("display_name", most: 200) ?? name,
            password: password, grants: grants)
        call.context.target.note("user \(user.id) \(user.name)", detail: words(grants))
        return Document.of("carbongrade-user/1", ["user": user.json])
            .response(to: call, status: .created)
    }

    private static let user = Route(
        method: .get, path: "/api/v1/users/{user}", access: .needsEverywhere(.administer),
        summary: "One user.", parameters: [userInPath],
        answers: [
            Route.Answer(status: 200, summary: "The user.", schema: .document(["user"])),
            PortfolioRoutes.notFound,
        ]
    ) { call in
        let id = Int64(try call.text("user")) ?? 0
        guard let user = try await call.platform.accounts.user(id) else { throw Problem.notFound }
        return Document.of("carbongrade-user/1", ["user": user.json]).response(to: call)
    }

    private static let changeUser = Route(
        method: .patch, path: "/api/v1/users/{user}", access: .needsEverywhere(.administer),
        summary:
            "Changes name, roles or password of a user, or disables it. Its sessions end; with another "
            + "password, or disabled, its tokens as well. Password and roles are not given with a token, which they would "
            + "outlive, and nobody is enabled with one, but with your name and password by HTTP Basic authentication, or "
            + "in a session.",
        parameters: [userInPath], body: .json(limit: 64 << 10),
        bodySchema: .object(
            [
                "display_name": .text(most: 200), "password": .text(most: 800), "disabled": .flag,
                "grants": .list(grantSchema, most: 200),
            ], needs: []),
        answers: [
            Route.Answer(status: 200, summary: "The user.", schema: .document(["user"])),
            PortfolioRoutes.notFound,
            Route.Answer(
                status: 409, summary: "It is the last who administers everything.",
                type: "application/problem+json"),
        ], limit: .write, action: "change-user", keepsAnswer: true, takesPassword: true
    ) { call in
        let id = Int64(try call.text("user")) ?? 0
        guard let old = try await call.platform.accounts.user(id) else { throw Problem.notFound }
        let fields = try call.json()
        try fields.only("display_name", "password", "disabled", "grants")
        let change = Accounts.Change(
            displayName: try fields.text("display_name", most: 200),
            isDisabled: try fields.flag("disabled"), grants: try grants(fields),
            password: try fields.text("password", most: 800))
        if let password = change.password,
            let fault = Accounts.fault(ofPassword: password, name: old.name)
        {
            throw fault
        }
        // What takes away, such as disabling somebody, a token may do.
        if change.password != nil || change.grants != nil || change.isDisabled == false {
            try refuseWayIn(call)
        }
        let user = try await call.platform.accounts.change(id, change)
        let parts = [
            change.grants.map { "grants " + words($0) }, change.isDisabled.map { "disabled \($0)" },
            change.password.map { _ in "password" },
            change.displayName.map { "display name \($0)" },
        ]
        call.context.target.note(
            user.name, detail: parts.compactMap(\.self).joined(separator: "; "))
        return Document.of("carbongrade-user/1", ["user": user.json]).response(to: call)
    }

    private static func grants(_ fields: Fields) throws -> [Grant]? {
        try fields.list("grants", most: 200)?.enumerated().map { place, value in
            guard case .object(let members) = value else {
                throw Fields.fault("grants[\(place)]", "is an object", "应为对象")
            }
            var needed = ["role", "scope"]
            if members["scope"]?.string.map({ $0 != "all" }) == true { needed.append("value") }
            for name in needed where members[name] == nil {
                throw Fields.fault("grants[\(place)].\(name)", "is missing", "缺失")
            }
            let grant = try Fields(value)
            try grant.only("role", "scope", "value")
            guard let role = Role(rawValue: try grant.needed("role")),
                let scope = SiteScope(
                    kind: try grant.needed("scope"), value: try grant.text("value") ?? "")
            else {
                throw Fields.fault(
                    "grants", "is a list of role and scope (all, site, organisation)",
                    "应为角色与范围（all、site、organisation）的列表")
            }
            return Grant(role: role, scope: scope)
        }
    }

    private static func words(_ grants: [Grant]) -> String {
        grants.map { grant in
            let (kind, value) = grant.scope.words
            return "\(grant.role.rawValue)@\(kind)\(value.isEmpty ? "" : ":" + value)"
        }.joined(separator: ", ")
    }
}
