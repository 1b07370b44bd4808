import Foundation
import Provenance
import Reporting
import Runs

/// Files that a platform gave, on this disk (本地文件).
enum LocalFiles {
    /// A job leaves at most so many.
    private static let most = 10_000

    /// A name without anything that would lead out of a folder or move a terminal.
    static func plain(_ name: String) -> String {
        let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init)
        guard let last, !last.hasPrefix("."), last.utf8.count <= 255 else { return "file" }
        return FindingDocument.visible(last)
    }

    /// - Throws: `RunFailure` when no job leaves so many.
    static func check(_ count: Int) throws {
        guard count <= most else {
            throw RunFailure(
                "the platform names \(count) files, which no job leaves",
                zh: "平台列出 \(count) 个文件，作业不会产生这么多文件")
        }
    }

    static func write(_ bytes: Data, to path: String) throws {
        try write(to: path) { try $0(bytes) }
    }

    /// Writes a file as it comes: all of it, or none where its making fails.
    static func write(to path: String, _ make: (@escaping (Data) throws -> Void) throws -> Void)
        throws
    {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        let part = folder.appendingPathComponent(".carbongrade-" + UUID().uuidString).path
        let handle: FileHandle
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: part))
            handle = try FileHandle(forWritingTo: URL(fileURLWithPath: part))
        } catch {
            throw unwritable(path)
        }
        do {
            try make { piece in
                do { try handle.write(contentsOf: piece) } catch { throw unwritable(path) }
            }
            do {
                try handle.close()
                guard rename(part, path) == 0 else { throw unwritable(path) }
            }
        } catch {
            try? handle.close()
            unlink(part)
            throw error
        }
    }

    private static func unwritable(_ path: String) -> RunFailure {
        RunFailure("\(path) cannot be written", zh: "无法写入 \(path)")
    }
}
