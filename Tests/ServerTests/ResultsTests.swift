import Foundation
import HTTPTypes
import Provenance
import Quantities
import Reporting
import Runs
import Synchronization
import TestSupport
import Testing

@testable import Server

private struct Fault: Error {}

/// How often something was done.
private final class Count: Sendable {
    private let held = Mutex(0)

    var number: Int { held.withLock { $0 } }

    func next() -> Int {
        held.withLock { held in
            held += 1
            return held
        }
    }
}

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

    @Test("a page that was looked at shows a new year as soon as its readings are booked")
    func newYear() async throws {
        let test = try TestPlatform()
        let token = try await test.administrator()
        try await test.test { client in
            func look(_ path: String) async throws -> String {
                try await client.ask(.get, path, token: token, headers: ["Accept": "text/html"])
                    .text
            }
            // The overview offers the year, the plan is of it.
            let marks = ["/": "period=2026", "/plan": "<small>2026</small>"]
            for (path, mark) in marks {
                #expect(try await !look(path).contains(mark), "\(path)")
            }
            let id = try await client.upload(
                "2026.csv",
                TestPlatform.readings(year: 2026, month: 1, [("n-grid", 12), ("n-it", 8)]),
                token: token)
            let asked = try await client.ask(
                .post, "/api/v1/uploads/\(id)/book", token: token, json: .object([:]))
            let job = try await client.over(try #require(asked.headers[.location]), token: token)
            #expect(job["state"] == .string("done"))
            for (path, mark) in marks {
                #expect(try await look(path).contains(mark), "\(path)")
            }
            // 12 kWh in for 8 kWh of IT.
            #expect(try await look("/").contains("1.500"))
        }
    }

    @Test("who comes while something is made waits for it; what failed is made anew")
    func making() async throws {
        let test = try TestPlatform()
        let results = test.platform.results
        let ground = try await results.ground()
        let gate = DispatchSemaphore(value: 0)
        let count = Count()
        @Sendable func ask() async throws -> String {
            try await results.document("made", ground) { bench in
                let number = count.next()
                return try await bench.computing {
                    if number == 1 {
                        gate.wait()
                        throw Fault()
                    }
                    return Document("made \(number)", type: "text/plain")
                }
            }.tag
        }
        let asked = (0..<4).map { _ in Task { try await ask() } }
        try await Waiting.until("four to wait for the first making") {
            count.number == 1 && results.documents.waiting == 4
        }
        gate.signal()
        for one in asked { await #expect(throws: Fault.self) { try await one.value } }
        #expect(count.number == 1)
        let tag = try await ask()
        #expect(try await ask() == tag)
        #expect(count.number == 2)
    }

    @Test("work that waits is dropped when whoever asked for it is gone")
    func dropped() async throws {
        let lane = Lane("test", mostWaiting: 1)
        let (gate, isBegun, isDone) = (DispatchSemaphore(value: 0), Flag(), Flag())
        async let first: Void = lane.run {
            isBegun.set()
            gate.wait()
        }
        try await Waiting.until("the first to begin") { isBegun.isSet }
        let second = Task { try await lane.run { isDone.set() } }
        try await Waiting.until("the second to wait") { lane.waiting == 1 }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        // Its place is free again.
        async let third: Void = lane.run {}
        gate.signal()
        _ = try await (first, third)
        #expect(!isDone.isSet)
    }
}
