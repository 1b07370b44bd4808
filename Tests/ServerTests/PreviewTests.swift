import Foundation
import GRDB
import HTTPTypes
import MeterFiles
import Reporting
import Runs
import Synchronization
import TestSupport
import Testing

@testable import Server

/// Looking at files without being held up by them.
@Suite struct PreviewTests {
    /// A gzip of many short rows: 3 million make some 150 kB.
    private static func bomb(rows: Int, _ path: String) throws {
        let text = "timestamp,meter_id,value\n"
        let row = "2025-01-01T00:00:00Z,a,1\n"
        let made = try ChildProcess.run(
            "/bin/sh",
            [
                "-c",
                "{ printf '\(text.dropLast())\\n'; yes '\(row.dropLast())' | head -n \(rows); } | gzip -9 > '\(path)'",
            ])
        #expect(made.status == 0)
    }

    @Test("a small gzip of 3 million rows is looked at no further than the bound, and says so")
    func bomb() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        let path = test.folder + "/bomb.csv.gz"
        try Self.bomb(rows: 3_000_000, path)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.count < 300_000)
        try await test.test { client in
            let begun = try await client.ask(
                .post, "/api/v1/uploads", token: token,
                json: .object(["name": .string("bomb.csv.gz"), "size": .integer(bytes.count)]))
            let id = try #require(begun.json["upload"]?["upload_id"]?.string)
            // The client under test sends texts; the bytes of the gzip are laid where they would have gone.
            try bytes.write(
                to: URL(fileURLWithPath: test.folder + "/.carbongrade/uploads/" + id))
            try await test.platform.database.pool.write {
                try $0.execute(
                    sql: "UPDATE uploads SET received = size, state = 'complete' WHERE id = ?",
                    arguments: [id])
            }
            let answer = try await client.ask(
                .get, "/api/v1/uploads/\(id)/inspect", token: token)
            #expect(answer.status == 200)
            #expect(answer.json["sampled"] == .bool(true))
            // 50,000 lines, of which one is the header.
            #expect(answer.json["rows_read"]?.integer == 49_999)
            #expect(answer.json["files"]?.elements.first?["compressed"] == .bool(true))
        }
    }

    @Test("a preview reads whole rows within its bound, and a short file whole")
    func bound() throws {
        let folder = NSTemporaryDirectory() + "carbongrade-preview-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a.csv"
        let text = TestPlatform.readings(month: 1, [("a", 1)])
        for (encoding, name) in [(String.Encoding.utf8, "utf-8"), (.utf16LittleEndian, "utf-16le")]
        {
            var data = encoding == .utf8 ? Data() : Data([0xFF, 0xFE])
            data += try #require(text.data(using: encoding))
            try data.write(to: URL(fileURLWithPath: path))
            let whole = try Draft.preview(path, called: "a.csv")
            // 28 days x 24 hours.
            #expect(!whole.isExcerpt && whole.rows == 672, "\(name)")
            let lines = try Draft.preview(
                path, called: "a.csv", within: Draft.PreviewBound(bytes: 1 << 20, lines: 101))
            #expect(lines.isExcerpt && lines.rows == 100, "\(name)")
            #expect(lines.digest == whole.digest && lines.byteCount == whole.byteCount, "\(name)")
            // A header of 25 bytes, and rows of 30: 100 rows end at byte 3,025, and the next is cut.
            let width = encoding == .utf8 ? 1 : 2
            let bytes = try Draft.preview(
                path, called: "a.csv",
                within: Draft.PreviewBound(bytes: 3_040 * width, lines: 1_000))
            #expect(bytes.isExcerpt && bytes.rows == 100, "\(name)")
        }
    }

    @Test("a lane takes so much of one asker and so much in all, and then says to come back")
    func lane() async throws {
        let lane = Lane("test", mostWaiting: 3, mostOfOne: 2)
        let gate = DispatchSemaphore(value: 0)
        let begun = DispatchSemaphore(value: 0)
        let first = Task {
            try await lane.run(by: "one") {
                begun.signal()
                gate.wait()
            }
        }
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                begun.wait()
                continuation.resume()
            }
        }
        // The lane is taken; two of one wait, the third is refused, another's waits, and then it is full.
        let outcomes = Outcomes()
        let others = ["one", "one", "one", "two", "three"].map { asker in
            Task {
                do {
                    try await lane.run(by: asker) {}
                    _ = outcomes.add("done")
                } catch let problem as Problem {
                    #expect(problem.status.code == 503 && problem.headers[.retryAfter] == "5")
                    if outcomes.add("busy") == 2 { gate.signal() }
                }
            }
        }
        for task in [first] + others { try await task.value }
        #expect(outcomes.all == ["busy", "busy", "done", "done", "done"])
    }
}

/// What became of several tasks.
private final class Outcomes: Sendable {
    private let words = Mutex<[String]>([])

    var all: [String] { words.withLock { $0.sorted() } }

    /// Adds one, and tells how many there are of it.
    func add(_ word: String) -> Int {
        words.withLock { words in
            words.append(word)
            return words.count { $0 == word }
        }
    }
}
