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
        var usedAt: Double
    }

    private struct Making {
        let task: Task<Value, any Error>
        var askers = 1
    }

    private enum Found {
        case made(Value)
        case making(Task<Value, any Error>)
    }

    private struct Held {
        var grounds: Set<Int> = []
        var entries: [Key: Entry] = [:]
        var making: [Key: Making] = [:]
        var bytes = 0
    }

    private let most: Int
    private let clock: PlatformClock
    private let size: @Sendable (Value) -> Int
    private let held = Mutex(Held())

    /// How many wait for something that is being made.
    var waiting: Int { held.withLock { $0.making.values.reduce(0) { $0 + $1.askers } } }

    /// An empty shelf.
    ///
    /// - Parameters:
    ///   - most: How much is held [bytes].
    ///   - clock: Tells how long ago something was asked for.
    ///   - size: How much a value takes [bytes].
    init(most: Int, clock: PlatformClock, size: @escaping @Sendable (Value) -> Int) {
        self.most = most
        self.clock = clock
        self.size = size
    }

    /// The value of a name, made once for each state; who comes while it is made waits for the same making.
    func value(
        _ name: String, _ bench: Results.Workbench, _ make: @escaping Make
    ) async throws -> Value {
        try await value(name, bench, usedAt: clock.steady(), make)
    }

    private func value(
        _ name: String, _ bench: Results.Workbench, usedAt: Double,
        _ make: @escaping Make
    ) async throws -> Value {
        let key = Key(ground: bench.ground.number, name: name)
        let found = held.withLock { held -> Found in
            if let entry = held.entries[key] {
                held.entries[key]?.usedAt = max(entry.usedAt, usedAt)
                return .made(entry.value)
            }
            if let under = held.making[key] {
                held.making[key]?.askers += 1
                return .making(under.task)
            }
            // The making ends itself; whoever waits for it might end one that began after it.
            let task = Task { try await made(key, bench, usedAt: usedAt, make) }
            held.making[key] = Making(task: task)
            return .making(task)
        }
        switch found {
        case .made(let value): return value
        case .making(let task):
            let value = try await task.value
            held.withLock { held in
                guard let entry = held.entries[key] else { return }
                held.entries[key]?.usedAt = max(entry.usedAt, usedAt)
            }
            return value
        }
    }

    private func made(
        _ key: Key, _ bench: Results.Workbench, usedAt: Double,
        _ make: @escaping Make
    ) async throws -> Value {
        do {
            let value = try await make(bench)
            held.withLock { held in
                held.making[key] = nil
                keep(value, key, usedAt, make, in: &held)
            }
            return value
        } catch {
            held.withLock { $0.making[key] = nil }
            throw error
        }
    }

    private func keep(
        _ value: Value, _ key: Key, _ usedAt: Double, _ make: @escaping Make,
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
        _ bench: Results.Workbench, usedSince instant: Double, most count: Int,
        until end: Double
    ) async {
        let wanted = held.withLock { held in
            held.grounds.insert(bench.ground.number)
            return held.entries.filter { $0.value.usedAt > instant }
                .sorted { $0.value.usedAt > $1.value.usedAt }.prefix(count)
        }
        for (key, entry) in wanted
        where !bench.results.isStale(bench.ground) && clock.steady() < end {
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
