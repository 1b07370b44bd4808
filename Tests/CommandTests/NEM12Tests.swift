import Foundation
import Testing

/// Interval data of the Australian market: what it calls an estimate itself, and days handed back for mending.
@Suite struct NEM12Tests {
    private func portfolio() throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ns1,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval\nN1/E1,s1,grid_import,interval,kWh,PT30M\n",
            to: "meters.csv")
        return folder
    }

    private let head = "100,NEM12,202501030000,MDP,RET\n200,N1,E1,1,E1,N1,S,kWh,30,\n"

    private func day(_ number: Int, of count: Int = 48, _ quality: String) -> String {
        "300,2025010\(number)," + Array(repeating: "1", count: count).joined(separator: ",")
            + ",\(quality),,,20250103000000,\n"
    }

    private func share(
        _ folder: Folder, _ period: String, of key: String = "estimated_share"
    ) throws -> String? {
        try Document(
            Program.run(
                "account", "-C", folder.path, "--period", period, "--format", "json", "--quiet"
            ).output)["sites"]?[0]?[key]?.text
    }

    @Test("what a file calls estimated or substituted is estimated in the ledger, until it is read")
    func declared() throws {
        let folder = try portfolio()
        // Parts 1 and 2 estimated, 47 and 48 substituted, those between read; 1 kWh each.
        let parts = "400,1,2,E52,,\n400,3,46,A,,\n400,47,48,S14,,\n"
        try folder.write(head + day(1, "V") + parts + "900\n", to: "readings/a.csv")
        try Program.run("ingest", "-C", folder.path)
        let check = try Program.run("check", "-C", folder.path)
        #expect((check.output + check.errors).contains("substituted-value"))
        let lines = try Program.run(
            "ledger", "-C", folder.path, "--period", "2024-12-31/2025-01-03", "--format", "csv",
            "--quiet"
        ).output.split(separator: "\n").filter { $0.contains("N1/E1") }
        #expect(lines.count == 24)
        // UTC+10: the day begins at 14:00 UTC of the day before.
        #expect(
            lines.first
                == "s1,N1/E1,grid_import,2024-12-31T14:00:00Z,2.000000000,estimated,declared-in-file,1,"
        )
        #expect(
            lines[1] == "s1,N1/E1,grid_import,2024-12-31T15:00:00Z,2.000000000,measured,,1,")
        #expect(lines[23].contains("2025-01-01T13:00:00Z,2.000000000,estimated,declared-in-file"))
        // 4 of 48 kWh; as whole months, 2 of the 4 kWh before midnight in China and 2 of the 44 after it.
        #expect(try share(folder, "2024-12-31/2025-01-03") == "0.083333")
        // Of 72 hours 22 are measured.
        #expect(try share(folder, "2024-12-31/2025-01-03", of: "coverage") == "0.305556")
        #expect(try share(folder, "2024-12") == "0.5")
        #expect(try share(folder, "2025-01") == "0.045455")

        // The same values as read: nothing is booked anew, and nothing is an estimate any more.
        try folder.write(head + day(1, "A") + "900\n", to: "readings/b.csv")
        try Program.run("ingest", "-C", folder.path)
        #expect(try share(folder, "2024-12") == "0")
        #expect(try share(folder, "2024-12-31/2025-01-03") == "0")
        #expect(try share(folder, "2024-12-31/2025-01-03", of: "coverage") == "0.333333")
    }

    @Test("rejected days come back as a NEM12 file, and count once they are mended")
    func rejected() throws {
        let folder = try portfolio()
        // Of the first day two parts have no value; the second has a value too few.
        let text =
            head + day(1, "V") + "400,1,46,A,,\n400,47,48,N,,\n" + day(2, of: 47, "A") + "900\n"
        try folder.write(text, to: "readings/a.csv")
        let target = folder.path + "/a.rejected.csv"
        let ingest = try Program.run("ingest", "-C", folder.path, "--rejected", target)
        #expect(ingest.output.contains("2 rejected rows: " + target))
        let table = try String(contentsOfFile: target, encoding: .utf8)
        let rows = table.split(separator: "\n").map(String.init)
        #expect(
            rows[0]
                == "rejected_file,rejected_line,rejected_column,rejected_code,rejected_reason,rejected_remedy"
        )
        #expect(rows[1].hasPrefix("readings/a.csv,1,,,,,100,NEM12,"))
        #expect(rows[2].hasPrefix("readings/a.csv,2,,,,,200,N1,E1,"))
        #expect(rows[3].contains(",value-missing,") && rows[3].contains(",300,20250101,1,"))
        #expect(rows[5].hasSuffix(",400,47,48,N,,"))
        #expect(rows[6].contains(",row-length,") && rows[6].contains(",300,20250102,1,"))
        #expect(rows[7].hasSuffix(",900"))
        #expect(rows.count == 8)

        let mended = table.replacing("47,48,N", with: "47,48,A")
            .replacing("300,20250102,1", with: "300,20250102,1,1")
        try folder.write(mended, to: "a.rejected.csv")
        let again = try Document(
            Program.run(
                "ingest", "-C", folder.path, target, "--format", "json", "--quiet"
            ).output)
        let statement = again["energy_statement"]?[0]
        #expect(statement?["rows_rejected"]?.text == "0")
        // 96 values of 1 kWh, of which 46 stand already.
        #expect(statement?["rows"]?.text == "96")
        #expect(statement?["energy_booked_kwh"]?.text == "50")
        #expect(statement?["energy_duplicate_kwh"]?.text == "46")
        #expect(statement?["balance_kwh"]?.text == "0")
    }
}
