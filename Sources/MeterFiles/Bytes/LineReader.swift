/// Reads single physical lines of a file, plain or packed.
public enum LineReader {
    /// The text of some lines, in the order of the file.
    ///
    /// - Parameter encoding: How the file is encoded, where that is known; else its bytes must tell.
    public static func lines(
        _ wanted: Set<Int>, path: String, name: String, encoding known: TextEncoding? = nil
    ) throws -> [(line: Int, text: String)] {
        if wanted.isEmpty { return [] }
        var found: [(line: Int, text: String)] = []
        var lines = PhysicalLines()
        func take(_ line: UnsafeRawBufferPointer, _ number: Int) -> Bool {
            if wanted.contains(number) {
                let text = String(decoding: line, as: UTF8.self).filter { !$0.isNewline }
                found.append((number, String(text.prefix(400))))
            }
            return found.count < wanted.count
        }
        let encoding =
            try known
            ?? Sample.settled(path: path, name: name).encodingOfWhole(path: path, name: name)
        let file = try ByteReader(path: path, name: name)
        if encoding != .utf8, let transcoder = Transcoder(from: encoding) {
            try file.forEachBlock { block in
                try transcoder.feed(block) { lines.feed($0, take) }
            }
        } else {
            try file.forEachBlock { block in lines.feed(block, take) }
        }
        lines.finish(take)
        return found
    }
}
