public import Credentials
import Foundation
import Glibc
public import Quantities
import Provenance
import Reporting

/// Key files (密钥文件): `K` holds the private key and is readable by its owner alone, `K.pub` the
/// public one.
public enum KeyFiles {
    /// Makes a new pair; an existing file is never overwritten.
    ///
    /// - Parameters:
    ///   - from: The first day on which the key may sign; nil for any.
    ///   - predecessor: The private key file that the new key takes the place of; it signs the line.
    public static func make(
        at path: String, from: CivilDate? = nil, succeeding predecessor: String? = nil
    ) throws -> PublicKey {
        let old = try predecessor.map(read)
        for file in [path, path + ".pub"] where Files.exists(file) {
            throw CertificateRefusal(
                .unsafeKey, "\(file.lastPart) exists; a key is never overwritten",
                zh: "\(file.lastPart) 已存在；密钥不会被覆盖")
        }
        let key = SigningKey.random()
        let line = KeyRing.line(of: key.publicKey, from: from, succeeding: old)
        try write(key.text, to: path, mode: 0o600)
        do {
            try write(line, to: path + ".pub", mode: 0o644)
        } catch {
            unlink(path)
            throw error
        }
        return key.publicKey
    }

    /// Reads a private key with the lines of the `.pub` beside it; one that others can read is refused.
    public static func read(_ path: String) throws -> SigningKey {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw CertificateRefusal(
                .unsafeKey, "there is no key file \(path.lastPart)", zh: "没有密钥文件 \(path.lastPart)")
        }
        if Files.text(at: path, limit: 4_096)?.hasPrefix("did:key:") ?? false {
            let name = path.lastPart
            let pair = name.hasSuffix(".pub") ? String(name.dropLast(4)) : "FILE"
            throw CertificateRefusal(
                .unsafeKey,
                "\(name) is a public key, which cannot sign: give the private one, \(pair)",
                zh: "\(name) 是公钥，不能签名：请给出私钥文件 \(pair)")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw CertificateRefusal(
                .unsafeKey, "\(path.lastPart) can be read by others: chmod 600",
                zh: "\(path.lastPart) 可被他人读取：请 chmod 600")
        }
        guard var key = Files.text(at: path, limit: 4_096).flatMap(SigningKey.init(text:)) else {
            throw CertificateRefusal(
                .unsafeKey, "\(path.lastPart) is no private key file of carbongrade",
                zh: "\(path.lastPart) 不是 carbongrade 私钥文件")
        }
        if Files.exists(path + ".pub") { key.lines = try ring(path + ".pub") }
        return key
    }

    /// Reads public keys, one or more files one below the other; nil when the file cannot be read.
    public static func ring(_ path: String) throws -> KeyRing {
        guard let text = Files.text(at: path, limit: 1 << 20) else {
            throw CertificateRefusal(
                .unsafeKey, "\(path.lastPart) cannot be read", zh: "无法读取 \(path.lastPart)")
        }
        do {
            return try KeyRing(text: text)
        } catch {
            throw CertificateRefusal(
                .unsafeKey, "\(path.lastPart):\(error.line): \(error.reason.english)",
                zh: "\(path.lastPart):\(error.line)：\(error.reason.chinese)")
        }
    }

    private static func write(_ text: String, to path: String, mode: mode_t) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else {
            throw RunFailure("\(path.lastPart) cannot be written", zh: "无法写入 \(path.lastPart)")
        }
        defer { close(file) }
        fchmod(file, mode)
        let bytes = Array(text.utf8)
        guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
            unlink(path)
            throw RunFailure("\(path.lastPart) cannot be written", zh: "无法写入 \(path.lastPart)")
        }
    }
}
