import HTTPTypes
import Hummingbird
import NIOCore
import Reporting

/// Health, measurements and the description of the interface itself (运维接口).
enum OperationRoutes {
    static let all: [Route] = [live, ready, metrics, openAPI]

    private static let live = Route(
        method: .get, path: "/health/live", access: .open, summary: "Whether the process answers.",
        answers: [
            Route.Answer(
                status: 200, summary: "It does.",
                schema: .object(["status": .word(["live"])], needs: ["status"]))
        ]
    ) { _ in state("live", .ok) }

    private static let ready = Route(
        method: .get, path: "/health/ready", access: .open,
        summary: "Whether requests can be answered: the platform's store can be read.",
        answers: [
            Route.Answer(
                status: 200, summary: "Ready.",
                schema: .object(["status": .word(["ready"])], needs: ["status"])),
            Route.Answer(
                status: 503, summary: "Not now.",
                schema: .object(
                    ["status": .word(["stopping", "store-unreadable"])], needs: ["status"])),
        ]
    ) { call in
        if call.platform.isStopping.isSet { return state("stopping", .serviceUnavailable) }
        do {
            _ = try await call.platform.accounts.isEmpty()
            return state("ready", .ok)
        } catch {
            return state("store-unreadable", .serviceUnavailable)
        }
    }

    private static func state(_ word: String, _ status: HTTPResponse.Status) -> Response {
        Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(string: JSONValue.object(["status": .string(word)]).text)))
    }

    private static let metrics = Route(
        method: .get, path: "/metrics", access: .needsEverywhere(.operate),
        summary: "The measurements of the server, in the text form of Prometheus.",
        answers: [
            Route.Answer(status: 200, summary: "The measurements.", type: "text/plain")
        ]
    ) { call in
        Response(
            status: .ok,
            headers: [
                .contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: call.platform.metrics.text)))
    }

    private static let openAPI = Route(
        method: .get, path: "/api/v1/openapi.json", access: .open,
        summary: "This description, as OpenAPI 3.1.",
        answers: [
            Route.Answer(status: 200, summary: "The description.", schema: .any)
        ]
    ) { call in description.response(to: call) }

    private static let description = Document(OpenAPI.document(RouteTable.all))
}
