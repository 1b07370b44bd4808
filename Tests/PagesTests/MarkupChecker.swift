/// Reads HTML as strictly as XML, byte by byte as browsers do: every tag is closed in its turn, every
/// attribute is quoted and stands once, every id is unique, and what labels point at exists.
struct MarkupChecker {
    private(set) var faults: [String] = []
    private(set) var ids: Set<String> = []
    private(set) var tags: [String] = []
    private var wanted: [(String, String)] = []
    private var open: [String] = []

    private typealias Bytes = ArraySlice<UInt8>

    private static let void: Set<String> = [
        "meta", "link", "input", "img", "br", "hr", "col", "wbr",
    ]
    private static let entities: Set<String> = ["amp", "lt", "gt", "quot", "#39", "nbsp"]

    init(_ html: String) {
        var rest = Array(html.utf8)[...]
        let heading = "<!DOCTYPE html>".utf8
        if rest.starts(with: heading) { rest = rest.dropFirst(heading.count) }
        while let start = rest.firstIndex(of: Self.less) {
            let text = rest[..<start]
            if text.contains(Self.greater) { faults.append("a bare > in: \(Self.text(text))") }
            checkEntities(text)
            guard let end = closing(of: rest[start...]) else {
                faults.append("a tag is not closed: \(Self.text(rest[start...]))")
                break
            }
            tag(rest[(start + 1)..<end])
            rest = rest[(end + 1)...]
        }
        if !open.isEmpty { faults.append("left open: \(open)") }
        for (name, id) in wanted where !ids.contains(id) {
            faults.append("\(name)=\(id) points at nothing")
        }
    }

    private static let less = UInt8(ascii: "<")
    private static let greater = UInt8(ascii: ">")
    private static let quote = UInt8(ascii: "\"")
    private static let slash = UInt8(ascii: "/")
    private static let equals = UInt8(ascii: "=")

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func text(_ bytes: Bytes) -> String {
        String(decoding: bytes.prefix(80), as: UTF8.self)
    }

    /// The `>` that ends a tag, not one inside of quotes.
    private func closing(of bytes: Bytes) -> Int? {
        var isQuoted = false
        for index in bytes.indices {
            if bytes[index] == Self.quote { isQuoted.toggle() }
            if bytes[index] == Self.greater, !isQuoted { return index }
        }
        return nil
    }

    private mutating func checkEntities(_ bytes: Bytes) {
        guard bytes.contains(UInt8(ascii: "&")) else { return }
        let parts = bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        for part in parts.dropFirst() {
            let name = part.prefix { $0 != UInt8(ascii: ";") }
            if !Self.entities.contains(String(decoding: name.prefix(8), as: UTF8.self)) {
                faults.append("a bare & before \(Self.text(part))")
            }
        }
    }

    private mutating func tag(_ bytes: Bytes) {
        if bytes.first == Self.slash {
            let name = String(decoding: bytes.dropFirst(), as: UTF8.self)
            if open.last == name {
                open.removeLast()
            } else {
                faults.append("</\(name)> closes \(open.last ?? "nothing")")
            }
            return
        }
        let isClosed = bytes.last == Self.slash
        let body = isClosed ? bytes.dropLast() : bytes
        let letters = body.prefix { !Self.isSpace($0) }
        let name = String(decoding: letters, as: UTF8.self)
        tags.append(name)
        attributes(body.dropFirst(letters.count), of: name)
        if !isClosed, !Self.void.contains(name) { open.append(name) }
    }

    private mutating func attributes(_ bytes: Bytes, of tag: String) {
        var seen: Set<String> = []
        var rest = bytes.drop(while: Self.isSpace)
        while !rest.isEmpty {
            let letters = rest.prefix { !Self.isSpace($0) && $0 != Self.equals }
            let name = String(decoding: letters, as: UTF8.self)
            if name.isEmpty || letters.contains(Self.quote) || letters.contains(Self.less) {
                faults.append("a bad attribute in <\(tag)\(Self.text(bytes))>")
                return
            }
            if !seen.insert(name).inserted { faults.append("\(name) twice in <\(tag)>") }
            if name.hasPrefix("on") || name == "style" {
                faults.append("\(name) in <\(tag)> is refused by the policy of the page")
            }
            rest = rest.dropFirst(letters.count)
            if rest.first == Self.equals {
                rest = rest.dropFirst()
                guard rest.first == Self.quote,
                    let end = rest.dropFirst().firstIndex(of: Self.quote)
                else {
                    faults.append("\(name) in <\(tag)> is not quoted")
                    return
                }
                let value = rest.dropFirst()[..<end]
                checkEntities(value)
                if name != "d" { note(name, String(decoding: value, as: UTF8.self), tag) }
                rest = rest[(end + 1)...]
            }
            rest = rest.drop(while: Self.isSpace)
        }
        if tag == "img", !seen.contains("alt") { faults.append("<img> without alt") }
    }

    private mutating func note(_ name: String, _ value: String, _ tag: String) {
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
