import Credentials
import Foundation
import Logging
import Reporting
import Runs
import Synchronization

/// The key that signs certificates, and signing on a thread of its own (签发).
extension Platform {
    /// Signs and notes on a thread of its own, and waits for a booking that holds the ledger just then.
    func signing<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        for _ in 0..<150 {
            do {
                return try await certifying.run(body)
            } catch let failure as RunFailure where failure.isBusy {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return try await certifying.run(body)
    }

    /// After a start: what was issued when the process ended is published as the log has it.
    func mendCertificates() async {
        guard FileManager.default.fileExists(atPath: database.folder + "/certificates/log.jsonl")
        else { return }
        let (folder, today) = (settings.portfolioFolder, clock.today)
        do {
            let key = try issuerKey()
            let isMended = try await signing {
                try CertificateStatus.mend(in: folder, on: today, by: key)
            }
            if isMended { logger.notice("the published status lists were brought up to the log") }
        } catch {
            logger.error(
                "the status lists of certificates cannot be checked",
                metadata: ["error": "\(String(describing: error).prefix(600))"])
        }
    }

    /// The key that signs; one of the platform's own is made when none was given.
    func issuerKey() throws -> SigningKey {
        if let file = settings.issuerKeyFile { return try KeyFiles.read(file) }
        return try keyLock.withLock { _ in try ownKey() }
    }

    private func ownKey() throws -> SigningKey {
        let path = database.folder + "/keys/issuer"
        if !FileManager.default.fileExists(atPath: path) {
            try FileManager.default.createDirectory(
                atPath: database.folder + "/keys", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            _ = try KeyFiles.make(at: path)
        }
        return try KeyFiles.read(path)
    }

    /// The keys that the public page knows: the issuer's, and those of verifiers whose countersignature it took.
    /// Nil when nothing was issued yet.
    func knownKeys() throws -> KeyRing? { try knownKeysText().map { try KeyRing(text: $0) } }

    /// The lines of these keys.
    func knownKeysText() throws -> String? {
        guard let path = publicKeyFile, let own = try? String(contentsOfFile: path, encoding: .utf8)
        else { return nil }
        let issued = try IssuedCertificates(of: settings.portfolioFolder).entries
        // The file may have been written by hand and lack its last line feed.
        let lines =
            own.split(whereSeparator: \.isNewline).map(String.init)
            + Set(issued.compactMap(\.verifierKeyLine)).sorted()
        return lines.map { $0 + "\n" }.joined()
    }

    /// The public keys by which certificates of this platform are verified; nil when there is none yet.
    var publicKeyFile: String? {
        let path = (settings.issuerKeyFile ?? database.folder + "/keys/issuer") + ".pub"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }
}
