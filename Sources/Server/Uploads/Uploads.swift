import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// The files on their way in (上传): received in order, resumable at any byte, in bounded memory.
///
/// Bytes go to `.carbongrade/uploads/<id>`, are synced, and only then counted as received; what stands behind the count
/// after a crash is cut off when the upload goes on.
final class Uploads: Sendable {
    /// Bytes are gathered to so many before they are written.
    private static let blockBytes = 1 << 20
    /// So many are written before they are synced and counted.
    private static let syncedBytes: Int64 = 32 << 20
    /// So much is left free on the disk.
    private static let keptFree: Int64 = 1 << 30
    /// Uploads that one user may have open.
    private static let mostOpen = 1_000
    /// Uploads that nobody goes on with are dropped.
    private static let idleSeconds: Int64 = 7 * 86_400

    let database: PlatformDatabase
    let clock: PlatformClock
    let largest: Int64
    private let busy = Mutex<Set<String>>([])
    private let lane = Lane("uploads", width: 4)

    init(_ database: PlatformDatabase, clock: PlatformClock, largest: Int64) {
        self.database = database
        self.clock = clock
        self.largest = largest
    }

    private var folder: String { database.folder + "/uploads" }

    /// Where the bytes of an upload lie.
    func path(of upload: Upload) -> String { folder + "/" + upload.id }

    // MARK: - Which there are

    /// Begins an upload; the same request once more gives the same upload.
    func begin(
        _ name: String, size: Int64, sha256: String?, by user: Identity, requestKey: String?
    ) async throws -> Upload {
        if let requestKey, let known = try await first("request_key = ?", [requestKey]) {
            return known
        }
        guard size <= largest else {
            throw Problem(
                .contentTooLarge, "too-large", "a file has at most \(largest) bytes",
                zh: "文件不得超过 \(largest) 字节")
        }
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try checkRoom(for: size)
        let id = Secret.name()
        let now = clock.now
        let (userID, userName) = (user.userID, user.userName)
        // Known before its file is there: what tidies up takes away files that no upload knows.
        try await database.pool.write { database in
            let open =
                try Int.fetchOne(
                    database,
                    sql: "SELECT count(*) FROM uploads WHERE user_id = ? AND state <> 'booked'",
                    arguments: [userID]) ?? 0
            guard open < Self.mostOpen else {
                throw Problem(
                    .conflict, "too-many-uploads",
                    "\(Self.mostOpen) uploads are open: book or remove some",
                    zh: "已有 \(Self.mostOpen) 个未入账的上传：请先入账或删除")
            }
            try database.execute(
                sql: """
                    INSERT INTO uploads(id, user_id, user_name, name, size, state, sha256, created_at,
                        changed_at, request_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    id, userID, userName, name, size,
                    (size == 0 ? Upload.State.complete : .receiving).rawValue, sha256, now, now,
                    requestKey,
                ])
        }
        let file = open(folder + "/" + id, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw PlatformFailure("the upload cannot be begun", zh: "无法开始上传") }
        close(file)
        try Backup.sync(folder)
        guard let upload = try await upload(id) else { throw Problem.notFound }
        return upload
    }

    func upload(_ id: String) async throws -> Upload? { try await first("id = ?", [id]) }

    /// The uploads of a user, or of all, the newest first.
    func all(of user: Int64?) async throws -> [Upload] {
        try await database.pool.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT * FROM uploads WHERE ? IS NULL OR user_id = ?
                    ORDER BY created_at DESC, id LIMIT 10000
                    """, arguments: [user, user]
            ).map(Self.upload)
        }
    }

