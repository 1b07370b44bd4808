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
        private struct Piece {
            let ticket: Int
            let asker: String?
            let body: @Sendable () -> Void
            let dropped: @Sendable () -> Void
        }

        private struct Queue {
            var waiting: [Piece] = []
            /// How much of each asker waits.
            var ofOne: [String: Int] = [:]
            var tickets = 0

            mutating func release(_ asker: String?) {
                guard let asker else { return }
                let rest = ofOne[asker, default: 1] - 1
                ofOne[asker] = rest > 0 ? rest : nil
            }
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

        /// A number by which work can be dropped while it waits.
        func ticket() -> Int {
            queue.withLock { queue in
                queue.tickets += 1
                return queue.tickets
            }
        }

        /// How much waits.
        var count: Int { queue.withLock { $0.waiting.count } }

        /// Adds work; false when too much waits already.
        func add(
            _ ticket: Int, by asker: String?, _ body: @escaping @Sendable () -> Void,
            dropped: @escaping @Sendable () -> Void
        ) -> Bool {
            let isTaken = queue.withLock { queue in
                guard queue.waiting.count < mostWaiting,
                    asker.map({ queue.ofOne[$0, default: 0] < mostOfOne }) ?? true
                else { return false }
                if let asker { queue.ofOne[asker, default: 0] += 1 }
                queue.waiting.append(
                    Piece(ticket: ticket, asker: asker, body: body, dropped: dropped))
                return true
            }
            if isTaken { signal.signal() }
            return isTaken
        }

        /// Drops work that still waits; what runs is not stopped.
        func drop(_ ticket: Int) {
            let piece = queue.withLock { queue -> Piece? in
                guard let place = queue.waiting.firstIndex(where: { $0.ticket == ticket }) else {
                    return nil
                }
                let piece = queue.waiting.remove(at: place)
                queue.release(piece.asker)
                return piece
            }
            piece?.dropped()
        }

        /// Blocks until there is work; nil when the lane was closed and nothing is left.
        func next() -> (@Sendable () -> Void)? {
            while true {
                signal.wait()
                let piece = queue.withLock { queue -> Piece? in
                    guard !queue.waiting.isEmpty else { return nil }
                    let piece = queue.waiting.removeFirst()
                    queue.release(piece.asker)
                    return piece
                }
                if let piece { return piece.body }
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

    /// How much waits for its turn.
    var waiting: Int { work.count }

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

    /// Runs something on the lane and waits for it without blocking; a task that is cancelled leaves the queue.
    ///
    /// - Parameter asker: Whose work it is, where nobody may take the whole lane.
    /// - Throws: `Problem.busy` when too much waits already.
    func run<Value: Sendable>(
        by asker: String? = nil, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let work = work
        let ticket = work.ticket()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isTaken = work.add(ticket, by: asker) {
                    continuation.resume(with: Result { try body() })
                } dropped: {
                    continuation.resume(throwing: CancellationError())
                }
                if !isTaken { continuation.resume(throwing: Problem.busy) }
                // Whoever was gone before it was added dropped nothing.
                if Task.isCancelled { work.drop(ticket) }
            }
        } onCancel: {
            work.drop(ticket)
        }
    }
}
