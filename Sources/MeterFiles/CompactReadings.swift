import Glibc
import Metering
import Quantities

/// Readings kept for the careful way in 16 bytes each, in the order of their rows, and moved to a
/// file without a name beyond 256 MB.
final class CompactReadings {
    /// What is kept in memory at most [bytes].
    static let greatestMemory = 256 << 20
    private static let perChunk = 64
    private static let rowBytes = 16
    /// How much a list grows at a time [bytes].
    static let chunkBytes = perChunk * rowBytes

    /// The readings of one meter in one file.
    struct List {
        fileprivate var chunks: [Int32] = []
        /// How many rows it holds, and as many ends where it has them.
        var count = 0
        fileprivate var hasEnds = false
        /// Tells that its file calls some of them estimates.
        fileprivate var hasEstimates = false
    }

    /// Where each chunk lies: in memory, or on the disk at its place there.
    private var memory: [UnsafeMutableRawPointer?] = []
    private var place: [Int32] = []
    private var resident = 0
    private var onDisk: Int32 = 0
    private var oldestResident = 0
    private var spill: Int32 = -1
    private let greatest: Int
    /// Values that do not fit the 50 bits of the compact form.
    private var large: [DecimalText] = []

    init(greatestMemory: Int = CompactReadings.greatestMemory) {
        greatest = max(greatestMemory, 64 * Self.chunkBytes)
    }

    deinit {
        for chunk in memory { chunk?.deallocate() }
        if spill >= 0 { close(spill) }
    }

    /// Adds a row to a list.
    func append(
        to list: inout List, stamp: Int64, end: Int64?, isLocal: Bool, value: DecimalText,
        line: Int,
        isEstimate: Bool = false
    ) throws {
        var words = words(stamp: stamp, isLocal: isLocal, value: value, line: line)
        if isEstimate {
            words.second |= Self.estimate
            list.hasEstimates = true
        }
        try add(words, to: &list)
        if let end {
            list.hasEnds = true
            try add((UInt64(bitPattern: end), 0), to: &list)
        }
    }

    private func add(_ words: Words, to list: inout List) throws {
        let offset = list.count % Self.perChunk
        let chunk =
            offset == 0 ? try newChunk(of: &list) : list.chunks.last.flatMap { memory[Int($0)] }
        guard let chunk else { return }
        Self.store(words, at: chunk + offset * Self.rowBytes)
        list.count += 1
    }

    // MARK: - Rows as words

    /// A row: stamp 40 bits, local 1, places 5, line 18 of 31; then line 13, estimate 1, number 50.
    typealias Words = (first: UInt64, second: UInt64)

    private static let estimate: UInt64 = 1 << 50

    /// A row that is read, whose number has less than 49 bits and at most 30 places.
    @inline(__always)
    static func words(
        stamp: Int64, isLocal: Bool, number: Int64, places: Int, line: Int
    ) -> Words {
        let line = UInt64(Int32(clamping: line))
        return (
            UInt64(bitPattern: stamp) << 24 | (isLocal ? 1 << 23 : 0)
                | UInt64(truncatingIfNeeded: places) << 18 | line >> 13,
            (line & 0x1FFF) << 51 | UInt64(bitPattern: number) & (estimate - 1)
        )
    }

    /// Any row; what does not fit is kept beside.
    func words(stamp: Int64, isLocal: Bool, value: DecimalText, line: Int) -> Words {
        guard value.significand.magnitude < 1 << 49, value.scale < 31 else {
            large.append(value)
            return Self.words(
                stamp: stamp, isLocal: isLocal, number: Int64(large.count - 1), places: 31,
                line: line)
        }
        return Self.words(
            stamp: stamp, isLocal: isLocal, number: Int64(value.significand), places: value.scale,
            line: line)
    }

    @inline(__always)
    static func store(_ words: Words, at place: UnsafeMutableRawPointer) {
        place.storeBytes(of: words.first, as: UInt64.self)
        place.storeBytes(of: words.second, toByteOffset: 8, as: UInt64.self)
    }

