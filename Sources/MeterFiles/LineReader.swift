/// Reads single physical lines of a file, plain or gzip.
public enum LineReader {
    /// The text of some lines, in the order of the file.
    public static func lines(
        _ wanted: Set<Int>, path: String, name: String
    ) throws -> [(line: Int, text: String)] {
        var found: [(line: Int, text: String)] = []
        var lines = PhysicalLines()
        func take(_ line: UnsafeRawBufferPointer, _ number: Int) -> Bool {
            if wanted.contains(number) {
                let text = String(decoding: line, as: UTF8.self).filter { !$0.isNewline }
                found.append((number, String(text.prefix(400))))
            }
            return found.count < wanted.count
        }
        let encoding = try Sample(path: path, name: name)
            .encodingOfWhole(path: path, name: name)
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
