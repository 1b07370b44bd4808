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

    /// A copy that is being made.
    final class Copy {
        let path: String
        /// Takes the bytes of the original as they are read.
        let descriptor: Int32

        fileprivate init(path: String) throws {
            self.path = path
            unlink(path)
            descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw RunFailure("the store's folder is not writable", zh: "存储文件夹不可写")
            }
        }

        deinit { close(descriptor) }
    }

    /// Begins the copy of a file. It takes the very bytes that are read and digested, so that a file
    /// which grows while it is read cannot differ from its digest.
    func copy(number: Int) throws -> Copy {
        if number == 0 { try Files.makeFolder(folder) }
        return try Copy(path: "\(folder)/incoming-\(number).part")
    }

    /// Puts copies on the disk, before the ledger speaks of them: one by one, or with everything else
    /// where they are many.
    func sync(_ copies: [Draft]) {
        guard copies.count <= 64 else { return Glibc.sync() }
        for copy in copies {
            let file = open(copy.path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { continue }
            fsync(file)
            close(file)
        }
    }

    /// Keeps drafts for good; an original is never changed afterwards.
    func keep(_ drafts: [Draft]) throws {
        var folders = Set<String>()
        for draft in drafts {
            let target = path(of: draft.digest)
            let parent = target.parentFolder
            if folders.insert(parent).inserted { try Files.makeFolder(parent) }
            chmod(draft.path, 0o444)
            guard rename(draft.path, target) == 0 else {
                throw RunFailure("the original cannot be kept", zh: "无法保存原始文件")
            }
        }
        for folder in folders {
            let parent = open(folder, O_RDONLY | O_DIRECTORY)
            guard parent >= 0 else { continue }
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
