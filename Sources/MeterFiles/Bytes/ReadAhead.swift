import Glibc

/// Fills blocks in a thread of its own while others are read (预读), so that a second core expands,
/// digests and copies while the first one reads what the rows say.
///
/// Blocks go round in order; whoever fills them is used by that thread alone until `stop`.
final class ReadAhead: @unchecked Sendable {
    private static let blockSize = 1 << 20
    private static let blockCount = 4

    private let fill: (UnsafeMutableRawBufferPointer) throws -> Int
    private let blocks: UnsafeMutableRawBufferPointer
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var thread = pthread_t()
    private var isRunning = false

    // What both threads know of each other; only under the mutex.
    private var counts = [Int](repeating: 0, count: ReadAhead.blockCount)
    /// How many blocks were filled, and how many were read.
    private var filled = 0
    private var emptied = 0
    private var isCancelled = false
    private var failure: (any Error)?

    /// How much of the block at hand was read; only the reader knows it.
    private var offset = 0

    /// Begins to fill.
    ///
    /// - Parameter fill: Fills a block; 0 at the end.
    init(_ fill: @escaping (UnsafeMutableRawBufferPointer) throws -> Int) {
        self.fill = fill
        blocks = .allocate(byteCount: Self.blockSize * Self.blockCount, alignment: 64)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
        let context = Unmanaged.passRetained(self)
        let result = pthread_create(
            &thread, nil,
            { argument in
                if let argument {
                    Unmanaged<ReadAhead>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, context.toOpaque())
        isRunning = result == 0
        if !isRunning { context.release() }
    }

    deinit {
        blocks.deallocate()
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Reads into a buffer; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        // Without a thread, as where there are too many, it works in this one.
        guard isRunning else { return try fill(buffer) }
        pthread_mutex_lock(mutex)
        while filled == emptied { pthread_cond_wait(changed, mutex) }
        let index = emptied % Self.blockCount
        let count = counts[index]
        let failure = failure
        pthread_mutex_unlock(mutex)
        guard count > 0 else {
            if let failure { throw failure }
            return 0
        }
        let given = min(buffer.count, count - offset)
        let from = index * Self.blockSize + offset
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: blocks[from..<from + given]))
        offset += given
        if offset == count {
            offset = 0
            pthread_mutex_lock(mutex)
            emptied += 1
            pthread_cond_signal(changed)
            pthread_mutex_unlock(mutex)
        }
        return given
    }

    /// Ends the thread; what it filled and nobody read is lost.
    func stop() {
        guard isRunning else { return }
        pthread_mutex_lock(mutex)
        isCancelled = true
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
        pthread_join(thread, nil)
        isRunning = false
    }

    private func run() {
        while true {
            pthread_mutex_lock(mutex)
            while filled - emptied == Self.blockCount, !isCancelled {
                pthread_cond_wait(changed, mutex)
            }
            let (isCancelled, index) = (isCancelled, filled % Self.blockCount)
            pthread_mutex_unlock(mutex)
            if isCancelled { return }
            let from = index * Self.blockSize
            var count = 0
            var thrown: (any Error)?
            do {
                count = try fill(
                    UnsafeMutableRawBufferPointer(rebasing: blocks[from..<from + Self.blockSize]))
            } catch {
                thrown = error
            }
            pthread_mutex_lock(mutex)
            counts[index] = count
            failure = thrown
            filled += 1
            pthread_cond_signal(changed)
            pthread_mutex_unlock(mutex)
            if count == 0 { return }
        }
    }
}
