import Foundation
import Testing

/// The research tables that the published data were taken from; they are not part of the project.
///
/// Their folder is named by the environment variable `CARBONGRADE_REFERENCE`, else it is looked for
/// as a folder `shared` beside one of the folders above this file.
enum ReferenceTables {
    static let folder: URL? = {
        if let named = ProcessInfo.processInfo.environment["CARBONGRADE_REFERENCE"] {
            return URL(filePath: named)
        }
        return Project.ancestors.map { $0.appending(path: "shared") }
            .first { FileManager.default.fileExists(atPath: $0.appending(path: "factors").path()) }
    }()

    static let notice: Comment =
        "the reference tables are not at hand; name their folder in CARBONGRADE_REFERENCE"

    static func data(_ path: String) throws -> Data {
        try Data(contentsOf: #require(folder).appending(path: path))
    }
}

/// The files of this project.
enum Project {
    /// The folders above this file, the nearest first.
    static let ancestors: [URL] = Array(
        sequence(first: URL(filePath: #filePath).deletingLastPathComponent()) {
            $0.path() == "/" ? nil : $0.deletingLastPathComponent()
        })

    /// The folder that holds the published data.
    static let root: URL? = ancestors.first {
        FileManager.default.fileExists(atPath: $0.appending(path: "EmissionFactors").path())
    }

    static func data(_ path: String) throws -> Data {
        try Data(contentsOf: #require(root).appending(path: path))
    }
}
