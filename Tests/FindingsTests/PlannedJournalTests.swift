import CarbonAccounting
import EnergyLedger
import Foundation
import Grading
import Metering
import Quantities
import Retrofit
import Testing

@testable import Runs

/// What a plan says of a site is what the street says of the readings that the plan would leave.
@Suite struct PlannedJournalTests {
    private static let project = Reproducer.root.deletingLastPathComponent()
        .deletingLastPathComponent()

    private func write(_ files: [String: String], to folder: URL) throws {
        for (name, text) in files {
            let url = folder.appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: url, atomically: true, encoding: .utf8)
        }
    }

    private func run(_ folder: URL) throws -> Run {
        let portfolio = try Portfolio(folder: folder.path)
        _ = try Ingest.run([], into: portfolio)
        let data = try PublishedData(folder: Self.project.path, for: portfolio)
        return try Run(portfolio, data, over: try #require(Period("2025")))
    }

    @Test("law: what a plan says is what the street says of its journal, ingested as readings")
    func ingested() throws {
        let base = FileManager.default.temporaryDirectory.appendingPathComponent(
            "carbongrade-planned-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: base) }
        let common = [
            "portfolio.yaml": """
            organisation: One
            tariff: {flat: 0.7, peak: 1.1, peak_hours: 10-12;14-19}

            """,
            "sites.csv": """
            site_id,kind,region,timezone,racks_installed,it_design_kw,cooling
            dc,data_center,CN-GD,Asia/Shanghai,400,1000,air

            """,
        ]
        var rows = "timestamp,meter_id,value\n"
        for day in 0..<365 {
            let date = Date(timeIntervalSince1970: Double(20_089 + day) * 86_400)
            let stamp = date.ISO8601Format().prefix(10)
            rows += "\(stamp),g,\(15_300 + day % 11)\n\(stamp),i,\(9_600 + day % 7)\n"
            rows += "\(stamp),c,\(4_300 + day % 5)\n\(stamp),w,\(3 + day % 2)\n"
        }
        let before = base.appendingPathComponent("before")
        try write(
            common.merging([
                "meters.csv": """
                meter_id,site_id,account,quantity,unit,interval,measurement_point
                g,dc,grid_import,interval,kWh,P1D,
                i,dc,it,interval,kWh,P1D,ups_output
                c,dc,cooling,interval,kWh,P1D,
                w,dc,water_fresh,interval,m3,P1D,

                """,
                "measures.csv": """
                measure,title,effect,end_use,saving_low,saving_high,quantity,capex,life_years,annual_water_m3
                a,A,share,cooling,0.4,0.45,,9000,10,2500.1234567
                b,B,share,it,0.03,0.04,,9000,8,
                c,C,generation,,1000,1100,300,400000,20,
                d,D,storage,,0.85,0.9,2000,300000,10,

                """,
                "readings/days.csv": rows,
            ]) { $1 }, to: before)
        let plan = try PlanRun(try run(before), PlanRun.Question())
        let site = try #require(plan.outcome.sites.first)
        #expect(site.measures.map(\.chosen.option.id).sorted() == ["a", "b", "c", "d"])
        #expect(!site.before.levelEffects(to: site.after).isEmpty)

        // 365 days of 3 or 4 m³, the even ones 3, and what evaporates: 2500.1234567 m³ in whole millilitres.
        #expect(site.before.balances.water[.waterFresh]?.cubicMetresText == "1277.000000")
        #expect(site.after.balances.water[.waterFresh]?.cubicMetresText == "3777.123457")

        // Every line of the changed journal as a meter of its own, hour by hour in joules and millilitres.
        let journal = site.after.balances.journal
        var meters = "meter_id,site_id,account,quantity,unit,interval,measurement_point\n"
        var hours = "timestamp,meter_id,value\n"
        for (number, column) in journal.columns.enumerated()
        where column.account != .unallocated {
            let point = column.account == .it ? "ups_output" : ""
            let isWater = column.account == .waterFresh
            meters +=
                "m\(number),dc,\(column.account.rawValue),interval,\(isWater ? "L" : "J"),"
                + "PT1H,\(point)\n"
            for slot in column.amounts.indices {
                let stamp = Date(timeIntervalSince1970: Double(journal.start(ofSlot: slot)))
                let amount = Int128(column.amounts[slot])
                let text = isWater ? Rounding.pointed(amount, places: 3) : "\(amount)"
                hours += "\(stamp.ISO8601Format()),m\(number),\(text)\n"
            }
        }
        let after = base.appendingPathComponent("after")
        try write(
            common.merging(["meters.csv": meters, "readings/hours.csv": hours]) { $1 }, to: after)
        let result = try #require(try run(after).sites.first)
        #expect(result.balances.energy == site.after.balances.energy)
        #expect(result.balances.water == site.after.balances.water)
        #expect(
            result.indicators.wueFresh.figure.value?.text()
                == site.after.indicators.wueFresh.figure.value?.text())
        #expect(
            result.indicators.pue.figure.value?.text()
                == site.after.indicators.pue.figure.value?.text())
        for scope in [EmissionScope.scope2Location, .scope2Market] {
            #expect(result.inventory.mass(of: scope) == site.after.inventory.mass(of: scope))
            #expect(result.inventory.mass(of: scope) != nil)
        }
        let levels = { (grades: [Grade]) in grades.map { "\($0.scheme) \($0.level ?? "-")" } }
        #expect(levels(result.grades) == levels(site.after.grades))
    }
}
