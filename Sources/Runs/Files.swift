import Foundation
import Provenance

/// The few things that the shell does with small files.
enum Files {
    /// A small file as text; nil when it cannot be read or is not UTF-8. A BOM is dropped.
    static func text(at path: String, limit: Int = 16 << 20) -> String? {
        guard var bytes = bytes(at: path, limit: limit) else { return nil }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The bytes of a file that is not larger than a limit.
    static func bytes(at path: String, limit: Int) -> [UInt8]? {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            let handle = FileHandle(forReadingAtPath: path)
        else { return nil }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: limit + 1), data.count <= limit else {
            return nil
        }
        return [UInt8](data)
    }

    /// The names in a folder, in byte order; hidden ones and folders are left out.
    static func names(in folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { !$0.hasPrefix(".") && !isFolder(folder + "/" + $0) }
            .sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// The size of a file [bytes]; zero when it cannot be told.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }

    /// The files below a folder, as paths relative to it, in byte order; hidden ones are left out.
    static func all(below folder: String) -> [String] {
        guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
        var found: [String] = []
        for case let name as String in walk {
            let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
            if !isHidden, !isFolder(folder + "/" + name) { found.append(name) }
        }
        return found.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    /// Writes a file so that it is there whole or not at all.
    static func write(_ text: String, to path: String) throws {
        try write(Array(text.utf8), to: path)
    }

    /// Writes bytes so that they are there whole or not at all.
    static func write(_ bytes: [UInt8], to path: String) throws {
        try makeFolder(of: path)
        try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    /// Copies the bytes of a file, block by block; owner and group stay the reader's own, which
    /// Foundation's copy would try to hand on and be refused.
    static func copy(_ path: String, to target: String) throws {
        try makeFolder(of: target)
        let source = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        defer { try? source.close() }
        try Data().write(to: URL(fileURLWithPath: target), options: .withoutOverwriting)
        let copy = try FileHandle(forWritingTo: URL(fileURLWithPath: target))
        while let block = try source.read(upToCount: 1 << 20), !block.isEmpty {
            try copy.write(contentsOf: block)
        }
        try copy.close()
    }

    /// Makes a folder and those above it where they are not there.
    ///
    /// - Throws: `POSIXError`, the system's own reason, which Foundation does not always hand on.
    static func makeFolder(_ path: String) throws {
        let parent = path.parentFolder
        var fault = faultOfMaking(path)
        if fault == ENOENT, !parent.isEmpty, parent != path {
            try makeFolder(parent)
            fault = faultOfMaking(path)
        }
        if let fault { throw POSIXError(POSIXErrorCode(rawValue: fault) ?? .EIO) }
    }

    private static func faultOfMaking(_ path: String) -> Int32? {
        guard mkdir(path, 0o777) != 0 else { return nil }
        let code = errno
        return isFolder(path) ? nil : code
    }

    static func makeFolder(of path: String) throws {
        let folder = path.parentFolder
        // A bare name lies in the current folder, which is there.
        if !folder.isEmpty { try makeFolder(folder) }
    }
}
