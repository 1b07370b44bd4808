import CarbonAccounting
import Foundation
import Provenance
import Quantities
import TestSupport
import Testing

@Suite struct PublishedFactorsTests {
    @Test("every printed value keeps its digits through the exact decimal")
    func digits() throws {
        let catalogue = try PublishedCatalogue.load()
        #expect(catalogue.contents.electricity.count == 470)
        for factor in catalogue.contents.electricity {
            let decimal = try #require(DecimalText(factor.valuePrinted))
            #expect(decimal.description == factor.valuePrinted, "\(factor.factorID)")
        }
        let first = try PublishedCatalogue.first()
        let ours = catalogue.factors.filter { first.contains($0.publication.identifier) }
        #expect(ours.count == 123)
        for factor in ours {
            let decimal = try #require(DecimalText(factor.valuePrinted))
            #expect(decimal.scale == 4)
            #expect(factor.intensity.kilogramsPerKilowattHour == decimal)
        }
    }

    @Test("each announcement prints 3 national, 7 grid and 30 provincial values")
    func counts() throws {
        let first = try PublishedCatalogue.first()
        let factors = try PublishedCatalogue.load().factors.filter {
            first.contains($0.publication.identifier)
        }
        for year in [2021, 2022, 2023] {
            let printed = factors.filter {
                $0.dataYear == year && $0.variant != .enterpriseReporting
            }
            #expect(printed.count { $0.level == .nation } == 3)
            #expect(printed.count { $0.level == .grid } == 7)
            #expect(printed.count { $0.level == .province } == 30)
        }
    }

    @Test("every default names what is there, and every release has news")
    func complete() throws {
        let catalogue = try PublishedCatalogue.load()
        let named = Set(catalogue.defaults.flatMap(\.publications))
        #expect(named.isSubset(of: PublishedCatalogue.publications))
        let news = String(decoding: try Project.data("EmissionFactors/NEWS.md"), as: UTF8.self)
        #expect(news.contains("## \(catalogue.release)\n"))
        #expect(news.contains("## 2026a\n"))
        // What is no default is said to be none, in the record or in the news.
        for record in catalogue.contents.records
        where !named.contains(record.id) && !record.id.hasPrefix("INT/") {
            let words = (record.notes?.english ?? "").lowercased()
            #expect(words.contains("no default"), "\(record.id)")
        }
    }

    @Test("the folder of a publication bears its id, and its words are there in both languages")
    func folders() throws {
        for name in PublishedCatalogue.publications {
            let record = try PublishedCatalogue.record(name)
            #expect(record.id == name)
            #expect(!record.licence.isEmpty && !record.locator.isEmpty)
            for text in [record.title, record.basis, record.notes].compactMap(\.self) {
                #expect(!text.english.isEmpty)
                #expect(text.chinese.unicodeScalars.contains { $0.value > 0x3000 }, "\(name)")
            }
        }
    }

    @Test("a publication with an unknown key is refused")
    func unknownKey() throws {
        let data = try Project.data("EmissionFactors/CN/mee-nbs-47-2025/publication.json")
        let text = String(decoding: data, as: UTF8.self)
        let misspelt = text.replacing("\"published\"", with: "\"publised\"")
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(PublicationRecord.self, from: Data(misspelt.utf8))
        }
    }

    @Test(
        "a cell that cannot be read is named",
        arguments: [
            ("value", "0,4419"), ("value", "-0.1"), ("unit", "lb/MWh"), ("unit", "kgCO2e/kWh"),
            ("level", "city"),
            ("data_year", "2022"), ("variant", "mean"), ("confidence", "D"), ("place", ""),
        ])
    func faults(column: String, value: String) throws {
        let record = try PublishedCatalogue.record("CN/mee-nbs-47-2025")
        let path = "EmissionFactors/CN/mee-nbs-47-2025/factors.csv"
        var cells = try #require(try PublishedCatalogue.table(path).first)
        cells[column] = value
        let fault = #expect(throws: FactorTable.Fault.self) {
            try FactorTable.factor(cells, of: record)
        }
        #expect(fault?.column == column)
        #expect(fault?.value == value)
    }

    @Test("grams, kilograms and tonnes come to the same exact intensity")
    func units() throws {
        // 441.9 g/kWh = 0.4419 kg/kWh = 0.4419 t/MWh
        let value = try #require(DecimalText("0.4419"))
        let grams = try #require(DecimalText("441.9"))
        let expected = EmissionIntensity(kilogramsPerKilowattHour: value)
        #expect(FactorUnit(rawValue: "gCO2/kWh")?.intensity(of: grams) == expected)
        #expect(FactorUnit(rawValue: "kgCO2/kWh")?.intensity(of: value) == expected)
        #expect(FactorUnit(rawValue: "tCO2/MWh")?.intensity(of: value) == expected)
    }
}
