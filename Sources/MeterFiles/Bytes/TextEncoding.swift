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
    /// bytes, then what its lines tell (`EncodingEvidence`): strict UTF-8, then GB18030. Nil when nothing
    /// fits.
    static func detect(_ bytes: [UInt8]) -> (encoding: TextEncoding, evidence: Evidence)? {
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, .byteOrderMark) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, .byteOrderMark) }
        if let wide = utf16(bytes) { return (wide, .zeroBytes) }
        let whole = bytes.prefix(bytes.count - bytes.withUnsafeBytes(incompleteTail))
        if String(validating: whole, as: UTF8.self) != nil {
            let isMarked = bytes.starts(with: [0xEF, 0xBB, 0xBF])
            return (.utf8, isMarked ? .byteOrderMark : .strict)
        }
        return EncodingEvidence(bytes[...]).verdict
    }

    /// Tells the encoding of a file by all of its lines; nil when nothing fits.
    static func ofWhole(path: String, name: String) throws -> TextEncoding? {
        var evidence = EncodingEvidence()
        var lines = PhysicalLines()
        try ByteReader(path: path, name: name, wantsDigest: false).forEachBlock { block in
            lines.feed(block) { line, _ in
                evidence.see(line)
                return true
            }
        }
        lines.finish { line, _ in
            evidence.see(line)
            return true
        }
        return evidence.verdict?.encoding
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
    static func incompleteTail(of bytes: UnsafeRawBufferPointer) -> Int {
        for back in 1...3 where back <= bytes.count {
            let byte = bytes[bytes.count - back]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length > back ? back : 0
        }
        return 0
    }
}
