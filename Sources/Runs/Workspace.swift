import Foundation
import Glibc
import Store

/// The store of a portfolio, `.carbongrade/`, opened by one writer at a time.
final class Workspace {
    let store: LedgerStore
    let originals: Originals
    private let lock: Int32

    /// Opens the store. A writer makes it where it does not exist and waits for no other writer; a
    /// reader changes nothing and needs no right to write.
    init(of portfolio: String, writing: Bool) throws {
        let folder = portfolio + "/.carbongrade"
        lock = writing ? try Self.lock(folder) : -1
        do {
            store = try LedgerStore(path: folder + "/ledger.sqlite", readOnly: !writing)
        } catch is LedgerStore.Newer {
            if lock >= 0 { close(lock) }
            throw RunFailure(
                "the store was written by a later version of carbongrade; use that version",
                zh: "存储由更新版本的 carbongrade 写入；请使用该版本")
        } catch {
            if lock >= 0 { close(lock) }
            let reason = String(describing: error).prefix(200)
            throw RunFailure(
                "the store cannot be opened: \(reason)", zh: "无法打开存储：\(reason)")
        }
        originals = Originals(store: folder)
        guard try store.isCurrent() else {
            throw RunFailure(
                "the store was made by another version: `carbongrade ingest` brings it up to date",
                zh: "存储由其他版本建立：请运行 `carbongrade ingest` 更新")
        }
    }

    private static func lock(_ folder: String) throws -> Int32 {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        } catch {
            throw RunFailure(
                "cannot make \(folder.lastPart): no permission or no space",
                zh: "无法建立 \(folder.lastPart)：没有权限或空间")
        }
        let lock = open(folder + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw RunFailure("the store's folder is not writable", zh: "存储文件夹不可写")
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            close(lock)
            throw RunFailure(
                "another carbongrade is writing to this portfolio",
                zh: "另一个 carbongrade 正在写入此组合", isBusy: true)
        }
        return lock
    }

    deinit { if lock >= 0 { close(lock) } }

    /// Takes away a store that nothing was written to; what else lies beside it stays.
    static func remove(from portfolio: String) {
        let folder = portfolio + "/.carbongrade"
        for name in [
            "ledger.sqlite", "ledger.sqlite-wal", "ledger.sqlite-shm", "originals", "lock",
        ] {
            try? FileManager.default.removeItem(atPath: folder + "/" + name)
        }
        rmdir(folder)
    }

    /// Tells whether a portfolio has a store yet.
    static func exists(in portfolio: String) -> Bool {
        Files.exists(portfolio + "/.carbongrade/ledger.sqlite")
    }
}

extension String {
    /// The last part of a path.
    var lastPart: String { split(separator: "/").last.map(String.init) ?? self }
}
