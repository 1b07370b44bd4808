import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Scope 1, heat and cooling, tenants, intervals: sources beside the grid.
@Suite struct SourcesTests {
    private let catalogue: FactorCatalogue

    init() throws { catalogue = try PublishedCatalogue.load() }

    private func inventory(
        _ site: SyntheticSite, _ period: String = "2025", activities: [Activity] = [],
        sources: SourceSettings = SourceSettings(), lots: [Instrument] = [],
        classes: [MeterClass.Key: MeterClass] = [:]
    ) throws -> Inventory {
        let balances = try site.balances(period)
        let months = try #require(Period(period)).months
        let allocation = match(
            lots, [SiteConsumption(of: balances.journal, months: months)])
        return Inventory(
            of: balances, catalogue: catalogue, settings: AccountingSettings(sources: sources),
            inputs: AccountingInputs(
                allocations: lots.isEmpty ? [:] : [2025: allocation], activities: activities,
                meters: site.meters, meterClasses: classes))
    }

    private func activity(
        _ kind: Activity.Kind, _ substance: String?, _ amount: String, _ unit: String,
        over period: String = "2025-03", id: String = "a-1"
    ) throws -> Activity {
        Activity(
            id: id, siteID: "dc-1", interval: try #require(Period(period)).interval(in: .shanghai),
            kind: kind, substance: substance, amount: try #require(DecimalText(amount)),
            unit: unit, evidence: "bill")
    }

