import Crypto
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import NIOCore
import Reporting

/// The answers to writes that carry an `Idempotency-Key` (幂等键): the same request again, within a day, gets the answer
/// of the first and changes nothing.
struct KeptAnswers: Sendable {
    private static let keptSeconds: Int64 = 86_400
    /// A larger answer is not kept; none of ours is.
    private static let mostBytes = 1 << 20

    let database: PlatformDatabase
    let clock: PlatformClock
    /// This start of the server: what an earlier one left open was cut off, and may be tried again.
    let start: String

    private enum State {
        case new
        case kept(Response)
    }

    /// Answers once.
    func once(
        _ key: String, _ call: Call, by caller: Identity, _ answer: () async throws -> Response
    ) async throws -> Response {
        guard (1...200).contains(key.utf8.count), Fields.isPlain(key) else {
            throw Problem.malformed(
                "the Idempotency-Key has 1 to 200 bytes", zh: "Idempotency-Key 须为 1 至 200 字节")
        }
        let asker = String(caller.userID)
        let request = Self.digest(of: call)
        if case .kept(let response) = try await claim(asker, key, request) { return response }
        do {
            let response = try await answer()
            return try await keep(response, asker, key)
        } catch {
            // A refusal may be cured and tried again under the same key.
            try await forget(asker, key)
            throw error
        }
    }

    private func claim(_ asker: String, _ key: String, _ request: String) async throws -> State {
        let (now, start) = (clock.now, start)
        return try await database.pool.write { database in
            try database.execute(
                sql: "DELETE FROM answers WHERE created_at < ?", arguments: [now - Self.keptSeconds]
            )
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM answers WHERE asker = ? AND request_key = ?",
                arguments: [asker, key])
            if let row {
                guard row["request"] as String == request else {
                    throw Problem(
                        .unprocessableContent, "key-reused",
                        "this Idempotency-Key was used for another request",
                        zh: "该 Idempotency-Key 已用于其他请求")
                }
                if let status: Int = row["status"] { return .kept(Self.response(row, status)) }
                guard row["start"] as String != start else {
                    var problem = Problem(
                        .conflict, "still-under-way", "the first request is still under way",
                        zh: "首次请求仍在处理中")
                    problem.headers[.retryAfter] = "2"
                    throw problem
                }
            }
            try database.execute(
                sql: """
                    INSERT OR REPLACE INTO answers(asker, request_key, request, start, created_at)
                    VALUES (?, ?, ?, ?, ?)
                    """, arguments: [asker, key, request, start, now])
            return .new
        }
    }

    private func keep(_ response: Response, _ asker: String, _ key: String) async throws -> Response
    {
        let collector = Collector()
        try await response.body.write(collector)
        let body = collector.bytes
        var kept = response
        kept.body = ResponseBody(byteBuffer: ByteBuffer(bytes: body))
        guard body.count <= Self.mostBytes else { return kept }
        let headers = JSONValue.object(
            Dictionary(
                [HTTPField.Name.contentType, .location, .eTag].compactMap { name in
                    response.headers[name].map { (name.rawName, JSONValue.string($0)) }
                }
            ) { first, _ in first })
        let (status, text) = (response.status.code, headers.text)
        try await database.pool.write {
            try $0.execute(
                sql: """
                    UPDATE answers SET status = ?, headers = ?, body = ?
                    WHERE asker = ? AND request_key = ?
                    """, arguments: [status, text, data(body), asker, key])
        }
        return kept
    }

    private func forget(_ asker: String, _ key: String) async throws {
        try await database.pool.write {
            try $0.execute(
                sql: "DELETE FROM answers WHERE asker = ? AND request_key = ?",
                arguments: [asker, key])
        }
    }

    private static func response(_ row: Row, _ status: Int) -> Response {
        var headers: HTTPFields = [FieldName.replayed: "true", .cacheControl: "no-store"]
        let text: String = row["headers"] ?? "{}"
        let kept = (try? StrictJSON.message(Array(text.utf8)))?.members ?? [:]
        for (name, value) in kept {
            guard let name = HTTPField.Name(name), let value = value.string else { continue }
            headers[name] = value
        }
        let body: Data = row["body"] ?? Data()
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    private static func digest(of call: Call) -> String {
        var hash = SHA256()
        hash.update(data: Data("\(call.request.method) \(call.request.uri.description)\n".utf8))
        hash.update(data: Data(call.body))
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Takes the bytes of an answer.
    private final class Collector: ResponseBodyWriter {
        var bytes: [UInt8] = []

        func write(_ buffer: ByteBuffer) async throws { bytes += Array(buffer: buffer) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
