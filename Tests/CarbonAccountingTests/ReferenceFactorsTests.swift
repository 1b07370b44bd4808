import CarbonAccounting
import Foundation
import Provenance
import Quantities
import TestSupport
import Testing

/// The library held against the research tables, value by value; skipped where they are not at hand.
@Suite(
    .enabled(if: ReferenceTables.folder != nil, Comment(rawValue: ReferenceTables.notice)))
struct ReferenceFactorsTests {
    private let catalogue: FactorCatalogue

    init() throws { catalogue = try PublishedCatalogue.load() }

    private func rows(_ name: String) throws -> [[String: String]] {
        try PublishedCatalogue.table(ReferenceTables.data("factors/\(name)"))
    }

    @Test("China: 123 factors with names and levels")
    func china() throws {
        let rows = try rows("grid_cn.csv")
        #expect(rows.count == 123)
        for row in rows {
            let name = [row["region_code"], row["year"], row["variant"]].map { $0 ?? "" }
                .joined(separator: "/")
            let factor = try #require(catalogue.factors(named: name).first, "no \(name)")
            #expect(factor.valuePrinted == row["factor_kgco2_per_kwh"], "\(name)")
            #expect(factor.name.english == row["region_name_en"])
            #expect(factor.name.chinese == row["region_name_zh"])
            #expect(factor.level.rawValue == row["level"])
        }
    }

    /// Why a row of the world table is not in the library; nil when it must be.
    private func withheld(_ row: [String: String]) -> String? {
        let licence = row["licence"] ?? ""
        if licence.contains("AIB") || licence.contains("CRS") { return "licence" }
        if licence.hasPrefix("Company") || licence.hasSuffix("publication") { return "licence" }
        if row["region_code"] == "IN", licence.contains("not checked"), row["year"] != "2025" {
            return "licence"
        }
        if row["verified"] == "conflict" { return "conflict" }
        if row["region_code"] == "SG", row["gases"] == "CO2e" { return "rounded in the press" }
        if row["variant"]?.hasPrefix("consumption_3yr") == true { return "mean of years" }
        if row["variant"] == "generation_and_td" { return "sum of two others" }
        if row["verified"] == "derived" { return "computed from rates that are not at hand" }
        return nil
    }

    private func expected(_ row: [String: String]) throws -> DecimalText {
        try #require(DecimalText(row["factor_kgco2e_per_kwh"] ?? ""))
    }

