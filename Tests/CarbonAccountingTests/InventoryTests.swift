import CarbonAccounting
import EnergyLedger
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

@Suite struct InventoryTests {
    private func inventory(
        _ site: SyntheticSite, _ period: String = "2025",
        profile: AccountingProfile = .ghgProtocol2015,
        fallback: [FactorStep] = [], omitting: Set<FactorVariant> = []
    ) throws -> Inventory {
        Inventory(
            of: try site.balances(period),
            catalogue: try PublishedCatalogue.load(omitting: omitting),
            settings: AccountingSettings(
                profile: profile, location: LocationChoice(fallback: fallback)))
    }

    /// A site that bought 1,000,000 kWh in 2025.
    private func buyer(_ region: String = "CN-GD") -> SyntheticSite {
        var site = SyntheticSite(region: region)
        site.add(.gridImport, [("2025", .kWh(1_000_000))])
        return site
    }

    @Test("a million kilowatt-hours in Guangdong are 441,900 kg exactly")
    func million() throws {
        // 1,000,000 kWh x 0.4419 kg/kWh = 441,900 kg
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-07", .kWh(1_000_000))])
        let inventory = try inventory(site)
        #expect(inventory.scope2Location == EmissionMass(milligrams: 441_900_000_000))
        #expect(inventory.scope2Location?.kilogramsText == "441900.000000")
    }

