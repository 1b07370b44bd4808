import Charts
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
    case html

    /// Scalar by scalar: a quotation mark that carries a combining accent is one character to Swift and
    /// to the template library, and still ends an attribute for a browser.
    static func escaped(_ text: String) -> String { Charts.Markup.escaped(text) }

    func escapeText(_ text: String) -> String { Self.escaped(text) }
}
