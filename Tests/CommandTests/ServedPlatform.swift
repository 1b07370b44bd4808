import Foundation
import FoundationNetworking
import TestSupport
import Testing

/// The built program serving on loopback, with an owner, and the commands that drive it by `--server`.
final class ServedPlatform: Sendable {
    let folder: Folder
    let address: String
    private let process: ChildProcess.Running
    private let password = "correct horse battery"

    /// Serves a portfolio, and makes an owner by the code that the first start prints.
    init(_ folder: Folder) async throws {
        self.folder = folder
        process = try ChildProcess.Running(
            Program.path,
            ["serve", "-C", folder.path, "--port", "0", "--quiet", "--lang", "en"],
            adding: ["LC_ALL": "C.UTF-8"])
        address = try await Self.word(#"http://127\.0\.0\.1:[0-9]+"#, of: process)
        let code = try await Self.word(#"([0-9A-Z]{5}-){3}[0-9A-Z]{5}"#, of: process)
        let page = try await ask("GET", "/setup")
        let csrf = try #require(page.text.firstMatch(of: /name="csrf" value="([^"]+)"/)?.1)
        let cookie = try #require(page.cookie)
        let form = "csrf=\(csrf)&code=\(code)&name=owner&password=correct+horse+battery"
        let made = try await ask(
            "POST", "/setup", Data(form.utf8),
            ["Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"])
        #expect(made.status == 303, "\(made.text)")
    }

    /// Waits for something that a program prints.
    static func word(
        _ pattern: String, of process: ChildProcess.Running
    ) async throws -> String {
        try await Waiting.value("\(pattern) of a program") {
            let text = String(decoding: try process.output, as: UTF8.self)
            return text.range(of: pattern, options: .regularExpression).map { String(text[$0]) }
        }
    }

    struct Answer {
        let status: Int
        let text: String
        let cookie: String?
    }

    /// Asks the platform itself; what it points to is not followed.
    func ask(
        _ method: String, _ path: String, _ body: Data? = nil, _ headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: address + path)))
        request.httpMethod = method
        request.httpBody = body
        request.httpShouldHandleCookies = false
        request.timeoutInterval = TimeInterval(Waiting.most.components.seconds)
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        let session = URLSession(
            configuration: .ephemeral, delegate: StandingStill(), delegateQueue: nil)
        let (bytes, response) = try await session.data(for: request)
        let answer = try #require(response as? HTTPURLResponse)
        return Answer(
            status: answer.statusCode, text: String(decoding: bytes, as: UTF8.self),
            cookie: answer.value(forHTTPHeaderField: "Set-Cookie")?
                .split(separator: ";").first.map(String.init))
    }

    private final class StandingStill: NSObject, URLSessionTaskDelegate {
        func urlSession(
            _ session: URLSession, task: URLSessionTask,
            willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
            completionHandler: @escaping (URLRequest?) -> Void
        ) { completionHandler(nil) }
    }

    /// A token of the owner's, narrowed to some permissions.
    func token(_ permissions: String...) async throws -> String {
        let basic = Data("owner:\(password)".utf8).base64EncodedString()
        let words = permissions.map { "\"\($0)\"" }.joined(separator: ",")
        let made = try await ask(
            "POST", "/api/v1/tokens",
            Data(#"{"name":"test","days":1,"permissions":[\#(words)]}"#.utf8),
            ["Authorization": "Basic " + basic, "Content-Type": "application/json"])
        return try #require(try Document(made.text)["secret"]?.text, "\(made.text)")
    }

    /// Runs a command against the platform; the token comes from the environment, as a script gives it.
    func run(_ token: String, _ arguments: String...) throws -> Program.Outcome {
        try Program.run(
            arguments + ["--server", address, "--lang", "en"],
            environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": token])
    }
}

/// What says that it is a platform and is none: it gives one file for every certificate, a report without a submission to
/// sign, and for all else it says once that it is asked too much, and then points elsewhere.
final class Liar: Sendable {
    let address: String
    private let process: ChildProcess.Running

    init(giving file: String) async throws {
        process = try ChildProcess.Running("/usr/bin/env", ["python3", "-uc", Self.program, file])
        address = try await ServedPlatform.word(#"http://127\.0\.0\.1:[0-9]+"#, of: process)
    }

    /// What it was asked for.
    var asked: [String] {
        get throws {
            String(decoding: try process.output, as: UTF8.self)
                .split(separator: "\n").dropFirst().map(String.init)
        }
    }

    private static let program = """
        import http.server, sys
        later = [429]
        report = b'{"job":{"job":1,"state":"done","outcome":{"files":["report.json"]}}}'
        class Liar(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                print(self.command, self.path)
                # A body that nobody reads would cut the answer off.
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                certificate = "/certificates/" in self.path
                gives = certificate or "/reports" in self.path or "/jobs/" in self.path
                body = open(sys.argv[1], "rb").read() if certificate else report if gives else b""
                self.send_response(200 if gives else later.pop() if later else 302)
                if not gives:
                    self.send_header("Retry-After", "1")
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            do_POST = do_GET
            def log_message(self, *words):
                pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Liar)
        print("http://127.0.0.1:%d" % server.server_port)
        server.serve_forever()
        """
}
