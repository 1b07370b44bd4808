import Foundation
import Provenance

/// A copy of a portfolio as a command makes it and brings it back (组合备份与恢复).
public struct PortfolioBackup: Sendable {
    /// How many files it holds.
    public let files: Int
    /// How many bytes they have.
    public let bytes: Int64

    private init(_ files: [BackupSet.File]) {
        self.files = files.count
        bytes = files.reduce(0) { $0 + $1.bytes }
    }

    /// Copies a portfolio into a new folder, also while it is in use.
    public static func make(of portfolio: String, to target: String) throws -> PortfolioBackup {
        guard FileManager.default.fileExists(atPath: portfolio + "/portfolio.yaml") else {
            throw PlatformFailure("there is no portfolio to copy", zh: "没有可备份的组合")
        }
        return PortfolioBackup(try BackupSet.make(of: portfolio, platform: nil, to: target))
    }

    /// Makes a portfolio of a copy, in a new folder; nothing is written unless every file has its digest.
    public static func restore(_ backup: String, to target: String) throws -> PortfolioBackup {
        let files = FileManager.default
        guard let sums = try? String(contentsOfFile: backup + "/SHA256SUMS", encoding: .utf8) else {
            throw PlatformFailure(
                "this is no backup: SHA256SUMS is missing", zh: "不是备份：缺少 SHA256SUMS")
        }
        guard !files.fileExists(atPath: target + "/portfolio.yaml"),
            !files.fileExists(atPath: target + "/.carbongrade")
        else {
            throw PlatformFailure(
                "the folder holds a portfolio already; choose another", zh: "该文件夹已有组合；请另选")
        }
        let there = try BackupSet.list(backup)
        let lines = Set(sums.split(separator: "\n").map(String.init))
        let told = Set(there.map { "\($0.sha256)  \($0.name)" })
        guard lines == told else {
            let name = lines.symmetricDifference(told).sorted().first?.split(separator: " ").last
            throw PlatformFailure(
                "the backup is not as it was made: \(name ?? "a file") is missing or changed",
                zh: "备份与生成时不一致：\(name ?? "某文件") 缺失或已改变")
        }
        let draft = target + ".restoring"
        try? files.removeItem(atPath: draft)
        try files.createDirectory(
            atPath: target.parentFolder.isEmpty ? "." : target.parentFolder,
            withIntermediateDirectories: true)
        try files.copyItem(atPath: backup, toPath: draft)
        try files.removeItem(atPath: draft + "/SHA256SUMS")
        for file in there { try Backup.sync(draft + "/" + file.name) }
        // An empty folder that is there already gives way.
        rmdir(target)
        guard rename(draft, target) == 0 else {
            try? files.removeItem(atPath: draft)
            throw PlatformFailure("the folder cannot be written", zh: "无法写入文件夹")
        }
        return PortfolioBackup(there)
    }
}
