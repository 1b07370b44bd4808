import Foundation
import Provenance
import Quantities
import Reporting
import Runs
import Synchronization
import Testing

@testable import Server

/// What viewers see while the ledger is written.
@Suite struct ResultsTests {
    private static func ingest(_ test: TestPlatform, month: Int, _ kilowattHours: Int) throws {
        // Not in the portfolio's folder, where every CSV may be a table.
        let path = NSTemporaryDirectory() + UUID().uuidString + ".csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(
            TestPlatform.readings(month: month, [("n-grid", kilowattHours), ("n-it", 1)]).utf8
        ).write(to: URL(fileURLWithPath: path))
        _ = try Ingest.run([path], into: try Portfolio(folder: test.folder))
    }

    @Test("a change is seen at once, unless a job of the platform is writing it")
    func states() async throws {
        let test = try TestPlatform()
        let results = test.platform.results
        let first = try await results.ground()
        results.beginWriting()
        try Self.ingest(test, month: 2, 7)
        results.expire()
        #expect(try await results.ground().number == first.number)
        results.endWriting()
        let second = try await results.ground()
        #expect(second.number > first.number)
        try Self.ingest(test, month: 3, 7)
        results.expire()
        #expect(try await results.ground().number > second.number)
    }

    @Test("a table that changes while a job writes is seen at once")
    func tables() async throws {
        let test = try TestPlatform()
        let results = test.platform.results
        _ = try await results.ground()
        results.beginWriting()
        defer { results.endWriting() }
        try Data("organisation: Other\nlanguage: en\n".utf8).write(
            to: URL(fileURLWithPath: test.folder + "/portfolio.yaml"))
        results.expire()
        #expect(try await results.ground().portfolio.organisation.english == "Other")
    }

    @Test("what is looked at is made of the new state before the new state is shown")
    func renewal() async throws {
        let test = try TestPlatform()
        let results = test.platform.results
        let made = Mutex<[Int]>([])
        let period = try #require(Period("2025"))
        @Sendable func look() async throws -> String {
            let ground = try await results.ground()
            let document = try await results.document("looked at", ground) { bench in
                made.withLock { $0.append(bench.ground.number) }
                return Document(
                    try await bench.run(period).accountDocument(language: .english))
            }
            return document.tag
        }
        let before = try await look()
        results.beginWriting()
        try Self.ingest(test, month: 2, 7)
        results.expire()
        #expect(try await look() == before)
        #expect(made.withLock(\.count) == 1)
        await results.renew(on: Lane("test"))
        #expect(made.withLock(\.count) == 2)
        #expect(try await look() != before)
        #expect(made.withLock(\.count) == 2, "nobody waited for the new one")
    }

    @Test("work that waits is dropped when whoever asked for it is gone")
    func dropped() async throws {
        let lane = Lane("test", mostWaiting: 1)
        let (gate, isDone) = (DispatchSemaphore(value: 0), Flag())
        async let first: Void = lane.run { gate.wait() }
        while true {
            do {
                let second = Task { try await lane.run { isDone.set() } }
                try await Task.sleep(for: .milliseconds(20))
                second.cancel()
                try await second.value
                Issue.record("it ran")
            } catch is CancellationError {
                break
            } catch let problem as Problem where problem.code == "busy" {
                continue
            }
        }
        // Its place is free again.
        async let third: Void = lane.run {}
        gate.signal()
        _ = try await (first, third)
        #expect(!isDone.isSet)
    }
}
