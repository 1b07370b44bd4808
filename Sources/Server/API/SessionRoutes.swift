import Foundation
import HTTPTypes
import Hummingbird
import Provenance
import Reporting

/// Setting up, signing in and out (登录).
enum SessionRoutes {
    static let all: [Route] = [setupForm, setup, signInForm, signIn, signOut, me, password]

    private static let form = Route.Body.form(limit: 16 << 10)
    private static let html = [Route.Answer(status: 200, summary: "The page.", type: "text/html")]

    // MARK: - The first user

    private static let setupForm = Route(
        method: .get, path: "/setup", access: .open, summary: "The form for the first user.",
        answers: html
    ) { call in
        guard try await isOpen(call.platform) else { return .seeOther("/sign-in") }
        return FormCookie.page(call) { word in
            call.platform.pages.setup(call.language, formWord: word)
        }
    }

    private static let setup = Route(
        method: .post, path: "/setup", access: .open, summary: "Makes the first user.", body: form,
        answers: html, limit: .signIn, action: "set-up"
    ) { call in
        let platform = call.platform
        let fields = call.form()
        do {
            try FormCookie.check(call)
            guard try await platform.accounts.isEmpty() else {
                throw Problem(.conflict, "set-up-already", "there is an owner already", zh: "已有所有者")
            }
            let name = fields["name"] ?? ""
            let password = fields["password"] ?? ""
            let faults = setupFaults(fields, platform)
            if let first = faults.first {
                return try refused(first.problem, call) { word in
                    platform.pages.setup(
                        call.language, formWord: word, values: typed(fields),
                        faults: Dictionary(faults.map { ($0.field, $0.problem.detail) }) { one, _ in
                            one
                        })
                }
            }
            guard let user = try await administrator(name, password, platform) else {
                throw Problem(
                    .conflict, "set-up-already", "there is an owner already", zh: "已有所有者")
            }
            platform.endSetup()
            call.context.target.note("user \(user.name)")
            return try await begin(user, call, next: "/")
        } catch let problem as Problem {
            return try refused(problem, call) { word in
                platform.pages.setup(
                    call.language, formWord: word, values: typed(fields),
                    faults: ["": problem.detail])
            }
        }
    }

    /// What a form shows again; neither the code nor a password is.
    private static func typed(_ fields: [String: String]) -> [String: String] {
        fields.filter { $0.key == "name" }
    }

    /// All that is wrong with the form at once, in the order of its fields.
    private static func setupFaults(
        _ fields: [String: String], _ platform: Platform
    ) -> [(field: String, problem: Problem)] {
        let (name, password) = (fields["name"] ?? "", fields["password"] ?? "")
        var faults: [(field: String, problem: Problem)] = []
        if !platform.isSetupCode(fields["code"] ?? "") {
            faults.append(
                (
                    "code",
                    Problem(
                        .forbidden, "wrong-code", "this is not the code that the terminal shows",
                        zh: "设置码与终端显示的不一致")
                ))
        }
        if !Accounts.isName(name) { faults.append(("name", AccountRoutes.nameFault)) }
        if let fault = Accounts.fault(ofPassword: password, name: name) {
            faults.append(("password", fault))
        }
        if let again = fields["password_again"], again != password {
            faults.append(
                (
                    "password_again",
                    Problem(
                        .unprocessableContent, "password-again",
                        "the two passwords are not the same",
                        zh: "两次输入的密码不一致")
                ))
        }
        return faults
    }

    /// Set-up is open while there is nobody, and where the server was started to recover.
    private static func isOpen(_ platform: Platform) async throws -> Bool {
        let isEmpty = try await platform.accounts.isEmpty()
        return isEmpty || (platform.settings.recovers && platform.awaitsSetup)
    }

    /// The first user; or one more, where nobody knows a password any more.
    private static func administrator(
        _ name: String, _ password: String, _ platform: Platform
    ) async throws -> User? {
        if let owner = try await platform.accounts.makeOwner(
            name, displayName: name, password: password)
        {
            return owner
        }
        guard platform.settings.recovers else { return nil }
        return try await platform.accounts.make(
            name, displayName: name, password: password,
            grants: [Grant(role: .administrator, scope: .all)])
    }

    // MARK: - Signing in and out

    private static let next = Route.Parameter(
        name: "next", form: .text(most: 1_000), summary: "Where to go afterwards.")

