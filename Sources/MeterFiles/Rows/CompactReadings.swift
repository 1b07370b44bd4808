import Metering
import Quantities

/// Readings kept for the careful way in 16 bytes each, in the order of their rows, and moved to a
/// file without a name beyond 256 MB.
final class CompactReadings {
    /// What is kept in memory at most, with what is noted of each chunk [bytes].
    static let greatestMemory = 256 << 20
    private static let perChunk = 64
    private static let gone: Int32 = -3
    private static let rowBytes = 16
    /// How much a list grows at a time [bytes].
    static let chunkBytes = perChunk * rowBytes
    /// What the list, the places and the allocator note of a chunk, wherever it lies [bytes].
    private static let noteBytes = 32

    /// The readings of one meter in one file.
    struct List {
        fileprivate var chunks: [Int32] = []
        /// How many rows it holds, and as many ends where it has them.
        var count = 0
        fileprivate var hasEnds = false
    }

    /// Where each chunk lies: in memory, or on the disk at its place there.
    private var memory: [UnsafeMutableRawPointer?] = []
    private var place: [Int32] = []
    private var resident = 0
    private var onDisk: Int32 = 0
    private var oldestResident = 0
    private var spill: NamelessFile?
    private let greatest: Int
    /// Values that do not fit the 50 bits of the compact form.
    private var large: [DecimalText] = []

    init(greatestMemory: Int = CompactReadings.greatestMemory) {
        greatest = max(greatestMemory, 64 * Self.chunkBytes)
    }

    deinit {
        for chunk in memory { chunk?.deallocate() }
    }

    /// Adds a row to a list.
    func append(
        to list: inout List, stamp: Int64, end: Int64?, isLocal: Bool, value: DecimalText,
        line: Int,
        isEstimate: Bool = false
    ) throws {
        var words = words(stamp: stamp, isLocal: isLocal, value: value, line: line)
        if isEstimate { words.second |= Self.estimate }
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

    /// The rows of a list, which are fetched when they are asked for.
    ///
    /// - Parameter shelf: Is told of rows that cannot be fetched from the disk, and must be asked when all are read.
    func rows(
        of list: List, source: Int, file: String, meterID: String, telling shelf: Shelf
    ) -> ReadingRows {
        // One that has ends takes two places.
        let width = list.hasEnds ? 2 : 1
        return ReadingRows(
            source: source, file: file, meterID: meterID, count: list.count / width,
            hasEnds: list.hasEnds, wide: { self.large[$0] }
        ) { rows, block in
            var (row, block) = (rows.lowerBound, block)
            while row < rows.upperBound {
                let (chunk, place) = (row * width).quotientAndRemainder(dividingBy: Self.perChunk)
                let count = min((Self.perChunk - place) / width, rows.upperBound - row)
                let isThere = shelf.attempt {
                    try self.withChunk(Int(list.chunks[chunk])) { bytes in
                        Self.read(count, from: bytes + place * Self.rowBytes, width, into: block)
                    }
                }
                if !isThere { block.initialize(repeating: Self.nothing, count: count) }
                row += count
                block += count
            }
        }
    }

    private static func read(
        _ count: Int, from bytes: UnsafeRawPointer, _ width: Int,
        into rows: UnsafeMutablePointer<ReadingRows.Row>
    ) {
        for row in 0..<count {
            let cell = bytes + row * width * rowBytes
            let first = cell.load(as: UInt64.self)
            let second = cell.load(fromByteOffset: 8, as: UInt64.self)
            let places = UInt8(truncatingIfNeeded: first >> 18 & 31)
            rows[row] = ReadingRows.Row(
                stamp: Int64(bitPattern: first) >> 24,
                end: width == 2 ? cell.load(fromByteOffset: rowBytes, as: Int64.self) : 0,
                significand: Int64(bitPattern: second << 14) >> 14,
                places: places == 31 ? ReadingRows.Row.isWide : places,
                line: Int32(truncatingIfNeeded: first & 0x3FFFF) << 13 | Int32(second >> 51),
                isLocal: first >> 23 & 1 == 1, isEstimate: second & estimate != 0)
        }
    }

    private static let nothing = ReadingRows.Row(
        stamp: 0, end: 0, significand: 0, places: 0, line: 0, isLocal: false, isEstimate: false)

    // MARK: - Chunks

    /// Gives a list, whose chunks are full, one more, which stays where it is until it is full.
    ///
    /// Chunks that are still being filled have the place -2, full ones in memory -1, those that were let go of -3.
    func newChunk(of list: inout List) throws -> UnsafeMutableRawPointer {
        if let last = list.chunks.last { place[Int(last)] = -1 }
        // However much is noted, half is left for rows, lest they go to the disk one by one.
        let notes = min(memory.count * Self.noteBytes, greatest / 2)
        if (resident + 1) * Self.chunkBytes + notes > greatest { try spillFull() }
        let chunk = UnsafeMutableRawPointer.allocate(byteCount: Self.chunkBytes, alignment: 16)
        memory.append(chunk)
        place.append(-2)
        resident += 1
        list.chunks.append(Int32(memory.count - 1))
        return chunk
    }

    /// Lets go of the rows of a list, which must not be asked for again.
    func letGo(of list: List) {
        for index in list.chunks.map(Int.init) {
            if let chunk = memory[index] {
                chunk.deallocate()
                memory[index] = nil
                resident -= 1
            }
            place[index] = Self.gone
        }
    }

    /// Moves full chunks to the disk; those that are being filled stay.
    private func spillFull() throws {
        let file = try spill ?? NamelessFile()
        spill = file
        var block: [UInt8] = []
        var moved: [Int] = []
        func write() throws {
            try block.withUnsafeBytes { try file.write($0, at: Int(onDisk) * Self.chunkBytes) }
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
        guard let spill, place[index] != Self.gone else { throw SpillFailure() }
        try spill.read(
            into: UnsafeMutableRawBufferPointer(start: bytes, count: Self.chunkBytes),
            at: Int(place[index]) * Self.chunkBytes)
        body(bytes)
    }
}
