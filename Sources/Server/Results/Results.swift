import Foundation
import NIOCore
import Provenance
import Quantities
import Runs
import Synchronization

/// What the street gives (计算结果), kept as long as nothing it rests on changes.
///
/// A run over a period is dear, a page of data is asked for by hundreds: so a run is walked once for each state of the
/// ledger and the tables, and documents are held as finished bytes. The state is the counter by which SQLite tells other
/// connections of a change, and size, inode and time of each table; whatever the command line writes is seen.
final class Results: Sendable {
    /// The portfolio with its published data as they stand.
    struct Ground: Sendable {
        let portfolio: Portfolio
        let data: PublishedData
        let state: PortfolioState
    }

    private struct DocumentKey: Hashable {
        let state: PortfolioState
        let name: String
    }

    private struct RunKey: Hashable {
        let state: PortfolioState
        let period: Period
    }

    private struct Held {
        var ground: Ground?
        var reading: (state: PortfolioState, task: Task<Ground, any Error>)?
        var checkedAt = ContinuousClock.Instant.now - .seconds(60)
        var runs: [(key: RunKey, task: Task<Run, any Error>)] = []
        var documents: [DocumentKey: Document] = [:]
        var making: [DocumentKey: Task<Document, any Error>] = [:]
        var documentBytes = 0
    }

    /// How many periods are held at once.
    private static let mostRuns = 6
    /// How many bytes of finished documents are held.
    private static let mostDocumentBytes = 64 << 20
    /// For so long a state is taken as it was seen; our own writes end it at once.
    private static let trustedFor = Duration.milliseconds(100)

    private let settings: PlatformSettings
    private let metrics: Measurements
    private let watch: PortfolioWatch
    private let held = Mutex(Held())
    /// Computing yields to serving.
    private let lane = Lane("computing", width: 2, niceness: 5)

    init(_ settings: PlatformSettings, metrics: Measurements) {
        self.settings = settings
        self.metrics = metrics
        watch = PortfolioWatch(folder: settings.portfolioFolder)
    }

    /// Tells whether the folder holds a portfolio yet.
    var hasPortfolio: Bool {
        FileManager.default.fileExists(atPath: settings.portfolioFolder + "/portfolio.yaml")
    }

    /// The portfolio as it stands; read anew only when something changed.
    func ground() async throws -> Ground {
        let now = ContinuousClock.now
        let trusted = held.withLock { held in
            now - held.checkedAt < Self.trustedFor ? held.ground : nil
        }
        if let trusted { return trusted }
        guard hasPortfolio else { throw Problem.noPortfolio }
        let state = watch.state()
        let known: Ground? = held.withLock { held in
            guard let ground = held.ground, ground.state == state else { return nil }
            held.checkedAt = now
            return ground
        }
        if let known { return known }
        let settings = settings
        let lane = lane
        // Those who come while it is read wait for the same reading.
        let task = held.withLock { held -> Task<Ground, any Error> in
            if let under = held.reading, under.state == state { return under.task }
            let task = Task {
                try await lane.run {
                    let portfolio = try Portfolio(folder: settings.portfolioFolder)
                    let data = try PublishedData(folder: settings.dataFolder, for: portfolio)
                    return Ground(portfolio: portfolio, data: data, state: state)
                }
            }
            held.reading = (state, task)
            return task
        }
        let result = await task.result
        held.withLock { held in
            if held.reading?.state == state { held.reading = nil }
            guard case .success(let ground) = result, held.ground?.state != state else { return }
            held.ground = ground
            held.checkedAt = now
            held.runs.removeAll { $0.key.state != state }
            held.documents = [:]
            held.documentBytes = 0
        }
        return try result.get()
    }

    /// Forgets that the state was seen; after our own writes.
    func expire() { held.withLock { $0.checkedAt = ContinuousClock.now - .seconds(60) } }

    /// The run of a period over the whole portfolio; several who ask for the same wait for one.
    func run(_ period: Period, _ ground: Ground) async throws -> Run {
        let key = RunKey(state: ground.state, period: period)
        let lane = lane
        let metrics = metrics
        let task = held.withLock { held -> Task<Run, any Error> in
            if let place = held.runs.firstIndex(where: { $0.key == key }) {
                let found = held.runs.remove(at: place)
                held.runs.append(found)
                return found.task
            }
            let task = Task {
                try await lane.run {
                    let begin = ContinuousClock.now
                    let run = try Run(ground.portfolio, ground.data, over: period)
                    metrics.observe(
                        "carbongrade_run_seconds", [:], (ContinuousClock.now - begin).inSeconds)
                    return run
                }
            }
            held.runs.append((key, task))
            if held.runs.count > Self.mostRuns { held.runs.removeFirst() }
            return task
        }
        do {
            return try await task.value
        } catch {
            held.withLock { held in held.runs.removeAll { $0.key == key } }
            throw error
        }
    }

    /// A finished document, made once for each state.
    func document(
        _ name: String, _ ground: Ground, _ make: @escaping @Sendable () throws -> Document
    ) async throws -> Document {
        let key = DocumentKey(state: ground.state, name: name)
        let lane = lane
        let known = held.withLock { held -> Task<Document, any Error>? in
            if held.documents[key] != nil { return nil }
            if let under = held.making[key] { return under }
            let task = Task { try await lane.run(make) }
            held.making[key] = task
            return task
        }
        guard let task = known else {
            if let document = held.withLock({ $0.documents[key] }) { return document }
            return try await lane.run(make)
        }
        let result = await task.result
        held.withLock { held in
            held.making[key] = nil
            guard case .success(let document) = result, held.documents[key] == nil,
                held.ground?.state == ground.state
            else { return }
            let size = document.bytes.readableBytes
            guard size <= Self.mostDocumentBytes / 4 else { return }
            if held.documentBytes + size > Self.mostDocumentBytes {
                held.documents = [:]
                held.documentBytes = 0
            }
            held.documents[key] = document
            held.documentBytes += size
        }
        return try result.get()
    }

    /// Runs something dear where it does not hold up answering.
    func computing<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws
        -> Value
    {
        try await lane.run(body)
    }
}
