import Foundation
import Testing

/// A column that says of each reading whether it was measured: an estimate must not pass for a measurement.
@Suite struct QualityColumnTests {
    private func portfolio(_ quantity: String) throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ns1,data_center,CN-GD,UTC\n", to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval\nm1,s1,grid_import,\(quantity),kWh,\(quantity == "register" ? "" : "PT1H")\n",
            to: "meters.csv")
        return folder
    }

    /// The lines of the ledger of the first of January: hour, kWh, quality, method.
    private func hours(_ folder: Folder) throws -> [String] {
        try Program.run(
            "ledger", "-C", folder.path, "--period", "2025-01-01/2025-01-02", "--format", "csv",
            "--quiet"
        ).output.split(separator: "\n").filter { $0.contains(",m1,") }.map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            return String(cells[3].dropFirst(11).prefix(2)) + " "
                + cells[4...6].joined(separator: " ")
        }
    }

    @Test(
        "an estimated row is an estimated hour, in both languages and in any case",
        arguments: [
            ("quality", "A", "E"), ("Quality", "measured", "Substituted"), ("数据质量", "实测", "估算"),
            ("reading_type", "", "f"),
        ])
    func intervals(column: String, measured: String, estimated: String) throws {
        let folder = try portfolio("interval")
        try folder.write(
            """
            timestamp,meter_id,value,\(column)
            2025-01-01 00:00,m1,3,\(measured)
            2025-01-01 01:00,m1,5,\(estimated)
            2025-01-01 02:00,m1,7,\(measured)

            """, to: "readings/a.csv")
        let inspected = try Program.run("inspect", folder.path + "/readings/a.csv", "--lang", "en")
        #expect(inspected.output.contains("quality in `\(column)`"))
        let ingest = try Program.run("ingest", "-C", folder.path)
        #expect(ingest.status == 0)
        #expect(ingest.output.contains("15"), "3 + 5 + 7 kWh are booked")
        #expect(
            try hours(folder) == [
                "00 3.000000000 measured ", "01 5.000000000 estimated declared-in-file",
                "02 7.000000000 measured ",
            ])
        let account = try Document(
            Program.run(
                "account", "-C", folder.path, "--period", "2025-01-01/2025-01-02", "--format",
                "json", "--quiet"
            ).output)["sites"]?[0]
        // 5 of 15 kWh; 2 of 24 hours.
        #expect(account?["estimated_share"]?.text == "0.333333")
        #expect(account?["coverage"]?.text == "0.083333")
    }

    @Test("of a register the amounts on both sides of an estimated count are estimates")
    func registers() throws {
        let folder = try portfolio("register")
        try folder.write(
            """
            timestamp,meter_id,value,quality
            2025-01-01 00:00,m1,100,A
            2025-01-01 01:00,m1,103,A
            2025-01-01 02:00,m1,108,E
            2025-01-01 03:00,m1,115,A
            2025-01-01 04:00,m1,116,A

            """, to: "readings/a.csv")
        try Program.run("ingest", "-C", folder.path)
        // What the count at 02:00 was is a guess, and so is how 12 kWh fall into the two hours.
        #expect(
            try hours(folder) == [
                "00 3.000000000 measured ", "01 5.000000000 estimated declared-in-file",
                "02 7.000000000 estimated declared-in-file", "03 1.000000000 measured ",
            ])
    }

    @Test("the same value read later ends the estimate; an estimate does not end a reading")
    func readLater() throws {
        let folder = try portfolio("interval")
        let head = "timestamp,meter_id,value,quality\n"
        try folder.write(head + "2025-01-01 00:00,m1,3,E\n", to: "readings/a.csv")
        try Program.run("ingest", "-C", folder.path)
        #expect(try hours(folder) == ["00 3.000000000 estimated declared-in-file"])
        try folder.write(head + "2025-01-01 00:00,m1,3,A\n", to: "readings/b.csv")
        try Program.run("ingest", "-C", folder.path)
        #expect(try hours(folder) == ["00 3.000000000 measured "])
        try folder.write(head + "2025-01-01 00:00,m1,3,S\n", to: "readings/c.csv")
        try Program.run("ingest", "-C", folder.path)
        #expect(try hours(folder) == ["00 3.000000000 measured "])
    }

    @Test(
        "a layout names the column, and another leaves it out; the ledger's own export keeps its estimates"
    )
    func layouts() throws {
        let folder = try portfolio("interval")
        let rows = "when,who,kWh,how\n2025-01-01 00:00,m1,3,A\n2025-01-01 01:00,m1,5,guess\n"
        try folder.write(rows, to: "readings/a.csv")
        let layout = """
            files: ["a.csv"]
            timestamp: when
            meter_id: who
            value: kWh
            """
        try folder.write(layout + "\nquality_column: how\n", to: "layouts/own.yaml")
        let ingest = try Program.run("ingest", "-C", folder.path, "--lang", "en")
        #expect((ingest.output + ingest.errors).contains("quality-unknown"))
        let declared = "01 5.000000000 estimated declared-in-file"
        #expect(try hours(folder) == ["00 3.000000000 measured ", declared])

        let ledger = try Program.run(
            "ledger", "-C", folder.path, "--period", "2025-01-01/2025-01-02", "--format", "csv",
            "--quiet")
        let other = try portfolio("interval")
        try other.write(ledger.output, to: "readings/ledger.csv")
        try Program.run("ingest", "-C", other.path)
        #expect(try hours(other) == ["00 3.000000000 measured ", declared])

        try folder.write(layout + "\n", to: "layouts/own.yaml")
        try Program.run("ingest", "-C", folder.path)
        #expect(try hours(folder) == ["00 3.000000000 measured ", "01 5.000000000 measured "])
    }

    @Test(
        "the column is found however late its first word comes, and every other word in it is told")
    func late() throws {
        let folder = try portfolio("interval")
        var rows = "timestamp,meter_id,value,quality\n"
        // December, blank; more than the first rows that a file is known by.
        for hour in 0..<600 {
            let day = 1 + hour / 24
            rows += "2024-12-\(day < 10 ? "0" : "")\(day) \(hour % 24):00,m1,1,\n"
        }
        rows += "2025-01-01 00:00,m1,3,E\n2025-01-01 01:00,m1,5,Check\n"
        rows += "2025-01-01 02:00,m1,7,E62\n2025-01-01 03:00,m1,9,A\n"
        try folder.write(rows, to: "readings/a.csv")
        try Program.run("ingest", "-C", folder.path)
        let check = try Program.run("check", "-C", folder.path, "--format", "csv", "--lang", "en")
        #expect(check.output.contains("quality-unknown,warning,1,readings/a.csv,603,quality,Check"))
        let estimated = "estimated declared-in-file"
        #expect(
            try hours(folder) == [
                "00 3.000000000 \(estimated)", "01 5.000000000 \(estimated)",
                "02 7.000000000 \(estimated)", "03 9.000000000 measured ",
            ])
        // A word of its own kind beside known ones among the first rows.
        let mixed = try portfolio("interval")
        try mixed.write(
            "timestamp,meter_id,value,quality\n2025-01-01 00:00,m1,3,Check\n2025-01-01 01:00,m1,5,Actual\n",
            to: "readings/a.csv")
        try Program.run("ingest", "-C", mixed.path)
        #expect(
            try hours(mixed) == ["00 3.000000000 \(estimated)", "01 5.000000000 measured "])
    }

    @Test("of two such columns either makes an estimate; a row that is no reading is not told of")
    func twoColumns() throws {
        let folder = try portfolio("interval")
        try folder.write(
            """
            timestamp,meter_id,value,reading_type,quality
            2025-01-01 00:00,m1,3,A,E
            2025-01-01 01:00,m1,5,S,A
            2025-01-01 02:00,m1,7,A,A
            Total,,15,Sum,Sum

            """, to: "readings/a.csv")
        try Program.run("ingest", "-C", folder.path)
        #expect(
            try hours(folder) == [
                "00 3.000000000 estimated declared-in-file",
                "01 5.000000000 estimated declared-in-file", "02 7.000000000 measured ",
            ])
        let check = try Program.run("check", "-C", folder.path, "--format", "csv")
        #expect(!check.output.contains("quality-unknown"))
    }

    @Test("a flow the other way that is estimated covers its hour as an estimate")
    func otherWay() throws {
        let folder = try portfolio("interval")
        try folder.write(
            "timestamp,meter_id,value,quality\n2025-01-01 00:00,m1,3,A\n2025-01-01 01:00,m1,-5,E\n",
            to: "readings/a.csv")
        try Program.run("ingest", "-C", folder.path)
        let account = try Document(
            Program.run(
                "account", "-C", folder.path, "--period", "2025-01-01/2025-01-02", "--format",
                "json", "--quiet"
            ).output)["sites"]?[0]
        // One of 24 hours is measured.
        #expect(account?["coverage"]?.text == "0.041667")
    }

    @Test("a month in a row")
    func months() throws {
        let folder = try portfolio("interval")
        let days = (1...31).map(String.init).joined(separator: ",")
        let values = Array(repeating: "24", count: 31).joined(separator: ",")
        try folder.write(
            "meter_id,month,quality,\(days)\nm1,2025-01,E,\(values)\n", to: "readings/a.csv")
        try Program.run("ingest", "-C", folder.path)
        let hours = try hours(folder)
        #expect(hours.count == 24)
        #expect(hours.allSatisfy { $0.contains("1.000000000 estimated") }, "\(hours.prefix(2))")
    }

    @Test("a column of that name with other words in it is no such column")
    func otherWords() throws {
        let folder = try portfolio("interval")
        try folder.write(
            "timestamp,meter_id,value,quality\n2025-01-01 00:00,m1,3,192\n2025-01-01 01:00,m1,5,192\n",
            to: "readings/a.csv")
        let ingest = try Program.run("ingest", "-C", folder.path)
        #expect(ingest.status == 0)
        #expect(try hours(folder).allSatisfy { $0.contains("measured") })
    }
}
