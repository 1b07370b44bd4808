import EnergyLedger
import Foundation
import Metering
import Provenance
import Quantities
import Reporting
import Store
import Testing

@testable import Runs

/// Two depths of a run to one result: kept closings of months against every hour.
@Suite struct ClosingWaysTests {
    private static let project = Reproducer.root.deletingLastPathComponent()
        .deletingLastPathComponent()

    /// A folder that goes afterwards.
    private func inFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
        let folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("carbongrade-depth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    private func compare(_ periods: [String], _ lay: (URL) throws -> Void) throws -> Int {
        try inFolder { folder in
            try lay(folder)
            let portfolio = try Portfolio(folder: folder.path)
            guard (try? Ingest.run([], into: portfolio)) != nil else { return 0 }
            let data = try PublishedData(folder: Self.project.path, for: portfolio)
            for text in periods {
                let period = try #require(Period(text))
                let hours = try Run(portfolio, data, over: period)
                let months = try Run(portfolio, data, over: period, depth: .months)
                #expect(
                    hours.accountText(language: .english)
                        == months.accountDocument(language: .english).text, "\(text)")
                #expect(
                    hours.gradeText(language: .english)
                        == months.gradeDocument(language: .english).text, "\(text)")
                #expect(hours.findings == months.findings, "\(text)")
            }
            let store = try Workspace(of: folder.path, writing: false).store
            return try store.closings(of: 1970...2100).count
        }
    }

    @Test("the example gives the same from its months")
    func example() throws {
        let kept = try compare(["2025", "2025Q2", "2025-03-05/2025-06-07"]) { folder in
            let example = Self.project.appendingPathComponent("Examples/pearl-river").path
            for name in try FileManager.default.contentsOfDirectory(atPath: example)
            where !name.hasPrefix(".") {
                try FileManager.default.copyItem(
                    atPath: example + "/" + name, toPath: folder.path + "/" + name)
            }
        }
        #expect(kept == 2)
    }

    @Test(
        "random portfolios give the same from their months",
        arguments: 1...24 as ClosedRange<UInt64>)
    func random(seed: UInt64) throws {
        _ = try compare(["2025", "2025-03", "2025-01-01/2025-07-01"]) {
            try RandomPortfolio(seed: seed).write(to: $0)
        }
    }

    @Test(
        "another line in meters.csv makes the closings of its site void, and the next ingest renews them"
    )
    func changedMeter() throws {
        try inFolder { folder in
            func write(_ name: String, _ text: String) throws {
                let url = folder.appendingPathComponent(name)
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                try text.write(to: url, atomically: true, encoding: .utf8)
            }
            func meters(_ last: String) throws {
                try write(
                    "meters.csv",
                    """
                    meter_id,site_id,account,quantity,unit,interval
                    g,a,grid_import,interval,kWh,P1D
                    i,a,it,interval,kWh,P1D
                    x,a,\(last),interval,kWh,P1D

                    """)
            }
            try write("portfolio.yaml", "organisation: One\n")
            try write(
                "sites.csv", "site_id,kind,region,timezone\na,data_center,CN-GD,Asia/Shanghai\n")
            try meters("cooling")
            var rows = "timestamp,meter_id,value\n"
            for day in 1...28 {
                let stamp = "2025-02-" + (day < 10 ? "0" : "") + "\(day)"
                rows += "\(stamp),g,100\n\(stamp),i,70\n\(stamp),x,20\n"
            }
            try write("readings/a.csv", rows)
            let period = try #require(Period("2025-02"))
            func energy(ingesting: Bool) throws -> [String: Int64] {
                let portfolio = try Portfolio(folder: folder.path)
                if ingesting { _ = try Ingest.run([], into: portfolio) }
                let data = try PublishedData(folder: Self.project.path, for: portfolio)
                let run = try Run(portfolio, data, over: period, depth: .months)
                return run.sites[0].balances.energy.reduce(into: [:]) {
                    $0[$1.key.rawValue] = $1.value.joules / 3_600_000
                }
            }
            // 28 days of 100, 70, 20 kWh; 10 a day are left over
            let first = ["grid_import": 2_800, "it": 1_960, "cooling": 560, "unallocated": 280]
            #expect(try energy(ingesting: true) == first.mapValues(Int64.init))
            try meters("lighting")
            let second = ["grid_import": 2_800, "it": 1_960, "lighting": 560, "unallocated": 280]
            #expect(try energy(ingesting: false) == second.mapValues(Int64.init))
            #expect(try energy(ingesting: true) == second.mapValues(Int64.init))
        }
    }
}
