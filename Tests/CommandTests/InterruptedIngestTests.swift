import Foundation
import Testing

/// An ingest that is killed, or that finds the disk full, leaves what was; the next one gives what an undisturbed one gives.
@Suite struct InterruptedIngestTests {
    private static let days = 120
    private static let meters = 10

    private func portfolio() throws -> Folder {
        let folder = try Folder()
        try folder.write("organisation: Test\n", to: "portfolio.yaml")
        try folder.write(
            "site_id,kind,region,timezone\ns1,data_center,CN-GD,Asia/Shanghai\n", to: "sites.csv")
        try folder.write(
            "meter_id,site_id,account,quantity,unit,interval\n"
                + (0..<Self.meters).map { "m\($0),s1,it,interval,kWh,PT1H\n" }.joined(),
            to: "meters.csv")
        var text = "timestamp,meter_id,value\n"
        for hour in 0..<24 * Self.days {
            let (month, day) = (1 + hour / 720, 1 + hour / 24 % 30)
            // Thirty days a month: the thirtieth of February is rejected, in every run alike.
            let stamp = String(format: "2025-%02d-%02d %02d:00", month, day, hour % 24)
            for meter in 0..<Self.meters { text += "\(stamp),m\(meter),\(hour % 7).\(meter)\n" }
        }
        try folder.write(text, to: "readings/a.csv")
        return folder
    }

    private func ledger(_ folder: Folder) throws -> String {
        let ledger = try Program.run(
            "ledger", "-C", folder.path, "--period", "2025", "--format", "csv", "--quiet")
        // 1: the year is not covered, and no meter is of the supply.
        #expect(ledger.status == 1, "\(ledger.errors)")
        return ledger.output
    }

    private func undisturbed() throws -> String {
        let folder = try portfolio()
        #expect(try Program.run("ingest", "-C", folder.path, "--quiet").status == 0)
        let ledger = try ledger(folder)
        #expect(ledger.count > 100_000)
        return ledger
    }

    /// Runs an ingest in a shell that hinders it, then one that nothing hinders.
    private func hindered(by words: String, _ folder: Folder) throws -> Int32 {
        let hindered = try Program.run(
            ["-c", "\(words) '\(Program.path)' ingest -C '\(folder.path)' --quiet"],
            executable: "/bin/bash")
        let next = try Program.run("ingest", "-C", folder.path, "--quiet")
        #expect(next.status == 0, "\(next.errors)")
        return hindered.status
    }

    @Test("killed at any moment, the next gives the same ledger")
    func killed() throws {
        let expected = try undisturbed()
        var wasKilled = false
        for moment in ["0.05", "0.2", "0.4", "0.7", "1.2", "2"] {
            let folder = try portfolio()
            let status = try hindered(by: "timeout -s KILL \(moment)", folder)
            wasKilled = wasKilled || status != 0
            #expect(try ledger(folder) == expected, "killed after \(moment) s")
        }
        #expect(wasKilled)
    }

    @Test("without room for what it writes it ends with 5, and the next gives the same ledger")
    func full() throws {
        let expected = try undisturbed()
        // A limit on the size of files [kB] stands for a full disk: below the original's, then below the ledger's.
        for limit in [16, 256, 1_024] {
            let folder = try portfolio()
            let words = "trap '' XFSZ; ulimit -f \(limit);"
            let status = try hindered(by: words, folder)
            if limit < 512 { #expect(status == 5, "\(limit) kB") }
            #expect(try ledger(folder) == expected, "\(limit) kB")
        }
    }
}
