import CarbonAccounting
import Provenance
import Quantities
import Testing

@Suite struct FactorChoiceTests {
    private func choose(
        _ region: String, grid: String? = nil, year: Int = 2025, useGrid: Bool = false,
        fallback: [FactorStep] = []
    ) throws -> FactorChoice {
        try LocationChoice(useGrid: useGrid, fallback: fallback).factor(
            for: region, grid: grid, reportingYear: year, in: PublishedCatalogue.load())
    }

    @Test(
        "the province's newest data year that is not later than the reporting year is taken",
        arguments: [(2021, "0.4715"), (2022, "0.4403"), (2023, "0.4419"), (2025, "0.4419")])
    func newest(year: Int, value: String) throws {
        let choice = try choose("CN-GD", year: year)
        #expect(choice.factor.valuePrinted == value)
        #expect(choice.fallback == nil)
    }

    @Test("a factor of a later data year is never taken")
    func later() {
        #expect(throws: FactorAbsence.self) { try choose("CN-GD", year: 2020) }
    }

    @Test("a site whose region is the whole nation takes the national average")
    func wholeNation() throws {
        #expect(try choose("CN").factor.factorID == "CN/2023/average")
        #expect(try choose("CN").fallback == nil)
        #expect(try choose("CN", useGrid: true).factor.factorID == "CN/2023/average")
    }

    @Test("a grid that the site names replaces a provincial factor only when the portfolio says so")
    func gridLevel() throws {
        let named = try choose("CN-GD", grid: "CN-GRID-SOUTH")
        #expect(named.factor.factorID == "CN-GD/2023/average")
        let asked = try choose("CN-GD", grid: "CN-GRID-SOUTH", useGrid: true)
        #expect(asked.factor.factorID == "CN-GRID-SOUTH/2023/average")
        #expect(asked.fallback == nil)
        #expect(try choose("CN-GD", useGrid: true).factor.valuePrinted == "0.4042")
    }

    @Test("Inner Mongolia lies in two grids, so a site there must name its own")
    func innerMongolia() throws {
        #expect(throws: FactorAbsence.self) { try choose("CN-NM", useGrid: true) }
        let named = try choose("CN-NM", grid: "CN-GRID-NORTHEAST", useGrid: true)
        #expect(named.factor.valuePrinted == "0.5122")
    }

    @Test(
        "regions without a published value have none by default",
        arguments: ["CN-XZ", "CN-HK", "CN-MO", "CN-TW", "ZA"])
    func none(region: String) {
        let absence = #expect(throws: FactorAbsence.self) { try choose(region) }
        #expect(absence?.region == region)
        #expect(absence?.reason.chinese.isEmpty == false)
    }

    @Test("Tibet steps down to the grid or the nation only when the portfolio names the step")
    func tibet() throws {
        let grid = try choose("CN-XZ", fallback: [.grid, .nation])
        #expect(grid.factor.factorID == "CN-GRID-SOUTHWEST/2023/average")
        #expect(grid.fallback == .grid)
        // That Tibet belongs to the Southwest grid is known from memory only.
        #expect(grid.confidence == .m)
        let nation = try choose("CN-XZ", fallback: [.nation])
        #expect(nation.factor.valuePrinted == "0.5306")
        #expect(nation.fallback == .nation)
        #expect(nation.confidence == .a)
    }

    @Test("Hong Kong has no grid to step down to, but a named nation is taken")
    func hongKong() throws {
        #expect(throws: FactorAbsence.self) { try choose("CN-HK", fallback: [.grid]) }
        #expect(try choose("CN-HK", fallback: [.grid, .nation]).fallback == .nation)
    }

    @Test("a publication supersedes an earlier one of the same data year only when it says so")
    func superseding() throws {
        let values = [("CN/old", "0.5000"), ("CN/new", "0.6000")]
        #expect(
            throws: FactorCatalogue.Fault.overlap(
                factorID: "CN-GD/2023/average", publications: ["CN/new", "CN/old"])
        ) { try catalogue(values: values) }
        let mended = try catalogue(values: values, supersedes: ["CN/new": ["CN/old"]])
        let newest = mended.newest(.average, of: "CN-GD", notLaterThan: 2025)
        #expect(newest?.publication.identifier == "CN/new")
    }

    @Test("a catalogue that contradicts itself is refused")
    func contradictions() {
        #expect(
            throws: FactorCatalogue.Fault.duplicate(
                factorID: "CN-GD/2023/average", publication: "CN/old")
        ) { try catalogue(values: [("CN/old", "0.5"), ("CN/old", "0.6"), ("CN/new", "0.7")]) }
        #expect(throws: FactorCatalogue.Fault.unknownPublication("CN/new")) {
            try catalogue(values: [("CN/old", "0.5")])
        }
    }

    private func catalogue(
        values: [(publication: String, value: String)], supersedes: [String: [String]] = [:]
    ) throws -> FactorCatalogue {
        let factors = try values.map { item in
            try #require(EmissionFactor.sample(item.value, publication: item.publication))
        }
        return try FactorCatalogue(
            release: "test", factors: factors,
            defaults: [
                FactorDefault(
                    region: "CN", family: .co2, variants: [.average],
                    publications: ["CN/old", "CN/new"])
            ], supersedes: supersedes, digest: Digest(bytes: Array(repeating: 0, count: 32)))
    }
}

extension EmissionFactor {
    /// A provincial factor of 2023 with a value of one's own.
    static func sample(_ value: String, publication: String = "CN/test") -> EmissionFactor? {
        EmissionFactor(
            region: "CN-GD", name: BilingualText("Guangdong", zh: "广东"), level: .province,
            dataYear: 2023, variant: .average, family: .co2, valuePrinted: value,
            unitPrinted: "kgCO2/kWh",
            publication: Publication(
                identifier: publication, issuer: "test", title: BilingualText("test", zh: "测试"),
                published: nil, locator: "test"), place: "test", confidence: .a)
    }
}
