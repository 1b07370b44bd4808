import Foundation
import Provenance
import Testing

@testable import Pages

/// Every template of the room, read from its source, so that none can be forgotten.
@Suite struct TemplateTests {
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Sources/Pages")

    private static let sources: [(name: String, text: String)] = {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let urls = (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
        return urls.compactMap { url in
            (try? String(contentsOf: url, encoding: .utf8)).map { (url.lastPathComponent, $0) }
        }
    }()

    /// The text between the quotes of each `Template("""`.
    private static var templates: [(name: String, text: String)] {
        sources.flatMap { name, text in
            text.components(separatedBy: "Template(\n").dropFirst().compactMap { part in
                let quotes = part.components(separatedBy: "\"\"\"")
                return quotes.count > 2 ? (name, quotes[1]) : nil
            }
        }
    }

    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        (0x4E00...0x9FFF).contains(scalar.value)
    }

    @Test("templates are found")
    func found() {
        #expect(Self.templates.count >= 5)
    }

    @Test("every pair of words has an English and a Chinese half")
    func pairs() {
        for (name, text) in Self.templates {
            let pairs = text.components(separatedBy: "[[").dropFirst().compactMap {
                $0.components(separatedBy: "]]").first
            }
            for pair in pairs {
                let halves = pair.split(
                    separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
                #expect(halves.count == 2, "\(name): [[\(pair)]]")
                guard halves.count == 2 else { continue }
                let hasChinese = halves.map { $0.unicodeScalars.contains(where: Self.isChinese) }
                let isLanguageLink = pair.contains("English") || pair == "zh-CN|en"
                #expect(
                    isLanguageLink || hasChinese == [false, true]
                        || !halves[0].contains(where: \.isLetter), "\(name): [[\(pair)]]")
            }
        }
    }

    @Test("no word stands in one language only")
    func words() {
        let neutral: Set<String> = [
            "carbongrade", "PUE", "CUE", "WUE", "kWh", "MWh", "t", "kg", "CO", "m", "IT", "A", "x",
            "JSON", "SHA", "PDF", "CSV",
            // The address of the interface.
            "api", "v", "uploads",
        ]
        for (name, text) in Self.templates {
            var rest = Template.chosen(.english, of: text)
            // What is left of the pairs is taken out first, then braces and tags.
            rest = text
            for (open, close) in [("[[", "]]"), ("{{", "}}"), ("<", ">")] {
                rest = Self.without(rest, from: open, to: close)
            }
            let words = rest.split { !$0.isLetter }.map(String.init)
            for word in words where !neutral.contains(word) && word != "nbsp" {
                Issue.record("\(name): “\(word)” stands outside of a pair")
            }
        }
    }

    private static func without(_ text: String, from open: String, to close: String) -> String {
        var result = ""
        var rest = text[...]
        while let start = rest.range(of: open), let end = rest.range(of: close),
            start.upperBound <= end.lowerBound
        {
            result += rest[..<start.lowerBound] + " "
            rest = rest[end.upperBound...]
        }
        return result + rest
    }

    @Test("what is not escaped says so in its name")
    func braces() {
        for (name, text) in Self.templates {
            for part in text.components(separatedBy: "{{{").dropFirst() {
                let variable = part.prefix { $0 != "}" }
                #expect(variable.hasSuffix("HTML"), "\(name): \(variable)")
            }
            #expect(!text.contains("{{&"), "\(name)")
        }
    }
}
