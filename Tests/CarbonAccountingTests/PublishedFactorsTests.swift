import CarbonAccounting
import Foundation
import Provenance
import Quantities
import TestSupport
import Testing

@Suite struct PublishedFactorsTests {
    @Test("every printed factor keeps its digits through the exact decimal")
    func digits() throws {
        let catalogue = try PublishedCatalogue.load()
        #expect(catalogue.factors.count == 123)
        for factor in catalogue.factors {
            let decimal = try #require(DecimalText(factor.valuePrinted))
            #expect(decimal.description == factor.valuePrinted)
            #expect(decimal.scale == 4)
            #expect(factor.intensity.kilogramsPerKilowattHour == decimal)
        }
    }

    @Test("each announcement prints 3 national, 7 grid and 30 provincial values")
    func counts() throws {
        let factors = try PublishedCatalogue.load().factors
        for year in [2021, 2022, 2023] {
            let printed = factors.filter {
                $0.dataYear == year && $0.variant != .enterpriseReporting
            }
            #expect(printed.count { $0.level == .nation } == 3)
            #expect(printed.count { $0.level == .grid } == 7)
            #expect(printed.count { $0.level == .province } == 30)
        }
    }

    @Test("every folder below EmissionFactors is named by a default, and every release has news")
    func complete() throws {
        let catalogue = try PublishedCatalogue.load()
        let named = Set(catalogue.defaults.flatMap(\.publications))
        #expect(named == Set(PublishedCatalogue.publications))
        let folder = try #require(Project.root).appending(path: "EmissionFactors/CN").path()
        let folders = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(folders.map { "CN/" + $0 }) == named)
        let news = String(decoding: try Project.data("EmissionFactors/NEWS.md"), as: UTF8.self)
        #expect(news.contains("## \(catalogue.release)\n"))
    }

    @Test("the folder of a publication bears its id")
    func folders() throws {
        for name in PublishedCatalogue.publications {
            #expect(try PublishedCatalogue.record(name).id == name)
        }
    }

    @Test(
        "the published tables equal the research table, row by row",
        .enabled(if: ReferenceTables.folder != nil, Comment(rawValue: ReferenceTables.notice)))
    func reference() throws {
        // Sources hold commas in quotes, but only behind the columns that are compared.
        let rows = try PublishedCatalogue.table(ReferenceTables.data("factors/grid_cn.csv"))
        #expect(rows.count == 123)
        let factors = try PublishedCatalogue.load().factors
        for row in rows {
            let name = [row["region_code"], row["year"], row["variant"]].map { $0 ?? "" }
                .joined(separator: "/")
            let factor = try #require(factors.first { $0.factorID == name }, "no \(name)")
            #expect(factor.valuePrinted == row["factor_kgco2_per_kwh"], "\(name)")
            #expect(factor.name.english == row["region_name_en"])
            #expect(factor.name.chinese == row["region_name_zh"])
            #expect(factor.level.rawValue == row["level"])
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
            ("value", "0,4419"), ("value", "-0.1"), ("unit", "lb/MWh"), ("level", "city"),
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
        #expect(FactorUnit.gramsPerKilowattHour.intensity(of: grams) == expected)
        #expect(FactorUnit.kilogramsPerKilowattHour.intensity(of: value) == expected)
        #expect(FactorUnit.tonnesPerMegawattHour.intensity(of: value) == expected)
    }
}
