import CZlib
import Glibc
public import Provenance

import struct Crypto.SHA256

/// Reads a file block by block, plain or gzip, and takes the digest of the bytes as they lie on
/// the disk. Memory is two blocks, however large the file is.
public final class ByteReader {
    /// Expansion beyond this many times the compressed size, and beyond 64 MiB, is refused.
    public static let greatestExpansion: Int64 = 500

    private static let blockSize = 262_144
    private let descriptor: Int32
    private let name: String
    private var hash = SHA256()
    /// The size of the file when it was opened [bytes].
    public private(set) var size: Int64 = 0
    /// How many bytes of the file were read.
    public private(set) var bytesRead: Int64 = 0
    /// Tells whether the file is compressed.
    public private(set) var isCompressed = false

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: Where it lies.
    ///   - name: How findings call it.
    public init(path: String, name: String) throws(FileRefusal) {
        self.name = name
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.refusal(name, String(cString: strerror(errno))) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Self.refusal(name, "it is no regular file", zh: "它不是普通文件")
        }
        size = Int64(status.st_size)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The digest of all bytes, once `forEachBlock` has read them.
    public var digest: Digest { Digest(bytes: hash.finalize()) }

    /// Reads the file for its digest only; nothing is expanded.
    public func digestOnly() throws { try forEachStoredBlock { _ in } }

    /// Gives the bytes as they lie on the disk, in blocks.
    public func forEachStoredBlock(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.blockSize, alignment: 64)
        defer { block.deallocate() }
        while true {
            let filled = try fill(block)
            guard filled > 0 else { return }
            try body(UnsafeRawBufferPointer(rebasing: block[0..<filled]))
        }
    }

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
        var filled = try fill(block)
        if filled >= 2, block[0] == 0x1f, block[1] == 0x8b {
            isCompressed = true
            try inflateBlocks(block, filled: filled, body)
            return
        }
        while filled > 0 {
            guard try body(UnsafeRawBufferPointer(rebasing: block[0..<filled])) else { return }
            filled = try fill(block)
        }
    }

    private func fill(_ block: UnsafeMutableRawBufferPointer) throws -> Int {
        var count: Int
        repeat {
            count = read(descriptor, block.baseAddress, block.count)
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw Self.refusal(name, String(cString: strerror(errno))) }
        bytesRead += Int64(count)
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: block[0..<count]))
        return count
    }

    /// Expands a gzip stream, which may be several members one after the other.
    private func inflateBlocks(
        _ block: UnsafeMutableRawBufferPointer, filled: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Bool
    ) throws {
        var stream = z_stream()
        let ready = inflateInit2_(
            &stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard ready == Z_OK else {
            throw Self.refusal(name, "zlib does not start", zh: "zlib 无法启动")
        }
        defer { inflateEnd(&stream) }
        let output = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Self.blockSize, alignment: 64)
        defer { output.deallocate() }
        var filled = filled
        var expanded: Int64 = 0
        var ended = false
        while filled > 0 {
            stream.next_in = block.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_in = UInt32(filled)
            while stream.avail_in > 0 || stream.avail_out == 0 {
                if ended {
                    guard stream.avail_in > 0 else { break }
                    inflateReset(&stream)
                    ended = false
                }
                stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_out = UInt32(output.count)
                let result = inflate(&stream, Z_NO_FLUSH)
                let produced = output.count - Int(stream.avail_out)
                expanded += Int64(produced)
                if expanded > max(64 << 20, bytesRead * Self.greatestExpansion) {
                    throw FileRefusal(
                        Finding(
                            .expansionTooLarge, file: name,
                            arguments: ["limit": "\(Self.greatestExpansion)x"]))
                }
                if produced > 0 {
                    let bytes = UnsafeRawBufferPointer(rebasing: output[0..<produced])
                    guard try body(bytes) else { return }
                }
                if result == Z_STREAM_END {
                    ended = true
                } else if result == Z_BUF_ERROR {
                    break
                } else if result != Z_OK {
                    throw FileRefusal(Finding(.compressionBroken, file: name))
                }
            }
            filled = try fill(block)
        }
        guard ended else { throw FileRefusal(Finding(.compressionBroken, file: name)) }
    }

    private static func refusal(
        _ name: String, _ english: String, zh chinese: String? = nil
    ) -> FileRefusal {
        let reason = BilingualText(english, zh: chinese ?? english)
        return FileRefusal(Finding(.fileUnreadable, file: name, phrases: ["reason": reason]))
    }
}
