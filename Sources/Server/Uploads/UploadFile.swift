import Crypto
import Foundation

/// The file behind an upload (上传文件的字节): opened at an offset, written whole, synced when asked.
final class UploadFile: Sendable {
    private let descriptor: Int32

    /// Opens it at an offset; what stands behind was never counted and is cut off.
    init(_ path: String, at offset: Int64) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, ftruncate(descriptor, off_t(offset)) == 0,
            lseek(descriptor, off_t(offset), SEEK_SET) == off_t(offset)
        else { throw Self.failure }
    }

    deinit { close(descriptor) }

    private static let failure = PlatformFailure(
        "the upload cannot be written", zh: "无法写入上传文件")

    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress, $0.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw Self.failure
            }
        }
    }

    func sync() throws {
        guard fsync(descriptor) == 0 else { throw Self.failure }
    }

    static func sha256(of path: String) throws -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw failure }
        defer { try? handle.close() }
        var hash = SHA256()
        while let block = try handle.read(upToCount: 1 << 20), !block.isEmpty {
            hash.update(data: block)
        }
        return hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
