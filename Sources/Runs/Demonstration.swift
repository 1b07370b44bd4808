import Foundation
import Provenance

/// A copy of the example to play with (演示副本); it goes when it is removed.
public struct Demonstration: Sendable {
    /// Where it lies.
    public let folder: String

    /// Copies the example beside the published data and ingests its readings.
    public init(dataFolder: String?) throws {
        let example = try PublishedData.folder(dataFolder) + "/Examples/pearl-river"
        guard Files.exists(example + "/portfolio.yaml") else {
            throw RunFailure("the example is not installed", zh: "未安装示例")
        }
        folder = NSTemporaryDirectory() + "carbongrade-demo-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        for name in Files.all(below: example) {
            try Files.copy(example + "/" + name, to: folder + "/" + name)
        }
        _ = try Ingest.run([], into: try Portfolio(folder: folder))
    }

    /// Takes it away; a database that is closing meanwhile takes files away as well, so it is tried some times.
    public func remove() {
        for _ in 0..<20 where Files.exists(folder) {
            try? FileManager.default.removeItem(atPath: folder)
            if Files.exists(folder) { usleep(50_000) }
        }
    }
}
