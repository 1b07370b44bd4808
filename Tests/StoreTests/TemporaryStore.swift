import Foundation
import Store
import TestSupport

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

    /// What a query gives that has one whole number, asked of the file by another program.
    func number(_ query: String) throws -> Int? {
        let script =
            "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])"
        let run = try ChildProcess.run(
            "/usr/bin/python3",
            ["-c", script, folder.appending(path: "ledger.sqlite").path(), query])
        let text = String(decoding: run.output, as: UTF8.self)
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }
}
