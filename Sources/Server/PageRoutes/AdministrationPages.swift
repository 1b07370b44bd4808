import Foundation
import Hummingbird
import Pages
import Provenance
import Quantities
import Reporting
import Runs

/// Running the platform, oneself and the audit log, on pages (管理页面).
enum AdministrationPages {
    static let all: [Route] = [
        administration, makeUser, changeUser, backup, account, password, makeToken, removeToken,
        audit,
    ]

    // MARK: - Administration

    private static func page(_ call: Call, _ entries: FormEntries = FormEntries()) async throws
        -> Response
    {
        let platform = call.platform
        let ground = platform.results.hasPortfolio ? try? await platform.results.ground() : nil
        let users = try await platform.accounts.users().map { user in
            UserLine(
                number: user.id, name: user.name, displayName: user.displayName,
                isDisabled: user.isDisabled,
                grants: user.grants.map {
                    let words = $0.scope.words
                    return UserLine.Grant(
                        role: $0.role.rawValue, scope: words.kind, place: words.value)
                })
        }
        let jobs = try await platform.jobs.all(of: nil, before: .max, limit: 50).map { job in
            AdministrationPage.JobLine(
                number: job.number, kind: job.kind.rawValue, state: job.state.rawValue,
                by: job.userName, at: LocalCalendar.utcText(at: job.createdAt),
                problem: job.words)
        }
        let backups = try await PageForms.ask(.get, "/api/v1/backups", nil, call)["backups"]
        var context = PageFrame.context(call, ground)
        if !entries.faults.isEmpty { context.address = PageAddress("/administration") }
        return PageAnswer.page(
            AdministrationPage.page(
                context,
                AdministrationPage.Facts(
                    users: users, jobs: jobs,
                    backups: (backups?.elements ?? []).compactMap(\.string), data: ground?.data),
                entries), call)
    }

    private static let administration = Route(
        method: .get, path: "/administration", access: .needsEverywhere(.administer),
        summary: "Users, jobs, backups, data in use.", answers: ResultPages.html, isPage: true
    ) { call in try await page(call) }

    private static func grants(_ fields: [String: String]) -> JSONValue {
        let scope = fields["scope"] ?? ""
        return .array([
            .object([
                "role": .text(fields["role"]), "scope": .string(scope),
                "value": scope == "all" ? .null : .text(fields["place"]),
            ])
        ])
    }

    private static let makeUser = Route(
        method: .post, path: "/administration/users", access: .needsEverywhere(.administer),
        summary: "Makes a user.", body: .form(limit: 64 << 10), answers: ResultPages.html,
        limit: .write, action: "make-user", isPage: true
    ) { call in
        let fields = call.form()
        let shown = fields["display_name"] ?? ""
        do {
            _ = try await PageForms.ask(
                .post, "/api/v1/users",
                .object([
                    "name": .text(fields["name"]), "password": .text(fields["password"]),
                    "display_name": shown.isEmpty ? .null : .string(shown),
                    "grants": grants(fields),
                ]), call)
        } catch {
            return try await page(
                call, FormEntries(values: fields, faults: ["": Problem(error).detail]))
        }
        return .seeOther("/administration?done=saved")
    }

    private static let changeUser = Route(
        method: .post, path: "/administration/users/{user}",
        access: .needsEverywhere(.administer), summary: "Changes a user.",
        parameters: [
            Route.Parameter(
                name: "user", form: .integer(1...Int(Int32.max)), summary: "Its number.",
                isInPath: true)
        ], body: .form(limit: 64 << 10), answers: ResultPages.html, limit: .write,
        action: "change-user", isPage: true
    ) { call in
        let fields = call.form()
        var members: [String: JSONValue] = [
            "grants": grants(fields), "disabled": .bool(fields["disabled"] != nil),
        ]
        if let password = fields["password"], !password.isEmpty {
            members["password"] = .string(password)
        }
        do {
            _ = try await PageForms.ask(.patch, "/api/v1/users/{user}", .object(members), call)
        } catch {
            return try await page(call, FormEntries(faults: ["": Problem(error).detail]))
        }
        return .seeOther("/administration?done=saved")
    }

    private static let backup = PageForms.route(
        "/administration/backups", access: .needsEverywhere(.administer), asks: .post,
        "/api/v1/backups", action: "ask-backup",
        next: { _, _ in PageAddress(["administration"], [("done", "backup")]) })

    // MARK: - Oneself

