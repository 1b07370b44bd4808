public import Mustache

/// Text that is HTML already (标记): made by this program, never by a person or a file.
///
/// Everything else that a template shows is escaped; only a `HTML` may stand in three braces.
public struct HTML: Hashable, Sendable, MustacheCustomRenderable {
    /// The HTML.
    public let html: String

    /// Vouches for some HTML.
    public init(_ html: String) { self.html = html }

    /// The HTML as it is.
    public var renderText: String { html }

    /// Nothing to show.
    public var isNull: Bool { html.isEmpty }

    /// Text of a person or a file as HTML that shows it and does nothing else.
    public init(showing text: String) { html = PageText.escaped(text) }
}

/// How text becomes part of a page (页面文本).
enum PageText: MustacheContentType {
    /// Five characters are escaped, scalar by scalar: a quotation mark that carries a combining
    /// accent is one character to Swift and still ends an attribute for a browser.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.unicodeScalars.append(isDeceitful(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return result
    }

    /// Controls that a page must not hold, and marks that turn the reading direction of what follows.
    private static func isDeceitful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F...0x9F, 0x200E...0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    case html

    func escapeText(_ text: String) -> String { Self.escaped(text) }
}
