import Foundation
import Synchronization

/// Threads of their own for work that must not hold up the answering of requests (专用线程).
///
/// Reading files, walking the street and scrypt block; on the threads that serve requests they would stop
/// all others. Each lane has a width and a niceness, so that a booking never competes with a page, and may have
/// a bound on what waits: beyond it the asker is told to come back, in place of a queue that grows for ever.
final class Lane: Sendable {
    /// What the threads share; they hold this and not the lane, so that the lane can end.
    private final class Work: Sendable {
        private struct Queue {
            var waiting: [@Sendable () -> Void] = []
            /// How much of each asker waits or runs.
            var ofOne: [String: Int] = [:]
        }

        private let queue = Mutex(Queue())
        private let isClosed = Mutex(false)
        private let signal = DispatchSemaphore(value: 0)
        private let mostWaiting: Int
        private let mostOfOne: Int

        init(mostWaiting: Int, mostOfOne: Int) {
            self.mostWaiting = mostWaiting
            self.mostOfOne = mostOfOne
        }

        /// Adds work; false when too much waits already.
        func add(by asker: String?, _ body: @escaping @Sendable () -> Void) -> Bool {
            let isTaken = queue.withLock { queue in
                guard queue.waiting.count < mostWaiting,
                    asker.map({ queue.ofOne[$0, default: 0] < mostOfOne }) ?? true
                else { return false }
                if let asker { queue.ofOne[asker, default: 0] += 1 }
                queue.waiting.append { [self] in
                    if let asker { release(asker) }
                    body()
                }
                return true
            }
            if isTaken { signal.signal() }
            return isTaken
        }

        /// The asker's work has begun.
        private func release(_ asker: String) {
            queue.withLock { queue in
                let rest = queue.ofOne[asker, default: 1] - 1
                queue.ofOne[asker] = rest > 0 ? rest : nil
            }
        }

        /// Blocks until there is work; nil when the lane was closed and nothing is left.
        func next() -> (@Sendable () -> Void)? {
            while true {
                signal.wait()
                let body = queue.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
                if let body { return body }
                if isClosed.withLock({ $0 }) {
                    signal.signal()
                    return nil
                }
            }
        }

        func close() {
            isClosed.withLock { $0 = true }
            signal.signal()
        }
    }

    private let work: Work

    /// Opens a lane.
    ///
    /// - Parameters:
    ///   - width: How many threads.
    ///   - niceness: 0 as the rest, up to 19 for what can wait.
    ///   - mostWaiting: How much may wait in all.
    ///   - mostOfOne: How much of one asker may wait.
    init(
        _ name: String, width: Int = 1, niceness: Int32 = 0, mostWaiting: Int = .max,
        mostOfOne: Int = .max
    ) {
        let work = Work(mostWaiting: mostWaiting, mostOfOne: mostOfOne)
        self.work = work
        for _ in 0..<width {
            let thread = Thread {
                // On Linux a thread has a niceness of its own, and who it starts inherits it.
                if niceness > 0 { setpriority(Int32(PRIO_PROCESS.rawValue), 0, niceness) }
                while let body = work.next() { body() }
            }
            thread.name = name
            thread.stackSize = 8 << 20
            thread.start()
        }
    }

    deinit { work.close() }

    /// Runs something on the lane and waits for it without blocking.
    ///
    /// - Parameter asker: Whose work it is, where nobody may take the whole lane.
    /// - Throws: `Problem.busy` when too much waits already.
    func run<Value: Sendable>(
        by asker: String? = nil, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = work.add(by: asker) {
                continuation.resume(with: Result { try body() })
            }
            if !isTaken { continuation.resume(throwing: Problem.busy) }
        }
    }
}
