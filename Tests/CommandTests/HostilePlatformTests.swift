import Foundation
import TestSupport
import Testing

/// A platform that means ill, or is broken: too much, marks that move a terminal, names that lead elsewhere.
final class HostilePlatform: Sendable {
    let address: String
    private let process: ChildProcess.Running

    init() async throws {
        process = try ChildProcess.Running("/usr/bin/env", ["python3", "-uc", Self.program])
        address = try await ServedPlatform.word(#"http://127\.0\.0\.1:[0-9]+"#, of: process)
    }

    func run(_ arguments: String...) throws -> Program.Outcome {
        try Program.run(
            arguments + ["--server", address, "--lang", "en"],
            environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": "cgt_secret"])
    }

    /// Escape, bell, the one-byte escape of eight-bit terminals as a character and as a bare byte, a mark that turns
    /// the direction, a carriage return, and what an unfinished character leaves.
    private static let program = #"""
        import gzip, http.server, json
        marks = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\r\x7f"
        raw = "site_id,name\nnorth,\u5317".encode() + marks.encode() + b"\x9b2J end\n\xe5\x8c"
        names = ["../../outside.txt", "..", ".profile", "a/b\x1b[2Jc.txt", "plain.txt"]
        job = {"job": {"job": 1, "state": "done", "outcome": {"files": names, "marks": marks}}}
        class Hostile(http.server.BaseHTTPRequestHandler):
            def give(self, status, body, **fields):
                self.send_response(status)
                for name, value in fields.items():
                    self.send_header(name.replace("_", "-"), value)
                self.end_headers()
                self.wfile.write(body)
            def endless(self, status):
                self.send_response(status)
                self.end_headers()
                while True:
                    self.wfile.write(b" " * 1_048_576)
            def do_GET(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path = self.path
                if "/account" in path:
                    self.give(200, raw)
                elif "/grade" in path:
                    self.give(422, json.dumps({"detail": "no" + marks, "findings": [{"code": marks, "message": marks}],
                                               "reasons": [{"code": marks, "reason": marks}]}).encode())
                elif "/ledger" in path:
                    self.give(200, b"site_id\n", Content_Length=str(1 << 41))
                elif "/plan" in path:
                    self.endless(500)
                elif path.endswith("/periods"):
                    self.endless(200)
                elif "/batches" in path:
                    bomb = gzip.compress(bytes(100 << 20), 1)
                    self.give(202, bomb, Content_Encoding="gzip", Content_Length=str(len(bomb)))
                elif "/uploads/" in path:
                    status, offset = ("204", "-5") if self.server.back else ("409", "0")
                    self.server.back = False
                    self.give(int(status), b"", Upload_Offset=offset)
                elif "/uploads" in path:
                    self.give(201, b'{"upload":{"upload_id":"x"}}')
                elif "/files/" in path:
                    self.give(200, b"content")
                else:
                    self.give(200, json.dumps(job, ensure_ascii=False).encode())
            do_POST = do_PATCH = do_DELETE = do_GET
            def log_message(self, *words):
                pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
        server.back = True
        print("http://127.0.0.1:%d" % server.server_port)
        server.serve_forever()
        """#
}

/// The client trusts a platform with its token and with nothing else.
@Suite struct HostilePlatformTests {
    /// What a terminal would obey; line feeds and tabs are text.
    private static func obeyed(_ outcome: Program.Outcome) -> [String] {
        (outcome.output + outcome.errors).unicodeScalars.filter { scalar in
            scalar.value < 0x20 && scalar != "\n" && scalar != "\t"
                || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
                || (0x2066...0x2069).contains(scalar.value)
        }.map { "U+" + String($0.value, radix: 16) }
    }

    @Test("nothing that a platform answers moves the terminal")
    func marks() async throws {
        let hostile = try await HostilePlatform()
        let out = try Folder()
        let account = try hostile.run("account", "--period", "2025", "--format", "csv")
        #expect(account.status == 0, "\(account.errors)")
        #expect(Self.obeyed(account) == [])
        #expect(
            account.output.hasPrefix("site_id,name\nnorth,北\u{FFFD}]0;owned\u{FFFD}\u{FFFD}[2J"))
        #expect(account.output.hasSuffix("\u{FFFD}2J end\n\u{FFFD}"))
        let grade = try hostile.run("grade", "--period", "2025")
        #expect(grade.status == 3 && grade.errors.contains("]0;owned"), "\(grade)")
        #expect(Self.obeyed(grade) == [])
        for form in ["table", "csv", "json"] {
            let report = try hostile.run(
                "report", "--period", "2025Q3", "-o", out.path + "/" + form, "--format", form)
            #expect(report.status == 0, "\(report.errors)")
            #expect(Self.obeyed(report) == [])
        }
    }

    @Test("files that a platform names stay in the folder that was asked for")
    func names() async throws {
        let hostile = try await HostilePlatform()
        let out = try Folder()
        let report = try hostile.run("report", "--period", "2025Q3", "-o", out.path + "/in/here")
        #expect(report.status == 0, "\(report.errors)")
        let made = try #require(FileManager.default.subpaths(atPath: out.path))
        #expect(made.allSatisfy { $0 == "in" || $0.hasPrefix("in/here") }, "\(made)")
        let files = made.filter { $0.hasSuffix(".txt") || $0.hasSuffix("/file") }.sorted()
        #expect(
            files == [
                "in/here/b\u{FFFD}[2Jc.txt", "in/here/file", "in/here/outside.txt",
                "in/here/plain.txt",
            ], "\(made)")
    }

    @Test("an answer that has no end, or is larger than anything asked for, is given up")
    func sizes() async throws {
        let hostile = try await HostilePlatform()
        for words in [
            ["ledger", "--period", "2025"], ["plan", "--period", "2025"], ["check"], ["undo", "1"],
        ] {
            let outcome = try Program.run(
                words + ["--server", hostile.address, "--lang", "en"],
                environment: ["LC_ALL": "C.UTF-8", "CARBONGRADE_TOKEN": "cgt_secret"])
            #expect(outcome.status == 5, "\(words): \(outcome.errors)")
            #expect(
                outcome.errors.contains("the platform's answer is larger than"),
                "\(words): \(outcome.errors)")
        }
    }

    @Test("an upload of which a platform says nonsense ends")
    func offsets() async throws {
        let hostile = try await HostilePlatform()
        let folder = try Folder()
        try folder.write("timestamp,meter_id,value\n", to: "a.csv")
        // First it has less than nothing of the file, then nothing again and again.
        for _ in 0..<2 {
            let sent = try hostile.run("ingest", folder.path + "/a.csv")
            #expect(sent.status == 5 && sent.errors.contains("does not say"), "\(sent)")
        }
    }
}
