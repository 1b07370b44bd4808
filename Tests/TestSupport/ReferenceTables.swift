package import Foundation

/// The research tables that the published data were taken from; they are not part of the project.
///
/// Their folder is named by the environment variable `CARBONGRADE_REFERENCE`, else it is looked for
/// as a folder `shared` beside one of the folders above this file.
package enum ReferenceTables {
    package static let folder: URL? = {
        if let named = ProcessInfo.processInfo.environment["CARBONGRADE_REFERENCE"] {
            return URL(filePath: named)
        }
        return Project.ancestors.map { $0.appending(path: "shared") }
            .first { FileManager.default.fileExists(atPath: $0.appending(path: "factors").path()) }
    }()

    package static let notice =
        "the reference tables are not at hand; name their folder in CARBONGRADE_REFERENCE"

    package static func data(_ path: String) throws -> Data {
        guard let folder else { throw NoFolder() }
        return try Data(contentsOf: folder.appending(path: path))
    }
}

/// The files of this project.
package enum Project {
    /// The folders above this file, the nearest first.
    package static let ancestors: [URL] = Array(
        sequence(first: URL(filePath: #filePath).deletingLastPathComponent()) {
            $0.path() == "/" ? nil : $0.deletingLastPathComponent()
        })

    /// The folder that holds the published data.
    package static let root: URL? = ancestors.first {
        FileManager.default.fileExists(atPath: $0.appending(path: "EmissionFactors").path())
    }

    package static func data(_ path: String) throws -> Data {
        guard let root else { throw NoFolder() }
        return try Data(contentsOf: root.appending(path: path))
    }
}

/// The folder with the files asked for lies nowhere above this one.
package struct NoFolder: Error {}
