import MeterFiles
import Provenance

/// What a run put into an output folder (结果清单): `.carbongrade-results`, lines as `sha256sum` writes them.
///
/// `sha256sum -c .carbongrade-results` tells whether the folder holds the results of one run, whole.
enum ResultManifest {
    static let name = ".carbongrade-results"
    private static let limit = 1 << 20

    /// Writes the manifest of files of a folder beside them.
    static func write(_ names: [String], in folder: String) throws {
        var text = ""
        for name in names {
            let bytes = Files.bytes(at: folder + "/" + name, limit: Int(Int32.max)) ?? []
            text += "\(ByteReader.digest(of: bytes).hexadecimal)  \(name)\n"
        }
        try Files.write(text, to: folder + "/" + Self.name)
    }

    /// The names in a folder's manifest; empty where there is none. A line that does not name a plain
    /// file of the folder itself is passed over, for the manifest may be anybody's.
    static func names(in folder: String) -> Set<String> {
        guard let text = Files.text(at: folder + "/" + name, limit: limit) else { return [] }
        return Set(
            text.split(separator: "\n").compactMap { line -> String? in
                let digest = line.prefix(64)
                let rest = line.dropFirst(64)
                guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit),
                    rest.hasPrefix("  ")
                else { return nil }
                let name = String(rest.dropFirst(2))
                return isPlain(name) ? name : nil
            })
    }

    /// Names that results have: letters, digits, dots, hyphens and underscores, no dot in front.
    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
                default: false
                }
            }
    }
}
