import Foundation
import GRDB
public import Provenance
import Runs

/// The platform's own store, `.carbongrade/platform.sqlite` (平台数据库): who may do what, what was done, what is
/// under way. Figures never lie here; they lie in the ledger.
final class PlatformDatabase: Sendable {
    let pool: DatabasePool
    /// `.carbongrade` of the portfolio.
    let folder: String
    /// Who asked lately.
    let identities = KnownIdentities()
    private let lock: Int32

    /// Opens the database, or makes it; what an older version made is copied before it is brought up to date.
    ///
    /// - Throws: `PlatformFailure` when another server is at work on the same portfolio.
    init(portfolio: String) throws {
        folder = portfolio + "/.carbongrade"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        lock = open(folder + "/platform.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw PlatformFailure(
                "the folder .carbongrade is not writable", zh: ".carbongrade 文件夹不可写")
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw PlatformFailure(
                "another carbongrade serves this portfolio already",
                zh: "另一个 carbongrade 正在为此组合提供服务")
        }
        let path = folder + "/platform.sqlite"
        let isNew = !FileManager.default.fileExists(atPath: path)
        if isNew {
            // Made with its mode, so that no moment leaves it open to others.
            close(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600))
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        pool = try DatabasePool(path: path, configuration: configuration)
        // The pool relaxes its writer to NORMAL after opening; what is acknowledged must be on disk.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        if !isNew, try !pool.read(PlatformSchema.migrator.hasCompletedMigrations) {
            try Backup.copyDatabase(
                pool,
                to: folder
                    + "/backups/platform-before-update-\(Int(Date().timeIntervalSince1970)).sqlite")
        }
        try PlatformSchema.migrator.migrate(pool)
    }

    /// Changes users, roles, sessions or tokens: every write of those tables goes through here.
    func changeAccounts<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        defer { identities.forget() }
        return try await pool.write(body)
    }

    deinit { if lock >= 0 { close(lock) } }

    /// How hard the writer syncs; 2 is FULL. A test reads it.
    func synchronousLevel() throws -> Int {
        try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? -1 }
    }
}

/// The platform cannot start or go on; in one sentence.
public struct PlatformFailure: Error, Sendable {
    /// What failed.
    public let reason: BilingualText

    init(_ english: String, zh chinese: String) { reason = BilingualText(english, zh: chinese) }
}
