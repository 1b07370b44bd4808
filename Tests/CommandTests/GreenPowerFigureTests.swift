import Foundation
import TestSupport
import Testing

/// Green power as a user meets it: sold certificates, direct lines, months that a period cuts, years that are over.
@Suite struct GreenPowerFigureTests {
    private static let header =
        "instrument_id,kind,site_id,quantity_kwh,generation_start,generation_end,technology,region,"
        + "cancelled_on,cancelled_for,contract,settlement,claim_year,serial_from,serial_to,profile_file,"
        + "evidence\n"

    /// Two months at one site: each hour 10 kWh from the grid, 4 over a line, 5 from the roof, of which 1 leaves.
    private static func portfolio(_ settings: String = "", lots: [String] = []) throws -> Folder {
        let folder = try Folder()
        try folder.write(
            "organisation: org\nlanguage: en\n\(settings)", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\na,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        let accounts = ["grid_import", "direct_line", "onsite_solar", "grid_export"]
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval\n"
                + accounts.map { "\($0),a,\($0),interval,kWh,PT1H\n" }.joined(), to: "meters.csv")
        var rows = "timestamp,\(accounts.joined(separator: ","))\n"
        for (month, days) in [(1, 31), (2, 28)] {
            for day in 1...days {
                for hour in 0..<24 {
                    rows += String(format: "2025-%02d-%02d %02d:00", month, day, hour)
                    rows += ",10,4,5,1\n"
                }
            }
        }
        try folder.write(rows, to: "readings/2025.csv")
        try write(lots, to: folder)
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status <= 1)
        return folder
    }

    private static func write(_ lots: [String], to folder: Folder) throws {
        guard !lots.isEmpty else { return }
        try folder.write(header + lots.map { $0 + "\n" }.joined(), to: "instruments.csv")
    }

    private static func account(_ folder: Folder, _ period: String) throws -> Document {
        let run = try Program.run(
            ["account", "-C", folder.path, "--period", period, "--format", "json", "--quiet"])
        return try Document(run.output)
    }

    private static func value(_ document: Document, _ indicator: String) -> String? {
        document["sites"]?[0]?["indicators"]?[indicator]?["value"]?.text
    }

    private static func lots(_ document: Document) -> [String: Document] {
        (document["portfolio"]?["instruments"]?.elements ?? []).reduce(into: [:]) {
            $0[$1["instrument_id"]?.text ?? ""] = $1
        }
    }

    /// Own use of January is (5 - 1) x 744 = 2,976 kWh; consumption is (10 + 4 + 5 - 1) x 744 = 13,392 kWh.
    private static let sold =
        "sold,self_use,a,1000,2025-01-01,2025-02-01,solar,CN-GD,2025-02-10,Stranger,,,2025,,,,sale"
    private static let line =
        "line,direct_line,a,1116,2025-01-01,2025-02-01,wind,CN-GD,2025-02-10,,c,s,2025,,,,statement"

    @Test(
        "sold certificates leave the hourly match and proven lines enter it, with and without a lot of known hours"
    )
    func hourly() throws {
        // Nothing sold, nothing proven: 2,976 / 13,392 = 0.222222.
        #expect(
            Self.value(try Self.account(Self.portfolio(), "2025-01"), "hourly_match") == "0.222222")
        // (2,976 - 1,000) / 13,392 = 0.147551
        let sold = try Self.account(Self.portfolio(lots: [Self.sold]), "2025-01")
        #expect(Self.value(sold, "hourly_match") == "0.147551")
        #expect(Self.value(sold, "annual_match") == "0.147551")
        // All is sold by the setting, without any lot.
        let all = try Self.account(Self.portfolio("onsite_attributes: sold\n"), "2025-01")
        #expect(Self.value(all, "hourly_match") == "0")
        // 1,116 kWh of the line are 1.5 kWh an hour: (2,976 - 1,000 + 1,116) / 13,392 = 0.230884
        for profile in ["ghg_protocol_2015", "ghg_protocol_hourly"] {
            let both = try Self.account(
                Self.portfolio("profile: \(profile)\n", lots: [Self.sold, Self.line]), "2025-01")
            #expect(Self.value(both, "hourly_match") == "0.230884", "\(profile)")
        }
    }

    @Test("the CFE score counts no certificate that was sold")
    func score() throws {
        let folder = try Self.portfolio(lots: [Self.sold])
        var shares = "region,hour_start_utc,share\n"
        // January in Shanghai begins at 16:00 UTC of the day before.
        for hour in 16..<760 {
            let day = hour < 24 ? "2024-12-31" : String(format: "2025-01-%02d", hour / 24)
            shares += "CN-GD,\(day)" + String(format: "T%02d:00:00Z,0.5\n", hour % 24)
        }
        try folder.write(shares, to: "carbon_free_shares.csv")
        // 1,976 kWh are matched, half of the other 11,416: (1,976 + 5,708) / 13,392 = 0.573775
        let document = try Self.account(folder, "2025-01")
        #expect(Self.value(document, "cfe_hourly") == "0.573775")
    }

    @Test("of a month that the period cuts, the green share has what is consumed inside")
    func cut() throws {
        // 18 kWh an hour are consumed, of which lots can cover 10 of the grid and 4 of the line. All is covered.
        let folder = try Self.portfolio(lots: [
            "g,gec,,100000,2025-01-01,2025-02-01,wind,CN-GD,2025-03-10,org,,,2025,,,,statement"
        ])
        for period in [
            "2025-01", "2025-01-16/2025-02-16", "2025-01-31/2025-02-02", "2025-01-10/2025-01-11",
        ] {
            // 14 / 18 = 0.777778
            #expect(
                Self.value(try Self.account(folder, period), "green_share") == "0.777778",
                "\(period)")
        }
    }

    @Test(
        "a year that is over has its certificates whatever period is asked for, and says what became of each"
    )
    func closed() throws {
        func irec(_ id: String, _ start: String, _ end: String) -> String {
            "\(id),irec,,1000,\(start),\(end),wind,CN,2026-06-30,org,,,2025,,,,statement"
        }
        let folder = try Self.portfolio(lots: [
            irec("inside", "2026-01-01", "2026-03-01"), irec("beyond", "2026-05-01", "2026-06-01"),
        ])
        // Up to three months after the year count (vintage_months_after); May is beyond.
        for period in ["2025", "2025-01-01/2026-07-01"] {
            let lots = Self.lots(try Self.account(folder, period))
            #expect(lots["inside"]?["allocated_kwh"]?.text == "1000", "\(period)")
            #expect(lots["beyond"]?["criteria_failed"]?[0]?.text == "4", "\(period)")
        }
        // A quarter is the year to date: what is generated later is not there yet.
        #expect(Self.lots(try Self.account(folder, "2025Q1")).isEmpty)
    }

    @Test("a contract over the turn of a year is told in each year until it is split")
    func spanning() throws {
        let folder = try Self.portfolio(lots: [
            "p,ppa,,20000,2024-07-01,2025-07-01,wind,CN-GD,2025-08-01,org,c,s,2025,,,,statement",
            "q,ppa,,20000,2025-01-01,2026-07-01,wind,CN-GD,2026-08-01,org,c,s,2026,,,,statement",
        ])
        let run = try Program.run(
            ["account", "-C", folder.path, "--period", "2025-01", "--format", "json"])
        let lots = Self.lots(try Document(run.output))
        for id in ["p", "q"] {
            #expect(lots[id]?["allocated_kwh"]?.text == "0")
            #expect(lots[id]?["criteria_failed"]?[0]?.text == "4")
        }
        #expect(run.errors.components(separatedBy: "instrument-wrong-year").count >= 3)
        #expect(run.errors.contains("split the line at the turn of the year"))
        // What was settled for 2025 counts in 2025: 744 x (10 + 4) = 10,416 kWh are bought in January.
        try Self.write(
            [
                "p2,ppa,,9000,2025-01-01,2025-07-01,wind,CN-GD,2025-08-01,org,c,s,2025,,,,statement",
                // The year of a lot that names no site begins on the clock of the sites.
                "p3,ppa,,1000,2025-01-01T00:00:00+08:00,2025-02-01T00:00:00+08:00,wind,CN-GD,2025-08-01,"
                    + "org,c,s,2025,,,,statement",
            ], to: folder)
        let parts = Self.lots(try Self.account(folder, "2025-01"))
        #expect(parts["p2"]?["allocated_kwh"]?.text == "9000")
        #expect(parts["p3"]?["allocated_kwh"]?.text == "1000")
    }

    @Test("a sale over the turn of a year may be of either, so that it leaves null power in both")
    func soldOverYears() throws {
        for sale in [
            "sold,self_use,a,1000,2024-07-01,2025-07-01,solar,CN-GD,2025-02-10,Stranger,,,,,,,sale",
            "sold,self_use,a,1000,2024-12-01,2025-02-01,solar,CN-GD,2025-02-10,Stranger,,,2024,,,,sale",
        ] {
            let document = try Self.account(Self.portfolio(lots: [sale]), "2025-01")
            // (2,976 - 1,000) / 13,392, as if all of it were of January
            #expect(Self.value(document, "hourly_match") == "0.147551")
        }
    }

    @Test("hours outside the generation of their lot refuse the table")
    func hoursOutside() throws {
        let folder = try Self.portfolio()
        func lot(_ start: String, _ end: String) -> [String] {
            ["p,ppa,,10,\(start),\(end),wind,CN-GD,2025-08-01,org,c,s,2025,,,p.csv,statement"]
        }
        try folder.write(
            "hour_start_utc,kwh\n2025-01-09T16:00:00Z,5\n2025-01-11T15:00:00Z,5\n2025-06-01T00:00:00Z,0\n",
            to: "p.csv")
        // In Shanghai that is from 00:00 of the 10th to 24:00 of the 11th; an hour of nothing may lie anywhere.
        try Self.write(lot("2025-01-10", "2025-01-12"), to: folder)
        let document = try Self.account(folder, "2025-01")
        #expect(Self.lots(document)["p"]?["allocated_kwh"]?.text == "10")
        for (start, end) in [("2025-06-01", "2025-07-01"), ("2025-01-10", "2025-01-11")] {
            try Self.write(lot(start, end), to: folder)
            let run = try Program.run(
                "account", "-C", folder.path, "--period", "2025-01", "--quiet")
            #expect(run.status == 3)
            #expect(
                run.errors.contains("value-malformed")
                    && run.errors.contains("between generation_start"))
        }
    }

    @Test("certificates that a release used are spent, whatever kind claims them next year")
    func released() throws {
        func lot(_ id: String, _ kind: String, _ month: String, _ year: Int) -> String {
            "\(id),\(kind),,10000,\(month),\(year)-02-01,wind,CN-GD,\(year)-03-10,org,c,s,\(year),Z1,Z10,,"
                + "statement"
        }
        let folder = try Self.portfolio(lots: [lot("first", "gec", "2025-01-01", 2025)])
        #expect(
            try Program.run(
                "account", "-C", folder.path, "--period", "2025-01", "--release", "--quiet"
            ).status <= 1)
        try Self.write([lot("next", "green_trade", "2026-01-01", 2026)], to: folder)
        let lots = Self.lots(try Self.account(folder, "2026-02"))
        #expect(lots["next"]?["allocated_kwh"]?.text == "0")
        #expect(lots["next"]?["criteria_failed"]?[0]?.text == "2")
    }
}
