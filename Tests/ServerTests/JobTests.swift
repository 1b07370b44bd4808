import Foundation
import GRDB
import HTTPTypes
import Reporting
import Runs
import TestSupport
import Testing

@testable import Server

/// Jobs that the process did not live to end.
@Suite struct JobTests {
    /// A job as it stands when the process is killed while it runs.
    private static func cutOff(
        _ test: TestPlatform, _ kind: Job.Kind, _ input: JSONValue
    ) async throws -> Job {
        let token = try await test.administrator()
        let identity = try #require(try await test.platform.tokens.identity(of: token))
        _ = try await test.platform.jobs.add(kind, input, by: identity, requestKey: nil)
        return try #require(try await test.platform.jobs.next())
    }

    private static func upload(_ test: TestPlatform) async throws -> JSONValue {
        let token = try await test.administrator()
        let id = try await test.test { client in
            try await client.upload(
                "february.csv", TestPlatform.readings(month: 2, [("n-grid", 10)]), token: token)
        }
        return .object([
            "files": .array([
                .object(["upload_id": .string(id), "name": .string("february.csv")])
            ]), "layout": .null, "sites": .null,
        ])
    }

    @Test("who watches a job is told no more of it once the token has ended")
    func watching() async throws {
        let test = try TestPlatform()
        let input = try await Self.upload(test)
        let administrator = try await test.administrator()
        let token = try await test.token("ann", [Grant(role: .accountant, scope: .all)])
        let identity = try #require(try await test.platform.tokens.identity(of: administrator))
        // Another program writes to the ledger until the watcher was told its last, and the booking waits for it.
        let lock = open(test.folder + "/.carbongrade/lock", O_RDWR | O_CLOEXEC)
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let job = try await test.platform.jobs.add(
            .book, input, by: identity, requestKey: nil)
        try await test.test { client in
            let path = "/api/v1/jobs/\(job.number)"
            let events = Task {
                try await client.ask(.get, path + "/events", token: token).text
            }
            // Whoever was let in is told of the job; what follows is asked anew while it goes on.
            let id = String(token.split(separator: "_")[1])
            try await Waiting.until("the reader to be let in") {
                try await test.platform.tokens.all(of: nil).contains {
                    $0.id == id && $0.usedAt != nil
                }
            }
            let revoked = try await client.ask(
                .delete, "/api/v1/tokens/" + id, token: administrator)
            #expect(revoked.status == 204)
            let told = try await events.value
            close(lock)
            #expect(told.contains("event: job") && !told.contains("event: end"), "\(told)")
            let ended = try await client.over(path, token: administrator)
            #expect(ended["state"] == .string("done"))
        }
    }

    @Test("a booking that was cut off before the ledger took it is done at the next start")
    func before() async throws {
        let test = try TestPlatform()
        let job = try await Self.cutOff(test, .book, try await Self.upload(test))
        #expect(job.state == .running)
        try await test.test { client in
            let token = try await test.administrator()
            let ended = try await client.over("/api/v1/jobs/\(job.number)", token: token)
            #expect(ended["state"] == .string("done"))
            #expect(ended["attempts"]?.integer == 2)
            #expect(ended["outcome"]?["batch"]?.integer == 3)
        }
    }

    @Test(
        "a booking that was cut off after the ledger took it is not done twice, and tells the same")
    func after() async throws {
        let test = try TestPlatform()
        let job = try await Self.cutOff(test, .book, try await Self.upload(test))
        let given = try JobWork(platform: test.platform, job: job).perform()
        try await test.test { client in
            let token = try await test.administrator()
            let ended = try await client.over("/api/v1/jobs/\(job.number)", token: token)
            #expect(ended["state"] == .string("done"))
            #expect(ended["outcome"]?["batch"]?.integer == 3)
            let told = ended["outcome"]?["energy_statement"]
            #expect(told == given.document["energy_statement"])
        }
        #expect(try LedgerBatches(of: test.folder).batches.map(\.number) == [3, 2, 1])
    }

    @Test("files that the ledger knew before are told as known, also at a second attempt")
    func known() async throws {
        let test = try TestPlatform()
        let first = try await Self.cutOff(test, .book, try await Self.upload(test))
        _ = try JobWork(platform: test.platform, job: first).perform()
        try await test.platform.jobs.end(
            first, outcome: .null, problem: nil, action: AuditTests.event("book"))
        let second = try await Self.cutOff(test, .book, try await Self.upload(test))
        _ = try JobWork(platform: test.platform, job: second).perform()
        try await test.test { client in
            let token = try await test.administrator()
            let ended = try await client.over("/api/v1/jobs/\(second.number)", token: token)
            #expect(ended["outcome"]?["batch"] == .null)
            #expect(
                ended["outcome"]?["findings"]?.elements.contains {
                    $0["code"] == .string("already-ingested")
                } == true)
        }
    }

    @Test("an undoing that was cut off after the ledger took it is told as done")
    func undo() async throws {
        let test = try TestPlatform()
        let job = try await Self.cutOff(test, .undo, .object(["batch": .integer(2)]))
        _ = try JobWork(platform: test.platform, job: job).perform()
        try await test.test { client in
            let token = try await test.administrator()
            let ended = try await client.over("/api/v1/jobs/\(job.number)", token: token)
            #expect(ended["state"] == .string("done"))
        }
        #expect(try LedgerBatches(of: test.folder).batches.map(\.number) == [1])
    }

    @Test("a backup holds both databases, the originals and the tables, and its digests fit")
    func backup() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        let name = try await test.test { client in
            let asked = try await client.ask(.post, "/api/v1/backups", token: token)
            let job = try await client.over(try #require(asked.headers[.location]), token: token)
            #expect(job["state"] == .string("done"))
            return try #require(job["outcome"]?["backup"]?.string)
        }
        let folder = test.folder + "/.carbongrade/backups/" + name
        let sums = try String(contentsOfFile: folder + "/SHA256SUMS", encoding: .utf8)
        for file in [".carbongrade/ledger.sqlite", ".carbongrade/platform.sqlite", "sites.csv"] {
            #expect(sums.contains("  " + file + "\n"))
        }
        #expect(sums.contains(".carbongrade/originals/"))
        for file in try BackupSet.list(folder) {
            #expect(sums.contains("\(file.sha256)  \(file.name)\n"))
        }
        // It is not encrypted, and opens to its owner alone.
        for (name, mode) in [
            ("", 0o700), ("/.carbongrade/originals", 0o700), ("/sites.csv", 0o600),
        ] {
            let facts = try FileManager.default.attributesOfItem(atPath: folder + name)
            #expect((facts[.posixPermissions] as? NSNumber)?.intValue == mode, "\(name)")
        }
        // The copy is a portfolio: the same readings give the same figures.
        let copied = try LedgerBatches(of: folder).batches
        #expect(copied.map(\.number) == [2, 1])
    }

    @Test("the platform's store is synced in full before anything is acknowledged")
    func synchronous() throws {
        #expect(try TestPlatform().platform.database.synchronousLevel() == 2)
    }

    @Test("two servers never serve one portfolio")
    func twice() throws {
        let test = try TestPlatform()
        #expect(throws: PlatformFailure.self) { try TestPlatform(reusing: test) }
    }
}
