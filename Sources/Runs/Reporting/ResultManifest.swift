import MeterFiles
import Provenance

/// What commands put into an output folder (结果清单): `.carbongrade-results`, lines as `sha256sum` writes them,
/// below a line `# COMMAND PERIOD` for each command that put files there.
///
/// `sha256sum -c .carbongrade-results` tells whether the folder holds whole results. A command removes
/// what it left there itself and nothing else.
struct ResultManifest {
    static let name = ".carbongrade-results"
    private static let limit = 1 << 20

    /// The files of one command.
    struct Part {
        /// The command; empty for files that no command claims.
        let command: String
        /// The period that they speak of.
        let period: String
        /// The SHA-256 of each file, in hexadecimal, by its name.
        var digests: [String: String]
    }

    /// The parts, in the order of their commands.
    private(set) var parts: [Part] = []

    /// Reads a folder's manifest; empty where there is none. A line that does not name a plain file of
    /// the folder itself is passed over, for the manifest may be anybody's.
    init(in folder: String) {
        let text = Files.text(at: folder + "/" + Self.name, limit: Self.limit) ?? ""
        var part = Part(command: "", period: "", digests: [:])
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# ") {
                keep(part)
                let words = line.dropFirst(2).split(separator: " ", maxSplits: 1).map(String.init)
                let isOurs = words.count == 2 && words.allSatisfy(Self.isLabel)
                part = Part(
                    command: isOurs ? words[0] : "", period: isOurs ? words[1] : "", digests: [:])
            } else if let (name, digest) = Self.file(line) {
                part.digests[name] = digest
            }
        }
        keep(part)
    }

    /// A command's files with their SHA-256.
    func digests(of command: String) -> [(name: String, digest: String)] {
        parts.filter { $0.command == command }.flatMap(\.digests).map { ($0.key, $0.value) }
    }

    /// The SHA-256 of a file; nil when it cannot be read.
    static func digest(of path: String) -> String? {
        Files.bytes(at: path, limit: Int(Int32.max)).map { ByteReader.digest(of: $0).hexadecimal }
    }

    /// Puts files of a folder in the place of what a command had; they are no longer another's.
    ///
    /// - Throws: `RunFailure` when one of them cannot be read.
    mutating func put(
        _ names: [String], of command: String, period: String, in folder: String
    ) throws {
        var part = Part(command: command, period: period, digests: [:])
        for name in names {
            guard let digest = Self.digest(of: folder + "/" + name) else {
                throw RunFailure(
                    "\(name) cannot be read again after it was written; nothing of this run was kept",
                    zh: "\(name) 写入后无法读回；本次结果均未保留")
            }
            part.digests[name] = digest
        }
        let others = parts.filter { $0.command != command }
        parts = []
        for var other in others {
            for name in names { other.digests[name] = nil }
            keep(other)
        }
        keep(part)
        parts.sort { $0.command < $1.command }
    }

    /// The manifest as a file.
    var text: String {
        parts.map { part in
            let heading = part.command.isEmpty ? "" : "# \(part.command) \(part.period)\n"
            return heading
                + part.digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }
                .joined()
        }.joined()
    }

    private mutating func keep(_ part: Part) {
        if !part.digests.isEmpty { parts.append(part) }
    }

    private static func file(_ line: Substring) -> (name: String, digest: String)? {
        let (digest, rest) = (line.prefix(64), line.dropFirst(64))
        guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit), rest.hasPrefix("  ") else {
            return nil
        }
        let name = String(rest.dropFirst(2))
        return isPlain(name) ? (name, String(digest)) : nil
    }

    /// What stands in a heading is shown to people: letters, digits, hyphens and slashes.
    private static func isLabel(_ word: String) -> Bool {
        word.utf8.count <= 40
            && word.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2F: true
                default: false
                }
            }
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
