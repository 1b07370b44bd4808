import Foundation
import Grading
import TestSupport
import Testing

/// The part of JSON Schema that `rulebook.schema.json` uses.
private struct SchemaValidator {
    let root: [String: Any]

    /// What does not fit, each with its path.
    func faults(_ value: Any, against schema: [String: Any], at path: String = "$") -> [String] {
        if let reference = schema["$ref"] as? String {
            let name = String(reference.dropFirst("#/$defs/".count))
            let definition = (root["$defs"] as? [String: Any])?[name] as? [String: Any]
            return definition.map { faults(value, against: $0, at: path) }
                ?? ["\(path): no definition \(name)"]
        }
        if let constant = schema["const"] as? String {
            return value as? String == constant ? [] : ["\(path): not \(constant)"]
        }
        if let words = schema["enum"] as? [String] {
            return (value as? String).map(words.contains) == true ? [] : ["\(path): not a word"]
        }
        switch schema["type"] as? String {
        case "object": return object(value, schema, path)
        case "array":
            guard let elements = value as? [Any] else { return ["\(path): no array"] }
            let least = schema["minItems"] as? Int ?? 0
            let items = schema["items"] as? [String: Any] ?? [:]
            return (elements.count < least ? ["\(path): too short"] : [])
                + elements.enumerated().flatMap {
                    faults($1, against: items, at: "\(path)[\($0)]")
                }
        case "string":
            guard let text = value as? String else { return ["\(path): no string"] }
            if text.count < schema["minLength"] as? Int ?? 0 { return ["\(path): empty"] }
            guard let pattern = schema["pattern"] as? String else { return [] }
            return text.range(of: pattern, options: .regularExpression) == nil
                ? ["\(path): `\(text)` has another form"] : []
        case "integer", "boolean": return value is NSNumber ? [] : ["\(path): no number"]
        default: return ["\(path): the schema says nothing"]
        }
    }

    private func object(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let members = value as? [String: Any] else { return ["\(path): no object"] }
        let properties = schema["properties"] as? [String: Any] ?? [:]
        let missing = (schema["required"] as? [String] ?? []).filter { members[$0] == nil }
        return missing.map { "\(path): \($0) is missing" }
            + members.sorted { $0.key < $1.key }.flatMap { key, member -> [String] in
                guard let property = properties[key] as? [String: Any] else {
                    return ["\(path): unknown key \(key)"]
                }
                return faults(member, against: property, at: "\(path).\(key)")
            }
    }
}

@Suite struct SchemaTests {
    private func json(_ name: String) throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Project.data("Rulebooks/\(name)"))
        return try #require(value as? [String: Any])
    }

    @Test("every rulebook fits the schema", arguments: Rulebook.publishedIDs)
    func fits(id: String) throws {
        let schema = try json("rulebook.schema.json")
        let faults = SchemaValidator(root: schema).faults(
            try json(id + ".json"), against: schema)
        #expect(faults.isEmpty)
    }

    @Test("the schema refuses what the program refuses")
    func refuses() throws {
        let schema = try json("rulebook.schema.json")
        var rulebook = try json("gb-40879-2021.json")
        rulebook["remark"] = [String]()
        rulebook["title"] = ["en": "only one language"]
        let faults = SchemaValidator(root: schema).faults(rulebook, against: schema)
        #expect(faults == ["$: unknown key remark", "$.title: zh is missing"])
    }
}
