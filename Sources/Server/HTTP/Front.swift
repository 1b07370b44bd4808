import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What every answer goes through (应答统一处理): a problem for each error, the headers of safety, a line in the log, a
/// count in the measurements.
struct Front: RouterMiddleware {
    typealias Context = PlatformContext

    let platform: Platform

    func handle(
        _ request: Request, context: PlatformContext,
        next: (Request, PlatformContext) async throws -> Response
    ) async throws -> Response {
        let begin = ContinuousClock.now
        platform.metrics.begin()
        var response: Response
        do {
            response = try await answer(request, context, next)
        } catch {
            response = answer(to: error, request, context)
        }
        if response.status == .tooManyRequests || response.status == .serviceUnavailable,
            response.headers[.retryAfter] == nil
        {
            response.headers[.retryAfter] = "5"
        }
        SafetyHeaders.add(to: &response, isSecure: platform.settings.isSecure)
        response.headers[FieldName.requestID] = context.requestID
        let seconds = ContinuousClock.now - begin
        platform.metrics.end(
            request.method.rawValue, context.endpointPath ?? "none", response.status.code, seconds)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(request.method)", "path": "\(request.uri.path.prefix(300))",
                "status": "\(response.status.code)", "milliseconds": "\(seconds.milliseconds)",
                "address": "\(platform.clientAddress(of: request, context))",
            ])
        return response
    }

    private func answer(
        _ request: Request, _ context: PlatformContext,
        _ next: (Request, PlatformContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch is HTTPError where context.endpointPath == "NotFound" {
            return try await Gate(platform: platform).pass(request, context, RouteTable.unknown)
        }
    }

    private func answer(
        to error: any Error, _ request: Request, _ context: PlatformContext
    ) -> Response {
        let problem = Problem(error)
        if problem.status.code >= 500, problem.status != .serviceUnavailable {
            // The inside is told to the log alone.
            context.logger.error(
                "failed", metadata: ["error": "\(String(describing: error).prefix(600))"])
        }
        let language = platform.language(of: request)
        if !request.uri.path.hasPrefix("/api/"),
            request.headers[.accept]?.contains("text/html") == true
        {
            return platform.pages.problem(
                problem, language, request: context.requestID, path: request.uri.path,
                isUnowned: platform.awaitsSetup && !platform.settings.recovers)
        }
        return problem.response(language, request: context.requestID)
    }
}

/// The headers that tell a browser what it may not do (安全响应头).
enum SafetyHeaders {
    /// No script, style, picture or form but our own; nobody may frame us.
    static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    static func add(to response: inout Response, isSecure: Bool) {
        if response.headers[.contentSecurityPolicy] == nil {
            response.headers[.contentSecurityPolicy] = policy
        }
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[FieldName.frameOptions] = "DENY"
        response.headers[FieldName.referrerPolicy] = "same-origin"
        response.headers[FieldName.permissionsPolicy] = "camera=(), geolocation=(), microphone=()"
        response.headers[FieldName.openerPolicy] = "same-origin"
        response.headers[FieldName.resourcePolicy] = "same-origin"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
    /// Seconds, for measurements alone.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
