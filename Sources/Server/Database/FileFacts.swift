import Foundation

/// What the file system says of a file.
enum FileFacts {
    /// The size of a regular file [bytes]; nil for anything else, and for a link.
    static func bytes(_ path: String) -> Int64? {
        guard let facts = try? FileManager.default.attributesOfItem(atPath: path),
            facts[.type] as? FileAttributeType == .typeRegular
        else { return nil }
        return (facts[.size] as? NSNumber)?.int64Value
    }
}
