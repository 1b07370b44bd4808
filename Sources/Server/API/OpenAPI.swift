import Hummingbird
import Reporting
import Runs

/// The description of the interface (接口描述), OpenAPI 3.1, made of the table by which requests are answered.
enum OpenAPI {
    static func document(_ routes: [Route]) -> JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for route in routes where route.isInterface {
            paths[route.path, default: [:]][route.method.rawValue.lowercased()] = operation(route)
        }
        return .object([
            "openapi": .string("3.1.0"),
            "info": .object([
                "title": .string("carbongrade"), "version": .string(Tool.version),
                "description": .string(
                    "From meter data to audited carbon, a level, a plan and a certificate. The documents are those "
                        + "of the command line."),
                "license": .object([
                    "name": .string("Apache-2.0"), "identifier": .string("Apache-2.0"),
                ]),
            ]),
            "servers": .array([.object(["url": .string("/")])]),
            "paths": .object(paths.mapValues(JSONValue.object)),
            "components": .object([
                "securitySchemes": .object([
                    "token": .object([
                        "type": .string("http"), "scheme": .string("bearer"),
                        "description": .string("A token: cgt_<id>_<secret>."),
                    ]),
                    "password": .object(["type": .string("http"), "scheme": .string("basic")]),
                ]),
                "schemas": .object(["Problem": problem]),
            ]),
        ])
    }

    private static func operation(_ route: Route) -> JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .string(name(route)), "summary": .string(route.summary),
            "responses": .object(answers(route)),
        ]
        var parameters = route.parameters.map(parameter)
        if route.keepsAnswer {
            parameters.append(
                .object([
                    "name": .string("Idempotency-Key"), "in": .string("header"),
                    "description": .string("The same request with the same key is done once."),
                    "schema": .object([
                        "type": .string("string"), "minLength": .integer(1),
                        "maxLength": .integer(200),
                        "pattern": .string("^[!-~]+$"),
                    ]),
                ]))
        }
        if route.method == .get, route.answers.contains(where: { $0.type == "application/json" }) {
            parameters.append(
                .object([
                    "name": .string("If-None-Match"), "in": .string("header"),
                    "description": .string("The ETag of what the client has."),
                    "schema": .object(["type": .string("string")]),
                ]))
        }
        if !parameters.isEmpty { members["parameters"] = .array(parameters) }
        if let body = body(route) { members["requestBody"] = body }
        var security: [JSONValue] = []
        if route.access != .open { security.append(.object(["token": .array([])])) }
        if route.takesPassword { security.append(.object(["password": .array([])])) }
        members["security"] = .array(security)
        switch route.access {
        case .needs(let permission), .needsEverywhere(let permission):
            members["x-permission"] = .string(permission.rawValue)
        case .open, .signedIn: break
        }
        return .object(members)
    }

    private static func name(_ route: Route) -> String {
        let parts = route.path.split(separator: "/").map {
            String($0.filter { $0 != "{" && $0 != "}" })
        }
        return ([route.method.rawValue.lowercased()] + parts.filter { $0 != "api" && $0 != "v1" })
            .joined(separator: "-").replacing(".", with: "-")
    }

    /// No control characters and no marks of direction.
    private static let plainText =
        "^[^\\u0000-\\u001F\\u007F-\\u009F\\u202A-\\u202E\\u2066-\\u2069]+$"

    private static func parameter(_ parameter: Route.Parameter) -> JSONValue {
        let schema: [String: JSONValue] =
            switch parameter.form {
            case .text(let most):
                [
                    "type": .string("string"), "minLength": .integer(1),
                    "maxLength": .integer(most), "pattern": .string(plainText),
                ]
            case .date: ["type": .string("string"), "format": .string("date")]
            case .integer(let range):
                [
                    "type": .string("integer"), "minimum": .integer(range.lowerBound),
                    "maximum": .integer(range.upperBound),
                ]
            case .word(let words):
                ["type": .string("string"), "enum": .array(words.map(JSONValue.string))]
            case .period:
                [
                    "type": .string("string"),
                    "pattern": .string(
                        "^[0-9]{4}(Q[1-4]|-(0[1-9]|1[0-2]))?$|^[0-9]{4}-[0-9]{2}-[0-9]{2}--[0-9]{4}-[0-9]{2}-[0-9]{2}$"
                    ),
                    "example": .string("2025Q3"),
                ]
            }
        return .object([
            "name": .string(parameter.name),
            "in": .string(parameter.isInPath ? "path" : "query"),
            "required": .bool(parameter.isInPath || parameter.isRequired),
            "description": .string(parameter.summary), "schema": .object(schema),
        ])
    }

    private static func body(_ route: Route) -> JSONValue? {
        func content(_ type: String, _ schema: JSONValue) -> JSONValue {
            .object([
                "required": .bool(true),
                "content": .object([type: .object(["schema": schema])]),
            ])
        }
        switch route.body {
        case .none: return nil
        case .json: return content("application/json", route.bodySchema?.json ?? .object([:]))
        case .form:
            return content(
                "application/x-www-form-urlencoded",
                route.bodySchema?.json ?? .object(["type": .string("object")]))
        case .bytes, .stream:
            return content(
                "application/octet-stream",
                .object(["type": .string("string"), "format": .string("binary")]))
        }
    }

    /// The types of an answer beside JSON, where its form can be chosen.
    private static func forms(_ route: Route) -> [String] {
        guard case .word(let words)? = route.parameters.first(where: { $0.name == "format" })?.form
        else { return [] }
        return [("csv", "text/csv"), ("table", "text/plain")].filter { words.contains($0.0) }
            .map(\.1)
    }

    private static func answers(_ route: Route) -> [String: JSONValue] {
        var all: [String: JSONValue] = [:]
        for answer in route.answers {
            var members: [String: JSONValue] = ["description": .string(answer.summary)]
            if answer.type == "application/problem+json" {
                members["content"] = problemContent
            } else if let type = answer.type {
                let schema = answer.schema?.json ?? .object([:])
                var content: [String: JSONValue] = [type: .object(["schema": schema])]
                for form in forms(route) {
                    content[form] = .object(["schema": .object(["type": .string("string")])])
                }
                members["content"] = .object(content)
            }
            all[String(answer.status)] = .object(members)
        }
        func add(_ status: Int, _ summary: String) {
            guard all[String(status)] == nil else { return }
            all[String(status)] = .object([
                "description": .string(summary), "content": problemContent,
            ])
        }
        if route.method == .get, route.answers.contains(where: { $0.type == "application/json" }) {
            all["304"] = .object(["description": .string("The client has it already.")])
        }
        add(400, "The request is malformed.")
        if route.access != .open { add(401, "Nobody is signed in.") }
        if route.access != .open { add(403, "The roles do not permit it.") }
        if route.access != .open || route.parameters.contains(where: \.isInPath) {
            add(404, "There is no such thing.")
        }
        if route.access != .open, route.path.hasPrefix("/api/") {
            add(409, "The state of things stands against it.")
            add(422, "It is understood and refused; findings say why.")
        }
        if route.body != .none {
            add(413, "The body is too large.")
            add(415, "The body is of another type.")
            add(422, "It is understood and refused; findings say why.")
        }
        if route.limit != nil || route.takesPassword {
            add(429, "Too many tries; `Retry-After` says when.")
        }
        add(500, "The server failed.")
        return all
    }

    private static let problemContent = JSONValue.object([
        "application/problem+json": .object([
            "schema": .object(["$ref": .string("#/components/schemas/Problem")])
        ])
    ])

    private static let problem = JSONValue.object([
        "type": .string("object"),
        "description": .string("RFC 9457; `code` is a stable word."),
        "required": .array(["type", "title", "status", "code", "detail"].map(JSONValue.string)),
        "properties": .object([
            "type": .object(["type": .string("string")]),
            "title": .object(["type": .string("string")]),
            "status": .object(["type": .string("integer")]),
            "code": .object(["type": .string("string")]),
            "detail": .object(["type": .string("string")]),
            "instance": .object(["type": .string("string")]),
            "findings": .object([
                "type": .string("array"), "items": .object(["type": .string("object")]),
            ]),
            "reasons": .object([
                "type": .string("array"), "items": .object(["type": .string("object")]),
            ]),
        ]),
    ])
}

extension Schema {
    /// The schema as JSON Schema 2020-12.
    var json: JSONValue {
        switch self {
        case .text(let most):
            .object([
                "type": .string("string"), "minLength": .integer(1), "maxLength": .integer(most),
            ])
        case .word(let words):
            .object(["type": .string("string"), "enum": .array(words.map(JSONValue.string))])
        case .integer(let range):
            .object([
                "type": .string("integer"), "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ])
        case .flag: .object(["type": .string("boolean")])
        case .list(let element, let most):
            .object([
                "type": .string("array"), "items": element.json, "maxItems": .integer(most),
            ])
        case .object(let members, let needs):
            .object([
                "type": .string("object"), "properties": .object(members.mapValues(\.json)),
                "required": .array(needs.map(JSONValue.string)),
                "additionalProperties": .bool(false),
            ])
        case .document(let members):
            .object([
                "type": .string("object"),
                "required": .array(
                    (["schema", "tool", "inputs", "findings_summary"] + members).map(
                        JSONValue.string)),
                "properties": .object(["schema": .object(["type": .string("string")])]),
            ])
        case .nullable(let schema):
            .object(["anyOf": .array([schema.json, .object(["type": .string("null")])])])
        case .any: .object([:])
        }
    }
}
