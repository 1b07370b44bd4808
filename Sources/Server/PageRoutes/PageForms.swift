import HTTPTypes
import Hummingbird
import NIOCore
import Pages
import Reporting

/// Forms of pages ask what programs ask (表单转接口): the route of the interface does the work, the page only
/// translates fields into JSON and leads on.
enum PageForms {
    /// A route for a form.
    ///
    /// - Parameters:
    ///   - target: The route of the interface, by its path.
    ///   - json: The body that it gets; nil for none.
    ///   - next: Where to go when it is done.
    static func route(
        _ path: String, access: Route.Access, asks method: HTTPRequest.Method, _ target: String,
        action: String?, parameters: [Route.Parameter] = [],
        json: @escaping @Sendable ([String: String], Call) throws -> JSONValue? = { _, _ in nil },
        next: @escaping @Sendable (JSONValue, Call) throws -> PageAddress
    ) -> Route {
        Route(
            method: .post, path: path, access: access, summary: "A form of a page.",
            parameters: parameters, body: .form(limit: 64 << 10),
            answers: [Route.Answer(status: 303, summary: "The page that follows.", type: nil)],
            limit: .write, action: action, isPage: true
        ) { call in
            let answer = try await ask(method, target, try json(call.form(), call), call)
            return .seeOther(try next(answer, call).text)
        }
    }

    /// Asks a route of the interface in the name of the caller.
    static func ask(
        _ method: HTTPRequest.Method, _ path: String, _ json: JSONValue?, _ call: Call
    ) async throws -> JSONValue {
        try await ask(method, path, bytes: json.map { Array($0.text.utf8) } ?? [], call)
    }

    /// The same with a body that is no JSON of ours.
    static func ask(
        _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8], _ call: Call
    ) async throws -> JSONValue {
        guard let route = RouteTable.all.first(where: { $0.method == method && $0.path == path })
        else { throw Problem.notFound }
        // A form gives no more than the route that it asks.
        try Gate.allow(call.caller, route)
        let response = try await route.handle(
            Call(
                platform: call.platform, route: route, request: call.request,
                context: call.context, caller: call.caller, values: call.values,
                body: bytes, address: call.address))
        guard response.body.contentLength != 0 else { return .null }
        let collector = BodyCollector()
        try await response.body.write(collector)
        return (try? StrictJSON.message(collector.bytes)) ?? .null
    }
}

/// The bytes of an answer that is not sent.
private struct BodyCollector: ResponseBodyWriter {
    private final class Kept {
        var bytes: [UInt8] = []
    }

    private let kept = Kept()

    var bytes: [UInt8] { kept.bytes }

    func write(_ buffer: ByteBuffer) async throws {
        kept.bytes += Array(buffer: buffer)
    }

    consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
