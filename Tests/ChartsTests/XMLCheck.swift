/// A small strict reader of XML without entities of its own: enough to tell whether tags nest and
/// attributes are quoted.
enum XMLCheck {
    /// What is wrong, or nil.
    static func fault(_ text: String) -> String? {
        var open: [Substring] = []
        var rest = text[...]
        while let start = rest.firstIndex(of: "<") {
            if let fault = entities(rest[..<start]) { return fault }
            guard let end = tagEnd(rest[start...]) else { return "a tag without an end" }
            let tag = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            if tag.hasPrefix("/") {
                guard open.popLast() == tag.dropFirst() else { return "</\(tag.dropFirst())>" }
                continue
            }
            let name = tag.prefix { !" />".contains($0) }
            guard !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber }) else {
                return "the name of <\(tag)>"
            }
            if let fault = attributes(tag.dropFirst(name.count)) { return fault }
            if !tag.hasSuffix("/") { open.append(name) }
        }
        return entities(rest) ?? (open.isEmpty ? nil : "<\(open.joined(separator: "><"))> is open")
    }

    private static func tagEnd(_ text: Substring) -> String.Index? {
        var isQuoted = false
        return text.indices.first { index in
            if text[index] == "\"" { isQuoted.toggle() }
            return text[index] == ">" && !isQuoted
        }
    }

    private static func attributes(_ text: Substring) -> String? {
        var text = text.drop { $0 == " " }
        var seen: Set<Substring> = []
        while !text.isEmpty, text != "/" {
            let name = text.prefix { $0 != "=" }
            text = text.dropFirst(name.count)
            guard seen.insert(name).inserted, !name.isEmpty, text.hasPrefix("=\"") else {
                return "the attribute \(name)"
            }
            text = text.dropFirst(2)
            let value = text.prefix { $0 != "\"" }
            text = text.dropFirst(value.count)
            guard text.hasPrefix("\""), !value.contains("<") else { return "the value of \(name)" }
            if let fault = entities(value) { return fault }
            text = text.dropFirst().drop { $0 == " " }
        }
        return nil
    }

    private static func entities(_ text: Substring) -> String? {
        for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
            let known = ["amp;", "lt;", "gt;", "quot;", "#39;"]
            guard known.contains(where: { part.hasPrefix($0) }) else { return "&\(part.prefix(8))" }
        }
        return nil
    }
}
