public import Provenance

extension JSONValue {
    /// The member of an object; nil when there is none or this is no object.
    public subscript(_ name: String) -> JSONValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The text of a string.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The elements of an array; none when this is no array.
    public var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The members of an object; none when this is no object.
    public var members: [String: JSONValue] {
        if case .object(let members) = self { members } else { [:] }
    }

    /// Tells whether this is `true`.
    public var isTrue: Bool { self == .bool(true) }

    /// Words in both languages, as signed documents hold them.
    public static func words(_ text: BilingualText) -> JSONValue {
        .object(["en": .string(text.english), "zh": .string(text.chinese)])
    }

    /// Words in both languages, or null.
    public static func words(_ text: BilingualText?) -> JSONValue {
        text.map { .words($0) } ?? .null
    }

    /// The words of an object that `words` made.
    public var bilingual: BilingualText? {
        guard let english = self["en"]?.string, let chinese = self["zh"]?.string else { return nil }
        return BilingualText(english, zh: chinese)
    }

    /// The key of the verifier whom a credential names, `did:key:z6Mk...`; nil where it names none.
    public var verifierID: String? {
        self["credentialSubject"]?["assurance"]?["verifier"]?["id"]?.string
    }

    /// The object without some members.
    public func without(_ names: String...) -> JSONValue {
        guard case .object(var members) = self else { return self }
        for name in names { members[name] = nil }
        return .object(members)
    }

    /// The object with a member set.
    public func with(_ name: String, _ value: JSONValue) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[name] = value
        return .object(members)
    }
}
