import Foundation
import Grading
import Provenance
import Quantities
import TestSupport
import Testing

@Suite(.enabled(if: ReferenceTables.folder != nil, Comment(rawValue: ReferenceTables.notice)))
struct RulebookReferenceTests {
    private func scheme(_ id: String, in file: String) throws -> [String: Any] {
        let json = try JSONSerialization.jsonObject(with: ReferenceTables.data("standards/\(file)"))
        let schemes = (json as? [String: Any])?["schemes"] as? [[String: Any]]
        return try #require(schemes?.first { $0["id"] as? String == id })
    }

    private func indicator(_ id: String, of scheme: [String: Any]) throws -> [String: Any] {
        let indicators = scheme["indicators"] as? [[String: Any]]
        return try #require(indicators?.first { $0["id"] as? String == id })
    }

    /// A JSON number as the decimal it was printed with.
    private func decimal(_ number: Any?) throws -> DecimalText {
        let number = try #require(number as? NSNumber)
        return try #require(DecimalText(number.description))
    }

    @Test("GB 40879 equals the research table, value by value")
    func chinese() throws {
        let rulebook = try Rulebook.published("gb-40879-2021")
        let scheme = try scheme(rulebook.sourceScheme, in: "china.json")
        #expect(scheme["number"] as? String == rulebook.number)
        let indicator = try indicator(rulebook.criterion.id, of: scheme)
        #expect(indicator["confidence"] as? String == "B")
        let score = try #require(indicator["score"] as? [String: Any])
        let bands = try #require(score["bands"] as? [[String: Any]])
        #expect(bands.count == rulebook.criterion.bands.count)
        for (band, row) in zip(rulebook.criterion.bands, bands) {
            #expect(band.level == row["grade"] as? String)
            #expect(band.limit == .atMost(try decimal(row["max"])))
            #expect(band.confidence == .b)
        }
        #expect(rulebook.criterion.aboveLast != nil)
        let unit = try #require(indicator["unit"] as? String)
        #expect(unit == rulebook.criterion.unit)
    }

    @Test(
        "the European classes equal the research table, value by value",
        arguments: [("eu-2026-pue", "PUE_CLASS"), ("eu-2026-wue", "WUE_CLASS")])
    func european(id: String, name: String) throws {
        let rulebook = try Rulebook.published(id)
        let indicator = try indicator(
            name, of: scheme(rulebook.sourceScheme, in: "international.json"))
        let confidence = (indicator["confidence"] as? String).flatMap(Confidence.init(rawValue:))
        let table = try #require(indicator["bands"] as? [String: Any])
        #expect(table["upper_inclusive"] as? Bool == true)
        #expect(table["unit"] as? String == rulebook.criterion.unit)
        let bands = try #require(table["bands"] as? [[String: Any]])
        #expect(bands.count == rulebook.criterion.bands.count)
        for (band, row) in zip(rulebook.criterion.bands, bands) {
            #expect(band.level == row["class"] as? String)
            #expect(band.confidence == confidence)
            if row["le"] is NSNull {
                #expect(band.limit == .open)
            } else {
                #expect(band.limit == .atMost(try decimal(row["le"])))
            }
        }
    }
}
