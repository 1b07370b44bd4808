import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The one way into every route (入口检查): who asks, may they, how often, is the form ours, is the body in bounds; then
/// the handler, the line in the audit log, and the answer that is kept for a second try.
struct Gate: Sendable {
    let platform: Platform

    /// Lets a request through to a route, or throws the problem it meets first.
    func pass(_ request: Request, _ context: PlatformContext, _ route: Route) async throws
        -> Response
    {
        let address = platform.clientAddress(of: request, context)
        let caller = try await caller(of: request, route, address)
        do {
            try Self.allow(caller, route)
            if route.writes { try checkOrigin(request, caller) }
        } catch let problem as Problem {
            try await noteRefusal(problem, caller, request, route, address)
            throw problem
        }
        if let limit = route.limit {
            let name = caller.map { "user \($0.userID)" } ?? address
            if let seconds = platform.limiter.take(limit, by: name) {
                throw Problem.tooMany(seconds)
            }
        }
        let values = try Parameters.read(request, context, route)
        let body = try await body(of: request, route)
        let call = Call(
            platform: platform, route: route, request: request, context: context, caller: caller,
            values: values, body: body, address: address)
        if route.writes, route.access != .open {
            do {
                try checkForm(call)
            } catch let problem as Problem {
                try await noteRefusal(problem, caller, request, route, address)
                throw problem
            }
        }
        guard route.keepsAnswer, let key = request.headers[FieldName.idempotencyKey], let caller
        else { return try await answer(call) }
        return try await platform.answers.once(key, call, by: caller) { try await answer(call) }
    }

    // MARK: - Who

    /// Who asks, asked once more in the middle of a long answer; nil when the session, the token or the permission has
    /// ended meanwhile.
    func callerNow(of call: Call) async throws -> Identity? {
        do {
            let caller = try await caller(of: call.request, call.route, call.address)
            try Self.allow(caller, call.route)
            return caller
        } catch is Problem {
            return nil
        }
    }

    /// Who asks: a token before a session; name and password only where something is made that a token may not.
    private func caller(
        of request: Request, _ route: Route, _ address: String
    ) async throws -> Identity? {
        guard let header = request.headers[.authorization] else {
            guard let cookie = platform.sessionCookie(of: request) else { return nil }
            return try await platform.sessions.identity(of: cookie)
        }
        let parts = header.split(separator: " ", maxSplits: 1).map(String.init)
        let given = parts.count == 2 ? parts[1] : ""
        var found: Identity?
        switch parts.first?.lowercased() {
        case "bearer": found = try await platform.tokens.identity(of: given)
        case "basic" where route.takesPassword:
            found = try await platform.identity(ofBasic: given, from: address)
        default: break
        }
        guard let found else { throw Problem.strange }
        return found
    }

    /// Refuses whoever may not ask a route.
    static func allow(_ caller: Identity?, _ route: Route) throws {
        guard route.access != .open else { return }
        guard let caller else { throw Problem.strange }
        let isAllowed =
            switch route.access {
            case .open, .signedIn: true
            case .needs(let permission): caller.may(permission)
            case .needsEverywhere(let permission): caller.mayEverywhere(permission)
            }
        guard isAllowed else { throw Problem.forbidden }
    }

    // MARK: - Whence

    /// A browser says where a write comes from; another site's is refused.
    private func checkOrigin(_ request: Request, _ caller: Identity?) throws {
        // Nobody's browser sends a token or a password by itself.
        switch caller?.means {
        case .token?, .password?: return
        case .session?, nil: break
        }
        let refusal = Problem(
            .forbidden, "foreign-origin", "this was sent by another site", zh: "请求来自其他网站")
        if let site = request.headers[FieldName.fetchSite], site != "same-origin", site != "none" {
            throw refusal
        }
        if let origin = request.headers[.origin] {
            guard
                let host = request.head.authority
                    ?? request.headers[HTTPField.Name("Host") ?? .origin],
                let from = URL(string: origin), let name = from.host
            else { throw refusal }
            let whole = from.port.map { "\(name):\($0)" } ?? name
            guard whole.lowercased() == host.lowercased() else { throw refusal }
        }
    }

