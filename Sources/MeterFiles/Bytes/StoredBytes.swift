import Glibc
import Provenance

import struct Crypto.SHA256

/// The bytes of a file as they lie on the disk: read once, with their digest and a copy aside where
/// they are wanted.
final class StoredBytes {
    private let descriptor: Int32
    /// Bytes at hand, where there is no file.
    private var memory: ArraySlice<UInt8> = []
    private let name: String
    private var hash: SHA256?
    private let copy: Int32
    /// The size of the file when it was opened [bytes]; 0 for what is no regular file.
    let size: Int64
    /// How many bytes were read.
    private(set) var count: Int64 = 0
    /// Tells that the end was seen: nothing came, or less than asked for of a file that is as long as when
    /// it was opened.
    private(set) var isAtEnd = false

    /// Opens a regular file.
    ///
    /// - Parameters:
    ///   - wantsDigest: Takes the SHA-256 of all bytes that are read.
    ///   - copy: A file that takes every byte that is read; -1 for none.
    init(path: String, name: String, wantsDigest: Bool, copy: Int32) throws(FileRefusal) {
        self.name = name
        self.copy = copy
        hash = wantsDigest ? SHA256() : nil
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw FileRefusal(unreadable: name, String(cString: strerror(errno)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw FileRefusal(unreadable: name, "it is no regular file", zh: "它不是普通文件")
        }
        size = Int64(status.st_size)
    }

    /// Takes bytes at hand for a file.
    init(_ bytes: [UInt8], name: String) {
        self.name = name
        copy = -1
        hash = nil
        descriptor = -1
        memory = bytes[...]
        size = Int64(bytes.count)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// The digest of everything that was read; nil when it was not wanted.
    var digest: Digest? { hash.map { Digest(bytes: $0.finalize()) } }

    /// Tells whether the bytes are more than read.
    var isDigestedOrCopied: Bool { hash != nil || copy >= 0 }

    /// Reads into a buffer; 0 at the end of the file.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !buffer.isEmpty else { return 0 }
        guard descriptor >= 0 else {
            let given = memory.prefix(buffer.count)
            buffer.copyBytes(from: given)
            memory = memory.dropFirst(given.count)
            count += Int64(given.count)
            isAtEnd = memory.isEmpty
            return given.count
        }
        var filled: Int
        repeat {
            filled = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        } while filled < 0 && errno == EINTR
        guard filled >= 0 else {
            throw FileRefusal(unreadable: name, String(cString: strerror(errno)))
        }
        count += Int64(filled)
        isAtEnd = filled == 0 || (filled < buffer.count && count == size)
        let block = UnsafeRawBufferPointer(rebasing: buffer[..<filled])
        hash?.update(bufferPointer: block)
        if copy >= 0 { try write(block) }
        return filled
    }

    private func write(_ block: UnsafeRawBufferPointer) throws {
        var rest = block
        while !rest.isEmpty {
            let written = Glibc.write(copy, rest.baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw CopyFailure() }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
    }
}

/// The copy of a file could not be written.
public struct CopyFailure: Error, Sendable {}

extension FileRefusal {
    /// A file that cannot be read at all.
    init(unreadable name: String, _ english: String, zh chinese: String? = nil) {
        let reason = BilingualText(english, zh: chinese ?? english)
        self.init(Finding(.fileUnreadable, file: name, phrases: ["reason": reason]))
    }
}
