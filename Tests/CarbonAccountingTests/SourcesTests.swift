import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Scope 1, heat and cooling, tenants, intervals: sources beside the grid.
@Suite struct SourcesTests {
    let catalogue: FactorCatalogue

    init() throws { catalogue = try PublishedCatalogue.load() }

    func inventory(
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

    func activity(
        _ kind: Activity.Kind, _ substance: String?, _ amount: String, _ unit: String,
        over period: String = "2025-03", id: String = "a-1"
    ) throws -> Activity {
        Activity(
            id: id, siteID: "dc-1", interval: try #require(Period(period)).interval(in: .shanghai),
            kind: kind, substance: substance, amount: try #require(DecimalText(amount)),
            unit: unit, evidence: "bill")
    }

    func buyer() -> SyntheticSite {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(1_000_000))])
        return site
    }

    // MARK: - What Scope 3 lacks

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

    @Test("what tenants account for is in the operator's categories no more, and in no sum twice")
    func tenantCategories() throws {
        var site = SyntheticSite(region: "GB")
        site.add(.gridImport, [("2025", .kWh(876_000))])
        site.add(.it, [("2025", .kWh(175_200))])
        site.add(.tenantIT, [("2025", .kWh(350_400))])
        for boundary in [TenantBoundary.operator, .tenant] {
            let inventory = try inventory(site, sources: SourceSettings(tenantBoundary: boundary))
            for scope in EmissionScope.allCases where inventory.mass(of: scope) != nil {
                let parts = inventory.categories(of: scope).reduce(EmissionMass.zero) {
                    $0 + $1.mass
                }
                #expect(parts == inventory.mass(of: scope), "\(boundary) \(scope)")
            }
            let whole = try self.inventory(site)
            #expect(inventory.siteMass(of: .location) == whole.scope2Location)
            #expect(inventory.siteMass(of: .market) == whole.scope2Market)
        }
    }

    @Test("the tenants' share of what is not known is not known")
    func tenantsOfUnknown() throws {
        var site = buyer()
        site.add(.it, [("2025", .kWh(300_000))])
        site.add(.tenantIT, [("2025-07", .kWh(100_000))])
        let tenants = try #require(try inventory(site).tenants)
        #expect(tenants.upstreamLocation != nil)
        // Of July alone: 300,000 kWh x 744 / 8,760 h = 25,479.45 beside 100,000
        let share = try #require(tenants.share)
        #expect(share.text(places: 4) == "0.7969")
        let diesel = try activity(.stationaryFuel, "unheard_of", "1", "t", over: "2025")
        let unknown = try inventory(site, activities: [diesel])
        #expect(unknown.scope1 == nil && unknown.tenants?.upstreamLocation == nil)
    }

    // MARK: - Value chain and classes

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
