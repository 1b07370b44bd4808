import Foundation
import Synchronization

/// Threads of their own for work that must not hold up the answering of requests (专用线程).
///
/// Reading files, walking the street and scrypt block; on the threads that serve requests they would stop
/// all others. Each lane has a width and a niceness, so that a booking never competes with a page.
final class Lane: Sendable {
    /// What the threads share; they hold this and not the lane, so that the lane can end.
    private final class Work: Sendable {
        private let waiting = Mutex<[@Sendable () -> Void]>([])
        private let isClosed = Mutex(false)
        private let signal = DispatchSemaphore(value: 0)

        func add(_ body: @escaping @Sendable () -> Void) {
            waiting.withLock { $0.append(body) }
            signal.signal()
        }

        /// Blocks until there is work; nil when the lane was closed and nothing is left.
        func next() -> (@Sendable () -> Void)? {
            while true {
                signal.wait()
                let body = waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
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

    private let work = Work()

    /// Opens a lane.
    ///
    /// - Parameters:
    ///   - width: How many threads.
    ///   - niceness: 0 as the rest, up to 19 for what can wait.
    init(_ name: String, width: Int = 1, niceness: Int32 = 0) {
        let work = work
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
    func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { continuation in
            work.add { continuation.resume(with: Result { try body() }) }
        }
    }
}
