import CZlib
import CZstd
import Provenance

/// A compressed stream, expanded as it is read (解压): gzip or zstd, each of which may be several
/// members one after the other.
///
/// It is told by its first bytes, never by its name. Expansion is bounded, so that a small hostile
/// file does not become a large one, and a stream that ends early is refused.
final class Expansion {
    /// How a stream is compressed.
    private enum Form {
        case gzip
        case zstd
    }

    /// More than this times the compressed size, and more than 64 MiB, is refused.
    static let greatest: Int64 = 500

    private let form: Form
    private let name: String
    private let stored: StoredBytes
    /// How much of the compressed bytes is held [bytes].
    static let inputSize = 131_072

    private let input: UnsafeMutableRawBufferPointer
    private var (next, filled) = (0, 0)
    private var expanded: Int64 = 0
    private var isBetweenMembers = false
    private var holdsMore = false
    private var stream = z_stream()
    private var context: OpaquePointer?

    /// Takes over a stream whose first bytes are known; nil when it is not compressed.
    init?(_ stored: StoredBytes, first: UnsafeRawBufferPointer, name: String) throws {
        self.stored = stored
        self.name = name
        if first.starts(with: [0x1F, 0x8B]) {
            form = .gzip
        } else if first.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            form = .zstd
        } else {
            return nil
        }
        // Not before it is known to be needed: an initializer that gives nil frees nothing.
        input = .allocate(byteCount: Self.inputSize, alignment: 64)
        input.copyBytes(from: first)
        filled = first.count
        let isReady: Bool
        switch form {
        case .gzip:
            let size = Int32(MemoryLayout<z_stream>.size)
            isReady = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, size) == Z_OK
        case .zstd:
            context = ZSTD_createDStream()
            // Frames may ask for a window of this many bytes at most: 2^27, as zstd itself allows.
            isReady =
                context != nil
                && ZSTD_isError(ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27))
                    == 0
        }
        guard isReady else {
            throw FileRefusal(unreadable: name, "no memory to expand it", zh: "没有解压所需的内存")
        }
    }

    deinit {
        input.deallocate()
        if form == .gzip { inflateEnd(&stream) }
        if let context { ZSTD_freeDStream(context) }
    }

    /// Expands into a buffer; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            if next == filled, !holdsMore {
                (next, filled) = (0, try stored.read(into: input))
                if filled == 0 {
                    guard isBetweenMembers else {
                        throw FileRefusal(Finding(.compressionBroken, file: name))
                    }
                    return 0
                }
            }
            let produced = try expand(into: buffer)
            // A full buffer may leave something inside that needs no new input to come out.
            holdsMore = produced == buffer.count && !isBetweenMembers
            expanded += Int64(produced)
            guard expanded <= max(64 << 20, stored.count * Self.greatest) else {
                throw FileRefusal(
                    Finding(
                        .expansionTooLarge, file: name, arguments: ["limit": "\(Self.greatest)x"]))
            }
            if produced > 0 { return produced }
        }
    }

    private func expand(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        switch form {
        case .gzip: try inflate(into: buffer)
        case .zstd: try decompress(into: buffer)
        }
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if isBetweenMembers, next < filled {
            inflateReset(&stream)
            isBetweenMembers = false
        }
        let from = UnsafeMutableRawBufferPointer(rebasing: input[next..<filled])
        stream.next_in = from.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = UInt32(from.count)
        stream.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(buffer.count)
        let result = CZlib.inflate(&stream, Z_NO_FLUSH)
        next = filled - Int(stream.avail_in)
        switch result {
        case Z_STREAM_END: isBetweenMembers = true
        case Z_OK, Z_BUF_ERROR: break
        default: throw FileRefusal(Finding(.compressionBroken, file: name))
        }
        let produced = buffer.count - Int(stream.avail_out)
        if produced == 0, next < filled, result == Z_BUF_ERROR {
            throw FileRefusal(Finding(.compressionBroken, file: name))
        }
        return produced
    }

    private func decompress(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        var from = ZSTD_inBuffer(src: UnsafeRawPointer(input.baseAddress), size: filled, pos: next)
        var to = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
        let result = ZSTD_decompressStream(context, &to, &from)
        guard ZSTD_isError(result) == 0 else {
            throw FileRefusal(Finding(.compressionBroken, file: name))
        }
        next = from.pos
        isBetweenMembers = result == 0
        return to.pos
    }
}
