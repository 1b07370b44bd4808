import Foundation
import Hummingbird
import NIOCore
import Synchronization

/// Long answers that are made while they are sent (流式输出): the maker waits for the taker, so that a slow taker
/// costs no memory.
final class Exports: Sendable {
    /// How many pieces wait at most.
    private static let waiting = 8
    /// A taker that takes nothing for so long is given up [s].
    private let patience: Int

    /// The taker is gone.
    struct Abandoned: Error {}

    private let lane = Lane("exports", width: 2, niceness: 5)

    /// Exports that wait so many seconds for a taker.
    init(patience: Int) { self.patience = patience }

    /// A body that `make` writes in pieces.
    func body(
        _ make: @escaping @Sendable (_ emit: (String) throws -> Void) throws -> Void
    ) -> ResponseBody {
        let (lane, patience) = (lane, patience)
        return ResponseBody { writer in
            let room = DispatchSemaphore(value: Self.waiting)
            let gone = Flag()
            let (pieces, source) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
            let maker = Task {
                do {
                    try await lane.run {
                        try make { text in
                            guard room.wait(timeout: .now() + .seconds(patience)) == .success,
                                !gone.isSet
                            else { throw Abandoned() }
                            source.yield(ByteBuffer(string: text))
                        }
                    }
                    source.finish()
                } catch {
                    source.finish(throwing: error)
                }
            }
            defer {
                gone.set()
                for _ in 0..<Self.waiting { room.signal() }
                maker.cancel()
            }
            for try await piece in pieces {
                try await writer.write(piece)
                room.signal()
            }
            try await writer.finish(nil)
        }
    }
}

/// A flag that is set once, by anybody.
final class Flag: Sendable {
    private let value = Mutex(false)

    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}
