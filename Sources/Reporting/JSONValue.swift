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
        var text = ""
        write(to: &text, indent: "")
        return text + "\n"
    }

    /// The document on one line, without a space between tokens.
    public var line: String {
        switch self {
        case .object(let members):
            let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            return "{"
                + sorted.map { JSONValue.string($0.key).line + ":" + $0.value.line }
                .joined(separator: ",") + "}"
        case .array(let elements):
            return "[" + elements.map(\.line).joined(separator: ",") + "]"
        case .string, .number, .bool, .null:
            var text = ""
            write(to: &text, indent: "")
            return text
        }
    }

    private func write(to text: inout String, indent: String) {
        let inner = indent + "  "
        switch self {
        case .object(let members) where members.isEmpty: text += "{}"
        case .array(let elements) where elements.isEmpty: text += "[]"
        case .object(let members):
            text += "{"
            // Sorted by the UTF-16 units of the keys, as RFC 8785 has it.
            let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (number, member) in sorted.enumerated() {
                text += (number == 0 ? "\n" : ",\n") + inner
                Self.write(member.key, to: &text)
                text += ": "
                member.value.write(to: &text, indent: inner)
            }
            text += "\n" + indent + "}"
        case .array(let elements):
            text += "["
            for (number, element) in elements.enumerated() {
                text += (number == 0 ? "\n" : ",\n") + inner
                element.write(to: &text, indent: inner)
            }
            text += "\n" + indent + "]"
        case .string(let string): Self.write(string, to: &text)
        case .number(let digits): text += digits
        case .bool(let value): text += value ? "true" : "false"
        case .null: text += "null"
        }
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
