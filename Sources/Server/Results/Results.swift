import Foundation
import NIOCore
import Pages
import Provenance
import Quantities
import Runs
import Synchronization

/// What the street gives (计算结果), kept as long as nothing it rests on changes.
///
/// A run over a period is dear, a page of data is asked for by hundreds: so a run is walked once for each state of the
/// ledger and the tables, and documents are held as finished bytes. The state is the counter by which SQLite tells other
/// connections of a change, and size, inode and time of each table; whatever the command line writes is seen.
///
/// While a job of the platform writes to the ledger, viewers are given what stood before; what they look at is then made
/// of the new state by the job's own thread, and only when it is ready it takes the place of the old (`renew`). So
/// nobody waits for a booking of somebody else, and a job that is told to be done is seen by everybody.
final class Results: Sendable {
    /// The portfolio with its published data as they stand.
    struct Ground: Sendable {
        /// Each state that was read has a number of its own.
        let number: Int
        let portfolio: Portfolio
        let data: PublishedData
        let state: PortfolioState
    }

    /// What something is made of, and where: a state and the threads that compute.
    struct Workbench: Sendable {
        let results: Results
        let ground: Ground
        let lane: Lane

        /// The run over a period.
        func run(_ period: Period) async throws -> Run {
            try await results.run(period, ground, on: lane)
        }

        /// Runs something dear where it does not hold up answering.
        func computing<Value: Sendable>(
            _ body: @escaping @Sendable () throws -> Value
        ) async throws -> Value {
            try await lane.run(body)
        }
    }

    private struct RunKey: Hashable {
        let ground: Int
        let period: Period
    }

    private struct Walk {
        let key: RunKey
        let task: Task<Run, any Error>
        var usedAt: Double
    }

    private struct Held {
        var ground: Ground?
        var reading: (state: PortfolioState, task: Task<Ground, any Error>)?
        var readings = 0
        /// By the steady clock; long ago where it is to be looked anew.
        var checkedAt = -Double.infinity
        var runs: [Walk] = []
        /// By the number of the ground; while the next is prepared those of both are asked for.
        var spans: [Int: Task<Period?, any Error>] = [:]
        /// How many jobs write to the ledger just now.
        var writers = 0
    }

    /// How many periods are held at once.
    private static let mostRuns = 6
    /// For so long a state is taken as it was seen [s]; our own writes end it at once.
    private static let trustedFor = 0.1
    /// What was asked for within this time [s] is prepared when the ledger changes, and at most so much of it.
    private static let preparedFor = 60.0
    private static let mostPrepared = 48
    /// So long a job is not told to be done [s] for the sake of what is prepared, beside the runs themselves.
    private static let mostPreparing = 20.0

    /// Finished documents of the interface.
    let documents: Shelf<Document>
    /// Finished bodies of pages.
    let bodies: Shelf<PageBody>

    private let settings: PlatformSettings
    private let clock: PlatformClock
    private let metrics: Measurements
    private let watch: PortfolioWatch
    private let held = Mutex(Held())
    /// Computing yields to serving.
    private let lane = Lane("computing", width: 2, niceness: 5)

    init(_ settings: PlatformSettings, clock: PlatformClock, metrics: Measurements) {
        self.settings = settings
        self.clock = clock
        documents = Shelf(most: 64 << 20, clock: clock) { $0.bytes.readableBytes }
        bodies = Shelf(most: 48 << 20, clock: clock) { $0.byteCount }
        self.metrics = metrics
        watch = PortfolioWatch(folder: settings.portfolioFolder)
    }

    /// Tells whether the folder holds a portfolio yet.
    var hasPortfolio: Bool {
        FileManager.default.fileExists(atPath: settings.portfolioFolder + "/portfolio.yaml")
    }

    // MARK: - The state

    /// The portfolio as it stands; read anew only when something changed.
    func ground() async throws -> Ground {
        let now = clock.steady()
        let trusted = held.withLock { held in
            now - held.checkedAt < Self.trustedFor ? held.ground : nil
        }
        if let trusted { return trusted }
        guard hasPortfolio else { throw Problem.noPortfolio }
        let state = watch.state()
        let known: Ground? = held.withLock { held in
            guard let ground = held.ground else { return nil }
            let isAsItWas =
                ground.state == state || held.writers > 0 && ground.state.hasTables(of: state)
            guard isAsItWas else { return nil }
            held.checkedAt = now
            return ground
        }
        if let known { return known }
        let result = await reading(state, on: lane).result
        held.withLock { held in
            if held.reading?.state == state { held.reading = nil }
            guard case .success(let ground) = result, held.ground?.number ?? 0 < ground.number
            else {
                return
            }
            install(ground, at: now, in: &held)
        }
        return try result.get()
    }

    /// Reads the portfolio; those who come while it is read wait for the same reading.
    private func reading(_ state: PortfolioState, on lane: Lane) -> Task<Ground, any Error> {
        let settings = settings
        return held.withLock { held in
            if let under = held.reading, under.state == state { return under.task }
            held.readings += 1
            let number = held.readings
            let before = held.ground
            let task = Task {
                if let before, before.state.hasTables(of: state) {
                    // Only the ledger changed.
                    return Ground(
                        number: number, portfolio: before.portfolio, data: before.data,
                        state: state)
                }
                return try await lane.run {
                    let portfolio = try Portfolio(folder: settings.portfolioFolder)
                    let data = try PublishedData(folder: settings.dataFolder, for: portfolio)
                    return Ground(number: number, portfolio: portfolio, data: data, state: state)
                }
            }
            held.reading = (state, task)
            return task
        }
    }