    private func buyer() -> SyntheticSite {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(1_000_000))])
        return site
    }

    // MARK: - Fuel

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

    @Test("goods alone do not stand for Scope 3 where the grid was not read, or has no factor")
    func goodsAlone() throws {
        let goods = try activity(.purchasedGoods, nil, "5", "tCO2e")
        var unread = SyntheticSite(region: "GB")
        unread.add(.gridImport, [])
        var unknown = SyntheticSite(region: "ZZ")
        unknown.add(.gridImport, [("2025", .MWh(1_000))])
        for site in [unread, unknown] {
            let inventory = try inventory(site, activities: [goods])
            #expect(inventory.scope2Location == nil)
            #expect(inventory.scope3 == nil)
            #expect(inventory.reasons[.scope3] == inventory.reasons[.scope2Location])
            #expect(
                inventory.categories(of: .scope3).map(\.mass.kilogramsText) == ["5000.000000"])
        }
    }

    @Test("fuel that is not known leaves Scope 3 without its upstream, so absent")
    func upstreamOfUnread() throws {
        var site = SyntheticSite(region: "GB")
        site.add(.gridImport, [("2025", .MWh(1_000))])
        #expect(try inventory(site).scope3 != nil)
        site.add(.fuel, medium: "diesel", unit: .litre, [])
        let inventory = try inventory(site)
        #expect(inventory.scope1 == nil && inventory.scope3 == nil)
        #expect(inventory.reasons[.scope3] == inventory.reasons[.scope1])
    }

    @Test("bought heat, whose upstream nobody publishes, leaves Scope 3 absent")
    func upstreamOfHeat() throws {
        var site = SyntheticSite(region: "GB")
        site.add(.gridImport, [("2025", .MWh(1_000))])
        let heat = try activity(.heat, nil, "100", "GJ")
        let inventory = try inventory(site, activities: [heat])
        #expect(inventory.scope3 == nil)
        #expect(inventory.categories(of: .scope3).map(\.category) == [.fuelAndEnergy])
    }

    @Test("masses that no site can emit leave the figure absent; nothing overflows")
    func tooMuch() throws {
        // 9.2 thousand million tonnes just fit; two of them do not, nor two sites together.
        let rows = try ["a-1", "a-2"].map {
            try activity(.purchasedGoods, nil, "9200000000", "tCO2e", id: $0)
        }
        var site = SyntheticSite(region: "GB")
        site.add(.gridImport, [("2025", .MWh(1_000))])
        let inventory = try inventory(site, activities: rows)
        #expect(inventory.scope3 == nil)
        #expect(inventory.reasons[.scope3]?.english.contains("too large") == true)
        let agents = try ["a-1", "a-2"].map {
            try activity(.refrigerantTopup, "R-22", "9200000000", "t", id: $0)
        }
        #expect(try self.inventory(site, activities: agents).scope1 == nil)
    }

    // MARK: - Gases

    @Test("refilled gases count with their potential; ozone-depleting ones outside the scopes")
    func gases() throws {
        let inventory = try inventory(
            buyer(),
            activities: [
                try activity(.refrigerantTopup, "R134a", "10", "kg"),
                try activity(.fireSuppression, "FM-200", "2", "kg", id: "a-2"),
                try activity(.sf6, nil, "0.5", "kg", id: "a-3"),
                try activity(.refrigerantTopup, "R-22", "4", "kg", id: "a-4"),
            ])
        // 10 x 1,300 + 2 x 3,350 + 0.5 x 23,500 = 13,000 + 6,700 + 11,750
        #expect(inventory.scope1?.kilogramsText == "31450.000000")
        #expect(inventory.outsideScopes == ["HCFC-22": 4_000_000])
        #expect(inventory.findings.contains { $0.code == .outsideScopes })
    }

    @Test("a mass balance: stock and purchases less stock, recovery and new capacity")
    func balance() throws {
        func row(_ kind: Activity.Kind, _ amount: String, _ id: String) throws -> Activity {
            try activity(kind, "R-134a", amount, "kg", over: "2025", id: id)
        }
        let rows = [
            try row(.refrigerantStockStart, "20", "1"), try row(.refrigerantPurchase, "30", "2"),
            try row(.refrigerantStockEnd, "15", "3"), try row(.refrigerantRecovery, "5", "4"),
            try row(.refrigerantCapacityIncrease, "18", "5"),
        ]
        // 20 + 30 - 15 - 5 - 18 = 12 kg x 1,300
        let inventory = try inventory(buyer(), activities: rows)
        #expect(abs((inventory.scope1?.milligrams ?? 0) - 15_600_000_000) <= 6)
        let wrong = try self.inventory(
            buyer(), activities: [try row(.refrigerantStockEnd, "1", "1")])
        #expect(wrong.scope1 == nil)
        #expect(wrong.findings.contains { $0.code == .massBalanceNegative })
    }

    // MARK: - Heat and cooling

    @Test("bought heat is 0.11 t/GJ in Scope 2, by both methods")
    func heat() throws {
        let inventory = try inventory(buyer(), activities: [try activity(.heat, nil, "100", "GJ")])
        let plain = try self.inventory(buyer())
        let more = { (scope: EmissionScope) in
            (inventory.mass(of: scope)?.milligrams ?? 0) - (plain.mass(of: scope)?.milligrams ?? 0)
        }
        #expect(more(.scope2Location) == 11_000_000_000 && more(.scope2Market) == 11_000_000_000)
    }

    @Test("bought cooling is the supplier's electricity")
    func cooling() throws {
        var site = buyer()
        site.add(.coolingImport, [("2025-03", .kWh(40_000))])
        let inventory = try inventory(
            site,
            sources: SourceSettings(
                cooling: SourceSettings.Cooling(
                    performance: DecimalText(significand: 4, scale: 0), isEstimate: false)))
        let plain = try self.inventory(buyer())
        // 40,000 / 4 x 0.4419
        let more =
            (inventory.scope2Location?.milligrams ?? 0) - (plain.scope2Location?.milligrams ?? 0)
        #expect(more == 4_419_000_000)
    }

    // MARK: - Tenants

    @Test("operator and tenants together are the site, under both boundaries, with lots")
    func tenants() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(1_000_000))])
        site.add(.it, [("2025", .kWh(300_000))])
        site.add(.tenantIT, [("2025", .kWh(500_000))])
        let lots = [Instrument.lot("deal", .ppa, kWh: 400_000, contract: "c", settlement: "s")]
        let whole = try inventory(site, lots: lots)
        let parted = try inventory(
            site, sources: SourceSettings(tenantBoundary: .tenant), lots: lots)
        let tenants = try #require(parted.tenants)
        for (scope, part) in [
            (EmissionScope.scope2Location, tenants.location), (.scope2Market, tenants.market),
        ] {
            let sum = try #require(parted.mass(of: scope)) + part
            #expect(sum == whole.mass(of: scope))
        }
        // Half of the electricity: 1,000,000 x 0.4419 / 2, month by month
        #expect(abs(tenants.location.milligrams - 220_950_000_000) <= 12)
        #expect(whole.tenants?.boundary == .operator)
        #expect(
            parted.categories(of: .scope3).first { $0.category == .downstreamLeasedAssets }?.mass
                == tenants.location)
    }

    // MARK: - Intervals

    @Test("errors of one meter add over time, of different meters in quadrature")
    func uncertainty() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(300_000))])
        site.add(.gridImport, [("2025", .kWh(400_000))])
        let one = try #require(MeterClass(meter: "0.5S", transformer: "0.5"))
        let classes = Dictionary(
            uniqueKeysWithValues: site.meters.map {
                (MeterClass.Key(meterID: $0.id, validFrom: $0.validity.start), one)
            })
        let inventory = try inventory(site, classes: classes)
        // 1 % of 300 and 400 MWh in quadrature: 1 % of 500 MWh x 0.4419 = 2,209.5 kg
        let interval = try #require(inventory.uncertainties[.scope2Location])
        #expect(abs(interval.worst - 2_209_500_000) <= 2)
        // sqrt(0.5^2 + 0.5^2) % = 0.7071068 % of 220,950 kg: 1,562.3524... kg
        #expect(abs(interval.root - 1_562_352_433) <= 4)
        #expect(try self.inventory(site).uncertaintyReason != nil)
    }

    @Test(
        "Scope 3: upstream always, losses where the factor divides by generation, goods as stated")
    func valueChain() throws {
        // 1,000 MWh in Great Britain: losses 0.01853, upstream 0.0459, upstream of losses 0.00397 kg/kWh: 18,530
        // + 45,900 + 3,970 = 68,400 kg
        var site = SyntheticSite(region: "GB")
        site.add(.gridImport, [("2025", .MWh(1_000))])
        let upstream = try inventory(site)
        let milligrams = try #require(upstream.scope3?.milligrams)
        // Twelve months of three factors are rounded to a milligram each.
        #expect(abs(milligrams - 68_400_000_000) <= 36)
        #expect(upstream.categories(of: .scope3).map(\.category) == [.fuelAndEnergy])
        let goods = try inventory(
            site,
            activities: [
                try activity(.purchasedGoods, nil, "5", "tCO2e", id: "services"),
                try activity(.capitalGoods, nil, "700", "kgCO2e", id: "servers"),
            ])
        #expect(goods.scope3?.milligrams == milligrams + 5_700_000_000)
        let masses = Dictionary(
            goods.categories(of: .scope3).map { ($0.category, $0.mass.kilogramsText) }
        ) { first, _ in first }
        #expect(masses[.purchasedGoods] == "5000.000000")
        #expect(masses[.capitalGoods] == "700.000000")
        // Goods alone do not stand for what is not known of the electricity.
        let china = try inventory(
            buyer(), activities: [try activity(.purchasedGoods, nil, "5", "tCO2e")])
        #expect(china.scope3 == nil && china.reasons[.scope3] != nil)
        #expect(
            china.categories(of: .scope3).map(\.mass.kilogramsText) == ["5000.000000"])
    }

    @Test(
        "T6: a meter of class 0.2 behind transformers of 0.5: 1000 kWh are 993 to 1007, or 0.538516 %"
    )
    func classes() throws {
        let meterClass = try #require(MeterClass(meter: "0.2", transformer: "0.5"))
        // In milliwatt-hours, so that six digits of the percentage are whole numbers.
        let parts: [(amount: Int64, meterClass: MeterClass)] = [(1_000_000_000_000, meterClass)]
        let interval = try #require(Uncertainty(of: parts))
        #expect(interval.worst == 7_000_000_000)
        // sqrt(0.2^2 + 0.5^2) = sqrt(0.29) = 0.5385164807... %, up to the next whole
        #expect(interval.root == 5_385_164_808)
    }

    @Test("a class that is no number gives no interval", arguments: ["A", "", "0", "101"])
    func noClass(text: String) {
        #expect(MeterClass(meter: text, transformer: nil) == nil)
    }
}
