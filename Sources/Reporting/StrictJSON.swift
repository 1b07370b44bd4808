public import Provenance

/// A reader of signed JSON (严格 JSON 读取): it takes only what has one meaning.
///
/// Refused are invalid UTF-8, duplicate members, numbers in what is signed (quantities are decimal strings), lone
/// surrogates, raw control characters, anything after the value, nesting beyond 24 levels and
/// more than 4 MiB. Time is linear in the size.
public struct StrictJSON {
    /// Why some bytes are refused, and where.
    public struct Fault: Error, Hashable, Sendable {
        /// The place [bytes from the start].
        public let offset: Int
        /// The reason.
        public let reason: BilingualText
    }

    /// The largest document [bytes].
    public static let limit = 4 << 20
    private static let deepest = 24

    /// Reads a document.
    ///
    /// - Parameter limit: The largest document that is read [bytes].
    public static func value(
        of bytes: [UInt8], limit: Int = Self.limit
    ) throws(Fault) -> JSONValue {
        guard bytes.count <= limit else {
            throw Fault(
                offset: limit,
                reason: BilingualText(
                    "larger than \(limit >> 20) MiB", zh: "超过 \(limit >> 20) MiB"))
        }
        return try value(of: bytes, takingNumbers: false)
    }

    /// Reads a request or an answer of an interface, in which numbers are allowed; they are kept as
    /// the digits that were written. The caller bounds its size.
    public static func message(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
        try value(of: bytes, takingNumbers: true)
    }

    private static func value(
        of bytes: [UInt8], takingNumbers: Bool
    ) throws(Fault) -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw Fault(offset: 0, reason: BilingualText("not valid UTF-8", zh: "不是有效的 UTF-8"))
        }
        var reader = StrictJSON(bytes: bytes, takesNumbers: takingNumbers)
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.offset == bytes.count else {
            throw reader.fault("something follows the document", zh: "文档之后还有内容")
        }
        return value
    }

    /// Reads a document that must be in canonical form, byte for byte.
    public static func canonicalValue(
        of bytes: [UInt8], limit: Int = Self.limit
    ) throws(Fault) -> JSONValue {
        let value = try value(of: bytes, limit: limit)
        let canonical = CanonicalJSON.bytes(of: value)
        guard canonical == bytes else {
            let place = zip(canonical, bytes).enumerated().first { $0.element.0 != $0.element.1 }
            throw Fault(
                offset: place?.offset ?? min(canonical.count, bytes.count),
                reason: BilingualText(
                    "not in canonical form (RFC 8785)", zh: "不是规范形式（RFC 8785）"))
        }
        return value
    }

    private let bytes: [UInt8]
    private var offset = 0

    private let takesNumbers: Bool

    private init(bytes: [UInt8], takesNumbers: Bool) {
        self.bytes = bytes
        self.takesNumbers = takesNumbers
    }

    private func fault(_ english: String, zh chinese: String) -> Fault {
        Fault(offset: offset, reason: BilingualText(english, zh: chinese))
    }

    private var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(Fault) {
        guard take(byte) else {
            let sign = String(UnicodeScalar(byte))
            throw fault("expected `\(sign)`", zh: "此处应为“\(sign)”")
        }
    }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        guard depth < Self.deepest else { throw fault("nested too deeply", zh: "嵌套过深") }
        skipSpace()
        guard let first = next else { throw fault("no JSON value", zh: "不是 JSON 值") }
        switch first {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            if takesNumbers { return .number(try number()) }
            throw fault(
                "a JSON number; quantities are decimal strings here", zh: "出现 JSON 数字；此处数量应为十进制字符串")
        default: throw fault("no JSON value", zh: "不是 JSON 值")
        }
    }

    /// The digits of a number, RFC 8259 section 6.
    private mutating func number() throws(Fault) -> String {
        let start = offset
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits() }
        if take(UInt8(ascii: ".")) { try digits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        guard offset - start <= 100 else { throw fault("a number is too long", zh: "数字过长") }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func digits() throws(Fault) {
        let start = offset
        while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
        guard offset > start else { throw fault("a digit is needed", zh: "此处应为数字") }
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Fault) -> JSONValue {
        for byte in word.utf8 { try expect(byte) }
        return value
    }

    private mutating func object(depth: Int) throws(Fault) -> JSONValue {
        var members: [String: JSONValue] = [:]
        // Swift compares strings by canonical equivalence; members differ when their bytes do.
        var names: Set<[UInt8]> = []
        try expect(UInt8(ascii: "{"))
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipSpace()
            let name = try string()
            guard names.insert(Array(name.utf8)).inserted, members[name] == nil else {
                throw fault("member `\(name)` occurs twice", zh: "成员“\(name)”重复出现")
            }
            skipSpace()
            try expect(UInt8(ascii: ":"))
            members[name] = try value(depth: depth + 1)
            skipSpace()
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
        return .object(members)
    }

    private mutating func array(depth: Int) throws(Fault) -> JSONValue {
        var elements: [JSONValue] = []
        try expect(UInt8(ascii: "["))
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return .array(elements)
    }

    private mutating func string() throws(Fault) -> String {
        try expect(UInt8(ascii: "\""))
        var text: [UInt8] = []
        while let byte = next {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += try escape()
            case 0..<0x20: throw fault("a raw control character", zh: "未转义的控制字符")
            default: text.append(byte)
            }
        }
        throw fault("a string does not end", zh: "字符串没有结束")
    }

    private mutating func escape() throws(Fault) -> [UInt8] {
        let simple: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D,
            0x74: 0x09,
        ]
        guard let sign = next else { throw fault("a string does not end", zh: "字符串没有结束") }
        offset += 1
        if let byte = simple[sign] { return [byte] }
        guard sign == UInt8(ascii: "u") else { throw fault("no such escape", zh: "无此转义") }
        var unit = try fourDigits()
        if (0xD800..<0xDC00).contains(unit) {
            try expect(UInt8(ascii: "\\"))
            try expect(UInt8(ascii: "u"))
            let low = try fourDigits()
            guard (0xDC00..<0xE000).contains(low) else {
                throw fault("a lone surrogate", zh: "孤立的代理码元")
            }
            unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = UnicodeScalar(unit) else {
            throw fault("a lone surrogate", zh: "孤立的代理码元")
        }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func fourDigits() throws(Fault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(UnicodeScalar(byte)).hexDigitValue,
                byte < 0x80
            else { throw fault("four hexadecimal digits are needed", zh: "需要四位十六进制数字") }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }
}
