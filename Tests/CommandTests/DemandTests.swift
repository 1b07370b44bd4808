import Foundation
import TestSupport
import Testing

/// Maximum demand from the readings to the page, and back with the batch that brought it.
@Suite struct DemandTests {
    /// A hall with one meter of 5 minutes in `site a`, and one of two such meters in `b`; January 2025.
    private static func portfolio() throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: org\nlanguage: en\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\na,data_center,CN-GD,Asia/Shanghai\n"
                + "b,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval,measurement_point\n"
                + "a-grid,a,grid_import,power,kW,PT5M,\na-it,a,it,power,kW,PT5M,ups_output\n"
                + "b-one,b,grid_import,power,kW,PT5M,\nb-two,b,grid_import,power,kW,PT5M,\n",
            to: "meters.csv")
        try folder.write(
            rows(days: 1...31) { stamp in
                // From 09:10 to 09:25 on 8 January 1000 kW, else 500 kW.
                let isHigh = ["01-08 09:10", "01-08 09:15", "01-08 09:20"].contains {
                    stamp.hasSuffix($0)
                }
                return isHigh ? 1_000 : 500
            }, to: "readings/january.csv")
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status <= 1)
        return folder
    }

    private static func rows(days: ClosedRange<Int>, _ value: (String) -> Int) -> String {
        var rows = "timestamp,a-grid,a-it,b-one,b-two\n"
        for day in days {
            for tick in 0..<288 {
                let stamp = String(
                    format: "2025-01-%02d %02d:%02d", day, tick / 12, tick % 12 * 5)
                rows += "\(stamp),\(value(stamp)),400,300,\(day)\n"
            }
        }
        return rows
    }

    private static func account(_ folder: Folder, _ period: String = "2025-01") throws -> Document {
        let run = try Program.run(
            "account", "-C", folder.path, "--period", period, "--format", "json", "--quiet")
        return try #require(try Document(run.output)["sites"])
    }

    @Test("account tells both demands of a site with their time, and of each meter and month")
    func account() throws {
        let folder = try Self.portfolio()
        let sites = try Self.account(folder)
        let demand = sites[0]?["demand"]
        // 09:00 to 09:15: 10 min x 500 + 5 min x 1000; 09:15 to 09:30: 10 min x 1000 + 5 min x 500 = 833.3 kW.
        #expect(demand?["demand_fixed_block_kw"]?.text == "833.333333")
        #expect(demand?["demand_fixed_block_at"]?.text == "2025-01-08T09:15:00+08:00")
        #expect(demand?["demand_fixed_block_coverage"]?.text == "1")
        #expect(demand?["demand_sliding_kw"]?.text == "1000")
        #expect(demand?["demand_sliding_at"]?.text == "2025-01-08T09:10:00+08:00")
        #expect(demand?["window_minutes"]?.text == "15")
        let month = demand?["meters"]?[0]?["months"]?[0]
        #expect(month?["month"]?.text == "2025-01")
        #expect(month?["blocks"]?.text == "2976")
        #expect(month?["complete_blocks"]?.text == "2976")
        let indicator = sites[0]?["indicators"]?["demand_sliding"]
        #expect(indicator?["value"]?.text == "1000")
        #expect(indicator?["unit"]?.text == "kW")
        #expect(indicator?["at"]?.text == "2025-01-08T09:10:00+08:00")
        // The highest hour: 45 min x 500 + 15 min x 1000 = 625 kW, another figure.
        #expect(sites[0]?["indicators"]?["peak_load"]?["value"]?.text == "625")
        // Two meters of intake: each its own, the site none.
        let two = sites[1]?["demand"]
        #expect(two?["demand_sliding_kw"]?.text == nil)
        #expect(two?["reason"]?.text?.contains("several meters") == true)
        #expect(two?["meters"]?[1]?["demand_sliding_kw"]?.text == "31")
        #expect(sites[1]?["indicators"]?["demand_fixed_block"]?["reason"]?.text != nil)
        // A year of which eleven months are missing says how much it rests on: 31 / 365.
        let year = try Self.account(folder, "2025")[0]?["demand"]
        #expect(year?["demand_fixed_block_coverage"]?.text == "0.084932")
    }

    @Test("the table, the CSV and the chain of evidence tell it, in both languages")
    func pages() throws {
        let folder = try Self.portfolio()
        func run(_ arguments: String...) throws -> String {
            try Program.run(arguments + ["-C", folder.path, "--period", "2025-01", "--quiet"])
                .output
        }
        let table = try run("account", "--lang", "en", "--site", "a")
        #expect(table.contains("833.333  kW 2025-01-08T09:15:00+08:00"))
        #expect(try run("account", "--lang", "zh", "--site", "a").contains("最大需量（滑差 15 分钟）"))
        let csv = try run("account", "--format", "csv")
        #expect(csv.contains("a,indicators.demand_sliding,1000.000000,,1.000000\n"))
        #expect(csv.contains("b,indicators.demand_sliding,,,\n"))
        let chain = try run("explain", "a:demand_sliding", "--lang", "en")
        // 250 kWh in 900 s, the three rows of 09:10, 09:15 and 09:20: day 8, row 110 of it, below the header.
        #expect(chain.contains("= 250.000000000 kWh x 3600 / 900 s"))
        for line in 2_128...2_130 {
            #expect(chain.contains("readings/january.csv:\(line): 2025-01-08 09:"))
        }
        #expect(!chain.contains("readings/january.csv:2131:"))
        #expect(
            try run("explain", "b:demand_fixed_block", "--lang", "zh")
                .contains("不可相加"))
    }

    @Test("a correction moves the demand, and undo brings it back")
    func corrected() throws {
        let folder = try Self.portfolio()
        func sliding() throws -> String? {
            try Self.account(folder)[0]?["demand"]?["demand_sliding_kw"]?.text
        }
        try folder.write(
            Self.rows(days: 8...8) { $0.hasSuffix("09:15") ? 2_000 : 450 },
            to: "correction.csv")
        try Program.run(
            "ingest", "-C", folder.path, folder.path + "/correction.csv", "--quiet")
        // (450 + 2000 + 450) / 3
        #expect(try sliding() == "966.666667")
        try Program.run("undo", "-C", folder.path, "2", "--quiet")
        #expect(try sliding() == "1000")
        // Without its readings the meter has no demand.
        try Program.run("undo", "-C", folder.path, "1", "--quiet")
        #expect(try sliding() == nil)
    }

    @Test(
        "a ledger of the version before tells that it has no demand yet; the next ingest finds it")
    func older() throws {
        let folder = try Self.portfolio()
        let before = try Self.account(folder)[0]?["demand"]
        func sql(_ statements: String) throws {
            try Program.run(
                [
                    "-c",
                    "import sqlite3,sys; d=sqlite3.connect(sys.argv[1]); "
                        + "d.executescript(sys.argv[2]); d.commit()",
                    folder.path + "/.carbongrade/ledger.sqlite", statements,
                ], executable: "/usr/bin/python3")
        }
        try sql(
            "ALTER TABLE meters DROP COLUMN demands; UPDATE meters SET definition = 'older';"
                + "DELETE FROM grdb_migrations WHERE identifier = 'maximum demand of months'")
        let old = try Program.run("account", "-C", folder.path, "--period", "2025-01")
        #expect(old.status == 5)
        #expect(old.errors.contains("carbongrade ingest"))
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status <= 1)
        let after = try Self.account(folder)[0]?["demand"]
        #expect(after?["demand_sliding_kw"]?.text == "1000")
        #expect(
            after?["demand_fixed_block_at"]?.text == before?["demand_fixed_block_at"]?.text)
        // A store that was brought up to date, but whose meter was not derived since.
        try sql("UPDATE meters SET demands = NULL")
        let stale = try Self.account(folder)[0]?["demand"]
        #expect(stale?["demand_sliding_kw"]?.text == nil)
        #expect(stale?["reason"]?.text?.contains("ingest again") == true)
    }
}
