import Foundation
import GRDB
import Provenance

/// Copies of databases while they are in use, by SQLite's backup interface (在线备份).
enum Backup {
    /// Copies a database into a new file, synced before it is there under its name.
    static func copyDatabase(_ source: some DatabaseReader, to path: String) throws {
        let folder = path.parentFolder
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let draft = path + ".part"
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(draft + suffix) }
        close(open(draft, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
        let target = try DatabaseQueue(path: draft)
        try source.backup(to: target)
        try target.close()
        try sync(draft)
        guard rename(draft, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        try sync(folder)
    }

    /// Waits until a file or a folder is on disk.
    static func sync(_ path: String) throws {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
