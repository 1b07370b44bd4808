import Glibc
public import Provenance

import struct Crypto.SHA256

/// Reads a file once, plain or compressed, and takes the digest of the bytes as they lie on the
/// disk. Memory is a few blocks, however large the file is.
public final class ByteReader {
    /// Expansion beyond this many times the compressed size, and beyond 64 MiB, is refused.
    public static let greatestExpansion = Expansion.greatest

    private static let blockSize = 262_144
    private let stored: StoredBytes
    private let name: String
    private var expansion: Expansion?
    private var readAhead: ReadAhead?
    private var isStarted = false
    /// Bytes that were looked at and not yet given.
    private var ahead: [UInt8] = []
    private var aheadOffset = 0
    /// Tells that they are all of the file.
    private var isPeekedWhole = false
    /// How many bytes of a plain file were given [bytes].
    private var given: Int64 = 0
    /// Called now and then with how many bytes of a plain file were given; how far a compressed one has
    /// come is not known.
    public var watch: ((Int64) -> Void)?

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: Where it lies.
    ///   - name: How findings call it.
    ///   - wantsDigest: False leaves the digest out, which costs more than reading.
    ///   - copy: An open file that takes every byte as it lies on the disk; -1 for none.
    public init(
        path: String, name: String, wantsDigest: Bool = true, copy: Int32 = -1
    ) throws(FileRefusal) {
        self.name = name
        stored = try StoredBytes(path: path, name: name, wantsDigest: wantsDigest, copy: copy)
    }

    /// Takes bytes at hand for a file.
    package init(_ bytes: [UInt8], name: String) {
        self.name = name
        stored = StoredBytes(bytes, name: name)
    }

    deinit { readAhead?.stop() }

    /// The size of the file when it was opened [bytes].
    public var size: Int64 { stored.size }
    /// How many bytes of the file were read.
    public var bytesRead: Int64 { stored.count }
    /// Tells whether the file is compressed, once something was read.
    public var isCompressed: Bool { expansion != nil }
    /// The digest of all bytes, once they have been read; of nothing when it was not wanted.
    public var digest: Digest { digestIfWanted ?? Self.digestOfNothing }
    /// The digest of all bytes, once they have been read; nil when it was not wanted.
    public var digestIfWanted: Digest? { stored.digest }

    /// Reads what is left of the file for its digest and its copy; nothing is expanded.
    public func digestOnly() throws {
        readAhead?.stop()
        readAhead = nil
        if stored.isDigestedOrCopied, !stored.isAtEnd { try forEachStoredBlock { _ in } }
    }

    /// Gives the bytes as they lie on the disk, in blocks.
    public func forEachStoredBlock(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        readAhead?.stop()
        readAhead = nil
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 64)
        defer { block.deallocate() }
        while true {
            let filled = try stored.read(into: block)
            guard filled > 0 else { return }
            try body(UnsafeRawBufferPointer(rebasing: block[0..<filled]))
        }
    }

    private static let digestOfNothing = digest(of: [])

    /// The digest of bytes at hand.
    public static func digest(of bytes: some Sequence<UInt8>) -> Digest {
        Digest(bytes: SHA256.hash(data: Array(bytes)))
    }

    /// Gives the expanded bytes in blocks; `body` returns false to stop early.
    public func forEachBlock(
        _ body: (UnsafeRawBufferPointer) throws -> Bool
    ) throws {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 64)
        defer { block.deallocate() }
        while true {
            let filled = try read(into: block)
            guard filled > 0,
                try body(UnsafeRawBufferPointer(rebasing: block[0..<filled]))
            else { return }
        }
    }

    /// The first expanded bytes, as many as asked for unless the file is shorter; they are given
    /// again by what reads after it.
    func peek(_ count: Int) throws -> ArraySlice<UInt8> {
        while ahead.count - aheadOffset < count, !isPeekedWhole {
            // A little more than the rest of a plain file, so that its end is seen at once.
            let rest = max(0, size - bytesRead) + 1
            let room =
                expansion == nil ? max(4_096, min(Self.blockSize, Int(rest))) : Self.blockSize
            var failure: (any Error)?
            let block = [UInt8](unsafeUninitializedCapacity: room) { room, filled in
                do {
                    filled = try readOn(into: UnsafeMutableRawBufferPointer(room))
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            // What is read ahead is not at hand yet, and what is expanded may hold more.
            isPeekedWhole =
                block.isEmpty || (readAhead == nil && expansion == nil && stored.isAtEnd)
            if !block.isEmpty { ahead = ahead.isEmpty ? block : ahead + block }
        }
        return ahead[aheadOffset...].prefix(count)
    }

    /// Begins again with the first byte, when all of the file was looked at.
    func rewind() { aheadOffset = 0 }

    /// Reads expanded bytes into a buffer; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try readNext(into: buffer)
        if let watch, expansion == nil {
            given += Int64(count)
            watch(given)
        }
        return count
    }

    private func readNext(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard aheadOffset < ahead.count else {
            return isPeekedWhole ? 0 : try readOn(into: buffer)
        }
        let count = min(buffer.count, ahead.count - aheadOffset)
        buffer.copyBytes(from: ahead[aheadOffset..<aheadOffset + count])
        aheadOffset += count
        if aheadOffset == ahead.count, !isPeekedWhole {
            ahead = []
            aheadOffset = 0
        }
        return count
    }

    /// Tells whether there is enough work beside reading for a thread of its own.
    private var isWorthAhead: Bool {
        isStarted && size - bytesRead > 1 << 19
            && (expansion != nil || stored.isDigestedOrCopied)
    }

    private func readOn(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let readAhead { return try readAhead.read(into: buffer) }
        if isWorthAhead {
            let ahead = ReadAhead { [stored, expansion] block in
                try expansion?.read(into: block) ?? stored.read(into: block)
            }
            readAhead = ahead
            return try ahead.read(into: buffer)
        }
        if let expansion { return try expansion.read(into: buffer) }
        guard !isStarted else { return try stored.read(into: buffer) }
        isStarted = true
        let start = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Expansion.inputSize))
        let filled = try stored.read(into: start)
        expansion = try Expansion(
            stored, first: UnsafeRawBufferPointer(rebasing: start[..<filled]), name: name)
        return try expansion?.read(into: buffer) ?? filled
    }
}
