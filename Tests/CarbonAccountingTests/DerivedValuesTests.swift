import CarbonAccounting
import Provenance
import Quantities
import Testing

/// Every value that is computed and not printed, made again from printed digits with plain integers.
@Suite struct DerivedValuesTests {
    private let catalogue: FactorCatalogue

    init() throws { catalogue = try PublishedCatalogue.load() }

    /// `numerator / 10^places`, from printed digits: `12.50` is `(1250, 2)`.
    private func digits(_ text: String) throws -> (value: Int128, places: Int) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let whole = try #require(Int128(parts.joined()))
        return (whole, parts.count == 2 ? parts[1].count : 0)
    }

    private func ten(_ power: Int) -> Int128 { (0..<power).reduce(1) { value, _ in value * 10 } }

    @Test("gas by gas: pounds to kilograms and potentials, for each subregion and set")
    func gases() throws {
        // kg/kWh = (CO2 + CH4 x GWP + N2O x GWP) lb/MWh x 0.45359237 / 1000
        let potentials: [(GWPSet, ch4: Int128, n2o: Int128)] = [
            // in tenths: 25 and 298; 28 and 265; 27.9 and 273
            (.ar4, 250, 2_980), (.ar5, 280, 2_650), (.ar6, 279, 2_730),
        ]
        #expect(catalogue.contents.gasFactors.count == 27)
        for factor in catalogue.contents.gasFactors {
            let region = String(factor.factorID.split(separator: "/")[0])
            for (set, ch4, n2o) in potentials {
                let parts = [
                    (factor.gases.carbonDioxide.valuePrinted, Int128(10)),
                    (factor.gases.methane.valuePrinted, ch4),
                    (factor.gases.nitrousOxide.valuePrinted, n2o),
                ]
                // Pounds in ten-thousandths: three printed places and a tenth.
                let pounds = try parts.reduce(Int128(0)) { sum, part in
                    let (value, places) = try digits(part.0)
                    return sum + value * ten(3 - places) * part.1
                }
                let expected = DecimalText(significand: pounds * 45_359_237, scale: 4 + 8 + 3)
                let found = try #require(
                    catalogue.newest(.average, of: region, notLaterThan: 2_026, by: set))
                #expect(found.intensity.kilogramsPerKilowattHour == expected, "\(region) \(set)")
                #expect(found.warming == .chosen(set))
            }
        }
    }

    @Test("the equivalents that the publisher adds up agree with ours within 0.0001 kg/kWh")
    func publishedEquivalents() throws {
        let printed = catalogue.factors.filter {
            $0.publication.identifier == "US/epa-egrid2023-rev2-co2e"
        }
        #expect(printed.count == 27)
        for factor in printed {
            let ours = try #require(
                catalogue.newest(.average, of: factor.region, notLaterThan: 2_023))
            let own = try #require(Double(ours.valuePrinted))
            let theirs = try #require(Double(factor.valuePrinted))
            // The tolerance is the publisher's: three places of lb/MWh for methane and N2O.
            #expect(abs(own - theirs) < 0.0001, "\(factor.region)")
        }
    }

    @Test("W10: 770.884 lb/MWh of the country is 0.349667 kg/kWh")
    func nation() throws {
        // 770.884 x 0.45359237 / 1000 = 0.34966710...
        let factor = try #require(catalogue.newest(.average, of: "US", notLaterThan: 2_024))
        let exact = DecimalText(significand: 770_884 * 45_359_237, scale: 14)
        #expect(factor.intensity.kilogramsPerKilowattHour == exact)
        #expect(ExactRational(exact).text(places: 6) == "0.349667")
    }

    @Test("blends: mass fractions times potentials, and the published values of AR5")
    func blends() throws {
        let blends = catalogue.warming.substances.filter { $0.group == .blend }
        #expect(blends.count == 10)
        for blend in blends {
            for set in GWPSet.allCases {
                var sum: Int128 = 0
                var isComplete = true
                for component in blend.components {
                    let share = try digits(component.massFraction.description)
                    guard
                        let potential = catalogue.potential(of: component.substance, in: set)
                    else {
                        isComplete = false
                        continue
                    }
                    let value = try digits(potential.value.description)
                    sum +=
                        share.value * ten(6 - share.places) * value.value
                        * ten(6 - value.places)
                }
                let found = catalogue.potential(of: blend.id, in: set)
                #expect((found != nil) == isComplete, "\(blend.id)")
                if let found {
                    #expect(found.value == DecimalText(significand: sum, scale: 12))
                    #expect(found.isComputed)
                }
            }
        }
        // As lists print them: R-410A 1924, R-407C 1624, R-404A 3943, R-507A 3985 (AR5).
        for (name, printed) in [("R410A", "1923.5"), ("R-407C", "1624.21"), ("r404a", "3942.8")] {
            #expect(catalogue.potential(of: name, in: .ar5)?.value.description == printed)
        }
        #expect(catalogue.potential(of: "R-507A", in: .ar5)?.value == DecimalText("3985"))
        // A list that calls AR4 values AR5 would print 2088.
        #expect(catalogue.potential(of: "R-410A", in: .ar4)?.value.description == "2087.5")
    }

    @Test("sulfur hexafluoride under AR6 is the GHG Protocol's 24300, and the conflict is told")
    func sulfurHexafluoride() throws {
        let potential = try #require(catalogue.potential(of: "SF6", in: .ar6))
        #expect(potential.value == DecimalText("24300"))
        #expect(potential.place.contains("25200"))
        let record = try PublishedCatalogue.record("INT/ipcc-ar6")
        #expect(record.notes?.english.contains("25200") == true)
        #expect(record.notes?.chinese.contains("25200") == true)
    }

    @Test("fuels: NCV x carbon content x oxidation rate x 44/12, for every fuel of both families")
    func fuels() throws {
        let balanced = catalogue.contents.fuels.filter { $0.parameters[.carbonContent] != nil }
        #expect(balanced.count == 15)
        for fuel in balanced {
            let ncv = try #require(fuel.parameters[.netCalorificValue])
            let parameters: [FuelParameter] = [.netCalorificValue, .carbonContent, .oxidationRate]
            let factors = try parameters.map {
                let printed = try #require(fuel.parameters[$0])
                return try digits(printed.valuePrinted)
            }
            // GJ/unit x kgC/GJ x share x 44/12
            let numerator = factors.reduce(Int128(44)) { $0 * $1.value }
            let denominator = factors.reduce(Int128(12)) { $0 * ten($1.places) }
            let unit = try #require(
                FuelUnit(rawValue: String(ncv.unitPrinted.split(separator: "/")[1])))
            let rate = try #require(try fuel.rates(per: unit).carbonDioxide)
            #expect(
                rate.numerator * denominator == numerator * rate.denominator, "\(fuel.factorID)")
        }
        // Diesel: 42.652 x 20.2 x 0.98 x 44/12 = 3095.910... kg/t
        let diesel = try #require(
            catalogue.fuel("diesel", in: "CN-GD", heatingValues: .energyStatistics))
        #expect(try diesel.rates(per: .tonne).carbonDioxide?.text(places: 3) == "3095.910")
        // A litre of 0.84 kg; the density is from memory, so the figure informs only.
        let litre = try diesel.rates(per: .litre)
        #expect(litre.carbonDioxide?.text(places: 6) == "2.600564")
        #expect(litre.confidence == .m)
        #expect(try diesel.rates(per: .kilogram).confidence == .b)
        #expect(throws: FuelFault.self) { try diesel.rates(per: .normalCubicMetre) }
    }

    @Test("W3, W4, W5 and W7: the worked fuel examples of the Australian factors")
    func australianFuels() throws {
        func fuel(_ name: String) throws -> FuelFactor {
            try #require(
                catalogue.fuel(name, in: "AU-NSW", heatingValues: .asPublished))
        }
        func tonnes(_ rate: ExactRational?, _ amount: Int128, places: Int = 3) throws -> String {
            let thousandth = try #require(ExactRational(amount, over: 1_000))
            let mass = try #require(rate?.multiplied(by: thousandth))
            return try #require(mass.text(places: places))
        }
        // W3: 100,000 GJ x 51.4, 0.1, 0.03, 13.1 kg/GJ = 5,140; 10; 3; 1,310 t
        let gas = try fuel("natural_gas").rates(per: .gigajoule)
        #expect(try tonnes(gas.carbonDioxide, 100_000) == "5140.000")
        #expect(try tonnes(gas.otherAsEquivalent, 100_000) == "13.000")
        #expect(try tonnes(gas.upstream, 100_000) == "1310.000")
        // W4: 700 kL x 38.6 GJ/kL x 69.9, 0.1, 0.2, 17.3 = 1,888.698; 2.702 + 5.404; 467.446 t
        let diesel = try fuel("diesel").rates(per: .kilolitre)
        #expect(try tonnes(diesel.carbonDioxide, 700) == "1888.698")
        #expect(try tonnes(diesel.otherAsEquivalent, 700) == "8.106")
        #expect(try tonnes(diesel.upstream, 700) == "467.446")
        // W5: 1,150 kL x 25.3 x (51.4 + 0.1 + 0.03) = 1,499.26535 t
        let liquid = try fuel("lng").rates(per: .kilolitre)
        let sum = liquid.carbonDioxide.flatMap { liquid.otherAsEquivalent?.adding($0) }
        #expect(try tonnes(sum, 1_150, places: 5) == "1499.26535")
        // W7: 10,000 kL x 38.6 x 69.9 = 26,981.4; x 0.01 = 3.86; x 0.4 = 154.4; x 17.3 = 6,677.8
        let road = try fuel("diesel_transport").rates(per: .litre)
        #expect(try tonnes(road.carbonDioxide, 10_000_000) == "26981.400")
        #expect(try tonnes(road.otherAsEquivalent, 10_000_000) == "158.260")
        #expect(try tonnes(road.upstream, 10_000_000) == "6677.800")
    }

    @Test("litres, gallons and terajoules come to the same diesel")
    func units() throws {
        // IPCC: 74,100 kg/TJ x 43.0 GJ/t x 0.844 kg/L / 10^6 = 2.6892372 kg/L
        let world = try #require(catalogue.fuel("diesel", in: "INT", heatingValues: .asPublished))
        #expect(try world.rates(per: .litre).carbonDioxide?.text(places: 7) == "2.6892372")
        #expect(try world.rates(per: .litre).confidence == .c)
        #expect(try world.rates(per: .tonne).carbonDioxide?.text(places: 1) == "3186.3")
        // EPA: 10.21 kg/gal / 3.785411784 L/gal = 2.697196...
        let american = try #require(
            catalogue.fuel("diesel", in: "US-VA", heatingValues: .asPublished))
        #expect(try american.rates(per: .litre).carbonDioxide?.text(places: 6) == "2.697197")
    }

    @Test("coal equivalents by heat follow from 7,000 kcal of standard coal")
    func coal() throws {
        // kcal for each kg, m3 or kWh, over 7,000, rounded as printed to four places
        let kilocalories: [String: Int128] = [
            "electricity": 860, "diesel": 10_200, "gasoline": 10_300, "kerosene": 10_300,
            "fuel_oil": 10_000, "lpg": 12_000, "raw_coal": 5_000, "natural_gas": 8_500,
        ]
        for (carrier, heat) in kilocalories {
            let printed = try #require(
                catalogue.coalEquivalent(of: carrier, by: .calorific, in: "CN-GD"))
            #expect(
                ExactRational(heat, over: 7_000)?.text(places: 4)
                    == printed.quantity.valuePrinted, "\(carrier)")
        }
        // 1 GJ / (7,000 kcal x 4.1868 kJ) = 34.12 kg
        let heat = try #require(catalogue.coalEquivalent(of: "heat", by: .calorific, in: "CN"))
        #expect(
            ExactRational(10_000_000_000, over: 7_000 * 41_868)?.text(places: 2)
                == heat.quantity.valuePrinted)
    }

    @Test("electricity has both coal equivalents: by heat everywhere, by generation in Shanghai")
    func bothCoalEquivalents() throws {
        let shanghai = try #require(
            catalogue.coalEquivalent(of: "electricity", by: .primary, in: "CN-SH"))
        #expect(shanghai.quantity.valuePrinted == "0.28078")
        #expect(
            catalogue.coalEquivalent(of: "electricity", by: .calorific, in: "CN-SH")?.quantity
                .valuePrinted == "0.1229")
        #expect(catalogue.coalEquivalent(of: "electricity", by: .primary, in: "CN-GD") == nil)
    }

    @Test("bought heat: 0.11 t/GJ is 110 kg for each GJ")
    func heat() throws {
        let factor = try #require(catalogue.heat(in: "CN-BJ"))
        #expect(factor.quantity.valuePrinted == "0.11")
        // 2.5 GJ x 110 kg/GJ = 275 kg
        #expect(factor.emission(of: Energy(joules: 2_500_000_000))?.milligrams == 275_000_000)
        #expect(catalogue.heat(in: "US-VA") == nil)
    }
}
