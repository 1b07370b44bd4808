import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Fuel: metered, billed, estimated from generators, and what is not known of it.
extension SourcesTests {
    @Test("a tonne of diesel is 3.0959 t of CO2 by its carbon balance")
    func diesel() throws {
        // 42.652 GJ/t x 20.2 tC/TJ x 0.98 x 44/12 = 3,095.909637... kg
        let inventory = try inventory(
            buyer(), activities: [try activity(.stationaryFuel, "diesel", "1", "t")])
        #expect(inventory.scope1?.kilogramsText == "3095.909637")
        #expect(inventory.gases(of: .scope1) == "CO2")
        // No upstream factor is published in China, so Scope 3 is absent and says so.
        #expect(inventory.scope3 == nil)
    }

    @Test("metered fuel comes before a bill of the same time, and a bill outside it still counts")
    func doubleSource() throws {
        var site = buyer()
        // 100 kg metered in March; g are the ledger's unit of mass.
        site.add(.fuel, medium: "diesel", unit: .kilogram, [("2025-03", 100_000)])
        let inventory = try inventory(
            site,
            activities: [
                try activity(.stationaryFuel, "diesel", "5", "t"),
                try activity(.stationaryFuel, "diesel", "1", "t", over: "2025-05", id: "a-2"),
            ])
        // 0.1 + 1 t
        let expected = 309_590_964 + 3_095_909_637
        #expect(abs((inventory.scope1?.milligrams ?? 0) - Int64(expected)) <= 1)
        #expect(inventory.findings.count { $0.code == .doubleSource } == 1)
    }

    @Test("a bill that a meter shows in part is left out, and the figure is of a part of the year")
    func doubleSourceInPart() throws {
        for (bill, isInPart) in [("2025-04", false), ("2025-03-01/2025-05-01", true)] {
            var site = buyer()
            site.add(
                .fuel, medium: "diesel", unit: .kilogram, from: "2025-04-01",
                [("2025-04-01/2026-01-01", 100_000)])
            let inventory = try inventory(
                site,
                activities: [
                    try activity(.stationaryFuel, "diesel", "1", "t", over: bill, id: "bill")
                ])
            #expect(inventory.findings.count { $0.code == .doubleSource } == 1)
            // March is neither metered nor counted from the bill.
            #expect(inventory.partlyStated == (isInPart ? [.scope1] : []))
        }
    }

    @Test("a generator without fuel data is absent, or an estimate by its stated consumption")
    func generator() throws {
        var site = buyer()
        site.add(.generator, [("2025-03", .kWh(10_000))])
        #expect(try inventory(site).scope1 == nil)
        let stated = SourceSettings(
            generator: SourceSettings.Generator(
                fuel: "diesel", consumption: DecimalText(significand: 21, scale: 2), unit: "kg"))
        let estimate = try inventory(site, sources: stated)
        // 10,000 kWh x 0.21 kg x 3.0959096... kg/kg
        #expect(estimate.scope1?.kilogramsText == "6501.410238")
        #expect(estimate.entries.contains { $0.scope == .scope1 && $0.isEstimated })
        #expect(estimate.findings.contains { $0.code == .fuelEstimated })
        // A bill that covers the month takes the place of the estimate.
        let billed = try inventory(
            site, activities: [try activity(.stationaryFuel, "diesel", "1", "t")], sources: stated)
        #expect(billed.scope1?.kilogramsText == "3095.909637")
        #expect(!billed.findings.contains { $0.code == .fuelEstimated })
    }

    @Test("an unknown fuel leaves Scope 1 absent and says so")
    func unknownFuel() throws {
        let inventory = try inventory(
            buyer(), activities: [try activity(.stationaryFuel, "unobtainium", "1", "t")])
        #expect(inventory.scope1 == nil)
        #expect(inventory.findings.contains { $0.code == .noPublishedFactor })
    }

    @Test("a bill that crosses the period counts with its part of the time")
    func crossing() throws {
        // February and March: 28 + 31 days; March has 31/59 of 1 t.
        let bill = try activity(.stationaryFuel, "diesel", "1", "t", over: "2025-02-01/2025-04-01")
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-03", .kWh(1))])
        let march = try inventory(site, "2025-03", activities: [bill])
        #expect(march.scope1?.kilogramsText == "1626.664386")
    }

