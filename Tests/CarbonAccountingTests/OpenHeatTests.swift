import CarbonAccounting
import Metering
import Provenance
import Quantities
import TestSupport
import Testing

/// Bought heat and cooling that was read in part, or not at all.
extension SourcesTests {
    /// The shares of owed hours that meters of heat are said to have.
    private func heatShares(_ inventory: Inventory) -> [String?] {
        inventory.findings.filter { $0.code == .heatNotCovered }.map { $0.arguments["share"] }
    }

    @Test("a heat meter read in part leaves a figure of the covered hours, which says so")
    func partlyReadHeat() throws {
        let grid = try inventory(buyer()).scope2Location
        var site = buyer()
        site.add(.heatImport, unit: .gigajoule, [("2025-01", .kWh(1_000))])
        let year = try inventory(site)
        // 1,000 kWh = 3.6 GJ x 0.11 t/GJ = 396 kg beside the grid; 744 of 8,760 hours = 0.08493150...
        #expect(year.scope2Location?.milligrams == grid.map { $0.milligrams + 396_000_000 })
        #expect(heatShares(year) == ["0.084932"])
        let finding = year.findings.first { $0.code == .heatNotCovered }
        #expect(finding?.meterID == "m1-heat_import" && finding?.severity == .warning)
        #expect(heatShares(try inventory(site, "2025-01")) == [])
    }

    @Test("a heat or cooling meter without a reading leaves Scope 2 and 3 absent")
    func unreadHeat() throws {
        for account in [Account.heatImport, .coolingImport] {
            var site = buyer()
            if account == .heatImport {
                site.add(account, unit: .gigajoule, [("2025", .kWh(1_000))])
            }
            site.add(account, unit: .gigajoule, [])
            let inventory = try inventory(site)
            #expect(inventory.scope2Location == nil && inventory.scope2Market == nil)
            #expect(inventory.scope3 == nil && heatShares(inventory) == [])
            #expect(inventory.findings.contains { $0.code == .scopeNotEvaluated })
        }
    }

    @Test("bills stand for the hours that a heat meter lacks if they speak of all of them")
    func billsForOpenHeat() throws {
        for (bills, stand) in [
            (["2025-02-01/2025-07-01", "2025-07-01/2026-01-01"], true),
            (["2025-02-01/2025-07-01", "2025-07-02/2026-01-01"], false),
            // Left out, because the meter shows a part of its time.
            (["2025"], false),
        ] {
            var site = buyer()
            site.add(.heatImport, unit: .gigajoule, [("2025-01", .kWh(1_000))])
            let rows = try bills.map { try activity(.heat, nil, "1", "GJ", over: $0, id: $0) }
            let part = try inventory(site, activities: rows)
            #expect(part.scope2Location != nil)
            #expect(heatShares(part) == (stand ? [] : ["0.084932"]), "\(bills)")
        }
        var unread = buyer()
        unread.add(.heatImport, unit: .gigajoule, [])
        let bill = try activity(.heat, nil, "10", "GJ", over: "2025")
        #expect(try inventory(unread, activities: [bill]).scope2Location != nil)
    }
}
