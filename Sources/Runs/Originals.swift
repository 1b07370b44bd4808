import Foundation
import Glibc
import MeterFiles
import Provenance
import Store

/// The files as they came, kept under their digest; they are the evidence behind every figure.
struct Originals {
    private let folder: String

    /// A file that was copied in but not yet kept.
    struct Draft {
        let path: String
        let digest: Digest
    }

    init(store folder: String) { self.folder = folder + "/originals" }

    func path(of digest: Digest) -> String {
        let name = digest.hexadecimal
        return "\(folder)/\(name.prefix(2))/\(name.dropFirst(2))"
    }

    /// Copies a file in and takes the digest of the very bytes that were copied, so that a file which
    /// grows while it is read cannot differ from its digest.
    func draft(_ path: String, name: String, number: Int) throws -> Draft {
        try Files.makeFolder(folder)
        let target = "\(folder)/incoming-\(number).part"
        unlink(target)
        let copy = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard copy >= 0 else {
            throw RunFailure("the store's folder is not writable", zh: "存储文件夹不可写")
        }
        defer { close(copy) }
        let source = try ByteReader(path: path, name: name)
        try source.forEachStoredBlock { block in
            var rest = block
            while !rest.isEmpty {
                let count = write(copy, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw RunFailure("the disk is full", zh: "磁盘已满") }
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
        // What is acknowledged must be on disk before the ledger speaks of it.
        fsync(copy)
        return Draft(path: target, digest: source.digest)
    }

    /// Keeps a draft for good; an original is never changed afterwards.
    func keep(_ draft: Draft) throws {
        let target = path(of: draft.digest)
        try Files.makeFolder(of: target)
        chmod(draft.path, 0o444)
        guard rename(draft.path, target) == 0 else {
            throw RunFailure("the original cannot be kept", zh: "无法保存原始文件")
        }
        let parent = open((target as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY)
        if parent >= 0 {
            fsync(parent)
            close(parent)
        }
    }

    func discard(_ draft: Draft) { unlink(draft.path) }

    /// Tells whether an original is there with the content that it was kept for.
    func isWhole(_ digest: Digest) -> Bool {
        guard let reader = try? ByteReader(path: path(of: digest), name: ""),
            (try? reader.digestOnly()) != nil
        else { return false }
        return reader.digest == digest
    }
}

extension Finding {
    /// An original whose content is not what was ingested is evidence no longer.
    static func altered(_ file: StoredFile) -> Finding {
        Finding(
            .originalAltered, file: file.name,
            arguments: ["digest": String(file.digest.hexadecimal.prefix(12))])
    }
}
