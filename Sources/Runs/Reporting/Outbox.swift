import Foundation
import Glibc
import Provenance

/// A folder that results are put into all together (输出文件夹): they are made in a hidden folder inside it and moved
/// when the last is whole, and one run at a time owns it.
///
/// The lock is the operating system's own (`flock`), so one that a dead process held is free again.
/// A run that was killed while it made its results leaves those of the run before and a hidden folder,
/// which the next run clears. One that was killed while it moved them leaves some of each; the
/// manifest, which is moved last, then does not hold, and the next run clears that as well.
public final class Outbox {
    /// Where results are made; they are moved from here by `commit`.
    public let staging: String
    private let folder: String
    private let command: String
    private let lock: Int32
    /// What lies in the folder, by the commands that put it there.
    private var manifest: ResultManifest
    /// What this command put there before: the SHA-256 that each file may have.
    private let earlier: [String: Set<String>]

    /// Opens a folder, which is made where it does not exist.
    ///
    /// - Parameter command: Whose files they will be; those of other commands stay.
    /// - Throws: `RunFailure` when another run owns it or it cannot be written.
    public init(_ folder: String, of command: String) throws {
        self.folder = folder
        self.command = command
        staging = folder + "/.carbongrade-partial"
        do { try Files.makeFolder(folder) } catch { throw Unwritable.failure(folder, error) }
        lock = open(folder + "/.carbongrade-lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw Unwritable.failure(folder, code: errno) }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let owner = Self.owner(of: lock)
            close(lock)
            throw RunFailure(
                "another carbongrade (process \(owner)) is writing to \(folder)",
                zh: "另一个 carbongrade（进程 \(owner)）正在写入 \(folder)")
        }
        manifest = ResultManifest(in: folder)
        // The manifest of a run that was killed while it moved its results lies in the hidden folder.
        earlier = [manifest, ResultManifest(in: staging)].flatMap { $0.digests(of: command) }
            .reduce(into: [:]) { $0[$1.name, default: []].insert($1.digest) }
        do {
            Self.note(owner: "\(getpid())\n", in: lock)
            if Files.exists(staging) { try FileManager.default.removeItem(atPath: staging) }
            try FileManager.default.createDirectory(
                atPath: staging, withIntermediateDirectories: false,
                attributes: [.posixPermissions: 0o700])
        } catch {
            close(lock)
            throw Unwritable.failure(folder, error)
        }
    }

    /// Makes one file more.
    public func put(_ bytes: [UInt8], as name: String) throws {
        do { try Files.write(bytes, to: staging + "/" + name) } catch {
            throw Unwritable.failure(folder + "/" + name, error)
        }
    }

    /// What other commands left in the folder for another period than a given one.
    public func others(than period: String) -> [(command: String, period: String)] {
        manifest.parts.filter {
            !$0.command.isEmpty && $0.command != command && $0.period != period
        }.map { ($0.command, $0.period) }
    }

    /// Moves everything that was made into the folder; each file replaces an older one as a whole, and
    /// files that the same command put there before and did not make now are removed, unless somebody changed them
    /// since.
    ///
    /// - Parameter period: What the files speak of.
    /// - Returns: The names of the files, in byte order.
    @discardableResult
    public func commit(period: String) throws -> [String] {
        let names = Files.names(in: staging)
        try manifest.put(names, of: command, period: period, in: staging)
        do {
            try Files.write(manifest.text, to: staging + "/" + ResultManifest.name)
        } catch {
            throw Unwritable.failure(folder + "/" + ResultManifest.name, error)
        }
        for name in names + [ResultManifest.name] { try settle(staging + "/" + name, as: name) }
        for name in names { try move(name) }
        for (name, digests) in earlier.sorted(by: { $0.key < $1.key })
        where !names.contains(name) { try remove(name, of: digests) }
        try settle(folder, as: "")
        try move(ResultManifest.name)
        try settle(folder, as: "")
        try? FileManager.default.removeItem(atPath: staging)
        return names
    }

    private func move(_ name: String) throws {
        guard rename(staging + "/" + name, folder + "/" + name) == 0 else {
            throw Unwritable.failure(folder + "/" + name, code: errno)
        }
    }

    /// Removes a file of an earlier run; a folder or link of its name is none, nor is a file of other bytes.
    private func remove(_ name: String, of digests: Set<String>) throws {
        var status = stat()
        guard lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let digest = ResultManifest.digest(of: folder + "/" + name), digests.contains(digest)
        else { return }
        guard unlink(folder + "/" + name) == 0 else {
            throw Unwritable.failure(folder + "/" + name, code: errno)
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: staging)
        Self.note(owner: "", in: lock)
        close(lock)
    }

    /// Brings a file or folder to the disk.
    private func settle(_ path: String, as name: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Unwritable.failure(folder + "/" + name, code: errno) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw Unwritable.failure(folder + "/" + name, code: errno) }
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
}
