import Provenance

/// The first bytes of a file, from which its form is told.
struct Sample {
    /// How much is looked at [bytes].
    static let size = 131_072

    let bytes: [UInt8]
    /// The delimiter that a `sep=` line names.
    let delimiter: UInt8?

    /// Reads the beginning of a file.
    init(path: String, name: String) throws {
        try self.init(try ByteReader(path: path, name: name, wantsDigest: false), name: name)
    }

    /// Looks at the beginning of a file that is read on afterwards.
    init(_ file: ByteReader, name: String) throws {
        var bytes = Array(try file.peek(Self.size))
        let hasWhole = bytes.count < Self.size
        if !hasWhole, let end = bytes.lastIndex(of: UInt8(ascii: "\n")) {
            bytes.removeLast(bytes.count - end - 1)
        }
        guard !bytes.isEmpty else { throw FileRefusal(Finding(.fileEmpty, file: name)) }
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
        let text = String(validating: line, as: UTF8.self)?.filter { $0 != "\u{FEFF}" } ?? ""
        delimiter =
            text.lowercased().hasPrefix("sep=") && text.utf8.count >= 5
            ? Array(text.utf8)[4] : nil
        if let bad = Self.firstLineNotUTF8(bytes) {
            throw FileRefusal(
                Finding(
                    .encodingUnsupported, file: name, line: bad, arguments: ["line": String(bad)]))
        }
        self.bytes = bytes
    }

    /// Why a file has no shape.
    func refusal(_ name: String) -> FileRefusal {
        let hasRows = bytes.contains { $0 != 0x0A && $0 != 0x0D && $0 != 0x20 }
        guard hasRows, bytes.split(separator: UInt8(ascii: "\n")).count > 1 else {
            return FileRefusal(Finding(.fileEmpty, file: name))
        }
        let rows = bytes.split(separator: UInt8(ascii: "\n"))
        let seen = String(decoding: rows[rows.count / 2].prefix(60), as: UTF8.self)
        return FileRefusal(
            Finding(
                .noLayout, file: name,
                phrases: [
                    "reason": BilingualText(
                        "no row holds both a time and a number that are read; a row is `\(seen)`",
                        zh: "没有一行同时含有可读的时间和数字；例如 `\(seen)`")
                ]))
    }

    private static func firstLineNotUTF8(_ bytes: [UInt8]) -> Int? {
        guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
        var number = 0
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if String(validating: line, as: UTF8.self) == nil { return number }
        }
        return nil
    }
}
