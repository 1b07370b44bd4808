import Mustache
import Provenance

/// A piece of a page in both languages (双语模板).
///
/// The source is Mustache in which every word for people stands twice, `[[English|中文]]`, so that a
/// page cannot have a word in one language only. `{{name}}` is escaped; `{{{nameHTML}}}` is not,
/// takes only `HTML`, and its name says so.
struct Template: Sendable {
    private let english: MustacheTemplate
    private let chinese: MustacheTemplate
    /// The source, for the tests that read every template.
    let source: String

    /// Reads a template; a fault in it is a fault of this program.
    init(_ source: String) {
        self.source = source
        Self.registerText
        do {
            english = try MustacheTemplate(string: Self.pragma + Self.chosen(.english, of: source))
            chinese = try MustacheTemplate(string: Self.pragma + Self.chosen(.chinese, of: source))
        } catch {
            preconditionFailure("a template cannot be read: \(error): \(source.prefix(200))")
        }
    }

    /// The piece as HTML.
    func render(_ model: Model, in language: Language) -> HTML {
        HTML((language == .english ? english : chinese).render(model))
    }

    private static let pragma = "{{% CONTENT_TYPE:CARBONGRADE}}"

    private static let registerText: Void = MustacheContentTypes.register(
        PageText.html, named: "CARBONGRADE")

    /// The source with one language taken of every pair.
    static func chosen(_ language: Language, of source: String) -> String {
        var result = ""
        var rest = source[...]
        while let open = rest.firstRange(of: "[["), let close = rest.firstRange(of: "]]") {
            result += rest[..<open.lowerBound]
            let pair = rest[open.upperBound..<close.lowerBound].split(
                separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            precondition(pair.count == 2, "words in one language only: \(pair)")
            result += pair[language == .english ? 0 : 1]
            rest = rest[close.upperBound...]
        }
        return result + rest
    }
}

/// What a template is filled with (模板数据): names and values, without the absent ones.
struct Model: MustacheParent, ExpressibleByDictionaryLiteral {
    private var values: [String: Any] = [:]

    /// Makes a model; nil leaves its name out.
    init(dictionaryLiteral elements: (String, Any?)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// Only markup goes where nothing is escaped, and markup goes nowhere else.
    subscript(_ name: String) -> Any? {
        get { values[name] }
        set {
            precondition(
                newValue == nil || name.hasSuffix("HTML") == (newValue is HTML),
                "markup and text are mixed up: \(name)")
            values[name] = newValue
        }
    }

    func child(named name: String) -> Any? { values[name] }
}
