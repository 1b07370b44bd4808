import Foundation
import TestSupport
import Testing

/// The example's certificate with all that a verifier may have, made once for all tests.
struct IssuedCertificate: Sendable {
    let folder: Folder
    let identity: String

    static let shared = Result { try IssuedCertificate() }

    var portfolio: String { folder.path + "/portfolio" }
    var registry: String { portfolio + "/.carbongrade/certificates" }
    var key: String { folder.path + "/issuer" }
    var keys: String { key + ".pub" }
    var json: String { "\(folder.path)/out/\(identity).json" }
    var pdf: String { "\(folder.path)/out/\(identity).pdf" }

    static let asked = [
        "--site", "dc-nansha", "--period", "2025", "--scheme", "gb-40879-2021", "--issued-on",
        "2026-02-01",
    ]

    private init() throws {
        folder = try Folder()
        try FileManager.default.copyBytes(
            atPath: Program.root + "/Examples/pearl-river", toPath: folder.path + "/portfolio")
        try Program.run("keygen", "-o", folder.path + "/issuer")
        let issued = try Program.run(
            ["certify", "-C", folder.path + "/portfolio", "--key", folder.path + "/issuer"]
                + Self.asked + ["-o", folder.path + "/out", "--format", "json"])
        #expect(issued.status == 0, "\(issued.errors)")
        identity = try #require(try Document(issued.output)["certificate"]?.text)
    }

    /// Verifies a file on a day within the validity.
    func verify(_ file: String, _ more: String...) throws -> Program.Outcome {
        try Program.run(
            ["verify", file, "--keys", keys, "--on", "2026-03-01", "--format", "json"] + more)
    }
}
