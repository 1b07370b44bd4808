import Foundation
import Testing

/// Files that no one here wrote, against truths that were computed independently. The data are not
/// part of the project; without them these tests are skipped.
@Suite struct RealDataTests {
    /// The folder with the data: `CARBONGRADE_REFERENCE`, else `shared` beside a folder above.
    static let folder: String? = {
        if let named = ProcessInfo.processInfo.environment["CARBONGRADE_REFERENCE"] { return named }
        var place = URL(fileURLWithPath: #filePath)
        while place.path != "/" {
            place.deleteLastPathComponent()
            let candidate = place.appendingPathComponent("shared").path
            if FileManager.default.fileExists(atPath: candidate + "/data") { return candidate }
        }
        return nil
    }()
    static let isAbsent: Comment = "the reference data are not at hand: CARBONGRADE_REFERENCE"

    static func truth(_ name: String) throws -> Document {
        try Document(
            String(contentsOfFile: #require(folder) + "/data/\(name)/truth.json", encoding: .utf8))
    }

    /// A portfolio of one site in UTC, into which files are ingested.
    static func ingest(
        _ files: [String], meters: String, layout: String? = nil, zone: String = "UTC",
        named preset: String? = nil
    ) throws -> Folder {
        let portfolio = try Folder()
        try portfolio.write("organisation: Test\n", to: "portfolio.yaml")
        try portfolio.write(
            "site_id,kind,region,timezone\ns1,data_center,GB,\(zone)\n", to: "sites.csv")
        try portfolio.write(meters, to: "meters.csv")
        if let layout { try portfolio.write(layout, to: "layouts/layout.yaml") }
        let data = try #require(folder) + "/data/"
        let run = try Program.run(
            ["ingest", "-C", portfolio.path, "--quiet"] + files.map { data + $0 }
                + (preset.map { ["--layout", $0] } ?? []))
        // A register that was reset disqualifies; everything else is read without a refusal.
        #expect(run.status <= 1, "\(run.errors)")
        return portfolio
    }

    /// Joules by meter and month of the hourly journal.
    static func monthly(_ portfolio: Folder, _ period: String) throws -> [String: [String:
        Int64]]
    {
        let ledger = try Program.run(
            "ledger", "-C", portfolio.path, "--period", period, "--format", "csv", "--quiet")
        var sums: [String: [String: Int64]] = [:]
        for line in ledger.output.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard !cells[1].isEmpty, let energy = Decimal(string: String(cells[4])) else {
                continue
            }
            sums[String(cells[1]), default: [:]][String(cells[3].prefix(7)), default: 0] += joules(
                energy)
        }
        return sums
    }

    static func joules(_ kilowattHours: Decimal) -> Int64 {
        var exact = kilowattHours * 3_600_000
        var rounded = Decimal()
        NSDecimalRound(&rounded, &exact, 0, .bankers)
        return NSDecimalNumber(decimal: rounded).int64Value
    }

    static func joules(_ text: String?, scale: Decimal = 3_600_000) throws -> Int64 {
        let value = try #require(text.flatMap { Decimal(string: $0) })
        var exact = value * scale
        var rounded = Decimal()
        NSDecimalRound(&rounded, &exact, 0, .bankers)
        return NSDecimalNumber(decimal: rounded).int64Value
    }

    @Test(
        "five Cambridge buildings: every month of 2019 to the joule",
        .enabled(if: folder != nil, isAbsent))
    func cambridge() throws {
        let buildings = ["b105", "b2", "b58", "b59", "b91"]
        let portfolio = try Self.ingest(
            buildings.map { "cambridge-estates/\($0)_2019.csv.gz" },
            meters: "meter_id,site_id,account,quantity,unit,interval\n"
                + buildings.map { "\($0)_2019,s1,cooling,interval,kWh,PT1H\n" }.joined())
        let months = try Self.monthly(portfolio, "2019")
        let truth = try Self.truth("cambridge-estates")
        for building in buildings {
            let expected = try #require(truth[building]?["kwh_by_month_utc"])
            #expect(expected.keys.count == 12)
            for month in expected.keys {
                let joules = try Self.joules(expected[month]?.text)
                #expect(months[building + "_2019"]?[month] == joules, "\(building) \(month)")
            }
        }
    }

    @Test(
        "GPU servers, newest first with footers: every month, each reading rounded once",
        .enabled(if: folder != nil, isAbsent))
    func servers() throws {
        let servers = ["cbsugpu05", "cbsugpu08", "cbsugpu10"]
        let portfolio = try Self.ingest(
            servers.map { "biohpc-servers/\($0)_usage_stats.txt.gz" },
            meters: "meter_id,site_id,account,quantity,unit,interval,measurement_point\n"
                + servers.map { "\($0),s1,it,power,W,PT1H,it_input\n" }.joined(),
            layout:
                "files: [\"*_usage_stats*\"]\ntimestamp: timestamp\nmeter_id: name\nvalue: powerave\n"
        )
        let months = try Self.monthly(portfolio, "2022-01-01/2026-01-01")
        let truth = try Self.truth("biohpc-servers")
        for server in servers {
            let expected = try #require(truth[server]?["watt_hours_by_month"])
            for month in expected.keys {
                // 744 hours at most, each rounded to a joule: at most 372 J from the exact sum.
                let exact = try Self.joules(expected[month]?.text, scale: 3_600)
                let booked = try #require(months[server]?[month])
                #expect(abs(booked - exact) <= 372, "\(server) \(month)")
            }
        }
    }

    @Test(
        "six offices in a wide table, blanks left missing: every month to the joule",
        .enabled(if: folder != nil, isAbsent))
    func offices() throws {
        let truth = try Self.truth("bdg2-offices")
        let names = truth.keys.filter { $0 != "all" }
        let portfolio = try Self.ingest(
            ["bdg2-offices/offices.csv.gz"],
            meters: "meter_id,site_id,account,quantity,unit,interval\n"
                + names.map { "\($0),s1,other_use,interval,kWh,PT1H\n" }.joined())
        let months = try Self.monthly(portfolio, "2016-01-01/2018-01-01")
        for name in names {
            for month in truth[name]?["kwh_by_month_as_written"]?.keys ?? [] {
                let expected = try Self.joules(
                    truth[name]?["kwh_by_month_as_written"]?[month]?.text)
                #expect(months[name]?[month] == expected, "\(name) \(month)")
            }
        }
    }

    @Test(
        "a home meter whose midnight rows are written twice: each counts once",
        .enabled(if: folder != nil, isAbsent))
    func halfHourly() throws {
        let portfolio = try Self.ingest(
            ["uk-half-hourly/half_hourly.csv.gz"],
            meters:
                "meter_id,site_id,account,quantity,unit\nhalf_hourly,s1,grid_import,interval,kWh\n")
        let months = try Self.monthly(portfolio, "2012-01-01/2015-01-01")
        let truth = try Self.truth("uk-half-hourly")["half_hourly"]
        // 22,521 readings, each rounded to a joule, some of them written with seven places.
        let total = try #require(months["half_hourly"]?.values.reduce(0, +))
        let exact = try Self.joules(truth?["kwh_last_row_wins"]?.text)
        #expect(abs(total - exact) <= 22_521 / 2)
    }
}
