import Glibc
import Metering
import Quantities

/// Readings kept for the careful way in 16 bytes each, in the order of their rows, and moved to a
/// file without a name beyond 256 MB.
final class CompactReadings {
    /// What is kept in memory at most [bytes].
    static let greatestMemory = 256 << 20
    private static let perChunk = 64
    private static let chunkBytes = perChunk * 16

    /// The readings of one meter in one file.
    struct List {
        fileprivate var chunks: [Int32] = []
        fileprivate(set) var count = 0
        fileprivate var hasEnds = false
    }

    /// Where each chunk lies: in memory, or on the disk at its place there.
    private var memory: [UnsafeMutableRawPointer?] = []
    private var place: [Int32] = []
    private var resident = 0
    private var onDisk: Int32 = 0
    private var oldestResident = 0
    private var spill: Int32 = -1
    private let greatest: Int
    /// Values that do not fit the 51 bits of the compact form.
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
        to list: inout List, stamp: Int64, end: Int64?, isLocal: Bool, value: DecimalText, line: Int
    ) throws {
        let line = Int64(Int32(clamping: line))
        let fits = value.significand.magnitude < 1 << 50 && value.scale < 31
        let (places, number): (Int, Int64)
        if fits {
            (places, number) = (value.scale, Int64(value.significand))
        } else {
            large.append(value)
            (places, number) = (31, Int64(large.count - 1))
        }
        // stamp 40 | local 1 | places 5 | line 18 of 31; then line 13 | number 51
        let first =
            UInt64(bitPattern: stamp) << 24 | (isLocal ? 1 << 23 : 0) | UInt64(places) << 18
            | UInt64(line >> 13)
        let second =
            UInt64(line & 0x1FFF) << 51 | UInt64(bitPattern: number) & 0x7_FFFF_FFFF_FFFF
        try add(first, second, to: &list)
        if let end {
            list.hasEnds = true
            try add(UInt64(bitPattern: end), 0, to: &list)
        }
    }

    private func add(_ first: UInt64, _ second: UInt64, to list: inout List) throws {
        let offset = list.count % Self.perChunk
        if offset == 0 { list.chunks.append(try newChunk()) }
        guard let last = list.chunks.last, let chunk = memory[Int(last)] else { return }
        chunk.storeBytes(of: first, toByteOffset: offset * 16, as: UInt64.self)
        chunk.storeBytes(of: second, toByteOffset: offset * 16 + 8, as: UInt64.self)
        list.count += 1
        if list.count % Self.perChunk == 0 { place[Int(last)] = -1 }
    }

    /// The rows of a list as a batch.
    func batch(
        of list: List, source: Int, file: String, meterID: String
    ) throws -> ReadingBatch {
        var batch = ReadingBatch(source: source, file: file, meterID: meterID)
        var (index, pending): (Int, (first: UInt64, second: UInt64)?) = (0, nil)
        func add(_ first: UInt64, _ second: UInt64, end: Int64?) {
            let places = Int(first >> 18 & 31)
            let number = Int64(bitPattern: second << 13) >> 13
            let value =
                places == 31
                ? large[Int(number)] : DecimalText(significand: Int128(number), scale: places)
            batch.append(
                stamp: Int64(bitPattern: first) >> 24, end: end, isLocal: first >> 23 & 1 == 1,
                value: value, line: Int(first & 0x3FFFF) << 13 | Int(second >> 51))
        }
        for chunk in list.chunks {
            try withChunk(Int(chunk)) { bytes in
                for offset in 0..<min(Self.perChunk, list.count - index) {
                    let first = bytes.load(fromByteOffset: offset * 16, as: UInt64.self)
                    let second = bytes.load(fromByteOffset: offset * 16 + 8, as: UInt64.self)
                    if !list.hasEnds {
                        add(first, second, end: nil)
                    } else if let row = pending {
                        add(row.first, row.second, end: Int64(bitPattern: first))
                        pending = nil
                    } else {
                        pending = (first, second)
                    }
                }
            }
            index += Self.perChunk
        }
        return batch
    }

    // MARK: - Chunks

    /// Chunks that are still being filled have the place -2, full ones in memory -1.
    private func newChunk() throws -> Int32 {
        if (resident + 1) * Self.chunkBytes > greatest { try spillFull() }
        memory.append(.allocate(byteCount: Self.chunkBytes, alignment: 16))
        place.append(-2)
        resident += 1
        return Int32(memory.count - 1)
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