    @Test("each month is one entry, rounded once, and the total is the sum of the entries")
    func entries() throws {
        let inventory = try inventory(buyer())
        let location = inventory.entries.filter { $0.method == .location }
        #expect(location.count == 12)
        #expect(location.map(\.month.label).first == "2025-01")
        #expect(
            location.reduce(Energy.zero) { $0 + ($1.energy ?? .zero) } == .kilowattHours(1_000_000))
        let sum = location.reduce(EmissionMass.zero) { $0 + $1.mass }
        #expect(inventory.scope2Location == sum)
        // Twelve roundings of at most half a milligram each.
        #expect(abs(sum.milligrams - 441_900_000_000) <= 6)
    }

    @Test(
        "an entry is rounded half to even to a milligram",
        arguments: [(1, 0), (3, 2), (5, 2), (7, 4)])
    func rounding(joules: Int64, milligrams: Int64) throws {
        // 1.8 kg/kWh = 1,800,000 mg / 3,600,000 J = 0.5 mg/J: 0.5 -> 0, 1.5 -> 2, 2.5 -> 2, 3.5 -> 4
        let factor = try #require(EmissionFactor.sample("1.8"))
        let month = try #require(Period("2025-01"))
        let entry = EmissionEntry(
            siteID: "dc-1", account: .gridImport, month: month, method: .location,
            energy: Energy(joules: joules), choice: FactorChoice(factor))
        #expect(entry?.mass.milligrams == milligrams)
    }

    @Test("every month takes the newest factor of its own year")
    func years() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2022-12", .kWh(1_000)), ("2023-01", .kWh(1_000))])
        let inventory = try inventory(site, "2022-12-01/2023-02-01")
        // 1000 x 0.4403 + 1000 x 0.4419 = 882.2 kg
        #expect(inventory.scope2Location?.kilogramsText == "882.200000")
        let used = inventory.factors.filter { $0.methods == [.location] }.map(
            \.factor.factorID)
        #expect(used == ["CN-GD/2022/average", "CN-GD/2023/average"])
    }

    @Test(
        "the profile prices the remainder of the market-based figure",
        arguments: [
            // 1,000,000 kWh at 0.6096, 0.5703 and 0.5306 kg/kWh
            (AccountingProfile.ghgProtocol2015, "609600.0", "excluding_market_non_fossil"),
            (.cnMarketGEC, "609600.0", "excluding_market_non_fossil"),
            (.ghgProtocolHourly, "609600.0", "excluding_market_non_fossil"),
            (.cnMEEEnterprise, "570300.0", "enterprise_reporting"),
            (.cnGBT32150, "530600.0", "average"),
        ])
    func profiles(profile: AccountingProfile, kilograms: String, variant: String) throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025-07", .kWh(1_000_000))])
        let inventory = try inventory(site, profile: profile)
        #expect(inventory.scope2Market?.kilogramsText == kilograms + "00000")
        let factor = try #require(inventory.factors.first { $0.methods == [.market] }?.factor)
        #expect(factor.variant == variant)
        #expect(factor.region == "CN")
        #expect(factor.fallback == nil)
        #expect(!inventory.findings.contains { $0.code == .residualMixMissing })
    }

    @Test("without a residual mix the location factor stands in, once disclosed")
    func noResidual() throws {
        let inventory = try inventory(
            buyer(), omitting: [.excludingMarketNonFossil, .enterpriseReporting])
        #expect(inventory.scope2Market == inventory.scope2Location)
        #expect(inventory.findings.count { $0.code == .residualMixMissing } == 1)
        #expect(inventory.factors.count == 1)
        #expect(inventory.factors.first?.methods == [.location, .market])
    }

    @Test("without a prescribed national factor the market-based figure is absent")
    func noConstant() throws {
        let inventory = try inventory(
            buyer(), profile: .cnMEEEnterprise, omitting: [.enterpriseReporting])
        #expect(inventory.scope2Market == nil)
        #expect(inventory.scope2Location != nil)
        #expect(inventory.reasons[.scope2Market] != nil)
        #expect(inventory.findings.contains { $0.code == .noPublishedFactor })
    }

    @Test("Tibet has no figure unless a step is named, and then the entry says which")
    func tibet() throws {
        let refused = try inventory(buyer("CN-XZ"))
        #expect(refused.scope2Location == nil)
        #expect(refused.scope2Market == nil)
        #expect(refused.entries.isEmpty)
        let finding = try #require(refused.findings.first { $0.code == .noPublishedFactor })
        #expect(finding.severity == .disqualifies)
        #expect(finding.arguments == ["value": "CN-XZ", "year": "2025"])

        let allowed = try inventory(buyer("CN-XZ"), fallback: [.nation])
        #expect(allowed.entries.allSatisfy { $0.factor.fallback == .nation })
        #expect(allowed.findings.contains { $0.code == .factorFallback })
        // 1,000,000 kWh x 0.5306
        #expect(abs((allowed.scope2Location?.milligrams ?? 0) - 530_600_000_000) <= 6)
    }

    @Test("a step to the grid opens no national residual mix to Tibet")
    func tibetGrid() throws {
        let inventory = try inventory(buyer("CN-XZ"), fallback: [.grid])
        #expect(inventory.entries.allSatisfy { $0.factor.region == "CN-GRID-SOUTHWEST" })
        #expect(inventory.findings.contains { $0.code == .residualMixMissing })
    }

    @Test("exports reduce nothing, own generation used on site is zero and asked about")
    func ownGeneration() throws {
        var site = buyer()
        site.add(.onsiteSolar, [("2025", .kWh(300_000))])
        site.add(.gridExport, [("2025", .kWh(100_000))])
        let inventory = try inventory(site)
        #expect(inventory.scope2Location == (try self.inventory(buyer()).scope2Location))
        #expect(inventory.findings.contains { $0.code == .attributesUnproven })
    }

    @Test("generation that is exported whole raises no question")
    func exportedWhole() throws {
        var site = buyer()
        site.add(.onsiteSolar, [("2025", .kWh(300_000))])
        site.add(.gridExport, [("2025", .kWh(300_000))])
        #expect(!(try inventory(site).findings.contains { $0.code == .attributesUnproven }))
    }

    @Test("a direct line is bought electricity with entries of its own")
    func directLine() throws {
        var site = buyer()
        site.add(.directLine, [("2025", .kWh(12_000))])
        let inventory = try inventory(site)
        #expect(inventory.entries.count { $0.account == .directLine } == 24)
    }

    @Test("electricity that was not read is absent, not zero")
    func unread() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [])
        site.add(.it, at: .upsOutput, [("2025", .kWh(1_000))])
        let inventory = try inventory(site)
        #expect(inventory.scope2Location == nil)
        #expect(inventory.reasons[.scope2Location] != nil)
    }

    @Test("bought cooling leaves Scope 2 without a total, its electricity without a gap")
    func boughtCooling() throws {
        var site = buyer()
        site.add(.coolingImport, [("2025", .kWh(50_000))])
        let inventory = try inventory(site)
        #expect(inventory.scope2Location == nil)
        #expect(inventory.entries.count == 24)
    }

    @Test("Scope 1 and Scope 3 are absent with a reason, never zero")
    func otherScopes() throws {
        let inventory = try inventory(buyer())
        #expect(inventory.scope1 == nil && inventory.scope3 == nil)
        #expect(inventory.reasons[.scope1] != nil && inventory.reasons[.scope3] != nil)
        #expect(inventory.findings.count { $0.code == .scopeNotEvaluated } == 2)
    }

    @Test("a total over sites is the sum, and absent when one of them is")
    func totals() throws {
        let (one, none) = (try inventory(buyer()), try inventory(buyer("CN-XZ")))
        let mass = try #require(one.scope2Location)
        #expect(Inventory.total(.scope2Location, of: [one, one]) == mass + mass)
        #expect(Inventory.total(.scope2Location, of: [one, none]) == nil)
        #expect(Inventory.total(.scope2Location, of: []) == nil)
    }
}
