import Synchronization

/// What was made of a state of the portfolio (成品架): finished values by name, each with the way to make it again.
///
/// Values of one ground at a time are held, and while the next is prepared those of both.
final class Shelf<Value: Sendable>: Sendable {
    /// Makes a value of whatever state the workbench has.
    typealias Make = @Sendable (Results.Workbench) async throws -> Value

    private struct Key: Hashable {
        let ground: Int
        let name: String
    }

    private struct Entry {
        let value: Value
        let bytes: Int
        let make: Make
        var usedAt: ContinuousClock.Instant
    }

    private struct Held {
        var grounds: Set<Int> = []
        var entries: [Key: Entry] = [:]
        var making: [Key: Task<Value, any Error>] = [:]
        var bytes = 0
    }

    private let most: Int
    private let size: @Sendable (Value) -> Int
    private let held = Mutex(Held())

    /// An empty shelf.
    ///
    /// - Parameters:
    ///   - most: How much is held [bytes].
    ///   - size: How much a value takes [bytes].
    init(most: Int, size: @escaping @Sendable (Value) -> Int) {
        self.most = most
        self.size = size
    }

    /// The value of a name, made once for each state; who comes while it is made waits for the same making.
    func value(
        _ name: String, _ bench: Results.Workbench, _ make: @escaping Make
    ) async throws -> Value {
        try await value(name, bench, usedAt: .now, make)
    }

    private func value(
        _ name: String, _ bench: Results.Workbench, usedAt: ContinuousClock.Instant,
        _ make: @escaping Make
    ) async throws -> Value {
        let key = Key(ground: bench.ground.number, name: name)
        let (known, under) = held.withLock { held -> (Value?, Task<Value, any Error>?) in
            if let entry = held.entries[key] {
                held.entries[key]?.usedAt = max(entry.usedAt, usedAt)
                return (entry.value, nil)
            }
            if let under = held.making[key] { return (nil, under) }
            let task = Task { try await make(bench) }
            held.making[key] = task
            return (nil, task)
        }
        if let known { return known }
        guard let under else { return try await make(bench) }
        let result = await under.result
        held.withLock { held in
            held.making[key] = nil
            guard case .success(let value) = result else { return }
            keep(value, key, usedAt, make, in: &held)
        }
        return try result.get()
    }

    private func keep(
        _ value: Value, _ key: Key, _ usedAt: ContinuousClock.Instant, _ make: @escaping Make,
        in held: inout Held
    ) {
        let bytes = size(value) + key.name.utf8.count
        guard held.grounds.contains(key.ground), held.entries[key] == nil, bytes <= most / 4 else {
            return
        }
        if held.bytes + bytes > most {
            held.entries = [:]
            held.bytes = 0
        }
        held.entries[key] = Entry(value: value, bytes: bytes, make: make, usedAt: usedAt)
        held.bytes += bytes
    }

    /// Makes for a state to come what was asked for since an instant, the latest first, as much as there is time for.
    func prepare(
        _ bench: Results.Workbench, usedSince instant: ContinuousClock.Instant, most count: Int,
        until end: ContinuousClock.Instant
    ) async {
        let wanted = held.withLock { held in
            held.grounds.insert(bench.ground.number)
            return held.entries.filter { $0.value.usedAt > instant }
                .sorted { $0.value.usedAt > $1.value.usedAt }.prefix(count)
        }
        for (key, entry) in wanted
        where !bench.results.isStale(bench.ground) && ContinuousClock.now < end {
            // What can no longer be made is told to whoever asks for it next.
            _ = try? await value(key.name, bench, usedAt: entry.usedAt, entry.make)
        }
    }

    /// Holds from now on what is of one state, and nothing else.
    func holdOnly(_ ground: Int) {
        held.withLock { held in
            held.grounds = [ground]
            held.entries = held.entries.filter { $0.key.ground == ground }
            held.bytes = held.entries.values.reduce(0) { $0 + $1.bytes }
        }
    }
}
