import Foundation
import Testing

/// Exports of devices, portals and markets that no one here wrote, read by their presets: every register
/// and every sum as `truth.json` has it.
@Suite struct RealFormatsTests {
    private typealias Data = RealDataTests

    /// Joules by meter, account and UTC hour.
    private static func hours(
        _ portfolio: Folder, _ period: String
    ) throws -> [(meter: String, account: String, hour: String, joules: Int64)] {
        let ledger = try Program.run(
            "ledger", "-C", portfolio.path, "--period", period, "--format", "csv", "--quiet")
        return ledger.output.split(separator: "\n").dropFirst().compactMap { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(
                String.init)
            guard !cells[1].isEmpty, let energy = Decimal(string: cells[4]) else { return nil }
            return (cells[1], cells[2], cells[3], Data.joules(energy))
        }
    }

    private static func totals(_ portfolio: Folder, _ period: String) throws -> [String: Int64] {
        try hours(portfolio, period).reduce(into: [:]) { $0[$1.meter, default: 0] += $1.joules }
    }

    private static func meters(_ names: [String], _ quantity: String, _ unit: String) -> String {
        "meter_id,site_id,account,quantity,unit\n"
            + names.map { "\($0),s1,other_use,\(quantity),\(unit)\n" }.joined()
    }