    /// The rows of a list as a batch.
    func batch(
        of list: List, source: Int, file: String, meterID: String
    ) throws -> ReadingBatch {
        let count = list.hasEnds ? list.count / 2 : list.count
        var batch = ReadingBatch(source: source, file: file, meterID: meterID)
        var index = 0
        try batch.fill(count, hasEnds: list.hasEnds, hasEstimates: list.hasEstimates) { columns in
            var wide: [(row: Int, value: DecimalText)] = []
            for chunk in list.chunks {
                let rows = min(Self.perChunk, list.count - index)
                try withChunk(Int(chunk)) { bytes in
                    for row in 0..<rows {
                        let first = bytes.load(fromByteOffset: row * 16, as: UInt64.self)
                        let second = bytes.load(fromByteOffset: row * 16 + 8, as: UInt64.self)
                        let place = list.hasEnds ? (index + row) / 2 : index + row
                        guard !list.hasEnds || (index + row) % 2 == 0 else {
                            columns.ends[place] = Int64(bitPattern: first)
                            continue
                        }
                        if let value = set(place, first, second, in: columns) {
                            wide.append((place, value))
                        }
                        if list.hasEstimates {
                            columns.isEstimate[place] = second & Self.estimate != 0
                        }
                    }
                }
                index += rows
            }
            return wide
        }
        return batch
    }

    /// Sets a row but for its value where that is kept beside, which is given.
    @inline(__always)
    private func set(
        _ row: Int, _ first: UInt64, _ second: UInt64, in columns: ReadingBatch.Columns
    ) -> DecimalText? {
        let places = Int(first >> 18 & 31)
        let number = Int64(bitPattern: second << 14) >> 14
        columns.stamps[row] = Int64(bitPattern: first) >> 24
        columns.isLocal[row] = first >> 23 & 1 == 1
        columns.lines[row] = Int32(truncatingIfNeeded: first & 0x3FFFF) << 13 | Int32(second >> 51)
        if places == 31 { return large[Int(number)] }
        columns.significands[row] = number
        columns.scales[row] = UInt8(places)
        return nil
    }

    // MARK: - Chunks

    /// Gives a list, whose chunks are full, one more, which stays where it is until it is full.
    ///
    /// Chunks that are still being filled have the place -2, full ones in memory -1.
    func newChunk(of list: inout List) throws -> UnsafeMutableRawPointer {
        if let last = list.chunks.last { place[Int(last)] = -1 }
        if (resident + 1) * Self.chunkBytes > greatest { try spillFull() }
        let chunk = UnsafeMutableRawPointer.allocate(byteCount: Self.chunkBytes, alignment: 16)
        memory.append(chunk)
        place.append(-2)
        resident += 1
        list.chunks.append(Int32(memory.count - 1))
        return chunk
    }

    /// Moves full chunks to the disk; those that are being filled stay.
    private func spillFull() throws {
        if spill < 0 { spill = try Self.namelessFile() }
        var block: [UInt8] = []
        var moved: [Int] = []
        func write() throws {
            var written = 0
            while written < block.count {
                let count = block.withUnsafeBytes {
                    pwrite(
                        spill, $0.baseAddress.map { $0 + written }, block.count - written,
                        off_t(onDisk) * off_t(Self.chunkBytes) + off_t(written))
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw SpillFailure() }
                written += count
            }
            for index in moved {
                place[index] = onDisk
                onDisk += 1
                memory[index]?.deallocate()
                memory[index] = nil
                resident -= 1
            }
            block.removeAll(keepingCapacity: true)
            moved.removeAll(keepingCapacity: true)
        }
        for index in oldestResident..<memory.count where place[index] == -1 {
            guard let chunk = memory[index] else { continue }
            block.append(
                contentsOf: UnsafeRawBufferPointer(start: chunk, count: Self.chunkBytes))
            moved.append(index)
            if block.count >= 1 << 20 { try write() }
        }
        try write()
        while oldestResident < memory.count, memory[oldestResident] == nil { oldestResident += 1 }
    }

    private func withChunk(_ index: Int, _ body: (UnsafeRawPointer) -> Void) throws {
        if let chunk = memory[index] { return body(chunk) }
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: Self.chunkBytes, alignment: 16)
        defer { bytes.deallocate() }
        let at = off_t(place[index]) * off_t(Self.chunkBytes)
        var filled = 0
        while filled < Self.chunkBytes {
            let count = pread(
                spill, bytes + filled, Self.chunkBytes - filled, at + off_t(filled))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw SpillFailure() }
            filled += count
        }
        body(bytes)
    }

    /// A file that is gone when it is closed.
    private static func namelessFile() throws -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array((folder + "/carbongrade-XXXXXX").utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw SpillFailure() }
        unlink(name)
        return file
    }
}

/// Readings that did not fit the memory could not be put on the disk.
public struct SpillFailure: Error, Sendable {}