    private func install(_ ground: Ground, at now: Double, in held: inout Held) {
        held.ground = ground
        held.checkedAt = now
        held.runs.removeAll { $0.key.ground != ground.number }
        held.spans = held.spans.filter { $0.key >= ground.number }
        documents.holdOnly(ground.number)
        bodies.holdOnly(ground.number)
    }

    /// Forgets that the state was seen; after our own writes.
    func expire() { held.withLock { $0.checkedAt = -.infinity } }

    /// Tells whether a later state is shown already.
    func isStale(_ ground: Ground) -> Bool {
        held.withLock { ($0.ground?.number ?? 0) > ground.number }
    }

    // MARK: - While the ledger is written

    /// A job is about to write to the ledger: viewers are given what stands, until `renew`.
    func beginWriting() { held.withLock { $0.writers += 1 } }

    /// Nothing was written, or another process holds the ledger and may write to it.
    func endWriting() {
        held.withLock { $0.writers -= 1 }
        expire()
    }

    /// What was written is to be shown: makes of it what was lately asked for, then puts it in the old one's place.
    ///
    /// - Parameter lane: Whose thread does the making.
    func renew(on lane: Lane) async {
        defer { endWriting() }
        guard let before = held.withLock({ $0.ground }), hasPortfolio else { return }
        let state = watch.state()
        guard before.state != state, before.state.hasTables(of: state) else { return }
        let result = await reading(state, on: lane).result
        held.withLock { held in if held.reading?.state == state { held.reading = nil } }
        guard case .success(let ground) = result else { return }
        let since = clock.steady() - Self.preparedFor
        let periods = held.withLock { held in
            held.runs.filter { $0.key.ground == before.number && $0.usedAt > since }
                .map(\.key.period)
        }
        let bench = Workbench(results: self, ground: ground, lane: lane)
        if !periods.isEmpty { _ = try? await span(ground, on: lane) }
        for period in periods where !isStale(ground) { _ = try? await bench.run(period) }
        let end = clock.steady() + Self.mostPreparing
        await bodies.prepare(bench, usedSince: since, most: Self.mostPrepared, until: end)
        await documents.prepare(bench, usedSince: since, most: Self.mostPrepared, until: end)
        held.withLock { held in
            guard held.ground?.number ?? 0 < ground.number else { return }
            install(ground, at: -.infinity, in: &held)
        }
    }

    // MARK: - What follows from it

    /// The run over a period.
    func run(_ period: Period, _ ground: Ground) async throws -> Run {
        try await run(period, ground, on: lane)
    }

    private func run(_ period: Period, _ ground: Ground, on lane: Lane) async throws -> Run {
        let key = RunKey(ground: ground.number, period: period)
        let (metrics, now) = (metrics, clock.steady())
        let task = held.withLock { held -> Task<Run, any Error> in
            if let place = held.runs.firstIndex(where: { $0.key == key }) {
                var found = held.runs.remove(at: place)
                found.usedAt = now
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
            held.runs.append(Walk(key: key, task: task, usedAt: now))
            let ofGround = held.runs.indices.filter { held.runs[$0].key.ground == key.ground }
            if ofGround.count > Self.mostRuns, let oldest = ofGround.first {
                held.runs.remove(at: oldest)
            }
            return task
        }
        do {
            return try await task.value
        } catch {
            held.withLock { held in held.runs.removeAll { $0.key == key } }
            throw error
        }
    }

    /// The years that the readings span; nil before there are any.
    func span(_ ground: Ground) async throws -> Period? { try await span(ground, on: lane) }

    private func span(_ ground: Ground, on lane: Lane) async throws -> Period? {
        let task = held.withLock { held -> Task<Period?, any Error> in
            if let known = held.spans[ground.number] { return known }
            let task = Task {
                try await lane.run { () -> Period? in
                    do {
                        return try Run.wholeSpan(of: ground.portfolio)
                    } catch let failure as RunFailure where failure.isNothingIngested {
                        return nil
                    }
                }
            }
            held.spans[ground.number] = task
            return task
        }
        do {
            return try await task.value
        } catch {
            held.withLock { $0.spans[ground.number] = nil }
            throw error
        }
    }

    private func bench(_ ground: Ground) -> Workbench {
        Workbench(results: self, ground: ground, lane: lane)
    }

    /// A finished document, made once for each state.
    func document(
        _ name: String, _ ground: Ground, _ make: @escaping Shelf<Document>.Make
    ) async throws -> Document {
        try await documents.value(name, bench(ground), make)
    }

    /// The body of a page, made once for each state.
    func body(
        _ name: String, _ ground: Ground, _ make: @escaping Shelf<PageBody>.Make
    ) async throws -> PageBody {
        try await bodies.value(name, bench(ground), make)
    }

    /// Runs something dear where it does not hold up answering.
    func computing<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws
        -> Value
    {
        try await lane.run(body)
    }
}