    @Test(
        "four registers of a P1 meter: first to last, and every local hour",
        .enabled(if: Data.folder != nil, Data.isAbsent))
    func homewizard() throws {
        let file = "homewizard_registers_15min"
        let columns = [
            "import-t1": "Import T1 kWh", "import-t2": "Import T2 kWh",
            "export-t1": "Export T1 kWh", "export-t2": "Export T2 kWh",
        ]
        let portfolio = try Data.ingest(
            ["vendor-exports/\(file).csv"],
            meters: Self.meters(columns.keys.map { file + "/" + $0 }, "register", "kWh"),
            zone: "Europe/Amsterdam")
        let registers = try Data.truth("vendor-exports")[file]?["registers"]
        let totals = try Self.totals(portfolio, "2022-09")
        for (meter, column) in columns {
            let exact = try Data.joules(registers?[column]?["last_minus_first"]?.text)
            #expect(totals[file + "/" + meter] == exact, "\(meter)")
        }
        let truth = try String(
            contentsOfFile: #require(Data.folder)
                + "/data/vendor-exports/truth_homewizard_import_kwh_by_local_hour.csv",
            encoding: .utf8)
        var byHour: [String: Int64] = [:]
        for line in try Self.hours(portfolio, "2022-09") where line.meter.contains("import") {
            byHour[line.hour, default: 0] += line.joules
        }
        var compared = 0
        for line in truth.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",").map(String.init)
            // September in Amsterdam is two hours ahead of Greenwich; the last hour has no end.
            let day = Int(cells[0].dropFirst(8).prefix(2)) ?? 0
            let hour = (Int(cells[0].dropFirst(11).prefix(2)) ?? 0) - 2
            let utcDay = hour < 0 ? day - 1 : day
            let stamp =
                utcDay == 0
                ? "2022-08-31T\(24 + hour):00:00Z"
                : String(format: "2022-09-%02dT%02d:00:00Z", utcDay, hour < 0 ? hour + 24 : hour)
            #expect(byHour[stamp] == (try Data.joules(cells[1])), "\(cells[0])")
            compared += 1
        }
        #expect(compared >= 719)
    }

    @Test(
        "three phases out of order and partly written twice: every month to the joule",
        .enabled(if: Data.folder != nil, Data.isAbsent))
    func shelly() throws {
        for phase in ["a", "b", "c"] {
            let file = "shelly_em3_phase_" + phase
            let portfolio = try Data.ingest(
                ["vendor-exports/\(file).csv.gz"],
                meters: Self.meters([file, file + "/returned"], "interval", "Wh"))
            let truth = try Data.truth("vendor-exports")[file]
            let months = try Data.monthly(portfolio, "2024-05-01/2025-06-01")
            let expected = try #require(truth?["wh_by_month_utc_last_row_wins"])
            #expect(expected.keys.count == 13)
            for month in expected.keys where month != "2025-05" {
                let joules = try Data.joules(expected[month]?.text, scale: 3_600)
                #expect(months[file]?[month] == joules, "\(phase) \(month)")
            }
            // In May 2025 rows of a minute stand among rows of ten; what they mean is a matter of
            // intervals, but no energy is made up.
            let may = try Data.joules(expected["2025-05"]?.text, scale: 3_600)
            #expect((months[file]?["2025-05"] ?? 0) <= may)
        }
    }

    @Test(
        "hourly tariffs with offsets and a hole: every column and month",
        .enabled(if: Data.folder != nil, Data.isAbsent))
    func dsmr() throws {
        let file = "dsmr_hourly_2024"
        let columns = [
            "import-1": "Electricity 1 (Dutch Users: Low Tariff)",
            "import-2": "Electricity 2 (Dutch Users: Normal Tariff)",
            "return-1": "Electricity 1 Returned (Dutch Users: Low Tariff)",
            "return-2": "Electricity 2 Returned (Dutch Users: Normal Tariff)",
        ]
        let portfolio = try Data.ingest(
            ["vendor-exports/\(file).csv.gz"],
            meters: Self.meters(columns.keys.map { file + "/" + $0 }, "interval", "kWh"),
            zone: "Europe/Amsterdam")
        let truth = try Data.truth("vendor-exports")[file]
        let totals = try Self.totals(portfolio, "2024")
        for (meter, column) in columns {
            let exact = try Data.joules(truth?["kwh"]?[column]?.text)
            #expect(totals[file + "/" + meter] == exact, "\(meter)")
        }
        for month in 1...12 {
            let label = String(format: "2024-%02d", month)
            let sums = try Self.totals(portfolio, label)
            let imported = ["import-1", "import-2"].reduce(Int64(0)) {
                $0 + (sums[file + "/" + $1] ?? 0)
            }
            let exact = try Data.joules(truth?["import_kwh_by_month_amsterdam"]?[label]?.text)
            #expect(imported == exact, "\(label)")
        }
    }

    @Test(
        "a byte order mark, `sep=`, nine heading lines and NaN: the inverter's register",
        .enabled(if: Data.folder != nil, Data.isAbsent))
    func sma() throws {
        let portfolio = try Data.ingest(
            ["vendor-exports/sma_daily_register.csv"],
            meters: Self.meters(["sma_daily_register"], "register", "Wh"))
        let register = try Data.truth("vendor-exports")["sma_daily_register"]?["registers"]
        let exact = try Data.joules(
            register?["Metering.TotWhOut"]?["last_minus_first"]?.text, scale: 3_600)
        #expect(try Self.totals(portfolio, "2020-06-01/2025-07-01")["sma_daily_register"] == exact)
    }

    @Test(
        "registers newest first between semicolons",
        .enabled(if: Data.folder != nil, Data.isAbsent))
    func greenchoice() throws {
        let file = "greenchoice_daily_registers"
        let columns = [
            "import-normal": "StandNormaal", "import-low": "StandDal",
            "return-normal": "TerugleveringNormaal", "return-low": "TerugleveringDal",
        ]
        let portfolio = try Data.ingest(
            ["vendor-exports/\(file).csv"],
            meters: Self.meters(columns.keys.map { file + "/" + $0 }, "register", "kWh"),
            zone: "Europe/Amsterdam")
        let registers = try Data.truth("vendor-exports")[file]?["registers"]
        let totals = try Self.totals(portfolio, "2023-04-01/2023-09-01")
        for (meter, column) in columns {
            let exact = try Data.joules(registers?[column]?["last_minus_first"]?.text)
            #expect(totals[file + "/" + meter] == exact, "\(meter)")
        }
    }

    @Test(
        "decimal commas and the year's total in the last row: the days alone count",
        .enabled(if: Data.folder != nil, Data.isAbsent))
    func energiemanager() throws {
        let file = "energiemanager_daily_2014"
        let columns = [
            "import-low": "Verbruik laag tarief", "import-high": "Verbruik hoog tarief",
            "return-low": "Teruglevering laag tarief", "return-high": "Teruglevering hoog tarief",
        ]
        let portfolio = try Data.ingest(
            ["vendor-exports/\(file).csv"],
            meters: "meter_id,site_id,account,quantity,unit\n"
                + columns.keys.map { "\(file)/\($0),s1,check,interval,kWh\n" }.joined(),
            zone: "Europe/Amsterdam")
        let truth = try Data.truth("vendor-exports")[file]?["sums_of_day_rows"]
        let statement = try Program.run(
            "check", "-C", portfolio.path, "--period", "2014", "--format", "json", "--quiet")
        let booked = try Document(statement.output)["energy_statement"]?[0]?["energy_booked_kwh"]
        // Amounts count by their size in the statement: imports and returns together.
        let exact = try columns.values.reduce(Int64(0)) {
            $0 + abs(try Data.joules(truth?[$1]?.text))
        }
        // Each of 1,460 daily values has at most five places, so each is a whole number of joules.
        #expect(try Data.joules(booked?.text) == exact)
    }

    @Test(
        "dates and watt-hours without a header, by the preset's name",
        .enabled(if: Data.folder != nil, Data.isAbsent))
    func metern() throws {
        let portfolio = try Data.ingest(
            ["vendor-exports/metern_daily_wh_2020.csv"],
            meters: "meter_id,site_id,account,quantity,unit,interval\n"
                + "metern_daily_wh_2020,s1,other_use,interval,kWh,P1D\n", named: "metern")
        let truth = try Data.truth("vendor-exports")["metern_daily_wh_2020"]
        #expect(
            try Self.totals(portfolio, "2020")["metern_daily_wh_2020"]
                == Data.joules(truth?["sum"]?.text, scale: 3_600))
    }

    // MARK: - NEM12

    @Test(
        "NEM12: every stream of active energy, whatever its unit and quality",
        .enabled(if: Data.folder != nil, Data.isAbsent))
    func nem12() throws {
        let truth = try Data.truth("nem12")
        #expect(truth.keys.count == 5)
        for file in truth.keys {
            let streams = truth[file]?.keys ?? []
            let active = streams.filter {
                truth[file]?[$0]?["unit"]?.text?.uppercased().hasSuffix("WH") ?? false
            }
            let portfolio = try Data.ingest(
                ["nem12/" + file], meters: Self.meters(active, "interval", "kWh"),
                zone: "Australia/Brisbane")
            let totals = try Self.totals(portfolio, "2003-01-01/2024-01-01")
            for stream in active {
                let isWatt = truth[file]?[stream]?["unit"]?.text == "Wh"
                let exact = try Data.joules(
                    truth[file]?[stream]?["sum"]?.text, scale: isWatt ? 3_600 : 3_600_000)
                #expect((totals[stream] ?? 0) == exact, "\(file) \(stream)")
            }
            for stream in streams where !active.contains(stream) { #expect(totals[stream] == nil) }
        }
    }

    @Test(
        "NEM12 that contradicts itself: nothing of the wrong days is booked, and nothing is lost silently",
        .enabled(if: Data.folder != nil, Data.isAbsent))
    func nem12Invalid() throws {
        let wrong = try Data.ingest(
            ["nem12/invalid/Example_NEM12_15min_200_30min_300.csv"],
            meters: Self.meters(["123/E1"], "interval", "kWh"), zone: "Australia/Brisbane")
        #expect(try Self.totals(wrong, "2023-02") == [:])
        let rejected = try Program.run(
            "check", "-C", wrong.path, "--period", "2023-02", "--format", "json")
        #expect(
            try Document(rejected.output)["energy_statement"]?[0]?["rows_rejected"]?.text == "48")
        let short = try Data.ingest(
            ["nem12/invalid/Example_NEM12_incomplete_interval.csv"],
            meters: Self.meters(["VABD000163/E1"], "interval", "kWh"), zone: "Australia/Brisbane")
        // The second day alone: 48 x 1.111 kWh = 53.328 kWh
        #expect(
            try Self.totals(short, "2004-02")["VABD000163/E1"] == Data.joules("53.328"))
        let empty = try Program.run(
            "ingest", "-C", short.path,
            #require(Data.folder) + "/data/nem12/invalid/Example_NEM12_empty.csv")
        #expect(empty.status == 3)
        #expect(empty.errors.contains("file-empty"))
    }
}