    private static let signInForm = Route(
        method: .get, path: "/sign-in", access: .open, summary: "The form for signing in.",
        parameters: [next], answers: html
    ) { call in
        if try await call.platform.accounts.isEmpty() { return .seeOther("/setup") }
        return FormCookie.page(call) { word in
            call.platform.pages.signIn(
                call.language, formWord: word, next: local(call.values["next"]), problem: nil)
        }
    }

    private static let signIn = Route(
        method: .post, path: "/sign-in", access: .open, summary: "Signs in.", body: form,
        answers: html
    ) { call in
        let fields = call.form()
        let next = local(fields["next"])
        do {
            try FormCookie.check(call)
            guard
                let user = try await call.platform.signedIn(
                    fields["name"] ?? "", fields["password"] ?? "", from: call.address)
            else {
                throw Problem(
                    .unauthorized, "wrong-password", "the name or the password is not right",
                    zh: "用户名或口令不正确")
            }
            return try await begin(user, call, next: next)
        } catch let problem as Problem {
            return try refused(problem, call) { word in
                call.platform.pages.signIn(
                    call.language, formWord: word, next: next, problem: problem)
            }
        }
    }

    private static let signOut = Route(
        method: .post, path: "/sign-out", access: .signedIn, summary: "Signs out.", body: form,
        answers: html, action: "sign-out"
    ) { call in
        if case .session(let id, _) = try call.identity.means {
            try await call.platform.sessions.end(id)
        }
        var response = Response.seeOther("/sign-in")
        response.headers[values: .setCookie] = [call.platform.cookie(session: nil)]
        return response
    }

    /// A new session in the place of any before; then to the page that was wanted.
    private static func begin(_ user: User, _ call: Call, next: String) async throws -> Response {
        let platform = call.platform
        let session = try await platform.sessions.begin(
            for: user.id, replacing: platform.sessionCookie(of: call.request))
        var response = Response.seeOther(next)
        response.headers[values: .setCookie] = [
            platform.cookie(session: session.cookie), FormCookie.end(call),
        ]
        return response
    }

    private static func refused(
        _ problem: Problem, _ call: Call, _ page: (String) -> String
    ) throws -> Response {
        // A program gets the problem itself.
        guard call.request.headers[.accept]?.contains("text/html") == true else { throw problem }
        var response = FormCookie.page(call, page)
        response.status = problem.status
        for field in problem.headers { response.headers[field.name] = field.value }
        return response
    }

    /// A path of ours; anything else leads home.
    static func local(_ path: String?) -> String {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("\\"),
            path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return "/" }
        return path
    }

    // MARK: - Oneself

    private static let me = Route(
        method: .get, path: "/api/v1/me", access: .signedIn,
        summary: "Who asks, and what they may do.",
        answers: [
            Route.Answer(
                status: 200, summary: "The user and the permissions.",
                schema: .document(["name", "permissions", "grants"]))
        ]
    ) { call in
        let identity = try call.identity
        return Document.of(
            "carbongrade-me/1",
            [
                "user_id": .integer(identity.userID), "name": .string(identity.userName),
                "display_name": .string(identity.displayName),
                "grants": .array(identity.grants.map(\.json)),
                "permissions": .array(
                    identity.permissions.map(\.rawValue).sorted().map(JSONValue.string)),
            ]
        ).response(to: call)
    }

    private static let password = Route(
        method: .post, path: "/api/v1/me/password", access: .signedIn,
        summary: "Another password; all other sessions and all tokens of the user end.",
        body: .json(limit: 16 << 10),
        bodySchema: .object(
            ["old_password": .text(most: 800), "new_password": .text(most: 800)],
            needs: ["old_password", "new_password"]),
        answers: [Route.Answer(status: 204, summary: "Changed.", type: nil)], limit: .write,
        action: "change-password"
    ) { call in
        let identity = try call.identity
        let fields = try call.json()
        try fields.only("old_password", "new_password")
        let old = try fields.needed("old_password", most: 800)
        let new = try fields.needed("new_password", most: 800)
        guard
            try await call.platform.signedIn(identity.userName, old, from: call.address) != nil
        else {
            throw Problem(
                .forbidden, "wrong-password", "the old password is not right", zh: "原口令不正确")
        }
        if let fault = Accounts.fault(ofPassword: new, name: identity.userName) { throw fault }
        var session: String?
        if case .session(let id, _) = identity.means { session = id }
        _ = try await call.platform.accounts.change(
            identity.userID, Accounts.Change(password: new), keeping: session)
        return .nothing
    }
}
