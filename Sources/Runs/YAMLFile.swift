import MeterFiles
import Provenance
import Yams

/// A small YAML file read strictly: one mapping, known keys only, findings with lines.
struct YAMLFile {
    let file: String
    private(set) var findings: [Finding] = []
    private var nodes: [String: Node] = [:]
    /// Tells that the file is a mapping; else one finding already says what is wrong.
    private(set) var isReadable = true

    /// Reads a file; an unreadable one leaves a finding and no keys.
    init(path: String, name: String, known: [String]) throws {
        file = name
        guard let text = Files.text(at: path, limit: 1 << 20) else {
            throw FileRefusal(
                Finding(
                    .fileUnreadable, file: name,
                    phrases: [
                        "reason": BilingualText("missing, or not UTF-8", zh: "文件不存在或不是 UTF-8")
                    ])
            )
        }
        do {
            guard let root = try Yams.compose(yaml: text) else { return }
            guard let mapping = root.mapping else {
                isReadable = false
                findings.append(
                    unreadable(
                        BilingualText("it is no mapping of keys to values", zh: "不是键值映射"), line: 1))
                return
            }
            for (key, value) in mapping {
                guard let word = key.string, known.contains(word) else {
                    findings.append(
                        Finding(
                            .unknownKey, file: name, line: key.mark?.line, value: key.string ?? "?",
                            arguments: ["expected": known.joined(separator: ", ")]))
                    continue
                }
                nodes[word] = value
            }
        } catch let error as YamlError {
            isReadable = false
            let words = String(describing: error).split(separator: "\n").joined(separator: "; ")
            findings.append(unreadable(BilingualText(words, zh: words), line: Self.line(of: error)))
        }
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            mark.line
        default: nil
        }
    }

    private func unreadable(_ reason: BilingualText, line: Int?) -> Finding {
        Finding(.yamlUnreadable, file: file, line: line, phrases: ["reason": reason])
    }

    /// The line of a key.
    func line(of key: String) -> Int? { nodes[key]?.mark?.line }

    func has(_ key: String) -> Bool { nodes[key] != nil }

    /// A value as text.
    func text(_ key: String) -> String? { nodes[key]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// A value that is one text or a list of texts.
    func texts(_ key: String) -> [String] {
        guard let node = nodes[key] else { return [] }
        if let list = node.sequence { return list.compactMap(\.string) }
        return node.string.map { [$0] } ?? []
    }

    /// A value that is a mapping of texts.
    func mapping(_ key: String) -> [String: String]? {
        nodes[key]?.mapping.map { mapping in
            mapping.reduce(into: [:]) { all, pair in
                if let name = pair.key.string { all[name] = pair.value.string ?? "" }
            }
        }
    }

    /// A value that is a mapping of mappings of texts, in the order of the file; nil when it is anything else.
    func mappings(_ key: String) -> [(name: String, texts: [String: String])]? {
        guard let mapping = nodes[key]?.mapping else { return nil }
        var all: [(name: String, texts: [String: String])] = []
        for (name, value) in mapping {
            guard let name = name.string, let inner = value.mapping else { return nil }
            all.append(
                (
                    name,
                    inner.reduce(into: [:]) { texts, pair in
                        if let key = pair.key.string { texts[key] = pair.value.string ?? "" }
                    }
                ))
        }
        return all
    }

    /// A value that is a word, a mapping, or a list of words and mappings, as pairs in the order of the
    /// file; nil when it is anything else.
    func pairs(_ key: String) -> [(name: String, value: String?)]? {
        guard let node = nodes[key] else { return nil }
        func pairs(of node: Node) -> [(name: String, value: String?)]? {
            if let mapping = node.mapping {
                return mapping.map { ($0.key.string ?? "", $0.value.string ?? "") }
            }
            return node.string.map { $0.isEmpty ? [] : [($0, nil)] }
        }
        guard let list = node.sequence else { return pairs(of: node) }
        let parts = list.map(pairs)
        return parts.contains { $0 == nil } ? nil : parts.compactMap { $0 }.flatMap { $0 }
    }

    /// A value that is one of the words of a type; another word is a finding.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, of type: Word.Type
    ) -> Word? where Word.RawValue == String {
        if nodes[key] != nil, text(key) == nil {
            add(
                .valueMalformed, key, value: "", ["example": Word.allCases.first?.rawValue ?? ""],
                ["expected": BilingualText("one word", zh: "一个词")])
        }
        guard let text = text(key) else { return nil }
        if let word = Word(rawValue: text) { return word }
        add(
            .unknownValue, key, value: text,
            ["expected": Word.allCases.map(\.rawValue).joined(separator: ", ")])
        return nil
    }

    mutating func add(
        _ code: FindingCode, _ key: String, value: String? = nil,
        _ arguments: [String: String] = [:], _ phrases: [String: BilingualText] = [:]
    ) {
        findings.append(
            Finding(
                code, file: file, line: line(of: key), column: key, value: value ?? text(key),
                arguments: arguments, phrases: phrases))
    }
}