    private static func ownPage(
        _ call: Call, secret: String? = nil, _ entries: FormEntries = FormEntries()
    ) async throws -> Response {
        let tokens = try await call.platform.tokens.all(of: try call.identity.userID).map { token in
            AccountPage.TokenLine(
                id: token.id, name: token.name,
                permissions: token.permissions.map(\.rawValue).sorted().joined(separator: ", "),
                until: String(LocalCalendar.utcText(at: token.expiresAt).prefix(10)),
                lastUsed: token.usedAt.map { LocalCalendar.utcText(at: $0) } ?? "")
        }
        var context = try await PageFrame.grounded(call)
        context.address = PageAddress("/account")
        return PageAnswer.page(AccountPage.page(context, tokens, secret: secret, entries), call)
    }

    private static let account = Route(
        method: .get, path: "/account", access: .signedIn, summary: "Password and tokens.",
        answers: ResultPages.html, isPage: true
    ) { call in try await ownPage(call) }

    private static let password = Route(
        method: .post, path: "/account/password", access: .signedIn, summary: "Another password.",
        body: .form(limit: 16 << 10), answers: ResultPages.html, limit: .write,
        action: "change-password", isPage: true
    ) { call in
        let fields = call.form()
        guard fields["new_password"] == fields["password_again"] else {
            return try await ownPage(
                call,
                FormEntries(faults: [
                    "password_again": BilingualText(
                        "This is not the same.", zh: "两次输入不一致。")
                ]))
        }
        do {
            _ = try await PageForms.ask(
                .post, "/api/v1/me/password",
                .object([
                    "old_password": .text(fields["old_password"]),
                    "new_password": .text(fields["new_password"]),
                ]), call)
        } catch {
            return try await ownPage(call, FormEntries(faults: ["": Problem(error).detail]))
        }
        return .seeOther("/account?done=saved")
    }

    private static let makeToken = Route(
        method: .post, path: "/account/tokens", access: .signedIn, summary: "A new token.",
        body: .form(limit: 16 << 10), answers: ResultPages.html, limit: .write,
        action: "make-token", isPage: true
    ) { call in
        let fields = call.form()
        let permissions = Permission.allCases.map(\.rawValue).filter {
            fields["permission." + $0] != nil
        }
        do {
            let made = try await PageForms.ask(
                .post, "/api/v1/tokens",
                .object([
                    "name": .text(fields["name"]),
                    "permissions": .array(permissions.map(JSONValue.string)),
                    "days": Int(fields["days"] ?? "").map { .integer($0) } ?? .null,
                ]), call)
            return try await ownPage(call, secret: made["secret"]?.string)
        } catch {
            return try await ownPage(
                call, FormEntries(values: fields, faults: ["": Problem(error).detail]))
        }
    }

    private static let removeToken = PageForms.route(
        "/account/tokens/{token}/delete", access: .signedIn, asks: .delete,
        "/api/v1/tokens/{token}",
        action: "revoke-token", parameters: [ResultPages.inPath("token", most: 16)],
        next: { _, _ in PageAddress(["account"], [("done", "revoked")]) })

    // MARK: - The audit log

    private static let audit = Route(
        method: .get, path: "/audit", access: .needsEverywhere(.audit), summary: "The audit log.",
        answers: ResultPages.html, isPage: true
    ) { call in
        let context = try await PageFrame.grounded(call)
        let address = context.address
        func day(_ name: String) -> Int64? {
            address[name].flatMap { CivilDate(iso: $0) }.map { LocalCalendar.utc.start(of: $0) }
        }
        let filter = AuditLog.Filter(
            actor: address["actor"], action: address["action"], from: day("from"), to: day("to"),
            before: address["before"].flatMap { Int64($0) })
        let lines = try await call.platform.audit.lines(filter, limit: 200)
        let check = try await call.platform.audit.check()
        let actions = Set(RouteTable.all.compactMap(\.action) + Job.Kind.allCases.map(\.rawValue))
        return PageAnswer.page(
            AuditPage.page(
                context,
                lines.map { line in
                    AuditPage.Line(
                        number: Int(line.number), at: LocalCalendar.utcText(at: line.at),
                        actor: line.event.actor, action: line.event.action,
                        target: line.event.target, outcome: line.event.outcome,
                        address: line.event.address, digest: line.digest)
                }, actions: actions.sorted(), isWhole: check.brokenAt == nil,
                next: lines.count == 200
                    ? lines.last.map { address.with("before", String($0.number)) } : nil,
                export: PageAddress(["api", "v1", "audit", "export"])), call)
    }
}
