package import Provenance
package import Quantities

/// Any key at all; it lets a decoder list the keys that are really there.
struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil

    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// A keyed container in which an unknown key is an error that names it.
    package func strictContainer<Key: CodingKey & CaseIterable>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        let known = Set(Key.allCases.map(\.stringValue))
        let found = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
        for name in found where !known.contains(name) {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: codingPath, debugDescription: "unknown key `\(name)`"))
        }
        return try container(keyedBy: type)
    }
}

extension KeyedDecodingContainer {
    /// Words in both languages, written `{"en": "...", "zh": "..."}`.
    package func decodeText(forKey key: Key) throws -> BilingualText {
        try decode(TextForm.self, forKey: key).text
    }

    /// Words in both languages; nil for `null` or no key.
    package func decodeTextIfPresent(forKey key: Key) throws -> BilingualText? {
        try decodeIfPresent(TextForm.self, forKey: key)?.text
    }

    /// A list of words in both languages.
    package func decodeTexts(forKey key: Key) throws -> [BilingualText] {
        try decode([TextForm].self, forKey: key).map(\.text)
    }

    /// An exact decimal, written as a string; nil for `null` or no key.
    ///
    /// A JSON number would have passed through a binary float, so it is refused.
    package func decodeDecimalIfPresent(forKey key: Key) throws -> DecimalText? {
        guard let text = try decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let value = DecimalText(text), value.significand.magnitude < 1_000_000_000_000,
            value.scale <= 12
        else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self,
                debugDescription: "not a decimal of at most 12 digits and places: \(text)")
        }
        return value
    }
}

private struct TextForm: Decodable {
    let text: BilingualText

    enum CodingKeys: String, CodingKey, CaseIterable { case en, zh }

    init(from decoder: any Decoder) throws {
        let values = try decoder.strictContainer(keyedBy: CodingKeys.self)
        text = BilingualText(
            try values.decode(String.self, forKey: .en),
            zh: try values.decode(String.self, forKey: .zh))
    }
}
