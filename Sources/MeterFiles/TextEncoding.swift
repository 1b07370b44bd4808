/// How the bytes of a file become text (字符编码).
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
    case utf8 = "UTF-8"
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case gb18030 = "GB18030"
    case windows1252 = "WINDOWS-1252"

    /// How an encoding was told from bytes.
    public enum Evidence: String, Hashable, Sendable {
        /// A byte order mark names it.
        case byteOrderMark
        /// Every second byte is zero.
        case zeroBytes
        /// The bytes follow its rules strictly.
        case strict
        /// They follow its rules, and those of the encodings before it they do not.
        case likeliest
    }

    /// Tells the encoding of a file from its first bytes: a byte order mark, then UTF-16 by its zero
    /// bytes, then strict UTF-8, then GB18030; bytes above 0x7F that stand alone among ASCII are
    /// letters of Western Europe. Nil when nothing fits.
    static func detect(_ bytes: [UInt8]) -> (encoding: TextEncoding, evidence: Evidence)? {
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, .byteOrderMark) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, .byteOrderMark) }
        if let wide = utf16(bytes) { return (wide, .zeroBytes) }
        let whole = bytes.prefix(bytes.count - incompleteTail(of: bytes))
        if String(validating: whole, as: UTF8.self) != nil {
            let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
            return (.utf8, isMarked ? .byteOrderMark : .strict)
        }
        if isMostlyUTF8(whole) { return (.utf8, .likeliest) }
        let form = DoubleBytes(bytes)
        if form.isValid, form.inPairs >= form.alone { return (.gb18030, .likeliest) }
        if form.inPairs == 0, form.alone > 0, !form.hasUnassigned {
            return (.windows1252, .likeliest)
        }
        return form.isValid ? (.gb18030, .likeliest) : nil
    }

    /// Tells the encoding of a file by all of its lines beyond ASCII, up to a mebibyte of them; nil when
    /// nothing fits.
    static func ofWhole(path: String, name: String) throws -> TextEncoding? {
        try detect(foreignBytes(path: path, name: name))?.encoding
    }

    /// The lines of a file that are not ASCII, up to a mebibyte.
    private static func foreignBytes(path: String, name: String) throws -> [UInt8] {
        var found: [UInt8] = []
        var lines = PhysicalLines()
        try ByteReader(path: path, name: name).forEachBlock { block in
            lines.feed(block) { line, _ in
                if line.contains(where: { $0 >= 0x80 }) { found.append(contentsOf: line) }
                return found.count < 1 << 20
            }
        }
        lines.finish { line, _ in
            if line.contains(where: { $0 >= 0x80 }) { found.append(contentsOf: line) }
            return true
        }
        return found
    }

    /// Files of unlike encodings that were joined: more lines beyond ASCII are UTF-8 than are not.
    private static func isMostlyUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
        var (valid, others) = (0, 0)
        for line in bytes.split(separator: 0x0A) where line.contains(where: { $0 >= 0x80 }) {
            if String(validating: line, as: UTF8.self) != nil { valid += 1 } else { others += 1 }
        }
        return valid > others
    }

    /// UTF-16 without a mark: ASCII in it has a zero in every second byte.
    private static func utf16(_ bytes: [UInt8]) -> TextEncoding? {
        let head = bytes.prefix(4_096)
        guard head.count >= 4 else { return nil }
        var zeros = (even: 0, odd: 0)
        for (index, byte) in head.enumerated() where byte == 0 {
            if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
        }
        let half = head.count / 2
        if zeros.odd * 10 >= half * 6, zeros.even * 10 <= half { return .utf16LittleEndian }
        if zeros.even * 10 >= half * 6, zeros.odd * 10 <= half { return .utf16BigEndian }
        return nil
    }

    /// How many bytes at the end begin a UTF-8 character that the sample cut off.
    private static func incompleteTail(of bytes: [UInt8]) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? back : 0
        }
        return 0
    }

    /// What the bytes above 0x7F look like as GB18030.
    private struct DoubleBytes {
        var isValid = true
        /// Characters of two bytes that both lie above 0xA0, as those of Chinese text mostly do.
        var inPairs = 0
        /// Characters whose second byte is ASCII.
        var alone = 0
        /// Bytes that Windows-1252 leaves open.
        var hasUnassigned = false

        init(_ bytes: [UInt8]) {
            var index = 0
            while index < bytes.count {
                let lead = bytes[index]
                guard lead >= 0x80 else {
                    index += 1
                    continue
                }
                if [0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(lead) { hasUnassigned = true }
                guard index + 1 < bytes.count else { break }
                let next = bytes[index + 1]
                if lead >= 0xA1, next >= 0xA1 { inPairs += 1 } else { alone += 1 }
                if lead == 0x80 || lead == 0xFF {
                    isValid = false
                    index += 1
                } else if (0x40...0xFE).contains(next), next != 0x7F {
                    index += 2
                } else if (0x30...0x39).contains(next) {
                    guard index + 3 < bytes.count else { break }
                    let isFour =
                        (0x81...0xFE).contains(bytes[index + 2])
                        && (0x30...0x39).contains(bytes[index + 3])
                    if !isFour { isValid = false }
                    index += isFour ? 4 : 1
                } else {
                    isValid = false
                    index += 1
                }
            }
        }
    }
}
