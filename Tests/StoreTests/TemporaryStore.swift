import Foundation
import Store

/// A store in a folder of its own.
struct TemporaryStore {
    let store: LedgerStore
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "carbongrade-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try LedgerStore(path: folder.appending(path: "ledger.sqlite").path())
    }

    /// The same file, opened again.
    func reopened() throws -> LedgerStore {
        try LedgerStore(path: folder.appending(path: "ledger.sqlite").path())
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