    private func first(_ condition: String, _ arguments: StatementArguments) async throws -> Upload?
    {
        try await database.pool.read { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM uploads WHERE " + condition, arguments: arguments
            ).map(Self.upload)
        }
    }

    private static func upload(_ row: Row) -> Upload {
        Upload(
            id: row["id"], userID: row["user_id"], userName: row["user_name"], name: row["name"],
            size: row["size"], received: row["received"],
            state: Upload.State(rawValue: row["state"]) ?? .receiving, sha256: row["sha256"],
            job: row["job"], createdAt: row["created_at"])
    }

    /// Drops an upload with its bytes.
    func remove(_ upload: Upload) async throws {
        guard claim(upload.id) else { throw Self.isBusy }
        defer { release(upload.id) }
        try await database.pool.write {
            try $0.execute(
                sql: "DELETE FROM uploads WHERE id = ? AND state <> 'booked'",
                arguments: [upload.id])
        }
        unlink(path(of: upload))
    }

    /// Drops uploads that were left alone, and bytes that belong to none.
    func tidy() async throws {
        let now = clock.now
        let (old, known) = try await database.pool.write { database in
            let old = try String.fetchAll(
                database,
                sql: "SELECT id FROM uploads WHERE state <> 'booked' AND changed_at < ?",
                arguments: [now - Self.idleSeconds])
            for id in old {
                try database.execute(sql: "DELETE FROM uploads WHERE id = ?", arguments: [id])
            }
            return (
                old,
                try String.fetchSet(
                    database,
                    sql: """
                        SELECT id FROM uploads WHERE job IS NULL
                            OR job IN (SELECT number FROM jobs WHERE state IN ('queued', 'running'))
                        """)
            )
        }
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in Set(old).union(files.filter { !known.contains($0) }) {
            unlink(folder + "/" + name)
        }
    }

    // MARK: - Receiving

    private static let isBusy = Problem(
        .conflict, "upload-busy", "another request writes to this upload", zh: "另一请求正在写入该上传")

    private func claim(_ id: String) -> Bool { busy.withLock { $0.insert(id).inserted } }
    private func release(_ id: String) { busy.withLock { _ = $0.remove(id) } }

    private func checkRoom(for bytes: Int64) throws {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return }
        let free = Int64(status.f_bavail) * Int64(status.f_frsize)
        guard free - bytes >= Self.keptFree else {
            throw Problem(
                HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage"), "disk-full",
                "the disk has no room for this file", zh: "磁盘空间不足")
        }
    }

    /// Takes bytes from an offset on, until the body ends; what came before a connection broke is kept.
    ///
    /// - Returns: How many bytes are on disk.
    func receive(_ body: RequestBody, for id: String, at offset: Int64) async throws -> Int64 {
        guard claim(id) else { throw Self.isBusy }
        defer { release(id) }
        guard let upload = try await upload(id), upload.state != .booked else {
            throw Problem.notFound
        }
        guard offset == upload.received else {
            var problem = Problem(
                .conflict, "wrong-offset", "\(upload.received) bytes are here: go on from there",
                zh: "已接收 \(upload.received) 字节：请从此处继续")
            problem.headers[FieldName.uploadOffset] = String(upload.received)
            throw problem
        }
        try checkRoom(for: upload.size - offset)
        let file = try await lane.run { [path = path(of: upload)] in
            try UploadFile(path, at: offset)
        }
        var received = offset
        var counted = offset
        var block: [UInt8] = []
        block.reserveCapacity(Self.blockBytes * 2)
        func flush() async throws {
            let bytes = block
            block.removeAll(keepingCapacity: true)
            try await lane.run { try file.write(bytes) }
        }
        func count() async throws {
            try await flush()
            try await lane.run { try file.sync() }
            try await note(received, of: id)
            counted = received
        }
        do {
            for try await buffer in body {
                received += Int64(buffer.readableBytes)
                guard received <= upload.size else {
                    received -= Int64(buffer.readableBytes)
                    throw Problem(
                        .contentTooLarge, "too-large", "more bytes than the upload has",
                        zh: "字节数超过上传文件大小")
                }
                block += buffer.readableBytesView
                if block.count >= Self.blockBytes { try await flush() }
                if received - counted >= Self.syncedBytes { try await count() }
            }
        } catch {
            if received > counted { try await count() }
            throw error
        }
        try await count()
        if received == upload.size { try await finish(upload) }
        return received
    }

    private func note(_ received: Int64, of id: String) async throws {
        let now = clock.now
        try await database.pool.write {
            try $0.execute(
                sql: """
                    UPDATE uploads SET received = ?, changed_at = ?,
                        state = CASE WHEN ? = size AND sha256 IS NULL AND state = 'receiving'
                            THEN 'complete' ELSE state END
                    WHERE id = ?
                    """, arguments: [received, now, received, id])
        }
    }

    /// The upload as it stands; one whose last byte came just before the process ended is finished first.
    func settled(_ upload: Upload) async throws -> Upload {
        guard upload.state == .receiving, upload.received == upload.size else { return upload }
        guard claim(upload.id) else { throw Self.isBusy }
        defer { release(upload.id) }
        try await finish(upload)
        return try await self.upload(upload.id) ?? upload
    }

    /// All bytes are here; they are held against the digest that the client gave.
    private func finish(_ upload: Upload) async throws {
        if let wanted = upload.sha256 {
            let path = path(of: upload)
            let digest = try await lane.run { try UploadFile.sha256(of: path) }
            guard digest == wanted else {
                try await note(0, of: upload.id)
                throw Problem(
                    .unprocessableContent, "wrong-digest",
                    "the bytes do not give the SHA-256 that was named: send them again from 0",
                    zh: "字节与所给 SHA-256 不符：请从 0 重新发送")
            }
        }
        try await database.pool.write {
            try $0.execute(
                sql: "UPDATE uploads SET state = 'complete' WHERE id = ? AND state = 'receiving'",
                arguments: [upload.id])
        }
    }
}