    @Test(
        "before the first and after the last stated source Scope 1 is absent, between them it is zero",
        arguments: [
            ("2025-01", nil), ("2025-02", "3095.909637"), ("2025-05", "0.000000"),
            ("2025-08", "3095.909637"), ("2025-09", nil), ("2025", "6191.819274"),
        ] as [(String, String?)])
    func unstated(period: String, expected: String?) throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(1_000_000))])
        // 1 t of diesel in February and in August: 2 x 3,095.909637 kg in the year.
        let bills = try ["2025-02", "2025-08"].map {
            try activity(.stationaryFuel, "diesel", "1", "t", over: $0, id: "bill-\($0)")
        }
        let inventory = try inventory(site, period, activities: bills)
        #expect(inventory.scope1?.kilogramsText == expected)
        let reason = inventory.reasons[.scope1]?.text(in: .english)
        #expect((reason == nil) == (expected != nil))
        #expect(reason?.contains("from 2025-02-01 to 2025-08-31 only") ?? true)
        let isSaid = inventory.findings.contains {
            $0.code == .scopeNotEvaluated && $0.arguments["value"] == "Scope 1"
        }
        #expect(isSaid == (expected == nil))
    }

    @Test("a row of zero states that there was nothing")
    func statedZero() throws {
        let none = try activity(.stationaryFuel, "diesel", "0", "t")
        #expect(try inventory(buyer(), activities: [none]).scope1 == .zero)
    }

    @Test("a meter of fuel without a reading leaves Scope 1 absent, whatever else is stated")
    func unreadFuel() throws {
        var site = buyer()
        site.add(.fuel, medium: "diesel", unit: .kilogram, [])
        let refill = try activity(.refrigerantTopup, "R-134a", "1", "kg")
        let absent = try inventory(site, activities: [refill])
        #expect(absent.scope1 == nil)
        #expect(absent.reasons[.scope1]?.english.hasPrefix("the fuel meter m1-fuel") == true)
        #expect(try inventory(buyer(), activities: [refill]).scope1?.kilogramsText == "1300.000000")
    }

    /// Two tanks of diesel, of which only the first was read: 100 kg.
    private func twoTanks(_ second: String = "diesel") -> SyntheticSite {
        var site = buyer()
        site.add(.fuel, medium: "diesel", unit: .kilogram, [("2025-03", 100_000)])
        site.add(.fuel, medium: second, unit: .kilogram, [])
        return site
    }

    @Test(
        "a fuel meter without a reading leaves Scope 1 absent beside one that was read",
        arguments: ["diesel", "natural_gas"])
    func unreadBesideRead(medium: String) throws {
        let inventory = try inventory(twoTanks(medium))
        #expect(inventory.scope1 == nil)
        #expect(inventory.reasons[.scope1]?.english.contains("m2-fuel has no reading") == true)
        #expect(
            inventory.findings.contains {
                $0.code == .scopeNotEvaluated && $0.arguments["value"] == "Scope 1"
            })
        // What was read still stands among the entries.
        #expect(inventory.categories(of: .scope1).map(\.mass.kilogramsText) == ["309.590964"])
    }

    @Test(
        "a bill of other fuel does not stand for an unread meter; bills of its fuel for all the time do"
    )
    func billsForUnread() throws {
        var site = buyer()
        site.add(.fuel, medium: "diesel", unit: .kilogram, [])
        let other = try activity(.mobileFuel, "gasoline", "1", "t")
        #expect(try inventory(site, activities: [other]).scope1 == nil)
        let march = try activity(.stationaryFuel, "diesel", "1", "t")
        #expect(try inventory(site, activities: [march]).scope1 == nil)
        // From the first to the last day, but with all of the year open between them.
        let ends = try ["2025-01-01/2025-01-02", "2025-12-31/2026-01-01"].map {
            try activity(.stationaryFuel, "diesel", "1", "t", over: $0, id: $0)
        }
        #expect(try inventory(site, activities: ends).scope1 == nil)
        // One touches the next, or begins before it ends.
        let bills = try ["2025-03-15/2026-01-01", "2025-01", "2025-02-01/2025-04-01"].map {
            try activity(.stationaryFuel, "diesel", "1", "t", over: $0, id: $0)
        }
        let whole = try #require(try inventory(site, activities: bills).scope1)
        // 3 t x 3.0959096... t, rounded once in each of the 13 entries
        #expect(abs(whole.milligrams - 9_287_728_911) <= 13)
        #expect(try inventory(site, activities: Array(bills.dropFirst())).scope1 == nil)
        // Beside a meter of the same fuel that is read, bills are left out, so they stand for nothing.
        #expect(try inventory(twoTanks(), activities: bills).scope1 == nil)
    }

    @Test("the estimate from a generator stands for the unread meter of its fuel")
    func generatorForUnread() throws {
        let stated = SourceSettings(
            generator: SourceSettings.Generator(
                fuel: "diesel", consumption: DecimalText(significand: 21, scale: 2), unit: "kg"))
        var site = buyer()
        site.add(.generator, [("2025-03", .kWh(10_000))])
        site.add(.fuel, medium: "diesel", unit: .kilogram, [])
        #expect(try inventory(site, sources: stated).scope1?.kilogramsText == "6501.410238")
        site.add(.fuel, medium: "natural_gas", unit: .kilogram, [])
        #expect(try inventory(site, sources: stated).scope1 == nil)
    }

    /// The shares of owed hours that meters of fuel are said to have.
    private func shares(_ inventory: Inventory) -> [String?] {
        inventory.findings.filter { $0.code == .fuelNotCovered }.map { $0.arguments["share"] }
    }

    @Test("a fuel meter read in part leaves a figure of the covered hours, which says so")
    func partlyRead() throws {
        var site = buyer()
        site.add(.fuel, medium: "diesel", unit: .kilogram, [("2025-01", 100_000)])
        let january = try inventory(site)
        // 0.1 t x 3,095.909637 kg/t; 744 of 8,760 hours = 0.08493150...
        #expect(january.scope1?.kilogramsText == "309.590964")
        #expect(shares(january) == ["0.084932"])
        let finding = january.findings.first { $0.code == .fuelNotCovered }
        #expect(finding?.meterID == "m1-fuel" && finding?.siteID == "dc-1")
        #expect(finding?.severity == .warning)
        #expect(shares(try inventory(site, "2025-01")) == [])
        // Without a single hour of it the figure is absent, and that is said instead.
        let february = try inventory(site, "2025-02")
        #expect(february.scope1 == nil && shares(february) == [])
    }

    @Test(
        "bills stand for the hours that a fuel meter lacks if they speak of all of them and count",
        arguments: [
            (["2025-02-01/2026-01-01"], true),
            (["2025-02-01/2025-07-01", "2025-07-01/2026-01-01"], true),
            (["2025-02-01/2025-07-01", "2025-07-02/2026-01-01"], false),
            // Left out, because the meter shows a part of its time.
            (["2025"], false),
        ])
    func billsForOpen(bills: [String], stand: Bool) throws {
        var site = buyer()
        site.add(.fuel, medium: "diesel", unit: .kilogram, [("2025-01", 100_000)])
        let rows = try bills.map {
            try activity(.stationaryFuel, "diesel", "1", "t", over: $0, id: $0)
        }
        let inventory = try inventory(site, activities: rows)
        #expect(inventory.scope1 != nil)
        #expect(shares(inventory) == (stand ? [] : ["0.084932"]))
    }

    @Test("the estimate from a generator stands for the hours that the meter of its fuel lacks")
    func generatorForOpen() throws {
        let stated = SourceSettings(
            generator: SourceSettings.Generator(
                fuel: "diesel", consumption: DecimalText(significand: 21, scale: 2), unit: "kg"))
        var site = buyer()
        site.add(.generator, [("2025-03", .kWh(10_000))])
        site.add(.fuel, medium: "diesel", unit: .kilogram, [("2025-01", 100_000)])
        // The bill is left out, so it does not stand in the way of the estimate either.
        let year = try activity(.stationaryFuel, "diesel", "9", "t", over: "2025")
        for bills in [[], [year]] {
            let inventory = try inventory(site, activities: bills, sources: stated)
            // 309.590964 of the meter + 6,501.410238 of 10,000 kWh x 0.21 kg
            #expect(inventory.scope1?.kilogramsText == "6811.001202")
            #expect(shares(inventory) == [])
        }
    }

    @Test("fuel and heat of readings that are estimates are marked as estimates")
    func estimatedReadings() throws {
        var site = buyer()
        site.add(.fuel, medium: "diesel", unit: .kilogram, [("2025-01", 100_000)])
        site.add(.fuel, medium: "diesel", unit: .kilogram, isEstimate: true, [("2025-02", 100_000)])
        site.add(.heatImport, unit: .gigajoule, isEstimate: true, [("2025-02", .kWh(100))])
        let entries = try inventory(site).entries
        #expect(
            entries.filter { $0.account == .fuel && $0.scope == .scope1 }.map(\.isEstimated) == [
                false, true,
            ])
        #expect(entries.filter { $0.account == .heatImport }.map(\.isEstimated) == [true, true])
    }

    @Test("gas by the cubic metre is metered as it is billed")
    func cubicMetres() throws {
        var site = buyer()
        // 1,000 m3 in mL
        site.add(.fuel, medium: "natural_gas", unit: .cubicMetre, [("2025", 1_000_000_000)])
        let bill = try activity(.stationaryFuel, "natural_gas", "1000", "m3", over: "2025")
        let metered = try #require(try inventory(site).scope1?.milligrams)
        let billed = try #require(try inventory(buyer(), activities: [bill]).scope1?.milligrams)
        #expect(abs(metered - billed) <= 12)
    }

    @Test("a sub-meter of fuel or heat is a part of its parent, and counts once")
    func subMeters() throws {
        for isParted in [false, true] {
            var site = buyer()
            site.add(.fuel, medium: "diesel", unit: .kilogram, id: "tank", [("2025", 100_000)])
            site.add(
                .heatImport, medium: "heat", unit: .gigajoule, id: "h", [("2025", .kWh(1_000))])
            if isParted {
                site.add(
                    .fuel, medium: "diesel", unit: .kilogram, parent: "tank", [("2025", 40_000)])
                site.add(
                    .heatImport, medium: "heat", unit: .gigajoule, parent: "h",
                    [("2025", .kWh(400))])
            }
            let inventory = try inventory(site)
            // 0.1 t x 3,095.909637 kg/t, and 3.6 GJ of heat in whichever part, to a milligram a month
            #expect(abs((inventory.scope1?.milligrams ?? 0) - 309_590_964) <= 24)
            #expect(abs((inventory.scope2Location?.milligrams ?? 0) - 442_296_000_000) <= 48)
        }
    }

    @Test("bills of a part of the period are named, unless a meter stands beside them")
    func billedInPart() throws {
        func codes(_ period: String, _ bills: [String], meter: Bool = false) throws -> Int {
            var site = buyer()
            if meter {
                site.add(.fuel, medium: "diesel", unit: .kilogram, [("2025-04-01/2026-01-01", 1)])
            }
            let rows = try bills.map {
                try activity(.stationaryFuel, "diesel", "1", "t", over: $0, id: $0)
            }
            let inventory = try inventory(site, period, activities: rows)
            let count = inventory.findings.count { $0.code == .billedInPart }
            #expect(inventory.partlyStated == (count == 0 ? [] : [.scope1]))
            return count
        }
        #expect(try codes("2025", ["2025Q1"]) == 1)
        #expect(try codes("2025Q1", ["2025Q1"]) == 0)
        // Between two bills nothing was burnt.
        #expect(try codes("2025", ["2025-01", "2025-12"]) == 0)
        #expect(try codes("2025", ["2025Q1"], meter: true) == 0)
    }

    @Test("a generator of which nothing is known leaves Scope 1 absent, whatever else is stated")
    func unreadGenerator() throws {
        var site = buyer()
        site.add(.generator, [])
        let gas = try activity(.refrigerantTopup, "R134a", "1", "kg")
        let inventory = try inventory(site, activities: [gas])
        #expect(inventory.scope1 == nil)
        #expect(inventory.findings.contains { $0.code == .scopeNotEvaluated })
        let fuel = try activity(.stationaryFuel, "diesel", "1", "t", over: "2025", id: "a-2")
        #expect(try self.inventory(site, activities: [gas, fuel]).scope1 != nil)
    }

    @Test("a publisher that prints burning and supply in turn leaves neither unknown")
    func inTurn() throws {
        var site = SyntheticSite(region: "GB")
        site.add(.gridImport, [("2025", .MWh(1))])
        let bill = try activity(.stationaryFuel, "gas_oil", "1", "L", over: "2025")
        let inventory = try inventory(site, activities: [bill])
        // 2.75541 kg/L, as printed last; each month is rounded to a milligram
        #expect(abs((inventory.scope1?.milligrams ?? 0) - 2_755_410) <= 12)
        #expect(inventory.scope3 != nil)
    }
}
