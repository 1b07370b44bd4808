import Foundation
import HTTPTypes
import Provenance
import Reporting

/// The members of a JSON object, read strictly (字段): what is not asked for is refused.
struct Fields: Sendable {
    private let members: [String: JSONValue]

    init(_ value: JSONValue) throws {
        guard case .object(let members) = value else {
            throw Problem.malformed("the body is no JSON object", zh: "请求体不是 JSON 对象")
        }
        self.members = members
    }

    /// Refuses members beside those named.
    func only(_ names: String...) throws {
        if let other = members.keys.sorted().first(where: { !names.contains($0) }) {
            throw Self.fault(String(other.prefix(60)), "is not known here", "未知")
        }
    }

    func text(_ name: String, most: Int = 400) throws -> String? {
        switch members[name] {
        case nil, .null?: return nil
        case .string(let text)?:
            guard (1...most).contains(text.utf8.count), Self.isPlain(text) else {
                throw Self.fault(
                    name, "has 1 to \(most) bytes and no control characters",
                    "须为 1 至 \(most) 字节且不含控制字符")
            }
            return text
        default: throw Self.fault(name, "is a text", "应为文本")
        }
    }

    func needed(_ name: String, most: Int = 400) throws -> String {
        guard let text = try text(name, most: most) else {
            throw Self.fault(name, "is missing", "缺失")
        }
        return text
    }

    /// A text that may hold anything, such as a file.
    func whole(_ name: String) throws -> String {
        guard case .string(let text)? = members[name] else {
            throw Self.fault(name, "is a text", "应为文本")
        }
        return text
    }

    func integer(_ name: String, in range: ClosedRange<Int64>) throws -> Int64? {
        switch members[name] {
        case nil, .null?: return nil
        case .number(let digits)?:
            if let value = Int64(digits), range.contains(value) { return value }
            fallthrough
        default:
            throw Self.fault(
                name, "is a whole number from \(range.lowerBound) to \(range.upperBound)",
                "应为 \(range.lowerBound) 至 \(range.upperBound) 的整数")
        }
    }

    func flag(_ name: String) throws -> Bool? {
        switch members[name] {
        case nil, .null?: return nil
        case .bool(let value)?: return value
        default: throw Self.fault(name, "is true or false", "应为 true 或 false")
        }
    }

    func object(_ name: String) throws -> Fields? {
        switch members[name] {
        case nil, .null?: return nil
        case .object?: return try members[name].map(Fields.init)
        default: throw Self.fault(name, "is an object", "应为对象")
        }
    }

    func list(_ name: String, most: Int) throws -> [JSONValue]? {
        switch members[name] {
        case nil, .null?: return nil
        case .array(let elements)? where elements.count <= most: return elements
        default: throw Self.fault(name, "is a list of at most \(most)", "应为不超过 \(most) 项的列表")
        }
    }

    func texts(_ name: String, most: Int) throws -> [String]? {
        try list(name, most: most)?.map { element in
            guard let text = element.string, (1...400).contains(text.utf8.count), Self.isPlain(text)
            else { throw Self.fault(name, "is a list of texts", "应为文本列表") }
            return text
        }
    }

    static func fault(_ name: String, _ english: String, _ chinese: String) -> Problem {
        let shown = FindingDocument.visible(name)
        return .malformed("`\(shown)` \(english)", zh: "`\(shown)` \(chinese)")
    }

    /// Tells whether a text is free of control characters and marks of direction.
    static func isPlain(_ text: String) -> Bool { FindingDocument.visible(text) == text }
}

/// The fields of an HTML form (表单字段), `application/x-www-form-urlencoded`.
enum FormFields {
    /// Reads them; of several of one name the first counts, and of many only so many.
    static func decode(_ bytes: [UInt8], most: Int = 200) -> [String: String] {
        guard let text = String(validating: bytes, as: UTF8.self) else { return [:] }
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&").prefix(most) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = plain(parts[0]), fields[name] == nil else { continue }
            fields[name] = parts.count == 2 ? plain(parts[1]) ?? "" : ""
        }
        return fields
    }

    private static func plain(_ text: Substring) -> String? {
        text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
    }
}
