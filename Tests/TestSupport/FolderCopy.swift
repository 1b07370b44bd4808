public import Foundation

extension FileManager {
    /// Copies a file or a folder with all that is in it, bytes and names alone.
    ///
    /// `copyItem` also hands owner and group on, which the system refuses to a user who works on
    /// files of a group that he is not in.
    public func copyBytes(atPath source: String, toPath target: String) throws {
        var isFolder: ObjCBool = false
        guard fileExists(atPath: source, isDirectory: &isFolder), isFolder.boolValue else {
            try Data(contentsOf: URL(fileURLWithPath: source)).write(
                to: URL(fileURLWithPath: target))
            return
        }
        try createDirectory(atPath: target, withIntermediateDirectories: true)
        for name in try contentsOfDirectory(atPath: source) {
            try copyBytes(atPath: source + "/" + name, toPath: target + "/" + name)
        }
    }
}
