import Foundation
import Provenance

/// The files as they came, kept under their digest; they are the evidence behind every figure.
struct Originals {
    private let folder: String

    init(store folder: String) { self.folder = folder + "/originals" }

    func path(of digest: Digest) -> String {
        let name = digest.hexadecimal
        return "\(folder)/\(name.prefix(2))/\(name.dropFirst(2))"
    }

    func has(_ digest: Digest) -> Bool { Files.exists(path(of: digest)) }

    /// Copies a file in; it is there whole or not at all, and never changed afterwards.
    func keep(_ path: String, as digest: Digest) throws {
        let target = self.path(of: digest)
        guard !Files.exists(target) else { return }
        try Files.makeFolder(of: target)
        let draft = target + ".part"
        try? FileManager.default.removeItem(atPath: draft)
        try FileManager.default.copyItem(atPath: path, toPath: draft)
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: draft)
        try FileManager.default.moveItem(atPath: draft, toPath: target)
    }
}
