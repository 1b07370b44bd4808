import ArgumentParser
import Foundation
import FoundationNetworking
import Provenance
import Reporting
import Runs

/// A platform somewhere else, driven in place of a folder (远程平台).
struct RemotePlatform: Sendable {
    /// What came back.
    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let bytes: Data

        var json: JSONValue { (try? StrictJSON.message([UInt8](bytes))) ?? .null }
        func header(_ name: String) -> String? { headers[name.lowercased()] }
    }

    private let base: String
    private let token: String
    private let language: Language
    private let session: URLSession

    /// So long an answer may take: a plan of a large portfolio takes its time.
    private static let patience: TimeInterval = 600
    /// So long in all it is waited for a platform that is asked too much [s].
    private static let mostWaiting = 300
    /// Pieces of an upload have so many bytes.
    private static let pieceBytes = 8 << 20

    /// Names a platform; the token comes from the option or from `CARBONGRADE_TOKEN`.
    init(_ address: String, _ options: CommonOptions) throws {
        let given = options.token ?? ProcessInfo.processInfo.environment["CARBONGRADE_TOKEN"]
        guard let token = given, !token.isEmpty else {
            throw ValidationError(
                options.words(
                    "--server needs --token or CARBONGRADE_TOKEN",
                    zh: "--server 须与 --token 或 CARBONGRADE_TOKEN 同用"))
        }
        guard let url = URL(string: address), let host = url.host,
            url.scheme == "https" || url.scheme == "http"
        else {
            throw ValidationError(
                options.words(
                    "--server is an address such as https://host",
                    zh: "--server 应为网址，例如 https://host"))
        }
        guard url.scheme == "https" || ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
        else {
            throw ValidationError(
                options.words(
                    "the token would cross the network in the clear: use https",
                    zh: "令牌将以明文经过网络：请使用 https"))
        }
        base = address.hasSuffix("/") ? String(address.dropLast()) : address
        self.token = token
        language = options.language
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = Self.patience
        session = URLSession(
            configuration: configuration, delegate: StandingStill(), delegateQueue: nil)
    }

    /// Follows no answer to another address, where the token would be sent along.
    private final class StandingStill: NSObject, URLSessionTaskDelegate {
        func urlSession(
            _ session: URLSession, task: URLSessionTask,
            willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
            completionHandler: @escaping @Sendable (URLRequest?) -> Void
        ) { completionHandler(nil) }
    }

    // MARK: - Asking

    /// Asks, and gives whatever the platform answers.
    func ask(
        _ method: String, _ path: String, _ query: [(String, String?)] = [],
        json: JSONValue? = nil, body: Data? = nil, headers: [String: String] = [:]
    ) throws -> Answer {
        let pairs = query.compactMap { name, value in value.map { "\(name)=\(Self.encoded($0))" } }
        let address =
            base + "/api/v1" + path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
        guard let url = URL(string: address) else { throw RemoteFailure(0, .null) }
        var made = URLRequest(url: url, timeoutInterval: Self.patience)
        made.httpMethod = method
        made.setValue("Bearer " + token, forHTTPHeaderField: "Authorization")
        for (name, value) in headers { made.setValue(value, forHTTPHeaderField: name) }
        if let json {
            made.httpBody = Data(json.text.utf8)
            made.setValue("application/json", forHTTPHeaderField: "Content-Type")
        } else if let body {
            made.httpBody = body
            made.setValue("application/octet-stream", forHTTPHeaderField: "Content-Type")
        }
        // What comes too often, or in too long a queue, was not done: it is asked again when the platform says.
        var waited = 0
        while true {
            let answer = try answer(to: made)
            guard [429, 503].contains(answer.status),
                let seconds = answer.header("Retry-After").flatMap({ Int($0) }),
                (0..<Self.mostWaiting - waited).contains(seconds)
            else { return answer }
            waited = min(Self.mostWaiting, waited + max(1, seconds))
            Thread.sleep(forTimeInterval: TimeInterval(max(1, seconds)))
        }
    }

    private func answer(to request: URLRequest) throws -> Answer {
        let session = session
        return try Waiting.value {
            let (bytes, response): (Data, URLResponse)
            do {
                (bytes, response) = try await session.data(for: request)
            } catch {
                throw Self.silence(error)
            }
            let answer = response as? HTTPURLResponse
            if let answer, (300..<400).contains(answer.statusCode) {
                throw RunFailure(
                    "the platform points to another address, to which the token is not sent: give that one to --server",
                    zh: "平台指向另一网址，令牌不会发往该处：请将该网址用于 --server")
            }
            let fields = (answer?.allHeaderFields ?? [:]).reduce(into: [String: String]()) {
                $0["\($1.key)".lowercased()] = "\($1.value)"
            }
            return Answer(status: answer?.statusCode ?? 0, headers: fields, bytes: bytes)
        }
    }

    /// Why no answer came, in one sentence.
    private static func silence(_ error: any Error) -> RunFailure {
        switch (error as? URLError)?.code {
        case .timedOut?:
            RunFailure(
                "the platform did not answer within \(Int(patience)) s",
                zh: "平台在 \(Int(patience)) 秒内未应答")
        case .cannotConnectToHost?, .cannotFindHost?, .networkConnectionLost?:
            RunFailure("the platform cannot be reached", zh: "无法连接平台")
        default:
            RunFailure(
                "the platform gave no answer: \(error.localizedDescription)",
                zh: "平台没有应答：\(error.localizedDescription)")
        }
    }

    /// Asks, and takes only what succeeded.
    func get(
        _ method: String, _ path: String, _ query: [(String, String?)] = [], json: JSONValue? = nil
    ) throws -> Answer {
        let answer = try ask(method, path, query, json: json)
        guard (200..<300).contains(answer.status) else {
            throw RemoteFailure(answer.status, answer.json)
        }
        return answer
    }

    /// A part of a path; a slash in it is no separator.
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~")))
            ?? text
    }

    // MARK: - Uploading

    /// Sends a file, from where an upload broke off, and gives its id.
    func upload(_ path: String, progress: (Int64, Int64) -> Void) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw Refusal([
                Finding(
                    .fileUnreadable, file: (path as NSString).lastPathComponent,
                    phrases: ["reason": BilingualText("no such file", zh: "文件不存在")])
            ])
        }
        defer { try? handle.close() }
        let size = Int64(try handle.seekToEnd())
        let begun = try get(
            "POST", "/uploads",
            json: .object([
                "name": .string((path as NSString).lastPathComponent), "size": .integer(size),
            ]))
        guard let id = begun.json["upload"]?["upload_id"]?.string else {
            throw RemoteFailure(begun.status, begun.json)
        }
        var offset: Int64 = 0
        while offset < size {
            try handle.seek(toOffset: UInt64(offset))
            let piece = try handle.read(upToCount: Self.pieceBytes) ?? Data()
            let sent = try ask(
                "PATCH", "/uploads/" + id, body: piece, headers: ["Upload-Offset": String(offset)])
            guard sent.status == 204 || sent.status == 409,
                let next = sent.header("Upload-Offset").flatMap({ Int64($0) })
            else { throw RemoteFailure(sent.status, sent.json) }
            offset = next
            progress(offset, size)
        }
        return id
    }

    /// Waits for a job, and gives it when it is over.
    func over(_ path: String, progress: (JSONValue) -> Void) throws -> JSONValue {
        while true {
            let job = try get("GET", path).json["job"] ?? .null
            if job["state"] == .string("done") || job["state"] == .string("failed") { return job }
            progress(job["progress"] ?? .null)
            Thread.sleep(forTimeInterval: 0.3)
        }
    }
}

