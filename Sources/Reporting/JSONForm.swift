public import Provenance
import Quantities

/// The form that a signed document must have (文档格式): every member named, nothing beside.
public indirect enum JSONForm: Sendable {
    /// A text of at most so many bytes, without control characters and marks of direction.
    case text(Int)
    /// One of some words.
    case word([String])
    /// These words in this order.
    case exactly([String])
    /// An exact decimal as text.
    case decimal
    /// A whole number from zero as text.
    case count
    /// A SHA-256 as 64 hexadecimal digits.
    case digest
    /// A day: `2026-01-31`.
    case date
    /// An instant: `2026-01-31T00:00:00Z`.
    case instant
    case bool
    /// The value or null.
    case optional(JSONForm)
    /// At most so many elements.
    case list(JSONForm, Int)
    /// Exactly these members.
    case object([String: JSONForm])
    /// Any names that are words, each with such a value.
    case table(JSONForm)
    /// One of some forms.
    case either(JSONForm, JSONForm)

    /// Words in both languages.
    public static let words = JSONForm.object(["en": .text(4_000), "zh": .text(4_000)])

    /// What does not fit.
    public struct Fault: Error, Hashable, Sendable {
        /// The members and positions that lead to it: `credentialSubject.site.name`.
        public let path: String
        /// Why it does not fit.
        public let reason: BilingualText
    }

    /// Holds a value against the form.
    public func check(_ value: JSONValue, at path: String = "") throws(Fault) {
        func fault(_ english: String, zh chinese: String) -> Fault {
            Fault(path: path, reason: BilingualText(english, zh: chinese))
        }
        switch (self, value) {
        case (.optional, .null), (.bool, .bool): return
        case (.exactly(let words), .array(let elements)):
            guard elements == words.map(JSONValue.string) else {
                throw fault("not of its form", zh: "格式不符")
            }
        case (.optional(let form), _): try form.check(value, at: path)
        case (.either(let first, let second), _):
            if (try? first.check(value, at: path)) == nil { try second.check(value, at: path) }
        case (.list(let form, let limit), .array(let elements)):
            guard elements.count <= limit else { throw fault("too many elements", zh: "元素过多") }
            for (number, element) in elements.enumerated() {
                try form.check(element, at: "\(path)[\(number)]")
            }
        case (.object(let forms), .object(let members)):
            func inner(_ name: String) -> String { path.isEmpty ? name : path + "." + name }
            for name in members.keys.sorted() where forms[name] == nil {
                throw Fault(path: inner(name), reason: BilingualText("unknown member", zh: "未知成员"))
            }
            for (name, form) in forms.sorted(by: { $0.key < $1.key }) {
                guard let member = members[name] else {
                    throw Fault(
                        path: inner(name), reason: BilingualText("missing member", zh: "缺少成员"))
                }
                try form.check(member, at: inner(name))
            }
        case (.table(let form), .object(let members)):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                guard Self.isWord(name), members.count <= 200 else {
                    throw fault("unknown member", zh: "未知成员")
                }
                try form.check(member, at: path + "." + name)
            }
        case (_, .string(let text)):
            guard fits(text) else { throw fault("not of its form", zh: "格式不符") }
        default: throw fault("not of its form", zh: "格式不符")
        }
    }

    private func fits(_ text: String) -> Bool {
        switch self {
        case .text(let limit): text.utf8.count <= limit && Self.isPlain(text)
        case .word(let words): words.contains { $0.utf8.elementsEqual(text.utf8) }
        case .decimal: DecimalText(text).map { "\($0)" == text } ?? false
        case .count: Int(text).map { $0 >= 0 && String($0) == text } ?? false
        case .digest: Digest(hexadecimal: text) != nil
        case .date: CivilDate(iso: text) != nil
        case .instant:
            text.hasSuffix("T00:00:00Z") && CivilDate(iso: text.prefix(10)) != nil
                && text.utf8.count == 20
        case .bool, .exactly, .optional, .list, .object, .table, .either: false
        }
    }

    private static func isWord(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.count <= 64
            && name.utf8.allSatisfy {
                $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x7A || $0 == 0x5F
                    || $0 == 0x2D
            }
    }

    /// Tells whether a text has no control characters, no marks that turn the direction of
    /// writing, and no other invisible format characters that could disguise it.
    public static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
                .surrogate:
                false
            default: true
            }
        }
    }
}
