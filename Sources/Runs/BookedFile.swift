import MeterFiles
public import Provenance
import Store

/// What the ledger knows of one file that was booked (已入账文件): what was found in it, and its lines.
public enum BookedFile {
    /// The findings that stand with the ledger and speak of a file, by place.
    public static func findings(of name: String, in folder: String) throws -> [Finding] {
        guard Workspace.exists(in: folder) else { return [] }
        return try Workspace(of: folder, writing: false).store.findings()
            .filter { $0.file == name }.sorted(by: Finding.byPlace)
    }

    /// The text of some lines of a kept original, by number; at most 400 characters of each.
    public static func lines(
        _ wanted: Set<Int>, of file: LedgerBatches.File, in folder: String
    ) throws -> [Int: String] {
        guard !wanted.isEmpty else { return [:] }
        let path = try Workspace(of: folder, writing: false).originals.path(of: file.digest)
        let lines = try LineReader.lines(wanted, path: path, name: file.name)
        return Dictionary(lines.map { ($0.line, $0.text) }) { first, _ in first }
    }
}