    /// A write of a session carries the word of the session, in a field of the form or in a header.
    private func checkForm(_ call: Call) throws {
        guard case .session(_, let word)? = call.caller?.means else { return }
        var given = call.request.headers[FieldName.formWord]
        if given == nil, case .form = call.route.body { given = call.form()["csrf"] }
        guard let given, Secret.isEqual(Array(given.utf8), Array(word.utf8)) else {
            throw Problem(
                .forbidden, "form-expired", "the form is no longer valid: load the page again",
                zh: "表单已失效：请重新载入页面")
        }
    }

    // MARK: - What

    private func body(of request: Request, _ route: Route) async throws -> [UInt8] {
        let (limit, type): (Int, String?)
        switch route.body {
        case .none, .stream: return []
        case .json(let most): (limit, type) = (most, "application/json")
        case .form(let most): (limit, type) = (most, "application/x-www-form-urlencoded")
        case .bytes(let most): (limit, type) = (most, nil)
        }
        let tooLarge = Problem(
            .contentTooLarge, "too-large", "the body is larger than \(limit) bytes",
            zh: "请求体超过 \(limit) 字节")
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
            throw tooLarge
        }
        if let type {
            let given = request.headers[.contentType]?.split(separator: ";").first
                .map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            guard given == type else {
                throw Problem(
                    .unsupportedMediaType, "media-type", "the body is to be \(type)",
                    zh: "请求体应为 \(type)")
            }
        }
        do {
            return Array(buffer: try await request.body.collect(upTo: limit))
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch let error as any HTTPResponseError where error.status == .contentTooLarge {
            throw tooLarge
        }
    }

    /// The handler's answer; what an action did stands in the audit log before it is told.
    private func answer(_ call: Call) async throws -> Response {
        guard let action = call.route.action else { return try await call.route.handle(call) }
        do {
            let response = try await call.route.handle(call)
            let status = response.status.code
            try await note(
                action, call, status: status, outcome: status >= 400 ? "refused" : "done")
            return response
        } catch {
            let problem = Problem(error)
            try await note(action, call, status: problem.status.code, outcome: problem.code)
            throw error
        }
    }

    /// A signed-in user was refused before any handler; so many lines and no more, so that probing fills no disk.
    private func noteRefusal(
        _ problem: Problem, _ caller: Identity?, _ request: Request, _ route: Route,
        _ address: String
    ) async throws {
        guard problem.status == .forbidden, let caller,
            platform.limiter.take(.refusal, by: "user \(caller.userID)") == nil
        else { return }
        try await platform.audit.add(
            AuditLog.Event(
                userID: caller.userID, actor: caller.userName, means: caller.means.word,
                action: route.action ?? "ask", target: "\(request.method) \(route.path)",
                outcome: problem.code, status: problem.status.code, detail: "", address: address))
    }

    private func note(_ action: String, _ call: Call, status: Int, outcome: String) async throws {
        let inPath = call.route.parameters.filter(\.isInPath).compactMap { call.values[$0.name] }
        try await platform.audit.add(
            AuditLog.Event(
                userID: call.caller?.userID, actor: call.caller?.userName ?? "",
                means: call.caller?.means.word ?? "none", action: action,
                target: (inPath + [call.context.target.text].filter { !$0.isEmpty })
                    .joined(separator: " "),
                outcome: outcome, status: status, detail: call.context.target.detail,
                address: call.address))
    }
}

extension Identity.Means {
    /// How the audit log names it; no secret.
    var word: String {
        switch self {
        case .session(let id, _): "session " + id
        case .token(let id): "token " + id
        case .password: "password"
        }
    }
}
