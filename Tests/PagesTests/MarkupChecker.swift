/// Reads HTML as strictly as XML: every tag is closed in its turn, every attribute is quoted and stands
/// once, every id is unique, and what labels point at exists.
struct MarkupChecker {
    private(set) var faults: [String] = []
    private(set) var ids: Set<String> = []
    private(set) var tags: [String] = []
    private var wanted: [(String, String)] = []
    private var open: [String] = []

    private static let void: Set<String> = [
        "meta", "link", "input", "img", "br", "hr", "col", "wbr",
    ]

    init(_ html: String) {
        var rest = html[...]
        if rest.hasPrefix("<!DOCTYPE html>") { rest = rest.dropFirst(15) }
        while let start = rest.firstIndex(of: "<") {
            let text = rest[..<start]
            if text.contains(">") { faults.append("a bare > in: \(text.prefix(60))") }
            checkEntities(text)
            guard let end = closing(of: rest[start...]) else {
                faults.append("a tag is not closed: \(rest[start...].prefix(60))")
                break
            }
            tag(rest[rest.index(after: start)..<end])
            rest = rest[rest.index(after: end)...]
        }
        if !open.isEmpty { faults.append("left open: \(open)") }
        for (name, id) in wanted where !ids.contains(id) {
            faults.append("\(name)=\(id) points at nothing")
        }
    }

    /// The `>` that ends a tag, not one inside of quotes.
    private func closing(of text: Substring) -> Substring.Index? {
        var isQuoted = false
        for index in text.indices {
            if text[index] == "\"" { isQuoted.toggle() }
            if text[index] == ">", !isQuoted { return index }
        }
        return nil
    }

    private mutating func checkEntities(_ text: Substring) {
        for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
            let name = part.prefix { $0 != ";" }
            if !["amp", "lt", "gt", "quot", "#39", "nbsp"].contains(String(name)) {
                faults.append("a bare & before \(part.prefix(20))")
            }
        }
    }

    private mutating func tag(_ text: Substring) {
        if text.hasPrefix("/") {
            let name = String(text.dropFirst())
            if open.last == name {
                open.removeLast()
            } else {
                faults.append("</\(name)> closes \(open.last ?? "nothing")")
            }
            return
        }
        let isClosed = text.hasSuffix("/")
        let body = isClosed ? text.dropLast() : text
        let name = String(body.prefix { !$0.isWhitespace })
        tags.append(name)
        attributes(body.dropFirst(name.count), of: name)
        if !isClosed, !Self.void.contains(name) { open.append(name) }
    }

    private mutating func attributes(_ text: Substring, of tag: String) {
        var seen: Set<String> = []
        var rest = text.drop { $0.isWhitespace }
        while !rest.isEmpty {
            let name = String(rest.prefix { !$0.isWhitespace && $0 != "=" })
            if name.isEmpty || name.contains("\"") || name.contains("<") {
                faults.append("a bad attribute in <\(tag)\(text.prefix(80))>")
                return
            }
            if !seen.insert(name).inserted { faults.append("\(name) twice in <\(tag)>") }
            if name.hasPrefix("on") || name == "style" {
                faults.append("\(name) in <\(tag)> is refused by the policy of the page")
            }
            rest = rest.dropFirst(name.count)
            if rest.first == "=" {
                rest = rest.dropFirst()
                guard rest.first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") else {
                    faults.append("\(name) in <\(tag)> is not quoted")
                    return
                }
                note(name, String(rest.dropFirst()[..<end]), tag)
                rest = rest[rest.index(after: end)...]
            }
            rest = rest.drop { $0.isWhitespace }
        }
        if tag == "img", !seen.contains("alt") { faults.append("<img> without alt") }
    }

    private mutating func note(_ name: String, _ value: String, _ tag: String) {
        checkEntities(value[...])
        switch name {
        case "id":
            if !ids.insert(value).inserted { faults.append("the id \(value) stands twice") }
        case "for", "aria-labelledby", "aria-describedby", "aria-controls":
            for id in value.split(separator: " ") { wanted.append((name, String(id))) }
        case "src":
            if !value.hasPrefix("/") { faults.append("\(value) is loaded from elsewhere") }
        case "href":
            let isOwn = value.hasPrefix("/") || value.hasPrefix("#")
            if tag == "link", !isOwn { faults.append("\(value) is loaded from elsewhere") }
            if value.lowercased().hasPrefix("javascript:") { faults.append("a script as a link") }
        default: break
        }
    }
}
