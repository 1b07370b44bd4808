import CarbonAccounting
import EnergyLedger
import Foundation
import Grading
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// A site with its indicators, ready to be graded.
struct GradedSite {
    let site: Site
    var indicators: Indicators

    init(_ synthetic: SyntheticSite, _ period: String = "2025", facts: [Fact] = []) throws {
        let balances = try synthetic.balances(period)
        let inventory = Inventory(
            of: balances, catalogue: try Self.catalogue(), settings: AccountingSettings())
        site = synthetic.site
        indicators = Indicators(
            of: balances, inventory: inventory, meters: synthetic.meters, facts: facts)
    }

    /// A site with one year of `E_DC` and `E_IT` [J] at the UPS outputs.
    init(
        facility: Int64, it: Int64, region: String = "CN-GD",
        at point: Meter.MeasurementPoint? = .upsOutput
    ) throws {
        var synthetic = SyntheticSite(region: region)
        synthetic.add(.gridImport, [("2025", facility)])
        synthetic.add(.it, at: point, [("2025", it)])
        try self.init(synthetic)
    }

    /// The same site with an indicator that is worked out elsewhere, as a ratio of two amounts.
    func with(_ id: IndicatorID, _ numerator: Int128, over denominator: Int128) throws -> GradedSite
    {
        var copy = self
        let ratio = try #require(ExactRatio(numerator, to: denominator))
        let whole = try #require(ExactRatio(1, to: 1))
        copy.indicators = indicators.replacing(
            id, by: .value(ratio, coverage: whole))
        return copy
    }

    /// The same site with an indicator at a decimal.
    func with(_ id: IndicatorID, _ value: String) throws -> GradedSite {
        let decimal = try #require(DecimalText(value))
        return try with(id, decimal.significand, over: Rounding.powerOfTen(decimal.scale))
    }

    func grade(_ rulebook: String) throws -> Grade {
        Grader(by: try Rulebook.published(rulebook)).grade(site, indicators)
    }

    /// One invented factor of 0.5 kg/kWh for all of China and every measure.
    static func catalogue() throws -> FactorCatalogue {
        let publication = Publication(
            identifier: "CN/test", issuer: "test", title: BilingualText("test", zh: "测试"),
            published: nil, locator: "test")
        let rows: [(String, FactorLevel, FactorVariant)] = [
            ("CN-GD", .province, .average), ("CN", .nation, .excludingMarketNonFossil),
        ]
        let factors = try rows.map { region, level, variant in
            try #require(
                EmissionFactor(
                    region: region, name: BilingualText("test", zh: "测试"), level: level,
                    dataYear: 2023, variant: variant, family: .co2, valuePrinted: "0.5",
                    unitPrinted: "kgCO2/kWh", publication: publication, place: "test",
                    confidence: .a))
        }
        return try FactorCatalogue(
            release: "test", factors: factors,
            defaults: [
                FactorDefault(
                    region: "CN", family: .co2, variants: Set(FactorVariant.allCases),
                    publications: ["CN/test"])
            ], digest: Digest(bytes: Array(repeating: 0, count: 32)))
    }
}

extension Rulebook {
    /// All rulebooks of the release, by the names of their files.
    static let publishedIDs: [String] = {
        guard let folder = Project.root?.appending(path: "Rulebooks") else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return names.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") }
            .map { String($0.dropLast(5)) }.sorted()
    }()

    static func all() throws -> [Rulebook] { try publishedIDs.map(published) }

    static func published(_ id: String) throws -> Rulebook {
        try JSONDecoder().decode(Rulebook.self, from: Project.data("Rulebooks/\(id).json"))
    }
}

extension Fact {
    /// A fact that holds for ever.
    static func of(
        _ name: String, _ text: String, _ assurance: Assurance = .thirdParty, site: String = "dc-1"
    ) throws -> Fact {
        let name = try #require(FactName(rawValue: name))
        return Fact(
            siteID: site, name: name, text: text, number: try #require(Fact.number(text, of: name)),
            from: nil, until: nil, evidence: "evidence.pdf", assurance: assurance)
    }
}
