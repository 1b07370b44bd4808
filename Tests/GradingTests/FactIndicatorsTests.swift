import EnergyLedger
import Grading
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Indicators that rest on racks, facts and single accounts.
@Suite struct FactIndicatorsTests {
    private func graded(
        facts: [Fact] = [], kind: Site.Kind = .dataCenter, _ more: (inout SyntheticSite) -> Void
    ) throws -> Indicators {
        var site = SyntheticSite(
            kind: kind, racks: 360, racksDesign: 600, racksOccupied: 262,
            rackNominalKilowatts: DecimalText("4"))
        more(&site)
        return try GradedSite(site, facts: facts).indicators
    }

    private func text(_ id: IndicatorID, _ indicators: Indicators, places: Int = 6) -> String? {
        indicators.figure(id).value?.text(places: places)
    }

    @Test("partial PUE of cooling and of power over the hours that both have")
    func partial() throws {
        // (1000 + 180 + 20) / 1000; (1000 + 50) / 1000
        let indicators = try graded {
            $0.add(.gridImport, [("2025", .MWh(1_300))])
            $0.add(.it, at: .upsOutput, [("2025", .MWh(1_000))])
            $0.add(.cooling, [("2025", .MWh(180))])
            $0.add(.ventilation, [("2025", .MWh(20))])
            $0.add(.upsLoss, [("2025", .MWh(50))])
        }
        #expect(text(.partialPUECooling, indicators) == "1.200000")
        #expect(text(.partialPUEPower, indicators) == "1.050000")
    }

    @Test("racks: occupancy, load use and energy per rack; a third party's count goes before")
    func racks() throws {
        let load: (inout SyntheticSite) -> Void = {
            $0.add(.gridImport, [("2025", .MWh(9_000))])
            $0.add(.it, at: .upsOutput, [("2025", .kWh(7_884_000))])
        }
        let indicators = try graded(load)
        #expect(text(.rackOccupancy, indicators) == "0.727778")  // 262 / 360
        // 7,884,000 kWh / 8760 h = 900 kW; 900 / (360 x 4) = 0.625
        #expect(text(.itLoadUse, indicators) == "0.625000")
        #expect(text(.energyPerRack, indicators) == "25000.000000")  // 9,000,000 / 360
        let counted = try graded(
            facts: [Fact.of("racks_installed", "400"), Fact.of("racks_occupied", "300")], load)
        #expect(text(.rackOccupancy, counted) == "0.750000")
        #expect(text(.itLoadUse, counted) == "0.562500")
        let wrong = try graded(facts: [Fact.of("racks_occupied", "361")], load)
        #expect(wrong.figure(.rackOccupancy).value == nil)
    }

    @Test("on-site share: own generation that is not exported")
    func onsite() throws {
        // (300 - 100) / (1000 + 300 - 100) = 200 / 1200
        let indicators = try graded {
            $0.add(.gridImport, [("2025", .MWh(1_000))])
            $0.add(.onsiteSolar, [("2025", .MWh(300))])
            $0.add(.gridExport, [("2025", .MWh(100))])
        }
        #expect(text(.onsiteShare, indicators) == "0.166667")
    }

    @Test("peak load is the highest hourly mean; demand response is over it")
    func peak() throws {
        // January holds 744 h, the rest 8016 h: 1488 MWh / 744 h = 2 MW
        let indicators = try graded(facts: [Fact.of("demand_response_kw", "100")]) {
            $0.add(
                .gridImport,
                [("2025-01", .MWh(1_488)), ("2025-02-01/2026-01-01", .MWh(8_016))])
        }
        #expect(text(.peakLoad, indicators) == "2000.000000")
        #expect(text(.demandResponseShare, indicators) == "0.050000")
    }

    @Test("telecom intensities: electricity and carbon for each unit of business")
    func telecom() throws {
        let facts = try [
            Fact.of("telecom_business_volume", "2000"), Fact.of("information_flow", "4"),
            Fact.of("data_traffic", "5000000"), Fact.of("base_year_efficiency", "4"),
        ]
        let indicators = try graded(facts: facts, kind: .baseStation) {
            $0.add(.gridImport, [("2025", .MWh(1_000))])
        }
        #expect(text(.ictElectricityPerBusiness, indicators) == "500.000000")
        #expect(text(.ictElectricityPerFlow, indicators) == "250000.000000")
        // 1,000,000 kWh x 0.5 kg = 500 t over 2000
        #expect(text(.ictCarbonPerBusiness, indicators) == "0.250000")
        // 5,000,000 GB / 1,000,000 kWh = 5; (5 - 4) / 4
        #expect(text(.baseStationEfficiency, indicators) == "5.000000")
        #expect(text(.baseStationGain, indicators) == "0.250000")
        #expect(indicators.figure(.ictEnergyPerBusiness).reason != nil)
    }

    @Test("coal equivalents need a factor, and are absent without one")
    func coal() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .MWh(1_000))])
        let graded = try GradedSite(site)
        for id in [IndicatorID.coalEquivalentEqual, .coalEquivalentCalorific, .carbonPerEnergy] {
            #expect(graded.indicators.figure(id).value == nil)
            #expect(graded.indicators.figure(id).reason != nil)
        }
    }

    @Test("of two facts the one that holds on the last day counts")
    func validity() throws {
        let name = try #require(FactName(rawValue: "design_pue"))
        func fact(_ text: String, from: String?, until: String?) throws -> Fact {
            Fact(
                siteID: "dc-1", name: name, text: text,
                number: try #require(Fact.number(text, of: name)),
                from: from.flatMap { CivilDate(iso: $0) },
                until: until.flatMap { CivilDate(iso: $0) }, evidence: "e", assurance: .declared)
        }
        let facts = try [
            fact("1.4", from: nil, until: "2025-07-01"),
            fact("1.3", from: "2025-07-01", until: nil),
        ]
        let indicators = try graded(facts: facts) { $0.add(.gridImport, [("2025", .MWh(1))]) }
        #expect(text(.designedPUE, indicators) == "1.300000")
    }

    @Test(
        "a fact has the form of its name",
        arguments: [
            ("design_pue", "1.25", true), ("design_pue", "-1", false), ("design_pue", "x", false),
            ("legal_person", "true", true), ("legal_person", "1", false),
            ("legal_person", "TRUE", false),
            ("gbt44989_level", "2", true), ("gbt44989_level", "4", false),
            ("caict_grade", "AAAA", true),
        ])
    func forms(name: String, text: String, isRead: Bool) throws {
        let name = try #require(FactName(rawValue: name))
        #expect((Fact.number(text, of: name) != nil) == isRead)
    }

    @Test("own facts begin with x_, others must be known")
    func names() {
        #expect(FactName(rawValue: "x_own_1") != nil)
        #expect(FactName(rawValue: "own") == nil && FactName(rawValue: "x_Ö") == nil)
    }
}
