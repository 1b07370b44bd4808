/// The languages in which everything a person reads exists.
public enum Language: String, Hashable, Sendable, CaseIterable {
    /// Chinese (中文).
    case chinese = "zh"
    /// English.
    case english = "en"
    /// Both, Chinese first; the default of files.
    case both = "zh+en"
}

/// The same words in both languages.
public struct BilingualText: Hashable, Sendable {
    /// In Chinese.
    public let chinese: String
    /// In English.
    public let english: String

    /// Makes a pair; English first, as in the source code.
    public init(_ english: String, zh chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    /// The words in one language.
    public func text(in language: Language) -> String {
        switch language {
        case .chinese: chinese
        case .english: english
        case .both: chinese == english ? english : chinese + " / " + english
        }
    }

    /// The words in one language, with every `{name}` replaced by its argument.
    public func text(in language: Language, filling arguments: [String: String]) -> String {
        var result = ""
        var rest = text(in: language)[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            result += arguments[name] ?? "?"
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}