/// What a platform refused, with its own words.
struct RemoteFailure: Error {
    let status: Int
    let problem: JSONValue

    init(_ status: Int, _ problem: JSONValue) {
        self.status = status
        self.problem = problem
    }

    /// The documented exit code: verification failed, input refused, usage, or the world.
    var exitCode: Int32 {
        let codes = (problem["findings"]?.elements ?? []).compactMap { $0["code"]?.string }
        if codes.contains(where: {
            [FindingCode.submissionUnverified, .submissionWrongUnit].map(\.rawValue).contains($0)
        }) {
            return 4
        }
        // As the commands end that look for these in a folder.
        switch problem["code"]?.string {
        case "unknown-certificate", "unknown-batch": return 3
        case "unknown-scheme", "unknown-level", "period-not-a-year": return 2
        case "no-submission", "nothing-ingested", "ledger-busy": return 5
        default: break
        }
        return switch status {
        case 409, 413, 422: 3
        case 400, 401, 403, 404: 2
        default: 5
        }
    }

    /// The sentence, and the findings or reasons behind it.
    var text: String {
        var lines = [problem["detail"]?.string ?? "the platform answers \(status)"]
        for finding in problem["findings"]?.elements ?? [] {
            let place = [finding["file"]?.string, finding["column"]?.string].compactMap(\.self)
            lines.append(
                place.joined(separator: ":") + " [\(finding["code"]?.string ?? "")] "
                    + (finding["message"]?.string ?? "") + "\n  -> "
                    + (finding["remedy"]?.string ?? ""))
        }
        for reason in problem["reasons"]?.elements ?? [] {
            lines.append("[\(reason["code"]?.string ?? "")] \(reason["reason"]?.string ?? "")")
        }
        return lines.map(FindingDocument.visible).joined(separator: "\n")
    }
}

/// A command that can drive a platform in place of a folder.
protocol RemoteCommand: CommandWithOptions {
    func run(on remote: RemotePlatform) throws
}

extension CommonOptions {
    /// Prints a document of the platform; a table is asked for as CSV, for words for the eye are made here only
    /// from a ledger that is at hand. A header tells what disqualifies, for a table has no place for it.
    func show(_ answer: RemotePlatform.Answer) throws {
        Terminal.print(String(decoding: answer.bytes, as: UTF8.self))
        if let count = answer.header("Carbongrade-Disqualifies"), count != "0" { throw ExitCode(1) }
    }

    /// The form that the platform is asked for.
    var remoteForm: String { format == .json ? "json" : "csv" }
}
