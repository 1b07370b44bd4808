import CarbonAccounting
import Metering
import Quantities
import TestSupport
import Testing

/// The intervals around figures, by the classes of meters.
extension SourcesTests {
    private func classes(
        _ site: SyntheticSite, _ meter: String = "0.5S", _ transformer: String? = "0.5"
    ) throws -> [MeterClass.Key: MeterClass] {
        let one = try #require(MeterClass(meter: meter, transformer: transformer))
        return Dictionary(
            site.meters.map {
                (MeterClass.Key(meterID: $0.id, validFrom: $0.validity.start), one)
            }
        ) { first, _ in first }
    }

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

    @Test("two lines of one meter are one device, whose errors add")
    func oneDevice() throws {
        var site = SyntheticSite()
        site.add(.gridImport, id: "feeder", [("2025", .kWh(300_000))])
        site.add(.gridImport, id: "feeder", from: "2025-07-01", [("2025-07", .kWh(400_000))])
        let interval = try #require(
            try inventory(site, classes: try classes(site)).uncertainties[.scope2Location])
        // 1 % of 300 + 400 MWh x 0.4419 = 3,093.3 kg, not 2,209.5
        #expect(abs(interval.worst - 3_093_300_000) <= 14)
    }

    @Test("an error of the meter reaches beyond lots that cover everything, and never below them")
    func covered() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(120_000))])
        let lots = [
            Instrument.lot(
                kWh: 120_000, from: "2025-01-01", to: "2026-01-01", cancelled: "2026-01-10")
        ]
        let whole = try inventory(site, lots: lots, classes: try classes(site))
        #expect(whole.scope2Market == .zero && whole.leastMass(of: .scope2Market) == .zero)
        let interval = try #require(whole.uncertainties[.scope2Market])
        let plain = try inventory(site, classes: try classes(site))
        // 1 % of 120,000 kWh at the factor of the remainder, as if no lot were there.
        #expect(interval.worst == plain.uncertainties[.scope2Market]?.worst)
        // Whatever the meters err, a thousand uncovered kilowatt-hours cannot become fewer than none.
        let most = [
            Instrument.lot(
                kWh: 119_000, from: "2025-01-01", to: "2026-01-01", cancelled: "2026-01-10")
        ]
        let rest = try inventory(site, lots: most, classes: try classes(site))
        #expect(try #require(rest.scope2Market?.milligrams) > 0)
        #expect(rest.leastMass(of: .scope2Market) == .zero)
    }

    @Test("where tenants account for their part, their meters err as well")
    func tenantMeters() throws {
        var site = SyntheticSite()
        site.add(.gridImport, [("2025", .kWh(800_000))])
        site.add(.tenantIT, [("2025", .kWh(600_000))])
        let parted = SourceSettings(tenantBoundary: .tenant)
        let all = try classes(site)
        let interval = try #require(
            try inventory(site, sources: parted, classes: all).uncertainties[.scope2Location])
        // The operator has (800 - 600) MWh x 0.4419; 1 % of each: sqrt(8^2 + 6^2) = 10 MWh x 0.4419
        #expect(abs(interval.worst - 4_419_000_000) <= 30)
        let grid = all.filter { $0.key.meterID == site.meters[0].id }
        let unknown = try inventory(site, sources: parted, classes: grid)
        #expect(unknown.uncertainties[.scope2Location] == nil && unknown.uncertaintyReason != nil)
        // Under the operator's boundary they change nothing.
        let whole = try inventory(site, classes: grid).uncertainties[.scope2Location]
        #expect(abs((whole?.worst ?? 0) - 3_535_200_000) <= 12)
    }
}
