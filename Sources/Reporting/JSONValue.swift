/// A JSON document whose numbers are exact decimals (JSON 文档): keys sorted, no binary float.
public enum JSONValue: Hashable, Sendable {
    case object([String: JSONValue])
    case array([JSONValue])
    case string(String)
    /// A number, given as the digits that are printed.
    case number(String)
    case bool(Bool)
    case null

    /// A whole number.
    public static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }

    /// A text, or null.
    public static func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }

    /// A number, or null.
    public static func decimal(_ digits: String?) -> JSONValue {
        digits.map(JSONValue.number) ?? .null
    }

    /// True, false, or null.
    public static func flag(_ value: Bool?) -> JSONValue { value.map(JSONValue.bool) ?? .null }

    /// The document as text, two spaces a level, ending in a line feed.
    public var text: String {
        var bytes: [UInt8] = []
        write(to: &bytes, indent: 0)
        bytes.append(UInt8(ascii: "\n"))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The document on one line, without a space between tokens.
    public var line: String {
        switch self {
        case .object(let members):
            return "{"
                + Self.sorted(members).map { JSONValue.string($0.key).line + ":" + $0.value.line }
                .joined(separator: ",") + "}"
        case .array(let elements):
            return "[" + elements.map(\.line).joined(separator: ",") + "]"
        case .string, .number, .bool, .null:
            var bytes: [UInt8] = []
            write(to: &bytes, indent: 0)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The same as text of an object of which one member is an array that is not at hand at once: its elements
    /// are asked for one by one and let go.
    public func text<Elements: Sequence<JSONValue>>(
        member: String, holding elements: Elements
    ) -> String {
        guard case .object(var members) = self else { return text }
        // A mark that no document holds stands where the elements come.
        let mark = "\u{0}elements"
        members[member] = .number(mark)
        var bytes: [UInt8] = []
        JSONValue.object(members).write(to: &bytes, indent: 0)
        bytes.append(UInt8(ascii: "\n"))
        guard let range = bytes.firstRange(of: Array(mark.utf8)) else { return text }
        let rest = bytes[range.upperBound...]
        bytes.removeSubrange(range.lowerBound...)
        var isFirst = true
        bytes.append(UInt8(ascii: "["))
        for element in elements {
            Self.startLine(isFirst: isFirst, 4, to: &bytes)
            element.write(to: &bytes, indent: 4)
            isFirst = false
        }
        if !isFirst { Self.startLine(isFirst: true, 2, to: &bytes) }
        bytes.append(UInt8(ascii: "]"))
        bytes.append(contentsOf: rest)
        return String(decoding: bytes, as: UTF8.self)
    }

    // Bytes, because a document of ten thousand sites has a hundred million of them.
    private func write(to bytes: inout [UInt8], indent: Int) {
        switch self {
        case .object(let members) where members.isEmpty: bytes += "{}".utf8
        case .array(let elements) where elements.isEmpty: bytes += "[]".utf8
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (number, member) in Self.sorted(members).enumerated() {
                Self.startLine(isFirst: number == 0, indent + 2, to: &bytes)
                Self.write(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                bytes.append(UInt8(ascii: " "))
                member.value.write(to: &bytes, indent: indent + 2)
            }
            Self.startLine(isFirst: true, indent, to: &bytes)
            bytes.append(UInt8(ascii: "}"))
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (number, element) in elements.enumerated() {
                Self.startLine(isFirst: number == 0, indent + 2, to: &bytes)
                element.write(to: &bytes, indent: indent + 2)
            }
            Self.startLine(isFirst: true, indent, to: &bytes)
            bytes.append(UInt8(ascii: "]"))
        case .string(let string): Self.write(string, to: &bytes)
        case .number(let digits): bytes += digits.utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .null: bytes += "null".utf8
        }
    }

    /// Sorted by the UTF-16 units of the keys, as RFC 8785 has it; where both keys are ASCII, that is the order
    /// of their bytes.
    private static func sorted(
        _ members: [String: JSONValue]
    ) -> [(key: String, value: JSONValue)] {
        let isPlain = members.keys.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } }
        if isPlain { return members.sorted { $0.key < $1.key } }
        return members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
    }

    private static func startLine(isFirst: Bool, _ indent: Int, to bytes: inout [UInt8]) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indent))
    }

    private static func write(_ string: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        let isPlain = string.utf8.allSatisfy {
            $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
        }
        if isPlain {
            bytes += string.utf8
        } else {
            for byte in string.utf8 { writeEscaped(byte, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func writeEscaped(_ byte: UInt8, to bytes: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "\""): bytes += "\\\"".utf8
        case UInt8(ascii: "\\"): bytes += "\\\\".utf8
        case UInt8(ascii: "\n"): bytes += "\\n".utf8
        case UInt8(ascii: "\r"): bytes += "\\r".utf8
        case UInt8(ascii: "\t"): bytes += "\\t".utf8
        case 0..<0x20:
            let digits = String(byte, radix: 16)
            bytes += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
        default: bytes.append(byte)
        }
    }
}
