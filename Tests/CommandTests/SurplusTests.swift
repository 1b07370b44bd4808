import Foundation
import TestSupport
import Testing

/// What was left over in which hour, as the JSON of `account` tells it.
@Suite struct SurplusTests {
    /// Two halls that only buy, and one with a roof; a contract of known hours for all of them.
    private static func portfolio() throws -> Folder {
        let folder = try Folder()
        try folder.write(
            "organisation: org\nprofile: ghg_protocol_hourly\nlanguage: en\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\n"
                + ["a", "b", "roof"].map { "\($0),data_center,CN-GD,Asia/Shanghai\n" }.joined(),
            to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval,measurement_point\n"
                + ["a", "b", "roof"].map {
                    "\($0)-grid,\($0),grid_import,interval,kWh,PT1H,\n"
                        + "\($0)-it,\($0),it,interval,kWh,PT1H,ups_output\n"
                }.joined() + "roof-sun,roof,onsite_solar,interval,kWh,PT1H,\n"
                + "roof-out,roof,grid_export,interval,kWh,PT1H,\n", to: "meters.csv")
        // January; at noon the roof makes 30 kWh more than the 100 kWh that its hall uses, and exports them.
        var rows = "timestamp,a-grid,a-it,b-grid,b-it,roof-grid,roof-it,roof-sun,roof-out\n"
        for day in 1...31 {
            for hour in 0..<24 {
                let stamp = String(format: "2025-01-%02d %02d:00", day, hour)
                let isNoon = hour == 12
                rows += "\(stamp),100,80,50,40,\(isNoon ? 0 : 100),80,\(isNoon ? 130 : 0),"
                rows += isNoon ? "30\n" : "0\n"
            }
        }
        try folder.write(rows, to: "readings/january.csv")
        // 2025-01-01 00:00 in Shanghai is 16:00 UTC of the day before: 500, 60, 0 and 250 kWh.
        try folder.write(
            """
            hour_start_utc,kwh
            2024-12-31T16:00:00Z,500
            2024-12-31T17:00:00Z,60
            2024-12-31T19:00:00Z,250

            """, to: "profiles/p.csv")
        try folder.write(
            """
            instrument_id,kind,quantity_kwh,generation_start,generation_end,technology,region,cancelled_on,cancelled_for,contract,settlement,claim_year,profile_file,evidence
            ppa,ppa,810,2025-01-01,2025-02-01,wind,CN-GD,2025-02-10,org,c,s,2025,profiles/p.csv,statement

            """, to: "instruments.csv")
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status <= 1)
        return folder
    }

    private static func account(_ folder: Folder, _ more: String...) throws -> Document {
        let run = try Program.run(
            ["account", "-C", folder.path, "--period", "2025-01", "--format", "json", "--quiet"]
                + more)
        return try Document(run.output)
    }

    @Test("a lot tells in which hour it had how much left over")
    func lots() throws {
        let document = try Self.account(try Self.portfolio())
        let lot = document["portfolio"]?["hourly_matching"]?[0]
        // Load is 100 + 50 + 100 = 250 kWh in each of the hours: 500 - 250 are left over in the first, in the others
        // nothing.
        #expect(lot?["instrument_id"]?.text == "ppa")
        #expect(lot?["allocated_kwh"]?.text == "560")
        #expect(lot?["surplus_kwh"]?.text == "250")
        let hours = lot?["surplus_by_hour"]
        #expect(hours?[0]?["hour_start_utc"]?.text == "2024-12-31T16:00:00Z")
        #expect(hours?[0]?["kwh"]?.text == "250")
        #expect(hours?[1] == nil)
    }

    @Test(
        "a site tells the sums of its match: own generation in its hour, and its share of the lot")
    func sites() throws {
        let folder = try Self.portfolio()
        let all = try Self.account(folder)["sites"]
        // a: 200 of 500 would be its share by load, but it uses 100; 60 x 100 / 250 = 24; 100: 224 kWh.
        #expect(all?[0]?["hourly_matching"]?["matched_kwh"]?.text == "224")
        #expect(all?[0]?["hourly_matching"]?["consumption_kwh"]?.text == "74400")
        // The roof: 31 noons x 100 kWh, of 130 made 30 are exported; and the same 224 kWh of the lot.
        #expect(all?[2]?["hourly_matching"]?["matched_kwh"]?.text == "3324")
        #expect(all?[2]?["hourly_matching"]?["green_kwh"]?.text == "3324")
    }

    @Test("a site that only buys has the same match from the book of lots as from its hours")
    func bothWays() throws {
        let folder = try Self.portfolio()
        func rows(_ more: String...) throws -> [String] {
            try Program.run(
                ["account", "-C", folder.path, "--period", "2025-01", "--format", "csv", "--quiet"]
                    + more
            ).output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("a,") }
        }
        let kept = try rows()
        #expect(kept == (try rows("--site", "a")))
        // 100 + 24 + 100 = 224 of 74,400 kWh
        #expect(kept.contains { $0.hasPrefix("a,indicators.hourly_match,0.003011,") })
    }
}
