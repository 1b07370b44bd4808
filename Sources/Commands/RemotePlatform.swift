import ArgumentParser
import Foundation
import FoundationNetworking
import Provenance
import Reporting
import Runs

/// A platform somewhere else, driven in place of a folder (远程平台).
struct RemotePlatform: Sendable {
    private let base: String
    private let token: String
    private let language: Language
    private let session: URLSession
    private let receiver = AnswerReceiver()

    /// So long an answer may take: a plan of a large portfolio takes its time.
    private static let patience: TimeInterval = 600
    /// So long in all it is waited for a platform that is asked too much [s].
    private static let mostWaiting = 300

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
            configuration: configuration, delegate: receiver, delegateQueue: nil)
        Terminal.distrust()
    }

    // MARK: - Asking

    /// Asks, and gives whatever the platform answers.
    ///
    /// - Parameter pass: Takes the pieces of a body that succeeds; nil gives the body as a whole.
    func ask(
        _ method: String, _ path: String, _ query: [(String, String?)] = [],
        json: JSONValue? = nil, body: Data? = nil, headers: [String: String] = [:],
        passing pass: ((Data) throws -> Void)? = nil
    ) throws -> RemoteAnswer {
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
            let answer = try answer(to: made, passing: pass)
            guard [429, 503].contains(answer.status),
                let seconds = answer.header("Retry-After").flatMap({ Int($0) }),
                (0..<Self.mostWaiting - waited).contains(seconds)
            else { return answer }
            waited = min(Self.mostWaiting, waited + max(1, seconds))
            Thread.sleep(forTimeInterval: TimeInterval(max(1, seconds)))
        }
    }

    private func answer(
        to request: URLRequest, passing pass: ((Data) throws -> Void)?
    ) throws -> RemoteAnswer {
        let answer: RemoteAnswer
        do {
            answer = try receiver.answer(to: request, in: session, passing: pass)
        } catch let error as URLError {
            throw Self.silence(error)
        }
        if (300..<400).contains(answer.status) {
            throw RunFailure(
                "the platform points to another address, to which the token is not sent: give that one to --server",
                zh: "平台指向另一网址，令牌不会发往该处：请将该网址用于 --server")
        }
        return answer
    }

    /// Why no answer came, in one sentence.
    private static func silence(_ error: URLError) -> RunFailure {
        switch error.code {
        case .timedOut:
            RunFailure(
                "the platform did not answer within \(Int(patience)) s",
                zh: "平台在 \(Int(patience)) 秒内未应答")
        case .cannotConnectToHost, .cannotFindHost, .networkConnectionLost:
            RunFailure("the platform cannot be reached", zh: "无法连接平台")
        default:
            RunFailure(
                "the platform gave no answer: \(error.localizedDescription)",
                zh: "平台没有应答：\(error.localizedDescription)")
        }
    }

    /// Asks, and takes only what succeeded.
    func get(
        _ method: String, _ path: String, _ query: [(String, String?)] = [],
        json: JSONValue? = nil, passing pass: ((Data) throws -> Void)? = nil
    ) throws -> RemoteAnswer {
        let answer = try ask(method, path, query, json: json, passing: pass)
        guard answer.succeeded else { throw RemoteFailure(answer.status, answer.json) }
        return answer
    }

    /// Prints a document of the platform as it comes. A header tells what disqualifies, for a table has no place for it.
    func show(_ path: String, _ query: [(String, String?)]) throws {
        var text = PiecedText()
        let answer = try get("GET", path, query) { Terminal.print(text.take($0)) }
        Terminal.print(text.end)
        if let count = answer.header("Carbongrade-Disqualifies"), count != "0" { throw ExitCode(1) }
    }

    /// Keeps a file of the platform's.
    func fetch(
        _ path: String, _ query: [(String, String?)] = [], to target: String
    ) throws {
        try LocalFiles.write(to: target) { put in _ = try get("GET", path, query, passing: put) }
    }

    /// A part of a path; a slash in it is no separator.
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(
            withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~")))
            ?? text
    }
}

/// A command that can drive a platform in place of a folder.
protocol RemoteCommand: CommandWithOptions {
    func run(on remote: RemotePlatform) throws
}

extension CommonOptions {
    /// The form that the platform is asked for: a table is asked for as CSV, for words for the eye are made here only
    /// from a ledger that is at hand.
    var remoteForm: String { format == .json ? "json" : "csv" }
}
