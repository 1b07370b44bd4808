@testable import Provenance
import Testing

@Suite struct FindingCodeTests {
    @Test("every code has words")
    func words() {
        #expect(FindingCode.withoutWords.isEmpty)
    }

    @Test("every code speaks both languages", arguments: FindingCode.allCases)
    func bothLanguages(code: FindingCode) {
        for text in [code.texts.message, code.texts.remedy] {
            #expect(!text.english.isEmpty)
            #expect(!text.chinese.isEmpty)
            // A Chinese sentence holds a Chinese character, an English one holds none.
            #expect(text.chinese.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
            #expect(!text.english.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        }
    }

    @Test("both languages name the same facts", arguments: FindingCode.allCases)
    func placeholders(code: FindingCode) {
        let (message, remedy) = (code.texts.message, code.texts.remedy)
        #expect(names(in: message.english) == names(in: message.chinese))
        #expect(names(in: remedy.english) == names(in: remedy.chinese))
    }

    @Test("codes are lower-case words joined by hyphens", arguments: FindingCode.allCases)
    func spelling(code: FindingCode) {
        let letters = code.rawValue.filter { $0 != "-" }
        #expect(letters.allSatisfy { $0.isASCII && $0.isLowercase })
        #expect(!code.rawValue.hasPrefix("-") && !code.rawValue.hasSuffix("-"))
    }

    /// The names between braces.
    private func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        for part in text.split(separator: "{").dropFirst(text.hasPrefix("{") ? 0 : 1) {
            if let close = part.firstIndex(of: "}") { names.insert(String(part[..<close])) }
        }
        return names
    }
}

@Suite struct BilingualTextTests {
    @Test(
        "a name in braces is replaced by its fact, once",
        arguments: [
            ("{a} and {b}", "1 and {a}"), ("{c}", "?"), ("{a", "{a"), ("a}", "a}"), ("", ""),
            ("{a}{a}", "11"), ("{}", "?"),
        ])
    func filling(text: String, expected: String) {
        let words = BilingualText(text, zh: "无")
        #expect(words.text(in: .english, filling: ["a": "1", "b": "{a}"]) == expected)
        #expect(words.text(in: .chinese, filling: ["a": "1"]) == "无")
    }

    @Test("both languages stand beside each other, Chinese first, unless they say the same")
    func both() {
        #expect(BilingualText("no {a}", zh: "无{a}").text(in: .both) == "无{a} / no {a}")
        #expect(BilingualText("kWh", zh: "kWh").text(in: .both) == "kWh")
    }
}
