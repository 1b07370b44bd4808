import Foundation
import Testing

/// What becomes of rejected rows, corrections, late and repeated files, bills.
@Suite struct HandlingTests {
    private func portfolio(
        meters: String = "g,s1,grid_import,interval,kWh,PT1H,500\nit,s1,it,interval,kWh,PT1H,400\n"
    ) throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ns1,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval,max_power_kw\n" + meters,
            to: "meters.csv")
        return folder
    }

    private func rows(
        _ meter: String, day: Int = 1, _ value: (Int) -> String
    ) -> String {
        (0..<24).map { hour in
            String(
                format: "2025-01-%02d %02d:00,%@,%@\n", day, hour, meter, value(hour))
        }.joined()
    }

    /// The text with one space between words, as columns do not matter.
    private func squeezed(_ text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }

    private let header = "timestamp,meter_id,value\n"

    private func ledger(
        _ folder: Folder, _ period: String = "2025-01", withBatch: Bool = true
    ) throws -> String {
        let text = try Program.run(
            "ledger", "-C", folder.path, "--period", period, "--format", "csv", "--quiet"
        ).output
        guard !withBatch else { return text }
        return text.split(separator: "\n").map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return (cells.prefix(7) + cells.suffix(1)).joined(separator: ",")
        }.joined(separator: "\n")
    }

    @Test("rejected rows come back as they stood, with reasons, and count once they are mended")
    func rejected() throws {
        let folder = try portfolio()
        // 9 000 kW is above 500; a word; a meter that is not known; a cell that would run as a formula
        let text =
            header
            + rows("g") {
                $0 == 3 ? "9000" : $0 == 5 ? "offline" : $0 == 7 ? "=1+1" : "100"
            } + "2025-01-01 09:00,ghost,5\n"
        try folder.write(text, to: "readings/a.csv")
        let target = folder.path + "/rejected.csv"
        let ingest = try Program.run("ingest", "-C", folder.path, "--rejected", target)
        #expect(ingest.output.contains("4 rejected rows: " + target))
        let table = try String(contentsOfFile: target, encoding: .utf8)
            .split(separator: "\n").map(String.init)
        #expect(
            table.first
                == "rejected_file,rejected_line,rejected_column,rejected_code,rejected_reason,rejected_remedy,timestamp,meter_id,value"
        )
        #expect(table.count == 5)
        #expect(
            table[1].hasPrefix("readings/a.csv,5,,above-max-power,")
                && table[1].hasSuffix(",2025-01-01 03:00,g,9000"))
        #expect(table[2].contains(",7,value,value-unreadable,"))
        // no spreadsheet runs it
        #expect(table[3].hasSuffix(",2025-01-01 07:00,g,'=1+1"))
        #expect(table[4].contains("unknown-meter"))

        // Mended by hand and ingested again, the reasons still in their columns.
        let mended = table.prefix(4).joined(separator: "\n")
            .replacing(",9000", with: ",90").replacing("g,offline", with: "g,95")
            .replacing("'=1+1", with: "97")
        try folder.write(mended + "\n", to: "mended.csv")
        let again = try Program.run(
            "ingest", "-C", folder.path, folder.path + "/mended.csv", "--format", "json", "--quiet")
        let document = try Document(again.output)
        #expect(document["energy_statement"]?[0]?["rows"]?.text == "3")
        #expect(document["energy_statement"]?[0]?["rows_rejected"]?.text == "0")
        // 90 + 95 + 97
        #expect(document["energy_statement"]?[0]?["energy_booked_kwh"]?.text == "282")
        // 21 x 100 + 282, as one restatement of January
        #expect(document["restatements"]?[0]?["old"]?.text == "2100")
        #expect(document["restatements"]?[0]?["new"]?.text == "2382")
    }

    @Test("mended rows are read as the file was in which they stood, whatever theirs is called")
    func mendedElsewhere() throws {
        let folder = try portfolio(
            meters: "g,s1,grid_import,interval,kWh,PT1H,5000\nit,s1,it,interval,kWh,PT1H,400\n")
        // a decimal comma and points for thousands, which one row alone does not tell
        func table(_ bad: Int) -> String {
            "Zeit;meter_id;value\n"
                + (0..<24).map { hour in
                    let value = hour == bad ? "x" : hour == 0 ? "10,5" : "100"
                    return String(format: "01.01.2025 %02d:00;g;", hour) + value + "\n"
                }.joined()
        }
        try folder.write(table(5), to: "readings/a.csv")
        let target = folder.path + "/r.csv"
        try Program.run("ingest", "-C", folder.path, "--rejected", target)
        let mended = try String(contentsOfFile: target, encoding: .utf8)
            .replacing("g,x", with: "g,1.120")
        try folder.write(mended, to: "elsewhere/done.csv")
        func ingest(_ arguments: String...) throws -> Program.Outcome {
            try Program.run(
                ["ingest", "-C", folder.path] + arguments + ["--format", "json", "--quiet"])
        }
        // 1.120 is 1,120 in a column of decimal commas, and would be 1.12 alone
        let done = folder.path + "/elsewhere/done.csv"
        let first = try Document(ingest(done).output)
        #expect(first["energy_statement"]?[0]?["energy_booked_kwh"]?.text == "1120")
        #expect(first["energy_statement"]?[0]?["rows_rejected"]?.text == "0")
        let before = try ledger(folder)
        // Taken back, the file of the rows is known all the same when they are derived anew.
        try Program.run("undo", "1", "-C", folder.path)
        try folder.write(
            String(contentsOfFile: folder.path + "/meters.csv", encoding: .utf8)
                .replacing(",5000\n", with: ",5001\n"), to: "meters.csv")
        _ = try ingest(folder.path + "/readings/a.csv")
        #expect(try ledger(folder, withBatch: false).contains("1120"))
        #expect(before.contains("1120"))
        // Of a file that nobody knows nothing is guessed, and a layout may be named.
        try folder.write(
            mended.replacing("readings/a.csv", with: "readings/gone.csv"), to: "lost.csv")
        let lost = try ingest(folder.path + "/lost.csv")
        #expect(lost.status == 3)
        #expect(lost.errors.contains("mended-rows-unclear"))
        try folder.write(
            "files: [\"mine-*.csv\"]\ntimestamp: Zeit\nmeter_id: meter_id\nvalue: value\ndate_order: dmy\ndecimal: comma\n",
            to: "layouts/mine.yaml")
        #expect(try ingest(folder.path + "/lost.csv", "--layout", "mine").status == 0)
    }

    @Test("rejected rows of unlike files go to files of their own; without any there is a header")
    func rejectedShapes() throws {
        let folder = try portfolio()
        try folder.write(header + rows("g") { $0 == 2 ? "x" : "100" }, to: "readings/a.csv")
        try folder.write(
            "time;it\n"
                + (0..<24).map {
                    "2025-01-01 \($0 < 10 ? "0" : "")\($0):00;\($0 == 4 ? "?" : "80")\n"
                }
                .joined(), to: "readings/b.csv")
        try Program.run("ingest", "-C", folder.path, "--rejected", folder.path + "/r.csv")
        let second = try String(contentsOfFile: folder.path + "/r-2.csv", encoding: .utf8)
        #expect(second.contains(",time,it\n"))
        #expect(second.contains("2025-01-01 04:00,?\n"))
        // a wide file with reasons in front is read as before
        try folder.write(second.replacing(",?\n", with: ",81\n"), to: "mended.csv")
        let again = try Document(
            Program.run(
                "ingest", "-C", folder.path, folder.path + "/mended.csv", "--format", "json",
                "--quiet", "--rejected", folder.path + "/none.csv"
            ).output)
        #expect(again["energy_statement"]?[0]?["rows"]?.text == "1")
        #expect(again["energy_statement"]?[0]?["energy_booked_kwh"]?.text == "81")
        let none = try String(contentsOfFile: folder.path + "/none.csv", encoding: .utf8)
        #expect(none.split(separator: "\n").count == 1)
    }

    @Test("a correction shows what it restates, an undoing of a middle batch gives it back")
    func corrections() throws {
        let folder = try portfolio()
        try folder.write(header + rows("g") { _ in "100" } + rows("it") { _ in "70" }, to: "1.csv")
        try folder.write(header + "2025-01-01 01:00,g,130\n2025-01-01 02:00,g,90\n", to: "2.csv")
        try folder.write(header + "2025-01-01 02:00,g,95\n", to: "3.csv")
        func ingest(_ file: String) throws -> Program.Outcome {
            try Program.run("ingest", "-C", folder.path, folder.path + "/" + file)
        }
        let first = try ingest("1.csv")
        #expect(!first.output.contains("restated"))
        let one = try ledger(folder, withBatch: false)
        // 24 x 100 = 2,400; + 30 - 10 = 2,420
        let second = try ingest("2.csv")
        #expect(
            squeezed(second.output).contains(
                "g 2025-01 grid_import 2,400.000 2,420.000 +20.000 kWh"))
        let third = try ingest("3.csv")
        #expect(squeezed(third.output).contains("2,420.000 2,425.000 +5.000 kWh"))
        let three = try ledger(folder, withBatch: false)
        // batch 2 goes, batch 3 stays: 2,400 - 5 = 2,395
        let undo = try Program.run("undo", "2", "-C", folder.path)
        #expect(undo.status == 0)
        #expect(squeezed(undo.output).contains("2,425.000 2,395.000 -30.000 kWh"))
        #expect(!undo.output.contains("Still there"))
        #expect(
            try ledger(folder).contains(
                "grid_import,2024-12-31T18:00:00Z,95.000000000,measured,,3,"))
        #expect(
            try ledger(folder).contains(
                "grid_import,2024-12-31T17:00:00Z,100.000000000,measured,,1,"))
        // ingested again it is the latest evidence, a batch of its own: 2,395 + 30 - 5
        let again = try ingest("2.csv")
        #expect(squeezed(again.output).contains("2,395.000 2,420.000 +25.000 kWh"))
        #expect(again.output.contains("Batch 4"))
        for batch in ["4", "3"] { try Program.run("undo", batch, "-C", folder.path) }
        #expect(try ledger(folder, withBatch: false) == one)
        #expect(three != one)
        #expect(try Program.run("undo", "2", "-C", folder.path).status == 3)

        // What lies in readings/ comes back with the next ingest that names no file, and the undoing says so.
        try folder.write(header + "2025-01-02 01:00,g,7\n", to: "readings/late.csv")
        try Program.run("ingest", "-C", folder.path)
        let late = try Program.run("undo", "5", "-C", folder.path)
        #expect(late.output.contains("Still there: readings/late.csv. The next `ingest`"))
    }

    @Test("progress is shown in place on a terminal, and nowhere else")
    func progress() throws {
        let folder = try portfolio(meters: "g,s1,grid_import,interval,kWh,PT1H,500\n")
        try folder.write(header + rows("g") { _ in "100" }, to: "readings/a.csv")
        // `script` gives the program a terminal of its own.
        let watched = try Program.run(
            ["-qec", "'\(Program.path)' ingest -C '\(folder.path)' --dry-run", "/dev/null"],
            executable: "/usr/bin/script")
        #expect(watched.output.contains("\r\u{1B}[Kreading 1/1 readings/a.csv"))
        let quiet = try Program.run(
            [
                "-qec", "'\(Program.path)' ingest -C '\(folder.path)' --dry-run --quiet",
                "/dev/null",
            ], executable: "/usr/bin/script")
        let piped = try Program.run("ingest", "-C", folder.path, "--dry-run")
        for other in [quiet.output, piped.output, piped.errors] {
            #expect(!other.contains("reading 1/1") && !other.contains("\u{1B}"))
        }
    }

    @Test("the same file twice changes nothing and says so, whatever it is called")
    func repeated() throws {
        let folder = try portfolio()
        try folder.write(header + rows("g") { _ in "100" }, to: "a.csv")
        try folder.write(header + rows("g") { _ in "100" }, to: "b.csv")
        try Program.run("ingest", "-C", folder.path, folder.path + "/a.csv")
        let before = try ledger(folder)
        let again = try Program.run(
            "ingest", "-C", folder.path, folder.path + "/b.csv", "--format", "json")
        let document = try Document(again.output)
        #expect(document["findings"]?.elements.map { $0["code"]?.text } == ["already-ingested"])
        #expect(document["new_files"]?.text == "0")
        #expect(document["restatements"]?.elements.isEmpty == true)
        #expect(try ledger(folder) == before)
        let table = try Program.run("ingest", "-C", folder.path, folder.path + "/b.csv")
        #expect(table.output.contains("No new file."))
    }

    @Test("late data for a month that stood is told as a restatement of that month only")
    func lateData() throws {
        let folder = try portfolio()
        try folder.write(
            header + rows("g") { _ in "100" } + rows("g", day: 2) { $0 < 20 ? "100" : "" },
            to: "a.csv")
        try Program.run("ingest", "-C", folder.path, folder.path + "/a.csv")
        try folder.write(
            header + rows("g", day: 2) { $0 < 20 ? "100" : "50" }
                + "2025-02-01 00:00,g,7\n", to: "late.csv")
        let late = try Document(
            Program.run(
                "ingest", "-C", folder.path, folder.path + "/late.csv", "--format", "json",
                "--quiet"
            ).output)
        let months = late["restatements"]?.elements ?? []
        // 44 x 100; + 4 x 50; February is new, so nothing is restated there
        #expect(months.map { $0["month"]?.text } == ["2025-01"])
        #expect(months.first?["old"]?.text == "4400")
        #expect(months.first?["new"]?.text == "4600")
        #expect(months.first?["changed_hours"]?.text == "4")
    }

    @Test("the journal that was handed out comes in again as the same journal")
    func reimport() throws {
        let folder = try portfolio()
        try folder.write(
            header + rows("g") { "\(100 + $0).123456789" } + rows("it") { "\(70 - $0)" },
            to: "readings/a.csv")
        try Program.run("ingest", "-C", folder.path, "--quiet")
        let journal = try ledger(folder)
        let copy = try portfolio()
        try copy.write(
            """
            layout: journal
            files: ["journal*"]
            timestamp: hour_start_utc
            meter_id: meter_id
            value: energy_kwh

            """, to: "layouts/journal.yaml")
        try copy.write(journal, to: "readings/journal.csv")
        let ingest = try Program.run("ingest", "-C", copy.path, "--quiet")
        #expect(ingest.status == 0, "\(ingest.errors)")
        #expect(try ledger(copy) == journal)
    }

    @Test("all findings stand in the file that is asked for, as CSV and as JSON")
    func findings() throws {
        let folder = try portfolio()
        try folder.write(
            header + (1...20).map { rows("g", day: $0) { $0 % 2 == 0 ? "x" : "100" } }.joined(),
            to: "readings/a.csv")
        let ingest = try Program.run("ingest", "-C", folder.path)
        // 20 x 12 words; three are shown, the rest counted
        #expect(ingest.errors.contains("[value-unreadable] 237 more of these"))
        for (name, count) in [("f.csv", 1 + 240), ("f.json", 240)] {
            try Program.run(
                "check", "-C", folder.path, "--period", "2025-01", "--findings",
                folder.path + "/" + name, "--quiet")
            let text = try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
            if name == "f.csv" {
                let lines = text.split(separator: "\n").filter {
                    $0.hasPrefix("code,") || $0.hasPrefix("value-unreadable,")
                }
                #expect(lines.count == count)
            } else {
                let all = try Document(text)["findings"]?.elements ?? []
                #expect(all.count { $0["code"]?.text == "value-unreadable" } == count)
            }
        }
    }

    @Test("a bill is held against the ledger and shown, and books nothing")
    func bills() throws {
        let folder = try portfolio()
        try folder.write(header + rows("g") { _ in "100" }, to: "readings/a.csv")
        try folder.write(
            "bill_id,site_id,account,start,end,amount,unit,tolerance_percent,evidence\n"
                + "ok,s1,grid_import,2025-01-01,2025-01-02,2410,kWh,1,invoice 1\n"
                + "off,s1,grid_import,2025-01-01,2025-01-02,2.5,MWh,,invoice 2\n", to: "bills.csv")
        try Program.run("ingest", "-C", folder.path, "--quiet")
        let check = try Program.run(
            "check", "-C", folder.path, "--period", "2025-01", "--format", "json", "--quiet")
        // the site has no IT meter and little coverage; the bill alone disqualifies
        #expect(check.status == 1)
        let bills = try Document(check.output)["bills"]?.elements ?? []
        #expect(bills.map { $0["verdict"]?.text } == ["agrees", "differs"])
        // (2400 - 2500) / 2500
        #expect(bills.last?["difference_percent"]?.text == "-4")
        #expect(bills.last?["ledger"]?.text == "2400")
        #expect(try ledger(folder).contains("2410") == false)
        let table = try Program.run("check", "-C", folder.path, "--period", "2025-01")
        #expect(table.output.contains("differs"))
        #expect(table.errors.contains("[bill-mismatch]"))
    }

    @Test(
        "a table of bills that is wrong is refused with its place",
        arguments: [
            ("b,s1,grid_import,2025-01-02,2025-01-01,1,kWh", "bills.csv:2:end"),
            ("b,s9,grid_import,2025-01-01,2025-01-02,1,kWh", "bills.csv:2:site_id"),
            ("b,s1,grid,2025-01-01,2025-01-02,1,kWh", "bills.csv:2:account"),
            ("b,s1,grid_import,2025-01-01,2025-01-02,1,m3", "bills.csv:2:unit"),
            ("b,s1,grid_import,2025-01-01,2025-01-02,-1,kWh", "bills.csv:2:amount"),
            (
                "b,s1,grid_import,2025-01-01,2025-01-02,1,kWh\nb,s1,it,2025-01-01,2025-01-02,1,kWh",
                "bills.csv:3:bill_id"
            ),
        ])
    func wrongBills(row: String, place: String) throws {
        let folder = try portfolio()
        try folder.write(
            "bill_id,site_id,account,start,end,amount,unit\n" + row + "\n", to: "bills.csv")
        let ingest = try Program.run("ingest", "-C", folder.path)
        #expect(ingest.status == 3)
        #expect(ingest.errors.contains(place), "\(ingest.errors)")
    }

    @Test(
        "methods of estimation are named strictly, and an estimated hour says by which and from what"
    )
    func estimation() throws {
        let folder = try portfolio(meters: "g,s1,grid_import,interval,kWh,PT1H,500\n")
        try folder.write(
            header + rows("g") { $0 == 4 || $0 == 5 ? "" : "\(100 + 30 * ($0 > 5 ? 1 : 0))" },
            to: "readings/a.csv")
        for wrong in [
            "linear", "[linear: 0]", "[spline]", "[like_days, like_days]", "{linear: 3 h}",
        ] {
            try folder.write("organisation: Test\nestimation: \(wrong)\n", to: "portfolio.yaml")
            #expect(try Program.run("ingest", "-C", folder.path).status == 3, "\(wrong)")
        }
        try folder.write("organisation: Test\nestimation:\n  linear: 2\n", to: "portfolio.yaml")
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status == 0)
        // from 100 to 130: 110, 120
        let journal = try ledger(folder)
        #expect(
            journal.contains(
                "g,grid_import,2024-12-31T20:00:00Z,110.000000000,estimated,linear,,2024-12-31T19:00:00Z;2024-12-31T22:00:00Z"
            ))
        let account = try Document(
            Program.run(
                "account", "-C", folder.path, "--period", "2025-01-01/2025-01-02", "--format",
                "json", "--quiet"
            ).output)
        #expect(account["energy_statement"]?[0]?["energy_estimated_kwh"]?.text == "230")
        #expect(account["energy_statement"]?[0]?["balance_kwh"]?.text == "0")
        #expect(account["sites"]?[0]?["totals_of"]?.text == "all_hours")
        // 22 of 24 hours are measured
        #expect(account["sites"]?[0]?["coverage"]?.text == "0.916667")
    }
}
