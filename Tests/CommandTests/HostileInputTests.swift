import Foundation
import Testing

/// What careless and hostile hands do to a portfolio.
@Suite struct HostileInputTests {
    private func portfolio(meters: String, readings: String) throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone,racks_installed,cooling\n"
                + "s1,data_center,CN-GD,Asia/Shanghai,200,air\n", to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval,measurement_point,valid_from\n"
                + meters,
            to: "meters.csv")
        try folder.write(readings, to: "readings/a.csv")
        return folder
    }

    private func day(_ rows: [(meter: String, value: String)]) -> String {
        "timestamp,meter_id,value\n"
            + (0..<24).flatMap { hour in
                rows.map {
                    String(format: "2025-01-01T%02d:00:00+08:00,%@,%@\n", hour, $0.meter, $0.value)
                }
            }.joined()
    }

    @Test("hours before the grid has a meter stand in no ratio, whatever else supplies the site")
    func gridBeforeItsMeter() throws {
        // The grid meter is valid from noon: 12 hours have 135 + 5 over 100.
        let folder = try portfolio(
            meters: "g,s1,grid_import,interval,kWh,PT1H,,2025-01-01T12:00:00+08:00\n"
                + "pv,s1,onsite_solar,interval,kWh,PT1H,,\nit,s1,it,interval,kWh,PT1H,ups_output,\n",
            readings: day([("g", "135"), ("pv", "5"), ("it", "100")]))
        try Program.run("ingest", "-C", folder.path, "--quiet")
        let account = try Document(
            Program.run(
                "account", "-C", folder.path, "--period", "2025-01-01/2025-01-02", "--format",
                "json",
                "--quiet"
            ).output)
        let site = account["sites"]?[0]
        #expect(site?["indicators"]?["pue"]?["value"]?.text == "1.4")
        #expect(site?["indicators"]?["pue"]?["coverage"]?.text == "0.5")
        #expect(site?["coverage"]?.text == "0.5")
        #expect(site?["totals_of"]?.text == "covered_hours")
    }

    @Test("a site's name leads nowhere, moves no terminal and has an end")
    func siteNames() throws {
        let folder = try portfolio(
            meters: "g,s1,grid_import,interval,kWh,PT1H,,\n", readings: day([("g", "10")]))
        let table = "site_id,kind,region,timezone\ns1,data_center,CN-GD,Asia/Shanghai\n"
        for name in [
            "../s2", "a/b", "a\\b", "..", ".", "a\u{1B}[2Jb", "a\u{202E}b",
            String(repeating: "n", count: 201),
        ] {
            try folder.write(table + name + ",data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
            let outcome = try Program.run("ingest", "-C", folder.path, "--lang", "en")
            #expect(outcome.status == 3, "\(name): \(outcome)")
            #expect(
                outcome.errors.contains("sites.csv:3:site_id: warning [value-malformed]"),
                "\(name): \(outcome.errors)")
            #expect(!outcome.errors.contains("\u{1B}") && !outcome.errors.contains("\u{202E}"))
        }
        // Dots, blanks and other scripts are names.
        for name in ["dc.1", "机房 一", String(repeating: "n", count: 200)] {
            try folder.write(table + name + ",data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
            let outcome = try Program.run("ingest", "-C", folder.path, "--dry-run", "--lang", "en")
            #expect(outcome.status == 0, "\(name): \(outcome)")
        }
    }

    @Test("the digits behind a decimal comma are never cut off in silence")
    func decimalComma() throws {
        let folder = try portfolio(
            meters: "g,s1,grid_import,interval,kWh,PT1H,,\n",
            readings: day([("g", "10,75")]) + "2025-01-02T00:00:00+08:00,g,10\n")
        let ingest = try Document(
            Program.run("ingest", "-C", folder.path, "--format", "json", "--quiet").output)
        #expect(ingest["energy_statement"]?[0]?["energy_booked_kwh"]?.text == "10")
        #expect(ingest["energy_statement"]?[0]?["rows_rejected"]?.text == "24")
        #expect(ingest["findings"]?.elements.contains { $0["code"]?.text == "row-length" } == true)
    }

    @Test("a portfolio that may not be written can be read by an auditor")
    func readOnly() throws {
        let folder = try portfolio(
            meters: "g,s1,grid_import,interval,kWh,PT1H,,\n", readings: day([("g", "10")]))
        try Program.run("ingest", "-C", folder.path, "--quiet")
        let store = folder.path + "/.carbongrade"
        let before = FileManager.default.contents(atPath: store + "/ledger.sqlite")
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: store)
        defer {
            try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: store)
        }
        let check = try Program.run(
            "account", "-C", folder.path, "--period", "2025-01-01/2025-01-02", "--quiet")
        #expect(check.output.contains("240.000"))
        #expect(FileManager.default.contents(atPath: store + "/ledger.sqlite") == before)
    }

    @Test("a named pipe among the readings is refused, not waited for")
    func pipe() throws {
        let folder = try portfolio(
            meters: "g,s1,grid_import,interval,kWh,PT1H,,\n", readings: day([("g", "10")]))
        #expect(mkfifo(folder.path + "/readings/b.csv", 0o600) == 0)
        let ingest = try Program.run("ingest", "-C", folder.path)
        #expect(ingest.status == 3)
        #expect(ingest.errors.contains("file-unreadable"))
    }

    @Test("a dry run leaves nothing behind")
    func dryRun() throws {
        let folder = try portfolio(
            meters: "g,s1,grid_import,interval,kWh,PT1H,,\n", readings: day([("g", "10")]))
        let dry = try Program.run("ingest", "-C", folder.path, "--dry-run")
        #expect(dry.status == 0)
        #expect(dry.output.contains("240.000"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/.carbongrade"))
    }

    @Test(
        "an original that was altered is found, refuses to explain, and is healed by its own bytes")
    func alteredOriginal() throws {
        let folder = try portfolio(
            meters: "g,s1,grid_import,interval,kWh,PT1H,,\n", readings: day([("g", "10")]))
        try Program.run("ingest", "-C", folder.path, "--quiet")
        let originals = folder.path + "/.carbongrade/originals"
        let name = try #require(
            FileManager.default.subpathsOfDirectory(atPath: originals).first { $0.count == 65 })
        try FileManager.default.removeItem(atPath: originals + "/" + name)
        try day([("g", "99")]).write(
            toFile: originals + "/" + name, atomically: true, encoding: .utf8)
        let period = "2025-01-01/2025-01-02"
        let check = try Program.run("check", "-C", folder.path, "--period", period)
        #expect(check.status == 1)
        #expect(check.errors.contains("original-altered"))
        let explain = try Program.run(
            "explain", "s1:grid_import", "-C", folder.path, "--period", period)
        #expect(explain.status == 3)
        #expect(try Program.run("ingest", "-C", folder.path).status == 0)
        let healed = try Program.run("check", "-C", folder.path, "--period", period)
        #expect(!healed.errors.contains("original-altered"))
    }

    @Test("init never writes over what is there")
    func initKeeps() throws {
        let folder = try Folder()
        try folder.write("keep\n", to: "sites.csv")
        let made = try Program.run("init", folder.path)
        #expect(made.status == 3)
        #expect(try String(contentsOfFile: folder.path + "/sites.csv", encoding: .utf8) == "keep\n")
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/portfolio.yaml"))
    }

    @Test("a newcomer's one file leads to a first figure")
    func newcomer() throws {
        let folder = try Folder()
        try folder.write(
            "时间,市电进线 kWh,UPS A kW,精密空调 kWh,机房温度 ℃\n"
                + (0..<24).map { String(format: "2025-01-01 %02d:00,15.5,10,4.25,22.5\n", $0) }
                .joined(),
            to: "机房 导出.csv")
        let made = try Program.run(
            "init", folder.path + "/site", "--from", folder.path + "/机房 导出.csv", "--region", "CN-GD"
        )
        #expect(made.status == 0)
        let run = try Program.run(
            "run", "-C", folder.path + "/site", "--period", "2025-01-01/2025-01-02", "-o",
            folder.path + "/out", "--format", "json", "--quiet")
        #expect(run.status == 0)
        let account = try Document(
            String(contentsOfFile: folder.path + "/out/account.json", encoding: .utf8))
        // 24 x 15.5 = 372 kWh in, 24 x 10 = 240 kWh to IT
        #expect(account["sites"]?[0]?["e_dc_kwh"]?.text == "372")
        #expect(account["sites"]?[0]?["indicators"]?["pue"]?["value"]?.text == "1.55")
        #expect(account["sites"]?[0]?["energy_kwh"]?["cooling"]?.text == "102")
        #expect(account["sites"]?[0]?["indicators"]?["pue"]?["designation"]?.text == "iPUE")
    }

    @Test("a meter whose name begins like a formula keeps its name from the draft to the ledger")
    func formulaLikeMeter() throws {
        let folder = try Folder()
        try folder.write(
            "timestamp,meter_id,value,unit\n"
                + (0..<24).map { String(format: "2025-01-01 %02d:00,-g1,15.5,kWh\n", $0) }.joined(),
            to: "export.csv")
        let made = try Program.run(
            "init", folder.path + "/site", "--from", folder.path + "/export.csv", "--region",
            "CN-GD")
        #expect(made.status == 0, "\(made.errors)")
        let meters = try String(contentsOfFile: folder.path + "/site/meters.csv", encoding: .utf8)
        #expect(meters.contains("\n-g1,"), "\(meters)")
        let run = try Program.run("ingest", "-C", folder.path + "/site", "--lang", "en")
        #expect(!(run.output + run.errors).contains("unknown-meter"), "\(run.errors)")
        let ledger = try Program.run(
            "ledger", "-C", folder.path + "/site", "--period", "2025-01-01/2025-01-02", "--format",
            "csv", "--quiet")
        #expect(ledger.output.contains("-g1"), "\(ledger.output)")
    }

    @Test("a stamp that lost its time of day does not supersede the reading of midnight")
    func dateAlone() throws {
        let folder = try portfolio(
            meters: "g,s1,grid_import,interval,kWh,PT1H,,\n",
            readings: day([("g", "10")]) + "2025-1-1,g,99\n2025-01-01,g,98\n")
        let ingest = try Document(
            Program.run("ingest", "-C", folder.path, "--format", "json", "--quiet").output)
        #expect(ingest["energy_statement"]?[0]?["energy_booked_kwh"]?.text == "240")
        #expect(ingest["energy_statement"]?[0]?["rows_rejected"]?.text == "2")
    }
}
