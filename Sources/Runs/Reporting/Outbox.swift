import Foundation
import Glibc
import Provenance

/// A folder that results are put into all together (输出文件夹): they are made in a hidden folder inside it and moved
/// when the last is whole, and one run at a time owns it.
///
/// The lock is the operating system's own (`flock`), so one that a dead process held is free again.
/// A run that was killed leaves the results of the run before and a hidden folder, which the next
/// run clears.
public final class Outbox {
    /// Where results are made; they are moved from here by `commit`.
    public let staging: String
    private let folder: String
    private let lock: Int32

    /// Opens a folder, which is made where it does not exist.
    ///
    /// - Throws: `RunFailure` when another run owns it or it cannot be written.
    public init(_ folder: String) throws {
        self.folder = folder
        staging = folder + "/.carbongrade-partial"
        let name = folder.lastPart
        do { try Files.makeFolder(folder) } catch { throw Self.unwritable(name) }
        lock = open(folder + "/.carbongrade-lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw Self.unwritable(name) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let owner = Self.owner(of: lock)
            close(lock)
            throw RunFailure(
                "another carbongrade (process \(owner)) is writing to \(name)",
                zh: "另一个 carbongrade（进程 \(owner)）正在写入 \(name)")
        }
        do {
            Self.note(owner: "\(getpid())\n", in: lock)
            if Files.exists(staging) { try FileManager.default.removeItem(atPath: staging) }
            try FileManager.default.createDirectory(
                atPath: staging, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        } catch {
            close(lock)
            throw Self.unwritable(name)
        }
    }

    /// Makes one file more.
    public func put(_ bytes: [UInt8], as name: String) throws {
        do { try Files.write(bytes, to: staging + "/" + name) } catch {
            throw Self.unwritable(folder.lastPart)
        }
    }

    /// Moves everything that was made into the folder; each file replaces an older one as a whole.
    ///
    /// - Returns: The names of the files, in byte order.
    @discardableResult
    public func commit() throws -> [String] {
        let names = Files.names(in: staging)
        do {
            for name in names { try Self.settle(staging + "/" + name) }
            for name in names
            where rename(staging + "/" + name, folder + "/" + name) != 0 {
                throw Self.unwritable(folder.lastPart)
            }
            try Self.settle(folder)
            try FileManager.default.removeItem(atPath: staging)
        } catch {
            throw Self.unwritable(folder.lastPart)
        }
        return names
    }

    deinit {
        try? FileManager.default.removeItem(atPath: staging)
        Self.note(owner: "", in: lock)
        close(lock)
    }

    /// Brings a file or folder to the disk.
    private static func settle(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw unwritable(path.lastPart) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw unwritable(path.lastPart) }
    }

    /// Who holds a lock, as its file says.
    private static func owner(of lock: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(lock, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, count)).prefix { (0x30...0x39).contains($0) }
        return digits.isEmpty ? "?" : String(decoding: digits, as: UTF8.self)
    }

    private static func note(owner: String, in lock: Int32) {
        ftruncate(lock, 0)
        let bytes = Array(owner.utf8)
        _ = pwrite(lock, bytes, bytes.count, 0)
    }

    private static func unwritable(_ name: String) -> RunFailure {
        RunFailure("the results cannot be written to \(name)", zh: "结果无法写入 \(name)")
    }
}