    @Test("world: every row is in the library with its value, or left out for a reason")
    func world() throws {
        var counts: [String: Int] = [:]
        for row in try rows("grid_world.csv") {
            if let reason = withheld(row) {
                counts[reason, default: 0] += 1
                continue
            }
            let region = try #require(row["region_code"])
            let year = try #require(row["year"].flatMap { Int($0) })
            let values: [EmissionIntensity]
            if row["gases"]?.contains("lifecycle") == true {
                values = catalogue.contents.footprints.filter {
                    $0.region == region && $0.dataYear == year
                        && $0.publication.identifier == "INT/ember-owid-2024"
                }.map(\.intensity)
            } else {
                let family: FactorFamily = row["gases"] == "CO2" ? .co2 : .co2e
                values =
                    catalogue.factors.filter {
                        $0.region == region && $0.dataYear == year && $0.family == family
                    }.map(\.intensity) + split(region, year, family)
            }
            let value = try expected(row)
            // The research table rounds what was converted from pounds to six places.
            let isThere = values.contains { intensity in
                let own = intensity.kilogramsPerKilowattHour
                return own == value
                    || ExactRational(own).text(places: 6).flatMap { DecimalText($0) } == value
            }
            #expect(isThere, "\(region) \(year) \(row["gases"] ?? "") \(row["variant"] ?? "")")
            counts["shipped", default: 0] += 1
        }
        #expect(
            counts == [
                "shipped": 581, "licence": 145, "conflict": 1, "rounded in the press": 1,
                "mean of years": 1, "sum of two others": 9,
                "computed from rates that are not at hand": 28,
            ], "\(counts)")
    }

    /// The CO2 part of what is printed gas by gas.
    private func split(_ region: String, _ year: Int, _ family: FactorFamily) -> [EmissionIntensity]
    {
        guard family == .co2, year == 2_023 else { return [] }
        return catalogue.contents.gasFactors.filter { $0.factorID.hasPrefix(region + "/") }
            .map(\.gases.carbonDioxide.intensity)
    }

    @Test("United Kingdom: the sum of generation and losses follows from the two")
    func sums() throws {
        for row in try rows("grid_world.csv") where row["variant"] == "generation_and_td" {
            let year = try #require(row["year"].flatMap { Int($0) })
            func part(_ variant: FactorVariant) throws -> ExactRational {
                let found = catalogue.factors(named: "GB/\(year)/\(variant.rawValue)").first {
                    $0.family == .co2e
                }
                return ExactRational(try #require(found).intensity.kilogramsPerKilowattHour)
            }
            let (average, losses) = (try part(.average), try part(.losses))
            let sum = try #require(average.adding(losses))
            #expect(sum == ExactRational(try expected(row)), "\(year)")
        }
    }

    @Test("China: life-cycle footprints")
    func footprints() throws {
        let rows = try rows("electricity_footprint_cn.csv")
        for row in rows {
            let found = catalogue.contents.footprints.contains {
                $0.region == "CN" && String($0.dataYear) == row["year"]
                    && $0.valuePrinted == row["factor"] && $0.name.chinese == row["technology_zh"]
                    && $0.publication.identifier.hasPrefix("CN/")
            }
            #expect(found, "\(row)")
        }
        #expect(
            catalogue.contents.footprints.count { $0.publication.identifier.hasPrefix("CN/") }
                == rows.count)
    }

    @Test("China: fuels, both families, and what follows from them")
    func fuels() throws {
        let families = [
            "energy_statistics": "energy_statistics", "inventory2005": "inventory_2005",
        ]
        let names = [
            "ncv": FuelParameter.netCalorificValue, "carbon_content": .carbonContent,
            "oxidation_rate": .oxidationRate,
        ]
        var compared = 0
        for row in try rows("fuels_cn.csv") {
            guard let family = families[row["basis"] ?? ""].flatMap(HeatingValueFamily.init),
                let name = row["factor_code"]
            else { continue }
            let fuel = try #require(catalogue.fuel(name, in: "CN", heatingValues: family))
            if let parameter = names[row["parameter"] ?? ""] {
                #expect(fuel.parameters[parameter]?.valuePrinted == row["value"], "\(name)")
            } else {
                // Printed in tonnes with six places.
                let unit: FuelUnit =
                    row["unit"] == "tCO2/t" ? .tonne : .tenThousandNormalCubicMetres
                let rate = try #require(try fuel.rates(per: unit).carbonDioxide)
                let thousand = try #require(ExactRational(1_000, over: 1))
                let tonnes = try #require(rate.divided(by: thousand))
                let derived = try #require(row["value"])
                #expect(tonnes.text(places: 6) == derived, "\(name) \(derived)")
            }
            compared += 1
        }
        #expect(compared == 60)
    }

    @Test("coal equivalents, heat and densities of China")
    func coal() throws {
        let known = Set(
            catalogue.contents.coalEquivalents.map(\.quantity.valuePrinted)
                + catalogue.contents.heat.map(\.quantity.valuePrinted)
                + catalogue.contents.fuels.compactMap { $0.parameters[.density]?.valuePrinted })
        for row in try rows("fuels_cn.csv")
        where ["gbt2589", "operational", "gbt32150_2025"].contains(row["basis"] ?? "")
            && row["parameter"] != "ncv"
        {
            #expect(known.contains(row["value"] ?? ""), "\(row["factor_code"] ?? "")")
        }
        #expect(known.isSuperset(of: ["0.1229", "0.28078", "0.28232", "0.404", "1.29971"]))
    }

    @Test("global warming potentials: both research tables")
    func potentials() throws {
        let other = ["CH4_FOSSIL": "CH4-fossil", "CH4_NONFOSSIL": "CH4-non-fossil"]
        for row in try rows("gwp.csv") {
            let code = try #require(row["substance_code"])
            let set = try #require(row["report"].flatMap(GWPSet.init))
            let found = try #require(
                catalogue.potential(of: other[code] ?? code, in: set), "\(code)")
            let printed = try #require(row["gwp100"].flatMap { DecimalText($0) })
            if row["kind"] == "pure" {
                #expect(found.value == printed, "\(code) \(set)")
            } else {
                // Blends are listed rounded half up; ours stay exact.
                let minus = try #require(ExactRational(-printed.significand, over: 1))
                let difference = try #require(ExactRational(found.value).adding(minus))
                #expect(
                    abs(difference.numerator) * 2 <= difference.denominator, "\(code) \(set)")
            }
        }
        // The second table takes olefins as zero and prints SF6 25200; the rest agrees exactly.
        let apart: Set<String> = ["R-454B", "R-513A", "R-515B", "R-417A"]
        for row in try rows("gwp_world.csv") {
            let code = try #require(row["gas_code"])
            guard !apart.contains(code) else { continue }
            for set in GWPSet.allCases where !(code == "SF6" && set == .ar6) {
                let printed = row["gwp100_\(set.rawValue.lowercased())"] ?? ""
                guard let value = DecimalText(printed) else { continue }
                let found = catalogue.potential(
                    of: code == "CH4_fossil" ? "CH4-fossil" : code, in: set)
                #expect(found?.value == value, "\(code) \(set)")
            }
        }
    }
}
