import Crypto
import Foundation
import GRDB
import Provenance
import Quantities
import Reporting
import Runs

/// A copy of a whole portfolio while it is served (整体备份): both databases by SQLite's backup interface, the tables, the
/// originals, the certificates, and a manifest with the SHA-256 of each file.
enum BackupSet {
    /// What is copied as it lies, beside the databases.
    private static let parts = ["originals", "certificates", "keys", "jobs"]

    /// Makes a copy below `.carbongrade/backups`.
    static func make(_ platform: Platform, job: Int64) throws -> JobWork.Given {
        let stamp = LocalCalendar.utcText(at: platform.clock.now)
            .filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        let name = "\(stamp)-\(job)"
        let target = platform.database.folder + "/backups/" + name
        let manifest = try make(
            of: platform.settings.portfolioFolder, platform: platform.database.pool, to: target)
        var document = Draft.heading(of: []).members("carbongrade-backup/1")
        document["backup"] = .string(name)
        document["files"] = .integer(manifest.count)
        document["bytes"] = .integer(manifest.reduce(0) { $0 + $1.bytes })
        return JobWork.Given(document: .object(document), detail: name)
    }

    /// A file of a copy.
    struct File: Sendable {
        let name: String
        let bytes: Int64
        let sha256: String
    }

    /// Makes a copy in a new folder, which is there whole or not at all.
    static func make(
        of portfolio: String, platform: (any DatabaseReader)?, to target: String
    ) throws -> [File] {
        let files = FileManager.default
        guard !files.fileExists(atPath: target) else {
            throw PlatformFailure("the backup's folder exists already", zh: "备份文件夹已存在")
        }
        let draft = target + ".part"
        try? files.removeItem(atPath: draft)
        try files.createDirectory(
            atPath: draft + "/.carbongrade", withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let store = portfolio + "/.carbongrade"
        if files.fileExists(atPath: store + "/ledger.sqlite") {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(30)
            let ledger = try DatabaseQueue(
                path: store + "/ledger.sqlite", configuration: configuration)
            try Backup.copyDatabase(ledger, to: draft + "/.carbongrade/ledger.sqlite")
        }
        if let platform {
            try Backup.copyDatabase(platform, to: draft + "/.carbongrade/platform.sqlite")
        } else if files.fileExists(atPath: store + "/platform.sqlite") {
            var configuration = Configuration()
            configuration.busyMode = .timeout(30)
            let queue = try DatabaseQueue(
                path: store + "/platform.sqlite", configuration: configuration)
            try Backup.copyDatabase(queue, to: draft + "/.carbongrade/platform.sqlite")
        }
        // Originals after the ledger: what it names is then among them.
        for part in parts where files.fileExists(atPath: store + "/" + part) {
            try copy(store + "/" + part, to: draft + "/.carbongrade/" + part)
        }
        for name in try files.contentsOfDirectory(atPath: portfolio).sorted()
        where !name.hasPrefix(".") && name != "readings" {
            try copy(portfolio + "/" + name, to: draft + "/" + name)
        }
        let manifest = try list(draft)
        let lines = manifest.map { "\($0.sha256)  \($0.name)\n" }.joined()
        try Data(lines.utf8).write(to: URL(fileURLWithPath: draft + "/SHA256SUMS"))
        try keepToOwner(draft)
        try syncAll(draft)
        guard rename(draft, target) == 0 else { throw CocoaError(.fileWriteUnknown) }
        let parent = target.parentFolder
        try Backup.sync(parent.isEmpty ? "." : parent)
        return manifest
    }

    /// A copy holds the signing key, password hashes and every reading: it opens to its owner alone.
    private static func keepToOwner(_ folder: String) throws {
        let files = FileManager.default
        guard let walk = files.enumerator(atPath: folder) else { return }
        for path in [folder] + walk.compactMap({ ($0 as? String).map { folder + "/" + $0 } }) {
            var isFolder: ObjCBool = false
            _ = files.fileExists(atPath: path, isDirectory: &isFolder)
            try files.setAttributes(
                [.posixPermissions: isFolder.boolValue ? 0o700 : 0o600], ofItemAtPath: path)
        }
    }

    private static func copy(_ source: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: source, toPath: target)
    }

    /// Every file below a folder with its digest, by name.
    static func list(_ folder: String) throws -> [File] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        var found: [File] = []
        for case let name as String in walk where name != "SHA256SUMS" {
            guard let bytes = FileFacts.bytes(folder + "/" + name) else { continue }
            guard let handle = FileHandle(forReadingAtPath: folder + "/" + name) else {
                throw CocoaError(.fileReadUnknown)
            }
            defer { try? handle.close() }
            var hash = SHA256()
            while let block = try handle.read(upToCount: 1 << 20), !block.isEmpty {
                hash.update(data: block)
            }
            let digest = hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
                .joined()
            found.append(File(name: name, bytes: bytes, sha256: digest))
        }
        return found.sorted { $0.name < $1.name }
    }

    private static func syncAll(_ folder: String) throws {
        for file in try list(folder) { try Backup.sync(folder + "/" + file.name) }
        try Backup.sync(folder)
    }
}
